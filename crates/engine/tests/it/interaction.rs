//! The kernel for combinations against enumeration.

#![allow(clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use crate::instances::{
    self, Numbers, acceptable, packages, random_problem, random_shape, undominated, worth,
};
use crate::times;
use mediant_engine::interaction::{
    Effort, FrontierLimits, Landscape, Objective, TieLimits, count, fairest, joint_frontier, pair_frontier,
    ties,
};
use mediant_engine::{Control, Scope, Unlimited};
use mediant_model::problem::{Region, Utility};
use mediant_model::{FrontierPoint, OptionSet, Problem};
use num_bigint::{BigInt, BigUint};
use num_rational::Ratio;
use proptest::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Search parameters at both extremes: the answer must not depend on them.
fn effort(n: &mut Numbers) -> Effort {
    if n.chance(50) {
        return Effort::default();
    }
    Effort {
        root_sweeps: n.below(3) as u32,
        node_sweeps: n.below(3) as u32,
        patience: n.between(0, 100),
        tolerance: n.between(0, 3),
        dominance: n.chance(50),
        probe_nodes: n.below(3) as u64,
        kicks: n.below(3) as u32,
        cliques: n.below(4),
    }
}

/// What is worth having: the vectors of acceptable packages.
fn acceptable_vectors(problem: &Problem, scope: &Scope) -> Vec<Vec<i64>> {
    let all = packages(problem).into_iter().filter(|package| acceptable(problem, scope, package));
    all.map(|package| worth(problem, scope, &package)).collect()
}

/// Ascending shares of the parties that count.
fn shares(worth: &[i64], from: &[i64], ideals: &[i64]) -> Vec<Ratio<BigInt>> {
    let gains = worth.iter().zip(from).zip(ideals).filter(|(_, ideal)| **ideal > 0);
    let mut shares: Vec<Ratio<BigInt>> =
        gains.map(|((w, f), ideal)| Ratio::new(BigInt::from(w - f), BigInt::from(*ideal))).collect();
    shares.sort();
    shares
}

fn product(worth: &[i64], from: &[i64]) -> BigInt {
    worth.iter().zip(from).map(|(w, f)| BigInt::from((w - f).max(0))).product()
}

/// What a rule maximises, in full: the first difference decides.
fn key(rule: &Objective, worth: &[i64], from: &[i64]) -> Vec<Ratio<BigInt>> {
    match rule {
        Objective::Existence => vec![],
        Objective::Nash => vec![Ratio::from_integer(product(worth, from))],
        Objective::Shares(ideals) => shares(worth, from, ideals),
        Objective::Sum(weights) => {
            let sum = worth.iter().zip(weights).map(|(w, weight)| BigInt::from(w * weight)).sum();
            vec![Ratio::from_integer(sum)]
        }
    }
}

fn rules(n: &mut Numbers, parties: usize) -> Vec<Objective> {
    vec![
        Objective::Existence,
        Objective::Nash,
        Objective::Shares(vec![1; parties]),
        Objective::Shares((0..parties).map(|_| n.between(0, 60)).collect()),
        Objective::Sum(vec![1; parties]),
        Objective::Sum((0..parties).map(|party| i64::from(party == 0)).collect()),
    ]
}

fn larger_shape(n: &mut Numbers) -> instances::Shape {
    instances::Shape {
        issues: 3 + n.below(4),
        options: 2 + n.below(4),
        interactions: 4 + n.below(14),
        constraints: n.below(8),
        ..random_shape(n)
    }
}

fn agrees_with_enumeration(n: &mut Numbers, problem: &Problem) {
    let scope = Scope::everything(problem);
    let landscape = Landscape::new(problem, &scope);
    let parties = problem.parties.len();
    let from: Vec<i64> = (0..parties).map(|p| problem.reservation(p).unwrap_or(0)).collect();
    let vectors = acceptable_vectors(problem, &scope);
    for rule in rules(n, parties) {
        let found = fairest(&landscape, &rule, &from, effort(n), &Unlimited);
        assert!(found.proven);
        let counts = |w: &&Vec<i64>| rule != Objective::Nash || w.iter().zip(&from).all(|(w, f)| w > f);
        let wanted = vectors.iter().filter(counts).map(|w| key(&rule, w, &from)).max();
        if let Some((package, vector)) = &found.best {
            assert!(acceptable(problem, &scope, package));
            assert_eq!(vector, &worth(problem, &scope, package));
        }
        assert_eq!(found.best.as_ref().map(|(_, w)| key(&rule, w, &from)), wanted, "{rule:?}");
        if rule != Objective::Existence && wanted.as_ref().is_some_and(|key| !key.is_empty()) {
            assert_eq!(found.value, wanted.clone().map(|key| key[0].clone()), "{rule:?}");
        }
        if let (Some((_, best)), true) = (&found.best, rule != Objective::Existence) {
            let limits = TieLimits { packages: 1_000_000, nodes: u64::MAX };
            let (tied, complete) = ties(&landscape, &rule, &from, best, limits, &Unlimited);
            let equals = vectors.iter().filter(|w| Some(key(&rule, w, &from)) == wanted).count();
            assert!(complete);
            assert_eq!(tied, BigUint::from(equals), "{rule:?}");
        }
    }
    let counted = count(&landscape, &Unlimited);
    let deals = BigUint::from(vectors.len());
    assert!(counted.lower <= deals && deals <= counted.upper, "{counted:?} of {deals}");
}

/// The frontier, by either method, point by point.
fn frontier_agrees_with_enumeration(n: &mut Numbers, problem: &Problem) {
    let scope = Scope::everything(problem);
    let landscape = Landscape::new(problem, &scope);
    let wanted = undominated(acceptable_vectors(problem, &scope));
    let agrees = |points: Vec<FrontierPoint>| {
        for FrontierPoint { utilities: vector, package } in &points {
            assert!(acceptable(problem, &scope, package));
            assert_eq!(vector, &worth(problem, &scope, package));
        }
        let mut got: Vec<Vec<i64>> = points.into_iter().map(|point| point.utilities).collect();
        got.sort();
        assert_eq!(got, wanted);
    };
    if let Some(found) = pair_frontier(&landscape, effort(n), &Unlimited) {
        assert!(found.is_complete());
        agrees(found.points);
    }
    let limits = FrontierLimits { points: usize::MAX, nodes: u64::MAX };
    let found = joint_frontier(&landscape, limits, effort(n), &Unlimited);
    assert!(found.complete && found.within.is_none());
    agrees(found.points);
    let most = n.below(4);
    let some = joint_frontier(&landscape, FrontierLimits { points: most, ..limits }, effort(n), &Unlimited);
    if let Some(within) = &some.within {
        let floors: Vec<i64> = landscape.floors.iter().map(|floor| floor.unwrap_or(i64::MIN / 2)).collect();
        let near = |point: &[i64], w: &[i64]| point.iter().zip(w).zip(within).all(|((p, w), e)| p + e >= *w);
        for w in acceptable_vectors(problem, &scope) {
            let above = w.iter().zip(&floors).zip(within).all(|((w, floor), e)| *w >= floor + e);
            let binds = landscape.floors.iter().all(Option::is_some);
            assert!(!(above && binds) || some.points.iter().any(|point| near(&point.utilities, &w)));
        }
    }
}

/// One instance of every sort: negative, mixed and forbidden boxes over arbitrary sets, infeasible ones, ties, one to
/// four parties, extreme search parameters.
fn instance_agrees(seed: u64) {
    let n = &mut Numbers(seed);
    let shape = if n.chance(70) { random_shape(n) } else { larger_shape(n) };
    let problem = random_problem(n, shape);
    agrees_with_enumeration(n, &problem);
    let shape = instances::Shape { parties: 1 + n.below(3), ..shape };
    let frontier = random_problem(n, shape);
    frontier_agrees_with_enumeration(n, &frontier);
}

#[test]
fn a_thousand_small_instances() {
    (0..1000 * times()).for_each(instance_agrees);
}

/// Stops after so many questions whether to go on, and counts them.
struct After {
    asked: AtomicUsize,
    most: usize,
}

impl Control for After {
    fn should_stop(&self) -> bool {
        self.asked.fetch_add(1, Ordering::Relaxed) >= self.most
    }
}

/// Wherever it is stopped, a frontier is called complete only if it is.
#[test]
fn a_frontier_stopped_anywhere_is_not_called_complete() {
    for seed in 0..12 * times() {
        let n = &mut Numbers(seed);
        let shape = instances::Shape { parties: 2, issues: 2, options: 3, ..random_shape(n) };
        let problem = random_problem(n, shape);
        let scope = Scope::everything(&problem);
        let landscape = Landscape::new(&problem, &scope);
        let wanted = undominated(acceptable_vectors(&problem, &scope));
        let limits = FrontierLimits { points: usize::MAX, nodes: u64::MAX };
        // Little work between two points, so that every place is met.
        let effort = Effort { root_sweeps: 1, node_sweeps: 1, probe_nodes: 0, kicks: 0, ..Effort::default() };
        let stopped = |most: usize| {
            let control = After { asked: AtomicUsize::new(0), most };
            let found = joint_frontier(&landscape, limits, effort, &control);
            let mut got: Vec<Vec<i64>> = found.points.into_iter().map(|point| point.utilities).collect();
            got.sort();
            assert!(got.iter().all(|vector| wanted.contains(vector)));
            assert!(!found.complete || got == wanted, "stopped after {most} questions, seed {seed}");
            control.asked.into_inner()
        };
        let questions = stopped(usize::MAX);
        for most in 0..questions.min(2_000) {
            stopped(most);
        }
    }
}

/// Every party counts in the same regions, each with points of its own: whoever gains there, another may lose.
#[test]
fn a_combination_may_please_one_party_and_cost_another() {
    for seed in 2_000_000..2_000_000 + 1_500 * times() {
        let n = &mut Numbers(seed);
        let shape = instances::Shape { parties: 2 + n.below(2), sign: 0, ..larger_shape(n) };
        let mut problem = random_problem(n, shape);
        let regions = |utility: &Utility| -> Vec<Region> {
            utility.interactions.iter().map(|interaction| interaction.region.clone()).collect()
        };
        let shared = problem.parties.iter().find_map(|party| party.utility.as_ref()).map(regions);
        for utility in problem.parties.iter_mut().filter_map(|party| party.utility.as_mut()) {
            for (interaction, region) in utility.interactions.iter_mut().zip(shared.iter().flatten()) {
                interaction.region = region.clone();
            }
        }
        agrees_with_enumeration(n, &problem);
        frontier_agrees_with_enumeration(n, &problem);
    }
}

/// Minutes: `./test nightly` runs it.
#[test]
#[ignore = "takes minutes"]
fn fifty_thousand_small_instances() {
    (1_000_000..1_050_000).for_each(instance_agrees);
}

/// The same problem with parties, issues and options in reverse order.
fn reversed(problem: &Problem) -> Problem {
    let mut other = problem.clone();
    let issues = problem.issues.len();
    let parties = problem.parties.len();
    let region = |region: &Region| {
        region.sides().fold(Region::everything(), |all, (issue, side)| {
            let size = side.size();
            all.with(
                issues - 1 - issue,
                OptionSet::from_options(size, side.iter().map(|option| size - 1 - option)),
            )
        })
    };
    other.issues.reverse();
    other.parties.reverse();
    other.facts.reverse();
    for fact in &mut other.facts {
        fact.party = fact.party.map(|party| parties - 1 - party);
        fact.forbids = fact.forbids.iter().map(region).collect();
    }
    for utility in other.parties.iter_mut().filter_map(|party| party.utility.as_mut()) {
        utility.values.reverse();
        utility.values.iter_mut().for_each(|values| values.reverse());
        for interaction in &mut utility.interactions {
            interaction.region = region(&interaction.region);
        }
    }
    other
}

proptest! {
    #[test]
    fn the_order_of_parties_issues_and_options_does_not_matter(seed: u64) {
        let n = &mut Numbers(seed);
        // Up to three parties: unlimited, the search always comes to its end, and soon.
        let shape = instances::Shape { parties: 1 + n.below(3), ..larger_shape(n) };
        let problem = random_problem(n, shape);
        let (other, parties) = (reversed(&problem), problem.parties.len());
        let find = |problem: &Problem, rule: &Objective| {
            let landscape = Landscape::new(problem, &Scope::everything(problem));
            let from: Vec<i64> = (0..parties).map(|p| problem.reservation(p).unwrap_or(0)).collect();
            fairest(&landscape, rule, &from, Effort::default(), &Unlimited).value
        };
        for rule in [Objective::Nash, Objective::Shares(vec![1; parties]), Objective::Sum(vec![1; parties])] {
            prop_assert_eq!(find(&problem, &rule), find(&other, &rule));
        }
        let frontier = |problem: &Problem| {
            let landscape = Landscape::new(problem, &Scope::everything(problem));
            let limits = FrontierLimits { points: usize::MAX, nodes: u64::MAX };
            let found = joint_frontier(&landscape, limits, Effort::default(), &Unlimited);
            let mut points: Vec<Vec<i64>> = found.points.into_iter().map(|point| point.utilities).collect();
            points.sort();
            (found.complete, points)
        };
        let (complete, points) = frontier(&problem);
        let (other_complete, mut others) = frontier(&other);
        others.iter_mut().for_each(|vector| vector.reverse());
        others.sort();
        prop_assert!(complete && other_complete);
        prop_assert_eq!(points, others);
    }
}

/// Utilities 10 apart, clipped in between: 38 is better than 30, although no step above it.
#[test]
fn clipped_utilities_lie_off_the_grid() {
    let utility = |values: Vec<i64>, cap| {
        Some(Utility { values: vec![values], interactions: vec![], constant: 0, cap })
    };
    let parties = vec![
        instances::problem_party(0, utility(vec![30, 50], Some(38)), 0),
        instances::problem_party(1, utility(vec![20, 10], None), 0),
    ];
    let issues = vec![instances::issue(0, 2)];
    let problem = Problem { quorum: 2, parties, issues, facts: vec![] };
    let landscape = Landscape::new(&problem, &Scope::everything(&problem));
    let found = pair_frontier(&landscape, Effort::default(), &Unlimited).expect("two parties");
    let vectors: Vec<Vec<i64>> = found.points.into_iter().map(|point| point.utilities).collect();
    assert_eq!(vectors, [[38, 10], [30, 20]]);
}
