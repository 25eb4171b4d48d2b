use super::*;
use crate::Unlimited;
use crate::sample;
use mediant_model::problem::FactKind;
use proptest::prelude::*;

fn broken(problem: &Problem, package: &[u32]) -> FactSet {
    let breaks = |(index, fact)| problem.breaks(fact, package).then_some(index);
    problem.facts.iter().enumerate().filter_map(breaks).collect()
}

fn minimal_breaches(problem: &Problem) -> Vec<FactSet> {
    let all: Vec<FactSet> = sample::packages(problem).map(|package| broken(problem, &package)).collect();
    let mut minimal: Vec<FactSet> = Vec::new();
    for facts in &all {
        let is_minimal = !all.iter().any(|other| other != facts && other.is_subset(facts));
        if is_minimal && !minimal.contains(facts) {
            minimal.push(facts.clone());
        }
    }
    minimal.sort();
    minimal
}

/// The oracle as it is, and one that leaves all but the first step to the interaction kernel.
fn oracles(problem: &Problem) -> [Oracle; 2] {
    let oracle = Oracle::new(problem, u64::MAX);
    [Oracle { first_part: u64::MAX, ..oracle.clone() }, oracle]
}

proptest! {
    #[test]
    fn breaches_are_those_of_enumeration(problem in sample::problem()) {
        for oracle in oracles(&problem) {
            let found = oracle.breaches(usize::MAX, &Unlimited);
            prop_assert!(found.complete);
            for breach in &found.breaches {
                prop_assert_eq!(&broken(&problem, &breach.package), &breach.facts);
            }
            let facts: Vec<FactSet> = found.breaches.into_iter().map(|breach| breach.facts).collect();
            prop_assert_eq!(facts, minimal_breaches(&problem));
        }
    }

    #[test]
    fn no_more_breaches_are_named_than_were_asked_for(problem in sample::problem(), limit in 0usize..6) {
        let expected = minimal_breaches(&problem);
        for oracle in oracles(&problem) {
            let found = oracle.breaches(limit, &Unlimited);
            prop_assert!(found.breaches.len() <= limit);
            for breach in &found.breaches {
                prop_assert_eq!(&broken(&problem, &breach.package), &breach.facts);
            }
            if found.complete {
                let facts: Vec<FactSet> = found.breaches.into_iter().map(|breach| breach.facts).collect();
                prop_assert_eq!(&facts, &expected);
            }
        }
    }

    #[test]
    fn breaches_within_some_facts_break_no_other(problem in sample::problem(), bits in any::<u64>()) {
        let within: FactSet = (0..problem.facts.len()).filter(|fact| bits >> fact & 1 == 1).collect();
        let mut expected = minimal_breaches(&problem);
        expected.retain(|facts| facts.is_subset(&within));
        for oracle in oracles(&problem) {
            let found = oracle.breaches_within(Some(&within), usize::MAX, &Unlimited);
            prop_assert!(found.complete);
            let facts: Vec<FactSet> = found.breaches.into_iter().map(|breach| breach.facts).collect();
            prop_assert_eq!(&facts, &expected);
        }
    }

    #[test]
    fn every_set_of_facts_is_judged_as_by_enumeration(problem in sample::problem(), bits in any::<u64>()) {
        let standing: FactSet = (0..problem.facts.len()).filter(|fact| bits >> fact & 1 == 1).collect();
        let exists = sample::packages(&problem).any(|package| broken(&problem, &package).is_disjoint(&standing));
        for oracle in oracles(&problem) {
            match oracle.admits(&standing, &Unlimited) {
                Feasibility::Respected(package) => prop_assert!(broken(&problem, &package).is_disjoint(&standing)),
                Feasibility::Excluded => prop_assert!(!exists),
                Feasibility::Unknown => prop_assert!(false, "gave up"),
            }
        }
    }

    #[test]
    fn no_smaller_lowering_suffices(problem in sample::problem(), bits in any::<u64>()) {
        let of = |index: usize| problem.facts.get(index).filter(|fact| fact.kind == FactKind::Reservation);
        let lowered: FactSet =
            (0..problem.facts.len()).filter(|fact| bits >> fact & 1 == 1 && of(*fact).is_some()).collect();
        let standing = FactSet::all(problem.facts.len()).minus(&lowered);
        let shortfall = |package: &[u32]| {
            let of_fact = |fact: usize| {
                let party = of(fact)?.party?;
                Some(problem.reservation(party)? - problem.utility(party, package)?)
            };
            lowered.iter().filter_map(of_fact).max().unwrap_or(0).max(0)
        };
        let fitting = sample::packages(&problem).filter(|p| broken(&problem, p).is_disjoint(&standing));
        let least = fitting.map(|package| shortfall(&package)).min();
        for oracle in oracles(&problem) {
            match oracle.least_lowering(&standing, &lowered, None, &Unlimited) {
                Lowering::By(units, package) => {
                    prop_assert_eq!(Some(units), least.map(i128::from));
                    prop_assert_eq!(i128::from(shortfall(&package)), units);
                    prop_assert!(broken(&problem, &package).is_disjoint(&standing));
                }
                Lowering::Never => prop_assert_eq!(None, least),
                Lowering::Unknown => prop_assert!(false, "gave up"),
            }
        }
    }
}
