//! What the record promises of a mediation: who reads an answer, what counts as one, and when it is over.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot be set up fails")]

use crate::talks::{Talks, command, delegate, mediator, party, principal};
use mediant_model::Quorum;
use mediant_model::case::Reader;
use mediant_record::event::Event;
use mediant_record::mediation::{
    Manner, MediationId, MediationOpened, MediationOutcome, MediationStage, Reply,
};
use mediant_record::refusal::Reason;
use mediant_record::{Actor, Command, Compartment, Role, codec};
use proptest::prelude::*;
use serde_json::{Value, json};

fn opening(questions_max: u32) -> Value {
    json!({"command": "open_mediation", "title": "One", "parties": ["north", "south"], "issues": ["quay", "fees"],
        "questions_max": questions_max, "closes": "2026-03-09T12:00:00Z"})
}

fn opened(talks: &mut Talks, questions_max: u32) -> MediationId {
    match &talks.must(&mediator(), command(opening(questions_max)))[0].recorded.event {
        Event::MediationOpened(MediationOpened { mediation, .. }) => mediation.clone(),
        other => panic!("{other:?}"),
    }
}

fn talk() -> (Talks, MediationId) {
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    let mediation = opened(&mut talks, 2);
    (talks, mediation)
}

fn answer(mediation: &MediationId, of: &str, question: &Value, answer: &Value) -> Command {
    command(json!({"command": "answer_mediation", "mediation": mediation, "party": of, "question": question,
        "answer": answer}))
}

fn accept(quay: &str, fees: &str) -> Value {
    json!({"accept": {"quay": quay, "fees": fees}})
}

fn forms(talks: &mut Talks, mediation: &MediationId, of: &str) {
    for (question, places) in [
        (json!({"rank_options": "quay"}), json!({"wide": 1, "narrow": 2})),
        (json!({"rank_options": "fees"}), json!({"low": 1, "high": 1})),
        (json!("rank_issues"), json!({"quay": 2, "fees": 1})),
    ] {
        talks.must(&principal(of), answer(mediation, of, &question, &json!({"places": places})));
    }
}

fn conclude(mediation: &MediationId) -> Command {
    command(json!({"command": "conclude_mediation", "mediation": mediation}))
}

#[test]
fn an_answer_is_read_by_its_party_alone() {
    let (mut talks, mediation) = talk();
    forms(&mut talks, &mediation, "north");
    let told = answer(&mediation, "north", &accept("wide", "low"), &json!("no"));
    let events = talks.must(&delegate("north"), told);
    let places: Vec<String> = events.iter().map(|placed| placed.compartment.name()).collect();
    assert_eq!(places, ["delegation:north", "caucus:north"]);
    // What the mediator reads of it is the same as of any other answer.
    let other = answer(&mediation, "north", &accept("wide", "low"), &json!("yes"));
    let again = talks.must(&delegate("north"), other);
    let seen = |events: &[mediant_record::Placed]| {
        let mut event = codec::encode(&events[1].recorded).expect("bytes");
        event.retain(|byte| !byte.is_ascii_hexdigit());
        event
    };
    assert_eq!(seen(&events), seen(&again));
    assert_eq!(talks.state(&party("north")).told_in(&mediation).len(), 4);
    for reader in [Reader::Mediator, Reader::Public, party("south"), party("west")] {
        assert!(talks.state(&reader).told_in(&mediation).is_empty(), "{reader:?}");
    }
    let progress =
        |reader: &Reader| talks.state(reader).mediations.get(&mediation).map(|m| m.progress.clone());
    let mediators = progress(&Reader::Mediator).expect("it is on record");
    assert_eq!((mediators[&"north".into()].forms, mediators[&"north".into()].questions), (3, 1));
    // Another party does not even learn that there was an answer, and the public not that anybody is asked.
    assert!(progress(&party("south")).expect("it is on record").is_empty());
    assert_eq!(progress(&Reader::Public), None);
}

#[test]
fn an_answer_given_again_takes_the_place_of_the_first_and_counts_once() {
    let (mut talks, mediation) = talk();
    for (quay, reply) in [("wide", "yes"), ("narrow", "no"), ("wide", "cannot_say")] {
        talks.must(&principal("north"), answer(&mediation, "north", &accept(quay, "low"), &json!(reply)));
    }
    let state = talks.state(&party("north"));
    let replies: Vec<bool> =
        state.told_in(&mediation).iter().map(|told| told.exchange.answer == Reply::CannotSay).collect();
    assert_eq!(replies, [true, false]);
    assert_eq!(state.mediations[&mediation].progress[&"north".into()].questions, 2);
    // No more than two questions; forms are not among them.
    let third = answer(&mediation, "north", &accept("wide", "high"), &json!("yes"));
    assert_eq!(talks.refused(&principal("north"), third).reason, Reason::NotNow);
    forms(&mut talks, &mediation, "north");
}

#[test]
fn what_does_not_answer_the_question_is_refused() {
    let (mut talks, mediation) = talk();
    let package = json!({"quay": "wide", "fees": "low"});
    for (question, reply, reason) in [
        (json!({"rank_options": "depth"}), json!({"places": {"wide": 1, "narrow": 2}}), Reason::Unknown),
        (json!({"rank_options": "quay"}), json!({"places": {"wide": 1}}), Reason::Invalid),
        (json!({"rank_options": "quay"}), json!({"order": [["wide", "narrow"], ["wide"]]}), Reason::Invalid),
        (json!({"rank_options": "quay"}), json!({"order": [["wide", "narrow"], []]}), Reason::Invalid),
        (json!({"rank_options": "quay"}), json!("yes"), Reason::Invalid),
        (json!("rank_issues"), json!({"places": {"wide": 1, "narrow": 2}}), Reason::Invalid),
        (json!({"accept": {"quay": "wide"}}), json!("yes"), Reason::Unknown),
        (json!({"accept": {"quay": "wide", "fees": "none"}}), json!("yes"), Reason::Unknown),
        (json!({"accept": {"quay": "wide", "fees": "low", "depth": "low"}}), json!("yes"), Reason::Unknown),
        (json!({"accept": package}), json!("first"), Reason::Invalid),
        (json!({"accept": package}), json!({"places": {"quay": 1, "fees": 2}}), Reason::Invalid),
        (json!({"compare": {"first": package, "second": package}}), json!("equal"), Reason::Unknown),
        (
            json!({"compare": {"first": package, "second": {"quay": "narrow", "fees": "low"}}}),
            json!("yes"),
            Reason::Invalid,
        ),
    ] {
        let refusal = talks.refused(&principal("north"), answer(&mediation, "north", &question, &reply));
        assert_eq!(refusal.reason, reason, "{question} {reply}: {refusal}");
        assert!(refusal.help.is_some(), "{refusal}");
    }
}

#[test]
fn only_a_party_that_is_asked_answers_and_only_for_itself() {
    let (mut talks, mediation) = talk();
    let told = |of: &str| answer(&mediation, of, &accept("wide", "low"), &json!("yes"));
    for (who, of) in [
        (mediator(), "north"),
        (principal("south"), "north"),
        (Actor::new(Role::Adviser("north".into())), "north"),
        (Actor::new(Role::Observer), "north"),
        // West is at the table, and not in this mediation.
        (principal("west"), "west"),
    ] {
        assert_eq!(talks.refused(&who, told(of)).reason, Reason::NotAllowed, "{who:?}");
    }
    // Whoever left does not answer any more.
    let leave = json!({"command": "record_departure", "in": "caucus:north", "party": "north",
        "person": "north_delegate", "how": "resigned"});
    talks.must(&principal("north"), command(leave));
    assert_eq!(talks.refused(&delegate("north"), told("north")).reason, Reason::NoMandate);
    talks.now = "2026-03-10T09:00:00Z".parse().expect("a time");
    assert_eq!(talks.refused(&principal("north"), told("north")).reason, Reason::NotNow);
}

#[test]
fn it_is_over_when_the_mediator_says_so_and_every_form_is_in() {
    let (mut talks, mediation) = talk();
    forms(&mut talks, &mediation, "north");
    let waiting = talks.refused(&mediator(), conclude(&mediation));
    assert!(waiting.message.contains("`south`") && !waiting.message.contains("`north`"), "{waiting}");
    assert_eq!(talks.refused(&principal("north"), conclude(&mediation)).reason, Reason::NotAllowed);
    forms(&mut talks, &mediation, "south");
    let events = talks.must(&mediator(), conclude(&mediation));
    let places: Vec<&Compartment> = events.iter().map(|placed| &placed.compartment).collect();
    assert_eq!(places, [&Compartment::Table, &Compartment::Mediator]);
    for reader in [Reader::Mediator, party("north"), party("south")] {
        let known = &talks.state(&reader).mediations[&mediation];
        assert!(matches!(known.stage, MediationStage::Concluded { .. }));
        assert_eq!(known.outcomes.len(), usize::from(reader == Reader::Mediator), "{reader:?}");
    }
    let late = answer(&mediation, "north", &accept("wide", "low"), &json!("yes"));
    assert_eq!(talks.refused(&principal("north"), late.clone()).reason, Reason::NotNow);
    let resume = |questions: u32| {
        command(json!({"command": "resume_mediation", "mediation": mediation, "questions_max": questions,
            "closes": "2026-03-12T12:00:00Z"}))
    };
    assert_eq!(talks.refused(&mediator(), resume(1)).reason, Reason::Invalid);
    talks.must(&mediator(), resume(3));
    talks.must(&principal("north"), late);
    let cancel = command(json!({"command": "cancel_mediation", "mediation": mediation}));
    talks.must(&mediator(), cancel);
    for after in [conclude(&mediation), resume(5)] {
        assert_eq!(talks.refused(&mediator(), after).reason, Reason::NotNow);
    }
}

#[test]
fn questions_depend_on_others_only_where_the_case_allows_it() {
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    let mut coupled = opening(5);
    coupled["manner"] = json!("coupled");
    let refused = talks.refused(&mediator(), command(coupled.clone()));
    assert_eq!((refused.reason, refused.field.as_deref()), (Reason::NotNow, Some("manner")));
    let rule = |allowed: bool| {
        command(json!({"command": "change_questioning_rule", "in": "table", "coupled": allowed}))
    };
    talks.must(&mediator(), rule(true));
    talks.must(&mediator(), command(coupled.clone()));
    // Whoever is asked can see that it is so.
    let known = talks.state(&party("north")).mediations.values().next().map(|mediation| mediation.manner);
    assert_eq!(known, Some(Manner::Coupled));
    talks.must(&mediator(), rule(false));
    assert_eq!(talks.refused(&mediator(), command(coupled)).reason, Reason::NotNow);
    assert_eq!(talks.refused(&principal("north"), rule(true)).reason, Reason::NotAllowed);
}

/// Under a quorum those who are asked must be able to make a deal; under unanimity any two may be asked what they could
/// agree on.
#[test]
fn a_mediation_asks_those_who_can_make_a_deal() {
    let mut talks = Talks::opened(Quorum::AtLeast(2), &["north"]);
    let asking = |parties: &[&str]| {
        let mut wish = opening(5);
        wish["parties"] = json!(parties);
        command(wish)
    };
    talks.must(&mediator(), asking(&["north", "south"]));
    talks.must(&mediator(), asking(&[]));
    // Nothing passes without the north.
    let refused = talks.refused(&mediator(), asking(&["south", "west"]));
    assert_eq!((refused.reason, refused.field.as_deref()), (Reason::Invalid, Some("parties")));
    let mut all = Talks::opened(Quorum::Unanimity, &[]);
    all.must(&mediator(), asking(&["south", "west"]));
}

/// Outcomes that were recorded before they said what they assume assumed it all the same.
#[test]
fn an_outcome_of_an_earlier_version_is_read_with_its_assumption() {
    let outcome: MediationOutcome =
        serde_json::from_value(json!({"no_deal": {"refusals": 3}})).expect("an outcome");
    let MediationOutcome::NoDeal { proven_if, .. } = &outcome else { panic!("another outcome") };
    assert!(proven_if.is_some());
    let anew = MediationOutcome::NoDeal { refusals: 3, proven_if: None, among: Default::default() };
    let read: MediationOutcome =
        serde_json::from_value(serde_json::to_value(&anew).expect("JSON")).expect("the same outcome");
    assert!(read == anew);
}

#[test]
fn what_cannot_be_mediated_is_refused() {
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    for (field, value) in [
        ("parties", json!(["north"])),
        ("parties", json!(["north", "east"])),
        ("issues", json!([])),
        ("issues", json!(["quay", "quay"])),
        ("issues", json!(["quay", "depth"])),
        ("questions_max", json!(0)),
        ("questions_max", json!(201)),
        ("closes", json!("2026-03-01T12:00:00Z")),
        ("title", json!(" ")),
    ] {
        let mut wish = opening(5);
        wish[field] = value;
        let refusal = talks.refused(&mediator(), command(wish));
        let about = refusal.field.as_deref().unwrap_or_default();
        assert!(about.starts_with(field), "{field}: {refusal:?}");
    }
    // An option that only the mediator knows is not put before anybody.
    let option = json!({"id": "floating", "name": "floating"});
    let add = json!({"command": "add_option", "in": "mediator", "issue": "quay", "option": option});
    talks.must(&mediator(), command(add));
    let mediation = opened(&mut talks, 5);
    let issues = &talks.state(&party("north")).mediations[&mediation].issues;
    assert_eq!(issues[0].options.len(), 2);
}

proptest! {
    /// Places, however they are numbered, become groups from best to worst: equals together, nothing lost.
    #[test]
    fn places_become_an_order(places in prop::collection::btree_map("[a-e]", 0_u32..5, 1..6)) {
        let wish: mediant_record::mediation::ReplyRequest =
            serde_json::from_value(json!({"places": places})).expect("a reply");
        let Reply::Order(groups) = wish.reply(&[]) else { panic!("an order") };
        let mut before = None;
        for group in &groups {
            let place = places[&group[0]];
            prop_assert!(group.iter().all(|name| places[name] == place));
            prop_assert!(before < Some(place));
            before = Some(place);
        }
        prop_assert_eq!(groups.iter().map(Vec::len).sum::<usize>(), places.len());
    }
}

/// A number from 0 to 500, and what is said of it: at the table, and to the mediator in confidence.
fn with_a_number(told: Option<&str>) -> Talks {
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    let issue = json!({"id": "price", "name": "Price", "kind": "range", "min": "0", "max": "500", "step": "10", "unit": "EUR"});
    talks.must(&mediator(), command(json!({"command": "add_issue", "in": "table", "issue": issue})));
    let line = |above: &str, publicity: Value, standing: &str| {
        command(json!({"command": "state", "statement": {"kind": "red_line", "party": "north",
            "never": {"price": {"above": above}}, "standing": standing, "publicity": publicity}}))
    };
    talks.must(&principal("north"), line("355", json!("table"), "public"));
    if let Some(above) = told {
        talks.must(&principal("north"), line(above, json!({"caucus": "north"}), "told"));
    }
    talks
}

fn number_opened(talks: &mut Talks) -> MediationOpened {
    let open = command(json!({"command": "open_mediation", "title": "Price", "parties": ["north", "south"],
        "issues": ["price", "quay"], "closes": "2026-03-09T12:00:00Z"}));
    let events = talks.must(&mediator(), open);
    let Event::MediationOpened(opened) = events[0].recorded.event.clone() else { panic!("it opens") };
    opened
}

/// Values are chosen from what the table knows: those that were named there are among them, and a confidence changes nothing.
#[test]
fn the_values_of_a_number_are_chosen_from_what_the_table_knows() {
    let opened = number_opened(&mut with_a_number(None));
    let texts = |of: &[mediant_model::OptionId]| of.iter().map(ToString::to_string).collect::<Vec<_>>();
    let price = &opened.issues[0];
    assert_eq!(texts(&price.round), ["0", "100", "200", "300", "350", "360", "400", "500"]);
    assert!(price.is_number() && price.options.len() < 51 && price.options.contains(&"20".into()));
    let left_out = opened.left_out.as_ref().expect("it says what it leaves out");
    assert_eq!((texts_of(&left_out.issues), texts_of(&left_out.values)), (vec!["fees"], vec!["price"]));
    assert!(left_out.combinations);
    for told in ["120", "490"] {
        let other = number_opened(&mut with_a_number(Some(told)));
        assert!((&other.issues, &other.left_out) == (&opened.issues, &opened.left_out));
    }
}

fn texts_of(issues: &[mediant_model::IssueId]) -> Vec<&str> {
    issues.iter().map(mediant_model::IssueId::as_str).collect()
}

#[test]
fn the_more_the_better_puts_all_values_in_order() {
    let mut talks = with_a_number(None);
    let opened = number_opened(&mut talks);
    let rank = json!({"rank_options": "price"});
    for (wish, best) in [("rising", "500"), ("falling", "0")] {
        talks.must(&principal("north"), answer(&opened.mediation, "north", &rank, &json!(wish)));
        let state = talks.state(&party("north"));
        let Reply::Order(groups) = &state.told_in(&opened.mediation)[0].exchange.answer else {
            panic!("an order")
        };
        assert_eq!(
            (groups.len(), groups[0].as_slice()),
            (opened.issues[0].options.len(), &[best.to_owned()][..])
        );
    }
    // Of an issue that lists its options nobody can say so.
    let quay = json!({"rank_options": "quay"});
    let refused =
        talks.refused(&principal("north"), answer(&opened.mediation, "north", &quay, &json!("rising")));
    assert_eq!(refused.reason, Reason::Invalid);
    // A few values may be put in order, and the others are not compared.
    let some = json!({"order": [["300"], ["100", "400"]]});
    talks.must(&principal("north"), answer(&opened.mediation, "north", &rank, &some));
    for wrong in [
        json!({"order": [["300"]]}),
        json!({"order": [["300"], ["300"]]}),
        json!({"order": [["300"], ["301"]]}),
    ] {
        assert_eq!(
            talks.refused(&principal("north"), answer(&opened.mediation, "north", &rank, &wrong)).reason,
            Reason::Invalid
        );
    }
    let package = |price: &str| json!({"accept": {"price": price, "quay": "wide"}});
    talks.must(&principal("north"), answer(&opened.mediation, "north", &package("350"), &json!("yes")));
    let stray = answer(&opened.mediation, "north", &package("355"), &json!("yes"));
    assert_eq!(talks.refused(&principal("north"), stray).reason, Reason::Unknown);
}

/// Rankings that were given before are confirmed in one step, which says to the mediator what single answers would have said.
#[test]
fn rankings_are_confirmed_together() {
    let (mut talks, mediation) = talk();
    let quay = json!({"question": {"rank_options": "quay"}, "answer": {"order": [["wide"], ["narrow"]]}});
    let issues = json!({"question": "rank_issues", "answer": {"order": [["fees", "quay"]]}});
    let confirm = |rankings: Value| {
        command(
            json!({"command": "confirm_rankings", "mediation": mediation, "party": "north", "rankings": rankings}),
        )
    };
    let events = talks.must(&principal("north"), confirm(json!([quay, issues])));
    let places: Vec<String> = events.iter().map(|placed| placed.compartment.name()).collect();
    assert_eq!(places, ["delegation:north", "delegation:north", "caucus:north"]);
    let progress = talks.state(&Reader::Mediator).mediations[&mediation].progress[&"north".into()].clone();
    assert_eq!((progress.forms, progress.questions), (2, 0));
    assert_eq!(talks.state(&party("north")).told_in(&mediation).len(), 2);
    let package = json!({"question": accept("wide", "low"), "answer": "yes"});
    for wrong in [json!([]), json!([quay, quay]), json!([package])] {
        assert_eq!(talks.refused(&principal("north"), confirm(wrong)).reason, Reason::Invalid);
    }
    let forms = json!([quay]);
    assert_eq!(talks.refused(&principal("south"), confirm(forms)).reason, Reason::NotAllowed);
}
