//! Whole analyses of small random problems, held against enumeration and the verifier.

use super::*;
use crate::analysis::{Change, Solution};
use crate::{Unlimited, sample};
use mediant_model::OptionSet;
use mediant_model::problem::FactKind;
use num_bigint::BigUint;
use proptest::prelude::*;
use std::cmp::Ordering;

/// The packages of the basis, by definition.
fn basis(problem: &Problem, analysis: &Analysis) -> Vec<Package> {
    let inside = |package: &Package| match analysis.basis {
        Basis::Unanimous => problem.is_unanimously_acceptable(package),
        Basis::Rule => problem.passes_rule(package),
        Basis::All => problem.is_possible(package),
    };
    sample::packages(problem).filter(inside).collect()
}

fn utilities(problem: &Problem, package: &Package) -> Vec<i64> {
    (0..problem.parties.len()).map(|party| problem.utility(party, package).unwrap()).collect()
}

fn dominates(a: &[i64], b: &[i64]) -> bool {
    a != b && a.iter().zip(b).all(|(a, b)| a >= b)
}

/// Gains in ascending order of their share of the ideal, as comparable fractions.
fn shares(gains: &[i64], ideals: &[i64]) -> Vec<(i64, i64)> {
    let mut shares: Vec<(i64, i64)> =
        gains.iter().copied().zip(ideals.iter().copied()).filter(|(_, ideal)| *ideal > 0).collect();
    shares.sort_by(|a, b| (a.0 * b.1).cmp(&(b.0 * a.1)));
    shares
}

fn by_shares(a: &[i64], b: &[i64], ideals: &[i64]) -> Ordering {
    let (a, b) = (shares(a, ideals), shares(b, ideals));
    a.iter()
        .zip(&b)
        .map(|(a, b)| (a.0 * b.1).cmp(&(b.0 * a.1)))
        .find(|o| o.is_ne())
        .unwrap_or(Ordering::Equal)
}

fn product(gains: &[i64]) -> i64 {
    gains.iter().map(|gain| (*gain).max(0)).product()
}

fn holds(problem: &Problem) -> Result<(), TestCaseError> {
    let analysis = analyze(problem, &Settings::default(), &Unlimited);
    let passing = sample::packages(problem).filter(|package| problem.passes_rule(package)).count();
    let unanimous = sample::packages(problem).filter(|p| problem.is_unanimously_acceptable(p)).count();
    prop_assert_eq!(&analysis.zopa.count, &Count::exactly(passing));
    prop_assert_eq!(&analysis.zopa.unanimous, &Count::exactly(unanimous));
    prop_assert_eq!(analysis.zopa.exists == Some(false), passing == 0);
    if problem.has_all_utilities() {
        prop_assert_eq!(analysis.zopa.exists, Some(passing > 0));
    }
    if let Some(witness) = &analysis.zopa.witness {
        prop_assert!(problem.passes_rule(witness));
    }
    let refused = mediant_check::verify(problem, &analysis.certificate).err();
    prop_assert_eq!(refused.map(|refused| refused.to_string()), None);
    match &analysis.no_deal {
        Some(no_deal) => {
            prop_assert!(no_deal.complete && !no_deal.conflicts.is_empty());
            let claimed = analysis.certificate.claims.len();
            prop_assert!(claimed > no_deal.conflicts.len(), "{} claims", claimed);
        }
        None => prop_assert!(passing > 0),
    }
    let inside = basis(problem, &analysis);
    prop_assert_eq!(analysis.frontier.is_some(), problem.has_all_utilities() && !inside.is_empty());
    let Some(frontier) = &analysis.frontier else { return Ok(()) };
    let vectors: Vec<Vec<i64>> = inside.iter().map(|package| utilities(problem, package)).collect();
    let mut efficient: Vec<Vec<i64>> = vectors
        .iter()
        .filter(|vector| !vectors.iter().any(|other| dominates(other, vector)))
        .cloned()
        .collect();
    efficient.sort_by(|a, b| b.cmp(a));
    efficient.dedup();
    let listed: Vec<Vec<i64>> = frontier.points.iter().map(|point| point.utilities.clone()).collect();
    prop_assert!(frontier.complete);
    prop_assert_eq!(&listed, &efficient);
    for point in &frontier.points {
        prop_assert_eq!(&utilities(problem, &point.package), &point.utilities);
    }
    let from: Vec<i64> =
        (0..problem.parties.len()).map(|party| problem.reservation(party).unwrap()).collect();
    let gains = |vector: &Vec<i64>| -> Vec<i64> { vector.iter().zip(&from).map(|(u, r)| u - r).collect() };
    let all: Vec<Vec<i64>> = vectors.iter().map(gains).collect();
    let ideals: Vec<i64> = (0..from.len()).map(|p| all.iter().map(|gains| gains[p]).max().unwrap()).collect();
    let ones = vec![1; from.len()];
    let solutions = analysis.solutions.as_ref().unwrap();
    let best = |solution: &Solution, order: &dyn Fn(&[i64], &[i64]) -> Ordering, counted: bool| {
        prop_assert!(solution.proven);
        prop_assert!(efficient.contains(&solution.utilities));
        prop_assert_eq!(&utilities(problem, &solution.package), &solution.utilities);
        prop_assert!(all.iter().all(|other| order(other, &solution.gains).is_le()));
        let ties = all.iter().filter(|other| order(other, &solution.gains).is_eq()).count();
        if solution.ties.at_least || !counted {
            prop_assert!(solution.ties.count <= ties.into());
        } else {
            prop_assert_eq!(&solution.ties.count, &ties.into());
        }
        Ok(())
    };
    let some_gain = all.iter().any(|gains| product(gains) > 0);
    best(&solutions.nash, &|a, b| product(a).cmp(&product(b)), some_gain)?;
    best(&solutions.kalai_smorodinsky, &|a, b| by_shares(a, b, &ideals), true)?;
    best(&solutions.leximin, &|a, b| by_shares(a, b, &ones), true)?;
    let sum = |gains: &[i64]| gains.iter().sum::<i64>();
    best(&solutions.utilitarian, &|a, b| sum(a).cmp(&sum(b)), true)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases * 5 / 2))]

    #[test]
    fn an_analysis_says_what_enumeration_finds_and_the_verifier_accepts_it(problem in sample::problem()) {
        holds(&problem)?;
    }

    #[test]
    fn with_walk_away_ranges_what_is_not_certain_is_not_said(problem in sample::ranged()) {
        let analysis = analyze(&problem, &Settings::default(), &Unlimited);
        let outcomes: Vec<Option<bool>> =
            sample::packages(&problem).map(|package| problem.outcome(&package)).collect();
        let passes = outcomes.contains(&Some(true));
        let fails = outcomes.iter().all(|outcome| *outcome == Some(false));
        match analysis.zopa.exists {
            Some(true) => prop_assert!(passes),
            Some(false) => prop_assert!(fails),
            None => prop_assert!(!passes && !fails),
        }
        let refused = mediant_check::verify(&problem, &analysis.certificate).err();
        prop_assert_eq!(refused.map(|refused| refused.to_string()), None);
        let Some(no_deal) = &analysis.no_deal else { return Ok(()) };
        let lower = problem.at_least();
        for conflict in &no_deal.conflicts {
            let alone = lower.with_facts(|index, _| conflict.facts.contains(&index));
            let stuck = !sample::packages(&problem).any(|package| alone.passes_rule(&package));
            prop_assert_eq!(conflict.certain, stuck);
        }
        for opening in no_deal.openings.iter().chain(&no_deal.unlike) {
            prop_assert_eq!(opening.certain, fails);
        }
    }

    #[test]
    fn what_a_new_option_must_not_break_is_certified_to_be_needed(problem in sample::problem()) {
        let analysis = analyze(&problem, &Settings::default(), &Unlimited);
        let refused = mediant_check::verify(&problem, &analysis.certificate).err();
        prop_assert_eq!(refused.map(|refused| refused.to_string()), None);
        // A statement that every option on the table breaks is no longer one that a new option may be like.
        let known = |change: &[Change]| match change {
            [Change::NewOption { issue, must_not_break }] => must_not_break.iter().all(|fact| {
                let fact = &problem.facts[*fact];
                let size = problem.issues[*issue].options.len();
                fact.kind == FactKind::Reservation
                    || fact.broken_by_all(*issue, size, &OptionSet::from_options(size + 1, 0..size)).is_empty()
            }),
            _ => false,
        };
        for opening in analysis.no_deal.iter().flat_map(|found| &found.openings).filter(|opening| known(&opening.change)) {
            let [Change::NewOption { issue, must_not_break }] = opening.change.as_slice() else { continue };
            let name = problem.issues[*issue].id.to_string();
            let kept = problem.fact_names(must_not_break.iter().copied());
            let claimed = analysis.certificate.claims.iter().any(|claim| match claim {
                Claim::Opening { change, smallest, .. } => {
                    let same = mediant_check::Change::NewOption { new_option: name.clone(), must_not_break: kept.clone() };
                    *change == [same] && smallest.len() == kept.len()
                }
                _ => false,
            });
            prop_assert!(claimed, "{:?}", opening);
        }
    }

    #[test]
    fn adjusted_winner_divides_issue_by_issue_or_does_not_apply(problem in sample::problem()) {
        let analysis = analyze(&problem, &Settings::default(), &Unlimited);
        let Some(division) = &analysis.adjusted_winner else { return Ok(()) };
        let split = division.first_shares.iter().filter(|(above, below)| *above != BigUint::ZERO && above != below);
        prop_assert!(split.count() <= 1);
        // As many points are at stake on each issue as the parties' best options there differ by, whatever else is agreed.
        let claimed = analysis.certificate.claims.iter().any(|claim| matches!(claim, Claim::AdjustedWinner { .. }));
        prop_assert!(claimed);
    }

    #[test]
    fn without_walk_away_values_the_frontier_is_that_of_all_possible_packages(problem in sample::problem()) {
        let analysis = analyze(&problem, &Settings { all: true, ..Settings::default() }, &Unlimited);
        let refused = mediant_check::verify(&problem, &analysis.certificate).err();
        prop_assert_eq!(refused.map(|refused| refused.to_string()), None);
        if let Some(frontier) = &analysis.frontier {
            let possible = sample::packages(&problem).filter(|package| problem.is_possible(package));
            let vectors: Vec<Vec<i64>> = possible.map(|package| utilities(&problem, &package)).collect();
            let undominated = |v: &&Vec<i64>| !vectors.iter().any(|other| dominates(other, v));
            let mut efficient: Vec<Vec<i64>> = vectors.iter().filter(undominated).cloned().collect();
            efficient.sort_by(|a, b| b.cmp(a));
            efficient.dedup();
            let listed: Vec<Vec<i64>> = frontier.points.iter().map(|point| point.utilities.clone()).collect();
            prop_assert_eq!(listed, efficient);
        }
    }

    #[test]
    fn any_number_of_threads_gives_the_same_analysis(problem in sample::problem()) {
        let run = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| analyze(&problem, &Settings::default(), &Unlimited))
        };
        prop_assert_eq!(run(1), run(3));
    }

    #[test]
    fn what_an_opening_changes_opens_a_deal(problem in sample::problem()) {
        let analysis = analyze(&problem, &Settings::default(), &Unlimited);
        for opening in analysis.no_deal.iter().flat_map(|no_deal| &no_deal.openings) {
            let mut changed = problem.clone();
            for change in &opening.change {
                changed = match change {
                    Change::Drop(fact) => changed.without_fact(*fact),
                    Change::Lower { fact, units } => changed.with_moved_reservation(*fact, -units).unwrap(),
                    Change::NewOption { issue, must_not_break } => {
                        changed.with_new_option(*issue, |fact| must_not_break.contains(&fact)).unwrap()
                    }
                };
            }
            prop_assert!(sample::packages(&changed).any(|package| changed.passes_rule(&package)));
        }
    }
}
