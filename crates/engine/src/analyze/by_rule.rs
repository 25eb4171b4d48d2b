//! The packages that the agreement rule passes where a party can be outvoted.

use super::{Found, Settings, additive, claims, many_coalitions, scan};
use crate::analysis::{Count, Frontier, FrontierPoint, Method, Note};
use crate::control::Control;
use crate::decomposition::{Decomposed, Keep, Scope, decompose};
use crate::rule;
use mediant_check::{Basis, Case, layers};
use mediant_model::{Package, Problem};
use num_traits::{ToPrimitive, Zero};
use rayon::prelude::*;

/// Up to so many packages are gone through one by one.
const PACKAGES_MAX: u64 = 5_000_000;
/// How many packages one thread takes at a time.
const CHUNK: u64 = 16_384;

/// What the rule passes.
///
/// Small problems are gone through package by package; larger ones coalition by coalition, which
/// tells whether there is a deal and how many, but not which is fair.
pub(super) fn solve(problem: &Problem, settings: &Settings, control: &dyn Control) -> Found {
    match problem.package_count().to_u64().filter(|count| *count <= PACKAGES_MAX) {
        Some(count) => go_through(problem, count, settings, control),
        None => by_coalitions(problem, settings, control),
    }
}

/// Package by package.
fn go_through(problem: &Problem, count: u64, settings: &Settings, control: &dyn Control) -> Found {
    let chunks: Vec<u64> = (0..count.div_ceil(CHUNK)).collect();
    let looked_at: Vec<Option<Part>> = chunks
        .par_iter()
        .map(|chunk| (!control.should_stop()).then(|| part(problem, *chunk, count)))
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
    if problem.has_all_utilities() && passing > 0 {
        let points = scan::efficient(parts.into_iter().flat_map(|part| part.efficient).collect());
        let frontier = Frontier { complete, within: None, points };
        let solutions = scan::solutions(problem, &frontier);
        if complete
            && settings.certify
            && let Some(cases) = cases(problem)
        {
            found.claims.push(claims::frontier(problem, Basis::Rule, &frontier, cases.clone()));
            let cases = || cases.clone();
            found.claims.extend(scan::claims(problem, solutions.as_ref(), &frontier, &cases, Basis::Rule));
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

fn part(problem: &Problem, chunk: u64, count: u64) -> Part {
    let mut part = Part { passing: 0, first: None, efficient: Vec::new() };
    let numbers = problem.has_all_utilities();
    for number in chunk * CHUNK..((chunk + 1) * CHUNK).min(count) {
        let package = package(problem, number);
        if !problem.passes_rule(&package) {
            continue;
        }
        part.passing += 1;
        if part.first.is_none() {
            part.first = Some(package.clone());
        }
        if numbers {
            let units = (0..problem.parties.len()).map(|party| problem.utility(party, &package).unwrap_or(0));
            part.efficient.push(FrontierPoint { utilities: units.collect(), package });
        }
    }
    part.efficient = scan::efficient(part.efficient);
    part
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
        (found.exists, found.witness) = many_coalitions::search(problem, settings, control);
    }
    for coalition in coalitions.unwrap_or_default() {
        let scope = Scope::of_coalition(problem, &coalition);
        let of_coalition = super::over(problem, &scope, &light, control);
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
        found.count = rule::count(problem, |parties| accepted_by(problem, parties, settings, control));
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
