//! Small problems, package by package.

use super::{Found, Settings, claims, scan};
use crate::analysis::{Count, Frontier, FrontierPoint, Method};
use crate::control::Control;
use mediant_check::{Basis, Case};
use mediant_model::{Package, Problem};
use num_traits::ToPrimitive;
use rayon::prelude::*;

/// Up to so many packages are gone through one by one.
const PACKAGES_MAX: u64 = 5_000_000;
/// And up to so many utilities of a package to a party.
const UTILITIES_MAX: u64 = 50_000_000;
/// How many packages one thread takes at a time.
const CHUNK: u64 = 16_384;

/// Whether the problem is small enough.
pub(super) fn is_feasible(problem: &Problem) -> bool {
    let parties = (problem.parties.len() as u64).max(1);
    let most = PACKAGES_MAX.min(UTILITIES_MAX / parties);
    problem.package_count().to_u64().is_some_and(|count| count <= most)
}

/// Which packages are meant: what a certificate calls them, whether one is among them, and what binds them.
pub(super) type Among<'a> = (Basis, &'a (dyn Fn(&[u32]) -> bool + Sync), &'a dyn Fn() -> Option<Vec<Case>>);

/// Everything about those packages.
///
/// Cost: packages x facts, and efficient ones x packages x parties.
pub(super) fn solve(
    problem: &Problem,
    (basis, admits, cases): Among,
    settings: &Settings,
    control: &dyn Control,
) -> Found {
    let count = problem.package_count().to_u64().unwrap_or(u64::MAX);
    let compares = problem.has_all_utilities() && settings.frontier_points_max > 0;
    let chunks: Vec<u64> = (0..count.div_ceil(CHUNK)).collect();
    let looked_at: Vec<Option<Part>> = chunks
        .par_iter()
        .map(|chunk| {
            part(problem, admits, compares, (*chunk * CHUNK, ((*chunk + 1) * CHUNK).min(count)), control)
        })
        .collect();
    let complete = looked_at.iter().all(Option::is_some);
    let parts: Vec<Part> = looked_at.into_iter().flatten().collect();
    let passing: u64 = parts.iter().map(|part| part.passing).sum();
    let witness = parts.iter().find_map(|part| part.first.clone());
    let exists = witness.as_ref().map(|_| true);
    let mut found = Found { exists, witness, method: Method::Enumeration, ..Found::default() };
    if complete {
        found.exists = Some(passing > 0);
        found.count = Some(Count::exactly(passing));
    }
    if compares && passing > 0 {
        let (points, are_all) =
            scan::efficient(parts.into_iter().flat_map(|part| part.efficient).collect(), control);
        let frontier = Frontier { complete: complete && are_all, within: None, points };
        let solutions = scan::solutions(problem, &frontier);
        if frontier.complete
            && settings.certify
            && let Some(cases) = cases()
        {
            found.claims.push(claims::frontier(problem, basis, &frontier, cases.clone()));
            let cases = || cases.clone();
            found.claims.extend(scan::claims(problem, solutions.as_ref(), &frontier, &cases, basis));
        }
        found.solutions = solutions;
        found.frontier = Some(frontier);
    }
    found
}

/// What a run of packages holds.
struct Part {
    passing: u64,
    first: Option<Package>,
    efficient: Vec<FrontierPoint>,
}

/// The packages of these numbers; `None` when stopped.
fn part(
    problem: &Problem,
    admits: &(dyn Fn(&[u32]) -> bool + Sync),
    compares: bool,
    (from, to): (u64, u64),
    control: &dyn Control,
) -> Option<Part> {
    let mut part = Part { passing: 0, first: None, efficient: Vec::new() };
    for number in from..to {
        // With many parties a package takes long by itself.
        if number.is_multiple_of(64) && control.should_stop() {
            return None;
        }
        let package = package(problem, number);
        if !admits(&package) {
            continue;
        }
        part.passing += 1;
        if part.first.is_none() {
            part.first = Some(package.clone());
        }
        if compares {
            let units = (0..problem.parties.len()).map(|party| problem.utility(party, &package).unwrap_or(0));
            part.efficient.push(FrontierPoint { utilities: units.collect(), package });
        }
    }
    let (efficient, is_done) = scan::efficient(part.efficient, control);
    is_done.then_some(Part { efficient, ..part })
}

/// The package of this number; the last issue changes fastest.
fn package(problem: &Problem, mut number: u64) -> Package {
    let mut package = vec![0u32; problem.issues.len()];
    for (slot, issue) in package.iter_mut().zip(&problem.issues).rev() {
        let options = (issue.options.len() as u64).max(1);
        *slot = u32::try_from(number % options).unwrap_or(0);
        number /= options;
    }
    package
}
