//! What an operator does, and what happens to one, while a desk is open: with real processes.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot be set up fails")]

use crate::record_served::Desk;
use crate::support::{Folder, example, mediant};
use mediant_store_postgres::test_server::TestServer;
use std::io::{BufRead, Read};
use std::process::Command;

fn opened(place: &[&str]) {
    let case = example("talks-2025-12-04.toml");
    let open = ["record", "open", "--known-to", "public", "--case", &case];
    let said = mediant(&[&open, place].concat());
    assert_eq!(said.code, 0, "{}", said.err);
}

/// Keys wrapped anew beside a server that goes on with the old master key would lock the record for good. So nobody does:
/// it is refused as long as anybody serves, nothing has changed then, and what is recorded first anywhere is opened by the
/// key that opened it all along.
#[test]
fn a_record_is_not_wrapped_anew_while_somebody_serves_it() {
    let temporary = Folder::new();
    for database in [false, true] {
        let folder = Folder::new();
        let (data, key, url) =
            (folder.at("record"), folder.at("record.key"), TestServer::shared().url("rekey_beside"));
        let place: Vec<&str> =
            if database { vec!["--database", &url, "--key-file", &key] } else { vec!["--data", &data] };
        opened(&place);
        let next = folder.at("next.key");
        let rekey = [&["rekey", "--new-key-file", &next][..], &place].concat();
        let one = Desk::start(&[&["serve"], &place[..]].concat(), &temporary);
        let cookie = one.mediator();
        let other = Desk::start(&[&["serve"], &place[..]].concat(), &temporary);
        let refused = mediant(&rekey);
        assert_eq!((refused.code, refused.out.as_str()), (2, ""), "{}", refused.err);
        assert_eq!(other.stop("TERM"), Some(0));
        assert_eq!(mediant(&rekey).code, 2, "one of two still serves");
        let tell = r#"{"party":"russia","text":"after the attempt"}"#;
        let (status, _, body) = one.post("/api/v1/commands/tell_item", &cookie, tell);
        assert_eq!(status, 201, "{body}");
        // A server that was killed holds nothing back.
        one.kill();
        let verify = [&["verify-record"][..], &place].concat();
        assert_eq!(mediant(&verify).code, 0);
        let done = (0..50).find_map(|_| {
            let said = mediant(&rekey);
            if said.code != 0 {
                std::thread::sleep(std::time::Duration::from_millis(100));
            }
            (said.code == 0).then_some(said)
        });
        assert!(done.is_some(), "{}", mediant(&rekey).err);
        let with_next: Vec<&str> = if database {
            vec!["--database", &url, "--key-file", &next]
        } else {
            vec!["--data", &data, "--key-file", &next]
        };
        let shown = mediant(&[&["export", "--as", "mediator"][..], &with_next].concat());
        assert!(shown.out.contains("after the attempt"), "{}", shown.err);
        let desk = Desk::start(&[&["serve"], &with_next[..]].concat(), &temporary);
        assert_eq!(desk.stop("TERM"), Some(0));
    }
}

/// A departure that one server records ends, on every server of the database, what the person had open, and what the
/// account could do: not when a stream is looked at for its own sake, which is every 15 s, but with the event.
#[test]
fn a_departure_ends_accounts_sessions_and_streams_on_every_server_of_a_database() {
    let (folder, temporary) = (Folder::new(), Folder::new());
    let (key, url) = (folder.at("record.key"), TestServer::shared().url("departures"));
    let place = ["--database", &url, "--key-file", &key];
    opened(&place);
    let serve = || Desk::start(&[&["serve"], &place[..]].concat(), &temporary);
    // The second start before anybody mediates would draw another first link.
    let one = serve();
    let mona = one.mediator();
    let other = serve();
    let must = |desk: &Desk, cookie: &str, path: &str, body: &str| {
        let (status, _, answer) = desk.post(path, cookie, body);
        assert!(status < 300, "{path}: {status} {answer}");
        answer
    };
    for id in ["dora", "alma"] {
        let person = format!(r#"{{"id":"{id}","name":"{id}","role":"delegate"}}"#);
        let name = format!(r#"{{"in":"table","party":"russia","person":{person}}}"#);
        must(&one, &mona, "/api/v1/commands/name_person", &name);
    }
    let account = |id: &str| {
        let invite = format!(r#"{{"role":{{"delegate":"russia"}},"person":"{id}"}}"#);
        let made: serde_json::Value =
            serde_json::from_str(&must(&one, &mona, "/api/v1/invitations", &invite)).unwrap();
        one.accept(made["link_path"].as_str().unwrap(), id)
    };
    let (dora, alma) = (account("dora"), account("alma"));
    // Both servers know both, and both hold streams of both.
    for desk in [&one, &other] {
        assert_eq!(desk.get_as("/api/v1/me", &dora).0, 200);
        assert_eq!(desk.get_as("/api/v1/me", &alma).0, 200);
    }
    let open = |cookie: &str| {
        [&one, &other].map(|desk| ["/api/v1/events", "/live"].map(|path| desk.stream(path, cookie)))
    };
    let (doras, almas) = (open(&dora), open(&alma));
    let leave = r#"{"in":"table","party":"russia","person":"dora","how":"dismissed"}"#;
    must(&one, &mona, "/api/v1/commands/record_departure", leave);
    must(&one, &mona, "/api/v1/commands/say", r#"{"to":{"party":"russia"},"wording":"after that"}"#);
    for mut stream in doras.into_iter().flatten() {
        // The budget is one second; a machine that has much to do is given ten.
        stream.get_ref().set_read_timeout(Some(std::time::Duration::from_secs(10))).unwrap();
        let mut rest = String::new();
        stream.read_to_string(&mut rest).expect("the stream ends");
        assert!(!rest.contains("id:"), "told after leaving: {rest}");
    }
    for desk in [&one, &other] {
        let (status, problem) = desk.get_as("/api/v1/me", &dora);
        assert!(status == 403 && problem.contains("\"departed\""), "{status} {problem}");
        let wish = r#"{"name":"dora","password":"four small words here"}"#;
        let (status, cookie, problem) = desk.post("/api/v1/sign-in", "", wish);
        assert!(status == 403 && problem.contains("\"departed\""), "{status} {problem}");
        assert_eq!(cookie, None);
        let note = r#"{"in":"delegation:russia","text":"still here"}"#;
        assert_eq!(desk.post("/api/v1/commands/write_note", &dora, note).0, 403);
        assert_eq!(desk.get_as("/api/v1/me", &alma).0, 200);
    }
    // Whoever stays is told on both.
    for mut stream in almas.into_iter().flatten() {
        stream.get_ref().set_read_timeout(Some(std::time::Duration::from_secs(60))).unwrap();
        let mut line = String::new();
        while !line.starts_with("id:") {
            line.clear();
            assert!(stream.read_line(&mut line).unwrap() > 0, "the stream goes on");
        }
    }
    for desk in [one, other] {
        assert_eq!(desk.stop("TERM"), Some(0));
    }
}

/// The disk is full, and then it is not: what is asked for then is carried out, by the same process, which has said what was
/// wrong without saying what anybody told.
#[test]
#[ignore = "mounts a small file system of its own, for which it has to be root"]
fn a_desk_goes_on_when_there_is_room_again() {
    struct Mount(String);
    impl Drop for Mount {
        fn drop(&mut self) {
            let _ = Command::new("umount").arg("-l").arg(&self.0).status();
        }
    }
    let mount = |options: &str, at: &str| {
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", options, "none", at]).status();
        assert!(mounted.unwrap().success(), "mount {options}");
    };
    let (folder, temporary) = (Folder::new(), Folder::new());
    let at = folder.at("small");
    std::fs::create_dir(&at).unwrap();
    mount("size=3m", &at);
    let _mount = Mount(at.clone());
    let data = format!("{at}/record");
    let desk = Desk::start(&["serve", "--data", &data], &temporary);
    let cookie = desk.mediator();
    let open = r#"{"in":"table","title":"Talks","agreement":{}}"#;
    assert_eq!(desk.post("/api/v1/commands/open_case", &cookie, open).0, 201);
    let write = || {
        let note = format!(r#"{{"in":"mediator","text":"{}"}}"#, "SECRET ".repeat(2_000));
        desk.post("/api/v1/commands/write_note", &cookie, &note).0
    };
    let statuses: Vec<u16> = (0..300).map(|_| write()).take_while(|status| *status == 201).collect();
    assert!(statuses.len() < 300, "the disk is full at some time");
    for _ in 0..3 {
        assert_eq!(write(), 503);
    }
    mount("remount,size=60m", &at);
    for _ in 0..3 {
        assert_eq!(write(), 201);
    }
    let log = desk.kill();
    assert!(log.contains("ERROR"), "it is said that something is wrong: {log}");
    assert!(!log.contains("SECRET"), "{log}");
}
