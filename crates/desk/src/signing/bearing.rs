//! Which acts go into the file of an agreement: those about its words, and those that they rest on.

use mediant_attest::{Act, Deed, Digest, Envelope, Line, Named, Words};
use std::collections::{BTreeMap, BTreeSet};

/// An act on record with its envelope.
pub(super) type Signed = (Envelope, Act);

/// Who was at the table when the words were signed, and what the case was called: as the acts that bind most parties have it,
/// and of these the latest. `None` where no act is about exactly these words.
pub(super) fn table<'a>(acts: &'a [Signed], words: &Words) -> Option<(&'a Line, &'a [Named])> {
    let mut tables: BTreeMap<BTreeSet<&Line>, Table<'a>> = BTreeMap::new();
    for (index, (_, act)) in acts.iter().enumerate() {
        let Some(theirs) = act.deed.words().filter(|theirs| theirs.are_among(words)) else { continue };
        let table = tables.entry(ids(act)).or_default();
        table.places.entry(&act.party).or_default().extend(theirs.places());
        table.last = Some((index, act));
    }
    let all = words.places();
    let bound = |table: &Table<'_>| table.places.values().filter(|places| **places == all).count();
    let of_most = tables
        .into_values()
        .max_by_key(|table| (bound(table), table.places.len(), table.last.map(|(index, _)| index)));
    of_most?.last.map(|(_, act)| (&act.case, act.parties.as_slice()))
}

/// Acts about the words between the same parties.
#[derive(Default)]
struct Table<'a> {
    /// The clauses that each party's acts are about.
    places: BTreeMap<&'a Line, BTreeSet<u32>>,
    last: Option<(usize, &'a Act)>,
}

fn ids(act: &Act) -> BTreeSet<&Line> {
    act.parties.iter().map(|party| &party.id).collect()
}

/// The acts of a file about these words between these parties, in their order, `most` at most: so much as a party signs besides, the others'
/// file stays what it is.
pub(super) fn bearing<'a>(
    acts: &'a [Signed],
    words: &Words,
    parties: &[Named],
    most: usize,
) -> Vec<&'a Signed> {
    let at_table: BTreeSet<&Line> = parties.iter().map(|party| &party.id).collect();
    let about = |act: &Act| act.deed.words().filter(|theirs| is_of(theirs, words)).cloned();
    let exact = |act: &Act| about(act).filter(|theirs| theirs.are_among(words) && ids(act) == at_table);
    let upheld: BTreeSet<u32> =
        acts.iter().filter_map(|(_, act)| exact(act)).flat_map(|theirs| theirs.places()).collect();
    // What was signed of clauses as they were before stands beside what was signed of them since, and nowhere by itself.
    let is_in = |act: &Act| about(act).is_some_and(|theirs| theirs.places().is_subset(&upheld));
    let mut kept: BTreeSet<usize> = once_each(acts, is_in);
    rest_on(acts, &mut kept);
    let share = most / parties.len().max(1);
    for party in at_table {
        let mut own: Vec<(bool, usize)> = kept
            .iter()
            .filter_map(|index| Some((*index, &acts.get(*index)?.1)))
            .filter(|(_, act)| act.party == *party)
            .map(|(index, act)| (act.deed.words().is_some(), index))
            .collect();
        // What is about keys and mandates goes first, the oldest first.
        own.sort_unstable();
        let beyond = own.len().saturating_sub(share);
        for (_, index) in own.iter().take(beyond) {
            kept.remove(index);
        }
    }
    kept.into_iter().filter_map(|index| acts.get(index)).collect()
}

/// By what acts do the same: the key, between whom, what, and to which words.
type SameDeed<'a> = (Digest, BTreeSet<&'a Line>, &'static str, Vec<String>);

/// Of the acts of one key that do the same to the same words between the same parties, the last.
fn once_each(acts: &[Signed], is_in: impl Fn(&Act) -> bool) -> BTreeSet<usize> {
    let mut last: BTreeMap<SameDeed<'_>, usize> = BTreeMap::new();
    for (index, (_, act)) in acts.iter().enumerate().filter(|(_, (_, act))| is_in(act)) {
        let lines = act.deed.words().map(Words::lines).unwrap_or_default();
        last.insert((act.key, ids(act), act.deed.verb(), lines), index);
    }
    last.into_values().collect()
}

/// Adds what the kept acts rest on: the mandates that they name, their keys, and the keys of what is added.
fn rest_on(acts: &[Signed], kept: &mut BTreeSet<usize>) {
    loop {
        let of_kept = || kept.iter().filter_map(|index| acts.get(*index)).map(|(_, act)| act);
        let keys: BTreeSet<Digest> = of_kept().map(|act| act.key).collect();
        let mandates: BTreeSet<(&Line, &Line)> =
            of_kept().filter_map(|act| Some((&act.party, &act.mandate.as_ref()?.id))).collect();
        let bears = |act: &Act| match &act.deed {
            Deed::GivesMandate(mandate) | Deed::LimitsMandate(mandate) => {
                mandates.contains(&(&act.party, &mandate.id))
            }
            Deed::RevokesMandate { mandate, .. } => mandates.contains(&(&act.party, mandate)),
            Deed::VouchesFor(new) => keys.contains(&new.public.id()),
            Deed::RevokesKey { key, .. } => keys.contains(key),
            _ => false,
        };
        let more: Vec<usize> = (0..)
            .zip(acts)
            .filter(|(index, (_, act))| !kept.contains(index) && bears(act))
            .map(|(index, _)| index)
            .collect();
        if more.is_empty() {
            return;
        }
        kept.extend(more);
    }
}

/// Whether words say that they are of the same draft or package.
fn is_of(theirs: &Words, words: &Words) -> bool {
    match (theirs, words) {
        (Words::Draft(theirs), Words::Draft(draft)) => theirs.id == draft.id,
        (Words::Package(theirs), Words::Package(package)) => theirs.id == package.id,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

    use super::{Signed, bearing};
    use mediant_attest::{
        Act, Clause, Deed, Digest, Draft, Envelope, Line, Mandate, MandateUsed, Moment, Named, Pin, Role,
        SecretKey, Text, Words,
    };

    fn line(text: &str) -> Line {
        Line::new(text).unwrap()
    }

    fn named(id: &str) -> Named {
        Named { id: line(id), name: line(id) }
    }

    fn words() -> Words {
        let words = Text::new("The quay is wide.").unwrap();
        let clause = Clause { number: 1, id: line("c1"), heading: None, issue: None, words };
        Words::Draft(Draft { id: line("d1"), number: 1, title: line("Quay"), of: 1, clauses: vec![clause] })
    }

    /// An act of a party, signed with the key of this number, and under this mandate.
    fn signed(party: &str, key: u8, deed: Deed, mandate: Option<&str>) -> Signed {
        let secret = SecretKey::new(&[key; 32]);
        let act = Act {
            case: line("Talks"),
            case_id: Digest([1; 32]),
            parties: vec![named("a"), named("b")],
            party: line(party),
            person: named(party),
            office: None,
            role: if mandate.is_some() { Role::Delegate } else { Role::Principal },
            mandate: mandate.map(|id| MandateUsed { id: line(id), until: None }),
            date: Moment::new("2026-11-30T15:12:54Z").unwrap(),
            deed,
            confirms: None,
            table: Pin { length: 9, link: Digest([2; 32]) },
            before: None,
            key: secret.public().id(),
        };
        (Envelope::sign(&act, &secret).unwrap(), act)
    }

    fn kept(acts: &[Signed], most: usize) -> Vec<Signed> {
        bearing(acts, &words(), &[named("a"), named("b")], most).into_iter().cloned().collect()
    }

    fn of(acts: &[Signed], party: &str) -> Vec<Signed> {
        acts.iter().filter(|(_, act)| act.party == line(party)).cloned().collect()
    }

    /// What B's file has of B is the same however much A signs, and what it has of A are A's latest acts.
    #[test]
    fn nobody_takes_the_room_of_another_party() {
        let others =
            [signed("b", 200, Deed::Accepts(words()), None), signed("b", 200, Deed::Signs(words()), None)];
        for flood in [0, 1, 2, 3, 4, 40] {
            let own: Vec<Signed> =
                (1..=flood).map(|key| signed("a", key, Deed::Signs(words()), None)).collect();
            let (before, after) = (&others[..1], &others[1..]);
            let file = kept(&[before, &own, after].concat(), 6);
            assert_eq!(of(&file, "b"), others, "{flood}");
            let latest = &own[own.len().saturating_sub(3)..];
            assert_eq!(of(&file, "a"), latest, "{flood}");
        }
    }

    /// The acts to the words stay; of what they rest on the oldest goes.
    #[test]
    fn within_a_share_what_is_about_keys_and_mandates_goes_first() {
        let mandate = |id: &str| {
            let holder = named("a");
            Deed::GivesMandate(Mandate { id: line(id), holder, issues: None, from: None, until: None })
        };
        let given: Vec<Signed> = (1..=4).map(|key| signed("a", key, mandate("m1"), None)).collect();
        let accepts = signed("a", 9, Deed::Accepts(words()), Some("m1"));
        let acts = [&given[..], std::slice::from_ref(&accepts)].concat();
        assert_eq!(kept(&acts, 100), acts);
        assert_eq!(kept(&acts, 6), [given[2].clone(), given[3].clone(), accepts]);
    }
}
