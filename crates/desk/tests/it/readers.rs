//! What is told in confidence stays there, over the interface and by form, unless somebody says once more that it is not to.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up fails"
)]

use crate::line::{Answer, Line, Member};
use mediant_record::Role;
use scraper::{Html, Selector};
use serde_json::{Value, json};

async fn people(line: &Line) -> (Member<'_>, Member<'_>, Member<'_>) {
    line.open_case().await;
    let mona = line.member("Mona", Role::Mediator).await;
    let issue = json!({"in": "table", "issue": {"id": "quay", "name": "Quay", "kind": "discrete",
        "options": [{"id": "wide", "name": "wide"}, {"id": "narrow", "name": "narrow"}]}});
    assert_eq!(mona.post("/api/v1/commands/add_issue", &issue).await.status, 201);
    (
        mona,
        line.member("Anna", Role::Principal("A".into())).await,
        line.member("Bert", Role::Principal("B".into())).await,
    )
}

fn red_line(more: Value) -> Value {
    let mut sent = json!({"statement": {"kind": "red_line", "party": "A", "never": {"quay": "narrow"},
        "standing": "told", "text": "a grey secret"}});
    for (name, value) in more.as_object().unwrap() {
        match name.as_str() {
            "publicity" => sent["statement"]["publicity"] = value.clone(),
            _ => sent[name] = value.clone(),
        }
    }
    sent
}

/// Who reads the secret on its issue's page: the mediator, party A, party B.
async fn readers(of: &[&Member<'_>; 3]) -> [bool; 3] {
    let mut read = [false; 3];
    for (read, member) in read.iter_mut().zip(of) {
        *read = member.get("/issue/quay").await.text().contains("a grey secret");
    }
    read
}

#[tokio::test]
async fn a_confidence_without_a_publicity_goes_to_its_caucus() {
    let line = Line::open().await;
    let (mona, anna, bert) = people(&line).await;
    assert_eq!(mona.post("/api/v1/commands/state", &red_line(json!({}))).await.status, 201);
    assert_eq!(readers(&[&mona, &anna, &bert]).await, [true, true, false]);
}

#[tokio::test]
async fn without_a_word_on_how_it_is_known_it_stays_with_whoever_records_it() {
    let line = Line::open().await;
    let (mona, anna, bert) = people(&line).await;
    let position =
        json!({"statement": {"kind": "position", "party": "A", "issue": "quay", "text": "a grey secret"}});
    assert_eq!(mona.post("/api/v1/commands/state", &position).await.status, 201);
    assert_eq!(readers(&[&mona, &anna, &bert]).await, [true, false, false]);
}

#[tokio::test]
async fn a_published_confidence_takes_a_second_word() {
    let line = Line::open().await;
    let (mona, anna, bert) = people(&line).await;
    for sent in [json!({"publicity": "table"}), json!({"publicity": "table", "readers_confirmed": "public"})]
    {
        let refused = mona.post("/api/v1/commands/state", &red_line(sent)).await;
        assert_eq!(refused.status, 422);
        let problem: Value = refused.json();
        assert_eq!(
            (&problem["field"], &problem["reason"]),
            (&json!("statement.publicity"), &json!("invalid"))
        );
    }
    assert_eq!(readers(&[&mona, &anna, &bert]).await, [false, false, false]);
    let sent = red_line(json!({"publicity": "table", "readers_confirmed": "table"}));
    assert_eq!(mona.post("/api/v1/commands/state", &sent).await.status, 201);
    assert_eq!(readers(&[&mona, &anna, &bert]).await, [true, true, true]);
}

/// Sends a form as a browser does.
async fn send(member: &Member<'_>, fields: &[(String, String)]) -> Answer {
    let mut body = form_urlencoded::Serializer::new(String::new());
    body.append_pair("token", &member.form_token)
        .extend_pairs(fields.iter().filter(|(name, _)| name != "token"));
    let headers = [
        ("cookie", member.cookie.as_str()),
        ("content-type", "application/x-www-form-urlencoded"),
        ("sec-fetch-site", "same-origin"),
    ];
    member.line.ask("POST", "/do/state", &headers, &body.finish()).await
}

/// The fields of each form on the page that asks once more.
fn asked(page: &str) -> Vec<Vec<(String, String)>> {
    let document = Html::parse_document(page);
    let (form, input) = (Selector::parse("main form").unwrap(), Selector::parse("input").unwrap());
    let fields = |form: scraper::ElementRef<'_>| {
        let all = form.select(&input).filter_map(|field| {
            Some((field.attr("name")?.to_owned(), field.attr("value").unwrap_or("").to_owned()))
        });
        all.collect::<Vec<_>>()
    };
    document.select(&form).map(fields).collect()
}

#[tokio::test]
async fn a_form_asks_once_more_and_loses_nothing() {
    let of = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    for (answer, expected) in [(0, [true, true, false]), (1, [true, true, true])] {
        let line = Line::open().await;
        let (mona, anna, bert) = people(&line).await;
        let sent = [
            of("statement.kind:fixed", "red_line"),
            of("said:json", r#"{"party":"A","known":"told"}"#),
            of("statement.never.quay[]", "narrow"),
            of("statement.text", "a grey secret"),
            of("statement.publicity:json", "\"table\""),
            of("return", "/issue/quay"),
            of("request", "one"),
        ];
        let first = send(&mona, &sent).await;
        assert_eq!(first.status, 422, "{}", first.text());
        assert!(first.text().contains("a grey secret") && first.text().contains("Anna"));
        assert_eq!(readers(&[&mona, &anna, &bert]).await, [false, false, false]);
        let forms = asked(&first.text());
        assert_eq!(forms.len(), 2);
        assert_eq!(send(&mona, &forms[answer]).await.status, 303);
        assert_eq!(readers(&[&mona, &anna, &bert]).await, expected);
    }
}
