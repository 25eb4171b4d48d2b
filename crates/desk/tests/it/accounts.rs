//! Who comes in, and who does not: over sockets, as anybody outside would try.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot be set up fails")]

use crate::line::{Answer, Line, PASSWORD, PATIENCE};
use jiff::SignedDuration;
use mediant_desk::accounts::{Attempts, Happening};
use mediant_desk::settings::Settings;
use mediant_desk::settings::rates::Rate;
use mediant_record::{Role, store::Store};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;

fn principal(party: &str) -> Role {
    Role::Principal(party.into())
}

fn acceptance(token: &str, name: &str) -> Value {
    json!({ "token": token, "name": name, "password": PASSWORD, "time_zone": "Europe/Kyiv" })
}

#[tokio::test]
async fn the_first_start_lets_one_mediator_in_and_no_second_one() {
    let line = Line::open().await;
    let accounts = &line.app.accounts;
    let earlier = accounts.first_invitation().await.unwrap().unwrap();
    let link = accounts.first_invitation().await.unwrap().unwrap();
    let token = |path: &str| path.strip_prefix("/invitation/").unwrap().to_owned();
    let void = line.post("/api/v1/invitations/accept", &acceptance(&token(&earlier.link_path), "Eve")).await;
    assert_eq!(void.reason(), "unknown");
    let answer = line.post("/api/v1/invitations/accept", &acceptance(&token(&link.link_path), "Mara")).await;
    assert_eq!((answer.status, &answer.json()["role"]), (200, &json!("mediator")));
    assert_eq!(accounts.first_invitation().await.unwrap(), None);
    let me = line.signed_in(&answer).get("/api/v1/me").await.json();
    assert_eq!((&me["name"], &me["time_zone"]), (&json!("Mara"), &json!("Europe/Kyiv")));
}

#[tokio::test]
async fn a_link_is_used_once_even_by_many_at_once_on_two_servers() {
    let line = Line::open().await;
    let other = line.beside().await;
    let token = line.token(principal("A")).await;
    let wishes: Vec<_> = (0..8).map(|n| acceptance(&token, &format!("Racer {n}"))).collect();
    let tries = wishes.iter().enumerate().map(|(n, wish)| {
        let at = if n % 2 == 0 { &line } else { &other };
        at.post("/api/v1/invitations/accept", wish)
    });
    let mut statuses = Vec::new();
    let mut tries: Vec<_> = tries.map(Box::pin).collect();
    // All are under way before the first is waited for.
    let answers = std::future::poll_fn(|cx| {
        tries.retain_mut(|attempt| match attempt.as_mut().poll(cx) {
            std::task::Poll::Ready(answer) => {
                statuses.push(answer.status);
                false
            }
            std::task::Poll::Pending => true,
        });
        if tries.is_empty() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    });
    answers.await;
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 410, 410, 410, 410, 410, 410, 410]);
    let mediator = line.member("Mara", Role::Mediator).await;
    let list = mediator.get("/api/v1/accounts").await.json();
    assert_eq!(list.as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn used_expired_and_invented_links_are_told_apart_and_do_nothing() {
    let line = Line::open().await;
    let used = line.token(principal("A")).await;
    assert_eq!(line.post("/api/v1/invitations/accept", &acceptance(&used, "Anna")).await.status, 200);
    let again = line.post("/api/v1/invitations/accept", &acceptance(&used, "Eve")).await;
    assert_eq!((again.status, again.reason().as_str()), (410, "link_over"));
    let late = line.token(principal("A")).await;
    line.world.advance(SignedDuration::from_hours(48));
    let late = line.post("/api/v1/invitations/accept", &acceptance(&late, "Eve")).await;
    assert_eq!((late.status, late.reason().as_str()), (410, "link_over"));
    for invented in ["", "abc", &"0".repeat(64), &"é".repeat(32)] {
        let answer = line.post("/api/v1/invitations/accept", &acceptance(invented, "Eve")).await;
        assert_eq!((answer.status, answer.reason().as_str()), (404, "unknown"), "{invented}");
    }
    let accounts = line.member("Mara", Role::Mediator).await.get("/api/v1/accounts").await.json();
    let names: BTreeSet<_> = accounts.as_array().unwrap().iter().map(|a| a["name"].to_string()).collect();
    assert_eq!(names, ["\"Anna\"".to_owned(), "\"Mara\"".to_owned()].into());
}

#[tokio::test]
async fn what_cannot_be_taken_leaves_the_link_as_it_was() {
    let line = Line::open().await;
    let token = line.token(principal("A")).await;
    for (field, value) in [
        ("password", "short"),
        ("name", " "),
        ("name", "a\nb"),
        ("time_zone", "Mars/Olympus"),
        ("password", "aaaaaaaaaaaa"),
    ] {
        let mut wish = acceptance(&token, "Anna");
        wish[field] = json!(value);
        let answer = line.post("/api/v1/invitations/accept", &wish).await;
        assert_eq!((answer.status, answer.json()["field"].as_str()), (422, Some(field)));
    }
    assert_eq!(line.post("/api/v1/invitations/accept", &acceptance(&token, "Anna")).await.status, 200);
}

#[tokio::test]
async fn links_tokens_and_passwords_are_nowhere_in_the_store() {
    let line = Line::open().await;
    let token = line.token(principal("A")).await;
    let anna =
        line.signed_in(&line.post("/api/v1/invitations/accept", &acceptance(&token, "Anna Koval")).await);
    let session = anna.cookie.split_once('=').unwrap().1.to_owned();
    let mut texts = Vec::new();
    for collection in line.store.collections().await.unwrap() {
        // As the store has them, and as whoever holds the key reads them.
        for document in line.store.documents_after(&collection, None, 1_000).await.unwrap() {
            texts.push((document.id.clone().into_bytes(), false));
            texts.push((document.content, false));
        }
        for (_, _, plain) in line.app.desk.documents_after(&collection, None, 1_000).await.unwrap() {
            texts.push((plain, true));
        }
    }
    let found = |secret: &str, opened: bool| {
        let mut texts = texts.iter().filter(|(_, is_open)| *is_open == opened);
        texts.any(|(text, _)| text.windows(secret.len()).any(|window| window == secret.as_bytes()))
    };
    for secret in [token.as_str(), &session, &anna.form_token, PASSWORD] {
        assert!(!found(secret, true) && !found(secret, false));
    }
    assert!(found("Anna Koval", true) && !found("Anna Koval", false), "only the key opens the names");
}

#[tokio::test]
async fn a_name_tells_nobody_who_else_has_an_account() {
    let line = Line::open().await;
    let first = line.member("Anna", principal("A")).await;
    let token = line.token(principal("B")).await;
    let mut wish = acceptance(&token, "ANNA ");
    wish["password"] = json!("another set of words");
    let second = line.signed_in(&line.post("/api/v1/invitations/accept", &wish).await);
    assert_ne!(first.account, second.account);
    for (password, account) in [(PASSWORD, &first.account), ("another set of words", &second.account)] {
        let answer = line.sign_in("anna", password).await;
        assert_eq!(answer.json()["account"], json!(account));
    }
    let known = line.sign_in("anna", "a wrong password").await;
    let unknown = line.sign_in("nobody", "a wrong password").await;
    assert_eq!((known.status, &known.body), (401, &unknown.body));
    assert_eq!(known.headers.len(), unknown.headers.len());
}

#[tokio::test]
async fn forged_foreign_and_expired_cookies_are_worth_nothing() {
    let line = Line::open().await;
    let anna = line.member("Anna", principal("A")).await;
    let name = anna.cookie.split_once('=').unwrap().0;
    let value = anna.cookie.split_once('=').unwrap().1;
    let elsewhere = Line::elsewhere().await;
    let foreign = elsewhere.member("Anna", principal("A")).await.cookie;
    assert_ne!(foreign, anna.cookie);
    let flipped = format!("{name}={}{}", if value.starts_with('0') { '1' } else { '0' }, &value[1..]);
    let hash = blake3::Hash::from_hex(value).unwrap();
    let hashed = format!("{name}={}", blake3::hash(hash.as_bytes()).to_hex());
    for cookie in [
        foreign.as_str(),
        &flipped,
        &hashed,
        &format!("{name}="),
        &format!("{name}={}", &value[1..]),
        &format!("other={value}"),
        &format!("{name}={value}x"),
        &format!("{name}=../../signins/{value}"),
        "",
    ] {
        let answer = line.ask("GET", "/api/v1/me", &[("cookie", cookie)], "").await;
        assert_eq!((answer.status, answer.reason().as_str()), (401, "not_signed_in"), "{cookie}");
    }
    assert_eq!(anna.get("/api/v1/me").await.status, 200);
}

#[tokio::test]
async fn a_sign_in_slides_for_twelve_hours_and_ends_after_a_week() {
    let line = Line::open().await;
    let idle = line.member("Idle", principal("A")).await;
    let busy = line.member("Busy", principal("A")).await;
    for hour in 0..7 * 24 {
        assert_eq!(busy.get("/api/v1/me").await.status, 200, "after {hour} h");
        line.world.advance(SignedDuration::from_hours(1));
    }
    assert_eq!(busy.get("/api/v1/me").await.status, 401);
    assert_eq!(idle.get("/api/v1/me").await.status, 401);
    let early = line.member("Early", principal("A")).await;
    line.world.advance(SignedDuration::from_hours(12) - SignedDuration::from_secs(1));
    assert_eq!(early.get("/api/v1/me").await.status, 200);
    line.world.advance(SignedDuration::from_hours(12));
    assert_eq!(early.get("/api/v1/me").await.status, 401);
    line.app.accounts.tidy().await.unwrap();
    assert_eq!(line.store.documents_after("signins", None, 10).await.unwrap().len(), 0);
}

#[tokio::test]
async fn signing_out_ends_one_session_and_signing_out_everywhere_ends_all() {
    let line = Line::open().await;
    let one = line.member("Anna", principal("A")).await;
    let two = line.signed_in(&line.sign_in("Anna", PASSWORD).await);
    let three = line.signed_in(&line.sign_in("Anna", PASSWORD).await);
    let other = line.member("Boris", principal("B")).await;
    let out = one.post("/api/v1/sign-out", &json!({})).await;
    assert_eq!(out.status, 204);
    assert!(out.header("set-cookie").unwrap().contains("Max-Age=0"));
    assert_eq!(one.get("/api/v1/me").await.status, 401);
    assert_eq!(two.get("/api/v1/me").await.status, 200);
    assert_eq!(two.post("/api/v1/sign-out-everywhere", &json!({})).await.status, 204);
    for ended in [&two, &three] {
        assert_eq!(ended.get("/api/v1/me").await.status, 401);
    }
    assert_eq!(other.get("/api/v1/me").await.status, 200);
}

/// Waits until a cookie no longer works.
async fn ends(line: &Line, cookie: &str) {
    let asked = async {
        while line.ask("GET", "/api/v1/me", &[("cookie", cookie)], "").await.status != 401 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(PATIENCE, asked).await.expect("a session that ends");
}

#[tokio::test]
async fn what_ends_on_one_server_ends_on_the_others() {
    let line = Line::open().await;
    let other = line.beside().await;
    let mediator = line.member("Mara", Role::Mediator).await;
    let anna = line.member("Anna", principal("A")).await;
    let boris = line.member("Boris", principal("B")).await;
    let olena = line.member("Olena", principal("B")).await;
    for cookie in [&anna.cookie, &boris.cookie, &olena.cookie] {
        assert_eq!(other.ask("GET", "/api/v1/me", &[("cookie", cookie)], "").await.status, 200);
    }
    assert_eq!(anna.post("/api/v1/sign-out", &json!({})).await.status, 204);
    assert_eq!(boris.post("/api/v1/sign-out-everywhere", &json!({})).await.status, 204);
    let close = format!("/api/v1/accounts/{}/close", olena.account);
    assert_eq!(mediator.post(&close, &json!({})).await.status, 204);
    for cookie in [&anna.cookie, &boris.cookie, &olena.cookie] {
        ends(&other, cookie).await;
    }
}

#[tokio::test]
async fn a_closed_account_is_closed_and_the_last_mediator_stays() {
    let line = Line::open().await;
    let mediator = line.member("Mara", Role::Mediator).await;
    let anna = line.member("Anna", principal("A")).await;
    let close = |account: &str| format!("/api/v1/accounts/{account}/close");
    assert_eq!(anna.post(&close(&mediator.account), &json!({})).await.reason(), "not_allowed");
    assert_eq!(mediator.post(&close(&mediator.account), &json!({})).await.reason(), "not_now");
    assert_eq!(mediator.post(&close("nobody"), &json!({})).await.reason(), "unknown");
    assert_eq!(mediator.post(&close(&anna.account), &json!({})).await.status, 204);
    assert_eq!(anna.get("/api/v1/me").await.status, 401);
    assert_eq!(line.sign_in("Anna", PASSWORD).await.reason(), "wrong_name_or_password");
    let second = line.member("Milan", Role::Mediator).await;
    assert_eq!(second.post(&close(&mediator.account), &json!({})).await.status, 204);
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions() {
    let line = Line::open().await;
    let here = line.member("Anna", principal("A")).await;
    let there = line.signed_in(&line.sign_in("Anna", PASSWORD).await);
    let wish = |current: &str| json!({ "current": current, "password": "quite another phrase" });
    let wrong = here.post("/api/v1/me/password", &wish("something else")).await;
    assert_eq!((wrong.status, wrong.json()["field"].as_str()), (422, Some("current")));
    let changed = here.post("/api/v1/me/password", &wish(PASSWORD)).await;
    assert_eq!(changed.status, 200);
    assert_eq!(there.get("/api/v1/me").await.status, 401);
    assert_eq!(line.signed_in(&changed).get("/api/v1/me").await.status, 200);
    assert_eq!(line.sign_in("Anna", PASSWORD).await.status, 401);
    assert_eq!(line.sign_in("Anna", "quite another phrase").await.status, 200);
}

#[tokio::test]
async fn principals_invite_for_their_own_party_and_see_no_other_invitation() {
    let line = Line::open().await;
    line.open_case().await;
    let mediator = line.member("Mara", Role::Mediator).await;
    let anna = line.member("Anna", principal("A")).await;
    line.principal("B", "bert", "Bert").await;
    let boris = line.member("Boris", principal("B")).await;
    let delegate = json!({ "role": { "delegate": "A" }, "valid_hours": 1 });
    let made = anna.post("/api/v1/invitations", &delegate).await;
    assert_eq!(made.status, 201, "{}", made.text());
    for (role, word) in [
        (json!({ "delegate": "B" }), "not_allowed"),
        (json!("mediator"), "not_allowed"),
        (json!("observer"), "not_allowed"),
    ] {
        assert_eq!(anna.post("/api/v1/invitations", &json!({ "role": role })).await.reason(), word);
    }
    for wish in [
        json!({ "role": { "principal": "C" } }),
        json!({ "role": { "adviser": "C" }, "person": "anna" }),
        json!({ "role": "team", "person": "anna" }),
        json!({ "role": "team", "valid_hours": 0 }),
        json!({ "role": "team", "valid_hours": 100_000 }),
    ] {
        assert_eq!(mediator.post("/api/v1/invitations", &wish).await.reason(), "invalid", "{wish}");
    }
    let id = made.json()["id"].as_str().unwrap().to_owned();
    let own = anna.get("/api/v1/invitations").await.json();
    assert!(own.as_array().unwrap().iter().any(|invitation| invitation["id"] == json!(id)));
    assert!(!own.to_string().contains("link_path"), "a link is shown once");
    assert!(!boris.get("/api/v1/invitations").await.text().contains(&id));
    let withdraw = format!("/api/v1/invitations/{id}");
    let foreign = boris.send("DELETE", &withdraw, "").await;
    let invented = boris.send("DELETE", &format!("/api/v1/invitations/{}", "0".repeat(64)), "").await;
    assert_eq!((foreign.status, foreign.reason()), (invented.status, invented.reason()));
    assert_eq!(foreign.status, 404);
    assert_eq!(anna.send("DELETE", &withdraw, "").await.status, 204);
    let token = made.json()["link_path"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    assert_eq!(line.post("/api/v1/invitations/accept", &acceptance(&token, "Eve")).await.reason(), "unknown");
    let delegate = line.member("Denys", Role::Delegate("A".into())).await;
    let wish = json!({ "role": { "adviser": "A" } });
    assert_eq!(delegate.post("/api/v1/invitations", &wish).await.reason(), "not_allowed");
}

#[tokio::test]
async fn what_others_do_with_accounts_changes_nothing_that_a_party_gets() {
    let line = Line::open().await;
    line.open_case().await;
    line.principal("B", "bert", "Bert").await;
    let anna = line.member("Anna", principal("A")).await;
    let paths = ["/api/v1/me", "/api/v1/invitations", "/api/v1/accounts", "/api/v1/audit", "/invitation/x"];
    let mut before = Vec::new();
    for path in paths {
        before.push(anna.get(path).await.page());
    }
    let mut wish = acceptance(&line.token(principal("B")).await, "Anna");
    wish["password"] = json!("another set of words");
    assert_eq!(line.post("/api/v1/invitations/accept", &wish).await.status, 200);
    line.member("Bohdan", Role::Delegate("B".into())).await;
    line.sign_in("Bohdan", "not the password").await;
    for (path, body) in paths.iter().zip(before) {
        assert_eq!(anna.get(path).await.page(), body, "{path}");
    }
}

#[tokio::test]
async fn the_audit_says_who_came_and_who_tried_to_the_mediator_alone() {
    let line = Line::open().await;
    let mediator = line.member("Mara", Role::Mediator).await;
    let anna = line.member("Anna", principal("A")).await;
    line.sign_in("Anna", "a wrong password").await;
    // Typed into the wrong field.
    line.sign_in("my secret password", "x").await;
    anna.post("/api/v1/sign-out", &json!({})).await;
    line.post("/api/v1/invitations/accept", &acceptance("0", "Eve")).await;
    let answer = mediator.get("/api/v1/audit").await;
    assert!(!answer.text().contains("my secret password"));
    let entries = answer.json();
    let entries: Vec<_> = entries.as_array().unwrap().iter().collect();
    let count = |what: Happening| {
        let word = serde_json::to_value(what).unwrap();
        entries.iter().filter(|entry| entry["what"] == word).count()
    };
    assert_eq!(count(Happening::InvitationAccepted), 2);
    assert_eq!(count(Happening::SignInRefused), 2);
    assert_eq!(count(Happening::SignedOut), 1);
    assert_eq!(count(Happening::InvitationRefused), 1);
    assert!(entries.iter().all(|entry| entry["from"] == "127.0.0.1" && entry["at"].is_string()));
    line.world.advance(SignedDuration::from_secs(60));
    let later = mediator.get("/api/v1/audit?since=2025-12-04T09:00:30Z").await.json();
    assert_eq!(later, json!([]));
    for role in [principal("A"), Role::Adviser("A".into()), Role::Team, Role::Observer] {
        let other = line.member(role.word(), role.clone()).await;
        assert_eq!(other.get("/api/v1/audit").await.reason(), "not_allowed");
        if role.party().is_none() || matches!(role, Role::Adviser(_)) {
            assert_eq!(other.get("/api/v1/accounts").await.reason(), "not_allowed");
        }
    }
    assert_eq!(line.get("/api/v1/audit").await.reason(), "not_signed_in");
}

/// A desk behind a proxy, with so many tries from an address and with a name.
async fn slow_desk(by_address: u32, by_name: u32, in_all: u32, patience: Duration) -> Line {
    let slow = |burst| Rate { burst, every: Duration::from_secs(60) };
    let attempts =
        Attempts { by_address: slow(by_address), by_name: slow(by_name), in_all: slow(in_all), patience };
    Line::with(Settings { behind_proxy: true, ..Settings::default() }, attempts).await
}

async fn try_from(line: &Line, name: &str, password: &str, from: &str, cookie: &str) -> Answer {
    let wish = json!({ "name": name, "password": password }).to_string();
    let headers = [("content-type", "application/json"), ("x-forwarded-for", from), ("cookie", cookie)];
    line.ask("POST", "/api/v1/sign-in", &headers, &wish).await
}

/// What a browser keeps of an answer, of this name.
fn kept(answer: &Answer, name: &str) -> String {
    let set = answer.headers.iter().filter(|(known, _)| known == "set-cookie");
    let mut pairs = set.map(|(_, value)| value.split(';').next().unwrap().to_owned());
    pairs.find(|pair| pair.starts_with(name)).expect("a cookie of this name")
}

#[tokio::test]
async fn guessing_is_slowed_down_by_address_and_by_name_from_an_address() {
    let line = slow_desk(8, 3, 1_000, Duration::ZERO).await;
    line.member("Anna", principal("A")).await;
    // Those that succeed do not count.
    for _ in 0..10 {
        assert_eq!(try_from(&line, "Anna", PASSWORD, "192.0.2.1", "").await.status, 200);
    }
    for _ in 0..3 {
        assert_eq!(try_from(&line, "Anna", "guess number one", "192.0.2.2", "").await.status, 401);
    }
    let limited = try_from(&line, "Anna", PASSWORD, "192.0.2.2", "").await;
    assert_eq!((limited.status, limited.reason().as_str()), (429, "too_many"));
    assert!(limited.header("retry-after").unwrap().parse::<u64>().unwrap() >= 1);
    for name in ["n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8"] {
        assert_eq!(try_from(&line, name, "guess", "2001:db8::1", "").await.status, 401);
    }
    // The same network, and an entry that whoever asks put there.
    assert_eq!(try_from(&line, "n9", "guess", "2001:db8::ffff", "").await.status, 429);
    assert_eq!(try_from(&line, "n9", "guess", "198.51.100.9, 2001:db8::2", "").await.status, 429);
    assert_eq!(try_from(&line, "n9", "guess", "2001:db8:1::1", "").await.status, 401);
}

#[tokio::test]
async fn wrong_guesses_from_elsewhere_keep_nobody_out() {
    let line = slow_desk(1_000, 3, 10, Duration::ZERO).await;
    line.member("Anna", principal("A")).await;
    // Many guess, each from somewhere else, beyond what is taken of the name in all.
    for at in 0..40 {
        let from = format!("192.0.2.{at}");
        for turn in 0..4 {
            let status = try_from(&line, "Anna", "a wrong guess", &from, "").await.status;
            assert_eq!(status, if turn == 0 || (turn < 3 && status == 401) { 401 } else { 429 });
        }
    }
    // By then each has one guess, and so has she.
    assert_eq!(try_from(&line, "Anna", "a wrong guess", "203.0.113.9", "").await.status, 401);
    assert_eq!(try_from(&line, "Anna", "a wrong guess", "203.0.113.9", "").await.status, 429);
    assert_eq!(try_from(&line, "Anna", PASSWORD, "198.51.100.1", "").await.status, 200);
}

#[tokio::test]
async fn a_browser_that_signed_in_before_has_tries_of_its_own() {
    let line = slow_desk(5, 3, 5, Duration::ZERO).await;
    line.member("Anna", principal("A")).await;
    line.member("Boris", principal("B")).await;
    let from = "192.0.2.1";
    let anna = try_from(&line, "Anna", PASSWORD, from, "").await;
    let known = kept(&anna, "mediant_device=");
    assert!(
        anna.headers
            .iter()
            .any(|(_, value)| value.starts_with("mediant_device=") && value.contains("HttpOnly"))
    );
    let other = kept(&try_from(&line, "Boris", PASSWORD, from, "").await, "mediant_device=");
    // Somebody on the same network guesses until no more is taken.
    while try_from(&line, "Anna", "a wrong guess", from, "").await.status == 401 {}
    let broken = format!("{known}0");
    for cookie in ["", "mediant_device=x", &broken, &other] {
        assert_eq!(try_from(&line, "Anna", PASSWORD, from, cookie).await.status, 429, "{cookie}");
    }
    assert_eq!(try_from(&line, "Anna", PASSWORD, from, &known).await.status, 200);
    // A browser that is known is slowed down as well, and opens nothing by itself.
    for _ in 0..3 {
        assert_eq!(try_from(&line, "Anna", "a wrong guess", from, &known).await.status, 401);
    }
    assert_eq!(try_from(&line, "Anna", PASSWORD, from, &known).await.status, 429);
    assert_eq!(line.ask("GET", "/api/v1/me", &[("cookie", &known)], "").await.status, 401);
}

#[tokio::test]
async fn the_right_password_waits_for_its_turn_after_wrong_ones_from_the_same_place() {
    let rate = |burst| Rate { burst, every: Duration::from_millis(50) };
    let attempts =
        Attempts { by_address: rate(100), by_name: rate(2), in_all: rate(100), patience: PATIENCE };
    let line = Line::with(Settings::default(), attempts).await;
    line.member("Anna", principal("A")).await;
    for _ in 0..12 {
        assert_eq!(line.sign_in("Anna", "a wrong guess").await.status, 401);
    }
    assert_eq!(line.sign_in("Anna", PASSWORD).await.status, 200);
}

#[tokio::test]
async fn an_invitation_and_a_new_password_test_no_password_of_another_account() {
    let line = Line::open().await;
    line.open_case().await;
    let anna = line.member("Anna", principal("A")).await;
    line.world.advance(SignedDuration::from_secs(1));
    let accept = |token: String, password: &'static str| {
        let line = &line;
        async move {
            let wish = json!({ "token": token, "name": "anna", "password": password });
            line.post("/api/v1/invitations/accept", &wish).await
        }
    };
    // The right guess and a wrong one are answered alike, but for what is drawn for each account.
    let right = accept(line.token(Role::Observer).await, PASSWORD).await;
    let wrong = accept(line.token(Role::Observer).await, "not her password").await;
    assert_eq!((right.status, wrong.status), (200, 200));
    let shape = |answer: &Answer| {
        let me = answer.json();
        (me["role"].clone(), me.as_object().unwrap().keys().cloned().collect::<Vec<_>>(), answer.body.len())
    };
    assert_eq!(shape(&right), shape(&wrong));
    // She signs in to her own account as before, and so does the other from the browser that it was made in.
    let again = line.signed_in(&line.sign_in("Anna", PASSWORD).await);
    assert_eq!(again.account, anna.account);
    let other = line.signed_in(&right);
    let there = try_from(&line, "Anna", PASSWORD, "", &kept(&right, "mediant_device=")).await;
    assert_eq!(line.signed_in(&there).account, other.account);
    // The same holds for who changes a password.
    let guesser = line.signed_in(&wrong);
    let wish = json!({ "current": "not her password", "password": PASSWORD });
    let changed = guesser.post("/api/v1/me/password", &wish).await;
    assert_eq!(changed.status, 200, "{}", changed.text());
    assert_eq!(line.signed_in(&line.sign_in("Anna", PASSWORD).await).account, anna.account);
}

/// Names that cannot be told from others are refused, wherever one is chosen; a name and a password count however a keyboard
/// puts their characters together.
#[tokio::test]
async fn names_and_passwords_count_as_they_are_read() {
    let line = Line::open().await;
    line.open_case().await;
    let chair = line.member("mediator", Role::Mediator).await;
    for name in
        ["medi\u{430}tor", "mediator\u{200b}", "\u{202e}rotaidem", "medi\u{ad}ator", "media\u{2066}tor"]
    {
        let wish = acceptance(&line.token(Role::Team).await, name);
        let refused = line.post("/api/v1/invitations/accept", &wish).await;
        assert_eq!((refused.status, refused.json()["field"].as_str()), (422, Some("name")), "{name:?}");
        let proposed = json!({"role": "team", "name": name});
        assert_eq!(chair.post("/api/v1/invitations", &proposed).await.status, 422, "{name:?}");
    }
    let mut wish = acceptance(&line.token(principal("A")).await, "Ame\u{301}lie  Nom");
    wish["password"] = json!("pa\u{308}ssword\u{a0}of words");
    let accepted = line.post("/api/v1/invitations/accept", &wish).await;
    assert_eq!((accepted.status, accepted.json()["name"].as_str()), (200, Some("Amélie  Nom")));
    for (name, password) in [
        ("Amélie Nom", "pässword of words"),
        ("ame\u{301}lie nom", "pa\u{308}ssword of words"),
        ("ＡＭÉＬＩＥ ＮＯＭ", "pässword\u{2003}of words"),
    ] {
        assert_eq!(line.sign_in(name, password).await.status, 200, "{name}");
    }
    assert_eq!(line.sign_in("Amélie Nom", "password of words").await.status, 401);
}
