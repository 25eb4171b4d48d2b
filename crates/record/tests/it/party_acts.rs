//! Every act of a party, once by its own account and once recorded for it: the list that the laws go through.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot be set up fails"
)]

use crate::talks::{Talks, command, mediator, principal};
use mediant_model::Quorum;
use mediant_model::case::Reader;
use mediant_record::confirmation::Weight;
use mediant_record::{Actor, Command, Compartment, Event, Placed, Role, State};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// One a line: the kind of event, what it weighs, what has to happen before, and what the party asks for.
const ACTS: &str = include_str!("../fixtures/party-acts.jsonl");

/// An act of the party `north`.
#[derive(Clone, Debug, Deserialize)]
pub struct PartyAct {
    /// The kind of its event.
    pub event: String,
    /// What it does to the party.
    pub weight: Weight,
    before: Vec<Step>,
    names: bool,
    act: Value,
}

#[derive(Clone, Debug, Deserialize)]
struct Step {
    by: String,
    command: Value,
}

/// Every act on the list.
pub fn acts() -> Vec<PartyAct> {
    ACTS.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

pub fn team() -> Actor {
    Actor::new(Role::Team)
}

/// The talks, with what has to happen before the act; where `come`, a principal of the party came to the desk first.
pub fn before(act: &PartyAct, come: bool) -> (Talks, Vec<String>) {
    let mut talks = Talks::opened(Quorum::AtLeast(2), &[]);
    if come {
        come_in(&mut talks, "north");
    }
    let mut made = Vec::new();
    for step in &act.before {
        let by = if step.by == "mediator" { mediator() } else { principal(&step.by) };
        let wish = command(filled(&talks, &step.command, &made));
        let events = talks.must(&by, wish);
        let id = events.iter().find_map(|placed| placed.recorded.event.made().map(str::to_owned));
        made.push(id.unwrap_or_default());
    }
    (talks, made)
}

/// A principal of the party comes in by a door of its own.
pub fn come_in(talks: &mut Talks, party: &str) {
    let open = json!({"command": "open_door", "door": format!("account of {party}"), "role": {"principal": party},
        "person": format!("{party}_principal"), "let_in_by": "mediator"});
    talks.must(&mediator(), command(open));
}

impl PartyAct {
    /// The party does it itself.
    pub fn by_the_party(&self, talks: &mut Talks, made: &[String]) -> Vec<Placed> {
        let wish = command(filled(talks, &self.act, made));
        talks.must(&principal("north"), wish)
    }

    /// What the team asks for who records it on the party's word.
    pub fn wish(&self, talks: &Talks, made: &[String]) -> Command {
        let mut wish = filled(talks, &self.act, made);
        if self.names {
            wish["person"] = json!("north_principal");
        }
        command(wish)
    }

    /// The team records it on the party's word.
    pub fn by_the_team(&self, talks: &mut Talks, made: &[String]) -> Vec<Placed> {
        let wish = self.wish(talks, made);
        talks.must(&team(), wish)
    }
}

/// A command with the ids put in that were made before.
fn filled(talks: &Talks, wish: &Value, made: &[String]) -> Value {
    match wish {
        Value::String(text) => match text.strip_prefix('$') {
            Some("clause") => {
                let state = talks.state(&Reader::Mediator);
                let (_, draft) = state.latest_draft(&Compartment::Table).expect("a draft");
                json!(draft.clauses[0].id)
            }
            Some(at) => json!(made[at.parse::<usize>().expect("a number")]),
            None => wish.clone(),
        },
        Value::Array(list) => list.iter().map(|entry| filled(talks, entry, made)).collect(),
        Value::Object(fields) => {
            fields.iter().map(|(name, entry)| (name.clone(), filled(talks, entry, made))).collect()
        }
        other => other.clone(),
    }
}

/// What a state holds but for who recorded what when, and for what was recorded on whose word.
pub fn substance(state: &State) -> Value {
    let mut value = serde_json::to_value(state).expect("a snapshot");
    let fields = value.as_object_mut().expect("an object");
    for apart in ["seen", "latest", "latest_day", "requests", "reported", "doors", "clocks", "disclosed"] {
        fields.remove(apart);
    }
    without_traces(&mut value);
    value
}

fn without_traces(value: &mut Value) {
    if value.get("index").is_some() && value.get("by").is_some() {
        *value = Value::Null;
    }
    match value {
        Value::Array(list) => list.iter_mut().for_each(without_traces),
        Value::Object(fields) => fields.values_mut().for_each(without_traces),
        _ => {}
    }
}

/// Every kind that is a party's act is on the list, and no other is.
#[test]
fn no_act_of_a_party_is_forgotten() {
    let listed: BTreeSet<String> = acts().into_iter().map(|act| act.event).collect();
    // Each kind says itself whether it is one, and does not compile where it says nothing. Here it is asked
    // of every event that is on record in whole stories, each on the state it was recorded on.
    let mut found = BTreeSet::new();
    for log in [mediant_record::conformance::stored::LOG, crate::stored::MENDED_LOG] {
        let mut state = State::new(&Reader::Mediator);
        for line in log.lines() {
            let placed = mediant_record::conformance::stored::placed(line);
            if placed.recorded.event.act_of(&state).is_some() {
                found.insert(placed.recorded.event.kind().to_owned());
            }
            if placed.compartment.is_read_by(&Reader::Mediator) {
                state.apply(&placed).expect("it fits");
            }
        }
    }
    assert_eq!(found, listed);
    assert!(listed.iter().all(|kind| Event::KINDS.contains(&kind.as_str())));
}
