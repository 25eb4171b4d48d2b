//! What anybody outside may try without being anybody.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot be set up fails")]

use crate::line::{self, Answer, Line, Member, patient};
use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::routing::get;
use mediant_desk::app::AppState;
use mediant_desk::security::guarded;
use mediant_desk::settings::Limits;
use mediant_desk::settings::Settings;
use mediant_desk::settings::rates::Rate;
use mediant_record::Role;
use serde_json::json;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tower_service::Service;

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const JSON: (&str, &str) = ("content-type", "application/json");

fn principal() -> Role {
    Role::Principal("A".into())
}

async fn quick() -> Line {
    let second = Duration::from_secs(1);
    let limits = Limits { head_time: second, body_time: second, fetch_time: second, ..Limits::default() };
    Line::with(Settings { limits, ..Settings::default() }, patient()).await
}

/// A posted form of somebody's, with more headers.
async fn post_form(anna: &Member<'_>, path: &str, more: &[(&str, &str)], body: &str) -> Answer {
    let mut headers = vec![("cookie", anna.cookie.as_str()), FORM];
    headers.extend(more);
    anna.line.ask("POST", path, &headers, body).await
}

#[tokio::test]
async fn every_answer_carries_the_headers() {
    let line = Line::open().await;
    let anna = line.member("Anna", principal()).await;
    let answers = [
        line.get("/").await,
        line.get("/api/v1/me").await,
        line.get("/nothing").await,
        line.get("/api/v1/nothing").await,
        line.get("/assets/nothing.css").await,
        line.get("/..%2f").await,
        line.ask("PATCH", "/api/v1/me", &[], "").await,
        line.post("/api/v1/sign-in", &json!("no object")).await,
        line.sign_in("Anna", "a wrong password").await,
        anna.get("/api/v1/me").await,
        anna.get("/").await,
        anna.post("/api/v1/sign-out", &json!({})).await,
    ];
    for answer in answers {
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{name} of {}", answer.text());
        }
        assert!(answer.header("permissions-policy").is_some());
        assert!(answer.header("server").is_none());
    }
}

#[tokio::test]
async fn the_cookie_is_kept_from_scripts_other_sites_and_bare_http() {
    let line = Line::open().await;
    let token = line.token(principal()).await;
    let wish = json!({ "token": token, "name": "Anna", "password": line::PASSWORD });
    let answer = line.post("/api/v1/invitations/accept", &wish).await;
    let cookie = answer.header("set-cookie").unwrap();
    for part in ["mediant_session=", "Path=/", "HttpOnly", "SameSite=Lax"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Domain") && !cookie.contains("Secure"));
    let line = Line::with(Settings { secure_cookies: true, ..Settings::default() }, patient()).await;
    let anna = line.member("Anna", principal()).await;
    assert!(anna.cookie.starts_with("__Host-mediant_session="));
    let bare = anna.cookie.replace("__Host-", "");
    assert_eq!(line.ask("GET", "/api/v1/me", &[("cookie", &bare)], "").await.status, 401);
    let me = anna.get("/api/v1/me").await;
    assert_eq!(me.status, 200);
    assert!(me.header("strict-transport-security").is_some());
    let again = line.sign_in("Anna", line::PASSWORD).await;
    assert!(again.header("set-cookie").unwrap().contains("; Secure"));
}

#[tokio::test]
async fn nothing_is_changed_by_what_another_site_sends() {
    let line = Line::open().await;
    let anna = line.member("Anna", principal()).await;
    let boris = line.member("Boris", Role::Principal("B".into())).await;
    let own = format!("http://{}", line.address);
    let host = line.address.to_string();
    let token = format!("token={}&zone=x", anna.form_token);
    let foreign_token = format!("token={}", boris.form_token);
    // A form of a page.
    for (more, body, lets_in) in [
        (vec![], token.as_str(), true),
        (vec![("origin", own.as_str()), ("sec-fetch-site", "same-origin")], &token, true),
        (vec![("sec-fetch-site", "none")], &token, true),
        (vec![("sec-fetch-site", "cross-site")], &token, false),
        (vec![("sec-fetch-site", "same-site")], &token, false),
        (vec![("origin", "http://evil.example")], &token, false),
        (vec![("origin", "null")], &token, false),
        (vec![("origin", own.as_str()), ("origin", "http://evil.example")], &token, false),
        (vec![("sec-fetch-site", "same-origin")], "zone=x", false),
        (vec![("sec-fetch-site", "same-origin")], "token=&zone=x", false),
        (vec![("sec-fetch-site", "same-origin")], &foreign_token, false),
    ] {
        let answer = post_form(&anna, "/nothing", &more, body).await;
        assert_eq!(answer.status, if lets_in { 404 } else { 403 }, "{more:?} {body}");
    }
    // A call of a program, or of a script.
    let cookie = ("cookie", anna.cookie.as_str());
    let meant = ("x-mediant-token", anna.form_token.as_str());
    let foreign = ("x-mediant-token", boris.form_token.as_str());
    for (more, lets_in) in [
        (vec![meant], true),
        (vec![("sec-fetch-site", "same-origin"), ("origin", &own)], true),
        (vec![], false),
        (vec![foreign], false),
        (vec![("sec-fetch-site", "none")], false),
        (vec![("sec-fetch-site", "cross-site"), meant], false),
        (vec![("origin", "http://evil.example"), ("host", &host), meant], false),
    ] {
        let mut headers = vec![cookie, JSON];
        headers.extend(&more);
        let answer = line.ask("POST", "/api/v1/me", &headers, r#"{"time_zone":"Europe/Kyiv"}"#).await;
        assert_eq!(answer.status, if lets_in { 204 } else { 403 }, "{more:?}");
        if !lets_in {
            assert_eq!(answer.reason(), "forged");
        }
    }
    // A form's token in a body that no form of ours has does not count for the API.
    let answer = post_form(&anna, "/api/v1/sign-out", &[], &token).await;
    assert_eq!(answer.reason(), "forged");
    // Signing somebody in as somebody else.
    let wish = json!({ "name": "Boris", "password": line::PASSWORD }).to_string();
    let answer = line.ask("POST", "/api/v1/sign-in", &[JSON, ("sec-fetch-site", "cross-site")], &wish).await;
    assert_eq!(answer.reason(), "forged");
    // A form of another site cannot send JSON.
    let plain = ("content-type", "text/plain");
    assert_eq!(line.ask("POST", "/api/v1/sign-in", &[plain], &wish).await.reason(), "wrong_type");
    assert_eq!(anna.get("/api/v1/me").await.status, 200);
}

#[tokio::test]
async fn paths_that_are_tricks_lead_nowhere() {
    let line = Line::open().await;
    for path in [
        "//",
        "//evil.example/",
        "/../../etc/passwd",
        "/assets/../../etc/passwd",
        "/assets/..%2f..%2fetc%2fpasswd",
        "/assets/%2e%2e/%2e%2e/etc/passwd",
        "/assets/..%5c..%5cwindows",
        "/api/v1/./me",
        "/api//v1/me",
        "/api/v1/me/",
        "/api/v1/me%00",
        "/api/v1/accounts/%2e%2e/close",
        "/%c0%ae%c0%ae/",
        "/%",
        "/a%zz",
    ] {
        let answer = line.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(!answer.text().contains("etc"), "{path}");
    }
    for path in ["/api/v1/nothing", "/api/v1/./me", "/api/nothing", "/api"] {
        assert_eq!(line.get(path).await.reason(), "unknown", "{path}");
    }
    let long = format!("/{}", "a".repeat(10_000));
    assert_eq!(line.get(&long).await.status, 404);
    assert_eq!(line.ask("PUT", "/api/v1/me", &[], "").await.reason(), "wrong_method");
    assert_eq!(line.ask("TRACE", "/api/v1/me", &[], "").await.reason(), "wrong_method");
}

#[tokio::test]
async fn what_is_no_request_is_answered_or_cut_off_without_a_word_of_the_inside() {
    let line = quick().await;
    let cookie = "cookie: x\r\n".repeat(500);
    let many = format!("GET / HTTP/1.1\r\nhost: localhost\r\n{cookie}\r\n");
    let long = format!("GET / HTTP/1.1\r\nhost: localhost\r\ncookie: {}\r\n\r\n", "x".repeat(200_000));
    for text in [
        "\r\n\r\n\r\n",
        "HELO\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "GET / HTTP/1.1\r\nhost: localhost\r\n bad : y\r\n\r\n",
        "POST /api/v1/sign-in HTTP/1.1\r\nhost: localhost\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello",
        "POST /api/v1/sign-in HTTP/1.1\r\nhost: localhost\r\ncontent-length: -1\r\n\r\n",
        "POST /api/v1/sign-in HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
        "\x16\x03\x01\x02\x00\x01",
        &many,
        &long,
    ] {
        let mut stream = TcpStream::connect(line.address).await.unwrap();
        let _ = stream.write_all(text.as_bytes()).await;
        let mut answer = Vec::new();
        let ended = tokio::time::timeout(Duration::from_secs(5), stream.read_to_end(&mut answer)).await;
        assert!(ended.is_ok(), "the connection is not kept: {text:.40}");
        let answer = String::from_utf8_lossy(&answer).into_owned();
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}");
        assert!(!answer.contains("hyper") && !answer.contains(".rs"), "{answer}");
    }
    assert_eq!(line.get("/api/v1/problems").await.status, 200);
}

#[tokio::test]
async fn a_hundred_megabytes_are_refused_before_they_are_read() {
    let line = Line::open().await;
    let anna = line.member("Anna", principal()).await;
    let head = |path: &str, more: &str| {
        let token = &anna.form_token;
        let cookie = &anna.cookie;
        format!(
            "POST {path} HTTP/1.1\r\nhost: localhost\r\ncookie: {cookie}\r\nx-mediant-token: {token}\r\n{more}\r\n"
        )
    };
    // Said beforehand.
    let mut stream = TcpStream::connect(line.address).await.unwrap();
    stream.write_all(head("/api/v1/me", "content-length: 104857600\r\n").as_bytes()).await.unwrap();
    let answer = Answer::read(&mut stream).await;
    assert_eq!((answer.status, answer.reason().as_str()), (413, "too_large"));
    // Not said: it ends when too much has come.
    let mut stream = TcpStream::connect(line.address).await.unwrap();
    stream.write_all(head("/api/v1/me", "transfer-encoding: chunked\r\n").as_bytes()).await.unwrap();
    let chunk = format!("10000\r\n{}\r\n", "x".repeat(65_536));
    let mut sent = 0;
    while sent < 1_600 && stream.write_all(chunk.as_bytes()).await.is_ok() {
        sent += 1;
    }
    assert!(sent < 800, "{sent} chunks of 64 KiB were taken");
    // A file may be twice as long as anything else; what is longer than a limit by one byte is refused.
    for (path, bytes, refused) in [
        ("/api/v1/me", 1 << 20, false),
        ("/api/v1/me", (1 << 20) + 1, true),
        ("/api/v1/commands/deposit_brief", 2 << 20, false),
        ("/api/v1/commands/deposit_brief", (2 << 20) + 1, true),
    ] {
        let answer = anna.send("POST", path, &" ".repeat(bytes)).await;
        assert_eq!(answer.status == 413, refused, "{path} {bytes}: {}", answer.status);
    }
    // Whoever is nobody yet has little to say.
    let long = json!({ "name": "x".repeat(100_000), "password": "x" });
    assert_eq!(line.post("/api/v1/sign-in", &long).await.reason(), "too_large");
    assert_eq!(line.post("/api/v1/me", &long).await.reason(), "not_signed_in");
}

#[tokio::test]
async fn slow_senders_are_cut_off_and_hold_up_nobody() {
    let line = quick().await;
    let mut slow = Vec::new();
    for (text, status) in [
        // A head that does not end, nothing at all, and a body that does not come.
        ("GET / HTTP/1.1\r\nhost: localhost\r\n", None),
        ("", None),
        ("POST /api/v1/sign-in HTTP/1.1\r\nhost: localhost\r\ncontent-length: 10\r\n\r\n{", Some(408)),
    ] {
        let mut stream = TcpStream::connect(line.address).await.unwrap();
        stream.write_all(text.as_bytes()).await.unwrap();
        slow.push((stream, status));
    }
    assert_eq!(line.get("/api/v1/problems").await.status, 200);
    for (mut stream, status) in slow {
        let mut answer = Vec::new();
        let ended = tokio::time::timeout(Duration::from_secs(5), stream.read_to_end(&mut answer)).await;
        assert!(ended.is_ok(), "the connection is closed");
        match status {
            Some(status) => assert!(answer.starts_with(format!("HTTP/1.1 {status}").as_bytes())),
            None => assert!(answer.is_empty() || answer.starts_with(b"HTTP/1.1 408")),
        }
    }
    // One byte now and then does not help.
    let mut stream = TcpStream::connect(line.address).await.unwrap();
    let drip = async {
        for byte in "GET / HTTP/1.1\r\nx: ".bytes().chain(std::iter::repeat(b'x')) {
            if stream.write_all(&[byte]).await.is_err() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    assert!(tokio::time::timeout(Duration::from_secs(5), drip).await.is_ok());
}

#[tokio::test]
async fn whoever_asks_too_often_waits_and_nobody_else_does() {
    let few = Rate { burst: 5, every: Duration::from_secs(60) };
    let limits = Limits { by_account: few, by_address: few, ..Limits::default() };
    let settings = Settings { limits, behind_proxy: true, ..Settings::default() };
    let line = Line::with(settings, patient()).await;
    let anna = line.member("Anna", principal()).await;
    let boris = line.member("Boris", Role::Principal("B".into())).await;
    for _ in 0..5 {
        assert_eq!(anna.get("/api/v1/me").await.status, 200);
    }
    let limited = anna.get("/api/v1/me").await;
    assert_eq!(limited.reason(), "too_many");
    assert!(limited.header("retry-after").unwrap().parse::<u64>().unwrap() >= 1);
    assert_eq!(anna.get("/").await.status, 429);
    assert_eq!(boris.get("/api/v1/me").await.status, 200);
    // Files do not count, nor does a stream that is opened again.
    for path in ["/assets/nothing.css", "/api/v1/events"] {
        let answer = line.ask("HEAD", path, &[("cookie", &anna.cookie)], "").await;
        assert_ne!(answer.status, 429, "{path}");
    }
    let from = |address: &'static str| {
        let line = &line;
        async move { line.ask("GET", "/api/v1/problems", &[("x-forwarded-for", address)], "").await.status }
    };
    for _ in 0..5 {
        assert_eq!(from("192.0.2.7").await, 200);
    }
    assert_eq!(from("192.0.2.7").await, 429);
    assert_eq!(from("192.0.2.8").await, 200);
}

#[tokio::test]
async fn a_panic_is_an_answer_without_what_is_inside() {
    let line = Line::open().await;
    async fn breaks() -> &'static str {
        panic!("a secret of the other party")
    }
    async fn fails() -> (axum::http::StatusCode, &'static str) {
        (axum::http::StatusCode::BAD_GATEWAY, "a secret of the other party")
    }
    let routes = Router::<AppState>::new()
        .route("/api/v1/breaks", get(breaks))
        .route("/breaks", get(breaks))
        .route("/api/v1/fails", get(fails));
    let mut guarded = guarded(routes, line.app.clone());
    for path in ["/api/v1/breaks", "/breaks", "/api/v1/fails", "/api/v1/breaks"] {
        let request = Request::builder().header("host", "localhost").uri(path).body(Body::empty()).unwrap();
        let answer = guarded.call(request).await.unwrap();
        assert_eq!(answer.status(), 500);
        let body = axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap();
        assert!(!String::from_utf8_lossy(&body).contains("secret"), "{path}");
    }
}

#[tokio::test]
async fn pages_lead_to_the_sign_in_and_programs_are_told() {
    let line = Line::open().await;
    async fn for_members(session: mediant_desk::accounts::SignInSession) -> String {
        session.name
    }
    let routes = Router::<AppState>::new()
        .route("/desk/x", get(for_members).post(for_members))
        .route("/api/v1/x", get(for_members));
    let mut guarded = guarded(routes, line.app.clone());
    for (method, uri, status, to) in [
        ("GET", "/desk/x?a=b%26c", 303, Some("/sign-in?return=%2Fdesk%2Fx%3Fa%3Db%2526c")),
        ("POST", "/desk/x", 303, Some("/sign-in")),
        ("GET", "/api/v1/x", 401, None),
    ] {
        let request = Request::builder()
            .header("host", "localhost")
            .method(method)
            .uri(uri)
            .body(Body::empty())
            .unwrap();
        let answer = guarded.call(request).await.unwrap();
        assert_eq!(answer.status(), status);
        assert_eq!(answer.headers().get("location").map(|to| to.to_str().unwrap()), to);
    }
}

#[tokio::test]
async fn shutting_down_answers_what_runs_and_waits_for_nobody_without_end() {
    let limits = Limits { farewell_time: Duration::from_millis(500), ..Limits::default() };
    let mut line = Line::with(Settings { limits, ..Settings::default() }, patient()).await;
    // Somebody who is connected and says nothing.
    let idle = TcpStream::connect(line.address).await.unwrap();
    assert_eq!(line.get("/api/v1/problems").await.status, 200);
    line.stop();
    let served = line.served.take().unwrap();
    let ended = tokio::time::timeout(Duration::from_secs(5), served).await;
    assert!(ended.unwrap().unwrap().is_ok());
    drop(idle);
    assert!(TcpStream::connect(line.address).await.is_err());
}

#[tokio::test]
async fn no_more_connections_are_served_than_there_may_be() {
    let limits = Limits { connections: 2, head_time: Duration::from_secs(1), ..Limits::default() };
    let line = Line::with(Settings { limits, ..Settings::default() }, patient()).await;
    let mut silent = Vec::new();
    for _ in 0..4 {
        silent.push(TcpStream::connect(line.address).await.unwrap());
    }
    // They are let go of for saying nothing, and then others have their turn.
    let answer = tokio::time::timeout(Duration::from_secs(5), line.get("/api/v1/problems")).await;
    assert_eq!(answer.unwrap().status, 200);
}
