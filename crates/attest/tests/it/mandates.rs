//! What a delegate's act is worth: so much as principals of the party signed of its mandate.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use crate::world::*;
use mediant_attest::agreement::{ActError, Agreement, verify};
use mediant_attest::keys::{ListedKey, Vouched};
use mediant_attest::*;

const TODAY: &str = "2026-11-30T15:12:54Z";

fn day(text: &str) -> Day {
    Day::new(text).unwrap()
}

/// What a principal signs, on which table and when.
struct Told {
    deed: Deed,
    table: u64,
    date: &'static str,
    confirms: bool,
}

fn told(deed: Deed) -> Told {
    Told { deed, table: 10, date: "2026-11-29T10:00:00Z", confirms: false }
}

fn given(change: impl FnOnce(&mut Mandate)) -> Deed {
    let mut given = mandate("carl");
    change(&mut given);
    Deed::GivesMandate(given)
}

fn limited(change: impl FnOnce(&mut Mandate)) -> Deed {
    match given(change) {
        Deed::GivesMandate(mandate) => Deed::LimitsMandate(mandate),
        other => other,
    }
}

fn revoked(ends: &str) -> Deed {
    Deed::RevokesMandate { mandate: line("m1"), holder: named("carl", "Carl"), ends: day(ends) }
}

fn on(issues: &[&str]) -> Option<Vec<Named>> {
    Some(issues.iter().map(|issue| named(issue, issue)).collect())
}

/// What Carl's act comes to, on the table of 17 events, beside these of Ann's.
fn counts_as(carls: impl FnOnce(Act) -> Act, by_ann: Vec<Told>) -> Result<(), ActError> {
    let world = World::new();
    let mut keys = world.keys();
    let since = moment("2026-11-01T09:00:00Z");
    keys.keys.push(ListedKey { key: world.carl(), since, vouched: Vouched::Confirmed, revoked: None });
    let mut acts: Vec<Envelope> = Vec::new();
    for told in by_ann {
        let act = Act {
            table: table(told.table),
            date: moment(told.date),
            confirms: told.confirms.then(|| line("r1")),
            before: acts.last().map(|before| Digest::from_content(before.text().as_bytes())),
            ..world.act(&world.ann(), told.deed)
        };
        acts.push(world.by_ann(&act));
    }
    let act = carls(Act { date: moment(TODAY), ..world.act(&world.carl(), Deed::Accepts(only(2))) });
    acts.push(Envelope::sign(&act, &world.carl).unwrap());
    acts.push(world.by_bob(&world.act(&world.bob(), Deed::Signs(draft()))));
    let held = [world.ann(), world.bob(), world.carl()];
    let (title, parties) = (line("The wages of the mill"), parties());
    let file = Agreement::new(title, case_id(), &parties, &draft(), &held, acts, Vec::new()).unwrap();
    let report = verify(&file.to_json().unwrap(), &keys, &[]).unwrap();
    assert_eq!(report.faults, []);
    report.acts.into_iter().find(|act| act.act.person.id == line("carl")).unwrap().counts
}

fn counts(by_ann: Vec<Told>) -> Result<(), ActError> {
    counts_as(|act| act, by_ann)
}

fn ended(text: &str) -> Result<(), ActError> {
    Err(ActError::MandateEnded(day(text)))
}

#[test]
fn a_mandate_that_no_principal_signed_is_none() {
    assert_eq!(counts(Vec::new()), Err(ActError::MandateUnsigned(line("m1"))));
    let another = given(|mandate| mandate.id = line("m2"));
    assert_eq!(counts(vec![told(another)]), Err(ActError::MandateUnsigned(line("m1"))));
    assert_eq!(counts(vec![told(given(|_| {}))]), Ok(()));
    // Bounded with a key, it is stated whole.
    assert_eq!(counts(vec![told(limited(|_| {}))]), Ok(()));
    assert_eq!(
        counts_as(|act| Act { mandate: None, ..act }, vec![told(given(|_| {}))]),
        Err(ActError::NoMandate)
    );
    let others = given(|mandate| mandate.holder.id = line("eve"));
    assert_eq!(counts(vec![told(others)]), Err(ActError::OthersMandate));
}

#[test]
fn a_delegate_does_nothing_that_only_a_principal_does() {
    for deed in [Deed::Ratifies(draft()), given(|_| {}), limited(|_| {}), revoked("2026-12-01")] {
        let found = counts_as(|act| Act { deed, ..act }, vec![told(given(|_| {}))]);
        assert_eq!(found, Err(ActError::NoPrincipal));
    }
}

#[test]
fn a_mandate_covers_the_issues_that_its_principal_signed() {
    let on_some = |issues: &'static [&'static str]| vec![told(given(|mandate| mandate.issues = on(issues)))];
    let doing = |deed: Deed, issues| counts_as(|act| Act { deed, ..act }, on_some(issues));
    assert_eq!(doing(Deed::Accepts(only(2)), &["issue-2"]), Ok(()));
    assert_eq!(doing(Deed::Accepts(only(2)), &["issue-1"]), Err(ActError::OutsideMandate(line("issue-2"))));
    assert_eq!(doing(Deed::Accepts(draft()), &["issue-1"]), Err(ActError::OutsideMandate(line("issue-2"))));
    assert_eq!(doing(Deed::AcceptsAdReferendum(draft()), &["issue-1", "issue-2"]), Ok(()));
    // The whole takes all, whatever the words name.
    assert_eq!(doing(Deed::Signs(draft()), &["issue-1", "issue-2"]), Err(ActError::MandateOnAll));
    assert_eq!(doing(Deed::Signs(only(2)), &["issue-2"]), Err(ActError::MandateOnAll));
    assert_eq!(counts_as(|act| Act { deed: Deed::Signs(draft()), ..act }, vec![told(given(|_| {}))]), Ok(()));
    // So does a clause that settles no issue.
    let Words::Draft(mut open) = only(2) else { unreachable!("it is a draft") };
    open.clauses[0].issue = None;
    let world = World::new();
    let act = world.act(&world.carl(), Deed::Accepts(Words::Draft(open)));
    let found = counts_as(|of| Act { deed: act.deed, ..of }, on_some(&["issue-2"]));
    assert_eq!(found, Err(ActError::MandateOnAll));
}

#[test]
fn a_mandate_has_a_first_and_a_last_day() {
    let until = |text: &str| vec![told(given(|mandate| mandate.until = Some(day(text))))];
    let from = |text: &str| vec![told(given(|mandate| mandate.from = Some(day(text))))];
    assert_eq!(counts(until("2026-11-30")), Ok(()));
    assert_eq!(counts(until("2026-11-29")), ended("2026-11-29"));
    assert_eq!(counts(from("2026-11-30")), Ok(()));
    // It is the first of December somewhere, and nowhere the second.
    assert_eq!(counts(from("2026-12-01")), Ok(()));
    assert_eq!(counts(from("2026-12-02")), Err(ActError::MandateBegins(day("2026-12-02"))));
    let named = |until: &str| {
        let mandate = Some(MandateUsed { id: line("m1"), until: Some(day(until)) });
        counts_as(|act| Act { mandate, ..act }, vec![told(given(|_| {}))])
    };
    assert_eq!((named("2026-11-30"), named("2026-11-29")), (Ok(()), ended("2026-11-29")));
}

#[test]
fn what_the_act_saw_of_its_mandate_binds_it() {
    let give = || told(given(|_| {}));
    let until = |text: &str| limited(|mandate| mandate.until = Some(day(text)));
    // Bounded before: by the table, or by the date, whichever the act does not choose to overlook.
    let before = Told { table: 12, ..told(until("2026-11-29")) };
    assert_eq!(counts(vec![give(), before]), ended("2026-11-29"));
    let by_date = Told { table: 20, date: "2026-11-30T10:00:00Z", ..told(until("2026-11-29")) };
    assert_eq!(counts(vec![give(), by_date]), ended("2026-11-29"));
    // Bounded since, the act stands.
    let since = || Told { table: 20, date: "2026-12-01T10:00:00Z", ..told(until("2026-11-29")) };
    assert_eq!(counts(vec![give(), since()]), Ok(()));
    // The last word before is the one that counts.
    let wider = Told { table: 14, ..told(until("2026-12-31")) };
    let before = Told { table: 12, ..told(until("2026-11-29")) };
    assert_eq!(counts(vec![give(), before, wider]), Ok(()));
    // Given only afterwards, unless it confirms what was reported before.
    let late = |confirms| Told { table: 20, date: "2026-12-01T10:00:00Z", confirms, ..give() };
    assert_eq!(counts(vec![late(false)]), Err(ActError::MandateLater(line("m1"))));
    assert_eq!(counts(vec![late(true)]), Ok(()));
}

#[test]
fn a_mandate_that_was_revoked_has_ended() {
    let revocation = |ends: &str, table, date| Told { table, date, ..told(revoked(ends)) };
    let with = |revocation| counts(vec![told(given(|_| {})), revocation]);
    assert_eq!(with(revocation("2026-11-30", 12, "2026-11-30T09:00:00Z")), ended("2026-11-30"));
    assert_eq!(with(revocation("2026-11-29", 20, "2026-12-01T09:00:00Z")), ended("2026-11-29"));
    assert_eq!(with(revocation("2026-12-01", 12, "2026-11-30T09:00:00Z")), Ok(()));
    // On the same day, after the act.
    assert_eq!(with(revocation("2026-11-30", 20, "2026-11-30T18:00:00Z")), Ok(()));
}
