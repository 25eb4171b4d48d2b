//! What an operator with the master key and the whole source can do to a record, and what finds it.
//!
//! Each attack is carried out on a record of two parties, each of which kept a copy from before, and one of which signed an act.
//! Then everything looks that there is: `verify-record`, the same against kept heads, `verify-copy` with the party's kept copy, with
//! the other party's, with the act, and `verify-agreement`. The table in `docs/SECURITY.md` is this one, row by row.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

mod attacks;
mod signed;
mod thief;

use crate::line::{Clockwork, master};
use attacks::{ATTACKS, Attack, Done};
use mediant_attest::Pin;
use mediant_attest::agreement;
use mediant_attest::copy::{Copy, Relation};
use mediant_desk::Desk;
use mediant_model::PartyId;
use mediant_model::case::Reader;
use mediant_record::memory::MemoryStore;
use mediant_record::verify::Heads;
use mediant_record::{Actor, Command, Role};
use serde_json::{Value, json};
use signed::Signed;
use std::sync::Arc;
use thief::Taken;

/// The record and what was kept of it elsewhere.
pub struct Before {
    /// As it stands when it is attacked.
    pub now: Taken,
    /// As it stood when the copies were made.
    pub then: Taken,
    /// As it stood after the last event, before the last sign-in.
    pub between: Taken,
    /// The copies that A and B kept.
    pub kept: [Copy; 2],
    /// The heads that the mediator kept.
    pub heads: Heads,
    /// What both signed, on the table of the copies.
    pub signed: Signed,
}

const SECURITY: &str = include_str!("../../../../../docs/SECURITY.md");

fn principal(party: &str) -> Actor {
    Actor::person(Role::Principal(party.into()), format!("{party}1").as_str())
}

async fn ask(desk: &Desk, actor: &Actor, command: Value) -> Option<String> {
    let command: Command = serde_json::from_value(command).unwrap();
    desk.ask(actor, command, Some(desk.world().id())).await.unwrap().made
}

async fn talks(desk: &Desk) {
    let m = Actor::new(Role::Mediator);
    let open = json!({"command": "open_case", "in": "table", "title": "Talks", "agreement": {}});
    ask(desk, &m, open).await;
    for id in ["A", "B"] {
        let party = json!({"id": id, "name": id, "role": "negotiating"});
        ask(desk, &m, json!({"command": "add_party", "in": "table", "party": party})).await;
        let person = json!({"id": format!("{id}1"), "name": id, "role": "principal"});
        ask(desk, &m, json!({"command": "name_person", "in": "table", "party": id, "person": person})).await;
    }
    let issue = json!({"id": "quay", "name": "Quay", "kind": "discrete",
        "options": [{"id": "wide", "name": "wide"}, {"id": "narrow", "name": "narrow"}]});
    ask(desk, &m, json!({"command": "add_issue", "in": "table", "issue": issue})).await;
    let clauses = json!([{"heading": "Quay", "issue": "quay", "text": "The quay is wide."}]);
    let put = json!({"command": "put_draft", "in": "table", "title": "First", "clauses": clauses});
    let draft = ask(desk, &m, put).await.unwrap();
    let first = |state: &mediant_record::State| {
        let (id, _) = state.drafts.iter().next().unwrap();
        assert_eq!(id.as_str(), draft);
        let draft = state.latest_draft(&mediant_record::Compartment::Table).unwrap().1;
        state.clauses(draft)[0].clause.id.to_string()
    };
    let clause = desk.read(&Reader::Mediator, first).unwrap();
    for party in ["A", "B"] {
        let accept = json!({"command": "answer_clause", "in": "table", "draft": draft, "clause": clause,
            "party": party, "answer": "accept"});
        ask(desk, &principal(party), accept).await;
    }
    let tell = json!({"command": "tell_item", "party": "A", "text": "we would take two", "release": "held"});
    let item = ask(desk, &principal("A"), tell).await.unwrap();
    let release = json!({"command": "release_item", "item": item, "release": "substance", "person": "A1"});
    ask(desk, &principal("A"), release).await;
    let pass = json!({"command": "pass_item_on", "item": item, "to": {"party": "B"}, "wording": "there is movement"});
    ask(desk, &m, pass).await;
    for party in ["A", "B"] {
        let note = json!({"command": "write_note", "in": format!("delegation:{party}"), "text": "our floor"});
        ask(desk, &principal(party), note).await;
    }
    ask(desk, &m, json!({"command": "write_note", "in": "mediator", "text": "they are near"})).await;
}

async fn before() -> Before {
    let store = MemoryStore::new();
    let desk = Desk::open(Arc::new(store.clone()), master(), Clockwork::new(1)).await.unwrap();
    desk.put_roster(0, b"accounts of the first day").await.unwrap();
    talks(&desk).await;
    desk.note_sign_in("01", b"{}").await.unwrap();
    let copy = async |party: &str| {
        let reader = Reader::Party(PartyId::from(party));
        desk.sealed_copy(&reader).await.unwrap().opened().unwrap()
    };
    let kept = [copy("A").await, copy("B").await];
    let then = Taken::of(&store).await;
    let table = kept[0].stream("table").unwrap().entries.last().unwrap();
    let signed = Signed::new(kept[0].case_id, Pin { length: table.sequence, link: table.link });
    desk.put_roster(1, b"accounts of the second day").await.unwrap();
    desk.note_sign_in("02", b"{}").await.unwrap();
    let m = Actor::new(Role::Mediator);
    let session = json!({"command": "plan_session", "in": "table", "plan": {"parties": ["A", "B"]}});
    ask(&desk, &m, session).await;
    let tell = json!({"command": "tell_item", "party": "A", "text": "and three at the most"});
    ask(&desk, &principal("A"), tell).await;
    let between = Taken::of(&store).await;
    desk.note_sign_in("03", b"{}").await.unwrap();
    let now = Taken::of(&store).await;
    Before { heads: then.heads(), now, then, between, kept, signed }
}

/// Whether a copy does not continue the one that the same party kept.
fn parted(new: &Copy, kept: &Copy) -> bool {
    let stretches = new.against(kept);
    !new.check().is_empty()
        || stretches.map_or(true, |stretches| {
            let broken = |relation| matches!(relation, Relation::Parts { .. } | Relation::Shorter { .. });
            stretches.iter().any(|stretch| broken(stretch.relation))
        })
}

/// Whether the copies of two parties show two tables.
fn two_tables(one: &Copy, other: &Copy) -> bool {
    one.against(other).map_or(true, |stretches| {
        stretches.iter().any(|stretch| matches!(stretch.relation, Relation::Parts { .. }))
    })
}

/// What finds it.
async fn finders(before: &Before, done: Done) -> Vec<&'static str> {
    let mut found = Vec::new();
    match done {
        Done::Record(shown) => {
            let [to_a, to_b] = *shown;
            if !to_a.verified(None).is_empty() {
                found.push("verify-record");
            } else if !to_a.verified(Some(&before.heads)).is_empty() {
                found.push("verify-record --against");
            }
            let (a, b) = (to_a.copy_for("A").await, to_b.copy_for("B").await);
            let pairs = [&a, &b].into_iter().zip(&before.kept);
            if pairs
                .filter_map(|(new, kept)| Some((new.as_ref()?, kept)))
                .any(|(new, kept)| parted(new, kept))
            {
                found.push("verify-copy");
            }
            if a.as_ref().zip(b.as_ref()).is_some_and(|(a, b)| two_tables(a, b)) {
                found.push("verify-copy of two");
            }
            if a.as_ref().is_some_and(|a| a.has_table(&before.signed.table) != Some(true)) {
                found.push("verify-copy --act");
            }
        }
        Done::Copy(copy) => {
            if !copy.check().is_empty() {
                found.push("verify-copy");
            }
        }
        Done::Agreement(text) => {
            let report = agreement::verify(&text, &before.signed.keys(), &before.kept);
            if !report.is_ok_and(|report| report.is_proven()) {
                found.push("verify-agreement");
            }
        }
    }
    found
}

/// A row of the table, as `docs/SECURITY.md` has it.
fn row(attack: &Attack, found: &[&str]) -> String {
    let found = if found.is_empty() {
        "**not found**".to_owned()
    } else {
        found.iter().map(|by| format!("`{by}`")).collect::<Vec<_>>().join(", ")
    };
    format!("| {} | {} | {found} |", attack.number, attack.what)
}

#[tokio::test]
async fn every_attack_is_found_or_stands_in_the_documents_as_not_found() {
    assert!(ATTACKS.len() >= 25);
    let before = before().await;
    // Nothing is found where nothing was done.
    let untouched = Done::Record(Box::new([before.now.clone(), before.now.clone()]));
    assert_eq!(finders(&before, untouched).await, [""; 0]);
    let sound = attacks::sound(&before);
    assert_eq!(finders(&before, sound).await, [""; 0]);
    let mut rows = Vec::new();
    for (attack, number) in ATTACKS.iter().zip(1..) {
        assert_eq!(attack.number, number, "{}", attack.what);
        rows.push(row(attack, &finders(&before, (attack.run)(&before)).await));
    }
    let missing: Vec<&String> = rows.iter().filter(|row| !SECURITY.contains(row.as_str())).collect();
    assert!(missing.is_empty(), "docs/SECURITY.md lacks these rows:\n{}", rows.join("\n"));
    let in_documents = SECURITY.lines().filter(|line| {
        line.strip_prefix("| ").is_some_and(|line| line.starts_with(|digit: char| digit.is_ascii_digit()))
    });
    assert_eq!(in_documents.count(), ATTACKS.len());
}

#[tokio::test]
async fn whichever_stream_is_touched_without_a_key_is_named() {
    let now = before().await.now;
    let streams: std::collections::BTreeSet<String> =
        now.entries.iter().map(|entry| entry.compartment.name()).collect();
    assert!(streams.len() >= 5, "{streams:?}");
    for name in &streams {
        let touched = [
            now.clone().keyless(name),
            now.noise(name).keyless(name),
            now.without(name),
            now.without(name).keyless(name),
        ];
        for taken in touched {
            let faults = taken.verified(None);
            assert!(faults.iter().any(|fault| fault.contains(&format!("`{name}`"))), "{name}: {faults:?}");
        }
    }
}
