//! What a person may do for a party, on which issues and until when: what a reader knows of it.

use super::MandateId;
use crate::authority::Authority;
use crate::confirmation::{PartyAct, Weight};
use crate::state::{State, Trace};
use mediant_model::party::{Mandate, MandateEnd};
use mediant_model::statement::Citation;
use mediant_model::{Date, IssueId, Party, PartyId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A mandate that was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GivenMandate {
    /// The party it binds.
    pub party: PartyId,
    /// Who may act under it.
    pub person: PersonId,
    /// The issues it covers; `None` for all.
    pub issues: Option<BTreeSet<IssueId>>,
    /// First day.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub from: Option<Date>,
    /// Last day.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub until: Option<Date>,
    /// The day from which it no longer holds, and why, where it was ended.
    #[schemars(with = "Option<(String, Option<String>)>")]
    pub ended: Option<(Date, Option<String>)>,
    /// Where it is reported.
    pub source: Option<Citation>,
    /// When and by whom.
    pub trace: Trace,
}

impl GivenMandate {
    /// Whether it holds on the day.
    pub fn is_live(&self, today: Date) -> bool {
        self.from.is_none_or(|from| from <= today)
            && self.until.is_none_or(|until| today <= until)
            && self.ended.as_ref().is_none_or(|(ended, _)| today < *ended)
    }
}

impl GivenMandate {
    /// Ends it on a day, unless it ends earlier.
    pub(crate) fn end(&mut self, on: Date, reason: Option<&String>) {
        if self.ended.as_ref().is_none_or(|(ended, _)| on < *ended) {
            self.ended = Some((on, reason.cloned()));
        }
    }
}

impl GivenMandate {
    /// The act that gives it new bounds, wider or not.
    pub(crate) fn act_on_bounds(
        &self,
        mandate: &MandateId,
        widens: bool,
        issues: Option<&BTreeSet<IssueId>>,
    ) -> PartyAct {
        let undone_by = if widens {
            Authority::on(&self.party, issues.cloned().unwrap_or_default())
        } else {
            Authority::OfficeOver(self.party.clone(), self.person.clone())
        };
        let weight = if widens { Weight::Gives } else { Weight::Takes };
        PartyAct::new(&self.party, None, weight, format!("bounds of mandate {mandate}"), undone_by)
    }

    /// Whether it allows more under new bounds than it does, in any respect.
    pub(crate) fn is_widened_by(&self, issues: Option<&BTreeSet<IssueId>>, until: Option<Date>) -> bool {
        let covers_more = match (&self.issues, issues) {
            (None, _) => false,
            (Some(_), None) => true,
            (Some(before), Some(after)) => !after.is_subset(before),
        };
        let lasts_longer = match (self.until, until) {
            (None, _) => false,
            (Some(_), None) => true,
            (Some(before), Some(after)) => after > before,
        };
        covers_more || lasts_longer
    }
}

impl State {
    /// The mandates that a person was ever given.
    pub fn mandates_of<'a>(
        &'a self,
        party: &'a PartyId,
        person: &'a PersonId,
    ) -> impl Iterator<Item = (&'a MandateId, &'a GivenMandate)> {
        self.mandates.iter().filter(move |(_, given)| &given.party == party && &given.person == person)
    }

    /// The issues on which the person may not act for the party on the day. `None` when the person may act on all of
    /// them: as a principal who speaks for it, or under live mandates that cover every issue.
    ///
    /// Where no issue is named the matter concerns the whole: any live mandate over all issues covers it.
    pub fn missing_mandate(
        &self,
        party: &PartyId,
        person: &PersonId,
        issues: &BTreeSet<IssueId>,
        today: Date,
    ) -> Option<BTreeSet<IssueId>> {
        if !self.speaks(party, person, today) {
            return Some(issues.clone());
        }
        if self.in_office(party, person, today) {
            return None;
        }
        let live = |issue: Option<&IssueId>| {
            self.mandates_of(party, person).any(|(_, given)| {
                let covers = match (&given.issues, issue) {
                    (None, _) => true,
                    (Some(covered), Some(issue)) => covered.contains(issue),
                    (Some(_), None) => false,
                };
                covers && given.is_live(today)
            })
        };
        if issues.is_empty() {
            return (!live(None)).then(BTreeSet::new);
        }
        let missing: BTreeSet<IssueId> = issues.iter().filter(|issue| !live(Some(issue))).cloned().collect();
        (!missing.is_empty()).then_some(missing)
    }

    pub(crate) fn with_mandates(&self, party: &Party) -> Party {
        let mut party = party.clone();
        for person in &mut party.people {
            let mut given: Vec<_> = self.mandates_of(&party.id, &person.id).collect();
            given.sort_by_key(|(_, mandate)| mandate.trace.index);
            person.mandates = given
                .into_iter()
                .map(|(_, given)| Mandate {
                    issues: given.issues.as_ref().map(|issues| issues.iter().cloned().collect()),
                    from: given.from,
                    until: given.until,
                    ended: given
                        .ended
                        .as_ref()
                        .map(|(on, reason)| MandateEnd { on: *on, reason: reason.clone() }),
                    source: given.source.clone(),
                })
                .collect();
        }
        party
    }
}
