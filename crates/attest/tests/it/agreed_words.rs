//! What a file calls things, which words it is about, and which acts are about them.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use crate::world::*;
use mediant_attest::agreement::{
    AcceptanceError, ActError, Agreement, Hold, Note, RecordedBy, Report, Reported, verify,
};
use mediant_attest::*;
use std::collections::BTreeSet;

fn of(world: &World, title: &str, parties: &[Named], words: &Words, acts: Vec<Envelope>) -> Report {
    let keys = [world.ann(), world.bob()];
    let file = Agreement::new(line(title), case_id(), parties, words, &keys, acts, Vec::new()).unwrap();
    verify(&file.to_json().unwrap(), &world.keys(), &[]).unwrap()
}

fn fields(report: &Report) -> Vec<&str> {
    report.faults.iter().map(|fault| fault.field.as_str()).collect()
}

const TITLE: &str = "The wages of the mill";

/// The draft, with another name of the second issue.
fn renamed() -> Words {
    let Words::Draft(mut draft) = draft() else { unreachable!("it is a draft") };
    draft.clauses[1].issue = Some(named("issue-2", "Working hours"));
    Words::Draft(draft)
}

#[test]
fn a_title_and_names_that_were_changed_since_are_told_and_change_nothing() {
    let world = World::new();
    let mut others = parties();
    others[0].name = line("Mill Limited");
    let older = Act {
        case: line("The wages of the mil"),
        parties: others,
        ..world.act(&world.ann(), Deed::Signs(draft()))
    };
    let acts = vec![world.by_ann(&older), world.by_bob(&world.act(&world.bob(), Deed::Signs(draft())))];
    for (title, parties) in [(older.case.as_str(), older.parties.as_slice()), (TITLE, &parties())] {
        let report = of(&world, title, parties, &draft(), acts.clone());
        assert!(report.is_proven(), "{report:?}");
        let told: Vec<_> = report.notes.iter().filter(|note| matches!(note, Note::OtherTitle(..))).collect();
        assert_eq!(told.len(), 1, "{:?}", report.notes);
        assert!(
            report
                .notes
                .iter()
                .any(|note| matches!(note, Note::OtherName(_, party, _) if *party == line("mill")))
        );
    }
    // A title, or names, that no act about the words has are nobody's.
    assert_eq!(fields(&of(&world, "Other talks", &parties(), &draft(), acts.clone())), ["case"]);
    let mut third = parties();
    third[1].name = line("Union of bill workers");
    assert_eq!(fields(&of(&world, TITLE, &third, &draft(), acts)), ["parties"]);
}

#[test]
fn words_as_they_were_before_do_not_count_and_do_not_spoil_what_was_signed_since() {
    let world = World::new();
    let before = world.act(&world.ann(), Deed::Accepts(renamed()));
    let since =
        Act { before: Some(before.digest().unwrap()), ..world.act(&world.ann(), Deed::Signs(draft())) };
    let bob = world.by_bob(&world.act(&world.bob(), Deed::Signs(draft())));
    let acts = vec![world.by_ann(&before), world.by_ann(&since), bob.clone()];
    let report = of(&world, TITLE, &parties(), &draft(), acts);
    assert!(report.is_proven(), "{report:?}");
    assert_eq!(report.acts[0].counts, Err(ActError::Reworded("clause 2 issue name".to_owned())));
    // Where nobody signed a clause as it stands in the file, it is not what was signed.
    let alone = of(&world, TITLE, &parties(), &draft(), vec![world.by_ann(&before)]);
    assert_eq!(fields(&alone), ["acts.0.clause 2 issue name"]);
    let first = world.by_bob(&world.act(&world.bob(), Deed::Accepts(only(1))));
    let half = of(&world, TITLE, &parties(), &draft(), vec![world.by_ann(&before), first]);
    assert_eq!(fields(&half), ["acts.0.clause 2 issue name"]);
}

#[test]
fn an_act_between_other_parties_counts_for_nobody() {
    let world = World::new();
    let third = [parties(), vec![named("third", "A third one")]].concat();
    let among_three = Act { parties: third.clone(), ..world.act(&world.ann(), Deed::Signs(draft())) };
    let bob = world.by_bob(&world.act(&world.bob(), Deed::Signs(draft())));
    let report = of(&world, TITLE, &parties(), &draft(), vec![world.by_ann(&among_three), bob.clone()]);
    assert!(report.faults.is_empty() && !report.is_proven(), "{report:?}");
    assert_eq!(report.acts[0].counts, Err(ActError::OtherParties));
    // A table at which nobody signed anything.
    let fourth = [third, vec![named("fourth", "A fourth one")]].concat();
    let nobody = of(&world, TITLE, &fourth, &draft(), vec![world.by_ann(&among_three), bob]);
    assert_eq!(fields(&nobody), ["acts.0.parties", "acts.1.parties"]);
}

#[test]
fn some_clauses_are_agreed_once_every_party_signed_that_they_are() {
    let world = World::new();
    let ann = |deed| world.by_ann(&world.act(&world.ann(), deed));
    let bob = |deed| world.by_bob(&world.act(&world.bob(), deed));
    let part = |acts| of(&world, TITLE, &parties(), &only(1), acts);
    let both = part(vec![ann(Deed::Signs(only(1))), bob(Deed::Signs(only(1)))]);
    assert!(both.is_proven() && both.notes.contains(&Note::Part), "{both:?}");
    assert_eq!(both.words, Some(only(1)));
    // Who accepts a clause, or signs the whole, did not say that the clause binds without the rest.
    let accepted = part(vec![ann(Deed::Accepts(only(1))), bob(Deed::Signs(only(1)))]);
    assert_eq!(accepted.parties[0].hold, Err(AcceptanceError::Part));
    let whole = part(vec![ann(Deed::Signs(draft())), bob(Deed::Signs(draft()))]);
    assert!(whole.faults.is_empty() && !whole.is_proven(), "{whole:?}");
    assert_eq!(whole.acts[0].counts, Err(ActError::MoreClauses));
    let other = part(vec![ann(Deed::Signs(only(2))), bob(Deed::Signs(only(1)))]);
    assert_eq!(other.acts[0].counts, Err(ActError::OtherWords));
    // And who signs a part did not sign the whole.
    let first = world.act(&world.ann(), Deed::Signs(only(1)));
    let acts = vec![world.by_ann(&first), bob(Deed::Signs(draft()))];
    let of_whole = of(&world, TITLE, &parties(), &draft(), acts);
    assert_eq!(of_whole.parties[0].hold, Err(AcceptanceError::Clauses(vec![2])));
    assert_eq!(of_whole.parties[1].hold, Ok(Hold::Signed));
}

#[test]
fn what_nobody_signed_reads_otherwise_for_each_who_may_have_recorded_it() {
    use RecordedBy as By;
    let all = [
        By::Principal,
        By::Delegate,
        By::OtherWords,
        By::MediatorConfirmed,
        By::TeamConfirmed,
        By::Mediator,
        By::Team,
        By::MediatorWaits,
        By::TeamWaits,
    ];
    let reported = |by| Reported {
        party: line("mill"),
        person: Some(line("ann")),
        what: line("signs the agreement"),
        date: moment("2026-11-30T15:12:54Z"),
        by,
    };
    let told: BTreeSet<String> = all.iter().map(|by| Note::Reported(reported(*by)).to_string()).collect();
    let kept: BTreeSet<String> =
        all.iter().map(|by| serde_json::to_string(&reported(*by)).unwrap()).collect();
    assert_eq!((told.len(), kept.len()), (all.len(), all.len()));
    for by in all {
        let text = serde_json::to_string(&reported(by)).unwrap();
        assert_eq!(serde_json::from_str::<Reported>(&text).unwrap(), reported(by));
    }
}
