//! Issues with very many options, looked at through some of them.
//!
//! A range of a million steps is cut into cells; one option of each cell stands for the others. Of the packages made of
//! those options everything is found out as usual. They are packages of the problem, so what was found is there. What is said
//! of all packages is bounded from the other side: by the problem in which each cell brings everybody the most that any
//! of its options does (no deal there is no deal here), by how far options of a cell lie apart (the frontier), and by
//! prices over all options (fair packages).
//!
//! A statement never divides a cell, so whether a package is possible is the same for all of its cells' options.

mod cells;
mod lift;

use super::{Found, Settings, existence, over};
use crate::control::{Control, Share};
use crate::decomposition::Scope;
use cells::Cells;
use mediant_model::problem::{Fact, Interaction, ProblemIssue, ProblemParty, Utility};
use mediant_model::{OptionSet, Package, Problem, Region};

/// With more numbers (parties times options) than this, sorting and merging them takes longer than they are worth.
const NUMBERS_MAX: usize = 2_500_000;
/// How many numbers are left.
const NUMBERS_KEPT: usize = 600_000;
/// In how many cells an issue is looked at.
const CELLS: std::ops::RangeInclusive<usize> = 64..=1_024;

/// A problem seen through some options of its longest issues.
pub(super) struct Coarse {
    /// The problem with those options alone.
    pub some: Problem,
    /// For each issue its cells; `None` where every option is looked at.
    cells: Vec<Option<Cells>>,
}

impl Coarse {
    /// `None` for a problem that is small enough as it is, or whose issues statements divide too finely.
    ///
    /// Cost: a few passes over all numbers.
    pub fn new(problem: &Problem) -> Option<Self> {
        let parties = problem.parties.len().max(1);
        let sizes = |problem: &Problem| -> Vec<usize> {
            problem.issues.iter().map(|issue| issue.options.len()).collect()
        };
        let numbers = |problem: &Problem| parties.saturating_mul(sizes(problem).into_iter().sum());
        if numbers(problem) <= NUMBERS_MAX {
            return None;
        }
        let long = sizes(problem).into_iter().filter(|size| *size > *CELLS.end()).count().max(1);
        let each = (NUMBERS_KEPT / parties / long).clamp(*CELLS.start(), *CELLS.end());
        Some(Self::cut(problem, each)).filter(|coarse| numbers(&coarse.some) <= NUMBERS_MAX)
    }

    /// Every issue that is much longer, in about `each` cells.
    fn cut(problem: &Problem, each: usize) -> Self {
        let cells: Vec<Option<Cells>> =
            (0..problem.issues.len()).map(|issue| Cells::new(problem, issue, each)).collect();
        let some = restricted(problem, &cells, |party, issue, cells| {
            let values =
                problem.parties.get(party).and_then(|party| party.utility.as_ref()?.values.get(issue));
            let value = |option: &u32| values.and_then(|values| values.get(*option as usize)).copied();
            cells.chosen.iter().map(|option| value(option).unwrap_or_default()).collect()
        });
        Self { some, cells }
    }

    /// The problem in which each cell brings everybody the most that any of its options does.
    pub fn at_most(&self, problem: &Problem) -> Problem {
        restricted(problem, &self.cells, |party, _, cells| cells.most.get(party).cloned().unwrap_or_default())
    }

    /// Whether the problem's rule passes some package, and one.
    pub fn existence(&self, problem: &Problem, settings: &Settings, control: &dyn Control) -> Found {
        let mut found = existence(&self.some, settings, &Share::one_of(2, control));
        found.witness = found.witness.map(|package| self.package(&package));
        found.count = None;
        if found.exists == Some(false) {
            let most = existence(&self.at_most(problem), settings, control);
            found.exists = most.exists.filter(|exists| !exists);
        }
        found
    }

    /// Whether it is certain that not all parties accept one package.
    fn excludes_unanimity(&self, problem: &Problem, settings: &Settings, control: &dyn Control) -> bool {
        let light = Settings { frontier_points_max: 0, ..settings.clone() };
        let most = self.at_most(problem);
        over(&most, &Scope::everything(&most), &light, control).exists == Some(false)
    }

    /// The problem's package for one of the options looked at.
    fn package(&self, package: &[u32]) -> Package {
        let option = |(cells, at): (&Option<Cells>, &u32)| match cells {
            Some(cells) => cells.chosen.get(*at as usize).copied().unwrap_or(0),
            None => *at,
        };
        self.cells.iter().zip(package).map(option).collect()
    }
}

/// The problem with one option for each cell, worth what `values` (party, issue, cells) says.
fn restricted(
    problem: &Problem,
    cells: &[Option<Cells>],
    values: impl Fn(usize, usize, &Cells) -> Vec<i64>,
) -> Problem {
    let region = |region: &Region| {
        region.sides().fold(Region::everything(), |narrowed, (issue, side)| {
            let cells = cells.get(issue).and_then(Option::as_ref);
            narrowed.with(issue, cells.map_or_else(|| side.clone(), |cells| cells.side(side)))
        })
    };
    let utility = |party: usize, utility: &Utility| {
        let column = |(issue, all): (usize, &Vec<i64>)| match cells.get(issue).and_then(Option::as_ref) {
            Some(cells) => values(party, issue, cells),
            None => all.clone(),
        };
        let interactions = utility
            .interactions
            .iter()
            .map(|interaction| Interaction { region: region(&interaction.region), ..*interaction });
        Utility {
            values: utility.values.iter().enumerate().map(column).collect(),
            interactions: interactions.filter(|interaction| !interaction.region.is_empty()).collect(),
            constant: utility.constant,
            cap: utility.cap,
        }
    };
    let party = |(index, party): (usize, &ProblemParty)| ProblemParty {
        id: party.id.clone(),
        name: party.name.clone(),
        veto: party.veto,
        utility: party.utility.as_ref().map(|of_party| utility(index, of_party)),
        reservation: party.reservation.clone(),
        scale: party.scale.clone(),
    };
    let issue = |(issue, cells): (&ProblemIssue, &Option<Cells>)| match cells {
        None => issue.clone(),
        Some(cells) => ProblemIssue {
            id: issue.id.clone(),
            name: issue.name.clone(),
            options: cells.pick(&issue.options),
            labels: cells.pick(&issue.labels),
            may_be_left_open: issue.may_be_left_open,
        },
    };
    let fact = |fact: &Fact| Fact {
        id: fact.id.clone(),
        kind: fact.kind,
        party: fact.party,
        forbids: fact.forbids.iter().map(region).filter(|region| !region.is_empty()).collect(),
        // What is not on the table is not asked of this problem.
        beyond: Vec::new(),
        origin: fact.origin.clone(),
    };
    Problem {
        parties: problem.parties.iter().enumerate().map(party).collect(),
        issues: problem.issues.iter().zip(cells).map(issue).collect(),
        facts: problem.facts.iter().map(fact).collect(),
        quorum: problem.quorum,
    }
}

impl Cells {
    /// The cells whose options a statement's side allows.
    fn side(&self, side: &OptionSet) -> OptionSet {
        let inside = self.chosen.iter().enumerate().filter(|(_, option)| side.contains(**option as usize));
        OptionSet::from_options(self.len(), inside.map(|(cell, _)| cell))
    }

    fn pick<T: Clone>(&self, all: &[T]) -> Vec<T> {
        self.chosen.iter().filter_map(|option| all.get(*option as usize)).cloned().collect()
    }
}

#[cfg(test)]
mod tests;
