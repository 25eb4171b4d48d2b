//! Why there is no deal, and what would open one.
//!
//! The order of the questions follows what each needs. Corrections come first, for conflicts are what shares
//! a fact with all of them. Hurdles need conflicts, arguments need hurdles to begin well, and openings by new
//! options are looked for on hurdles alone. Each question has a share of what is left of the budget, so that
//! no early one leaves the later ones nothing; a list that its share did not suffice for is not called
//! complete.

use crate::analysis::{Change, Conflict, NoDeal};
use crate::concession::{Concessions, concessions};
use crate::conflict::{Blocked, Limits, blockage};
use crate::derivation::derive;
use crate::fact_set::FactSet;
use crate::hurdle::{Unknown, hurdles, issues_turned_on};
use crate::opening::{by_new_option, of_corrections};
use crate::oracle::Oracle;
use crate::{Control, Share};
use mediant_model::Problem;

/// All minimal conflicts with their derivations, all minimal openings, the concessions, the hurdles.
///
/// For a problem without a deal. Where there is one, everything listed is empty. Every conflict
/// listed is proven minimal, and every opening opens a deal; `complete` says whether the lists are
/// whole, and every opening proven minimal.
///
/// Cost: see [`blockage`], [`derive()`], [`of_corrections`], [`by_new_option`], [`concessions`].
pub fn no_deal(problem: &Problem, limits: &Limits, control: &dyn Control) -> NoDeal {
    let oracle = Oracle::new(problem, Oracle::EFFORT);
    let blockage = blockage(problem, &oracle, limits, &Share::one_of(3, control));
    if blockage.corrections.iter().any(|correction| correction.facts.is_empty()) {
        return NoDeal {
            complete: true,
            concessions: vec![None; problem.parties.len()],
            ..NoDeal::default()
        };
    }
    let sets: Vec<FactSet> = blockage.conflicts.iter().map(|conflict| conflict.facts.clone()).collect();
    let turning = Share::one_of(5, control);
    let turned = issues_turned_on(problem, &sets, &turning);
    let turned_complete = !turning.should_stop();
    let hurdles = hurdles(turned.iter().map(Vec::as_slice));
    let arguing = Share::one_of(4, control);
    let conflict = |(blocked, issues): (Blocked, Vec<usize>)| {
        // An argument reads best when it begins with the issue that most conflicts turn on.
        let first = hurdles.iter().find(|hurdle| issues.contains(hurdle)).copied();
        let derivation = derive(problem, &blocked.facts, first, &arguing);
        let facts = blocked.facts.iter().collect();
        Conflict { facts, witnesses: blocked.witnesses, issues, derivation, certain: true }
    };
    let conflicts = blockage.conflicts.into_iter().zip(turned).map(conflict).collect();
    // A question for each correction: together they should cost about as much as four would.
    let share = oracle.with_part_of_effort(blockage.corrections.len() as u64 / 4);
    let by_facts = of_corrections(problem, &share, &blockage.corrections, &Share::one_of(4, control));
    let by_options =
        by_new_option(problem, &hurdles, Unknown::LikeThoseKnown, limits, &Share::one_of(4, control));
    let is_open = |issue: &usize| {
        let on = |change: &Change| matches!(change, Change::NewOption { issue: of, .. } if of == issue);
        by_options.openings.iter().any(|opening| opening.change.iter().any(on))
            // Nobody knows whether one like those on the table would do.
            || by_options.unsettled.contains(issue)
    };
    // Only where an option like those on the table opens nothing: asked everywhere, "something quite
    // different" would always open something and tell nobody anything.
    let closed: Vec<usize> = hurdles.iter().copied().filter(|issue| !is_open(issue)).collect();
    let unlike = by_new_option(problem, &closed, Unknown::Anything, limits, &Share::one_of(4, control));
    let Concessions { alone, equal, complete } =
        concessions(problem, &oracle.with_part_of_effort(4), &Share::one_of(2, control));
    NoDeal {
        conflicts,
        openings: by_facts.openings.into_iter().chain(by_options.openings).collect(),
        concessions: alone,
        equal_concession: equal,
        hurdles,
        unlike: unlike.openings,
        complete: blockage.complete
            && turned_complete
            && by_facts.complete
            && by_options.complete
            && complete,
    }
}

#[cfg(test)]
mod tests;
