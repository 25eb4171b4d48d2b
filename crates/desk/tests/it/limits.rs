//! Limits: each is one party's own, tells nothing of the others, and is told in a way that arrives.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up fails"
)]

use crate::line::{Answer, Line, Listener, Member, PASSWORD, PATIENCE, patient};
use mediant_desk::accounts::Attempts;
use mediant_desk::settings::Limits;
use mediant_desk::settings::Settings;
use mediant_desk::settings::rates::Rate;
use mediant_record::{Actor, Command, Role};
use proptest::prelude::*;
use serde_json::json;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::net::tcp::OwnedWriteHalf;
use tokio::sync::mpsc;

/// What B may fill, and what A asks then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Limit {
    Invitations,
    Requests,
    Streams,
    /// Wrong passwords for A's name and for its own.
    Passwords,
    /// Commands that wait for the writer.
    Waiting,
}

const LIMITS: [Limit; 5] =
    [Limit::Invitations, Limit::Requests, Limit::Streams, Limit::Passwords, Limit::Waiting];

/// The networks of A and B.
const NETWORKS: [&str; 2] = ["192.0.2.1", "192.0.2.2"];

fn limits() -> Limits {
    Limits {
        by_account: Rate { burst: 900, every: Duration::from_secs(3_600) },
        body_time: PATIENCE,
        streams_of_account: 4,
        ..Limits::default()
    }
}

/// What is drawn at random for each answer, put out of sight.
fn masked(answer: &Answer) -> (u16, String) {
    let text = answer.text();
    let mut shown = String::new();
    for word in text.split_inclusive(|c: char| !c.is_ascii_alphanumeric()) {
        let drawn = word.len() > 20 && word.bytes().any(|byte| byte.is_ascii_digit());
        shown.push_str(if drawn { "DRAWN" } else { word });
    }
    (answer.status, shown)
}

/// Few wrong passwords from one network, and none that waits.
fn attempts() -> Attempts {
    let every = Duration::from_secs(3_600);
    Attempts { by_name: Rate { burst: 4, every }, patience: Duration::ZERO, ..patient() }
}

async fn sign_in(line: &Line, from: &str, name: &str, password: &str) -> Answer {
    let wish = json!({ "name": name, "password": password }).to_string();
    let headers = [("content-type", "application/json"), ("x-forwarded-for", from)];
    line.ask("POST", "/api/v1/sign-in", &headers, &wish).await
}

/// Sends commands, each on a line of its own that stays open, until one is refused though none before it was answered.
async fn wait_in_line(line: &Line, member: &Member<'_>, party: &str) -> Vec<OwnedWriteHalf> {
    let (tell, mut told) = mpsc::channel(1);
    let mut open = Vec::new();
    for at in 0..800 {
        let note = json!({ "in": format!("delegation:{party}"), "text": format!("waits {at}") }).to_string();
        let ask = format!(
            "POST /api/v1/commands/write_note HTTP/1.1\r\nhost: {}\r\ncookie: {}\r\nx-mediant-token: {}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{note}",
            line.address,
            member.cookie,
            member.form_token,
            note.len()
        );
        let (mut read, mut write) = TcpStream::connect(line.address).await.unwrap().into_split();
        write.write_all(ask.as_bytes()).await.unwrap();
        open.push(write);
        let tell = tell.clone();
        tokio::spawn(async move {
            let mut head = [0; 12];
            if read.read_exact(&mut head).await.is_ok() {
                let _ = tell.send(head).await;
            }
        });
    }
    let first = tokio::time::timeout(PATIENCE, told.recv()).await.expect("a limit").unwrap();
    assert_eq!(&first, b"HTTP/1.1 429");
    open
}

async fn invite(member: &Member<'_>, party: &str) -> Answer {
    member.post("/api/v1/invitations", &json!({ "role": { "adviser": party } })).await
}

/// What has to stay open for a limit to stay full.
#[derive(Default)]
struct Open {
    streams: Vec<Listener>,
    waiting: Vec<OwnedWriteHalf>,
}

/// Uses a limit until it refuses more.
async fn fill<'l>(limit: Limit, line: &'l Line, member: &Member<'l>, party: &str, open: &mut Open) {
    for at in 0..1_000 {
        let refused = match limit {
            Limit::Waiting => {
                open.waiting = wait_in_line(line, member, party).await;
                true
            }
            Limit::Passwords => {
                let name = if at % 2 == 0 { "Anna" } else { "Boris" };
                let answer = sign_in(line, NETWORKS[1], name, &format!("a wrong guess {at}")).await;
                assert!(matches!(answer.status, 401 | 429), "{}", answer.text());
                // Both names have no tries left.
                answer.status == 429 && at > 20
            }
            Limit::Invitations => {
                let answer = invite(member, party).await;
                assert!(matches!(answer.status, 201 | 409 | 429), "{}", answer.text());
                answer.status != 201
            }
            Limit::Requests => member.get("/api/v1/me").await.status == 429,
            Limit::Streams => {
                let mut stream = TcpStream::connect(line.address).await.unwrap();
                let ask = format!(
                    "GET /api/v1/events HTTP/1.1\r\nhost: {}\r\ncookie: {}\r\n\r\n",
                    line.address, member.cookie
                );
                stream.write_all(ask.as_bytes()).await.unwrap();
                let mut head = [0; 12];
                stream.read_exact(&mut head).await.unwrap();
                let refused = &head == b"HTTP/1.1 429";
                open.streams.push(Listener::new(stream, &head));
                refused
            }
        };
        if refused {
            return;
        }
    }
    panic!("{limit:?} is no limit");
}

/// What A gets after B filled these limits.
async fn told_to_a(filled: &[Limit]) -> Vec<(u16, String)> {
    let settings = Settings { limits: limits(), behind_proxy: true, ..Settings::default() };
    let line = Line::with(settings, attempts()).await;
    line.open_case().await;
    line.principal("B", "boris", "Boris").await;
    let (a, b) = (line.member("Anna", principal("A")).await, line.member("Boris", principal("B")).await);
    // Lists go by time, and by what is drawn where that is the same.
    line.world.advance(jiff::SignedDuration::from_secs(1));
    let mut open = Open::default();
    // The writer does nothing until it is let go on: what waits for it waits.
    let held = line.store.gate.clone().write_owned().await;
    for limit in filled {
        fill(*limit, &line, &b, "B", &mut open).await;
    }
    let note = json!({ "in": "delegation:A", "text": "ours" });
    let let_go = async {
        // A's command is among those that wait by now. Were it not, less would be tried here, and nothing else change.
        tokio::time::sleep(Duration::from_millis(100)).await;
        drop(held);
    };
    let (noted, ()) = tokio::join!(a.post("/api/v1/commands/write_note", &note), let_go);
    let answers = [
        noted,
        invite(&a, "A").await,
        a.get("/api/v1/invitations").await,
        a.get("/api/v1/timeline").await,
        a.get("/api/v1/record").await,
        a.get("/").await,
        sign_in(&line, NETWORKS[0], "Anna", "a wrong guess").await,
        sign_in(&line, NETWORKS[0], "Anna", PASSWORD).await,
    ];
    let mut told: Vec<_> = answers.iter().map(masked).collect();
    let mut stream = Listener::open(&line, Some(&a), "/api/v1/events?after=0", &[]).await;
    told.push((200, stream.frame().await));
    // And when A's own are full it reads the same as when nobody else has any.
    fill(Limit::Invitations, &line, &a, "A", &mut open).await;
    told.push(masked(&invite(&a, "A").await));
    told
}

fn principal(party: &str) -> Role {
    Role::Principal(party.into())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn whatever_b_fills_changes_no_byte_of_what_a_gets(filled in prop::sample::subsequence(LIMITS.to_vec(), 1..=3).prop_shuffle()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let (without, with) = runtime.block_on(async { (told_to_a(&[]).await, told_to_a(&filled).await) });
        prop_assert_eq!(without, with);
    }
}

#[tokio::test]
async fn a_refusal_arrives_whole_however_much_was_being_sent() {
    let limits =
        Limits { by_address: Rate { burst: 1, every: Duration::from_secs(60) }, ..Limits::default() };
    let line = Line::with(Settings { limits, ..Settings::default() }, patient()).await;
    assert_eq!(line.get("/").await.status, 200);
    for size in [10, 60_000, 1_000_000] {
        let body = "x".repeat(size);
        let head = format!(
            "POST /api/v1/sign-in HTTP/1.1\r\nhost: {}\r\ncontent-type: application/json\r\ncontent-length: {size}\r\n\r\n",
            line.address
        );
        let mut stream = TcpStream::connect(line.address).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        // The refusal is on its way by now, and the body is still sent to its end.
        tokio::time::sleep(Duration::from_millis(50)).await;
        stream.write_all(body.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.expect("an end in order");
        let answer = String::from_utf8(answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 429 "), "{answer}");
        assert!(answer.to_lowercase().contains("connection: close") && answer.ends_with('}'), "{answer}");
    }
}

#[tokio::test]
async fn streams_of_visitors_are_few_and_leave_those_of_members_alone() {
    let limits = Limits { streams_of_visitor: 3, connections: 20, ..Limits::default() };
    let line = Line::with(Settings { limits, behind_proxy: true, ..Settings::default() }, patient()).await;
    line.open_case().await;
    let anna = line.member("Anna", principal("A")).await;
    let visit = |from: String| {
        let line = &line;
        async move {
            let mut stream = TcpStream::connect(line.address).await.unwrap();
            let ask = format!(
                "GET /api/v1/events HTTP/1.1\r\nhost: {}\r\nx-forwarded-for: {from}\r\n\r\n",
                line.address
            );
            stream.write_all(ask.as_bytes()).await.unwrap();
            let mut head = [0; 12];
            stream.read_exact(&mut head).await.unwrap();
            (head.ends_with(b"200"), stream)
        }
    };
    let mut open = Vec::new();
    for at in 0..4 {
        let (is_open, stream) = visit("192.0.2.1".to_owned()).await;
        assert_eq!(is_open, at < 3);
        open.push(stream);
    }
    // A quarter of all connections is for visitors' streams, wherever they come from.
    for at in 2..8 {
        let (is_open, stream) = visit(format!("192.0.2.{at}")).await;
        assert_eq!(is_open, at < 4, "visitor {at}");
        open.push(stream);
    }
    let mut own = Listener::open(&line, Some(&anna), "/api/v1/events?after=0", &[]).await;
    own.frame().await;
    // One that goes away makes room.
    open.clear();
    let again = async {
        while !visit("192.0.2.1".to_owned()).await.0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, again).await.expect("room again");
}

#[tokio::test]
async fn a_request_under_another_name_is_not_answered() {
    let line = Line::open().await;
    for (path, host, status) in [
        ("/", "evil.example", 421),
        ("/api/v1/case", "evil.example:80", 421),
        ("/assets/desk.css", "evil.example", 421),
        ("/", "localhost", 200),
    ] {
        let answer = line.ask("GET", path, &[("host", host)], "").await;
        assert_eq!(answer.status, status, "{path} at {host}");
    }
}

#[tokio::test]
async fn a_party_that_wrote_its_share_is_told_so_and_the_others_go_on() {
    let line = Line::open().await;
    line.open_case().await;
    let note = |party: &str, text: &str| -> Command {
        let wish = json!({ "command": "draft_brief", "party": party, "text": text });
        serde_json::from_value(wish).unwrap()
    };
    let adviser = Actor::new(Role::Adviser("A".into()));
    let long = "x".repeat(900_000);
    let mut written = 0;
    let refused = loop {
        match line.app.desk.ask(&adviser, note("A", &long), None).await {
            Ok(_) => written += long.len(),
            Err(refused) => break refused.to_string(),
        }
        assert!(written <= mediant_desk::service::BYTES_MAX, "no quota");
    };
    let most = mediant_desk::service::BYTES_MAX / 2;
    assert!(written <= most && written + 2 * long.len() > most, "{written} bytes: {refused}");
    assert!(refused.contains("32 MB"), "{refused}");
    for actor in [Actor::new(principal("A")), Actor::new(principal("B"))] {
        let party = actor.role.party().unwrap().to_string();
        line.app.desk.ask(&actor, note(&party, "short"), None).await.unwrap();
    }
}
