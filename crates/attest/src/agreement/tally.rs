//! Which acts count, and what a party's acts come to.

use super::report::{AcceptanceError, ActError, Hold, Note, Trust};
use super::trust::{Checked, Ring};
use crate::act::{Deed, Words, first_difference};
use crate::{AttestError, Line, Role};
use std::collections::BTreeSet;

/// Whether an act counts, whatever it is about.
pub(super) fn counts(
    act: &Checked,
    all: &[Checked],
    ring: &Ring,
    words: Option<&Words>,
) -> Result<(), ActError> {
    if ring.trust(&act.key) == Trust::Nobody {
        return Err(ActError::Key);
    }
    if !ring.stands(act) {
        return Err(ActError::Revoked);
    }
    under_mandate(act, all, ring)?;
    let of_principals = matches!(
        act.signed.act.deed,
        Deed::Ratifies(_) | Deed::GivesMandate(_) | Deed::LimitsMandate(_) | Deed::RevokesMandate { .. }
    );
    if of_principals && act.signed.act.role != Role::Principal {
        return Err(ActError::NoPrincipal);
    }
    match (act.signed.act.deed.words(), words) {
        (Some(theirs), Some(words)) if !is_of(theirs, words) => Err(ActError::OtherWords),
        _ => Ok(()),
    }
}

/// Whether a delegate's mandate held when the act was made, as far as the act and the others in the file say.
fn under_mandate(act: &Checked, all: &[Checked], ring: &Ring) -> Result<(), ActError> {
    let acted = &act.signed.act;
    if acted.role == Role::Principal {
        return Ok(());
    }
    // Who answers for a key of one's own needs no mandate.
    if matches!(acted.deed, Deed::VouchesFor(_) | Deed::RevokesKey { .. }) {
        return Ok(());
    }
    let Some(mandate) = &acted.mandate else { return Err(ActError::NoMandate) };
    let day = acted.date.day();
    if let Some(until) = mandate.until.as_ref().filter(|until| **until < day) {
        return Err(ActError::MandateEnded(until.clone()));
    }
    let of_principals = all.iter().filter(|other| {
        other.key.party == act.key.party
            && other.signed.act.role == Role::Principal
            && ring.trust(&other.key) != Trust::Nobody
            && ring.stands(other)
    });
    for other in of_principals {
        match &other.signed.act.deed {
            Deed::GivesMandate(given) if given.id == mandate.id => {
                if given.holder.id != acted.person.id {
                    return Err(ActError::OthersMandate);
                }
                if let Some(until) = given.until.as_ref().filter(|until| **until < day) {
                    return Err(ActError::MandateEnded(until.clone()));
                }
            }
            Deed::RevokesMandate { mandate: ended, ends, .. } if *ended == mandate.id && *ends <= day => {
                return Err(ActError::MandateEnded(ends.clone()));
            }
            _ => {}
        }
    }
    Ok(())
}

/// The note that no signed act gives the mandate of an act.
pub(super) fn mandate_note(act: &Checked, all: &[Checked]) -> Option<Note> {
    let mandate = &act.signed.act.mandate.as_ref()?.id;
    let gives = |other: &Checked| {
        other.key.party == act.key.party
            && matches!(&other.signed.act.deed, Deed::GivesMandate(given) if given.id == *mandate)
    };
    (!all.iter().any(gives)).then(|| Note::MandateUnsigned(act.index + 1, mandate.clone()))
}

/// Whether words say that they are of the same draft or package.
pub(super) fn is_of(theirs: &Words, words: &Words) -> bool {
    match (theirs, words) {
        (Words::Draft(theirs), Words::Draft(draft)) => theirs.id == draft.id && theirs.number == draft.number,
        (Words::Package(theirs), Words::Package(package)) => theirs.id == package.id,
        _ => false,
    }
}

/// Holds what was signed against the words of the file, where it says that it is about them: whoever shows two parties two
/// texts of one draft is found here.
pub(super) fn same_words(theirs: &Words, words: &Words) -> Result<(), AttestError> {
    let mut same = words.clone();
    if let (Words::Draft(same), Words::Draft(theirs)) = (&mut same, theirs) {
        // Of the file's clauses only those that the act is about.
        let about: BTreeSet<u32> = theirs.clauses.iter().map(|clause| clause.number).collect();
        same.clauses.retain(|clause| about.contains(&clause.number));
    }
    let (same, theirs) = (same.lines(), theirs.lines());
    let same: Vec<&str> = same.iter().map(String::as_str).collect();
    let theirs: Vec<&str> = theirs.iter().map(String::as_str).collect();
    match first_difference(&same, &theirs) {
        None => Ok(()),
        Some(field) => {
            Err(AttestError::new(field, "the words of the file are others than those that were signed"))
        }
    }
}

/// What the acts of a party that count come to.
pub(super) fn hold(party: &Line, acts: &[(&Checked, bool)], words: &Words) -> Result<Hold, AcceptanceError> {
    let own = acts.iter().filter(|(act, counts)| *counts && act.key.party == *party).map(|(act, _)| act);
    let mut accepted = BTreeSet::new();
    let mut referred = BTreeSet::new();
    let (mut signed, mut ratified) = (false, false);
    for act in own {
        match &act.signed.act.deed {
            Deed::Accepts(words) => accepted.extend(numbers(words)),
            Deed::AcceptsAdReferendum(words) => referred.extend(numbers(words)),
            Deed::Signs(_) => signed = true,
            Deed::Ratifies(_) => ratified = true,
            _ => {}
        }
    }
    let all = numbers(words);
    let missing = |covered: &BTreeSet<u32>| -> Vec<u32> { all.difference(covered).copied().collect() };
    match (ratified, signed) {
        (true, _) => return Ok(Hold::Ratified),
        (_, true) => return Ok(Hold::Signed),
        _ => {}
    }
    if missing(&accepted).is_empty() {
        return Ok(Hold::Accepted);
    }
    let either: BTreeSet<u32> = accepted.union(&referred).copied().collect();
    match missing(&either) {
        none if none.is_empty() => Err(AcceptanceError::Ratification),
        _ if either.is_empty() => Err(AcceptanceError::Everything),
        missing => Err(AcceptanceError::Clauses(missing)),
    }
}

/// The clauses that words are about; a package is one.
fn numbers(words: &Words) -> BTreeSet<u32> {
    match words {
        Words::Draft(draft) => draft.clauses.iter().map(|clause| clause.number).collect(),
        Words::Package(_) => BTreeSet::from([1]),
    }
}
