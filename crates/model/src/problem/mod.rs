//! A negotiation compiled to integers: what the engine solves and the checker checks.
//!
//! The compiled form lives beside the model, not in the engine, so that solver and checker
//! agree on what a file means without sharing anything else.

mod change;
mod coalition;
mod column;
mod combination;
mod compile;
mod decimals;
mod exchange;
mod fact;
mod least;
mod named;
mod part;
mod region;
#[cfg(test)]
mod sample;
mod scale;
mod stance;
mod stated;
mod unsettled;
mod utility;
mod vector;

pub use combination::Combination;
pub(crate) use compile::axis;
pub use compile::{CompileError, Options};
pub use fact::{Fact, FactId, FactKind, FactOrigin, Wording};
pub use named::{Choice, NameError};
pub use part::{Joined, Part};
pub use region::Region;
pub use scale::{Scale, ScaleError, Together};
pub use stance::Stance;
pub use stated::ReservationReading;
pub use utility::{Interaction, Reservation, Utility};

use crate::{IssueId, OptionId, PartyId};
use num_bigint::BigUint;

/// One option index for every issue of a [`Problem`], in the problem's order of issues.
pub type Package = Vec<u32>;

/// The exact problem that a case and its briefs pose on a date.
///
/// Indices: parties, issues and options are numbered in the order of the case. Issues whose
/// substance is withheld are absent. Where deals may leave issues open, every issue's last
/// option is [`OptionId::left_open`].
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// The negotiating parties.
    pub parties: Vec<ProblemParty>,
    /// The issues with their options.
    pub issues: Vec<ProblemIssue>,
    /// Everything stated that can exclude a package: reservations, red lines, preconditions, linkages.
    pub facts: Vec<Fact>,
    /// How many acceptances make a deal; `parties.len()` under unanimity.
    pub quorum: usize,
}

/// A negotiating party of a [`Problem`].
#[derive(Clone, Debug, PartialEq)]
pub struct ProblemParty {
    /// The party's id in the case.
    pub id: PartyId,
    /// The name to show.
    pub name: String,
    /// Whether no deal passes without this party's acceptance, whatever the quorum.
    pub veto: bool,
    /// The party's utility, where its brief states points.
    pub utility: Option<Utility>,
    /// The least utility that the party accepts, where it has a utility.
    pub reservation: Option<Reservation>,
    /// What a unit of its utility stands for.
    pub scale: Scale,
}

/// An issue of a [`Problem`].
#[derive(Clone, Debug, PartialEq)]
pub struct ProblemIssue {
    /// The issue's id in the case.
    pub id: IssueId,
    /// The name to show.
    pub name: String,
    /// The options' ids, in the case's order; grid points in ascending order for a range.
    pub options: Vec<OptionId>,
    /// The options' names to show.
    pub labels: Vec<String>,
    /// Whether the last option is "left open".
    pub may_be_left_open: bool,
}

impl Problem {
    /// How many packages there are: the product of the numbers of options.
    pub fn package_count(&self) -> BigUint {
        self.issues.iter().map(|issue| BigUint::from(issue.options.len())).product()
    }

    /// Whether a deal needs every party's acceptance: by the quorum, or because each of them may veto.
    pub fn is_unanimous(&self) -> bool {
        self.quorum >= self.parties.len() || self.parties.iter().all(|party| party.veto)
    }

    /// Whether every party has a utility, so that packages can be compared by numbers.
    pub fn has_all_utilities(&self) -> bool {
        !self.parties.is_empty() && self.parties.iter().all(|party| party.utility.is_some())
    }

    /// The party's utility of the package; `None` without points or for a package that is not one.
    pub fn utility(&self, party: usize, package: &[u32]) -> Option<i64> {
        self.is_package(package).then_some(())?;
        Some(self.parties.get(party)?.utility.as_ref()?.of(package))
    }

    /// The least utility the party accepts, in units; `None` where it has no utility.
    ///
    /// For a range this is the upper end: a deal there is certain to be accepted.
    pub fn reservation(&self, party: usize) -> Option<i64> {
        Some(self.parties.get(party)?.reservation.as_ref()?.firm)
    }

    /// Whether the package has one existing option for every issue.
    pub fn is_package(&self, package: &[u32]) -> bool {
        package.len() == self.issues.len()
            && package
                .iter()
                .zip(&self.issues)
                .all(|(option, issue)| (*option as usize) < issue.options.len())
    }

    /// Whether the package breaks the fact.
    ///
    /// A reservation is broken by a utility below it; any other fact by a package in one of its regions.
    pub fn breaks(&self, fact: &Fact, package: &[u32]) -> bool {
        match fact.kind {
            FactKind::Reservation => fact.party.is_some_and(|party| {
                match (self.utility(party, package), self.reservation(party)) {
                    (Some(utility), Some(reservation)) => utility < reservation,
                    _ => false,
                }
            }),
            _ => fact.forbids.iter().any(|region| region.contains(package)),
        }
    }

    /// Whether the package breaks none of these facts.
    pub fn respects(&self, facts: &[usize], package: &[u32]) -> bool {
        facts.iter().filter_map(|fact| self.facts.get(*fact)).all(|fact| !self.breaks(fact, package))
    }

    /// Whether every linkage that binds nobody in particular holds.
    pub fn is_possible(&self, package: &[u32]) -> bool {
        self.facts.iter().filter(|fact| fact.party.is_none()).all(|fact| !self.breaks(fact, package))
    }

    /// Whether the party accepts the package: none of its facts is broken.
    pub fn accepts(&self, party: usize, package: &[u32]) -> bool {
        self.facts.iter().filter(|fact| fact.party == Some(party)).all(|fact| !self.breaks(fact, package))
    }

    /// Whether the package is possible and every party accepts it.
    pub fn is_unanimously_acceptable(&self, package: &[u32]) -> bool {
        self.facts.iter().all(|fact| !self.breaks(fact, package))
    }

    /// Whether the package is possible and the agreement rule passes it.
    pub fn passes_rule(&self, package: &[u32]) -> bool {
        if !self.is_possible(package) {
            return false;
        }
        let accepts: Vec<bool> = (0..self.parties.len()).map(|party| self.accepts(party, package)).collect();
        self.wins(|party| accepts.get(party).is_some_and(|accepts| *accepts))
    }

    /// Whether the agreement rule passes what exactly these parties accept.
    pub fn wins(&self, accepts: impl Fn(usize) -> bool) -> bool {
        let parties = || self.parties.iter().enumerate();
        parties().filter(|(party, _)| accepts(*party)).count() >= self.quorum
            && parties().all(|(index, party)| accepts(index) || !party.veto)
    }

    /// The index of a fact by its id.
    pub fn fact_index(&self, id: &FactId) -> Option<usize> {
        self.facts.iter().position(|fact| &fact.id == id)
    }

    /// The index of a negotiating party by its id.
    pub fn party_index(&self, id: &PartyId) -> Option<usize> {
        self.parties.iter().position(|party| &party.id == id)
    }

    /// The index of an issue by its id.
    pub fn issue_index(&self, id: &IssueId) -> Option<usize> {
        self.issues.iter().position(|issue| &issue.id == id)
    }

    /// The same problem with only the facts for which `keep` holds; the other facts bind nobody.
    pub fn with_facts(&self, mut keep: impl FnMut(usize, &Fact) -> bool) -> Self {
        let facts = self.facts.iter().enumerate().filter(|(index, fact)| keep(*index, fact));
        Self { facts: facts.map(|(_, fact)| fact.clone()).collect(), ..self.clone() }
    }

    /// A party's units of utility as a number on the scale of the input: for printing, never for deciding.
    pub fn shown(&self, party: usize, units: i64) -> f64 {
        self.parties.get(party).map_or(f64::NAN, |party| party.scale.shown(units))
    }

    /// A party's units of utility, exactly, on the scale of the input; `None` where there is no such party.
    pub fn exact(&self, party: usize, units: i64) -> Option<crate::Number> {
        Some(self.parties.get(party)?.scale.exact(units))
    }

    /// How units of different parties compare. Parties without points count as if theirs were 1.
    pub fn together(&self) -> Together {
        Together::from_scales(self.parties.iter().map(|party| &party.scale))
    }

    /// Whether stated numbers had to be rounded.
    pub fn is_rounded(&self) -> bool {
        self.parties.iter().any(|party| party.scale.rounded_by.is_some())
    }
}
