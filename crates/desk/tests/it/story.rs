//! The stories, played on states alone: every reader's, without a store.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up fails"
)]

use jiff::Timestamp;
use jiff::tz::Offset;
use mediant_desk::story::{
    INVENTED, Part, STORIES, Step, TALKS_DAY, WATER_DAY, sportco, talks_2025_12_04, talks_shown, water,
};
use mediant_engine::{Analysis, Settings, Unlimited, analyze};
use mediant_formats::{InputFile, Negotiation, native};
use mediant_model::case::Reader;
use mediant_model::problem::Options;
use mediant_model::{Case, Problem};
use mediant_record::event::{Event, Placed};
use mediant_record::item::{ItemTold, Release};
use mediant_record::note::NoteWritten;
use mediant_record::round::CloseRound;
use mediant_record::session::SessionState;
use mediant_record::talks::Stage;
use mediant_record::{Command, Compartment, Context, State, decide};
use mediant_render::{Found, Posed, json};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A story, played.
struct Played {
    states: BTreeMap<Reader, State>,
    log: Vec<Placed>,
    /// What each label came to stand for.
    ids: BTreeMap<String, String>,
}

fn play(steps: &[Step], parties: &[&str]) -> Played {
    let mut readers = vec![Reader::Mediator, Reader::Public];
    readers.extend(parties.iter().map(|party| Reader::Party((*party).into())));
    let mut played = Played {
        states: readers.into_iter().map(|reader| (reader.clone(), State::new(&reader))).collect(),
        log: Vec::new(),
        ids: BTreeMap::new(),
    };
    let mut count = 0_u32;
    for step in steps {
        let mut made = Vec::new();
        let mut ids = || {
            count += 1;
            made.push(format!("id{count}"));
            format!("id{count}")
        };
        let today = day(step.at);
        let state = &played.states[&step.actor.role.reader()];
        let command = step.resolved(&played.ids, state).unwrap();
        let sealed = match &command {
            Command::CloseRound(CloseRound { round }) => {
                let answers = played.states.iter().filter_map(|(reader, state)| match reader {
                    Reader::Party(party) => Some((party.clone(), state.sealed_answers(round)?.clone())),
                    Reader::Mediator | Reader::Public => None,
                });
                answers.collect()
            }
            _ => BTreeMap::new(),
        };
        let mut context = Context {
            now: step.at,
            today,
            ids: &mut ids,
            sealed,
            outcome: None,
            request: None,
            account: None,
        };
        let events = decide(state, &step.actor, &command, &mut context)
            .unwrap_or_else(|refusal| panic!("{command:?} at {}: {refusal}", step.at));
        for placed in &events {
            for (reader, state) in &mut played.states {
                if placed.compartment.is_read_by(reader) {
                    state.apply(placed).unwrap();
                }
            }
        }
        // Everything that a story names is made by a command that draws the thing's id before its event's.
        if let (Some(label), Some(id)) = (step.label, made.first()) {
            let first = played.ids.insert(label.to_owned(), id.clone());
            assert_eq!(first, None, "the label {label} stands for two things");
        }
        played.log.extend(events);
    }
    played
}

fn day(at: Timestamp) -> mediant_model::Date {
    Offset::UTC.to_datetime(at).date()
}

fn talks() -> Played {
    play(&talks_2025_12_04(), &["russia", "ukraine"])
}

#[expect(clippy::disallowed_methods, reason = "the examples are files")]
fn example(name: &str) -> String {
    std::fs::read_to_string(format!("{}/../../examples/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn analysis(case: &Case) -> Analysis {
    let problem = Problem::compile(case, &[], &Options::default()).unwrap();
    analyze(&problem, &Settings::default(), &Unlimited)
}

/// The report on a case as JSON, for a reader.
fn report(case: Case, reader: Reader) -> Value {
    let posed =
        Posed::new(Negotiation { case, briefs: Vec::new(), notes: Vec::new() }, reader, None).unwrap();
    let analysis = analyze(&posed.problem, &Settings::default(), &Unlimited);
    serde_json::from_str(&json::render(&posed, &Found::new(&analysis), None).unwrap()).unwrap()
}

fn sorted(list: &Value) -> Vec<&str> {
    let mut texts: Vec<&str> = list.as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect();
    texts.sort_unstable();
    texts
}

#[test]
fn the_talks_come_to_the_conflict_hurdle_and_openings_that_are_expected() {
    let played = talks();
    for reader in played.states.keys() {
        let case = played.states[reader].case(TALKS_DAY);
        let report = report(case, reader.clone());
        assert_eq!(report["zopa"]["exists"], false);
        assert_eq!(report["hurdles"], serde_json::json!(["territory"]));
        let conflicts = report["conflicts"].as_array().unwrap();
        assert_eq!(conflicts.len(), 1, "{reader:?}");
        let facts = ["russia.precondition.1", "russia.red_line.1", "ukraine.red_line.1"];
        assert_eq!(sorted(&conflicts[0]["facts"]), facts);
        let changes: Vec<Value> =
            report["openings"].as_array().unwrap().iter().map(|opening| opening["change"].clone()).collect();
        let falls = |fact: &str| changes.iter().any(|change| change[0]["fact"] == fact);
        assert!(facts.iter().all(|fact| falls(fact)), "{changes:?}");
        assert!(changes.iter().any(|change| change[0]["new_option"] == "territory"
            && sorted(&change[0]["must_not_break"]) == ["russia.red_line.1", "ukraine.red_line.1"]));
        assert_eq!(changes.len(), 4);
    }
}

#[test]
fn what_the_mediator_knows_is_the_example_and_reports_the_same() {
    let played = talks();
    let known = played.states[&Reader::Mediator].case(TALKS_DAY);
    let text = native::write_case(&known);
    let (written, _) = native::read_case(&InputFile::new("case.toml", text.into_bytes())).unwrap();
    let file = InputFile::new("example.toml", example("talks-2025-12-04.toml").into_bytes());
    let (example, _) = native::read_case(&file).unwrap();
    assert_eq!(analysis(&written).certificate, analysis(&example).certificate);
    assert_eq!(report(written, Reader::Mediator), report(example, Reader::Mediator));
}

#[test]
fn steps_follow_one_another_and_end_with_the_morning_of_the_report() {
    let steps = talks_2025_12_04();
    assert!(steps.is_sorted_by_key(|step| step.at));
    assert_eq!(day(steps.last().unwrap().at), TALKS_DAY);
    for label in ["kremlin", "florida", "preparations", "former_head", "umerov", "russia_red_line"] {
        assert!(talks().ids.contains_key(label), "{label}");
    }
}

#[test]
fn the_talks_show_what_a_record_holds() {
    let played = talks();
    let (ids, state) = (&played.ids, &played.states[&Reader::Mediator]);
    assert_eq!(state.stage, Stage::Going);
    let session = |label: &str| {
        state.sessions.iter().find(|(id, _)| id.as_str() == ids[label]).map(|(_, session)| session).unwrap()
    };
    assert!(matches!(session("kremlin").state, SessionState::Held { .. }));
    assert_eq!(
        (&session("florida").state, session("florida").plan.on),
        (&SessionState::Planned, Some(TALKS_DAY))
    );
    let (party, head, umerov) = ("ukraine".into(), "former_head".into(), "umerov".into());
    assert!(state.missing_mandate(&party, &head, &Default::default(), TALKS_DAY).is_some());
    assert!(state.missing_mandate(&party, &umerov, &Default::default(), TALKS_DAY).is_none());
    let leads: Vec<&str> = state
        .parties
        .iter()
        .flat_map(|party| &party.people)
        .filter(|p| p.leads)
        .map(|p| p.id.as_str())
        .collect();
    assert_eq!(leads, ["umerov"]);
}

#[test]
fn what_is_told_in_a_caucus_is_invented_held_and_read_by_nobody_else() {
    let played = talks();
    let mut told = 0;
    for Placed { compartment, recorded } in &played.log {
        let text = match &recorded.event {
            Event::ItemTold(ItemTold { release, text, .. }) => {
                assert_eq!(*release, Release::Held);
                told += 1;
                text
            }
            Event::NoteWritten(NoteWritten { text, .. }) => text,
            // Whatever else is said is a fact of the report, and public.
            _ => {
                assert_eq!(*compartment, Compartment::Public, "{}", recorded.event.kind());
                continue;
            }
        };
        assert!(text.read().starts_with(INVENTED), "{}", text.read());
    }
    // As many from one side as from the other.
    let of = |party: &str| played.states[&Reader::Party(party.into())].items.len();
    assert_eq!((told, of("russia"), of("ukraine")), (4, 2, 2));
    assert!(played.states[&Reader::Public].items.is_empty());
}

#[test]
fn what_is_added_to_the_talks_says_that_it_is_made_up_and_touches_nothing_else() {
    let (reported, shown) = (talks(), play(&talks_shown(), &["russia", "ukraine"]));
    let same = |reader: &Reader| {
        let (before, after) = (&reported.states[reader], &shown.states[reader]);
        let own = |state: &State| state.statements.len();
        (own(before), own(after))
    };
    for reader in shown.states.keys() {
        let (before, after) = same(reader);
        assert_eq!(before, after, "{reader:?}");
    }
    // Every event with words of its own says so, in what the record holds of it.
    for Placed { recorded, .. } in shown.log.iter().skip(reported.log.len()) {
        let text = serde_json::to_string(&recorded.event).unwrap();
        let has_words = ["text", "title", "wording", "note"]
            .iter()
            .any(|field| text.contains(&format!("\"{field}\":\"")));
        assert!(!has_words || text.to_lowercase().contains("made up to show this page"), "{text}");
    }
}

#[test]
fn the_water_has_room_for_a_deal_with_numbers_and_nobody_reads_a_brief_but_its_own() {
    let steps = water();
    assert!(steps.is_sorted_by_key(|step| step.at));
    assert_eq!(day(steps.last().unwrap().at), WATER_DAY);
    let parties = ["gardens", "houses", "laundry"];
    let played = play(&steps, &parties);
    let state = &played.states[&Reader::Mediator];
    let case = state.case(WATER_DAY);
    let briefs = state.briefs.values().map(|briefs| {
        let text = briefs.deposited.last().unwrap().text.read();
        native::read_brief(&InputFile::new("brief.toml", text.as_bytes().to_vec()), Some(&case)).unwrap().0
    });
    let briefs: Vec<_> = briefs.collect();
    let problem = Problem::compile(&case, &briefs, &Options::default()).unwrap();
    let analysis = analyze(&problem, &Settings::default(), &Unlimited);
    assert_eq!(analysis.zopa.exists, Some(true));
    for party in parties {
        let read: Vec<String> =
            played.states[&Reader::Party(party.into())].briefs.keys().map(ToString::to_string).collect();
        assert_eq!(read, [party]);
    }
}

#[test]
fn every_story_has_somebody_for_each_side_a_mediator_and_the_public() {
    for story in &STORIES {
        let parties = (story.steps)()
            .iter()
            .filter_map(|step| step.actor.role.party().cloned())
            .collect::<BTreeSet<_>>();
        let seated = story.seats.iter().filter_map(|seat| seat.role()?.party().cloned()).collect();
        assert_eq!(parties, seated, "{}", story.id);
        let of = |part| story.seats.iter().filter(|seat| seat.part == part).count();
        assert_eq!((of(Part::Mediator), of(Part::Public)), (1, 1));
    }
}

#[test]
fn the_harbour_park_is_the_example_with_a_brief_from_everybody() {
    let steps = sportco();
    let played =
        play(&steps, &["sportco", "environment", "union", "tourism", "mayor", "heritage", "other_cities"]);
    let state = &played.states[&Reader::Mediator];
    let case = state.case(TALKS_DAY);
    let briefs = state.briefs.values().map(|briefs| {
        let text = briefs.deposited.last().unwrap().text.read();
        native::read_brief(&InputFile::new("brief.toml", text.as_bytes().to_vec()), Some(&case)).unwrap().0
    });
    let briefs: Vec<_> = briefs.collect();
    let problem = Problem::compile(&case, &briefs, &Options::default()).unwrap();
    let analysis = analyze(&problem, &Settings::default(), &Unlimited);
    assert_eq!(analysis.zopa.exists, Some(true));
    assert_eq!(briefs.len(), 7);
    // Nobody reads another's brief.
    for (reader, state) in &played.states {
        let read: Vec<String> = state.briefs.keys().map(ToString::to_string).collect();
        match reader {
            Reader::Mediator => assert_eq!(read.len(), 7),
            Reader::Party(party) => assert_eq!(read, [party.to_string()]),
            Reader::Public => assert!(read.is_empty()),
        }
    }
}
