//! A copy that each reader can check: sound, whole, and about nobody else.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot be set up fails")]

use crate::line::{Clockwork, Line, master};
use jiff::SignedDuration;
use mediant_attest::copy::{Copy, Relation};
use mediant_desk::Desk;
use mediant_model::case::Reader;
use mediant_record::memory::MemoryStore;
use mediant_record::{Actor, Command, Role};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::Arc;

fn principal(party: &str) -> Actor {
    Actor::person(Role::Principal(party.into()), format!("{party}1").as_str())
}

fn mediator() -> Actor {
    Actor::new(Role::Mediator)
}

async fn ask(desk: &Desk, actor: &Actor, command: Value, request: Option<&str>) -> Option<String> {
    let command: Command = serde_json::from_value(command).unwrap();
    desk.ask(actor, command, request.map(str::to_owned)).await.unwrap().made
}

async fn copy(desk: &Desk, reader: &Reader) -> Copy {
    desk.sealed_copy(reader).await.unwrap().opened().unwrap()
}

fn reader(party: &str) -> Reader {
    Reader::Party(party.into())
}

async fn opened(seed: u64) -> (Arc<Desk>, Arc<Clockwork>) {
    let world = Clockwork::new(seed);
    let desk = Desk::open(Arc::new(MemoryStore::new()), master(), world.clone()).await.unwrap();
    let open = json!({"command": "open_case", "in": "table", "title": "Talks", "agreement": {}});
    ask(&desk, &mediator(), open, Some("named once")).await;
    for id in ["A", "B"] {
        let party = json!({"id": id, "name": id, "role": "negotiating"});
        ask(&desk, &mediator(), json!({"command": "add_party", "in": "table", "party": party}), None).await;
        let person = json!({"id": format!("{id}1"), "name": id, "role": "principal"});
        let name = json!({"command": "name_person", "in": "table", "party": id, "person": person});
        ask(&desk, &mediator(), name, None).await;
    }
    let issue = json!({"id": "quay", "name": "Quay", "kind": "discrete",
        "options": [{"id": "wide", "name": "wide"}, {"id": "narrow", "name": "narrow"}]});
    ask(&desk, &mediator(), json!({"command": "add_issue", "in": "table", "issue": issue}), None).await;
    (desk, world)
}

fn names(copy: &Copy) -> Vec<&str> {
    copy.streams.iter().map(|stream| stream.stream.as_str()).collect()
}

#[tokio::test]
async fn a_copy_has_what_its_reader_reads_and_holds() {
    let (desk, _) = opened(1).await;
    let open = json!({"command": "open_round", "title": "One", "closes": "2025-12-09T12:00:00Z",
        "questions": [{"package": {"quay": "wide"}}]});
    let round = ask(&desk, &mediator(), open, None).await.unwrap();
    let question = desk
        .read(&Reader::Mediator, |state| state.rounds.values().next().unwrap().questions[0].id.to_string())
        .unwrap();
    let answer =
        json!({"command": "answer_round", "round": round, "party": "A", "answers": {question: "accept"}});
    ask(&desk, &principal("A"), answer, Some("a request of A")).await;
    let tell = json!({"command": "tell_item", "party": "A", "text": "in confidence"});
    ask(&desk, &principal("A"), tell, None).await;

    let of_a = copy(&desk, &reader("A")).await;
    assert_eq!(of_a.check(), []);
    assert_eq!(names(&of_a), ["public", "table", "caucus:A", "delegation:A"]);
    let of_b = copy(&desk, &reader("B")).await;
    assert_eq!(of_b.check(), []);
    assert_eq!(names(&of_b), ["public", "table", "caucus:B", "delegation:B"], "empty ones, too");
    let of_mediator = copy(&desk, &Reader::Mediator).await;
    assert_eq!(of_mediator.check(), []);
    assert!(!names(&of_mediator).contains(&"delegation:A"));
    let of_all = copy(&desk, &Reader::Public).await;
    assert_eq!(of_all.check(), []);
    assert_eq!(names(&of_all), ["public"]);

    // Everything is there in words but the sealed answer, which nobody is shown.
    let closed: Vec<(&str, u64)> = of_a
        .streams
        .iter()
        .flat_map(|stream| stream.entries.iter().map(move |entry| (stream.stream.as_str(), entry)))
        .filter(|(_, entry)| entry.event.is_none())
        .map(|(stream, entry)| (stream, entry.sequence))
        .collect();
    assert_eq!(closed, [("delegation:A", 1)]);
    // What a request was called is between the one who asked and the desk.
    for copy in [&of_a, &of_mediator] {
        let text = copy.to_json().unwrap();
        assert!(!text.contains("named once") && !text.contains("a request of A"));
        assert!(text.contains("in confidence"));
        assert!(Copy::from_json(&text).unwrap() == *copy);
    }
    // Both parties saw one table; and everybody's copy belongs to it.
    let table = |stretches: Vec<mediant_attest::copy::Stretch>| {
        stretches.into_iter().find(|stretch| stretch.stream == "table").map(|stretch| stretch.relation)
    };
    assert_eq!(table(of_a.against(&of_b).unwrap()), Some(Relation::Same));
    assert!(of_all.against(&of_a).is_ok() && of_a.against(&of_all).is_ok());
    let (other, _) = opened(2).await;
    assert!(copy(&other, &reader("A")).await.against(&of_a).is_err(), "two records");
}

#[tokio::test]
async fn a_deleted_caucus_stays_as_commitments_that_an_earlier_copy_opens() {
    let (desk, world) = opened(1).await;
    let tell =
        json!({"command": "tell_item", "party": "A", "text": "would take two", "release": "substance"});
    let item = ask(&desk, &principal("A"), tell, None).await.unwrap();
    let pass = json!({"command": "pass_item_on", "item": item, "to": {"party": "B"}, "wording": "There is movement"});
    ask(&desk, &mediator(), pass, None).await;
    let earlier = copy(&desk, &reader("A")).await;
    ask(&desk, &mediator(), json!({"command": "ask_to_delete", "party": "A"}), None).await;
    let delete = json!({"command": "delete_compartment", "compartment": "caucus:A"});
    let refused = async || {
        let command: Command = serde_json::from_value(delete.clone()).unwrap();
        desk.ask(&mediator(), command, None).await.is_err()
    };
    assert!(refused().await, "it may answer yet");
    let answer = |agrees: bool| json!({"command": "answer_deletion", "party": "A", "agrees": agrees});
    ask(&desk, &principal("A"), answer(false), None).await;
    world.advance(SignedDuration::from_hours(24 * 30));
    assert!(refused().await, "a refusal stands");
    ask(&desk, &principal("A"), answer(true), None).await;
    ask(&desk, &mediator(), delete.clone(), None).await;

    let later = copy(&desk, &reader("A")).await;
    assert_eq!(later.check(), []);
    assert!(!later.to_json().unwrap().contains("There is movement"));
    let caucus = later.stream("caucus:A").unwrap();
    let before = earlier.stream("caucus:A").unwrap();
    for (now, then) in caucus.entries.iter().zip(&before.entries) {
        assert_eq!((now.commitment, now.link), (then.commitment, then.link));
        assert!(now.event.is_none() && then.event.is_some());
    }
    // The party reads that it was, by whom, how much, and the last link: all of that it can hold against its copy.
    let (told, by) = desk
        .read(&reader("A"), |state| {
            let told = state.deletion_told.clone().unwrap();
            (told.clone(), told.trace.by.role)
        })
        .unwrap();
    assert_eq!(by, Role::Mediator);
    assert_eq!(told.entries, caucus.length);
    assert_eq!(told.link, caucus.entries.last().unwrap().link.to_string());
    assert!(desk.read(&Reader::Mediator, |state| state.deletion_told.is_none()).unwrap());
}

#[tokio::test]
async fn a_party_deletes_what_it_kept_to_itself_and_nobody_else_learns_how_much() {
    let mut read = Vec::new();
    for notes in [1, 5] {
        let (desk, _) = opened(1).await;
        for note in 0..notes {
            let note = json!({"command": "write_note", "in": "delegation:A", "text": format!("ours {note}")});
            ask(&desk, &principal("A"), note, None).await;
        }
        let delete = json!({"command": "delete_compartment", "compartment": "delegation:A"});
        let by_mediator: Command = serde_json::from_value(delete.clone()).unwrap();
        assert!(desk.ask(&mediator(), by_mediator, None).await.is_err());
        ask(&desk, &principal("A"), delete, None).await;
        assert!(!mediant_desk::export::json(&desk, &reader("A")).unwrap().contains("ours"));
        let later = copy(&desk, &reader("A")).await;
        assert_eq!(later.check(), []);
        assert_eq!(later.stream("delegation:A").unwrap().length, notes);
        // Of the two one stays: the party would read nowhere that its caucus was deleted.
        ask(&desk, &mediator(), json!({"command": "ask_to_delete", "party": "A"}), None).await;
        ask(
            &desk,
            &principal("A"),
            json!({"command": "answer_deletion", "party": "A", "agrees": true}),
            None,
        )
        .await;
        let delete = json!({"command": "delete_compartment", "compartment": "caucus:A"});
        let delete: Command = serde_json::from_value(delete).unwrap();
        assert!(desk.ask(&mediator(), delete, None).await.is_err());
        read.push(desk.read(&Reader::Mediator, |state| state.deleted.clone()).unwrap());
        let kinds: Vec<&str> = desk
            .lines_after(&Reader::Mediator, 0, usize::MAX)
            .iter()
            .map(|line| line.placed.recorded.event.kind())
            .collect();
        assert_eq!(kinds.iter().filter(|kind| **kind == "compartment_deleted").count(), 1);
        assert!(!kinds.contains(&"deletion_told"));
    }
    assert_eq!(read[0], read[1]);
}

/// What party B says among itself and with the mediator, and what the mediator keeps.
async fn hidden(desk: &Desk, draws: &[(u8, String)]) {
    for (draw, text) in draws {
        let (actor, command) = match draw % 5 {
            0 => (principal("B"), json!({"command": "tell_item", "party": "B", "text": text})),
            1 => (principal("B"), json!({"command": "write_note", "in": "delegation:B", "text": text})),
            2 => (principal("B"), json!({"command": "write_note", "in": "caucus:B", "text": text})),
            3 => (mediator(), json!({"command": "write_note", "in": "mediator", "text": text})),
            _ => (mediator(), json!({"command": "ask_to_delete", "party": "B"})),
        };
        let command: Command = serde_json::from_value(command).unwrap();
        let _ = desk.ask(&actor, command, None).await;
    }
}

/// The streams of a copy with what chance makes of them left out: commitments, links and salts.
fn said(copy: &Copy) -> Value {
    let mut value: Value = serde_json::from_str(&copy.to_json().unwrap()).unwrap();
    for stream in value["streams"].as_array_mut().unwrap() {
        for entry in stream["entries"].as_array_mut().unwrap() {
            for drawn in ["commitment", "link", "salt"] {
                entry.as_object_mut().unwrap().remove(drawn);
            }
            // Ids are drawn, too, those of events and of notes.
            let event: Option<Value> =
                entry.get("event").and_then(Value::as_str).map(|text| serde_json::from_str(text).unwrap());
            if let Some(mut event) = event {
                event.as_object_mut().unwrap().retain(|name, _| name != "id" && name != "note");
                entry["event"] = event;
            }
        }
    }
    value.as_object_mut().unwrap().remove("case_id");
    value
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Whatever others say that A may not read: A's copy says the same, but for what chance makes of any record.
    #[test]
    fn a_copy_says_nothing_of_anothers(
        one in prop::collection::vec((0u8..5, "[a-z]{1,12}"), 0..8),
        other in prop::collection::vec((0u8..5, "[a-z]{1,12}"), 0..8),
    ) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let copies: Vec<Value> = [one, other].iter().map(|draws| runtime.block_on(async {
            let (desk, _) = opened(3).await;
            hidden(&desk, draws).await;
            let tell = json!({"command": "write_note", "in": "delegation:A", "text": "our own"});
            ask(&desk, &principal("A"), tell, None).await;
            let copy = copy(&desk, &reader("A")).await;
            assert_eq!(copy.check(), []);
            said(&copy)
        })).collect();
        prop_assert_eq!(&copies[0], &copies[1]);
    }
}

#[tokio::test]
async fn a_copy_is_served_to_whoever_reads() {
    let line = Line::open().await;
    line.open_case().await;
    let anna = line.member("Anna", Role::Principal("A".into())).await;
    let answer = anna.get("/api/v1/record/copy").await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let copy = Copy::from_json(&answer.text()).unwrap();
    assert_eq!(copy.check(), []);
    assert_eq!(copy.reader.to_string(), "party:A");
    assert!(anna.get("/record").await.text().contains("/api/v1/record/copy"));
    let of_all = Copy::from_json(&line.get("/api/v1/record/copy").await.text()).unwrap();
    assert_eq!((of_all.check(), of_all.reader.to_string()), (Vec::new(), "public".to_owned()));
}
