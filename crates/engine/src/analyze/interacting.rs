//! The route for problems that do not fall apart: the interaction kernel.

use super::{Found, scan};
use crate::analysis::{Frontier, FrontierPoint, Note};
use crate::control::Control;
use crate::decomposition::Scope;
use crate::interaction::{Effort, Landscape, pair_frontier};
use mediant_model::{Package, Problem};

/// What the interaction kernel knows about the packages that the facts in scope leave.
///
/// `possible` is a package that breaks no constraint, walk-away values aside.
pub(super) fn solve(
    problem: &Problem,
    scope: &Scope,
    possible: Option<Package>,
    control: &dyn Control,
) -> Found {
    let mut found = Found::default();
    found.witness = possible.filter(|package| {
        let mut facts = problem.facts.iter().enumerate();
        facts.all(|(index, fact)| !scope.binds(index) || !problem.breaks(fact, package))
    });
    if problem.has_all_utilities()
        && let Some(pair) = pair_frontier(&Landscape::of(problem, scope), Effort::default(), control)
    {
        let complete = pair.is_complete();
        let points = pair.points.iter().map(|(utilities, package)| FrontierPoint {
            utilities: utilities.clone(),
            package: package.clone(),
        });
        let frontier = Frontier { complete, within: None, points: points.collect() };
        found.witness = found.witness.or_else(|| frontier.points.first().map(|point| point.package.clone()));
        if complete && frontier.points.is_empty() {
            found.exists = Some(false);
            return found;
        }
        found.solutions = scan::solutions(problem, &frontier);
        found.frontier = Some(frontier);
    }
    if found.witness.is_some() {
        found.exists = Some(true);
    }
    found.notes.push(Note::Method("branch and bound over combinations"));
    found
}
