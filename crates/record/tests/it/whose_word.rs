//! Nobody speaks for a party unseen: what the mediator or the team records for it is marked, waits where a principal of the
//! party has come, and counts no more once the party contests it.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot be set up fails"
)]

use crate::party_acts::{PartyAct, acts, before, come_in, substance, team};
use crate::talks::{PARTIES, Talks, command, delegate, mediator, party, principal};
use mediant_model::case::Reader;
use mediant_record::confirmation::{ReportStanding, ReportedAct, Weight};
use mediant_record::id::EventId;
use mediant_record::refusal::Reason;
use mediant_record::{Compartment, Placed, State};
use serde_json::{Value, json};

/// The event by which something was recorded on the party's word.
fn report(talks: &Talks, events: &[Placed]) -> EventId {
    let state = talks.state(&Reader::Mediator);
    let reported = events.iter().map(|placed| &placed.recorded.id).find(|id| state.reported_by(id).is_some());
    reported.expect("it was recorded on the party's word").clone()
}

fn standing<'t>(talks: &'t Talks, id: &EventId) -> &'t ReportedAct {
    talks.state(&Reader::Mediator).reported_by(id).expect("on record")
}

fn confirm(id: &EventId) -> mediant_record::Command {
    command(json!({"command": "confirm_report", "report": id}))
}

fn contest(id: &EventId) -> mediant_record::Command {
    command(json!({"command": "contest_report", "report": id, "reason": "we said no such thing"}))
}

/// What every reader knows, but for who recorded it.
fn substances(talks: &Talks) -> Vec<Value> {
    talks.states.values().map(substance).collect()
}

/// Ids are drawn from the step's number: who came in first must not shift them.
fn pair(act: &PartyAct, come: bool) -> (Talks, Talks, Vec<String>) {
    let (talks, made) = before(act, come);
    (talks.clone(), talks, made)
}

#[test]
fn a_partys_own_act_is_reported_by_nobody() {
    for act in acts() {
        for come in [false, true] {
            let (mut talks, made) = before(&act, come);
            let events = act.by_the_party(&mut talks, &made);
            for state in talks.states.values() {
                assert!(
                    events.iter().all(|placed| state.reported_by(&placed.recorded.id).is_none()),
                    "{act:?}"
                );
            }
            assert!(events.iter().all(|placed| !placed.recorded.waits));
        }
    }
}

#[test]
fn before_a_principal_has_come_a_report_counts_as_the_act_would_and_is_marked() {
    for act in acts() {
        let (mut own, mut recorded, made) = pair(&act, false);
        act.by_the_party(&mut own, &made);
        let events = act.by_the_team(&mut recorded, &made);
        assert!(events.iter().all(|placed| !placed.recorded.waits));
        assert_eq!(standing(&recorded, &report(&recorded, &events)).standing, ReportStanding::Counts);
        assert_eq!(substances(&own), substances(&recorded), "{act:?}");
    }
}

/// What a party that has come says itself: nobody records it on its word.
fn is_for_the_party_alone(act: &PartyAct) -> bool {
    act.event == "person_returned"
}

#[test]
fn once_a_principal_has_come_what_gives_waits_and_the_rest_counts() {
    for act in acts() {
        let (mut talks, made) = before(&act, true);
        if is_for_the_party_alone(&act) {
            assert_eq!(talks.refused(&team(), act.wish(&talks, &made)).reason, Reason::NotAllowed);
            continue;
        }
        let untouched = substances(&talks);
        let events = act.by_the_team(&mut talks, &made);
        let id = report(&talks, &events);
        let waits = act.weight == Weight::Gives;
        assert_eq!(standing(&talks, &id).waits(), waits, "{act:?}");
        assert_eq!(events.iter().any(|placed| placed.recorded.waits), waits, "{act:?}");
        assert_eq!(talks.state(&party("north")).waiting_for(&"north".into()).count(), usize::from(waits));
        // That something was told is known at once; how far it travels waits.
        if waits && act.event != "item_told" {
            assert_eq!(substances(&talks), untouched, "{act:?}");
        } else {
            assert_ne!(substances(&talks), untouched, "{act:?}");
        }
    }
}

#[test]
fn what_waited_and_was_confirmed_counts_as_the_partys_own_act() {
    for act in acts().into_iter().filter(|act| act.weight == Weight::Gives) {
        let (mut own, mut recorded, made) = pair(&act, true);
        act.by_the_party(&mut own, &made);
        let events = act.by_the_team(&mut recorded, &made);
        let id = report(&recorded, &events);
        // Nobody else confirms it: not the mediator, not another party.
        for other in [mediator(), team(), principal("south")] {
            assert!(recorded.ask(&other, &confirm(&id)).is_err(), "{act:?}");
        }
        recorded.must(&principal("north"), confirm(&id));
        assert!(matches!(standing(&recorded, &id).standing, ReportStanding::Confirmed { .. }));
        if act.event == "item_told" {
            let of =
                |talks: &Talks| talks.state(&party("north")).items.values().next().map(|item| item.release);
            assert_eq!(of(&own), of(&recorded));
        } else {
            assert_eq!(substances(&own), substances(&recorded), "{act:?}");
        }
        assert_eq!(recorded.refused(&principal("north"), contest(&id)).reason, Reason::NotNow);
    }
}

#[test]
fn what_was_contested_counts_no_more() {
    for act in acts() {
        for come in [false, true] {
            if come && is_for_the_party_alone(&act) {
                continue;
            }
            let (mut talks, made) = before(&act, come);
            let untouched = substances(&talks);
            let events = act.by_the_team(&mut talks, &made);
            let id = report(&talks, &events);
            assert!(talks.ask(&principal("south"), &contest(&id)).is_err());
            assert!(talks.ask(&team(), &contest(&id)).is_err());
            talks.must(&principal("north"), contest(&id));
            let now = standing(&talks, &id);
            assert!(matches!(now.standing, ReportStanding::Contested { .. }), "{act:?}");
            match act.event.as_str() {
                // The mediator's words stay the mediator's; what was told stays on record and goes nowhere; who did not leave is
                // back from that day.
                "package_proposed" | "item_told" | "person_left" => {}
                _ => assert_eq!(substances(&talks), untouched, "{act:?} come: {come}"),
            }
            assert_eq!(talks.refused(&principal("north"), confirm(&id)).reason, Reason::NotNow);
        }
    }
}

#[test]
fn a_contested_departure_is_none_and_a_contested_item_goes_nowhere() {
    let by_kind = |kind: &str| acts().into_iter().find(|act| act.event == kind).expect("listed");
    let (mut talks, made) = before(&by_kind("person_left"), true);
    let events = by_kind("person_left").by_the_team(&mut talks, &made);
    let (north, delegate) = ("north".into(), "north_delegate".into());
    let today = talks.today();
    assert!(talks.state(&Reader::Public).departed(&north, &delegate, today).is_some());
    let id = report(&talks, &events);
    talks.must(&principal("north"), contest(&id));
    for state in talks.states.values() {
        assert!(state.departed(&north, &delegate, today).is_none());
    }
    let live = |state: &State| state.mandates_of(&north, &delegate).any(|(_, given)| given.is_live(today));
    assert!(live(talks.state(&Reader::Mediator)), "the mandate that ended with it holds again");

    let told = by_kind("item_told");
    let (mut talks, made) = before(&told, true);
    let events = told.by_the_team(&mut talks, &made);
    let id = report(&talks, &events);
    talks.must(&principal("north"), contest(&id));
    assert!(talks.state(&Reader::Mediator).items.values().all(|item| item.taken_back.is_some()));
}

#[test]
fn before_a_principal_has_come_a_delegate_with_a_live_mandate_may_contest() {
    let accept = acts().into_iter().find(|act| act.event == "package_answered").expect("listed");
    let (mut talks, made) = before(&accept, false);
    let events = accept.by_the_team(&mut talks, &made);
    let id = report(&talks, &events);
    assert_eq!(talks.refused(&delegate("north"), contest(&id)).reason, Reason::NoMandate);
    talks.mandate("north", Some(&["quay", "fees"]));
    talks.must(&delegate("north"), contest(&id));
    let state = talks.state(&Reader::Mediator);
    assert!(state.packages.values().all(|package| state.package_tally(package).accepted.is_empty()));
}

#[test]
fn an_agreement_takes_what_was_confirmed_and_says_what_was_only_recorded() {
    let accept = acts().into_iter().find(|act| act.event == "package_answered").expect("listed");
    let declare = |made: &[String]| {
        command(json!({"command": "declare_agreement", "in": "public", "about": {"package": made[0]}}))
    };
    let south = |made: &[String]| {
        command(json!({"command": "answer_package", "in": "table", "package": made[0], "party": "south",
            "verdict": "accept"}))
    };
    for (come, confirmed) in [(false, false), (true, false), (true, true)] {
        let (mut talks, made) = before(&accept, come);
        let events = accept.by_the_team(&mut talks, &made);
        let id = report(&talks, &events);
        talks.must(&principal("south"), south(&made));
        if come && !confirmed {
            assert_eq!(talks.refused(&team(), declare(&made)).reason, Reason::NotNow);
            continue;
        }
        if confirmed {
            talks.must(&principal("north"), confirm(&id));
        }
        talks.must(&team(), declare(&made));
        let reported = &talks.state(&Reader::Public).agreements[0].reported;
        assert_eq!(reported.contains(&"north".into()), !confirmed);
        assert!(!reported.contains(&"south".into()));
    }
}

#[test]
fn what_waits_is_confirmed_only_as_long_as_it_could_be_done_and_is_overtaken_by_what_is_said_since() {
    // The draft was replaced.
    let clause = acts().into_iter().find(|act| act.event == "clause_answered").expect("listed");
    let (mut talks, made) = before(&clause, true);
    let events = clause.by_the_team(&mut talks, &made);
    let id = report(&talks, &events);
    let other = json!({"command": "put_draft", "in": "table", "title": "Second", "replaces": made[0],
        "clauses": [{"heading": "Quay", "issue": "quay", "text": "The quay is narrow."}]});
    talks.must(&mediator(), command(other));
    assert_eq!(talks.refused(&principal("north"), confirm(&id)).reason, Reason::Stale);
    // The party answered itself.
    let accept = acts().into_iter().find(|act| act.event == "package_answered").expect("listed");
    let (mut talks, made) = before(&accept, true);
    let events = accept.by_the_team(&mut talks, &made);
    let id = report(&talks, &events);
    let rejects = json!({"command": "answer_package", "in": "table", "package": made[0], "party": "north",
        "verdict": "reject"});
    talks.must(&principal("north"), command(rejects));
    assert_eq!(standing(&talks, &id).standing, ReportStanding::Overtaken);
    assert_eq!(talks.refused(&principal("north"), confirm(&id)).reason, Reason::NotNow);
    // The authority that it takes is asked of whoever confirms.
    let (mut talks, made) = before(&accept, true);
    let events = accept.by_the_team(&mut talks, &made);
    let id = report(&talks, &events);
    assert_eq!(talks.refused(&delegate("north"), confirm(&id)).reason, Reason::NoMandate);
}

#[test]
fn a_waiting_mandate_lets_nobody_act_and_a_waiting_release_lets_nothing_pass() {
    let given = acts().into_iter().find(|act| act.event == "mandate_given").expect("listed");
    let (mut talks, made) = before(&given, true);
    given.by_the_team(&mut talks, &made);
    let draft = json!({"command": "put_draft", "in": "table", "title": "Draft",
        "clauses": [{"heading": "Quay", "issue": "quay", "text": "The quay is wide."}]});
    talks.must(&mediator(), command(draft));
    let state = talks.state(&Reader::Mediator);
    let (draft, on) = state.latest_draft(&Compartment::Table).expect("a draft");
    let accepts = json!({"command": "answer_clause", "in": "table", "draft": draft, "clause": on.clauses[0].id,
        "party": "north", "answer": "accept"});
    assert_eq!(talks.refused(&delegate("north"), command(accepts)).reason, Reason::NoMandate);

    let release = acts().into_iter().find(|act| act.event == "item_released").expect("listed");
    let (mut talks, made) = before(&release, true);
    release.by_the_team(&mut talks, &made);
    let pass = json!({"command": "pass_item_on", "item": made[0], "to": "table"});
    assert!(talks.ask(&mediator(), &command(pass)).is_err());
    // A telling that waits keeps its words from everybody else.
    let told = acts().into_iter().rfind(|act| act.event == "item_told").expect("listed");
    let (mut talks, made) = before(&told, true);
    told.by_the_team(&mut talks, &made);
    let say = json!({"command": "say", "to": "table", "wording": "we need the quay by spring"});
    assert!(talks.ask(&mediator(), &command(say)).is_err());
}

#[test]
fn whoever_may_not_see_an_act_sees_nothing_of_what_was_said_to_it() {
    let act = acts().into_iter().find(|act| act.event == "item_released").expect("listed");
    let (mut talks, made) = before(&act, true);
    let others = [party("south"), party("west"), Reader::Public];
    let untouched: Vec<State> = others.iter().map(|reader| talks.state(reader).clone()).collect();
    let events = act.by_the_team(&mut talks, &made);
    let id = report(&talks, &events);
    talks.must(&principal("north"), confirm(&id));
    let now: Vec<State> = others.iter().map(|reader| talks.state(reader).clone()).collect();
    assert_eq!(now, untouched);
    // Nor can they tell such an event from one that is not there.
    let unknown = EventId::new("0000");
    let seen = talks.refused(&principal("south"), contest(&id));
    let unseen = talks.refused(&principal("south"), contest(&unknown));
    assert_eq!(seen.message.replace(id.as_str(), ""), unseen.message.replace(unknown.as_str(), ""));
}

#[test]
fn the_same_words_say_whose_word_it_is_to_every_reader() {
    let act = acts().into_iter().find(|act| act.event == "signed").expect("listed");
    let (mut talks, made) = before(&act, false);
    come_in(&mut talks, "south");
    let events = act.by_the_team(&mut talks, &made);
    let id = report(&talks, &events);
    let texts: Vec<String> = talks
        .states
        .values()
        .map(|state| state.reported_by(&id).expect("everybody reads of a signature").text(state))
        .collect();
    assert!(texts.windows(2).all(|pair| pair[0] == pair[1]), "{texts:?}");
    assert!(PARTIES.iter().all(|party| talks.states.contains_key(&crate::talks::party(party))));
}
