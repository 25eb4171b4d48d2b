//! The desk as a process: what it prints, whom it lets in, how it ends, and who else may write meanwhile.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot be set up fails")]

use crate::support::{Folder, example, mediant};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A desk that was started.
pub struct Desk {
    process: Child,
    /// What it printed until it was open.
    pub said: String,
    pub address: String,
}

impl Desk {
    /// Starts it, and reads what it prints up to its last line.
    pub fn start(words: &[&str], temporary: &Folder) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_mediant"))
            .args(words)
            .args(["--listen", "127.0.0.1:0"])
            .env("TMPDIR", temporary.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = String::new();
        let mut lines = BufReader::new(process.stdout.take().unwrap());
        while !said.contains("Ctrl-C") {
            assert!(lines.read_line(&mut said).unwrap() > 0, "it ended early: {said}");
        }
        // Under an address that others reach it says that one alone.
        let from = said.find("127.0.0.1:").unwrap_or(said.len());
        let address = said[from..].split(|c: char| c == '/' || c.is_whitespace()).next().unwrap().to_owned();
        Self { process, said, address }
    }

    /// The status and the body of an answer.
    fn get(&self, path: &str) -> (u16, String) {
        self.get_as(path, "")
    }

    /// The same for whoever is signed in with a cookie.
    pub fn get_as(&self, path: &str, cookie: &str) -> (u16, String) {
        let mut line = TcpStream::connect(&self.address).unwrap();
        line.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let host = &self.address;
        write!(line, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nCookie: {cookie}\r\n\r\n")
            .unwrap();
        let mut answer = String::new();
        line.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.split_whitespace().nth(1).unwrap().parse().unwrap(), body.to_owned())
    }

    /// The paths of the links it printed.
    pub fn links(&self) -> Vec<String> {
        let words = self.said.split_whitespace();
        words.filter_map(|word| word.find("/invitation/").map(|at| word[at..].to_owned())).collect()
    }

    /// Sends JSON, as a program does that is signed in with a cookie. The status, the cookie that is set, and the body.
    pub fn post(&self, path: &str, cookie: &str, body: &str) -> (u16, Option<String>, String) {
        let mut line = TcpStream::connect(&self.address).unwrap();
        line.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let host = &self.address;
        write!(
            line,
            "POST {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: application/json\r\nSec-Fetch-Site: \
             same-origin\r\nCookie: {cookie}\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        let mut answer = String::new();
        line.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let set = head.lines().find_map(|line| line.strip_prefix("set-cookie: "));
        let cookie = set.and_then(|set| set.split(';').next()).map(str::to_owned);
        (head.split_whitespace().nth(1).unwrap().parse().unwrap(), cookie, body.to_owned())
    }

    /// Opens a stream of what is recorded, as whoever is signed in with a cookie, and waits until it is open.
    pub fn stream(&self, path: &str, cookie: &str) -> BufReader<TcpStream> {
        let mut line = TcpStream::connect(&self.address).unwrap();
        let host = &self.address;
        write!(line, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nCookie: {cookie}\r\n\r\n")
            .unwrap();
        let mut reader = BufReader::new(line);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            assert!(reader.read_line(&mut head).unwrap() > 0, "{head}");
        }
        assert!(head.starts_with("HTTP/1.1 200"), "{head}");
        reader
    }

    /// Becomes the mediator by the first link. The cookie.
    pub fn mediator(&self) -> String {
        let link = self.links().remove(0);
        self.accept(&link, "Mona")
    }

    /// Makes an account by an invitation's link. The cookie.
    pub fn accept(&self, link: &str, name: &str) -> String {
        let token = link.rsplit('/').next().unwrap();
        let wish = format!(r#"{{"token":"{token}","name":"{name}","password":"four small words here"}}"#);
        let (status, cookie, body) = self.post("/api/v1/invitations/accept", "", &wish);
        assert_eq!(status, 200, "{body}");
        cookie.unwrap()
    }

    /// Ends it without a word, as when the power goes. What it wrote to standard error.
    pub fn kill(mut self) -> String {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        let mut log = String::new();
        self.process.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        log
    }

    /// Asks it to end, as the system does.
    pub fn stop(mut self, signal: &str) -> Option<i32> {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args(["-s", signal, &id]).status().unwrap().success());
        self.process.wait().unwrap().code()
    }
}

#[test]
fn a_desk_opens_invites_its_first_mediator_and_ends_when_asked() {
    let (folder, temporary) = (Folder::new(), Folder::new());
    let data = folder.at("record");
    let desk = Desk::start(&["serve", "--data", &data], &temporary);
    let first = desk.links();
    assert_eq!(first.len(), 1, "{}", desk.said);
    assert_eq!(desk.get("/").0, 200);
    assert_eq!(desk.get(&first[0]).0, 200);
    // The keys are in its memory: it leaves no core file.
    #[cfg(target_os = "linux")]
    {
        let limits = Command::new("cat").arg(format!("/proc/{}/limits", desk.process.id())).output().unwrap();
        let limits = String::from_utf8(limits.stdout).unwrap();
        let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
        assert_eq!(core.split_whitespace().nth(4), Some("0"), "{core}");
    }
    assert_eq!(desk.stop("TERM"), Some(0));
    // What it wrote is in the one file.
    let beside = std::fs::metadata(folder.at("record/record.sqlite-wal")).map_or(0, |log| log.len());
    assert_eq!(beside, 0);
    // The link was not used: nobody mediates yet.
    let desk = Desk::start(&["serve", "--data", &data], &temporary);
    assert_eq!(desk.links().len(), 1);
    assert_eq!(desk.stop("INT"), Some(0));
}

#[test]
fn server_and_command_line_write_into_one_folder() {
    let (folder, temporary) = (Folder::new(), Folder::new());
    let data = folder.at("record");
    let desk = Desk::start(&["serve", "--data", &data], &temporary);
    let case = example("talks-2025-12-04.toml");
    let opened = mediant(&["record", "open", "--known-to", "public", "--case", &case, "--data", &data]);
    assert_eq!(opened.code, 0, "{}", opened.err);
    let wordings: Vec<String> = (0..4).map(|number| format!("wording number {number}")).collect();
    let writers: Vec<_> = wordings
        .iter()
        .map(|wording| {
            let words = ["record", "add", "say", "to=public", &format!("wording={wording}"), "--data", &data];
            Command::new(env!("CARGO_BIN_EXE_mediant")).args(words).stdout(Stdio::null()).spawn().unwrap()
        })
        .collect();
    for mut writer in writers {
        assert!(writer.wait().unwrap().success());
    }
    // The server follows what others write.
    let mut looks = 0;
    loop {
        let (status, page) = desk.get("/");
        assert_eq!(status, 200);
        if page.contains("Talks reported on 4 December 2025") {
            break;
        }
        looks += 1;
        assert!(looks < 400, "{page}");
        std::thread::sleep(Duration::from_millis(50));
    }
    let invited = mediant(&["record", "invite", "mediator", "--data", &data]);
    let link = invited.out.lines().next().unwrap().to_owned();
    assert_eq!(desk.get(&link).0, 200);
    assert_eq!(desk.stop("TERM"), Some(0));
    let shown = mediant(&["record", "show", "--as", "public", "--data", &data]);
    assert!(wordings.iter().all(|wording| shown.out.contains(wording)), "{}", shown.out);
    assert_eq!(mediant(&["verify-record", "--data", &data]).code, 0);
}

#[test]
fn a_desk_says_why_it_does_not_open() {
    let (folder, temporary) = (Folder::new(), Folder::new());
    let data = folder.at("record");
    let desk = Desk::start(&["serve", "--data", &data], &temporary);
    let taken = mediant(&["serve", "--data", &folder.at("other"), "--listen", &desk.address]);
    assert_eq!((taken.code, taken.out.as_str()), (2, ""));
    let file = folder.write("file", "");
    for words in [
        &["serve", "--data", &file][..],
        &["serve", "--listen", "nowhere"],
        &["serve", "--database", "postgres://127.0.0.1:1/none"],
        &["serve", "--data", &data, "--passphrase-file", &file],
    ] {
        let said = mediant(words);
        assert!(said.code > 0 && said.out.is_empty() && !said.err.is_empty(), "{words:?}");
    }
    assert_eq!(desk.stop("TERM"), Some(0));
}

#[test]
fn the_demonstration_is_a_page_to_choose_on_and_gone_at_its_end() {
    let temporary = Folder::new();
    let desk = Desk::start(&["demo"], &temporary);
    assert_eq!(temporary.names().len(), 1);
    assert_eq!(desk.links(), Vec::<String>::new());
    let (status, page) = desk.get("/");
    assert_eq!(status, 200);
    for seat in
        ["talks/mediator", "talks/russia", "talks/ukraine", "talks/public", "water/gardens", "water/laundry"]
    {
        let path = format!("/as/{seat}/");
        assert!(page.contains(&format!("href=\"{path}\"")), "{path}");
        assert_eq!(desk.get(&path).0, 200, "{path}");
    }
    // What was told in a caucus is nowhere in what the public reads.
    assert!(desk.get("/as/talks/mediator/caucus/russia").1.contains("stands here, withheld"));
    assert!(!desk.get("/as/talks/public/").1.contains("stands here, withheld"));
    assert_eq!(desk.stop("INT"), Some(0));
    assert_eq!(temporary.names(), Vec::<String>::new());
}

/// Where others than this machine may come, nobody chooses who to be: there are links, and the desk is like any other.
#[test]
fn the_demonstration_by_links_is_a_desk_like_any_other() {
    let temporary = Folder::new();
    let reached = Desk::start(&["demo", "--origin", "https://talks.example.org"], &temporary);
    assert!(reached.links().len() >= 4, "{}", reached.said);
    assert_eq!(reached.stop("INT"), Some(0));
    let desk = Desk::start(&["demo", "--links"], &temporary);
    assert_ne!(desk.get("/as/talks/mediator/").0, 200);
    let links = desk.links();
    assert!(links.len() >= 4, "{}", desk.said);
    // Whoever led before has left: that link opens a page that says why it opens nothing.
    let answered: Vec<u16> = links.iter().map(|link| desk.get(link).0).collect();
    assert_eq!(answered.iter().filter(|status| **status == 403).count(), 1, "{answered:?}");
    assert!(answered.iter().all(|status| matches!(status, 200 | 403)), "{answered:?}");
    let (status, page) = desk.get("/");
    assert_eq!(status, 200);
    assert!(page.contains("Talks reported on 4 December 2025"));
    // What was told in a caucus is nowhere in what the public reads.
    assert!(!page.contains("stands here, withheld"));
    assert_eq!(desk.stop("INT"), Some(0));
    assert_eq!(temporary.names(), Vec::<String>::new());
}

/// Two readers of one desk have seen one table; two copies of its folder that went on by themselves part, and the copies of their
/// readers say where.
#[test]
fn copies_of_two_readers_show_whether_there_is_one_table() {
    let (folder, temporary) = (Folder::new(), Folder::new());
    let (one, other) = (folder.at("one"), folder.at("other"));
    let case = example("talks-2025-12-04.toml");
    let must = |words: &[&str]| {
        let said = mediant(words);
        assert_eq!(said.code, 0, "{words:?}: {}", said.err);
        said.out
    };
    must(&["record", "open", "--known-to", "public", "--case", &case, "--data", &one]);
    must(&["record", "add", "pause_talks", "in=table", "--data", &one]);
    let people = [("russia", "putin"), ("ukraine", "zelensky")];
    let links = people.map(|(party, person)| {
        let role = format!("principal:{party}");
        let invited = must(&["record", "invite", &role, "--person", person, "--data", &one]);
        invited.lines().next().unwrap().to_owned()
    });
    let desk = Desk::start(&["serve", "--data", &one], &temporary);
    let copies: Vec<String> = links
        .iter()
        .zip(people)
        .map(|(link, (party, person))| {
            let cookie = desk.accept(link, person);
            let (status, copy) = desk.get_as("/api/v1/record/copy", &cookie);
            assert_eq!(status, 200, "{copy}");
            folder.write(&format!("{party}.json"), copy)
        })
        .collect();
    must(&["verify-copy", &copies[0], &copies[1]]);
    assert_eq!(desk.stop("TERM"), Some(0));

    std::fs::create_dir(&other).unwrap();
    for file in ["record.sqlite", "master.key"] {
        std::fs::copy(format!("{one}/{file}"), format!("{other}/{file}")).unwrap();
    }
    let mut parted = Vec::new();
    for (data, (party, person)) in [&one, &other].into_iter().zip(people) {
        must(&["record", "add", "resume_talks", "in=table", "--data", data]);
        let desk = Desk::start(&["serve", "--data", data], &temporary);
        let sign_in = format!(r#"{{"name":"{person}","password":"four small words here"}}"#);
        let (status, cookie, body) = desk.post("/api/v1/sign-in", "", &sign_in);
        assert_eq!(status, 200, "{body}");
        let (_, copy) = desk.get_as("/api/v1/record/copy", &cookie.unwrap());
        parted.push(folder.write(&format!("{party}-later.json"), copy));
        assert_eq!(desk.stop("TERM"), Some(0));
    }
    // Each goes on from what its reader had, and the two are not one table.
    must(&["verify-copy", &parted[0], &copies[0]]);
    must(&["verify-copy", &parted[1], &copies[1]]);
    let said = mediant(&["verify-copy", &parted[0], &parted[1]]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("`table`") && said.err.contains("event 2"), "{}", said.err);
}
