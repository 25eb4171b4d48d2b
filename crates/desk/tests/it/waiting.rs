//! What the team records for a party that has come in waits for that party, and the answers say so.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use crate::line::{Line, Member};
use mediant_model::case::Reader;
use mediant_record::{Actor, Command, Role, State};
use serde_json::{Value, json};

async fn ask(line: &Line, actor: &Actor, command: Value) -> Option<String> {
    let command: Command = serde_json::from_value(command).unwrap();
    line.app.desk.ask(actor, command, None).await.unwrap().made
}

async fn command(of: &Member<'_>, kind: &str, fields: Value) -> (u16, Value) {
    let answer = of.post(&format!("/api/v1/commands/{kind}"), &fields).await;
    (answer.status, answer.json())
}

fn has_come(line: &Line) -> bool {
    line.app.desk.read(&Reader::Mediator, |state: &State| state.has_come(&"A".into())).unwrap()
}

/// A desk at whose table a package stands that B accepts, with a held item of A.
async fn talks() -> (Line, String, String) {
    let line = Line::open().await;
    line.open_case().await;
    line.principal("B", "bert", "Bert").await;
    let mediator = Actor::new(Role::Mediator);
    let issue = json!({"id": "quay", "name": "Quay", "kind": "discrete",
        "options": [{"id": "wide", "name": "wide"}, {"id": "narrow", "name": "narrow"}]});
    ask(&line, &mediator, json!({"command": "add_issue", "in": "table", "issue": issue})).await;
    let aide = json!({"id": "abe", "name": "Abe", "role": "delegate"});
    ask(&line, &mediator, json!({"command": "name_person", "in": "table", "party": "A", "person": aide}))
        .await;
    let propose = json!({"command": "propose_package", "in": "table", "options": {"quay": "wide"}});
    let package = ask(&line, &mediator, propose).await.unwrap();
    let accept = json!({"command": "answer_package", "in": "table", "package": package, "party": "B",
        "verdict": "accept"});
    ask(&line, &Actor::person(Role::Principal("B".into()), "bert"), accept).await;
    let held = json!({"command": "tell_item", "party": "A", "text": "we could wait until June"});
    let item = ask(&line, &Actor::person(Role::Principal("A".into()), "anna"), held).await.unwrap();
    (line, package, item)
}

#[tokio::test]
async fn the_team_is_told_for_whom_it_waits_and_nothing_comes_of_it_before() {
    let (line, package, item) = talks().await;
    let anna = line.person("anna", Role::Principal("A".into()), Some("anna")).await;
    assert!(has_come(&line));
    let team = line.member("tess", Role::Team).await;
    let answer =
        json!({"in": "table", "package": package, "party": "A", "person": "anna", "verdict": "accept"});
    let release = json!({"item": item, "release": "verbatim", "person": "anna"});
    let mandate = json!({"in": "table", "party": "A", "person": "abe"});
    for (kind, fields) in
        [("answer_package", &answer), ("release_item", &release), ("give_mandate", &mandate)]
    {
        let (status, receipt) = command(&team, kind, fields.clone()).await;
        assert_eq!((status, &receipt["waits_for"]), (201, &json!("A")), "{kind}: {receipt}");
    }
    let declare = json!({"in": "table", "about": {"package": package}});
    assert_eq!(command(&team, "declare_agreement", declare.clone()).await.0, 409);
    let pass = json!({"item": item, "to": "table"});
    assert_eq!(command(&team, "pass_item_on", pass).await.0, 409);
    // The party reads what waits for it, and confirms it: then it counts. What it refuses to confirm does not.
    let reported = anna.get("/api/v1/reported").await.json();
    let waiting: Vec<&Value> =
        reported["reported"].as_array().unwrap().iter().filter(|act| act["waits"] == true).collect();
    assert_eq!(waiting.len(), 3);
    for act in waiting {
        let said = act["whose_word"].as_str().unwrap();
        assert!(said.contains("recorded by the mediator’s team on A’s word, not confirmed"), "{said}");
        let word = if act["kind"] == "package_answered" { "confirm_report" } else { "contest_report" };
        let (status, said) = command(&anna, word, json!({"report": act["report"]})).await;
        assert_eq!((status, &said["waits_for"]), (201, &Value::Null), "{said}");
    }
    assert_eq!(command(&team, "declare_agreement", declare).await.0, 201);
    // What is exported says of each of them whose word it is, and of what the party did itself nothing.
    for path in ["/api/v1/timeline", "/api/v1/export"] {
        let exported = anna.get(path).await.json();
        let events = exported["events"].as_array().unwrap();
        let marked = events.iter().filter(|event| event["whose_word"].is_string());
        assert!(marked.clone().all(|event| event["by"]["role"] == "team"), "{path}");
        assert_eq!(marked.count(), 3, "{path}");
    }
    let (status, receipt) =
        command(&team, "record_signature", json!({"in": "table", "party": "A", "person": "anna"})).await;
    assert_eq!((status, &receipt["waits_for"]), (201, &json!("A")));
    // The other party waits for nobody: no principal of it has come.
    let (status, receipt) =
        command(&team, "record_signature", json!({"in": "table", "party": "B", "person": "bert"})).await;
    assert_eq!((status, receipt.get("waits_for")), (201, None));
}

#[tokio::test]
async fn the_same_request_again_waits_for_the_same_party() {
    let (line, package, _) = talks().await;
    line.person("anna", Role::Principal("A".into()), Some("anna")).await;
    let team = line.member("tess", Role::Team).await;
    let body =
        json!({"in": "table", "package": package, "party": "A", "person": "anna", "verdict": "accept"});
    let headers = [
        ("cookie", team.cookie.as_str()),
        ("x-mediant-token", team.form_token.as_str()),
        ("content-type", "application/json"),
        ("idempotency-key", "once"),
    ];
    let text = body.to_string();
    let first = line.ask("POST", "/api/v1/commands/answer_package", &headers, &text).await;
    let again = line.ask("POST", "/api/v1/commands/answer_package", &headers, &text).await;
    assert_eq!(first.json(), again.json());
    assert_eq!(first.json()["waits_for"], "A");
}
