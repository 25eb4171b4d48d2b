//! Minimal changes that make a deal possible.
//!
//! * **Facts that fall.** Every minimal correction ([`conflict`](crate::conflict)) is an opening. Its
//!   red lines, preconditions and linkages are dropped. Its reservation values are not dropped but
//!   lowered: all of them by the same number of units, the least that suffices once the rest of the
//!   correction is dropped and everything else stands.
//! * **A new option.** On each issue that a conflict turns on, an option that is not on the table yet.
//!   What is said of it holds whatever the option turns out to be:
//!   - it settles the issue, so a region whose side on that issue is "left open" alone does not hold it;
//!   - any other region with a side on that issue is taken to hold it, *unless* its fact is named in
//!     `must_not_break`; so what the names do not say is not counted on;
//!   - `must_not_break` names a minimal set of facts for which the agreement rule then passes a
//!     package: there is one such opening for each minimal set;
//!   - where parties state points, the reservations of the parties that make the deal are named too,
//!     and the opening is listed only if it can help without wonders: an option worth to each party no
//!     more than its best option on that issue today suffices.

use crate::Control;
use crate::analysis::{Change, Opening};
use crate::fact_set::FactSet;
use crate::hurdle::Freed;
use crate::oracle::{Breach, Lowering, Oracle};
use crate::rule;
use mediant_model::Problem;
use mediant_model::problem::FactKind;

/// Openings, and whether these are all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Openings {
    /// Those by facts that fall in the order of the corrections, then those by new options.
    pub openings: Vec<Opening>,
    /// Whether none is missing.
    pub complete: bool,
}

/// The openings by facts that fall: one for each correction.
///
/// Cost: for each correction with reservations one search, under a quorum one for each smallest
/// winning coalition.
pub fn of_corrections(
    problem: &Problem,
    oracle: &Oracle,
    corrections: &[Breach],
    control: &dyn Control,
) -> Openings {
    let mut found = Openings { openings: Vec::new(), complete: true };
    for correction in corrections.iter().filter(|correction| !correction.facts.is_empty()) {
        match of_correction(problem, oracle, correction, control) {
            Some(opening) => found.openings.push(opening),
            None => found.complete = false,
        }
    }
    found
}

/// `None` when the effort did not suffice to find the least lowering.
fn of_correction(
    problem: &Problem,
    oracle: &Oracle,
    correction: &Breach,
    control: &dyn Control,
) -> Option<Opening> {
    let is_reservation =
        |fact: &usize| problem.facts.get(*fact).is_some_and(|fact| fact.kind == FactKind::Reservation);
    let lowered: FactSet = correction.facts.iter().filter(is_reservation).collect();
    if lowered.is_empty() {
        let change = correction.facts.iter().map(Change::Drop).collect();
        return Some(Opening { change, package: Some(correction.package.clone()) });
    }
    let standing = FactSet::all(problem.facts.len()).minus(&correction.facts);
    match rule::least_lowering(oracle, problem, &standing, &lowered, Some(&correction.package), control) {
        Lowering::By(units, package) => {
            let part = |fact| {
                if lowered.contains(fact) { Change::Lower { fact, units } } else { Change::Drop(fact) }
            };
            Some(Opening { change: correction.facts.iter().map(part).collect(), package: Some(package) })
        }
        Lowering::Never | Lowering::Unknown => None,
    }
}

/// The openings by a new option on one of these issues.
///
/// Cost: for each issue one search for breaches of what is left, at most `limit` of them.
pub fn by_new_option(problem: &Problem, issues: &[usize], limit: usize, control: &dyn Control) -> Openings {
    let mut found = Openings { openings: Vec::new(), complete: true };
    for issue in issues {
        let freed = Freed::of(problem, *issue);
        let oracle = Oracle::of(&freed.problem, Oracle::EFFORT);
        let breaches = oracle.breaches_within(
            // Under a quorum even what no option can break may be broken, by outvoting somebody.
            problem.is_unanimous().then_some(&freed.at_stake),
            limit,
            control,
        );
        found.complete &= breaches.complete;
        let corrections = rule::corrections(&freed.problem, &breaches.breaches);
        let at_stake = corrections.iter().filter(|correction| correction.facts.is_subset(&freed.at_stake));
        for correction in at_stake {
            let source = |fact: usize| freed.source.get(fact).copied();
            let facts: FactSet = correction.facts.iter().filter_map(source).collect();
            let change = Change::NewOption { issue: *issue, must_not_break: facts.iter().collect() };
            found.openings.push(Opening { change: vec![change], package: None });
        }
    }
    found
}
