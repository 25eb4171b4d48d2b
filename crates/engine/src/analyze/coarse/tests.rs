//! What is said through some of the options holds of all of them: held against every package of small problems.

use super::Coarse;
use crate::analyze::Settings;
use crate::control::Unlimited;
use mediant_model::problem::{
    Fact, FactId, FactKind, FactOrigin, Interaction, ProblemIssue, ProblemParty, Reservation, Scale, Utility,
};
use mediant_model::{OptionSet, Problem, Region};
use proptest::prelude::*;

/// A curve of straight pieces with noise of so much, or anything.
fn column(size: usize) -> impl Strategy<Value = Vec<i64>> {
    let at = move |ends: &[i64], place: usize| {
        let (piece, pieces) = (place * (ends.len() - 1) / size, ends.len() - 1);
        let (low, high) = (ends[piece], ends[piece + 1]);
        let (from, to) = (piece * size / pieces, ((piece + 1) * size / pieces).max(1));
        low + (high - low) * (place.saturating_sub(from)) as i64 / (to - from).max(1) as i64
    };
    let curve = prop::collection::vec(0i64..1_000, 2..5)
        .prop_map(move |ends| (0..size).map(|place| at(&ends, place)).collect());
    prop_oneof![curve, prop::collection::vec(0i64..1_000, size)]
}

fn side(size: usize) -> impl Strategy<Value = OptionSet> {
    (0..size, 1..size)
        .prop_map(move |(from, length)| OptionSet::from_options(size, from..(from + length).min(size)))
}

fn region(sizes: Vec<usize>) -> impl Strategy<Value = Region> {
    let sides: Vec<_> = sizes.iter().map(|size| prop::option::of(side(*size))).collect();
    sides.prop_map(|sides| {
        let stated = sides.into_iter().enumerate().filter_map(|(issue, side)| Some((issue, side?)));
        stated.fold(Region::everything(), |region, (issue, side)| region.with(issue, side))
    })
}

fn party(index: usize, sizes: Vec<usize>) -> impl Strategy<Value = (ProblemParty, Vec<Fact>)> {
    let columns: Vec<_> = sizes.iter().map(|size| column(*size)).collect();
    let bonus = prop::option::of((region(sizes.clone()), -300i64..300));
    let red_line = prop::option::weighted(0.3, region(sizes));
    let width = prop::option::weighted(0.4, 1i64..60).prop_map(Option::unwrap_or_default);
    (columns, bonus, red_line, 0i64..110, width).prop_map(move |(values, bonus, red_line, share, width)| {
        let best: i64 = values.iter().filter_map(|values| values.iter().max()).sum();
        let bonus = bonus.map(|(region, points)| Interaction { region, points, stated: 0 });
        let interactions: Vec<Interaction> = bonus.into_iter().collect();
        let firm = best * share / 100;
        let fact = |kind, id: &str, forbids| Fact {
            id: FactId::new(format!("p{index}.{id}")),
            kind,
            party: Some(index),
            forbids,
            beyond: Vec::new(),
            origin: FactOrigin::default(),
        };
        let mut facts = vec![fact(FactKind::Reservation, "reservation", Vec::new())];
        facts.extend(red_line.map(|region| fact(FactKind::RedLine, "red_line.1", vec![region])));
        let party = ProblemParty {
            id: format!("p{index}").as_str().into(),
            name: format!("P{index}"),
            veto: false,
            utility: Some(Utility { values, interactions, constant: 0, cap: None }),
            reservation: Some(Reservation { firm, least: firm - width, stated: true, reached: true }),
            scale: Scale::one(),
        };
        (party, facts)
    })
}

fn problem() -> impl Strategy<Value = Problem> {
    (prop::collection::vec(20usize..60, 1..3), 2usize..4).prop_flat_map(|(sizes, parties)| {
        let each: Vec<_> = (0..parties).map(|index| party(index, sizes.clone())).collect();
        each.prop_map(move |parties| {
            let issue = |(issue, size): (usize, &usize)| ProblemIssue {
                id: format!("i{issue}").as_str().into(),
                name: format!("I{issue}"),
                options: (0..*size).map(|option| format!("o{option}").as_str().into()).collect(),
                labels: (0..*size).map(|option| format!("O{option}")).collect(),
                may_be_left_open: false,
            };
            let quorum = parties.len();
            let issues = sizes.iter().enumerate().map(issue).collect();
            let (parties, facts): (Vec<_>, Vec<_>) = parties.into_iter().unzip();
            Problem { parties, issues, facts: facts.into_iter().flatten().collect(), quorum }
        })
    })
}

fn packages(problem: &Problem) -> Vec<Vec<u32>> {
    let longer = |packages: Vec<Vec<u32>>, size: usize| {
        let with = |package: Vec<u32>| {
            (0..size as u32).map(move |option| package.iter().copied().chain([option]).collect())
        };
        packages.into_iter().flat_map(with).collect()
    };
    problem.issues.iter().map(|issue| issue.options.len()).fold(vec![Vec::new()], longer)
}

fn worth(problem: &Problem, package: &[u32]) -> Vec<i64> {
    let utilities = problem.parties.iter().filter_map(|party| party.utility.as_ref());
    utilities.map(|utility| utility.of(package)).collect()
}

proptest! {
    #[test]
    fn what_is_said_through_some_options_holds_of_all(problem in problem(), each in 4usize..10) {
        let coarse = Coarse::cut(&problem, each);
        let analysis = coarse.analyze(&problem, &Settings::default(), &Unlimited);
        let deals: Vec<Vec<u32>> =
            packages(&problem).into_iter().filter(|package| problem.is_unanimously_acceptable(package)).collect();
        if let Some(exists) = analysis.zopa.exists {
            prop_assert_eq!(exists, !deals.is_empty());
        }
        let refused = mediant_check::verify(&problem, &analysis.certificate).err();
        prop_assert_eq!(refused.map(|refused| refused.to_string()), None);
        let lower = problem.at_least();
        for conflict in analysis.no_deal.iter().flat_map(|found| &found.conflicts).filter(|conflict| conflict.certain) {
            let alone = lower.with_facts(|index, _| conflict.facts.contains(&index));
            prop_assert!(!packages(&problem).iter().any(|package| alone.passes_rule(package)));
        }
        let light = Settings { frontier_points_max: 0, ..Settings::default() };
        if let Some(exists) = coarse.existence(&problem, &light, &Unlimited).exists {
            prop_assert_eq!(exists, !deals.is_empty());
        }
        prop_assert!(analysis.zopa.count.lower <= deals.len().into() && analysis.zopa.count.upper >= deals.len().into());
        prop_assert_eq!(&analysis.package_count, &problem.package_count());
        if let Some(witness) = &analysis.zopa.witness {
            prop_assert!(deals.contains(witness));
        }
        if let Some(frontier) = &analysis.frontier {
            for point in &frontier.points {
                prop_assert!(deals.contains(&point.package));
                prop_assert_eq!(&point.utilities, &worth(&problem, &point.package));
            }
            prop_assert!(!frontier.complete);
            if let Some(within) = &frontier.within {
                let floors: Vec<i64> = (0..problem.parties.len()).filter_map(|party| problem.reservation(party)).collect();
                for package in &deals {
                    let worth = worth(&problem, package);
                    let far = (0..floors.len()).all(|p| worth[p] >= floors[p] + within[p]);
                    let near = |other: &Vec<i64>| (0..worth.len()).all(|p| other[p] >= worth[p] - within[p]);
                    prop_assert!(!far || frontier.points.iter().any(|point| near(&point.utilities)));
                }
            }
        }
        if let Some(found) = &analysis.solutions {
            let gains = |package: &[u32]| -> Vec<i64> {
                let from = (0..problem.parties.len()).filter_map(|party| problem.reservation(party));
                worth(&problem, package).iter().zip(from).map(|(units, from)| units - from).collect()
            };
            let product = |gains: Vec<i64>| gains.into_iter().map(|gain| gain as f64).product::<f64>();
            let best = |of: &dyn Fn(Vec<i64>) -> f64| deals.iter().map(|deal| of(gains(deal))).fold(f64::MIN, f64::max);
            let least = |gains: Vec<i64>| gains.into_iter().min().unwrap_or(0) as f64;
            let sum = |package: &Vec<u32>| worth(&problem, package).iter().sum::<i64>() as f64;
            for solution in [&found.nash, &found.kalai_smorodinsky, &found.leximin, &found.utilitarian] {
                prop_assert!(deals.contains(&solution.package) && !solution.proven);
                prop_assert_eq!(&solution.gains, &gains(&solution.package));
            }
            if let Some(gap) = found.nash.gap {
                prop_assert!(gap.bound * 1.000_001 >= best(&product) && gap.reached <= gap.bound);
            }
            if let Some(gap) = found.leximin.gap {
                prop_assert!(gap.bound + 1e-6 >= best(&least));
            }
            if let Some(gap) = found.utilitarian.gap {
                prop_assert!(gap.bound + 1e-6 >= deals.iter().map(sum).fold(f64::MIN, f64::max));
            }
        }
    }
}
