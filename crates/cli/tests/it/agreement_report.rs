//! What `verify-agreement` prints, held against what the library found out: nothing that was found is left out on the way to paper.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use crate::support::{Folder, Said, mediant};
use mediant_attest::agreement::{ActError, Agreement, Note, RecordedBy, Report, Reported, verify};
use mediant_attest::keys::{ListedKey, Vouched};
use mediant_attest::*;

fn line(text: &str) -> Line {
    Line::new(text).unwrap()
}

fn named(id: &str, name: &str) -> Named {
    Named { id: line(id), name: line(name) }
}

fn parties() -> Vec<Named> {
    vec![named("mill", "Mill Ltd"), named("union", "Union of mill workers")]
}

fn moment(text: &str) -> Moment {
    Moment::new(text).unwrap()
}

/// Clauses of the draft of two.
fn clauses(numbers: &[u32]) -> Words {
    let clause = |number: &u32| Clause {
        number: *number,
        id: line(&format!("c{number}")),
        heading: None,
        issue: Some(named(&format!("i{number}"), "Issue")),
        words: Text::new(format!("What stands in clause {}.", ["one", "two"][*number as usize - 1])).unwrap(),
    };
    let clauses = numbers.iter().map(clause).collect();
    Words::Draft(Draft { id: line("d1"), number: 1, title: line("Hours"), of: 2, clauses })
}

/// Who signs: a party, a person, and the key.
#[derive(Clone, Copy)]
struct Signer(&'static str, &'static str, Role, u8);

const ANN: Signer = Signer("mill", "ann", Role::Principal, 1);
const BOB: Signer = Signer("union", "bob", Role::Principal, 2);
const CARL: Signer = Signer("mill", "carl", Role::Delegate, 3);

impl Signer {
    fn secret(self) -> SecretKey {
        SecretKey::new(&[self.3; 32])
    }

    fn key(self) -> Key {
        Key { public: self.secret().public(), party: line(self.0), person: line(self.1), role: self.2 }
    }

    fn act(self, deed: Deed) -> Act {
        Act {
            case: line("The wages of the mill"),
            case_id: Digest([1; 32]),
            parties: parties(),
            party: line(self.0),
            person: named(self.1, &format!("Somebody called {}", self.1)),
            office: None,
            role: self.2,
            mandate: (self.2 == Role::Delegate).then(|| MandateUsed { id: line("m1"), until: None }),
            date: moment("2026-11-30T15:12:54Z"),
            deed,
            confirms: None,
            table: Pin { length: 17, link: Digest([7; 32]) },
            before: None,
            key: self.secret().public().id(),
        }
    }

    fn signs(self, deed: Deed) -> Envelope {
        self.sign(&self.act(deed))
    }

    fn sign(self, act: &Act) -> Envelope {
        Envelope::sign(act, &self.secret()).unwrap()
    }
}

/// What the command prints of such a file, and what the library finds out of it.
fn printed(words: &Words, acts: Vec<Envelope>, reported: Vec<Reported>) -> (Said, Report) {
    let (folder, held) = (Folder::new(), [ANN.key(), BOB.key(), CARL.key()]);
    let (title, case_id) = (line("The wages of the mill"), Digest([1; 32]));
    let file = Agreement::new(title, case_id, &parties(), words, &held, acts, reported).unwrap();
    let text = file.to_json().unwrap();
    let since = moment("2026-11-01T09:00:00Z");
    let listed = |key: Key| {
        let vouched = if key.role == Role::Delegate { Vouched::Confirmed } else { Vouched::First };
        ListedKey { key, since: since.clone(), vouched, revoked: None }
    };
    let keys = Keys { case_id, keys: held.map(listed).to_vec() };
    let report = verify(&text, &keys, &[]).unwrap();
    assert_eq!(report.faults, []);
    let (file, keys) = (folder.write("agreement.json", text), folder.write("keys.txt", keys.print()));
    let said = mediant(&["verify-agreement", &file, "--keys", &keys]);
    assert_eq!(said.code, if report.is_proven() { 0 } else { 2 }, "{}{}", said.out, said.err);
    // Lines are broken where they are long.
    let out = said.out.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_there = |found: String| assert!(out.contains(&found), "{found}\n{}", said.out);
    for party in &report.parties {
        is_there(party.party.name.to_string());
        is_there(party.hold.as_ref().map_or_else(ToString::to_string, ToString::to_string));
    }
    for act in &report.acts {
        is_there(format!("act {}", act.number));
        match &act.counts {
            Ok(()) => is_there(act.public.words()),
            Err(why) => is_there(why.to_string()),
        }
    }
    report.notes.iter().for_each(|note| is_there(note.to_string()));
    (Said { out, ..said }, report)
}

#[test]
fn a_name_that_was_changed_after_somebody_signed_is_told_and_changes_nothing() {
    let mut act = ANN.act(Deed::Signs(clauses(&[1, 2])));
    act.parties[0].name = line("Mill and Daughters");
    let (said, report) =
        printed(&clauses(&[1, 2]), vec![ANN.sign(&act), BOB.signs(Deed::Signs(clauses(&[1, 2])))], vec![]);
    assert!(report.is_proven());
    assert!(report.notes.iter().any(|note| matches!(note, Note::OtherName(..))));
    assert!(said.out.contains("Mill and Daughters") && said.out.contains("Mill Ltd"), "{}", said.out);
}

#[test]
fn a_mandate_that_ran_out_proves_nothing_for_the_party_and_the_day_is_told() {
    let until = Day::new("2026-11-29").unwrap();
    let holder = named("carl", "Somebody called carl");
    let given = Mandate { id: line("m1"), holder, issues: None, from: None, until: Some(until.clone()) };
    let mut gives = ANN.act(Deed::GivesMandate(given));
    gives.table.length = 10;
    gives.date = moment("2026-11-20T09:00:00Z");
    let acts = |date: &str| {
        let act = Act { date: moment(date), ..CARL.act(Deed::Accepts(clauses(&[1, 2]))) };
        vec![ANN.sign(&gives), CARL.sign(&act), BOB.signs(Deed::Signs(clauses(&[1, 2])))]
    };
    let (_, report) = printed(&clauses(&[1, 2]), acts("2026-11-30T11:59:59Z"), vec![]);
    assert!(report.is_proven(), "it holds until its last day is over everywhere: {report:?}");
    let (said, report) = printed(&clauses(&[1, 2]), acts("2026-11-30T12:00:01Z"), vec![]);
    assert!(!report.is_proven());
    assert!(report.acts.iter().any(|act| act.counts == Err(ActError::MandateEnded(until.clone()))));
    assert!(said.out.contains("2026-11-29") && said.err.contains("Mill Ltd"), "{}{}", said.out, said.err);
    assert!(!said.err.contains("Union"), "the other party is proven: {}", said.err);
}

#[test]
fn what_is_reported_stands_beside_an_own_act_and_is_not_taken_for_one() {
    let both = clauses(&[1, 2]);
    let reported = |party: &str, by| Reported {
        party: line(party),
        person: Some(line("Somebody who was not there")),
        what: line("signed it"),
        date: moment("2026-11-30T16:00:00Z"),
        by,
    };
    let own = || vec![ANN.signs(Deed::Signs(clauses(&[1, 2]))), BOB.signs(Deed::Signs(clauses(&[1, 2])))];
    for by in [RecordedBy::Mediator, RecordedBy::Team, RecordedBy::MediatorWaits, RecordedBy::Principal] {
        let (with, report) = printed(&both, own(), vec![reported("mill", by)]);
        assert!(report.is_proven());
        let (without, _) = printed(&both, own(), vec![]);
        assert!(with.out.contains("Somebody who was not there"), "{}", with.out);
        assert_ne!(with.out, without.out);
        // In place of an own act it proves nothing.
        let (said, report) = printed(&both, own().split_off(1), vec![reported("mill", by)]);
        assert!(!report.is_proven());
        assert!(said.err.contains("Mill Ltd"), "{}", said.err);
    }
}

#[test]
fn an_agreement_on_some_clauses_shows_these_alone_and_binds_who_signed_that() {
    let part = clauses(&[2]);
    let (said, report) = printed(
        &part,
        vec![ANN.signs(Deed::Signs(clauses(&[2]))), BOB.signs(Deed::Signs(clauses(&[2])))],
        vec![],
    );
    assert!(report.is_proven() && report.notes.contains(&Note::Part));
    assert!(said.out.contains("in clause two.") && !said.out.contains("in clause one."), "{}", said.out);
    // Who accepted the clause as one of the whole did not agree that it binds alone.
    let acts = vec![ANN.signs(Deed::Accepts(clauses(&[2]))), BOB.signs(Deed::Signs(clauses(&[2])))];
    let (said, report) = printed(&part, acts, vec![]);
    assert!(!report.is_proven());
    assert!(said.err.contains("Mill Ltd") && !said.err.contains("Union"), "{}", said.err);
}
