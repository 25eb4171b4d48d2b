//! Whether a delegate's act is covered by the mandate that it names.
//!
//! What a mandate says is what principals of the party signed of it: the last act that gave it, or bounded it anew, before the
//! table that the delegate saw. Where no principal signed for it, there is none.

use super::report::{ActError, Trust};
use super::trust::{Checked, Ring};
use crate::act::{Deed, Mandate, Words};
use crate::{Line, Role};
use std::collections::BTreeSet;

/// Whether a delegate's act was made under a mandate that principals of the party signed, and within it.
pub(super) fn under_mandate(act: &Checked, all: &[Checked], ring: &Ring) -> Result<(), ActError> {
    let acted = &act.signed.act;
    if acted.role == Role::Principal {
        return Ok(());
    }
    // Who answers for a key of one's own needs no mandate.
    if matches!(acted.deed, Deed::VouchesFor(_) | Deed::RevokesKey { .. }) {
        return Ok(());
    }
    let Some(named) = &acted.mandate else { return Err(ActError::NoMandate) };
    if let Some(until) = named.until.as_ref().filter(|until| acted.date.is_after(until)) {
        return Err(ActError::MandateEnded(until.clone()));
    }
    let by_principals: Vec<&Checked> =
        all.iter().filter(|other| is_of_a_principal(other, &act.key.party, ring)).collect();
    let mut told: Vec<(&Checked, &Mandate)> = by_principals
        .iter()
        .filter_map(|other| Some((*other, stated(&other.signed.act.deed)?)))
        .filter(|(_, mandate)| mandate.id == named.id)
        .collect();
    told.sort_by_key(|(other, _)| (other.signed.act.table.length, other.index));
    let (known, unknown): (Vec<_>, Vec<_>) = told.iter().partition(|(other, _)| was_known(other, act));
    let Some((_, given)) = known.last() else {
        return Err(match told.is_empty() {
            true => ActError::MandateUnsigned(named.id.clone()),
            false => ActError::MandateLater(named.id.clone()),
        });
    };
    permits(given, act)?;
    // What is dated before binds, too, though the act names an older table: whoever makes an act chooses the table it names.
    let mut since = unknown.iter().filter(|(other, _)| other.signed.act.date <= acted.date);
    since.try_for_each(|(_, mandate)| permits(mandate, act))?;
    let revoked = by_principals.iter().filter_map(|other| match &other.signed.act.deed {
        Deed::RevokesMandate { mandate, ends, .. } if *mandate == named.id => Some((*other, ends)),
        _ => None,
    });
    for (other, ends) in revoked {
        let (day, revocation) = (acted.date.day(), &other.signed.act);
        let before = revocation.table.length < acted.table.length || revocation.date <= acted.date;
        if *ends < day || *ends == day && before {
            return Err(ActError::MandateEnded(ends.clone()));
        }
    }
    Ok(())
}

/// Whether it is the act of a principal of the party, with a key that is the principal's.
fn is_of_a_principal(other: &Checked, party: &Line, ring: &Ring) -> bool {
    other.key.party == *party
        && other.signed.act.role == Role::Principal
        && ring.trust(&other.key) != Trust::Nobody
        && ring.stands(other)
}

/// The mandate that a deed states, whole.
fn stated(deed: &Deed) -> Option<&Mandate> {
    match deed {
        Deed::GivesMandate(mandate) | Deed::LimitsMandate(mandate) => Some(mandate),
        _ => None,
    }
}

/// Whether the mandate was on the table that the act saw. A principal who confirms that it was given says that it was before.
fn was_known(told: &Checked, act: &Checked) -> bool {
    let (told, saw) = (&told.signed.act, act.signed.act.table.length);
    match told.deed {
        Deed::GivesMandate(_) => told.table.length <= saw || told.confirms.is_some(),
        _ => told.table.length < saw,
    }
}

/// Whether the mandate is the person's, holds on that day, and covers what is done.
fn permits(mandate: &Mandate, act: &Checked) -> Result<(), ActError> {
    let acted = &act.signed.act;
    if mandate.holder.id != acted.person.id {
        return Err(ActError::OthersMandate);
    }
    if let Some(until) = mandate.until.as_ref().filter(|until| acted.date.is_after(until)) {
        return Err(ActError::MandateEnded(until.clone()));
    }
    if let Some(from) = mandate.from.as_ref().filter(|from| acted.date.is_before(from)) {
        return Err(ActError::MandateBegins(from.clone()));
    }
    let Some(covered) = &mandate.issues else { return Ok(()) };
    let covered: BTreeSet<&Line> = covered.iter().map(|issue| &issue.id).collect();
    match matter(&acted.deed) {
        Matter::Nothing => Ok(()),
        Matter::All => Err(ActError::MandateOnAll),
        Matter::Issues(issues) => match issues.difference(&covered).next() {
            Some(issue) => Err(ActError::OutsideMandate((*issue).clone())),
            None => Ok(()),
        },
    }
}

/// What a mandate has to cover.
enum Matter<'a> {
    Nothing,
    Issues(BTreeSet<&'a Line>),
    All,
}

/// The issues of what is done, as a desk asks for them: who signs does so for all, and a clause that settles no issue is about
/// all.
fn matter(deed: &Deed) -> Matter<'_> {
    let words = match deed {
        Deed::Accepts(words) | Deed::AcceptsAdReferendum(words) => words,
        Deed::Signs(_) | Deed::Ratifies(_) => return Matter::All,
        _ => return Matter::Nothing,
    };
    let issues: Option<BTreeSet<&Line>> = match words {
        Words::Draft(draft) => {
            draft.clauses.iter().map(|clause| clause.issue.as_ref().map(|issue| &issue.id)).collect()
        }
        Words::Package(package) => Some(package.options.iter().map(|choice| &choice.issue.id).collect()),
    };
    issues.map_or(Matter::All, Matter::Issues)
}
