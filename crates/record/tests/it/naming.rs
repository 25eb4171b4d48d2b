//! Ids that come from names: unique, the same each time, readable, and no word of what their readers may not know.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot be set up fails")]

use crate::talks::{Talks, command, mediator, party};
use mediant_model::Quorum;
use mediant_model::case::Reader;
use mediant_record::naming::{ID_MAX, id_for};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;

proptest! {
    /// However many things there are, and whatever they are called, each has an id of its own, and the same names give the same ids.
    #[test]
    fn ids_of_names_are_unique_and_stable(names in prop::collection::vec("\\PC{0,80}|[a-c ]{0,3}", 1..30)) {
        let ids = |names: &[String]| {
            let mut all: Vec<String> = Vec::new();
            for name in names {
                let id = id_for(name, "issue", |id| all.iter().any(|known| known == id));
                all.push(id);
            }
            all
        };
        let made = ids(&names);
        let distinct: BTreeSet<&String> = made.iter().collect();
        prop_assert_eq!(distinct.len(), names.len());
        prop_assert_eq!(&made, &ids(&names));
        for id in &made {
            prop_assert!(!id.is_empty() && id.chars().count() <= ID_MAX + 4, "{}", id);
            prop_assert!(!id.starts_with('-') && !id.ends_with('-') && !id.contains("--"), "{}", id);
            let plain = |c: char| c == '-' || c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c);
            prop_assert!(id.chars().all(plain), "{}", id);
        }
    }

    /// What is written in two ways and reads the same has one id.
    #[test]
    fn how_characters_are_put_together_does_not_matter(name in "\\PC{0,40}") {
        let composed: String = name.nfc().collect();
        let apart: String = name.nfd().collect();
        prop_assert_eq!(id_for(&composed, "issue", |_| false), id_for(&apart, "issue", |_| false));
    }
}

#[test]
fn a_name_without_letters_has_an_id_all_the_same() {
    for name in ["", "…", "  ", "🙂", "\u{3164}"] {
        assert_eq!(id_for(name, "party", |_| false), "party");
    }
}

fn issues(place: &str, names: &[&str]) -> Value {
    let issues: Vec<Value> =
        names.iter().map(|name| json!({"name": name, "options": ["yes", "no"]})).collect();
    json!({"command": "add_issues", "in": place, "issues": issues})
}

/// An idea of the mediator's leaves no trace in the ids that the table reads.
#[test]
fn what_the_table_may_not_know_changes_no_id() {
    let ids = |hidden: bool| {
        let mut talks = Talks::opened(Quorum::Unanimity, &[]);
        if hidden {
            talks.must(&mediator(), command(issues("mediator", &["Lamps", "Ropes"])));
        }
        talks.must(&mediator(), command(issues("table", &["Ropes", "Sails!"])));
        let state = talks.state(&party("north"));
        state.issues.iter().map(|issue| issue.id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(ids(true), ids(false));
    // What would be lost in an idea of another name is refused, to the mediator alone.
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    talks.must(&mediator(), command(issues("mediator", &["Lamps"])));
    talks.refused(&mediator(), command(issues("table", &["Lamps!"])));
}

/// All or nothing, and the row is named.
#[test]
fn one_row_that_is_wrong_keeps_all_of_them_back() {
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    let wrong = [
        (
            json!({"in": "table", "issues": [{"name": "Lamps", "options": ["oil"]}, {"name": "Fee", "numbers": {"from": "12,5x", "to": "20", "step": "1"}}]}),
            "issues.1.numbers.from",
            "Fee",
        ),
        (
            json!({"in": "table", "issues": [{"name": "Lamps", "options": ["oil"]}, {"name": "Fee"}]}),
            "issues.1.options",
            "Fee",
        ),
        (
            json!({"in": "table", "issues": [{"name": "Lamps", "options": ["oil", "oil"]}]}),
            "issues.0.options",
            "Lamps",
        ),
        (json!({"in": "table", "table": "Lamps\toil\tgas\n\tno name\n"}), "table", "no name"),
        (json!({"in": "table", "table": "Lamps\toil\nLamps\tgas\n"}), "table", "Lamps"),
    ];
    for (fields, field, word) in wrong {
        let mut ask = fields;
        ask["command"] = json!("add_issues");
        let before = talks.state(&Reader::Mediator).issues.len();
        let refusal = talks.refused(&mediator(), command(ask.clone()));
        assert_eq!(refusal.field.as_deref(), Some(field), "{ask}");
        assert!(refusal.message.contains(word), "{refusal:?}");
        assert_eq!(talks.state(&Reader::Mediator).issues.len(), before);
    }
    let twice =
        json!({"command": "add_parties", "in": "table", "parties": [{"name": "East"}, {"name": "East"}]});
    assert_eq!(talks.refused(&mediator(), command(twice)).field.as_deref(), Some("parties.1.name"));
}

/// Sides with their people: principals decide, delegates speak, and have a mandate where it is said that they do.
#[test]
fn sides_come_with_their_people() {
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    let add = json!({"command": "add_parties", "in": "table", "parties": [
        {"name": "East", "decides": ["Ana"], "speaks": ["Marek", "Ana Brandt"], "mandate": true},
        {"name": "South-east", "decides": ["Ana"], "speaks": ["Leila"]},
    ]});
    talks.must(&mediator(), command(add));
    let state = talks.state(&party("north"));
    let east = state.parties.iter().find(|party| party.id.as_str() == "east").unwrap();
    let people: Vec<&str> = east.people.iter().map(|person| person.id.as_str()).collect();
    assert_eq!(people, ["ana", "marek", "ana-brandt"]);
    let other = state.parties.iter().find(|party| party.id.as_str() == "south-east").unwrap();
    assert_eq!(other.people.first().unwrap().id.as_str(), "ana-2");
    let mandates: Vec<&str> = state.mandates.values().map(|given| given.person.as_str()).collect();
    assert_eq!(mandates.iter().filter(|person| ["marek", "ana-brandt"].contains(*person)).count(), 2);
    assert!(!mandates.contains(&"leila"));
}
