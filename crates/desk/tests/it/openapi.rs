//! The OpenAPI document says what is sent and what comes back: held against a record with something in every part of it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up fails"
)]

use crate::line::{Line, PASSWORD};
use crate::schema::{faults, resolved};
use mediant_desk::story::{play, talks_2025_12_04};
use mediant_record::{Actor, Command, Role};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// A command of somebody's; the id of what was made.
async fn ask(line: &Line, actor: &Actor, command: Value) -> String {
    let command: Command = serde_json::from_value(command).unwrap();
    line.app.desk.ask(actor, command, None).await.unwrap().made.unwrap_or_default()
}

/// The report's talks, with a round, a package, a brief and a conclusion on top.
async fn played() -> Line {
    let line = Line::open().await;
    play(&line.app.desk, &talks_2025_12_04(), |_| {}).await.unwrap();
    let mediator = Actor::new(Role::Mediator);
    let zelensky = Actor::person(Role::Principal("ukraine".into()), "zelensky");
    let putin = Actor::person(Role::Principal("russia".into()), "putin");
    let options = json!({"territory": "keep"});
    let package = json!({"command": "propose_package", "in": "table", "options": options});
    let package = ask(&line, &mediator, package).await;
    let verdict = json!({"command": "answer_package", "in": "table", "package": package, "party": "ukraine", "verdict": "accept"});
    ask(&line, &zelensky, verdict).await;
    for reveal in ["answers_to_table", "overlap"] {
        let round = json!({"command": "open_round", "title": "One", "closes": "2026-12-09T12:00:00Z", "reveal": reveal,
            "questions": [{"package": options}, {"words": {"text": "meet again?"}}]});
        let round = ask(&line, &mediator, round).await;
        let questions = line.app.desk.read(&mediant_model::case::Reader::Mediator, |state| {
            state.rounds[&mediant_record::round::RoundId::new(&*round)].questions.clone()
        });
        let answers: BTreeMap<String, &str> =
            questions.unwrap().iter().map(|question| (question.id.to_string(), "accept")).collect();
        for (party, actor) in [("ukraine", &zelensky), ("russia", &putin)] {
            let answer =
                json!({"command": "answer_round", "round": round, "party": party, "answers": answers});
            ask(&line, actor, answer).await;
        }
        ask(&line, &mediator, json!({"command": "close_round", "round": round})).await;
    }
    let open = json!({"command": "open_mediation", "title": "Asked alone", "issues": ["territory"],
        "closes": "2026-12-09T12:00:00Z"});
    let mediation = ask(&line, &mediator, open).await;
    for (party, actor) in [("ukraine", &zelensky), ("russia", &putin)] {
        let told = json!({"command": "answer_mediation", "mediation": mediation, "party": party,
            "question": {"rank_options": "territory"}, "answer": "cannot_say"});
        ask(&line, actor, told).await;
    }
    ask(&line, &mediator, json!({"command": "conclude_mediation", "mediation": mediation})).await;
    let resume = json!({"command": "resume_mediation", "mediation": mediation, "questions_max": 60,
        "closes": "2026-12-09T12:00:00Z"});
    ask(&line, &mediator, resume).await;
    let report = json!({"command": "add_report", "name": "Gazette", "on": "2025-12-03", "published": true, "text": "They met."});
    let report = ask(&line, &mediator, report).await;
    let decided = |key: &str, more: Value| {
        let mut decided = json!({"suggestion": key, "rule": "clause", "confidence": 80, "before": {"kind": "session", "what": "held"}});
        decided.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        decided
    };
    let decide = json!({"command": "decide_suggestions", "report": report, "decisions": [
        decided("met", json!({"resolution": "accept", "to": "table", "after": {"what": "planned"}})),
        decided("other", json!({"resolution": "reject"})),
    ]});
    ask(&line, &mediator, decide).await;
    let enter = json!({"command": "enter_suggestion", "report": report, "suggestion": "met", "place": "P1", "words": "They met.",
        "entry": {"as": "session", "plan": {"parties": ["ukraine", "russia"]}}});
    ask(&line, &mediator, enter).await;
    let brief = "mediant_brief = 1\nparty = \"ukraine\"\n";
    let deposit =
        json!({"command": "deposit_brief", "party": "ukraine", "text": brief, "replaces_version": 0});
    ask(&line, &zelensky, deposit).await;
    ask(&line, &zelensky, json!({"command": "write_note", "in": "caucus:ukraine", "text": "a note"})).await;
    line
}

/// Every operation: path, method, what is said of it.
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let paths = document["paths"].as_object().unwrap();
    let all = paths.iter().flat_map(|(path, methods)| {
        let methods = methods.as_object().unwrap().iter();
        methods.map(|(method, operation)| (path.clone(), method.clone(), operation.clone()))
    });
    all.collect()
}

/// The status, media type and schema of what comes back when all is well.
fn success(operation: &Value) -> (u16, Option<(String, Value)>) {
    let responses = operation["responses"].as_object().unwrap();
    let mut good = responses.iter().filter(|(status, _)| *status != "default");
    let (status, response) = good.next().unwrap();
    assert!(good.next().is_none() && responses.contains_key("default"), "{responses:?}");
    let content = response.get("content").map(|content| {
        let (kind, said) = content.as_object().unwrap().iter().next().unwrap();
        (kind.clone(), said["schema"].clone())
    });
    (status.parse().unwrap(), content)
}

#[tokio::test]
async fn every_operation_says_what_it_takes_and_what_it_gives() {
    let line = Line::open().await;
    let document = line.get("/api/v1/openapi.json").await.json();
    let sends_nothing = ["/api/v1/sign-out", "/api/v1/sign-out-everywhere", "/api/v1/accounts/{id}/close"];
    for (path, method, operation) in operations(&document) {
        let (status, content) = success(&operation);
        assert_eq!(content.is_none(), status == 204, "{method} {path}");
        if let Some((_, schema)) = content {
            assert!(
                schema.as_object().is_some_and(|words| !words.is_empty()),
                "{method} {path} gives {schema}"
            );
        }
        let takes = operation.get("requestBody").is_some();
        assert_eq!(takes, method == "post" && !sends_nothing.contains(&path.as_str()), "{method} {path}");
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        let names: BTreeSet<String> =
            parameters.iter().map(|p| p["name"].as_str().unwrap().to_owned()).collect();
        let steps = path.split('/').filter_map(|step| step.strip_prefix('{')?.strip_suffix('}'));
        for step in steps {
            assert!(names.contains(step), "{method} {path} does not say what `{step}` is");
        }
        let also: &[&str] = match path.as_str() {
            "/api/v1/timeline" => &["before", "limit"],
            "/api/v1/events" => &["after", "Last-Event-ID"],
            "/api/v1/audit" | "/api/v1/accounts/sign-ins" => &["since"],
            path if path.starts_with("/api/v1/commands/") => &["Idempotency-Key", "x-mediant-token"],
            _ => &[],
        };
        for name in also {
            assert!(names.contains(*name), "{method} {path} does not say that it takes {name}");
        }
    }
    assert_eq!(
        operations(&document).iter().filter(|(path, ..)| path.starts_with("/api/v1/commands/")).count(),
        Command::KINDS.len()
    );
    references(&document, &document);
}

/// What programs were written against: the document as it was committed, laid out over lines.
const COMMITTED: &str = include_str!("openapi.json");

/// The document that is served, laid out over lines: the same where every byte of it is.
async fn served() -> String {
    let bytes = Line::open().await.get("/api/v1/openapi.json").await.text();
    let document: Value = serde_json::from_str(&bytes).unwrap();
    assert_eq!(document.to_string(), bytes);
    format!("{document:#}\n")
}

/// Where it is to change, `write_the_document` writes it anew.
#[tokio::test]
async fn the_document_is_the_one_that_was_committed() {
    let served = served().await;
    let lines = served.lines().zip(COMMITTED.lines()).zip(1..);
    let differ: Vec<_> = lines.filter(|((now, then), _)| now != then).take(3).collect();
    assert_eq!(differ, []);
    assert_eq!(served.len(), COMMITTED.len());
}

/// Writes the document anew.
#[tokio::test]
#[ignore = "writes the document"]
#[allow(clippy::disallowed_methods, reason = "it is there to write a file")]
async fn write_the_document() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/openapi.json");
    std::fs::write(path, served().await).unwrap();
}

/// Every reference leads somewhere.
fn references(document: &Value, within: &Value) {
    match within {
        Value::Object(fields) => {
            if let Some(reference) = fields.get("$ref").and_then(Value::as_str) {
                let _ = resolved(document, reference);
            }
            fields.values().for_each(|value| references(document, value));
        }
        Value::Array(all) => all.iter().for_each(|value| references(document, value)),
        _ => {}
    }
}

#[tokio::test]
async fn what_comes_back_is_what_the_document_says() {
    let line = played().await;
    let members = [
        Some(line.member("Mona", Role::Mediator).await),
        Some(line.member("Anna", Role::Principal("ukraine".into())).await),
        Some(line.member("Olga", Role::Observer).await),
        None,
    ];
    let document = line.get("/api/v1/openapi.json").await.json();
    let details = json!({"$ref": "#/components/schemas/Details"});
    let mut answered = BTreeSet::new();
    for (path, method, operation) in operations(&document) {
        // A stream has no end; frames are looked at elsewhere.
        if method != "get" || path == "/api/v1/events" {
            continue;
        }
        let (status, content) = success(&operation);
        let (kind, schema) = content.unwrap();
        for member in &members {
            let asked = path.replace("{party}", "ukraine").replace("{kind}", "answer_package");
            let answer = match member {
                Some(member) => member.get(&asked).await,
                None => line.get(&asked).await,
            };
            let whose = member.as_ref().map(|member| &member.account);
            if answer.status != status {
                assert!(answer.status >= 400, "{path} as {whose:?} gave {}", answer.status);
                assert_eq!(faults(&document, &details, &answer.json()), Vec::<String>::new(), "{path}");
                continue;
            }
            answered.insert(path.clone());
            let given = answer.header("content-type").unwrap().split(';').next().unwrap().to_owned();
            assert_eq!(given, kind, "{path}");
            if kind == "application/json" {
                assert_eq!(
                    faults(&document, &schema, &answer.json()),
                    Vec::<String>::new(),
                    "{path} as {whose:?}"
                );
            }
        }
    }
    // The report states no points, so there is no picture of a deal space. Acts and agreements take a key, and are looked at by the
    // tests of signing; everything else was looked at.
    let gets = operations(&document)
        .into_iter()
        .filter(|(path, method, _)| method == "get" && path != "/api/v1/events");
    let missed: Vec<String> = gets.map(|(path, ..)| path).filter(|path| !answered.contains(path)).collect();
    assert_eq!(missed, ["/api/v1/acts/{kind}", "/api/v1/agreement", "/api/v1/analysis/picture.svg"]);
}

/// What the document says of requests is what is taken: each of these is as it asks, and is carried out.
#[tokio::test]
async fn what_is_sent_is_what_the_document_says() {
    let line = played().await;
    let chair = line.member("Mona", Role::Mediator).await;
    let document = line.get("/api/v1/openapi.json").await.json();
    let token = line.token(Role::Adviser("ukraine".into())).await;
    let sent = [
        ("/api/v1/sign-in", json!({"name": "Mona", "password": PASSWORD})),
        ("/api/v1/me", json!({"time_zone": "Europe/Kyiv"})),
        ("/api/v1/invitations", json!({"role": {"principal": "ukraine"}, "valid_hours": 2})),
        ("/api/v1/invitations/accept", json!({"token": token, "name": "Ada", "password": PASSWORD})),
        ("/api/v1/package-meaning", json!({"options": {"territory": "keep", "guarantees": "none"}})),
        ("/api/v1/commands/write_note", json!({"in": "mediator", "text": "a note"})),
        ("/api/v1/commands/say", json!({"to": {"party": "ukraine"}, "wording": "a word"})),
        ("/api/v1/commands/propose_package", json!({"in": "table", "options": {"territory": "keep"}})),
        (
            "/api/v1/commands/add_report",
            json!({"name": "Post", "on": "2025-12-04", "published": false, "text": "They parted."}),
        ),
    ];
    for (path, body) in sent {
        let operation = &document["paths"][path]["post"];
        let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
        assert_eq!(faults(&document, schema, &body), Vec::<String>::new(), "{path}");
        assert!(!faults(&document, schema, &json!([1])).is_empty(), "{path}");
        let answer = chair.post(path, &body).await;
        let (status, content) = success(operation);
        if path == "/api/v1/package-meaning" && answer.status == 422 {
            // The case's issues are its own; what counts here is that the words were understood.
            assert_eq!(answer.json()["field"], "options");
            continue;
        }
        assert_eq!(answer.status, status, "{path}: {}", answer.text());
        if let Some((_, schema)) = content {
            assert_eq!(faults(&document, &schema, &answer.json()), Vec::<String>::new(), "{path}");
        }
    }
}
