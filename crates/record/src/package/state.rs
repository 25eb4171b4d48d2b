//! Proposed packages and what each party answers: what a reader knows of it.

use super::Verdict;
use crate::state::{Footing, State, Tally, Trace};
use mediant_model::{IssueId, OptionId, PartyId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A package on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProposedPackage {
    /// Who proposes it; `None` for the mediator.
    pub party: Option<PartyId>,
    /// One option an issue.
    pub options: BTreeMap<IssueId, OptionId>,
    /// Whether the party is bound by it.
    pub binding: bool,
    /// What is said with it.
    pub note: Option<String>,
    /// What it rests on that the party is bound.
    pub footing: Footing,
    /// The latest answer of each party.
    pub answers: BTreeMap<PartyId, PackageAnswer>,
    /// When and by whom.
    pub trace: Trace,
}

impl ProposedPackage {
    /// Whether a party is bound by it: by its answer, or as the one that proposed it.
    pub fn is_accepted_by(&self, party: &PartyId) -> bool {
        match self.answers.get(party) {
            Some(answer) => answer.is_acceptance(),
            None => self.binds(party),
        }
    }

    /// Whether it binds the party that proposed it.
    pub(crate) fn binds(&self, party: &PartyId) -> bool {
        self.binding && self.party.as_ref() == Some(party) && !self.footing.taken_away
    }
}

/// A party's answer to a package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PackageAnswer {
    /// What.
    pub verdict: Verdict,
    /// Who answered.
    pub person: Option<PersonId>,
    /// Why.
    pub note: Option<String>,
    /// What it rests on, where it accepts.
    pub footing: Footing,
    /// When and by whom.
    pub trace: Trace,
}

impl PackageAnswer {
    /// Whether it accepts, ad referendum or not, and stands on the authority it was given under.
    pub fn is_acceptance(&self) -> bool {
        self.verdict.accepts() && !self.footing.taken_away
    }
}

impl State {
    /// How a package was answered, as far as the reader may know. Whoever is bound by it accepts it.
    pub fn package_tally(&self, package: &ProposedPackage) -> Tally {
        let mut tally = Tally::default();
        for party in self.negotiating() {
            let own = package.binds(&party.id);
            let into = match package.answers.get(&party.id).map(|answer| answer.verdict) {
                Some(verdict) if verdict.accepts() && !package.is_accepted_by(&party.id) => &mut tally.silent,
                Some(Verdict::Accept) => &mut tally.accepted,
                Some(Verdict::AcceptAdReferendum) => &mut tally.ad_referendum,
                Some(Verdict::Reject) => &mut tally.refused,
                None if own => &mut tally.accepted,
                None => &mut tally.silent,
            };
            into.insert(party.id.clone());
        }
        tally
    }
}
