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
