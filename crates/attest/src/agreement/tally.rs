//! Which acts count, and what a party's acts come to.

use super::mandate::under_mandate;
use super::report::{AcceptanceError, ActError, Hold, Trust};
use super::trust::{Checked, Ring};
use crate::act::{Deed, Words};
use crate::{Line, Role};
use std::collections::BTreeSet;

/// Whether an act counts, whatever it is about.
pub(super) fn counts(act: &Checked, all: &[Checked], ring: &Ring) -> Result<(), ActError> {
    if ring.trust(&act.key) == Trust::Nobody {
        return Err(ActError::Key);
    }
    if !ring.stands(act) {
        return Err(ActError::Revoked);
    }
    let of_principals = matches!(
        act.signed.act.deed,
        Deed::Ratifies(_) | Deed::GivesMandate(_) | Deed::LimitsMandate(_) | Deed::RevokesMandate { .. }
    );
    if of_principals && act.signed.act.role != Role::Principal {
        return Err(ActError::NoPrincipal);
    }
    under_mandate(act, all, ring)
}

/// What the acts of a party that count come to.
pub(super) fn hold(party: &Line, acts: &[(&Checked, bool)], words: &Words) -> Result<Hold, AcceptanceError> {
    let own = acts.iter().filter(|(act, counts)| *counts && act.key.party == *party).map(|(act, _)| act);
    let all = words.places();
    let mut accepted = BTreeSet::new();
    let mut referred = BTreeSet::new();
    let (mut signed, mut ratified) = (false, false);
    for act in own {
        let deed = &act.signed.act.deed;
        let places = deed.words().map(Words::places).unwrap_or_default();
        match deed {
            Deed::Ratifies(_) if places == all => ratified = true,
            Deed::Signs(_) if places == all => signed = true,
            Deed::AcceptsAdReferendum(_) => referred.extend(places),
            _ => accepted.extend(places),
        }
    }
    let missing = |covered: &BTreeSet<u32>| -> Vec<u32> { all.difference(covered).copied().collect() };
    match (ratified, signed) {
        (true, _) => return Ok(Hold::Ratified),
        (_, true) => return Ok(Hold::Signed),
        _ => {}
    }
    if missing(&accepted).is_empty() {
        // Who accepts a clause accepts it as one of the whole.
        return if words.is_whole() { Ok(Hold::Accepted) } else { Err(AcceptanceError::Part) };
    }
    let either: BTreeSet<u32> = accepted.union(&referred).copied().collect();
    match missing(&either) {
        none if none.is_empty() => Err(AcceptanceError::Ratification),
        _ if either.is_empty() => Err(AcceptanceError::Everything),
        missing => Err(AcceptanceError::Clauses(missing)),
    }
}
