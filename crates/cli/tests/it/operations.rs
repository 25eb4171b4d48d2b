//! What an operator does, and what happens to one, while a desk is open: with real processes.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot be set up fails")]

use crate::record_served::Desk;
use crate::support::{Folder, example, mediant};
use mediant_store_postgres::test_server::TestServer;
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
