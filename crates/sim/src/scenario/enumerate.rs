//! Packages as numbers: mixed radix, the first issue the most significant.

use mediant_model::Problem;
use mediant_model::problem::{FactKind, Package, Utility};

/// The options of a numbered package.
pub(super) fn options(problem: &Problem, mut number: u32) -> Package {
    let mut options: Package = problem
        .issues
        .iter()
        .rev()
        .map(|issue| {
            let size = issue.options.len().max(1) as u32;
            let option = number % size;
            number /= size;
            option
        })
        .collect();
    options.reverse();
    options
}

/// What every package is worth in units, by number.
pub(super) fn units(problem: &Problem, utility: &Utility, count: u32) -> Vec<i64> {
    if !utility.interactions.is_empty() {
        return (0..count).map(|number| utility.of(&options(problem, number))).collect();
    }
    let mut units = vec![utility.constant];
    for (issue, options) in problem.issues.iter().enumerate() {
        let points: Vec<i64> =
            (0..options.options.len()).map(|option| utility.points(issue, option)).collect();
        // In the order of the numbers, issue by issue: one addition a package instead of one for each issue.
        units = units.iter().flat_map(|sum| points.iter().map(move |points| sum + points)).collect();
    }
    if let Some(cap) = utility.cap {
        units.iter_mut().for_each(|units| *units = cap.min(*units));
    }
    units
}

/// Whether the party may put the package forward: it is possible, and none of its own red lines,
/// preconditions and linkages forbids it. Walk-away values do not count here.
pub(super) fn may_offer(problem: &Problem, party: usize, package: &[u32]) -> bool {
    let binding = |fact: &&mediant_model::problem::Fact| {
        fact.kind != FactKind::Reservation && fact.party.is_none_or(|of| of == party)
    };
    problem.facts.iter().filter(binding).all(|fact| !problem.breaks(fact, package))
}

/// Whether anything but walk-away values binds the party.
pub(super) fn is_bound(problem: &Problem, party: usize) -> bool {
    problem
        .facts
        .iter()
        .any(|fact| fact.kind != FactKind::Reservation && fact.party.is_none_or(|of| of == party))
}
