//! Reports: what was decided about them, what goes on record of them, and who reads which of it.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot be set up fails")]

use crate::talks::{PARTIES, Talks, command, mediator, party, principal};
use mediant_model::case::Reader;
use mediant_model::{Quorum, SourceId};
use mediant_record::event::Event;
use mediant_record::refusal::Reason;
use mediant_record::report::{Entered, ReportAdded, ReportId};
use mediant_record::session::{SessionPlanned, SessionState};
use mediant_record::statement::Statement;
use mediant_record::{Actor, Compartment, Role, State, codec, limits};
use serde_json::{Value, json};

const TEXT: &str =
    "The envoys of NORTH and SOUTH met on Monday.\n\nNORTH said it would\nnever pay for the quay.";

fn added(talks: &mut Talks, text: &str) -> ReportId {
    let add = json!({"command": "add_report", "name": "Gazette", "on": "2026-03-01", "published": true, "text": text});
    match &talks.must(&mediator(), command(add))[0].recorded.event {
        Event::ReportAdded(ReportAdded { report, .. }) => report.clone(),
        other => panic!("{other:?}"),
    }
}

fn accepts(report: &ReportId, suggestion: &str, to: &str) -> Value {
    json!({"command": "decide_suggestions", "report": report, "decisions": [{"suggestion": suggestion, "resolution": "accept",
        "to": to, "rule": "said", "confidence": 80, "before": {"words": "never pay"}}]})
}

fn enters(report: &ReportId, suggestion: &str, words: &str, entry: Value) -> Value {
    json!({"command": "enter_suggestion", "report": report, "suggestion": suggestion, "place": "P2", "words": words, "entry": entry})
}

fn remark(publicity: Value) -> Value {
    json!({"as": "statement", "statement": {"kind": "remark", "party": "north", "publicity": publicity, "text": "never pay"}})
}

/// Everything that a reader gets.
fn gets(talks: &Talks, reader: &Reader) -> (Vec<u8>, Vec<Vec<u8>>) {
    let events = talks.log.iter().filter(|placed| placed.compartment.is_read_by(reader));
    let bytes = events.map(|placed| codec::encode(&placed.recorded).expect("bytes"));
    (serde_json::to_vec(talks.state(reader)).expect("a snapshot"), bytes.collect())
}

#[test]
fn what_is_not_on_record_nobody_else_reads() {
    let nothing = Talks::opened(Quorum::Unanimity, &[]);
    let mut talks = nothing.clone();
    let report = added(&mut talks, TEXT);
    talks.must(&mediator(), command(accepts(&report, "a", "public")));
    talks.must(&Actor::new(Role::Team), command(accepts(&report, "b", "table")));
    let note = enters(&report, "b", "met on Monday", json!({"as": "note", "text": "they meet again"}));
    talks.must(&mediator(), command(note));
    for reader in PARTIES.map(party).into_iter().chain([Reader::Public]) {
        assert_eq!(gets(&talks, &reader), gets(&nothing, &reader));
    }
}

#[test]
fn a_party_reads_what_was_accepted_for_it_and_nothing_else_of_the_report() {
    let tell = |rest: &str| {
        let mut talks = Talks::opened(Quorum::Unanimity, &[]);
        let report = added(&mut talks, &format!("{TEXT}\n\n{rest}"));
        talks.must(&mediator(), command(accepts(&report, "a", "caucus:north")));
        talks.must(
            &mediator(),
            command(enters(
                &report,
                "a",
                "NORTH said it would never pay",
                remark(json!({"caucus": "north"})),
            )),
        );
        talks
    };
    let (one, other) = (tell("SOUTH is weak."), tell("Nothing is known of the rest, and more of it."));
    for reader in PARTIES.map(party).into_iter().chain([Reader::Public]) {
        assert_eq!(gets(&one, &reader), gets(&other, &reader));
    }
    let (_, stated) = one.state(&party("north")).statements.first_key_value().expect("a statement");
    assert!(stated.trace.by.role.mediates());
    let source = stated.content.provenance().source.as_ref().expect("a source");
    assert_eq!(
        (source.place.as_deref(), source.words.as_deref()),
        (Some("P2"), Some("NORTH said it would never pay"))
    );
    let named = one
        .state(&party("north"))
        .sources
        .iter()
        .find(|known| known.id == source.source)
        .expect("the report");
    assert_eq!(
        (named.title.as_str(), named.date.map(|day| day.to_string()).as_deref(), named.sha256.as_deref()),
        ("Gazette", Some("2026-03-01"), None)
    );
    assert!(one.state(&party("south")).sources.is_empty());
}

#[test]
fn a_report_is_named_once_where_it_is_known_and_again_where_it_is_not() {
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    let report = added(&mut talks, TEXT);
    for (suggestion, place, publicity, events) in [
        ("a", "caucus:north", json!({"caucus": "north"}), 3),
        ("b", "caucus:north", json!({"caucus": "north"}), 2),
        ("c", "public", json!("public"), 3),
        ("d", "table", json!("table"), 2),
        ("e", "mediator", json!("mediator"), 2),
    ] {
        talks.must(&mediator(), command(accepts(&report, suggestion, place)));
        let entered =
            talks.must(&mediator(), command(enters(&report, suggestion, "met on Monday", remark(publicity))));
        assert_eq!(entered.len(), events, "{suggestion}");
    }
    let id = SourceId::from(format!("report-{report}").as_str());
    for (reader, state) in &talks.states {
        assert_eq!(state.sources.iter().filter(|known| known.id == id).count(), 1, "{reader:?}");
        assert!(
            mediant_model::validate::validate_case(&state.case(talks.today()))
                .iter()
                .all(|finding| !finding.message.contains("twice"))
        );
    }
}

#[test]
fn what_a_report_is_quoted_with_stands_in_it() {
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    let long = "word ".repeat(30);
    let report = added(&mut talks, &format!("{TEXT}\n{long}"));
    talks.must(&mediator(), command(accepts(&report, "a", "public")));
    for words in ["NORTH will never pay", "never  pays", "", &long] {
        let refusal =
            talks.refused(&mediator(), command(enters(&report, "a", words, remark(json!("public")))));
        assert_eq!((refusal.reason, refusal.field.as_deref()), (Reason::Invalid, Some("words")), "{words}");
    }
    // Line ends and runs of spaces are spaces.
    talks.must(&mediator(), command(enters(&report, "a", "it  would never pay", remark(json!("public")))));
}

#[test]
fn a_suggestion_goes_on_record_once_and_where_it_was_accepted_for() {
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    let report = added(&mut talks, TEXT);
    let enter = |publicity: Value| command(enters(&report, "a", "never pay", remark(publicity)));
    assert_eq!(talks.refused(&mediator(), enter(json!("public"))).reason, Reason::NotNow);
    talks.must(&mediator(), command(accepts(&report, "a", "caucus:north")));
    assert_eq!(talks.refused(&mediator(), enter(json!("public"))).reason, Reason::Invalid);
    talks.must(&mediator(), enter(json!({"caucus": "north"})));
    assert_eq!(talks.refused(&mediator(), enter(json!({"caucus": "north"}))).reason, Reason::NotNow);
    assert_eq!(talks.refused(&mediator(), command(accepts(&report, "a", "public"))).reason, Reason::NotNow);
    let undo = json!({"command": "undo_decision", "report": report, "step": 1});
    assert_eq!(talks.refused(&mediator(), command(undo)).reason, Reason::NotNow);
}

#[test]
fn decisions_are_taken_back_step_by_step() {
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    let report = added(&mut talks, TEXT);
    let of = |talks: &Talks| talks.state(&Reader::Mediator).reports[&report].clone();
    let before = of(&talks);
    let undo = |step: usize| command(json!({"command": "undo_decision", "report": report, "step": step}));
    assert_eq!(talks.refused(&mediator(), undo(0)).reason, Reason::NotNow);
    talks.must(&mediator(), command(accepts(&report, "a", "public")));
    let one = of(&talks);
    let both = json!({"command": "decide_suggestions", "report": report, "decisions": [
        {"suggestion": "a", "resolution": "reject", "rule": "said", "before": {}},
        {"suggestion": "b", "resolution": "accept", "to": "table", "rule": "said", "before": {"text": "x"}, "after": {"text": "y"}}]});
    talks.must(&mediator(), command(both));
    assert_eq!(of(&talks).waiting().len(), 1);
    // Whoever has not read the last step does not take it back.
    assert_eq!(talks.refused(&mediator(), undo(1)).reason, Reason::Stale);
    talks.must(&mediator(), undo(2));
    assert_eq!(of(&talks), one);
    talks.must(&mediator(), undo(1));
    assert_eq!(of(&talks), before);
}

#[test]
fn a_decision_says_who_may_know_and_is_about_one_suggestion() {
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    let report = added(&mut talks, TEXT);
    let one = |more: Value| {
        let mut decided = json!({"suggestion": "a", "resolution": "accept", "rule": "said", "before": {}});
        decided.as_object_mut().expect("fields").extend(more.as_object().expect("fields").clone());
        decided
    };
    let report_itself = format!("report:{report}");
    for decisions in [
        vec![],
        vec![one(json!({}))],
        vec![one(json!({"to": "delegation:north"}))],
        vec![one(json!({"to": report_itself}))],
        vec![one(json!({"to": "caucus:nobody"}))],
        vec![one(json!({"to": "public", "confidence": 101}))],
        vec![one(json!({"resolution": "reject", "to": "public"}))],
        vec![one(json!({"to": "public", "suggestion": " "}))],
        vec![one(json!({"to": "public"})), one(json!({"resolution": "skip"}))],
    ] {
        let decide = json!({"command": "decide_suggestions", "report": report, "decisions": decisions});
        talks.refused(&mediator(), command(decide));
    }
    let nowhere = accepts(&ReportId::new("none"), "a", "public");
    assert_eq!(talks.refused(&mediator(), command(nowhere)).reason, Reason::Unknown);
}

#[test]
fn sessions_departures_and_deadlines_go_on_record_with_their_source() {
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    let report = added(&mut talks, TEXT);
    let enter = |talks: &mut Talks, suggestion: &str, to: &str, entry: Value| {
        talks.must(&mediator(), command(accepts(&report, suggestion, to)));
        talks.ask(&mediator(), &command(enters(&report, suggestion, "met on Monday", entry)))
    };
    let session = json!({"as": "session", "plan": {"parties": ["north", "south"], "on": "2026-02-28"}, "held": "2026-02-28"});
    enter(&mut talks, "held", "public", session).expect("a session");
    let (id, held) = talks.state(&Reader::Public).sessions.first_key_value().expect("a session");
    assert!(matches!(held.state, SessionState::Held { .. }));
    assert!(held.plan.source.is_some());
    let again = json!({"as": "session_held", "session": id, "on": "2026-02-28"});
    assert!(enter(&mut talks, "again", "public", again).is_err(), "it took place already");
    let to_come = json!({"as": "session", "plan": {"parties": ["north"]}, "held": "2026-03-09"});
    assert!(enter(&mut talks, "to come", "public", to_come).is_err(), "it cannot have taken place");
    // What others know of is not changed for fewer.
    let plan = json!({"command": "plan_session", "in": "table", "plan": {"parties": PARTIES}});
    let planned = talks.must(&mediator(), command(plan));
    let Event::SessionPlanned(SessionPlanned { session, .. }) = &planned[0].recorded.event else { panic!() };
    let off = json!({"as": "session_cancelled", "session": session});
    assert!(enter(&mut talks, "off", "caucus:north", off.clone()).is_err());
    enter(&mut talks, "off", "table", off).expect("it is off");
    let left = json!({"as": "departure", "party": "north", "person": "north_delegate", "on": "2026-03-01", "how": "resigned"});
    enter(&mut talks, "left", "public", left).expect("a departure");
    let gone = talks.state(&Reader::Public).left.values().next().expect("a departure").clone();
    assert!(gone.source.is_some() && gone.trace.by.role.mediates());
    let last = json!({"as": "statement", "statement": {"kind": "deadline", "on": "2026-04-01", "publicity": "table"}});
    enter(&mut talks, "last", "table", last).expect("a deadline");
    let of = &talks.state(&party("west")).statements;
    assert!(of.values().any(
        |stated| matches!(&stated.content, Statement::Deadline(last) if last.provenance.source.is_some())
    ));
    // What was decided outlives folding from bytes.
    let state = talks.state(&Reader::Mediator);
    let entered = &state.reports[&report].entered;
    assert!(matches!(entered["left"].0, Entered::Departure { .. }) && entered.len() == 4);
    let read: State = serde_json::from_slice(&serde_json::to_vec(state).expect("bytes")).expect("the same");
    assert_eq!(&read, state);
}

#[test]
fn what_a_party_told_in_confidence_does_not_go_out_by_a_report() {
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    let told = json!({"command": "tell_item", "party": "north", "text": "it would never pay for the quay", "release": "held"});
    talks.must(&principal("north"), command(told));
    let report = added(&mut talks, TEXT);
    talks.must(&mediator(), command(accepts(&report, "a", "table")));
    let enter = enters(
        &report,
        "a",
        "never pay for the quay",
        json!({"as": "statement", "statement": {"kind": "remark",
        "party": "north", "publicity": "table", "text": "it would never pay for the quay"}}),
    );
    assert_eq!(talks.refused(&mediator(), command(enter)).reason, Reason::NotNow);
}

#[test]
fn reports_have_limits_and_come_once() {
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    let add = |name: &str, text: &str| {
        command(
            json!({"command": "add_report", "name": name, "on": "2026-03-01", "published": false, "text": text}),
        )
    };
    talks.must(&mediator(), add("Long", &"a".repeat(limits::REPORT_MAX)));
    for (name, text, field) in [
        ("Longer", "a".repeat(limits::REPORT_MAX + 1), "text"),
        ("Again", "a".repeat(limits::REPORT_MAX), "text"),
        ("Empty", " \n".to_owned(), "text"),
        ("Control", "bell \u{7}".to_owned(), "text"),
        (" ", "They met.".to_owned(), "name"),
        (&"n".repeat(limits::NAME_MAX + 1), "They met.".to_owned(), "name"),
    ] {
        assert_eq!(talks.refused(&mediator(), add(name, &text)).field.as_deref(), Some(field), "{name}");
    }
    for role in [
        Role::Principal("north".into()),
        Role::Delegate("north".into()),
        Role::Adviser("north".into()),
        Role::Observer,
    ] {
        assert_eq!(talks.refused(&Actor::new(role), add("Mine", "They met.")).reason, Reason::NotAllowed);
    }
    talks.must(&Actor::new(Role::Team), add("Ours", "They met."));
}

#[test]
fn the_mediator_alone_deletes_a_report() {
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    let report = added(&mut talks, TEXT);
    let home = Compartment::Report(report.clone());
    let delete =
        |place: &Compartment| command(json!({"command": "delete_compartment", "compartment": place}));
    assert_eq!(talks.refused(&Actor::new(Role::Team), delete(&home)).reason, Reason::NotAllowed);
    let none = Compartment::Report(ReportId::new("none"));
    assert_eq!(talks.refused(&mediator(), delete(&none)).reason, Reason::Unknown);
    talks.must(&mediator(), delete(&home));
    assert_eq!(talks.refused(&mediator(), delete(&home)).reason, Reason::NotNow);
    assert_eq!(talks.refused(&mediator(), command(accepts(&report, "a", "public"))).reason, Reason::NotNow);
}
