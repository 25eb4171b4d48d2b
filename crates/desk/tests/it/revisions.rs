//! A count of events is no version: what was deleted never shows again, and nobody who listens or looks misses anything,
//! whatever numbers come back.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up fails"
)]

use crate::line::{Line, Listener, Member};
use mediant_model::case::Reader;
use mediant_record::state::Revision;
use mediant_record::{Actor, Command, Role, State};
use serde_json::{Value, json};

/// Points that occur in nobody else's brief: the fraction shows wherever they are counted.
const OF_B: &str = "47.75";
const TRACE: &str = ".75";

async fn ask(line: &Line, role: Role, command: Value) {
    let command: Command = serde_json::from_value(command).unwrap();
    line.app.desk.ask(&acting(role), command, None).await.unwrap();
}

/// A party's principal, where the role is one.
fn acting(role: Role) -> Actor {
    let person = match &role {
        Role::Principal(party) if party.as_str() == "A" => "anna",
        Role::Principal(_) => "bert",
        _ => return Actor::new(role),
    };
    Actor::person(role, person)
}

fn of(party: &str) -> Role {
    Role::Principal(party.into())
}

async fn deposit(line: &Line, party: &str, wide: &str) {
    let text = format!(
        "mediant_brief = 1\nparty = \"{party}\"\n[points]\nquay = {{ options = {{ wide = {wide}, narrow = 4 }} }}\n"
    );
    ask(line, of(party), json!({"command": "deposit_brief", "party": party, "text": text})).await;
}

/// A case with two briefs and `more` further events in B's caucus.
async fn table(more: usize) -> Line {
    let line = Line::open().await;
    line.open_case().await;
    line.principal("B", "bert", "Bert").await;
    let issue = json!({"id": "quay", "name": "Quay", "kind": "discrete",
        "options": [{"id": "wide", "name": "wide"}, {"id": "narrow", "name": "narrow"}]});
    ask(&line, Role::Mediator, json!({"command": "add_issue", "in": "table", "issue": issue})).await;
    deposit(&line, "A", "9").await;
    deposit(&line, "B", OF_B).await;
    for _ in 0..more {
        ask(&line, of("B"), json!({"command": "tell_item", "party": "B", "text": "an item"})).await;
    }
    line
}

async fn delete_b(line: &Line) {
    agreed(line).await;
    deleted(line).await;
}

/// B is asked whether its caucus may be deleted, and agrees.
async fn agreed(line: &Line) {
    ask(line, Role::Mediator, json!({"command": "ask_to_delete", "party": "B"})).await;
    ask(line, of("B"), json!({"command": "answer_deletion", "party": "B", "agrees": true})).await;
}

async fn deleted(line: &Line) {
    let delete = json!({"command": "delete_compartment", "compartment": "caucus:B"});
    ask(line, Role::Mediator, delete).await;
}

async fn note(line: &Line) {
    ask(line, Role::Mediator, json!({"command": "write_note", "in": "mediator", "text": "later"})).await;
}

/// Where the brief's numbers show, of everything that the mediator looks at.
async fn shown(chair: &Member<'_>) -> Vec<&'static str> {
    let mut shown = Vec::new();
    for path in [
        "/api/v1/analysis",
        "/api/v1/certificate",
        "/api/v1/analysis/picture.svg",
        "/deal",
        "/deal/certificate.json",
        "/preview/of-B/brief",
    ] {
        if chair.get(path).await.text().contains(TRACE) {
            shown.push(path);
        }
    }
    shown
}

fn stands(line: &Line, reader: &Reader) -> Revision {
    line.app.desk.read(reader, State::revision).unwrap()
}

#[tokio::test]
async fn a_deleted_brief_never_counts_again_at_whatever_number_of_events() {
    for more in [0, 1, 4] {
        let line = table(0).await;
        let chair = line.member("Chair", Role::Mediator).await;
        assert!(shown(&chair).await.contains(&"/api/v1/analysis"), "there is something to look for");
        for _ in 0..more {
            // Looked at, and so kept, at every number of events that comes back.
            ask(&line, of("B"), json!({"command": "tell_item", "party": "B", "text": "an item"})).await;
            assert!(!shown(&chair).await.is_empty());
        }
        delete_b(&line).await;
        for step in 0..more + 3 {
            assert_eq!(shown(&chair).await, [""; 0], "{more} events more, {step} after the deletion");
            note(&line).await;
        }
    }
}

/// The streams of programs, broken off before the deletion and taken up again after it, at every number of events.
#[tokio::test]
async fn who_takes_a_stream_up_again_after_a_deletion_is_told_of_it() {
    for (more, later) in [(0, 0), (0, 1), (0, 3), (2, 0), (2, 2), (2, 3), (2, 6)] {
        let line = table(more).await;
        let chair = line.member("Chair", Role::Mediator).await;
        agreed(&line).await;
        let before = stands(&line, &Reader::Mediator);
        let mut open =
            Listener::open(&line, Some(&chair), &format!("/api/v1/events?after={before}"), &[]).await;
        deleted(&line).await;
        for _ in 0..later {
            note(&line).await;
        }
        let text = before.to_string();
        let header = [("last-event-id", text.as_str())];
        let count = before.seen.to_string();
        let by_count = [("last-event-id", count.as_str())];
        let mut again = [
            Listener::open(&line, Some(&chair), "/api/v1/events", &header).await,
            Listener::open(&line, Some(&chair), &format!("/api/v1/events?after={before}"), &[]).await,
            Listener::open(&line, Some(&chair), "/api/v1/events", &by_count).await,
        ];
        for listener in std::iter::once(&mut open).chain(&mut again) {
            let frame = listener.frame().await;
            assert!(frame.contains("event: deleted"), "{more} and {later}: {frame}");
            // What the listener reads anew by then, it is not told of; the rest comes.
            let id = frame.lines().find_map(|line| line.strip_prefix("id: ")).unwrap();
            let mut told = Revision::from_text(id).unwrap();
            let now = stands(&line, &Reader::Mediator);
            while told != now {
                let frame = listener.frame().await;
                let id = frame.lines().find_map(|line| line.strip_prefix("id: ")).unwrap();
                let next = Revision::from_text(id).unwrap();
                assert_eq!(next.seen, told.seen + 1, "{frame}");
                told = next;
            }
        }
        note(&line).await;
        for listener in std::iter::once(&mut open).chain(&mut again) {
            assert!(listener.frame().await.contains("note_written"));
        }
    }
}

/// An open page: it hears of the deletion, whatever number of events its reader comes to, and what it is given then is not
/// what it shows.
#[tokio::test]
async fn an_open_page_is_fetched_anew_after_a_deletion() {
    for more in [0, 3] {
        let line = table(more).await;
        let chair = line.member("Chair", Role::Mediator).await;
        let bert = line.member("Bert", of("B")).await;
        let anna = line.member("Anna", of("A")).await;
        let seen = async |member: &Member<'_>| {
            let page = member.get("/").await.text();
            let (_, rest) = page.split_once("data-seen=\"").unwrap();
            rest.split_once('"').unwrap().0.to_owned()
        };
        let (of_chair, of_bert, of_anna) = (seen(&chair).await, seen(&bert).await, seen(&anna).await);
        let mut pages = [
            (
                &chair,
                of_chair.clone(),
                Listener::open(&line, Some(&chair), &format!("/live?after={of_chair}"), &[]).await,
            ),
            (
                &bert,
                of_bert.clone(),
                Listener::open(&line, Some(&bert), &format!("/live?after={of_bert}"), &[]).await,
            ),
        ];
        delete_b(&line).await;
        for (member, before, page) in &mut pages {
            page.news().await;
            assert_ne!(seen(member).await, *before);
        }
        // Whom it does not concern stays where it was.
        assert_eq!(seen(&anna).await, of_anna);
    }
}

/// The receipt of a request says where its events stand, and no two receipts say the same, whatever is deleted in between.
#[tokio::test]
async fn receipts_tell_apart_what_has_the_same_number() {
    let line = table(2).await;
    let chair = line.member("Chair", Role::Mediator).await;
    let mut told = std::collections::BTreeMap::<String, String>::new();
    for step in 0..6 {
        if step == 3 {
            delete_b(&line).await;
        }
        let note = json!({"in": "mediator", "text": format!("note {step}")});
        let receipt = chair.post("/api/v1/commands/write_note", &note).await.json();
        let revision = receipt["revision"].as_str().unwrap().to_owned();
        assert_eq!(
            Revision::from_text(&revision).map(|revision| Some(revision.seen)),
            Some(receipt["seen"].as_u64())
        );
        assert_eq!(chair.get("/api/v1/case").await.json()["revision"], revision);
        assert_eq!(told.insert(revision, receipt["seen"].to_string()), None);
    }
}
