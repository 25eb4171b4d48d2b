//! Which of a problem's facts and utilities a question is about.

use mediant_model::Problem;
use mediant_model::problem::FactKind;

/// Which facts bind and whose utility counts.
///
/// A utility that does not count contributes zero: its interactions join no issues, its
/// reservation excludes nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    facts: Vec<bool>,
    utilities: Vec<bool>,
}

impl Scope {
    /// All facts bind and all utilities count: the unanimous ZOPA and its frontier.
    pub fn everything(problem: &Problem) -> Self {
        Self { facts: vec![true; problem.facts.len()], utilities: vec![true; problem.parties.len()] }
    }

    /// The given facts bind (indices into `problem.facts`); the utilities that count are those of
    /// parties whose reservation is among them. For asking whether the facts can hold together.
    pub fn of_facts(problem: &Problem, facts: impl IntoIterator<Item = usize>) -> Self {
        let mut scope =
            Self { facts: vec![false; problem.facts.len()], utilities: vec![false; problem.parties.len()] };
        for index in facts {
            let (Some(binds), Some(fact)) = (scope.facts.get_mut(index), problem.facts.get(index)) else {
                continue;
            };
            *binds = true;
            if fact.kind == FactKind::Reservation
                && let Some(counts) = fact.party.and_then(|party| scope.utilities.get_mut(party))
            {
                *counts = true;
            }
        }
        scope
    }

    /// The facts of the given parties bind, and those that bind every package; all utilities count.
    ///
    /// For the packages that a coalition accepts: the rule's basis where parties can be outvoted.
    pub fn of_coalition(problem: &Problem, parties: &[usize]) -> Self {
        let binds = |party: Option<usize>| party.is_none_or(|party| parties.contains(&party));
        Self {
            facts: problem.facts.iter().map(|fact| binds(fact.party)).collect(),
            utilities: vec![true; problem.parties.len()],
        }
    }

    /// The same facts, with all utilities counted.
    pub fn with_all_utilities(mut self) -> Self {
        self.utilities.fill(true);
        self
    }

    /// Whether the fact binds.
    pub fn binds(&self, fact: usize) -> bool {
        self.facts.get(fact).copied().unwrap_or(false)
    }

    /// Whether the party's utility counts.
    pub fn counts_utility(&self, party: usize) -> bool {
        self.utilities.get(party).copied().unwrap_or(false)
    }
}
