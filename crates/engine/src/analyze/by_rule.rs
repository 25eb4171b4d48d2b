//! The packages that the agreement rule passes where a party can be outvoted.

use super::{Found, Settings, additive, many_coalitions, one_by_one};
use crate::analysis::{Count, Method, Note};
use crate::control::{Control, Share};
use crate::decomposition::{Decomposed, Keep, Scope, decompose};
use crate::rule;
use mediant_check::{Basis, Case, layers};
use mediant_model::Problem;
use num_traits::Zero;

/// What the rule passes.
///
/// Small problems are gone through package by package; larger ones coalition by coalition, which
/// tells whether there is a deal and how many, but not which is fair.
pub(super) fn solve(problem: &Problem, settings: &Settings, control: &dyn Control) -> Found {
    if !one_by_one::is_feasible(problem) {
        return by_coalitions(problem, settings, control);
    }
    let cases = || cases(problem);
    let passes = |package: &[u32]| problem.passes_rule(package);
    one_by_one::solve(problem, (Basis::Rule, &passes, &cases), settings, control)
}

/// For each smallest winning coalition, all that binds it.
fn cases(problem: &Problem) -> Option<Vec<Case>> {
    let coalitions = rule::smallest_coalitions(problem)?;
    let case = |coalition: &Vec<usize>| {
        let facts = rule::facts_binding(problem, coalition);
        Case::new(problem, facts.iter(), layers(problem, &[]))
    };
    Some(coalitions.iter().map(case).collect())
}

/// Coalition by coalition.
fn by_coalitions(problem: &Problem, settings: &Settings, control: &dyn Control) -> Found {
    let light = Settings { frontier_points_max: 0, ..settings.clone() };
    let mut found = Found { exists: Some(false), method: Method::Coalitions, ..Found::default() };
    let coalitions = rule::smallest_coalitions(problem);
    if coalitions.is_none() {
        (found.exists, found.witness) =
            many_coalitions::search(problem, settings, &Share::one_of(2, control));
    }
    let part = Share::one_of(2, control);
    for coalition in coalitions.unwrap_or_default() {
        if part.should_stop() {
            found.exists = None;
            break;
        }
        let scope = Scope::of_coalition(problem, &coalition);
        let of_coalition = super::over(problem, &scope, &light, &part);
        found.witness = found.witness.or(of_coalition.witness);
        match of_coalition.exists {
            Some(true) => {
                found.exists = Some(true);
                break;
            }
            Some(false) => {}
            None => found.exists = None,
        }
    }
    if settings.frontier_points_max > 0 {
        let part = Share::one_of(3, control);
        found.count = rule::count(problem, |parties| {
            (!part.should_stop()).then(|| accepted_by(problem, parties, settings, &part)).flatten()
        });
        if let Some(count) = found.count.as_mut().filter(|count| count.lower.is_zero())
            && found.exists == Some(true)
        {
            count.lower = 1u32.into();
        }
    }
    found
        .notes
        .push(Note::Method("coalition by coalition; too many packages to compare them under a quorum"));
    found
}

/// How many possible packages all of these parties accept.
fn accepted_by(
    problem: &Problem,
    parties: &[usize],
    settings: &Settings,
    control: &dyn Control,
) -> Option<Count> {
    let scope = Scope::of_coalition(problem, parties);
    match decompose(problem, &scope, Keep::All, settings.route, control) {
        Decomposed::Layers { layers, caps } => {
            Some(additive::count(problem, &scope, (&layers, &caps), control))
        }
        Decomposed::Empty { .. } => Some(Count::exactly(0u32)),
        Decomposed::TooLarge { .. } => None,
    }
}
