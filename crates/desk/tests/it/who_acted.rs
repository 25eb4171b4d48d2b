//! Through which account something was done: told to whoever reads as the one who did it, and to nobody else.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use crate::line::{Answer, Line, Member};
use mediant_record::Role;
use serde_json::{Value, json};

/// Names by which nobody in the case is called.
const ANN: &str = "ann-of-the-quiet-desk";
const ZOE: &str = "zoe-of-the-loud-desk";
const PRINCIPAL: &str = "bert-signs-in-so";

async fn note(by: &Member<'_>, place: &str, text: &str) -> Answer {
    let answer = by.post("/api/v1/commands/write_note", &json!({"in": place, "text": text})).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer
}

/// What a reader's timeline says of who did each thing, by the text of notes.
async fn accounts(of: &Member<'_>) -> Vec<(String, Option<String>)> {
    let timeline = of.get("/api/v1/timeline?limit=100").await.json();
    let notes =
        timeline["events"].as_array().unwrap().iter().filter(|event| event["event"] == "note_written");
    let name = |event: &Value| event["account"]["name"].as_str().map(str::to_owned);
    let mut all: Vec<_> =
        notes.map(|event| (event["text"].as_str().unwrap().to_owned(), name(event))).collect();
    all.sort();
    all
}

#[tokio::test]
async fn two_of_one_role_are_told_apart_by_their_own_side_and_by_nobody_else() {
    let line = Line::open().await;
    line.open_case().await;
    line.principal("B", "bert", "Bert").await;
    let ann = line.member(ANN, Role::Team).await;
    let zoe = line.member(ZOE, Role::Team).await;
    let bert = line.person(PRINCIPAL, Role::Principal("B".into()), Some("bert")).await;
    note(&ann, "caucus:B", "one").await;
    note(&zoe, "caucus:B", "two").await;
    note(&bert, "caucus:B", "three").await;

    let told = |names: [Option<&str>; 3]| -> Vec<(String, Option<String>)> {
        let texts = ["one", "three", "two"];
        texts.iter().zip(names).map(|(text, name)| ((*text).to_owned(), name.map(str::to_owned))).collect()
    };
    assert_eq!(accounts(&ann).await, told([Some(ANN), None, Some(ZOE)]));
    assert_eq!(accounts(&bert).await, told([None, Some(PRINCIPAL), None]));
    // The id tells two accounts apart that took one name after the other.
    let timeline = ann.get("/api/v1/timeline?limit=100").await.json();
    let events = timeline["events"].as_array().unwrap().iter();
    let ids: std::collections::BTreeSet<_> =
        events.filter_map(|event| event["account"]["id"].as_str()).collect();
    assert_eq!(ids.len(), 2, "Ann's and Zoe's");

    let page = ann.get("/timeline").await.page();
    assert!(page.contains(ANN) && page.contains(ZOE) && !page.contains(PRINCIPAL));
    for path in ["/", "/timeline", "/caucus", "/record", "/people"] {
        let page = bert.get(path).await.page();
        assert!(!page.contains(ANN) && !page.contains(ZOE), "{path}");
    }
    for path in ["/preview/of-B/timeline", "/preview/of-B/caucus", "/preview/public/timeline"] {
        let page = ann.get(path).await.page();
        assert!(!page.contains(ZOE) && !page.contains(PRINCIPAL), "{path}");
    }
}

/// What goes out as bytes that can be checked is the same for every reader of a stream: no account stands in it.
#[tokio::test]
async fn copies_and_exports_name_no_account_of_another_side() {
    let line = Line::open().await;
    line.open_case().await;
    line.principal("B", "bert", "Bert").await;
    let ann = line.member(ANN, Role::Team).await;
    let bert = line.person(PRINCIPAL, Role::Principal("B".into()), Some("bert")).await;
    for by in [&ann, &bert] {
        let answer = by
            .post(
                "/api/v1/commands/state",
                &json!({"statement":
            {"kind": "remark", "party": "B", "text": "one", "publicity": "table"}}),
            )
            .await;
        assert_eq!(answer.status, 201, "{}", answer.text());
    }
    note(&bert, "caucus:B", "two").await;
    for path in ["/api/v1/record/copy", "/api/v1/export", "/api/v1/case.toml", "/api/v1/case"] {
        let (hers, his) = (ann.get(path).await.text(), bert.get(path).await.text());
        assert!(!hers.contains(PRINCIPAL), "{path}");
        assert!(!his.contains(ANN), "{path}");
    }
    let copy = ann.get("/api/v1/record/copy").await.text();
    assert!(!copy.contains(ANN), "not even one's own: whoever reads the stream may compare the bytes");
}
