//! One who asks too much, and everybody else: with real processes.

#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test that cannot be set up fails; it waits by the clock before it fails"
)]

use crate::support::Folder;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

const PASSWORD: &str = "four small words here";
/// How long a test waits for what must come before it fails. Nothing passes because this time went by.
const PATIENCE: Duration = Duration::from_secs(120);
/// The desk says that it ends within so long, whatever runs: three seconds for answers, half a one for work, and what the
/// system takes on a machine that has much to do.
const END: Duration = Duration::from_secs(30);

const CASE: &str = r#"mediant = 1
title = "Night shifts"
as_of = 2026-02-01
[agreement]
rule = "unanimity"
partial = true
[parties.a]
name = "Mill"
people.ann = { name = "Ann", role = "principal" }
[parties.b]
name = "Union"
people.bob = { name = "Bob", role = "principal" }
"#;

struct Desk {
    process: Child,
    address: String,
    _folder: Folder,
}

/// Somebody in a browser.
#[derive(Clone)]
struct Client {
    address: String,
    cookie: String,
    token: String,
}

struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error} in {}", self.body))
    }
}

impl Desk {
    /// A desk with a mediator, and what a shell does before it starts.
    fn start(before: &str) -> (Self, Client) {
        let folder = Folder::new();
        let script = format!("{before} exec \"$0\" serve --data \"$1\" --listen 127.0.0.1:0");
        let mut process = Command::new("sh")
            .args(["-c", &script, env!("CARGO_BIN_EXE_mediant"), &folder.at("record")])
            .env("TMPDIR", folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = String::new();
        let mut lines = BufReader::new(process.stdout.take().unwrap());
        while !said.contains("Ctrl-C") {
            assert!(lines.read_line(&mut said).unwrap() > 0, "it ended early: {said}");
        }
        let after = |mark: &str| {
            let from = said.find(mark).unwrap() + mark.len();
            said[from..].split(|c: char| c == '/' || c.is_whitespace()).next().unwrap().to_owned()
        };
        let address = after("http://");
        let desk = Self { process, address, _folder: folder };
        let mediator = desk.accepted(&after("/invitation/"), "Mediator");
        (desk, mediator)
    }

    /// The same with a case of issues that are written below the parties, and both principals.
    fn with_case(before: &str, issues: &str) -> (Self, Client, Client, Client) {
        let (desk, mediator) = Self::start(before);
        mediator.command("import_case", json!({ "in": "table", "file": format!("{CASE}{issues}") }));
        let [a, b] = [("a", "ann"), ("b", "bob")].map(|(party, person)| {
            desk.invited(&mediator, json!({ "role": { "principal": party }, "person": person }), party)
        });
        (desk, mediator, a, b)
    }

    fn visitor(&self) -> Client {
        Client { address: self.address.clone(), cookie: String::new(), token: String::new() }
    }

    fn accepted(&self, token: &str, name: &str) -> Client {
        let wish = json!({ "token": token, "name": name, "password": PASSWORD });
        let answer = self.visitor().ask("POST", "/api/v1/invitations/accept", &wish.to_string());
        assert_eq!(answer.status, 200, "{}", answer.body);
        self.signed_in(&answer)
    }

    fn signed_in(&self, answer: &Answer) -> Client {
        let set = answer.head.lines().filter_map(|line| line.strip_prefix("set-cookie: "));
        let pairs: Vec<&str> = set.filter_map(|value| value.split(';').next()).collect();
        let token = answer.json()["form_token"].as_str().unwrap().to_owned();
        Client { address: self.address.clone(), cookie: pairs.join("; "), token }
    }

    fn invited(&self, by: &Client, wish: Value, name: &str) -> Client {
        let made = by.ask("POST", "/api/v1/invitations", &wish.to_string());
        assert_eq!(made.status, 201, "{}", made.body);
        let path = made.json()["link_path"].as_str().unwrap().to_owned();
        self.accepted(path.rsplit('/').next().unwrap(), name)
    }

    /// A figure of the process in `/proc`, in the unit that stands there.
    fn figure(&self, name: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
        line.split_whitespace().find_map(|word| word.parse().ok()).unwrap()
    }

    /// Asks it to end, and waits for it.
    fn ends(mut self) {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args(["-s", "TERM", &id]).status().unwrap().success());
        let until = Instant::now() + END;
        while self.process.try_wait().unwrap().is_none() {
            assert!(Instant::now() < until, "the desk does not end");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Client {
    /// Sends a request and does not wait for its answer.
    fn send(&self, method: &str, path: &str, body: &str) -> TcpStream {
        let mut line = TcpStream::connect(&self.address).unwrap();
        line.set_read_timeout(Some(PATIENCE)).unwrap();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\nX-Mediant-Token: {}\r\nConnection: close\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            self.address,
            self.cookie,
            self.token,
            body.len()
        );
        line.write_all(head.as_bytes()).unwrap();
        line.write_all(body.as_bytes()).unwrap();
        line
    }

    fn ask(&self, method: &str, path: &str, body: &str) -> Answer {
        read(self.send(method, path, body))
    }

    fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "")
    }

    fn try_command(&self, kind: &str, fields: Value) -> Answer {
        self.ask("POST", &format!("/api/v1/commands/{kind}"), &fields.to_string())
    }

    fn command(&self, kind: &str, fields: Value) -> Value {
        let answer = self.try_command(kind, fields);
        assert_eq!(answer.status, 201, "{kind}: {}", answer.body);
        answer.json()
    }
}

fn read(mut line: TcpStream) -> Answer {
    let mut bytes = Vec::new();
    line.read_to_end(&mut bytes).unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {text}"));
    let status = head.split_whitespace().nth(1).unwrap().parse().unwrap();
    Answer { status, head: head.to_owned(), body: body.to_owned() }
}

/// Whether an answer has begun to arrive.
fn is_answered(line: &TcpStream) -> bool {
    line.set_nonblocking(true).unwrap();
    let answered = line.peek(&mut [0]).is_ok();
    line.set_nonblocking(false).unwrap();
    answered
}

/// Numbers that look drawn, the same at each run.
fn numbers() -> impl FnMut(u64) -> u64 {
    let mut state = 5_u64;
    move |below| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    }
}

/// Issues and a brief that keep the engine busy for minutes on each of many days.
fn hard() -> (String, String) {
    const ISSUES: u64 = 20;
    const OPTIONS: u64 = 10;
    let mut draw = numbers();
    let mut case = String::new();
    let mut brief = "mediant_brief = 1\ncase = \"Night shifts\"\nparty = \"a\"\n".to_owned();
    for issue in 0..ISSUES {
        let names: Vec<String> =
            (0..OPTIONS).map(|option| format!("o{option} = \"Option {option}\"")).collect();
        writeln!(case, "[issues.i{issue}]\nname = \"Issue {issue}\"\noptions = {{ {} }}", names.join(", "))
            .unwrap();
        let points: Vec<String> = (0..OPTIONS).map(|option| format!("o{option} = {}", draw(1_000))).collect();
        writeln!(brief, "[points.i{issue}]\noptions = {{ {} }}", points.join(", ")).unwrap();
    }
    for _ in 0..4_000 {
        let first = draw(ISSUES - 2);
        let of: Vec<String> =
            (first..first + 3).map(|issue| format!("i{issue} = \"o{}\"", draw(OPTIONS))).collect();
        let points = i64::try_from(draw(1_800)).unwrap() - 900;
        writeln!(brief, "[[interactions]]\nwhen = {{ {} }}\npoints = {points}", of.join(", ")).unwrap();
    }
    for day in 0..600_u64 {
        let (year, month, day_of) = (2027 + day / 336, 1 + day / 28 % 12, 1 + day % 28);
        writeln!(brief, "[[reservation]]\nfrom = {year}-{month:02}-{day_of:02}\nvalue = {}", 2_000 + day)
            .unwrap();
    }
    (case, brief)
}

#[test]
fn an_outlook_that_takes_minutes_keeps_nobody_waiting_and_the_desk_from_ending() {
    let (issues, brief) = hard();
    let (desk, _, a, b) = Desk::with_case("", &issues);
    let adviser = desk.invited(&a, json!({ "role": { "adviser": "a" } }), "adviser");
    adviser.command("draft_brief", json!({ "party": "a", "text": brief }));
    let asked: Vec<TcpStream> = (0..530).map(|_| adviser.send("GET", "/api/v1/outlook", "")).collect();
    // The others are answered while all of these wait.
    let signed = b.ask("POST", "/api/v1/sign-in", &json!({ "name": "b", "password": PASSWORD }).to_string());
    assert_eq!(signed.status, 200, "{}", signed.body);
    assert_eq!(desk.visitor().get("/").status, 200);
    assert_eq!(b.get("/packages").status, 200);
    b.command("write_note", json!({ "in": "delegation:b", "text": "ours" }));
    assert!(!asked.iter().any(is_answered), "an outlook of minutes was there before");
    // Who waits holds no thread.
    assert!(desk.figure("Threads:") < 64, "{} threads", desk.figure("Threads:"));
    drop(asked);
    desk.ends();
}

#[test]
fn an_outlook_that_takes_minutes_comes_as_far_as_the_time_goes_and_says_so() {
    let (issues, brief) = hard();
    let (_desk, _, a, _) = Desk::with_case("", &issues);
    a.command("draft_brief", json!({ "party": "a", "text": brief }));
    let found = a.get("/api/v1/outlook");
    assert_eq!(found.status, 200, "{}", found.body);
    let found = found.json();
    let rows = found["rows"].as_array().unwrap();
    let stopped = found["stopped_before"].as_str().expect("a day that was not looked at");
    assert!(
        !rows.is_empty() && rows.iter().all(|row| row["from"].as_str().is_none_or(|from| from < stopped))
    );
    let page = a.get("/outlook");
    assert_eq!(page.status, 200);
}

#[test]
fn a_range_of_a_million_steps_is_a_number_to_type() {
    let (_desk, mediator, a, b) =
        Desk::with_case("", "[issues.pay]\nname = \"Pay\"\noptions = { low = \"Low\", high = \"High\" }\n");
    let issue =
        json!({ "id": "price", "name": "Price", "kind": "range", "min": 0, "max": 999_999, "step": 1 });
    mediator.command("add_issue", json!({ "in": "table", "issue": issue }));
    for price in ["0", "1000", "999999"] {
        let package = json!({ "in": "table", "party": "a", "options": { "price": price, "pay": "low" } });
        a.command("propose_package", package);
    }
    for price in ["1000000", "-1", "0.5", "1e3", "01"] {
        let package = json!({ "in": "table", "party": "a", "options": { "price": price } });
        let refused = a.try_command("propose_package", package);
        assert_eq!(refused.status, 404, "{price}: {}", refused.body);
    }
    for path in ["/", "/packages", "/timeline", "/issue/price"] {
        let page = a.get(path);
        assert_eq!(page.status, 200, "{path}");
        // A page of two issues and three packages: nobody's list of a million options.
        assert!(page.body.len() < 100_000, "{path}: {} bytes", page.body.len());
    }
    assert!(a.get("/packages").body.contains("999999"));
    // While one page after the other is made for A, B writes.
    let reads: Vec<TcpStream> = (0..40).map(|_| a.send("GET", "/packages", "")).collect();
    b.command("write_note", json!({ "in": "delegation:b", "text": "ours" }));
    for line in reads {
        assert_eq!(read(line).status, 200);
    }
}

#[test]
fn connections_of_visitors_shut_nobody_out() {
    let (desk, mediator) = Desk::start("ulimit -n 1024;");
    let stream = format!("GET /api/v1/events HTTP/1.1\r\nHost: {}\r\n\r\n", desk.address);
    let mut open = Vec::new();
    for at in 0..2_000 {
        let mut line = TcpStream::connect(&desk.address).unwrap();
        // Streams, requests that never end, and lines that say nothing.
        let sent = match at % 3 {
            0 => stream.as_str(),
            1 => "GET / HTTP/1.1\r\nHost: ",
            _ => "",
        };
        // A line that had to make room takes no more.
        let _ = line.write_all(sent.as_bytes());
        open.push(line);
        if at % 500 == 499 {
            assert_eq!(mediator.get("/api/v1/case").status, 200, "after {at}");
        }
    }
    let own = mediator.send("GET", "/api/v1/events", "");
    assert_eq!(mediator.get("/").status, 200);
    own.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut head = [0; 12];
    (&own).read_exact(&mut head).unwrap();
    assert_eq!(&head, b"HTTP/1.1 200");
    desk.ends();
    drop(open);
}

#[test]
fn passwords_are_hashed_in_memory_that_is_used_again() {
    let (desk, mediator) = Desk::start("");
    let before = desk.figure("VmRSS:");
    let wish = json!({ "name": "Mediator", "password": PASSWORD }).to_string();
    std::thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| {
                for _ in 0..10 {
                    assert_eq!(mediator.ask("POST", "/api/v1/sign-in", &wish).status, 200);
                }
            });
        }
    });
    let grown = desk.figure("VmHWM:").saturating_sub(before) / 1024;
    // Two hashes of 19 MiB at a time, and what sixty sessions and connections take.
    assert!(grown < 80, "{grown} MB");
}

#[test]
fn briefs_that_are_refused_hold_up_nobody_elses_writing() {
    let (_desk, _, a, b) = Desk::with_case("", &hard().0);
    let mut brief = "mediant_brief = 1\ncase = \"Night shifts\"\nparty = \"a\"\n".to_owned();
    let mut at = 0;
    while brief.len() < 900_000 {
        writeln!(brief, "[[interactions]]\nwhen = {{ i{} = \"nothing {at}\" }}\npoints = 1", at % 20)
            .unwrap();
        at += 1;
    }
    let deposit = json!({ "party": "a", "text": brief, "replaces_version": 0 }).to_string();
    let refused = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let (a, deposit, refused) = (&a, &deposit, &refused);
        for _ in 0..30 {
            scope.spawn(move || {
                let answer = a.ask("POST", "/api/v1/commands/deposit_brief", deposit);
                // Counted whatever comes of it: B does not wait for an answer that never counts.
                refused.fetch_add(1, Ordering::SeqCst);
                assert_eq!(answer.status, 422, "{}", answer.body);
            });
        }
        while refused.load(Ordering::SeqCst) == 0 {
            std::thread::yield_now();
        }
        // B writes between A's, not after them.
        for _ in 0..3 {
            b.command("write_note", json!({ "in": "delegation:b", "text": "ours" }));
        }
        assert!(refused.load(Ordering::SeqCst) < 30, "B waited for all of A's");
    });
}
