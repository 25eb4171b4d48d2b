//! How acts stand to the words and the parties of a file.
//!
//! What identifies a case, a party, a draft is its id. Titles and names are what people read, and they change: they are told.
//! Words do not change: an act about other words of the same draft or package does not count, and where no act is about the
//! words as the file has them, they are not what anybody signed.

use super::Party;
use super::report::{ActError, Note};
use super::trust::Checked;
use crate::act::{Act, Words, first_difference};
use crate::{AttestError, Line};
use std::collections::{BTreeMap, BTreeSet};

/// What the acts are held against.
pub(super) struct Held<'f> {
    pub(super) case: &'f Line,
    pub(super) parties: &'f [Party],
    pub(super) words: &'f Words,
}

impl Held<'_> {
    /// Why acts that are about words do not count, by their place in the file; and what in the file no act is about.
    pub(super) fn misfits(
        &self,
        acts: &[Checked],
        faults: &mut Vec<AttestError>,
    ) -> BTreeMap<usize, ActError> {
        let mut misfits = BTreeMap::new();
        let mut these = Vec::new();
        let mut last_other = None;
        for act in acts {
            let Some(theirs) = act.signed.act.deed.words() else { continue };
            if is_of(theirs, self.words) {
                these.push((act, theirs));
            } else {
                last_other = Some(theirs);
                misfits.insert(act.index, ActError::OtherWords);
            }
        }
        // Words that nobody did anything to: where they differ from what was signed last is where they were changed.
        if let (true, Some(last)) = (these.is_empty(), last_other)
            && let Some(field) = difference(last, self.words)
        {
            faults.push(AttestError::new(field, "no act in the file is about these words").within("words"));
        }
        let (exact, others): (Vec<_>, Vec<_>) = these
            .into_iter()
            .map(|(act, theirs)| (act, theirs, self.misfit(&act.signed.act, theirs)))
            .partition(|(_, _, misfit)| misfit.is_none());
        let upheld: BTreeSet<u32> = exact.iter().flat_map(|(_, theirs, _)| theirs.places()).collect();
        let all = self.words.places();
        for (act, theirs, misfit) in others {
            let Some(misfit) = misfit else { continue };
            // Words that others signed as they stand here are what was signed: this act is about other ones.
            let held = theirs.places().intersection(&all).all(|place| upheld.contains(place));
            if !held && let Some(fault) = misfit.as_fault() {
                faults.push(fault.within(&format!("acts.{}", act.index)));
            }
            misfits.insert(act.index, misfit);
        }
        self.named(exact.iter().map(|(act, _, _)| &act.signed.act), faults);
        misfits
    }

    /// Why an act about this draft or package is not about the words of the file between its parties.
    fn misfit(&self, act: &Act, theirs: &Words) -> Option<ActError> {
        if let Some(field) = difference(theirs, self.words) {
            return Some(ActError::Reworded(field));
        }
        let ids: BTreeSet<&Line> = self.parties.iter().map(|party| &party.party).collect();
        if act.parties.iter().map(|party| &party.id).collect::<BTreeSet<_>>() != ids {
            return Some(ActError::OtherParties);
        }
        (!theirs.places().is_subset(&self.words.places())).then_some(ActError::MoreClauses)
    }

    /// The title and the names of the file are those of an act about its words: nobody else says what they are.
    fn named<'a>(&self, acts: impl Iterator<Item = &'a Act> + Clone, faults: &mut Vec<AttestError>) {
        let as_here = |act: &Act| {
            let pairs = act.parties.iter().zip(self.parties);
            pairs.clone().count() == self.parties.len() && { pairs }
                .all(|(one, two)| one.id == two.party && one.name == two.name)
        };
        let nobody = |field: &str, why: &str| AttestError::new(field, why);
        if acts.clone().next().is_some() {
            if acts.clone().all(|act| act.case != *self.case) {
                faults.push(nobody("case", "no act about these words has this title"));
            }
            if !{ acts }.any(as_here) {
                faults.push(nobody("parties", "no act about these words names them so"));
            }
        }
    }
}

/// What the acts that count call otherwise than the file does.
pub(super) fn other_names<'a>(
    case: &Line,
    parties: &[Party],
    acts: impl Iterator<Item = &'a Checked>,
) -> Vec<Note> {
    let mut titles: BTreeMap<&Line, Vec<usize>> = BTreeMap::new();
    let mut names: BTreeMap<(&Line, &Line), Vec<usize>> = BTreeMap::new();
    for checked in acts {
        let (act, number) = (&checked.signed.act, checked.index + 1);
        if act.case != *case {
            titles.entry(&act.case).or_default().push(number);
        }
        for party in &act.parties {
            if parties.iter().any(|known| known.party == party.id && known.name != party.name) {
                names.entry((&party.id, &party.name)).or_default().push(number);
            }
        }
    }
    let titles = titles.into_iter().map(|(title, acts)| Note::OtherTitle(acts, title.clone()));
    let names =
        names.into_iter().map(|((party, name), acts)| Note::OtherName(acts, party.clone(), name.clone()));
    titles.chain(names).collect()
}

/// Whether words say that they are of the same draft or package, and share clauses.
fn is_of(theirs: &Words, words: &Words) -> bool {
    let same = match (theirs, words) {
        (Words::Draft(theirs), Words::Draft(draft)) => theirs.id == draft.id && theirs.number == draft.number,
        (Words::Package(theirs), Words::Package(package)) => theirs.id == package.id,
        _ => false,
    };
    same && !theirs.places().is_disjoint(&words.places())
}

/// The field in which what was signed differs from the words of the file, in the clauses that both have.
fn difference(theirs: &Words, words: &Words) -> Option<String> {
    let (of_theirs, of_words) = (theirs.places(), words.places());
    let shared: BTreeSet<u32> = of_theirs.intersection(&of_words).copied().collect();
    let (theirs, words) = (theirs.at(&shared).lines(), words.at(&shared).lines());
    let theirs: Vec<&str> = theirs.iter().map(String::as_str).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    first_difference(&words, &theirs)
}
