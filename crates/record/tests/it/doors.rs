//! Who comes in for a party: on whose word, from when on, and that the party reads of it at once.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot be set up fails")]

use crate::talks::{Talks, command, delegate, mediator, party, principal};
use jiff::SignedDuration;
use mediant_model::Quorum;
use mediant_model::case::Reader;
use mediant_record::door::WAIT;
use mediant_record::refusal::Reason;
use mediant_record::{Actor, Command, Role};
use proptest::prelude::*;
use serde_json::json;

fn open(door: &str, role: &str, by: &str) -> Command {
    command(json!({"command": "open_door", "door": door, "role": {role: "north"}, "let_in_by": by}))
}

fn announce(door: &str) -> Command {
    command(json!({"command": "announce_door", "door": door, "role": {"principal": "north"}}))
}

fn close(door: &str) -> Command {
    command(json!({"command": "close_door", "door": door}))
}

fn agree(door: &str) -> Command {
    command(json!({"command": "agree_to_door", "door": door}))
}

/// Talks in which a principal of north has come.
fn come() -> Talks {
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    talks.must(&mediator(), open("first", "principal", "mediator"));
    talks
}

fn has_come(talks: &Talks) -> [bool; 2] {
    [Reader::Mediator, party("north")].map(|reader| talks.state(&reader).has_come(&"north".into()))
}

#[test]
fn the_mediator_lets_people_in_until_a_principal_has_come_and_then_the_party_does() {
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    talks.must(&mediator(), open("aide", "delegate", "mediator"));
    assert_eq!(has_come(&talks), [false; 2], "a delegate is no principal");
    assert_eq!(talks.refused(&mediator(), announce("new")).reason, Reason::NotNow);
    talks.must(&mediator(), open("first", "principal", "mediator"));
    assert_eq!(has_come(&talks), [true; 2]);
    for role in ["principal", "delegate", "adviser"] {
        let refusal = talks.refused(&mediator(), open("another", role, "mediator"));
        assert_eq!(refusal.reason, Reason::NotAllowed);
        assert!(refusal.help.is_some(), "the way out is named");
        talks.must(&principal("north"), open(&format!("own {role}"), role, "principal"));
    }
    for (who, role) in [
        (delegate("north"), "delegate"),
        (principal("south"), "delegate"),
        (Actor::new(Role::Team), "adviser"),
    ] {
        assert_eq!(talks.refused(&who, open("foreign", role, "principal")).reason, Reason::NotAllowed);
    }
    // It stays true whatever is closed.
    talks.must(&principal("north"), close("first"));
    talks.must(&principal("north"), close("own principal"));
    assert_eq!(has_come(&talks), [true; 2]);
    // What was closed is not opened again, on nobody's word.
    assert_eq!(
        talks.refused(&principal("north"), open("first", "principal", "principal")).reason,
        Reason::Invalid
    );
    assert_eq!(talks.refused(&mediator(), open("first", "principal", "before")).reason, Reason::Invalid);
}

#[test]
fn nobody_else_knows_of_doors() {
    let talks = come();
    for reader in [party("south"), party("west"), Reader::Public] {
        assert!(talks.state(&reader).doors.is_empty());
        assert!(!talks.state(&reader).has_come(&"north".into()));
    }
}

#[test]
fn the_mediator_closes_a_partys_accounts_only_as_long_as_nobody_has_come() {
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    talks.must(&mediator(), open("aide", "delegate", "mediator"));
    talks.must(&mediator(), close("aide"));
    talks.must(&mediator(), open("first", "principal", "mediator"));
    assert_eq!(talks.refused(&mediator(), close("first")).reason, Reason::NotAllowed);
    // The last account of a party stays, but for another.
    assert_eq!(talks.refused(&principal("north"), close("first")).reason, Reason::NotNow);
    talks.must(&principal("north"), open("second", "adviser", "principal"));
    talks.must(&principal("north"), close("first"));
    assert_eq!(talks.refused(&principal("north"), close("second")).reason, Reason::NotNow);
    assert_eq!(talks.refused(&principal("north"), close("first")).reason, Reason::NotNow, "closed already");
    assert_eq!(talks.refused(&principal("south"), close("second")).reason, Reason::Unknown);
}

#[test]
fn whoever_left_is_nobody_who_is_left() {
    let mut talks = come();
    let aide = json!({"command": "open_door", "door": "aide", "role": {"delegate": "north"}, "person": "north_delegate",
        "let_in_by": "principal"});
    talks.must(&principal("north"), command(aide));
    let leave = json!({"command": "record_departure", "in": "caucus:north", "party": "north", "person": "north_delegate",
        "how": "resigned"});
    talks.must(&principal("north"), command(leave));
    assert_eq!(talks.refused(&principal("north"), close("first")).reason, Reason::NotNow);
}

#[test]
fn a_new_door_waits_unless_somebody_of_the_party_agrees_and_not_where_somebody_shuts_it() {
    let new = open("new", "principal", "announced");
    let mut talks = come();
    assert_eq!(talks.refused(&mediator(), new.clone()).reason, Reason::Unknown, "nobody announced it");
    talks.must(&mediator(), announce("new"));
    assert_eq!(talks.refused(&mediator(), announce("other")).reason, Reason::NotNow, "one at a time");
    assert_eq!(talks.refused(&mediator(), new.clone()).reason, Reason::NotNow);
    assert_eq!(talks.refused(&mediator(), open("new", "delegate", "announced")).reason, Reason::Unknown);
    let told = talks.state(&party("north")).doors_waiting(&"north".into()).len();
    assert_eq!(told, 1);

    let mut waited = talks.clone();
    waited.now += WAIT - SignedDuration::from_secs(1);
    assert_eq!(waited.refused(&mediator(), new.clone()).reason, Reason::NotNow);
    waited.now += SignedDuration::from_secs(1);
    waited.must(&mediator(), new.clone());
    assert_eq!(waited.refused(&mediator(), new.clone()).reason, Reason::NotNow, "once");

    for who in [principal("north"), delegate("north")] {
        let mut agreed = talks.clone();
        agreed.must(&who, agree("new"));
        assert_eq!(agreed.refused(&who, agree("new")).reason, Reason::NotNow);
        agreed.must(&mediator(), new.clone());
    }
    let adviser = Actor::new(Role::Adviser("north".into()));
    assert_eq!(talks.refused(&adviser, agree("new")).reason, Reason::NotAllowed);
    assert_eq!(talks.refused(&principal("south"), agree("new")).reason, Reason::Unknown);
    assert_eq!(talks.refused(&mediator(), agree("new")).reason, Reason::NotAllowed);

    for who in [principal("north"), delegate("north"), adviser, mediator()] {
        let mut shut = talks.clone();
        shut.must(&who, close("new"));
        shut.now += WAIT + WAIT;
        assert_eq!(shut.refused(&mediator(), new.clone()).reason, Reason::NotNow);
        assert_eq!(shut.refused(&principal("north"), agree("new")).reason, Reason::NotNow);
        // Another may be announced, and waits anew.
        shut.must(&mediator(), announce("newer"));
        assert_eq!(shut.refused(&mediator(), open("newer", "principal", "announced")).reason, Reason::NotNow);
    }
}

proptest! {
    /// However a clock is put back and forth between events, a door never opens before some clock that was recorded since it
    /// was announced, or is shown now, is 48 hours after all that was recorded before.
    #[test]
    fn a_clock_put_back_shortens_no_wait(
        before in prop::collection::vec(-100_i64..100, 1..5),
        since in prop::collection::vec(-100_i64..100, 0..5),
        now in -100_i64..200,
    ) {
        let mut talks = come();
        let start = talks.now;
        let note = |talks: &mut Talks, hours: i64| {
            talks.now = start + SignedDuration::from_hours(hours);
            let note = json!({"command": "write_note", "in": "caucus:north", "text": "noted"});
            talks.must(&principal("north"), command(note));
        };
        let (announced, before) = before.split_last().expect("one at least");
        before.iter().for_each(|hours| note(&mut talks, *hours));
        talks.now = start + SignedDuration::from_hours(*announced);
        talks.must(&mediator(), announce("new"));
        let from = before.iter().chain([announced, &0]).max().expect("one at least");
        since.iter().for_each(|hours| note(&mut talks, *hours));
        talks.now = start + SignedDuration::from_hours(now);
        let latest = since.iter().chain([from, &now]).max().expect("one at least");
        let opened = talks.ask(&mediator(), &open("new", "principal", "announced")).is_ok();
        prop_assert_eq!(opened, latest - from >= 48);
        // The party reads the very time by which that is decided.
        let waits = |reader: &Reader| {
            let state = talks.state(reader);
            let door = &state.doors[&mediant_record::door::DoorId::new("new")];
            (door.announced.as_ref().map(|announced| announced.opens()), state.clock(&"north".into(), talks.now))
        };
        prop_assert_eq!(waits(&Reader::Mediator), waits(&party("north")));
    }
}

/// A principal of north who has come in as the person on record, and an aide.
fn represented() -> Talks {
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    let door = json!({"command": "open_door", "door": "first", "role": {"principal": "north"},
        "person": "north_principal", "let_in_by": "mediator"});
    talks.must(&mediator(), command(door));
    talks
}

fn names(person: &str, role: &str) -> Command {
    command(json!({"command": "name_person", "in": "table", "party": "north",
        "person": {"id": person, "name": person, "role": role}}))
}

fn departs(person: &str) -> Command {
    command(json!({"command": "record_departure", "in": "table", "party": "north", "person": person,
        "how": "resigned"}))
}

fn comes_back(person: &str) -> Command {
    command(json!({"command": "record_return", "party": "north", "person": person}))
}

#[test]
fn who_decides_and_speaks_for_a_party_that_has_come_it_says_itself() {
    let team = Actor::new(Role::Team);
    for who in [mediator(), team.clone()] {
        let mut talks = represented();
        // Nobody is made a principal, and nobody is made less than one, by others.
        for change in [
            names("north_delegate", "principal"),
            names("north_principal", "adviser"),
            names("new", "principal"),
        ] {
            assert_eq!(talks.refused(&who, change).reason, Reason::NotAllowed);
        }
        // A principal in office names a further one, and makes no other one less.
        talks.must(&principal("north"), names("second", "principal"));
        assert_eq!(talks.refused(&principal("north"), names("second", "adviser")).reason, Reason::NotAllowed);
        talks.refused(&delegate("north"), names("third", "principal"));
        // Whom the party sent away is not brought back by others.
        talks.must(&principal("north"), departs("north_delegate"));
        assert_eq!(talks.refused(&who, comes_back("north_delegate")).reason, Reason::NotAllowed);
        talks.must(&principal("north"), comes_back("north_delegate"));
        // The same words again, and somebody who decides nothing, are the mediator's to put down as before.
        talks.must(&who, names("north_principal", "principal"));
        talks.must(&who, names("new", "adviser"));
    }
    // The team does not send away who decides; what the mediator records is on record as the mediator's word.
    let mut talks = represented();
    assert_eq!(talks.refused(&team, departs("north_principal")).reason, Reason::NotAllowed);
    talks.must(&mediator(), departs("north_principal"));
    // Where nobody who decides is left, the mediator says who follows: never the team.
    assert_eq!(talks.refused(&team, names("new", "principal")).reason, Reason::NotAllowed);
    assert_eq!(talks.refused(&team, comes_back("north_principal")).reason, Reason::NotAllowed);
    talks.must(&mediator(), names("new", "principal"));
    // Before anybody has come all of it is on paper.
    let mut talks = Talks::opened(Quorum::Unanimity, &[]);
    for step in
        [names("north_delegate", "principal"), departs("north_principal"), comes_back("north_principal")]
    {
        talks.must(&team, step);
    }
}

#[test]
fn what_a_party_put_on_record_itself_nobody_else_takes_back() {
    let mut talks = represented();
    let line = json!({"command": "state", "statement": {"kind": "red_line", "party": "north",
        "never": {"quay": "wide"}, "standing": "public", "publicity": "public"}});
    let own = talks.must(&principal("north"), command(line.clone()));
    let theirs = talks.must(&mediator(), command(line));
    let withdraw = |made: &[mediant_record::Placed]| {
        let id = made.iter().find_map(|placed| match &placed.recorded.event {
            mediant_record::Event::Stated(stated) => Some(stated.statement.clone()),
            _ => None,
        });
        command(json!({"command": "withdraw_statement", "statement": id.expect("it was stated")}))
    };
    for who in [mediator(), Actor::new(Role::Team)] {
        assert_eq!(talks.refused(&who, withdraw(&own)).reason, Reason::NotAllowed);
    }
    talks.must(&mediator(), withdraw(&theirs));
    talks.must(&principal("north"), withdraw(&own));
}
