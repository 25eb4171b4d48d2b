//! Proofs by bounds, held against the independent verifier.

#![allow(clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use crate::instances::genius::{scenario, shared};
use crate::instances::{Numbers, Shape, random_problem, random_shape};
use mediant_check::{Basis, Case, Certificate, Claim, FairnessRule as Claimed, Point, verify};
use mediant_engine::interaction::{
    Beyond, Effort, Landscape, Objective, ProofLimits, bounds_proof, fairest, pair_frontier,
};
use mediant_engine::{Scope, Unlimited};
use mediant_model::Problem;
use proptest::prelude::*;

fn accepted(problem: &Problem, claim: Claim) {
    let certificate = Certificate::new(problem, vec![claim]);
    if let Err(refused) = verify(problem, &certificate) {
        panic!("{refused}");
    }
}

fn proof_of(problem: &Problem, beyond: &Beyond, limits: ProofLimits) -> Vec<Case> {
    let facts: Vec<usize> = (0..problem.facts.len()).collect();
    let proof = bounds_proof(problem, &facts, beyond, limits, &Unlimited).expect("a proof");
    vec![Case::new(problem, facts, proof)]
}

fn solution(problem: &Problem, limits: ProofLimits, rule: Objective, claimed: Claimed) {
    let landscape = Landscape::new(problem, &Scope::everything(problem));
    let from: Vec<i64> = (0..problem.parties.len()).map(|p| problem.reservation(p).unwrap_or(0)).collect();
    let found = fairest(&landscape, &rule, &from, Effort::default(), &Unlimited);
    let Some((package, best)) = found.best else { return };
    let beyond = match rule {
        Objective::Nash => Beyond::Nash { from, best },
        Objective::Shares(ideals) => Beyond::Shares { from, ideals, best },
        _ => Beyond::Sum { prices: vec![1; best.len()], value: best.iter().map(|u| i128::from(*u)).sum() },
    };
    let cases = proof_of(problem, &beyond, limits);
    let point = Point::new(problem, &package);
    accepted(
        problem,
        Claim::Solution { rule: claimed, basis: Basis::Unanimous, point, ties: None, ideals: vec![], cases },
    );
}

fn frontier(problem: &Problem, limits: ProofLimits) {
    let landscape = Landscape::new(problem, &Scope::everything(problem));
    let found = pair_frontier(&landscape, Effort::default(), &Unlimited).expect("two parties");
    let vectors = found.points.iter().map(|point| point.utilities.clone()).collect();
    let points = found.points.iter().map(|point| Point::new(problem, &point.package)).collect();
    let cases = proof_of(problem, &Beyond::Points(vectors), limits);
    accepted(problem, Claim::Frontier { basis: Basis::Unanimous, points, table: None, cases });
}

fn all_claims(problem: &Problem, limits: ProofLimits) {
    let parties = problem.parties.len();
    let landscape = Landscape::new(problem, &Scope::everything(problem));
    let from: Vec<i64> = (0..parties).map(|p| problem.reservation(p).unwrap_or(0)).collect();
    let any = fairest(&landscape, &Objective::Existence, &from, Effort::default(), &Unlimited);
    if any.best.is_none() {
        let cases = proof_of(problem, &Beyond::Nothing, limits);
        accepted(problem, Claim::NoDeal { change: vec![], cases });
        return;
    }
    if !problem.has_all_utilities() {
        return;
    }
    solution(problem, limits, Objective::Nash, Claimed::Nash);
    solution(problem, limits, Objective::Shares(vec![1; parties]), Claimed::Leximin);
    solution(problem, limits, Objective::Sum(vec![1; parties]), Claimed::Utilitarian);
    if parties == 2 {
        frontier(problem, limits);
    }
}

proptest! {
    #[test]
    fn the_verifier_accepts_them(seed: u64) {
        let n = &mut Numbers(seed);
        let shape = Shape { issues: 2 + n.below(4), options: 2 + n.below(3), ..random_shape(n) };
        let problem = random_problem(n, shape);
        let replayed = [1, 4, 64][n.below(3)];
        all_claims(&problem, ProofLimits { nodes: 100_000, replayed });
    }

    #[test]
    fn there_is_none_for_a_false_claim(seed: u64) {
        let n = &mut Numbers(seed);
        let shape = Shape { parties: 2, constraints: 0, caps: false, ..random_shape(n) };
        let mut problem = random_problem(n, shape);
        problem.facts.clear();
        let facts: Vec<usize> = vec![];
        let package = vec![0; problem.issues.len()];
        let limits = ProofLimits { nodes: 2000, replayed: 0 };
        prop_assert!(bounds_proof(&problem, &facts, &Beyond::Nothing, limits, &Unlimited).is_none());
        if let (Some(first), Some(second)) = (problem.utility(0, &package), problem.utility(1, &package)) {
            let beyond = Beyond::Sum { prices: vec![1, 1], value: i128::from(first) + i128::from(second) - 1 };
            prop_assert!(bounds_proof(&problem, &facts, &beyond, limits, &Unlimited).is_none());
        }
    }
}

#[test]
fn the_smaller_nonlinear_files() {
    let Some(shared) = shared() else {
        eprintln!("skipped: no folder `shared`");
        return;
    };
    for name in ["10issues", "10issuesDiscountedwithRV"] {
        let folder = shared.join("scenarios/genius/anac/y2014").join(name);
        let problem = scenario(&folder, &["profile-1.xml", "profile-2.xml"]);
        let limits = ProofLimits { replayed: 4096, ..ProofLimits::default() };
        solution(&problem, limits, Objective::Nash, Claimed::Nash);
        frontier(&problem, limits);
    }
}
