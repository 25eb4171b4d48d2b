//! What the engine finds out for the mediator rests on every brief, whatever the mediator thinks of beyond them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up fails"
)]

use crate::line::{Line, Member, PATIENCE, patient};
use mediant_desk::settings::Limits;
use mediant_desk::settings::Settings;
use mediant_record::{Actor, Command, Role};
use serde_json::{Value, json};
use std::time::Duration;

async fn ask(line: &Line, role: Role, command: Value) {
    let command: Command = serde_json::from_value(command).unwrap();
    let person = role.party().map(|party| if party.as_str() == "A" { "anna" } else { "bert" }.into());
    line.app.desk.ask(&Actor { role, person }, command, None).await.unwrap();
}

async fn deposit(line: &Line, party: &str, wide: u32) {
    let brief = format!(
        "mediant_brief = 1\nparty = \"{party}\"\n[points]\nquay = {{ options = {{ wide = {wide}, narrow = 4 }} }}\n"
    );
    let deposit = json!({"command": "deposit_brief", "party": party, "text": brief, "replaces_version": 0});
    ask(line, Role::Principal(party.into()), deposit).await;
}

async fn quay() -> Line {
    quay_on(Line::open().await).await
}

async fn quay_on(line: Line) -> Line {
    line.open_case().await;
    line.principal("B", "bert", "Bert").await;
    let issue = json!({"id": "quay", "name": "Quay", "kind": "discrete",
        "options": [{"id": "wide", "name": "wide"}, {"id": "narrow", "name": "narrow"}]});
    ask(&line, Role::Mediator, json!({"command": "add_issue", "in": "table", "issue": issue})).await;
    line
}

/// An idea of the mediator's: one option more, and what the mediator thinks A will never take.
async fn idea(line: &Line, never: Value) {
    let option = json!({"id": "floating", "name": "a floating one"});
    let add = json!({"command": "add_option", "in": "mediator", "issue": "quay", "option": option});
    ask(line, Role::Mediator, add).await;
    let guess = json!({"command": "state", "statement": {"kind": "red_line", "party": "A", "never": {"quay": never},
        "standing": "inferred", "publicity": "mediator", "text": "a guess"}});
    ask(line, Role::Mediator, guess).await;
}

#[tokio::test]
async fn an_option_that_no_brief_can_know_leaves_the_briefs_in_force() {
    let line = quay().await;
    deposit(&line, "A", 9).await;
    deposit(&line, "B", 5).await;
    let chair = line.member("Chair", Role::Mediator).await;
    let anna = line.member("Anna", Role::Principal("A".into())).await;
    let (before, annas) =
        (chair.get("/api/v1/analysis").await.json(), anna.get("/api/v1/analysis").await.body);
    assert_eq!(before["solutions"]["nash"]["package"]["quay"], "wide", "{before}");
    idea(&line, json!(["floating"])).await;
    let after = chair.get("/api/v1/analysis").await.json();
    // The packages that both briefs can speak of are judged as before, and it is said what is not among them.
    for part in ["solutions", "frontier", "zopa", "packages"] {
        assert_eq!(after[part], before[part], "{part}");
    }
    let notes = |answer: &Value| answer["notes"].as_array().unwrap().len();
    assert_eq!(notes(&after), notes(&before) + 1, "{after}");
    assert!(after["notes"].to_string().contains("floating"), "{after}");
    let asked = json!({"options": {"quay": "floating"}});
    let refused = chair.post("/api/v1/package-meaning", &asked).await;
    assert_eq!((refused.status, refused.json()["field"].as_str()), (422, Some("options.quay")));
    assert_eq!(anna.get("/api/v1/analysis").await.body, annas);
    assert!(chair.get("/").await.text().contains("a floating one"));
    assert!(!anna.get("/").await.text().contains("floating"));
}

/// What is said of an option that is left out goes on counting for the options beside it.
#[tokio::test]
async fn what_is_said_of_other_options_beside_it_goes_on_counting() {
    let line = quay().await;
    deposit(&line, "A", 9).await;
    deposit(&line, "B", 5).await;
    idea(&line, json!(["floating", "wide"])).await;
    let chair = line.member("Chair", Role::Mediator).await;
    let answer = chair.get("/api/v1/analysis").await.json();
    assert_eq!(answer["solutions"]["nash"]["package"]["quay"], "narrow", "{answer}");
}

/// The mediator's own estimate may speak of it, and is read without it beside a brief that does not.
#[tokio::test]
async fn an_estimate_that_knows_the_option_joins_a_brief_that_does_not() {
    let line = quay().await;
    deposit(&line, "A", 9).await;
    idea(&line, json!(["floating"])).await;
    let estimate = "mediant_brief = 1\nparty = \"B\"\n[points]\nquay = { options = { wide = 1, narrow = 4, floating = 9 } }\n";
    ask(&line, Role::Mediator, json!({"command": "estimate_brief", "party": "B", "text": estimate})).await;
    let chair = line.member("Chair", Role::Mediator).await;
    let answer = chair.get("/api/v1/analysis").await.json();
    assert_eq!(answer["packages"], "2", "{answer}");
    let points = answer["frontier"]["points"].as_array().unwrap();
    assert!(points.iter().any(|point| point["utilities"]["B"] == 4.0), "{answer}");
    // Once A knows it and gives points for it, it counts.
    let option = json!({"id": "floating", "name": "a floating one"});
    let add = json!({"command": "add_option", "in": "table", "issue": "quay", "option": option});
    ask(&line, Role::Mediator, add).await;
    let brief = "mediant_brief = 1\nparty = \"A\"\n[points]\nquay = { options = { wide = 9, narrow = 4, floating = 3 } }\n";
    let amend = json!({"command": "deposit_brief", "party": "A", "text": brief, "replaces_version": 1});
    ask(&line, Role::Principal("A".into()), amend).await;
    assert_eq!(chair.get("/api/v1/analysis").await.json()["packages"], "3");
}

/// A page comes whether or not the engine is done, says so, and says the rest once it is: the same as on a server that waits.
#[tokio::test]
async fn a_page_does_not_wait_for_the_engine_and_has_it_all_in_the_end() {
    let limits = Limits { page_waits: Duration::ZERO, ..Limits::default() };
    let hasty = Line::with(Settings { limits, ..Settings::default() }, patient()).await;
    let line = quay_on(hasty).await;
    deposit(&line, "A", 9).await;
    deposit(&line, "B", 5).await;
    let waits = line.beside().await;
    let chair = line.member("Chair", Role::Mediator).await;
    let anna = line.member("Anna", Role::Principal("A".into())).await;
    let of_the_chair = [
        "/",
        "/issue/quay",
        "/deal",
        "/outlook",
        "/preview/of-A/",
        "/preview/of-A/outlook",
        "/preview/public/",
    ];
    let all = of_the_chair.map(|path| (&chair, path)).into_iter();
    for (member, path) in all.chain(["/", "/packages", "/brief", "/outlook"].map(|path| (&anna, path))) {
        // What was found out for the page before is known by now: something new comes in.
        let note = json!({"command": "say", "to": "public", "wording": format!("before {path}")});
        ask(&line, Role::Mediator, note).await;
        waits.app.desk.catch_up().await.unwrap();
        let there = Member { line: &waits, ..member.clone() };
        let first = member.get(path).await;
        assert_eq!(first.status, 200, "{path}");
        assert!(first.text().contains("data-underway"), "{path}");
        let whole = async {
            loop {
                let page = member.get(path).await.page();
                if !page.contains("data-underway") {
                    return page;
                }
            }
        };
        let whole = tokio::time::timeout(PATIENCE, whole).await.expect("it is found out in the end");
        assert_eq!(whole, there.get(path).await.page(), "{path}");
    }
    // Files that pages refer to are there or not.
    assert_eq!(chair.get("/deal/picture.svg").await.status, 200);
}
