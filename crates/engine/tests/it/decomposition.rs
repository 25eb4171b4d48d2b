//! Decomposition against enumeration.

#![allow(clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use crate::instances::{
    self, Numbers, packages, possible, random_problem, random_shape, region, undominated, worth,
};
use mediant_engine::{Decomposed, Keep, Layers, Route, Scope, Unlimited, decompose};
use mediant_model::problem::FactKind;
use mediant_model::{Package, Problem};
use proptest::prelude::*;

/// Every package of the layers with its utilities.
fn sums(layers: &Layers) -> Vec<(Package, Vec<i64>)> {
    let mut all = vec![(vec![u32::MAX; layers.issue_count], layers.constant.clone())];
    for layer in &layers.layers {
        all = all
            .iter()
            .flat_map(|(package, sum)| {
                let rows = layer.rows(layers.party_count).zip(layer.options.chunks_exact(layer.issues.len()));
                rows.map(|(row, options)| {
                    let mut package = package.clone();
                    for (issue, option) in layer.issues.iter().zip(options) {
                        package[*issue] = *option;
                    }
                    (package, sum.iter().zip(row).map(|(a, b)| a + b).collect())
                })
                .collect::<Vec<_>>()
            })
            .collect();
    }
    all
}

fn clipped(mut vector: Vec<i64>, caps: &[Option<i64>]) -> Vec<i64> {
    for (value, cap) in vector.iter_mut().zip(caps) {
        *value = cap.map_or(*value, |cap| cap.min(*value));
    }
    vector
}

fn scopes(n: &mut Numbers, problem: &Problem) -> Vec<Scope> {
    let some: Vec<usize> = (0..problem.facts.len()).filter(|_| n.chance(50)).collect();
    let coalition: Vec<usize> = (0..problem.parties.len()).filter(|_| n.chance(50)).collect();
    vec![Scope::everything(problem), Scope::of_facts(problem, some), Scope::of_coalition(problem, &coalition)]
}

fn agrees_with_enumeration(problem: &Problem, scope: &Scope) {
    let wanted: Vec<(Package, Vec<i64>)> = packages(problem)
        .into_iter()
        .filter(|package| possible(problem, scope, package))
        .map(|package| (package.clone(), worth(problem, scope, &package)))
        .collect();
    match decompose(problem, scope, Keep::All, Route::UpTo(u64::MAX), &Unlimited) {
        Decomposed::Layers { layers, caps } => {
            let mut got: Vec<(Package, Vec<i64>)> =
                sums(&layers).into_iter().map(|(package, sum)| (package, clipped(sum, &caps))).collect();
            got.sort();
            assert_eq!(got, wanted);
        }
        Decomposed::Empty { facts, .. } => {
            assert!(wanted.is_empty());
            let alone = Scope::of_facts(problem, facts.iter().copied());
            assert!(packages(problem).iter().all(|package| !possible(problem, &alone, package)));
            assert!(facts.iter().all(|fact| scope.binds(*fact)));
        }
        Decomposed::TooLarge { .. } => panic!("nothing is too large here"),
    }
    if let Decomposed::Layers { layers, caps } =
        decompose(problem, scope, Keep::Undominated, Route::UpTo(u64::MAX), &Unlimited)
    {
        let got = undominated(sums(&layers).into_iter().map(|(_, sum)| clipped(sum, &caps)).collect());
        assert_eq!(got, undominated(wanted.iter().map(|(_, worth)| worth.clone()).collect()));
    }
    if let Decomposed::TooLarge { possible: found, .. } =
        decompose(problem, scope, Keep::All, Route::UpTo(1), &Unlimited)
    {
        assert!(found.is_some_and(|package| possible(problem, scope, &package)));
    }
}

proptest! {
    #[test]
    fn layers_are_the_possible_packages(seed: u64) {
        let n = &mut Numbers(seed);
        let shape = random_shape(n);
        let problem = random_problem(n, shape);
        for scope in scopes(n, &problem) {
            agrees_with_enumeration(&problem, &scope);
        }
    }

    #[test]
    fn random_red_lines_alone(seed: u64) {
        let n = &mut Numbers(seed);
        let mut shape = random_shape(n);
        shape.constraints = 3 + n.below(30);
        let problem = random_problem(n, shape);
        for scope in scopes(n, &problem) {
            agrees_with_enumeration(&problem, &scope);
        }
    }
}

#[test]
fn a_few_red_lines_among_ten_to_the_forty_packages() {
    let n = &mut Numbers(7);
    let sizes = [10; 40];
    let issues = (0..40).map(|index| instances::issue(index, 10)).collect();
    let parties = vec![instances::problem_party(0, None, 0), instances::problem_party(1, None, 0)];
    let facts = (0..40)
        .map(|c| instances::fact(format!("c{c}"), FactKind::RedLine, Some(c % 2), vec![region(n, &sizes, 6)]))
        .collect();
    let mut problem = Problem { quorum: 2, parties, issues, facts };
    let scope = Scope::everything(&problem);
    match decompose(&problem, &scope, Keep::All, Route::UpTo(10_000), &Unlimited) {
        Decomposed::TooLarge { possible: Some(package), .. } => assert!(possible(&problem, &scope, &package)),
        other => panic!("{other:?}"),
    }
    // Whatever both parties say, one issue has no option left.
    let gone = mediant_model::Region::everything().with(3, mediant_model::OptionSet::full(10));
    assert_eq!(gone.width(), 0, "a full side is no side");
    for option in 0..10 {
        let only = mediant_model::OptionSet::from_options(10, [option]);
        let forbids = vec![mediant_model::Region::everything().with(3, only)];
        problem.facts.push(instances::fact(
            format!("d{option}"),
            FactKind::RedLine,
            Some(option % 2),
            forbids,
        ));
    }
    let scope = Scope::everything(&problem);
    assert!(matches!(
        decompose(&problem, &scope, Keep::All, Route::UpTo(10_000), &Unlimited),
        Decomposed::Empty { .. }
    ));
}
