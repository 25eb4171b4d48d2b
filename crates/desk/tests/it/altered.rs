//! A record that is altered under a running desk, by somebody who has the database's rights and no key.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use crate::line::{Clockwork, Line, PASSWORD, master};
use mediant_desk::{Desk, OpenError};
use mediant_record::audit;
use mediant_record::end::{self, EndFault};
use mediant_record::store::{Document, DocumentWrite, Store};
use mediant_record::{Actor, Command, Compartment, Role, stream_list};
use serde_json::{Value, json};
use std::sync::Arc;

async fn ask(line: &Line, actor: &Actor, command: Value) -> bool {
    let command: Command = serde_json::from_value(command).unwrap();
    line.app.desk.ask(actor, command, None).await.is_ok()
}

async fn note(line: &Line, text: &str) -> bool {
    let anna = Actor::person(Role::Principal("A".into()), "anna");
    ask(line, &anna, json!({"command": "write_note", "in": "delegation:A", "text": text})).await
}

async fn put_back(line: &Line, collection: &str, id: &str, older: Document) {
    let known = line.store.document(collection, id).await.unwrap().unwrap().version;
    let write = DocumentWrite { collection: collection.to_owned(), known, document: older };
    line.store.put_documents(&[write]).await.unwrap();
}

async fn reopened(line: &Line) -> Option<OpenError> {
    Desk::open(Arc::new(line.store.clone()), master(), Clockwork::new(5)).await.err()
}

#[tokio::test]
async fn a_key_that_is_gone_is_told_to_whose_it_was_and_the_desk_does_not_open_again() {
    let line = Line::open().await;
    line.open_case().await;
    let anna = line.member("Anna", Role::Principal("A".into())).await;
    let bert = line.member("Bert", Role::Principal("B".into())).await;
    assert!(note(&line, "ours").await);
    let sound = anna.get("/record?verify=1").await.text();
    assert!(sound.contains("verified") && !sound.contains("nothing is missing"), "{sound}");
    line.store.inner.destroy_key(&Compartment::Delegation("A".into())).await.unwrap();
    let page = anna.get("/record?verify=1").await.text();
    assert!(page.contains("altered") && page.contains("delegation:A"), "{page}");
    assert!(!bert.get("/record?verify=1").await.text().contains("delegation:A"));
    assert_eq!(reopened(&line).await, Some(OpenError::KeyGone(Compartment::Delegation("A".into()))));
}

#[tokio::test]
async fn an_older_roster_is_not_taken_and_every_reader_is_told() {
    let line = Line::open().await;
    line.open_case().await;
    let anna = line.member("Anna", Role::Principal("A".into())).await;
    let mona = line.member("Mona", Role::Mediator).await;
    let team = line.member("Tess", Role::Team).await;
    let older = line.store.document(end::ROSTER_COLLECTION, end::ROSTER_ID).await.unwrap().unwrap();
    let close = mona.post(&format!("/api/v1/accounts/{}/close", team.account), &json!({})).await;
    assert!(close.status < 300, "{}", close.text());
    assert_eq!(line.sign_in("Tess", PASSWORD).await.status, 401);
    put_back(&line, end::ROSTER_COLLECTION, end::ROSTER_ID, older).await;
    tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
    assert_eq!(line.sign_in("Tess", PASSWORD).await.status, 401, "the closed account stays closed");
    let page = anna.get("/record?verify=1").await.text();
    assert!(page.contains("roster"), "{page}");
    // Nobody is invited into it either.
    let invited = line.app.accounts.invite(Role::Observer, None, None, jiff::Span::new().hours(1)).await;
    assert!(invited.is_err());
    assert!(matches!(reopened(&line).await, Some(OpenError::End(EndFault::OlderRoster { .. }))));
}

#[tokio::test]
async fn a_list_of_sign_ins_that_lost_something_is_told() {
    let line = Line::open().await;
    line.open_case().await;
    let anna = line.member("Anna", Role::Principal("A".into())).await;
    assert!(note(&line, "one").await);
    let entries = line.store.documents_after(audit::COLLECTION, None, 100).await.unwrap();
    assert!(!entries.is_empty(), "coming in is noted");
    assert!(!anna.get("/record?verify=1").await.text().contains("list of sign-ins: "));
    line.store.inner.remove_document(audit::COLLECTION, &entries[0].id).await.unwrap();
    let page = anna.get("/record?verify=1").await.text();
    assert!(page.contains("list of sign-ins: "), "{page}");
    // Nobody signs in over a list that was put back, and the desk does not open.
    let older = line.store.document(audit::HEAD_COLLECTION, audit::HEAD_ID).await.unwrap().unwrap();
    assert_eq!(line.sign_in("Anna", PASSWORD).await.status, 200);
    assert!(note(&line, "two").await);
    put_back(&line, audit::HEAD_COLLECTION, audit::HEAD_ID, older).await;
    assert_eq!(line.sign_in("Anna", PASSWORD).await.status, 503);
    assert!(matches!(reopened(&line).await, Some(OpenError::End(EndFault::OlderAudit { .. }))));
}

#[tokio::test]
async fn an_older_end_is_not_taken() {
    let line = Line::open().await;
    line.open_case().await;
    assert!(note(&line, "one").await);
    let older = line.store.document(end::COLLECTION, end::ID).await.unwrap().unwrap();
    assert!(note(&line, "two").await);
    put_back(&line, end::COLLECTION, end::ID, older).await;
    assert!(!note(&line, "three").await, "nothing is built on it");
    assert!(matches!(reopened(&line).await, Some(OpenError::End(EndFault::Elsewhere { .. }))));
    line.store.inner.remove_document(end::COLLECTION, end::ID).await.unwrap();
    assert!(!note(&line, "four").await);
    assert_eq!(reopened(&line).await, Some(OpenError::End(EndFault::Absent)));
}

#[tokio::test]
async fn a_list_of_streams_that_is_put_back_or_removed_is_not_taken() {
    for is_removed in [false, true] {
        let line = Line::open().await;
        line.open_case().await;
        let older = line.store.document(stream_list::COLLECTION, stream_list::ID).await.unwrap().unwrap();
        let anna = line.member("Anna", Role::Principal("A".into())).await;
        assert!(note(&line, "the first of its stream").await);
        assert_eq!(line.app.desk.end_faults().await.unwrap(), []);
        assert_eq!(reopened(&line).await, None);
        if is_removed {
            line.store.inner.remove_document(stream_list::COLLECTION, stream_list::ID).await.unwrap();
        } else {
            put_back(&line, stream_list::COLLECTION, stream_list::ID, older).await;
        }
        assert_ne!(line.app.desk.end_faults().await.unwrap(), []);
        assert!(anna.get("/record?verify=1").await.text().contains("list of streams"));
        assert!(matches!(reopened(&line).await, Some(OpenError::End(EndFault::OlderStreams { .. }))));
        let begins = json!({"command": "write_note", "in": "delegation:B", "text": "ours"});
        let bert = Actor::person(Role::Principal("B".into()), "bert");
        assert!(!ask(&line, &bert, begins).await, "no stream begins on it");
    }
}

/// Several servers write at once, accounts as well as events: each end is the right one.
#[tokio::test(flavor = "multi_thread")]
async fn the_end_is_right_whoever_writes() {
    let line = Line::open().await;
    line.open_case().await;
    let beside = line.beside().await;
    let write = async |line: &Line, name: &str| {
        for number in 0..8 {
            assert!(note(line, &format!("{name} {number}")).await);
            line.app.accounts.invite(Role::Observer, None, None, jiff::Span::new().hours(1)).await.unwrap();
        }
    };
    tokio::join!(write(&line, "one"), write(&beside, "other"));
    assert_eq!(line.app.desk.end_faults().await.unwrap(), []);
    assert_eq!(beside.app.desk.end_faults().await.unwrap(), []);
    assert_eq!(reopened(&line).await, None);
}
