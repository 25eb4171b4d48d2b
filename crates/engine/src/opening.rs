//! Minimal changes that make a deal possible.
//!
//! * **Facts that fall.** Every minimal correction ([`conflict`](crate::conflict)) is an opening. Its
//!   red lines, preconditions and linkages are dropped. Its reservation values are not dropped but
//!   lowered, each by what it needs: no one of them could be lowered by less as long as the others are not lowered by
//!   more. Where several have to fall there is more than one such way, a [trade-off](crate::trade_off).
//! * **A new option.** On each issue that a conflict turns on, an option that is not on the table yet.
//!   What is said of it holds whatever the option turns out to be:
//!   - it settles the issue, so what excludes leaving it open alone does not hold it;
//!   - a statement that some option on the table breaks is taken to hold it, *unless* it is named in
//!     `must_not_break`; so what the names do not say is not counted on;
//!   - a statement is one fact, whatever boxes it became: where every option breaks it, a new one would, too;
//!   - `must_not_break` names a minimal set of facts for which the agreement rule then passes a
//!     package: there is one such opening for each minimal set;
//!   - where parties state points, the reservations of the parties that make the deal are named too: what a new option
//!     brings, nobody knows.

use crate::Control;
use crate::analysis::{Change, Opening};
use crate::conflict::Limits;
use crate::fact_set::FactSet;
use crate::hurdle::{Freed, Unknown};
use crate::oracle::{Breach, Oracle};
use crate::rule;
use crate::trade_off::{Lacking, TradeOffs, trade_offs};
use mediant_model::Problem;
use mediant_model::problem::FactKind;

/// Openings, and whether these are all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Openings {
    /// Those by facts that fall in the order of the corrections, then those by new options.
    pub openings: Vec<Opening>,
    /// Whether none is missing, and each is proven smallest.
    pub complete: bool,
    /// Of openings by new options: the issues for which there may be more.
    pub unsettled: Vec<usize>,
}

/// The openings by facts that fall: one for each correction.
///
/// Cost: for each correction with reservations the searches of [`trade_offs`].
pub fn of_corrections(
    problem: &Problem,
    oracle: &Oracle,
    corrections: &[Breach],
    control: &dyn Control,
) -> Openings {
    let mut found = Openings { complete: true, ..Openings::default() };
    let shares = corrections.iter().any(|correction| lowered(problem, correction).len() > 1);
    let lacking = if shares { Lacking::new(problem, control) } else { None };
    for correction in corrections.iter().filter(|correction| !correction.facts.is_empty()) {
        if control.should_stop() {
            found.complete = false;
            break;
        }
        match of_correction(problem, oracle, lacking.as_ref(), correction, control) {
            Some((opening, smallest)) => {
                found.openings.push(opening);
                found.complete &= smallest;
            }
            None => found.complete = false,
        }
    }
    found
}

/// The walk-away values that a correction lets fall.
fn lowered(problem: &Problem, correction: &Breach) -> FactSet {
    let is_reservation =
        |fact: &usize| problem.facts.get(*fact).is_some_and(|fact| fact.kind == FactKind::Reservation);
    correction.facts.iter().filter(is_reservation).collect()
}

/// With whether it is proven smallest; `None` when the effort did not suffice to find the least lowering.
fn of_correction(
    problem: &Problem,
    oracle: &Oracle,
    lacking: Option<&Lacking>,
    correction: &Breach,
    control: &dyn Control,
) -> Option<(Opening, bool)> {
    let lowered = lowered(problem, correction);
    if lowered.is_empty() {
        let change = correction.facts.iter().map(Change::Drop).collect();
        return Some((Opening::single(change, Some(correction.package.clone())), true));
    }
    let dropped: Vec<usize> = correction.facts.minus(&lowered).iter().collect();
    let TradeOffs { found, complete, minimal } =
        trade_offs(problem, oracle, lacking, (&correction.facts, &lowered), &correction.package, control);
    let mut all = found.into_iter().map(|trade_off| {
        let lower = trade_off.units.iter().map(|(fact, units)| Change::Lower { fact: *fact, units: *units });
        let mut change: Vec<(usize, Change)> =
            dropped.iter().map(|fact| (*fact, Change::Drop(*fact))).collect();
        change.extend(trade_off.units.iter().map(|(fact, _)| *fact).zip(lower));
        change.sort_by_key(|(fact, _)| *fact);
        (change.into_iter().map(|(_, change)| change).collect(), trade_off.package)
    });
    let (change, package) = all.next()?;
    let opening =
        Opening { change, package: Some(package), others: all.collect(), all_ways: complete, certain: true };
    Some((opening, minimal))
}

/// The openings by a new option on one of these issues.
///
/// `Unknown::LikeThoseKnown`: what statements say of the options on the table holds for one of them, too. `Anything` is asked
/// where that opens nothing: the option may then be like none that any statement names.
///
/// Cost: for each issue one search for breaches of what is left, at most `limits.corrections` of them.
pub fn by_new_option(
    problem: &Problem,
    issues: &[usize],
    unknown: Unknown,
    limits: &Limits,
    control: &dyn Control,
) -> Openings {
    let mut found = Openings { complete: true, ..Openings::default() };
    for issue in issues {
        if control.should_stop() {
            found.complete = false;
            found.unsettled.push(*issue);
            continue;
        }
        let of_issue = openings_on(problem, *issue, unknown, limits, control);
        found.complete &= of_issue.complete;
        found.unsettled.extend((!of_issue.complete).then_some(*issue));
        found.openings.extend(of_issue.openings);
    }
    found
}

fn openings_on(
    problem: &Problem,
    issue: usize,
    unknown: Unknown,
    limits: &Limits,
    control: &dyn Control,
) -> Openings {
    let mut found = Openings { complete: true, ..Openings::default() };
    let freed = Freed::new(problem, issue, unknown).whatever_it_brings();
    let oracle = Oracle::new(&freed.problem, Oracle::EFFORT);
    let breaches = oracle.breaches_within(
        // Under a quorum even what no option can break may be broken, by outvoting somebody.
        problem.is_unanimous().then_some(&freed.at_stake),
        limits.corrections,
        control,
    );
    found.complete &= breaches.complete;
    let corrections = rule::corrections(&freed.problem, &breaches.breaches, limits.ways);
    found.complete &= corrections.complete;
    let is_shown = |facts: &FactSet| {
        // All ways tried, each of them is minimal. Otherwise a part of it may have been left out.
        facts.is_subset(&freed.at_stake)
            && (corrections.complete || rule::needs_all(&freed.problem, &breaches.breaches, facts))
    };
    let at_stake = corrections.sets.iter().filter(|correction| is_shown(&correction.facts));
    for correction in at_stake {
        let source = |fact: usize| freed.source.get(fact).copied();
        let facts: FactSet = correction.facts.iter().filter_map(source).collect();
        let change = Change::NewOption { issue, must_not_break: facts.iter().collect() };
        found.openings.push(Opening::single(vec![change], None));
    }
    found
}
