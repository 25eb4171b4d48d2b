//! The harbour's talks as commands: decided today, they come to the very events that are on record.

use super::written::keyring;
use mediant_model::case::Reader;
use mediant_record::conformance::stored::{LOG, readers};
use mediant_record::deletion::{self, CompartmentDeleted};
use mediant_record::event::{Event, Placed};
use mediant_record::id::EventId;
use mediant_record::keyring::Keyring;
use mediant_record::mediation::MediationOutcome;
use mediant_record::{Actor, Command, Compartment, Context, Request, State, codec, decide};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// The harbour's talks from their opening to their end. Ids are the step's name and a number.
const HARBOUR: &str = include_str!("../../fixtures/harbour/story.jsonl");

/// A record that begins with a case file, and its events.
const IMPORTED: &str = include_str!("../../fixtures/imported/story.jsonl");
const IMPORTED_LOG: &str = include_str!("../../fixtures/imported/log.tsv");

/// Talks in which acts are recorded on parties' words, contested and confirmed, and doors opened; and their events.
const REPORTED: &str = include_str!("../../fixtures/reported/story.jsonl");
const REPORTED_LOG: &str = include_str!("../../fixtures/reported/log.tsv");
/// A caucus that its party agreed to delete, and what a delegation deleted itself.
const DELETED: &str = include_str!("../../fixtures/deleted/story.jsonl");
const DELETED_LOG: &str = include_str!("../../fixtures/deleted/log.tsv");
/// Keys that are registered, vouched for and revoked, and its events.
const KEYS: &str = include_str!("../../fixtures/keys/story.jsonl");
const KEYS_LOG: &str = include_str!("../../fixtures/keys/log.tsv");
/// What is put right, taken out and retired, and its events.
const MENDED: &str = include_str!("../../fixtures/mended/story.jsonl");
pub const MENDED_LOG: &str = include_str!("../../fixtures/mended/log.tsv");
/// What comes after the harbour's talks: who comes in for a party.
const DOORS: &str = include_str!("../../fixtures/doors/story.jsonl");
const DOORS_LOG: &str = include_str!("../../fixtures/doors/log.tsv");
/// What a delegate recommends, and clauses that are answered at once.
const ADVICE: &str = include_str!("../../fixtures/advice/story.jsonl");
const ADVICE_LOG: &str = include_str!("../../fixtures/advice/log.tsv");

/// Something that somebody asks for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    /// Its name. The ids that are drawn for it begin with it.
    step: String,
    at: jiff::Timestamp,
    by: Actor,
    command: Value,
    /// What the desk works out, where it concludes a mediation.
    outcome: Option<MediationOutcome>,
    /// The name of its request.
    request: Option<String>,
}

/// Plays a story from the beginning. Readers of a compartment that is deleted know nothing of it any more.
pub fn played(story: &str, keyring: &Keyring) -> Vec<Placed> {
    let mut log: Vec<Placed> = Vec::new();
    let mut states = fold(&log);
    for line in story.lines() {
        let step: Step = serde_json::from_str(line).unwrap();
        let events = with_told(&log, decided(&states, &step, keyring));
        for placed in &events {
            for (reader, state) in &mut states {
                if placed.compartment.is_read_by(reader) {
                    state.apply(placed).unwrap();
                }
            }
        }
        log.extend(events);
        if let Some(deleted) = step.command.get("compartment").and_then(Value::as_str) {
            let deleted = Compartment::named(deleted).unwrap();
            let left: Vec<Placed> =
                log.iter().filter(|placed| placed.compartment != deleted).cloned().collect();
            states = fold(&left);
        }
    }
    log
}

/// The same with what the desk adds, which knows how long streams are: what a party is told of a deletion.
fn with_told(log: &[Placed], events: Vec<Placed>) -> Vec<Placed> {
    let told = |placed: &Placed| {
        let Event::CompartmentDeleted(CompartmentDeleted { deleted }) = &placed.recorded.event else {
            return None;
        };
        let entries = log.iter().filter(|placed| placed.compartment == *deleted).count() as u64;
        let id = EventId::new(format!("{}-told", placed.recorded.id.as_str()));
        deletion::told(placed, entries, [7; 32], id)
    };
    let told: Vec<Placed> = events.iter().filter_map(told).collect();
    told.into_iter().chain(events).collect()
}

fn fold(log: &[Placed]) -> BTreeMap<Reader, State> {
    let folded = readers().map(|(_, reader)| {
        let mut state = State::new(&reader);
        for placed in log.iter().filter(|placed| placed.compartment.is_read_by(&reader)) {
            state.apply(placed).unwrap();
        }
        (reader, state)
    });
    folded.into()
}

fn decided(states: &BTreeMap<Reader, State>, step: &Step, keyring: &Keyring) -> Vec<Placed> {
    let command: Command = serde_json::from_value(step.command.clone()).unwrap();
    let mut count = 0;
    let mut ids = || {
        count += 1;
        format!("{}-{count}", step.step)
    };
    let closes = step.command["command"] == "close_round";
    let round = closes.then(|| serde_json::from_value(step.command["round"].clone()).unwrap());
    let sealed = states.iter().filter_map(|(reader, state)| match reader {
        Reader::Party(party) => Some((party.clone(), state.sealed_answers(round.as_ref()?)?.clone())),
        Reader::Mediator | Reader::Public => None,
    });
    let request = step.request.as_ref().map(|name| {
        let content = serde_json::to_vec(&command).unwrap();
        Request { name: name.clone(), digest: keyring.request_digest(name, &content).unwrap() }
    });
    let mut context = Context {
        now: step.at,
        today: jiff::tz::TimeZone::UTC.to_datetime(step.at).date(),
        ids: &mut ids,
        sealed: sealed.collect(),
        outcome: step.outcome.clone(),
        request,
        account: None,
    };
    match decide(&states[&step.by.role.reader()], &step.by, &command, &mut context) {
        Ok(events) => events,
        Err(refusal) => panic!("{}: {refusal:?}", step.step),
    }
}

/// Events as a log holds them: the compartment, a tabulator, the payload.
pub fn lines(log: &[Placed]) -> String {
    let line = |placed: &Placed| {
        let payload = String::from_utf8(codec::encode(&placed.recorded).unwrap()).unwrap();
        format!("{}\t{payload}\n", placed.compartment)
    };
    log.iter().map(line).collect()
}

#[test]
fn what_was_asked_then_comes_to_the_same_events_now() {
    let (on, on_log) = ([HARBOUR, DOORS].concat(), [LOG, DOORS_LOG].concat());
    let stories = [
        (HARBOUR, LOG),
        (IMPORTED, IMPORTED_LOG),
        (REPORTED, REPORTED_LOG),
        (DELETED, DELETED_LOG),
        (KEYS, KEYS_LOG),
        (MENDED, MENDED_LOG),
        (ADVICE, ADVICE_LOG),
        (&*on, &*on_log),
    ];
    for (story, log) in stories {
        let now = lines(&played(story, &keyring()));
        for (now, then) in now.lines().zip(log.lines()) {
            assert_eq!(as_it_was(now, then), then);
        }
        assert_eq!(now.lines().count(), log.lines().count());
    }
}

/// An event without what was not kept then: whose acceptance was only recorded on their word when an agreement was declared, or
/// a communiqué published; that a person who is named again keeps what is not said; what a mediation leaves out.
fn as_it_was(now: &str, then: &str) -> String {
    let (compartment, payload) = now.split_once('\t').unwrap();
    let mut payload: Value = serde_json::from_str(payload).unwrap();
    if !then.contains("\"reported\":") {
        payload.as_object_mut().unwrap().remove("reported");
    }
    if !then.contains("\"keeps\":") {
        payload.as_object_mut().unwrap().remove("keeps");
    }
    if !then.contains("\"left_out\":") {
        payload.as_object_mut().unwrap().remove("left_out");
    }
    format!("{compartment}\t{payload}")
}

/// Every kind of command is asked for, and every kind of event comes of it.
#[test]
fn the_stories_leave_nothing_out() {
    let asked = [HARBOUR, IMPORTED, REPORTED, DELETED, KEYS, MENDED, DOORS, ADVICE].concat();
    let recorded = [LOG, REPORTED_LOG, DELETED_LOG, KEYS_LOG, MENDED_LOG, DOORS_LOG, ADVICE_LOG].concat();
    // What is asked for at once comes to events that the commands for one thing each come to as well.
    let at_once = ["add_parties", "add_issues", "confirm_rankings"];
    for kind in super::kinds::of_commands().keys().filter(|kind| !at_once.contains(&kind.as_str())) {
        assert!(asked.contains(&format!("\"command\":\"{kind}\"")), "{kind}");
    }
    // No command comes to a signed act: the desk puts it behind the events of what was signed.
    for kind in super::kinds::of_events().keys().filter(|kind| *kind != "act_signed") {
        assert!(recorded.contains(&format!("\"event\":\"{kind}\"")), "{kind}");
    }
}
