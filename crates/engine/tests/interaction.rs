//! The kernel for combinations against enumeration.

#![allow(clippy::panic, reason = "tests fail by panicking")]

mod instances;

use instances::{Numbers, acceptable, packages, random_problem, random_shape, undominated, worth};
use mediant_engine::interaction::{Effort, Landscape, pair_frontier};
use mediant_engine::{Scope, Unlimited};
use mediant_model::Problem;
use proptest::prelude::*;

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
    }
}

/// What is worth having: the vectors of acceptable packages.
fn acceptable_vectors(problem: &Problem, scope: &Scope) -> Vec<Vec<i64>> {
    let all = packages(problem).into_iter().filter(|package| acceptable(problem, scope, package));
    all.map(|package| worth(problem, scope, &package)).collect()
}

proptest! {
    #[test]
    fn frontier_of_two_parties(seed: u64) {
        let n = &mut Numbers(seed);
        let mut shape = random_shape(n);
        shape.parties = 2;
        let problem = random_problem(n, shape);
        let scope = Scope::everything(&problem);
        let landscape = Landscape::of(&problem, &scope);
        let found = pair_frontier(&landscape, effort(n), &Unlimited).expect("two parties");
        prop_assert!(found.is_complete());
        for (vector, package) in &found.points {
            prop_assert!(acceptable(&problem, &scope, package));
            prop_assert_eq!(vector, &worth(&problem, &scope, package));
        }
        let mut got: Vec<Vec<i64>> = found.points.into_iter().map(|(vector, _)| vector).collect();
        got.reverse();
        prop_assert_eq!(got, undominated(acceptable_vectors(&problem, &scope)));
    }
}
