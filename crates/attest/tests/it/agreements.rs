//! What an agreement file proves, and what is found of those who would have it prove more.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use crate::world::*;
use mediant_attest::agreement::{
    AcceptanceError, ActError, Agreement, Hold, Note, RecordedBy, Report, Reported, Trust, verify,
};
use mediant_attest::copy::{self, Copy};
use mediant_attest::keys::{ListedKey, Vouched};
use mediant_attest::*;

fn report(file: &Agreement, keys: &Keys) -> Report {
    verify(&file.to_json().unwrap(), keys, &[]).unwrap()
}

fn fields(report: &Report) -> Vec<&str> {
    report.faults.iter().map(|fault| fault.field.as_str()).collect()
}

fn holds(report: &Report) -> Vec<&Result<Hold, AcceptanceError>> {
    report.parties.iter().map(|party| &party.hold).collect()
}

/// A second act of the same signer.
fn after(act: Act, before: &Envelope) -> Act {
    Act { before: Some(Digest::from_content(before.text().as_bytes())), ..act }
}

#[test]
fn what_both_signed_is_proven() {
    let world = World::new();
    let file = world.signed();
    let text = file.to_json().unwrap();
    assert_eq!(Agreement::from_json(&text).unwrap(), (file.clone(), Vec::new()));
    let report = report(&file, &world.keys());
    assert!(report.is_proven(), "{report:?}");
    assert_eq!(holds(&report), [&Ok(Hold::Signed), &Ok(Hold::Signed)]);
    assert_eq!(report.words, Some(draft()));
    assert_eq!(report.acts.iter().map(|act| act.trust).collect::<Vec<_>>(), [Trust::First; 2]);
    // What no file can prove is said of every one.
    for note in [Note::WhoseKeys, Note::Dates, Note::Rest, Note::TableUnseen(vec![1, 2])] {
        assert!(report.notes.contains(&note), "{note:?}");
    }
}

#[test]
fn clauses_are_accepted_one_by_one_and_all_of_them_count() {
    let world = World::new();
    let first = world.by_ann(&world.act(&world.ann(), Deed::Accepts(only(1))));
    let second = world.by_ann(&after(world.act(&world.ann(), Deed::Accepts(only(2))), &first));
    let bob = world.by_bob(&world.act(&world.bob(), Deed::Accepts(draft())));
    let both = report(&world.file(vec![first.clone(), second, bob.clone()]), &world.keys());
    assert!(both.is_proven(), "{both:?}");
    assert_eq!(holds(&both)[0], &Ok(Hold::Accepted));
    let one = report(&world.file(vec![first, bob]), &world.keys());
    assert_eq!(holds(&one)[0], &Err(AcceptanceError::Clauses(vec![2])));
    assert!(!one.is_proven() && one.faults.is_empty());
    assert!(one.is_proven_for(|party| party.as_str() == "union"));
    assert!(!one.is_proven_for(|_| false), "of nobody nothing is proven");
}

#[test]
fn ad_referendum_takes_the_principal() {
    let world = World::new();
    let referred = world.by_ann(&world.act(&world.ann(), Deed::AcceptsAdReferendum(draft())));
    let ratified = world.by_ann(&after(world.act(&world.ann(), Deed::Ratifies(draft())), &referred));
    let bob = world.by_bob(&world.act(&world.bob(), Deed::Signs(draft())));
    let open = report(&world.file(vec![referred.clone(), bob.clone()]), &world.keys());
    assert_eq!(holds(&open)[0], &Err(AcceptanceError::Ratification));
    let closed = report(&world.file(vec![referred, ratified, bob]), &world.keys());
    assert_eq!(holds(&closed)[0], &Ok(Hold::Ratified));
    assert!(closed.is_proven());
}

#[test]
fn packages_are_agreed_on_as_drafts_are() {
    let world = World::new();
    let ann = world.by_ann(&world.act(&world.ann(), Deed::Accepts(package())));
    let bob = world.by_bob(&world.act(&world.bob(), Deed::Signs(package())));
    let report = report(&world.file_of(&package(), vec![ann, bob]), &world.keys());
    assert!(report.is_proven(), "{report:?}");
}

#[test]
fn what_is_only_reported_proves_nothing_and_is_told() {
    let world = World::new();
    let bob = world.by_bob(&world.act(&world.bob(), Deed::Signs(draft())));
    let reported = Reported {
        party: line("mill"),
        person: Some(line("ann")),
        what: line("signs"),
        date: moment("2026-11-30T15:12:54Z"),
        by: RecordedBy::Mediator,
    };
    let file = Agreement::new(
        line("The wages of the mill"),
        case_id(),
        &parties(),
        &draft(),
        &[world.bob()],
        vec![bob],
        vec![reported.clone()],
    )
    .unwrap();
    let report = report(&file, &world.keys());
    assert_eq!(holds(&report)[0], &Err(AcceptanceError::Everything));
    assert!(report.faults.is_empty() && !report.is_proven());
    assert!(report.notes.contains(&Note::Reported(reported)));
}

#[test]
fn an_act_counts_once_and_in_its_case() {
    let world = World::new();
    let ann = world.by_ann(&world.act(&world.ann(), Deed::Signs(draft())));
    let bob = world.by_bob(&world.act(&world.bob(), Deed::Signs(draft())));
    let found = |acts: Vec<Envelope>| {
        let report = report(&world.file(acts), &world.keys());
        assert!(!report.is_proven());
        fields(&report).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(found(vec![ann.clone(), bob.clone(), ann.clone()]), ["acts.2"]);
    // Two acts after the same one: of one of them the signer, or the desk, keeps silent elsewhere.
    let again = world.by_ann(&Act {
        date: moment("2026-11-30T16:00:00Z"),
        ..world.act(&world.ann(), Deed::Accepts(draft()))
    });
    assert_eq!(found(vec![ann.clone(), bob.clone(), again]), ["acts.2.act before"]);
    let other_case = Act { case_id: Digest([9; 32]), ..world.act(&world.ann(), Deed::Signs(draft())) };
    assert_eq!(found(vec![world.by_ann(&other_case), bob.clone()]), ["acts.0.case id"]);
    let elsewhere = Pin { link: Digest([7; 32]), ..table(17) };
    let other_table = Act { table: elsewhere, ..world.act(&world.ann(), Deed::Signs(draft())) };
    assert_eq!(found(vec![world.by_ann(&other_table), bob]), ["acts.1.table link"]);
    let keys = Keys { case_id: Digest([9; 32]), ..world.keys() };
    assert_eq!(fields(&report(&world.signed(), &keys)), ["case_id"]);
}

#[test]
fn an_act_on_an_older_draft_does_not_count_and_nor_does_one_on_another_text_of_it() {
    let world = World::new();
    let bob = world.by_bob(&world.act(&world.bob(), Deed::Signs(draft())));
    let Words::Draft(third) = draft() else { unreachable!("it is a draft") };
    let older = Words::Draft(Draft { id: line("d2"), number: 2, ..third.clone() });
    let ann = world.by_ann(&world.act(&world.ann(), Deed::Signs(older)));
    let old = report(&world.file(vec![ann, bob.clone()]), &world.keys());
    assert!(old.faults.is_empty(), "{old:?}");
    assert_eq!(old.acts[0].counts, Err(ActError::OtherWords));
    assert_eq!(holds(&old)[0], &Err(AcceptanceError::Everything));
    let mut other = third;
    other.clauses[1].words = Text::new("Everybody gives up hours.").unwrap();
    let ann = world.by_ann(&world.act(&world.ann(), Deed::Signs(Words::Draft(other))));
    let two = report(&world.file(vec![ann, bob]), &world.keys());
    assert!(two.faults.is_empty() && !two.is_proven(), "{two:?}");
    assert_eq!(two.acts[0].counts, Err(ActError::Reworded("clause 2 words".to_owned())));
    assert_eq!(holds(&two), [&Err(AcceptanceError::Everything), &Ok(Hold::Signed)]);
}

#[test]
fn keys_of_strangers_count_for_nothing() {
    let world = World::new();
    let file = world.signed();
    let mut keys = world.keys();
    // A list that says that somebody vouched does not show it.
    for vouched in
        [Vouched::Nobody, Vouched::By(world.bob().public.id()), Vouched::By(world.ann().public.id())]
    {
        keys.keys[0].vouched = vouched;
        let unvouched = report(&file, &keys);
        assert_eq!(unvouched.acts[0].counts, Err(ActError::Key));
        assert_eq!(holds(&unvouched), [&Err(AcceptanceError::Everything), &Ok(Hold::Signed)]);
    }
    // In the file alone: the desk could have made it.
    keys.keys.remove(0);
    assert_eq!(report(&file, &keys).acts[0].trust, Trust::Nobody);
    // Of another person, by keys.txt.
    let mut keys = world.keys();
    keys.keys[0].key.person = line("eve");
    assert!(fields(&report(&file, &keys)).contains(&"keys.0"));
    // In neither.
    let ann = world.by_ann(&world.act(&world.ann(), Deed::Signs(draft())));
    let file = Agreement::new(
        line("The wages of the mill"),
        case_id(),
        &parties(),
        &draft(),
        &[],
        vec![ann],
        Vec::new(),
    )
    .unwrap();
    keys.keys.clear();
    assert_eq!(fields(&report(&file, &keys)), ["acts.0.key"]);
}

/// The keys of Ann, Bob and Carl, of which keys.txt has the first two.
fn with_carl(world: &World, acts: Vec<Envelope>) -> Agreement {
    let keys = [world.ann(), world.bob(), world.carl()];
    Agreement::new(line("The wages of the mill"), case_id(), &parties(), &draft(), &keys, acts, Vec::new())
        .unwrap()
}

fn vouching_for(key: &Key) -> Deed {
    Deed::VouchesFor(NewKey {
        public: key.public.clone(),
        holder: named(key.person.as_str(), "somebody"),
        role: key.role,
    })
}

#[test]
fn a_principal_vouches_for_the_party_and_for_no_other() {
    let world = World::new();
    let carls = Envelope::sign(&world.act(&world.carl(), Deed::Accepts(draft())), &world.carl).unwrap();
    let bob = world.by_bob(&world.act(&world.bob(), Deed::Signs(draft())));
    let vouched = world.by_ann(&world.act(&world.ann(), vouching_for(&world.carl())));
    let given = world.by_ann(&after(world.act(&world.ann(), Deed::GivesMandate(mandate("carl"))), &vouched));
    let all = vec![vouched.clone(), carls.clone(), bob.clone(), given];
    let by_ann = report(&with_carl(&world, all), &world.keys());
    assert_eq!(by_ann.acts[1].trust, Trust::Act(1));
    assert!(by_ann.is_proven(), "{by_ann:?}");
    // Listed, too, as vouched for by Ann: the act is what shows it.
    let mut listed = world.keys();
    let since = moment("2026-11-01T09:00:00Z");
    let vouched_by = Vouched::By(world.ann().public.id());
    listed.keys.push(ListedKey { key: world.carl(), since, vouched: vouched_by, revoked: None });
    let with_act = report(&with_carl(&world, vec![vouched.clone(), carls.clone(), bob.clone()]), &listed);
    assert_eq!(with_act.acts[1].trust, Trust::Act(1));
    let without = report(&with_carl(&world, vec![carls.clone(), bob.clone()]), &listed);
    assert_eq!(without.acts[0].trust, Trust::Nobody);
    // A stranger to the party, or nobody.
    let by_other = world.by_bob(&after(world.act(&world.bob(), vouching_for(&world.carl())), &bob));
    for acts in [vec![by_other, carls.clone(), bob.clone()], vec![carls.clone(), bob.clone()]] {
        let report = report(&with_carl(&world, acts), &world.keys());
        let carl = report.acts.iter().find(|act| act.act.person.id == line("carl")).unwrap();
        assert_eq!((carl.trust, &carl.counts), (Trust::Nobody, &Err(ActError::Key)));
        assert!(!report.is_proven());
    }
    // A delegate makes nobody a principal, and answers for nobody else.
    let mut keys = world.keys();
    keys.keys[0].key = world.carl();
    let king = Key { role: Role::Principal, ..world.ann() };
    let made = Envelope::sign(&world.act(&world.carl(), vouching_for(&king)), &world.carl).unwrap();
    let ann = world.by_ann(&world.act(&world.ann(), Deed::Signs(draft())));
    let up = report(&with_carl(&world, vec![made, ann, bob]), &keys);
    assert_eq!(up.acts[1].trust, Trust::Nobody);
}

#[test]
fn an_old_key_vouches_for_the_next_of_its_holder() {
    let world = World::new();
    let second = SecretKey::new(&[8; 32]);
    let bobs = Key { public: second.public(), ..world.bob() };
    let vouched = world.by_bob(&world.act(&world.bob(), vouching_for(&bobs)));
    let signed = Envelope::sign(&world.act(&bobs, Deed::Signs(draft())), &second).unwrap();
    let ann = world.by_ann(&world.act(&world.ann(), Deed::Signs(draft())));
    let keys = [world.ann(), world.bob(), bobs];
    let file = Agreement::new(
        line("The wages of the mill"),
        case_id(),
        &parties(),
        &draft(),
        &keys,
        vec![vouched, signed, ann],
        Vec::new(),
    )
    .unwrap();
    let report = report(&file, &world.keys());
    assert!(report.is_proven(), "{report:?}");
    assert_eq!(report.acts[1].trust, Trust::Act(1));
}

#[test]
fn a_revoked_key_keeps_what_stands() {
    let world = World::new();
    let ann = world.by_ann(&world.act(&world.ann(), Deed::Signs(draft())));
    let bob = world.by_bob(&world.act(&world.bob(), Deed::Signs(draft())));
    let digest = Digest::from_content(bob.text().as_bytes());
    let revoking = |stand: Vec<Digest>| {
        let act = world.act(&world.bob(), Deed::RevokesKey { key: world.bob().public.id(), stand });
        world.by_bob(&Act { date: moment("2026-12-01T00:00:00Z"), ..after(act, &bob) })
    };
    let keeps = report(&world.file(vec![ann.clone(), bob.clone(), revoking(vec![digest])]), &world.keys());
    assert!(keeps.is_proven(), "{keeps:?}");
    assert!(keeps.notes.contains(&Note::BeforeRevocation(2, moment("2026-12-01T00:00:00Z"))));
    let drops = report(&world.file(vec![ann.clone(), bob.clone(), revoking(Vec::new())]), &world.keys());
    assert_eq!(drops.acts[1].counts, Err(ActError::Revoked));
    assert!(!drops.is_proven());
    // The other party revokes nothing here.
    let others =
        world.act(&world.ann(), Deed::RevokesKey { key: world.bob().public.id(), stand: Vec::new() });
    let by_other =
        report(&world.file(vec![ann.clone(), bob, world.by_ann(&after(others, &ann))]), &world.keys());
    assert!(by_other.is_proven(), "{by_other:?}");
    // By the list: what is dated from then on does not count.
    for (revoked, counts) in [("2026-11-30T15:12:54Z", false), ("2026-11-30T15:12:55Z", true)] {
        let mut keys = world.keys();
        keys.keys[1].revoked = Some(moment(revoked));
        assert_eq!(report(&world.signed(), &keys).is_proven(), counts, "{revoked}");
    }
}

#[test]
fn the_table_that_was_seen_is_held_against_a_copy() {
    let world = World::new();
    let text = world.signed().to_json().unwrap();
    let at = |case_id, entries: u64| {
        let entry = |sequence| copy::Entry {
            sequence,
            commitment: Digest([0; 32]),
            link: table(sequence).link,
            salt: None,
            event: None,
        };
        let stream = copy::Stream {
            stream: line("table"),
            length: entries,
            entries: (1..=entries).map(entry).collect(),
        };
        let reader = copy::Reader::Party(line("mill"));
        Copy::new(line("x"), case_id, reader, moment("2026-12-01T00:00:00Z"), vec![stream])
    };
    let with = |copy: Copy| verify(&text, &world.keys(), &[copy]).unwrap();
    let seen = with(at(case_id(), 20));
    assert!(seen.is_proven() && !seen.notes.iter().any(|note| matches!(note, Note::TableUnseen(_))));
    let short = with(at(case_id(), 16));
    assert!(short.is_proven() && short.notes.contains(&Note::TableUnseen(vec![1, 2])));
    let mut other = at(case_id(), 20);
    other.streams[0].entries[16].link = Digest([1; 32]);
    let other = with(other);
    assert_eq!(fields(&other), ["acts.0.table link", "acts.1.table link"]);
    assert!(!with(at(Digest([9; 32]), 20)).is_proven());
}

#[test]
fn a_file_of_another_version_or_form_is_none() {
    let world = World::new();
    let text = world.signed().to_json().unwrap();
    for other in [
        text.replacen("\"mediant_agreement\": 1", "\"mediant_agreement\": 2", 1),
        text.replacen("\"acts\"", "\"deeds\"", 1),
        text.replacen("\"case\"", "\"case\": \"a\", \"case\"", 1),
        text[..text.len() / 2].to_owned(),
        String::new(),
    ] {
        assert!(verify(&other, &world.keys(), &[]).is_err());
    }
    assert!(!verify(&text.replace("  ", " "), &world.keys(), &[]).unwrap().is_proven());
}
