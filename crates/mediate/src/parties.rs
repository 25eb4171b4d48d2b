//! Who is asked in a mediation, and what is known of them before anybody answered.

use crate::{Rule, UnsuitedError};
use mediant_check::values_one_by_one;
use mediant_model::Problem;
use mediant_model::problem::{FactKind, Region};
use std::collections::BTreeSet;
use std::fmt;

/// The parties of a mediation: whose acceptance makes a deal, what each never accepts, and who is known to count
/// combinations.
///
/// What a party never accepts may be told in confidence: `Debug` shows the rule alone.
#[derive(Clone, PartialEq)]
pub struct Parties {
    rule: Rule,
    never: Vec<Vec<Region>>,
    joined: BTreeSet<usize>,
}

impl fmt::Debug for Parties {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Parties({:?}, confidential)", self.rule)
    }
}

impl Parties {
    /// Parties under a rule. `never` has for each of them what it will never accept, as it told the mediator, and what
    /// binds everybody.
    ///
    /// # Errors
    /// Fewer than two parties, or not those of the rule.
    pub fn new(rule: Rule, never: Vec<Vec<Region>>) -> Result<Self, UnsuitedError> {
        if never.len() < 2 {
            return Err(UnsuitedError::TooFewParties);
        }
        if never.len() != rule.parties() {
            return Err(UnsuitedError::OtherParties);
        }
        Ok(Self { rule, never, joined: BTreeSet::new() })
    }

    /// Parties each of which must accept.
    ///
    /// # Errors
    /// Fewer than two parties.
    pub fn unanimous(never: Vec<Vec<Region>>) -> Result<Self, UnsuitedError> {
        Self::new(Rule::unanimity(never.len()), never)
    }

    /// The parties of a problem: its rule, its red lines, and who by its points counts combinations or a cap.
    ///
    /// # Errors
    /// Fewer than two parties.
    pub fn from_problem(problem: &Problem) -> Result<Self, UnsuitedError> {
        let joined =
            problem.parties.iter().enumerate().filter(|(_, party)| {
                party.utility.as_ref().is_some_and(|utility| !values_one_by_one(utility))
            });
        let joined: Vec<usize> = joined.map(|(party, _)| party).collect();
        Ok(Self::new(Rule::from_problem(problem), red_lines(problem))?.with_joined(joined))
    }

    /// The same, when it is known that these do not value issues one by one: nothing is inferred from their answers.
    pub fn with_joined(mut self, joined: impl IntoIterator<Item = usize>) -> Self {
        self.joined.extend(joined);
        self
    }

    /// Whose acceptance makes a deal.
    pub fn rule(&self) -> &Rule {
        &self.rule
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.never.len()
    }

    /// What the party never accepts.
    pub fn never(&self, party: usize) -> &[Region] {
        self.never.get(party).map_or(&[], Vec::as_slice)
    }

    /// Whether the party is known not to value issues one by one.
    pub fn is_joined(&self, party: usize) -> bool {
        self.joined.contains(&party)
    }

    /// Whether the party never accepts the package.
    pub fn never_accepts(&self, party: usize, package: &[u32]) -> bool {
        self.never(party).iter().any(|region| region.contains(package))
    }

    /// Whether anybody named packages it never accepts.
    pub(crate) fn has_bars(&self) -> bool {
        self.never.iter().any(|never| !never.is_empty())
    }

    /// Whether the package cannot pass for what parties never accept.
    pub(crate) fn bars(&self, package: &[u32]) -> bool {
        self.rule.rules_out(|party| self.never_accepts(party, package))
    }
}

/// For each party of the problem the packages it will never accept, as it told the mediator, and those that bind
/// everybody. Walk-away values are not among them: mediation does without numbers.
fn red_lines(problem: &Problem) -> Vec<Vec<Region>> {
    let told = |party: usize| {
        let facts = problem.facts.iter().filter(|fact| fact.kind != FactKind::Reservation);
        let his = facts.filter(|fact| fact.party.is_none_or(|of| of == party));
        his.flat_map(|fact| fact.forbids.iter().cloned()).collect()
    };
    (0..problem.parties.len()).map(told).collect()
}
