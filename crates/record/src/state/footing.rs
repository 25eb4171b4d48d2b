//! What an acceptance rests on, and when it falls.
//!
//! Somebody accepts for a party as its principal or under a mandate. If that is taken away afterwards (the mandate is
//! revoked or no longer covers the matter, the person leaves, the principal is none any more), the party is asked anew: an
//! acceptance does not outlive, nor come back with, the authority it was given under. A mandate that runs out by its own
//! term takes nothing away.

use crate::mandate::MandateId;
use crate::state::State;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use mediant_model::party::PersonRole;
use mediant_model::{IssueId, PartyId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What an acceptance rests on, as far as the reader may know.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Footing {
    /// The mandates that covered it when it was given, and still do. None: it rests on the principal's place, or on mandates
    /// that the reader does not know of.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub mandates: BTreeSet<MandateId>,
    /// Whether that was taken away since.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub taken_away: bool,
    /// Whether it fell since the words that were accepted were changed, or what was accepted can no longer be chosen.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub words_changed: bool,
}

/// What happened to somebody's authority.
pub(crate) enum Loss<'e> {
    /// The person left.
    Person,
    /// The person decides for the party no longer.
    Office,
    /// A mandate was revoked.
    Mandate(&'e MandateId),
    /// A mandate covers these issues only.
    Narrowed(&'e MandateId, &'e BTreeSet<IssueId>),
}

impl State {
    /// What an acceptance on these issues (none: on the whole) rests on that is given now.
    pub(crate) fn footing(
        &self,
        party: &PartyId,
        person: Option<&PersonId>,
        issues: &BTreeSet<IssueId>,
        at: Timestamp,
    ) -> Footing {
        let Some(person) = person else { return Footing::default() };
        if self.person(party, person).is_some_and(|known| known.role == PersonRole::Principal) {
            return Footing::default();
        }
        let given = self.mandates_of(party, person);
        let covering = given.filter(|(_, given)| covers(given.issues.as_ref(), issues));
        // The day where the record is kept is not on record: it is one of these.
        let day = TimeZone::UTC.to_datetime(at).date();
        let days = [day.saturating_sub(1.day()), day, day.saturating_add(1.day())];
        let live = covering.filter(|(_, given)| days.iter().any(|day| given.is_live(*day)));
        Footing { mandates: live.map(|(id, _)| id.clone()).collect(), ..Footing::default() }
    }

    /// Takes away what acceptances of a person rest on.
    pub(crate) fn lose(&mut self, party: &PartyId, person: &PersonId, loss: &Loss<'_>) {
        for ((_, of), answer) in &mut self.clause_answers {
            if of == party && answer.person.as_ref() == Some(person) {
                let issues = answer.clause.issue.iter().cloned().collect();
                answer.footing.lose(&issues, loss);
            }
        }
        for package in self.packages.values_mut() {
            let issues = package.options.keys().cloned().collect();
            if package.party.as_ref() == Some(party) && package.trace.by.person.as_ref() == Some(person) {
                package.footing.lose(&issues, loss);
            }
            if let Some(answer) = package.answers.get_mut(party)
                && answer.person.as_ref() == Some(person)
            {
                answer.footing.lose(&issues, loss);
            }
        }
    }
}

impl Footing {
    /// What it was given to reads otherwise now: the party is asked anew.
    pub(crate) fn put_into_other_words(&mut self) {
        (self.taken_away, self.words_changed) = (true, true);
    }

    fn lose(&mut self, issues: &BTreeSet<IssueId>, loss: &Loss<'_>) {
        match loss {
            Loss::Person => self.taken_away = true,
            Loss::Office => self.taken_away |= self.mandates.is_empty(),
            Loss::Mandate(mandate) => self.lacks(mandate),
            Loss::Narrowed(mandate, left) if !covers(Some(left), issues) => self.lacks(mandate),
            Loss::Narrowed(..) => {}
        }
    }

    /// It falls with the last mandate that it rests on.
    fn lacks(&mut self, mandate: &MandateId) {
        if self.mandates.remove(mandate) && self.mandates.is_empty() {
            self.taken_away = true;
        }
    }
}

/// Whether a mandate on some issues (`None`: on all) covers a matter.
fn covers(mandate: Option<&BTreeSet<IssueId>>, matter: &BTreeSet<IssueId>) -> bool {
    mandate.is_none_or(|covered| !matter.is_empty() && matter.is_subset(covered))
}
