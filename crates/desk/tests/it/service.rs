//! The service: what was acknowledged is there, once, whoever writes beside it and whatever the store does.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up fails"
)]

use crate::faulty::{Fault, Faulty};
use crate::line::{Clockwork, master};
use mediant_desk::{AskError, Desk};
use mediant_model::case::Reader;
use mediant_record::memory::MemoryStore;
use mediant_record::store::Store;
use mediant_record::{Actor, Command, Compartment, Role};
use mediant_store_postgres::PostgresStore;
use mediant_store_postgres::test_server::TestServer;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;

async fn desk_on(store: impl Store + 'static, seed: u64) -> Arc<Desk> {
    Desk::open(Arc::new(store), master(), Clockwork::new(seed)).await.unwrap()
}

fn command(json: Value) -> Command {
    serde_json::from_value(json).unwrap()
}

async fn ask(desk: &Desk, actor: &Actor, json: Value) -> Result<Option<String>, AskError> {
    desk.ask(actor, command(json), None).await.map(|receipt| receipt.made)
}

fn mediator() -> Actor {
    Actor::new(Role::Mediator)
}

async fn open(desk: &Desk) {
    ask(desk, &mediator(), json!({"command": "open_case", "in": "table", "title": "Talks", "agreement": {}}))
        .await
        .unwrap();
    for id in ["A", "B"] {
        let party = json!({"id": id, "name": id, "role": "negotiating"});
        ask(desk, &mediator(), json!({"command": "add_party", "in": "table", "party": party})).await.unwrap();
        let person = json!({"id": format!("{id}1"), "name": id, "role": "principal"});
        ask(
            desk,
            &mediator(),
            json!({"command": "name_person", "in": "table", "party": id, "person": person}),
        )
        .await
        .unwrap();
    }
}

fn note(text: &str) -> Value {
    json!({"command": "write_note", "in": "mediator", "text": text})
}

/// Every reader's state as bytes.
fn states(desk: &Desk) -> Vec<Vec<u8>> {
    let readers = [Reader::Mediator, Reader::Public, Reader::Party("A".into()), Reader::Party("B".into())];
    readers
        .iter()
        .map(|reader| desk.read(reader, |state| serde_json::to_vec(state).unwrap()).unwrap())
        .collect()
}

/// The texts of all notes that the mediator reads.
fn notes(desk: &Desk) -> Vec<String> {
    desk.read(&Reader::Mediator, |state| {
        state.notes.values().map(|note| note.text.read().to_owned()).collect()
    })
    .unwrap()
}

/// Eight writers, some through one desk and some through another, each with its own texts.
async fn eight_writers(desks: &[Arc<Desk>], each: usize) -> BTreeSet<String> {
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..8 {
        let desk = desks[writer % desks.len()].clone();
        writers.spawn(async move {
            let mut written = Vec::new();
            for at in 0..each {
                let text = format!("{writer}/{at}");
                ask(&desk, &mediator(), note(&text)).await.expect("acknowledged");
                written.push(text);
            }
            written
        });
    }
    writers.join_all().await.into_iter().flatten().collect()
}

async fn all_there(desks: &[Arc<Desk>], written: &BTreeSet<String>) {
    for desk in desks {
        desk.catch_up().await.unwrap();
        let found = notes(desk);
        assert_eq!(found.len(), written.len(), "none twice");
        assert_eq!(&found.into_iter().collect::<BTreeSet<_>>(), written);
        assert_eq!(states(desk), states(&desks[0]));
        let end = desk.stream_ends(&Reader::Mediator)[&Compartment::Mediator];
        assert_eq!(end.sequence as usize, written.len(), "no gap");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn eight_writers_of_one_desk_lose_nothing_and_double_nothing() {
    let desk = desk_on(MemoryStore::new(), 1).await;
    open(&desk).await;
    let written = eight_writers(std::slice::from_ref(&desk), 25).await;
    all_there(&[desk], &written).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_desks_on_one_postgresql_behave_as_one() {
    let url = TestServer::shared().url("two_desks");
    let one = desk_on(PostgresStore::connect(&url).await.unwrap(), 1).await;
    open(&one).await;
    let other = desk_on(PostgresStore::connect(&url).await.unwrap(), 2).await;
    let desks = [one.clone(), other.clone()];
    let written = eight_writers(&desks, 8).await;
    all_there(&desks, &written).await;
    // What one writes the other's readers are told of.
    let mut news = other.news(&Reader::Mediator);
    let seen = news.borrow_and_update().seen;
    ask(&one, &mediator(), note("news")).await.unwrap();
    news.changed().await.unwrap();
    assert_eq!(news.borrow().seen, seen + 1);
    // A round answered here and there closes with both answers.
    let opened = json!({"command": "open_round", "title": "R", "closes": "2025-12-09T12:00:00Z",
        "questions": [{"words": {"text": "yes?"}}]});
    let round = ask(&one, &mediator(), opened).await.unwrap().unwrap();
    other.catch_up().await.unwrap();
    let id = mediant_record::round::RoundId::new(round.as_str());
    let question =
        one.read(&Reader::Mediator, |state| state.rounds[&id].questions[0].id.to_string()).unwrap();
    for (desk, party) in [(&one, "A"), (&other, "B")] {
        let actor = Actor::person(Role::Principal(party.into()), format!("{party}1").as_str());
        let answer = json!({"command": "answer_round", "round": round, "party": party, "answers": {question.as_str(): "accept"}});
        ask(desk, &actor, answer).await.unwrap();
    }
    one.catch_up().await.unwrap();
    ask(&one, &mediator(), json!({"command": "close_round", "round": round})).await.unwrap();
    let overlap = one.read(&Reader::Mediator, |state| format!("{:?}", state.rounds[&id].state)).unwrap();
    assert!(overlap.contains(&question), "no answer is lost: {overlap}");
}

#[tokio::test]
async fn a_record_opened_again_knows_the_same() {
    let store = MemoryStore::new();
    let world = Clockwork::new(1);
    let desk = Desk::open(Arc::new(store.clone()), master(), world.clone()).await.unwrap();
    open(&desk).await;
    let of_a = Actor::new(Role::Principal("A".into()));
    ask(&desk, &of_a, json!({"command": "tell_item", "party": "A", "text": "words"})).await.unwrap();
    ask(&desk, &of_a, json!({"command": "write_note", "in": "delegation:A", "text": "ours"})).await.unwrap();
    let again = desk_on(store, 2).await;
    assert_eq!(states(&again), states(&desk));
}

#[tokio::test]
async fn a_request_counts_once_and_its_receipt_comes_again() {
    let desk = desk_on(MemoryStore::new(), 1).await;
    open(&desk).await;
    let actor = mediator();
    let once = || desk.ask(&actor, command(note("once")), Some("request".to_owned()));
    let (first, again) = (once().await.unwrap(), once().await.unwrap());
    assert_eq!(first, again);
    assert_eq!(notes(&desk), ["once"]);
}

#[tokio::test]
async fn a_deleted_caucus_is_gone_for_everybody_and_for_good() {
    let store = MemoryStore::new();
    let world = Clockwork::new(1);
    let desk = Desk::open(Arc::new(store.clone()), master(), world.clone()).await.unwrap();
    open(&desk).await;
    let of_a = Actor::new(Role::Principal("A".into()));
    ask(&desk, &of_a, json!({"command": "tell_item", "party": "A", "text": "words"})).await.unwrap();
    let before: Vec<_> =
        [Reader::Public, Reader::Party("B".into())].iter().map(|r| desk.read(r, |s| s.seen)).collect();
    ask(&desk, &mediator(), json!({"command": "ask_to_delete", "party": "A"})).await.unwrap();
    world.advance(jiff::SignedDuration::from_hours(7 * 24));
    ask(&desk, &mediator(), json!({"command": "delete_compartment", "compartment": "caucus:A"}))
        .await
        .unwrap();
    for desk in [desk.clone(), desk_on(store.clone(), 2).await] {
        for reader in [Reader::Mediator, Reader::Party("A".into())] {
            assert!(desk.read(&reader, |state| state.items.is_empty()).unwrap());
        }
        let after: Vec<_> =
            [Reader::Public, Reader::Party("B".into())].iter().map(|r| desk.read(r, |s| s.seen)).collect();
        assert_eq!(after, before);
        // Everything else goes on.
        ask(&desk, &mediator(), note("after")).await.unwrap();
        let again = json!({"command": "tell_item", "party": "A", "text": "more"});
        assert!(ask(&desk, &of_a, again).await.is_err());
    }
    let keys = store.keys().await.unwrap();
    assert!(keys.iter().all(|key| key.compartment != Some(Compartment::Caucus("A".into()))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_in_a_mood_loses_nothing_and_doubles_nothing() {
    // Every few appends it says that somebody was faster, or takes a batch and then says nothing of it.
    let mood = [Fault::None, Fault::Conflict, Fault::None, Fault::AnswerLost, Fault::None];
    let store = Faulty::default();
    store.batches.lock().unwrap().extend(mood.into_iter().cycle().take(5_000));
    let desk = desk_on(store.clone(), 1).await;
    open(&desk).await;
    let written = eight_writers(std::slice::from_ref(&desk), 20).await;
    all_there(&[desk], &written).await;
}
