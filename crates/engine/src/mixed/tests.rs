//! Held against every additive utility of small whole numbers that fits, and every package.

use super::*;
use crate::ordinal::{necessarily_efficient, views};
use crate::{Unlimited, sample};
use mediant_model::brief::Ranking;
use mediant_model::problem::{FactKind, Utility};
use mediant_model::{IssueId, OptionId, OptionSet, Region};
use proptest::prelude::*;
use std::collections::BTreeSet;

const SIZES: [usize; 3] = [3, 2, 2];

/// What a party says.
#[derive(Clone, Debug)]
enum Said {
    /// Points by issue and option, and a walk-away value.
    Points(Vec<Vec<i64>>, i64),
    /// A level for each option, the largest the best; 9 is not listed.
    Order(Vec<Vec<u8>>),
    Nothing,
}

fn by_issue<T: std::fmt::Debug + Clone>(
    of: impl Strategy<Value = T> + Clone,
) -> impl Strategy<Value = Vec<Vec<T>>> {
    SIZES.map(|size| proptest::collection::vec(of.clone(), size)).to_vec()
}

fn said() -> impl Strategy<Value = Said> {
    let level = prop_oneof![6 => 0u8..3, 1 => Just(9u8)];
    prop_oneof![
        4 => by_issue(level).prop_map(Said::Order),
        3 => (by_issue(0i64..5), -1i64..8).prop_map(|(values, floor)| Said::Points(values, floor)),
        1 => Just(Said::Nothing),
    ]
}

fn ranking(levels: &[Vec<u8>]) -> Ranking {
    let of_issue = |(index, numbers): (usize, &Vec<u8>)| {
        let tiers = (0..9u8).rev().map(|level| {
            let at = numbers.iter().enumerate().filter(|(_, number)| **number == level);
            at.map(|(option, _)| OptionId::new(format!("o{option}"))).collect::<Vec<_>>()
        });
        (IssueId::new(format!("i{index}")), tiers.filter(|tier| !tier.is_empty()).collect())
    };
    Ranking { options: levels.iter().enumerate().map(of_issue).collect(), importance: Vec::new() }
}

/// A problem and the rankings of its parties.
fn posed(parties: &[Said], never: &[Vec<(usize, usize)>]) -> (Problem, Vec<Option<Ranking>>) {
    let mut facts = Vec::new();
    let mut made = Vec::new();
    for (index, said) in parties.iter().enumerate() {
        let stated = match said {
            Said::Points(values, floor) => {
                facts.push(sample::fact(facts.len(), FactKind::Reservation, Some(index), Vec::new()));
                let utility =
                    Utility { values: values.clone(), interactions: Vec::new(), constant: 1, cap: None };
                Some((utility, *floor))
            }
            Said::Order(_) | Said::Nothing => None,
        };
        made.push(sample::party(index, false, stated));
    }
    for sides in never {
        let region = sides.iter().fold(Region::everything(), |region, (issue, option)| {
            let size = SIZES[issue % SIZES.len()];
            region.with(issue % SIZES.len(), OptionSet::from_options(size, [option % size]))
        });
        facts.push(sample::fact(facts.len(), FactKind::RedLine, Some(0), vec![region]));
    }
    let problem = Problem {
        quorum: made.len(),
        parties: made,
        issues: SIZES.iter().enumerate().map(|(index, size)| sample::issue(index, *size, false)).collect(),
        facts,
    };
    let rankings = parties.iter().map(|said| match said {
        Said::Order(levels) => Some(ranking(levels)),
        Said::Points(..) | Said::Nothing => None,
    });
    let rankings = rankings.collect();
    (problem, rankings)
}

/// How a party may compare each two packages: one table of signs for every way that some numbers make.
fn opinions(said: &Said, packages: &[Package]) -> BTreeSet<Vec<std::cmp::Ordering>> {
    let table = |values: &[Vec<i64>]| {
        let worth = |package: &Package| -> i64 {
            values.iter().zip(package).map(|(values, option)| values[*option as usize]).sum()
        };
        packages.iter().flat_map(|a| packages.iter().map(move |b| worth(a).cmp(&worth(b)))).collect()
    };
    let keeps = |levels: &[u8], values: &[i64]| {
        let listed = || levels.iter().zip(values).filter(|(level, _)| **level < 9);
        listed().all(|(a, x)| listed().all(|(b, y)| a.cmp(b) == x.cmp(y)))
    };
    let grid = |size: usize, most: i64| -> Vec<Vec<i64>> {
        let all = (0..most.pow(size as u32)).map(|number| {
            (0..size).map(|digit| number / most.pow(digit as u32) % most).collect::<Vec<i64>>()
        });
        all.filter(|values| values.contains(&0)).collect()
    };
    let levels = match said {
        Said::Points(values, _) => return BTreeSet::from([table(values)]),
        Said::Order(levels) => levels.clone(),
        Said::Nothing => SIZES.iter().map(|size| vec![9; *size]).collect(),
    };
    let of_issue: Vec<Vec<Vec<i64>>> = SIZES
        .iter()
        .zip(&levels)
        .map(|(size, levels)| grid(*size, 6).into_iter().filter(|values| keeps(levels, values)).collect())
        .collect();
    let mut all = BTreeSet::new();
    for a in &of_issue[0] {
        for b in &of_issue[1] {
            for c in &of_issue[2] {
                all.insert(table(&[a.clone(), b.clone(), c.clone()]));
            }
        }
    }
    all
}

/// For each package whether some, and whether all, ways to compare make it efficient.
fn by_definition(parties: &[Said], packages: &[Package]) -> Vec<(bool, bool)> {
    use std::cmp::Ordering::{Greater, Less};
    let count = packages.len();
    let tables: Vec<Vec<Vec<std::cmp::Ordering>>> =
        parties.iter().map(|said| opinions(said, packages).into_iter().collect()).collect();
    let judge = |package: usize| {
        // All that counts of a table is the row of the package: how others compare with it.
        let rows: Vec<BTreeSet<Vec<std::cmp::Ordering>>> = tables
            .iter()
            .map(|tables| {
                tables
                    .iter()
                    .map(|table| (0..count).map(|other| table[other * count + package]).collect())
                    .collect()
            })
            .collect();
        let mut profiles: BTreeSet<Vec<(bool, bool)>> = BTreeSet::from([vec![(true, false); count]]);
        for rows in &rows {
            let with = |profile: &Vec<(bool, bool)>, row: &Vec<std::cmp::Ordering>| {
                let each = profile.iter().zip(row);
                each.map(|((as_good, better), sign)| (*as_good && *sign != Less, *better || *sign == Greater))
                    .collect()
            };
            profiles =
                profiles.iter().flat_map(|profile| rows.iter().map(move |row| with(profile, row))).collect();
        }
        let efficient =
            |profile: &Vec<(bool, bool)>| !profile.iter().any(|(as_good, better)| *as_good && *better);
        (profiles.iter().any(efficient), profiles.iter().all(efficient))
    };
    (0..count).map(judge).collect()
}

fn never() -> impl Strategy<Value = Vec<Vec<(usize, usize)>>> {
    proptest::collection::vec(proptest::collection::vec((0usize..3, 0usize..3), 1..3), 0..3)
}

fn few() -> ProptestConfig {
    ProptestConfig { cases: (ProptestConfig::default().cases / 8).max(8), ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(few())]

    #[test]
    fn what_can_be_efficient_is_what_some_numbers_make_so(
        parties in proptest::collection::vec(said(), 2..4), never in never(),
    ) {
        let (problem, rankings) = posed(&parties, &never);
        let rankings: Vec<Option<&Ranking>> = rankings.iter().map(Option::as_ref).collect();
        let found = mixed(&problem, &views(&problem, &rankings), &Unlimited);
        let left: Vec<Package> =
            sample::packages(&problem).filter(|package| problem.is_unanimously_acceptable(package)).collect();
        let speaking: Vec<Said> = found.compared.iter().map(|party| parties[*party].clone()).collect();
        let Reach::Found { left: named, can_be, picks } = &found.reach else {
            prop_assert!(left.is_empty());
            return Ok(());
        };
        if left.len() <= LEFT_MAX {
            prop_assert_eq!(named.iter().collect::<BTreeSet<_>>(), left.iter().collect::<BTreeSet<_>>());
        }
        let Some(can_be) = can_be else {
            prop_assert!(speaking.len() < 2);
            return Ok(());
        };
        let expected = by_definition(&speaking, &left);
        let expected: BTreeSet<&Package> =
            left.iter().zip(&expected).filter(|(_, (some, _))| *some).map(|(package, _)| package).collect();
        prop_assert!(can_be.count.is_exact());
        prop_assert_eq!(&can_be.count.lower, &BigUint::from(expected.len()), "{:?} {:?}", parties, never);
        prop_assert_eq!(&can_be.packages.iter().collect::<BTreeSet<_>>(), &expected, "{:?} {:?}", parties, never);
        for pick in picks {
            prop_assert!(left.contains(&pick.package));
            prop_assert_eq!(pick.can_be, Some(expected.contains(&pick.package)));
        }
    }

    #[test]
    fn what_is_efficient_whatever_the_numbers_is_so_by_all(
        parties in proptest::collection::vec(said(), 2..4), never in never(),
    ) {
        let (problem, rankings) = posed(&parties, &never);
        let rankings: Vec<Option<&Ranking>> = rankings.iter().map(Option::as_ref).collect();
        let left: Vec<Package> =
            sample::packages(&problem).filter(|package| problem.is_unanimously_acceptable(package)).collect();
        let found = necessarily_efficient(&problem, &rankings, &Unlimited);
        let expected = by_definition(&parties, &left);
        let expected: BTreeSet<Package> =
            left.iter().zip(&expected).filter(|(_, (_, all))| *all).map(|(package, _)| package.clone()).collect();
        prop_assert_eq!(found.map(|all| all.into_iter().collect::<BTreeSet<_>>()), Some(expected.clone()));
        // A package by itself, without going through the others.
        for package in &left {
            let judged = judged(&problem, &views(&problem, &rankings), package, &Unlimited).unwrap();
            prop_assert_eq!(judged.might_be_beaten_by.unwrap().is_none(), expected.contains(package));
        }
    }

    #[test]
    fn no_package_is_better_by_the_rule_that_picks_one(
        parties in proptest::collection::vec(said(), 2..4), never in never(),
    ) {
        let (problem, rankings) = posed(&parties, &never);
        let rankings: Vec<Option<&Ranking>> = rankings.iter().map(Option::as_ref).collect();
        let found = mixed(&problem, &views(&problem, &rankings), &Unlimited);
        let Reach::Found { picks, .. } = &found.reach else { return Ok(()) };
        // Places as the rules are told to people.
        let places = |package: &Package| -> Vec<(usize, usize)> {
            let mut all = Vec::new();
            for said in &parties {
                for (issue, option) in package.iter().enumerate() {
                    let levels: Vec<Option<i64>> = match said {
                        Said::Nothing => continue,
                        Said::Points(values, _) => values[issue].iter().copied().map(Some).collect(),
                        Said::Order(levels) => {
                            levels[issue].iter().map(|level| (*level < 9).then_some(i64::from(*level))).collect()
                        }
                    };
                    let known: BTreeSet<i64> = levels.iter().flatten().copied().collect();
                    let of = known.len() + usize::from(levels.contains(&None));
                    if known.is_empty() || of < 2 {
                        continue;
                    }
                    let at = match levels[*option as usize] {
                        Some(level) => known.iter().filter(|other| **other > level).count(),
                        None => known.len(),
                    };
                    all.push((at, of));
                }
            }
            all
        };
        // Less is better: the head of the rule, then the places, the worst first.
        let key = |rule: PlaceRule, package: &Package| {
            let places = places(package);
            let head = match rule {
                PlaceRule::FewestLastChoices => places.iter().filter(|(at, of)| at + 1 == *of).count() as i64,
                PlaceRule::Leximin => 0,
                PlaceRule::MostFirstChoices => -(places.iter().filter(|(at, _)| *at == 0).count() as i64),
            };
            let mut worst: Vec<usize> = places.iter().map(|(at, _)| *at).collect();
            worst.sort_by(|a, b| b.cmp(a));
            // Places of one number of cells: the same for every package, so lists of equal length.
            (head, worst)
        };
        let left: Vec<Package> =
            sample::packages(&problem).filter(|package| problem.is_unanimously_acceptable(package)).collect();
        for pick in picks {
            let best = left.iter().map(|package| key(pick.rule, package)).min().unwrap();
            prop_assert_eq!(key(pick.rule, &pick.package), best.clone(), "{:?} {:?}", parties, never);
            if let Some(ties) = &pick.ties {
                let tied = left.iter().filter(|package| key(pick.rule, package) == best).count();
                prop_assert_eq!(ties, &BigUint::from(tied));
            }
        }
    }
}

/// Many issues and options: nothing is gone through package by package.
#[test]
fn a_hundred_issues_are_answered() {
    let issues = 100;
    let levels = |turn: usize| -> Vec<Vec<u8>> {
        (0..issues).map(|issue| (0..5).map(|option| ((option + turn * issue) % 5) as u8).collect()).collect()
    };
    let rankings: Vec<Ranking> = (1..4).map(|turn| ranking(&levels(turn))).collect();
    let rankings: Vec<Option<&Ranking>> = rankings.iter().map(Some).collect();
    let problem = Problem {
        parties: (0..3).map(|party| sample::party(party, false, None)).collect(),
        issues: (0..issues).map(|index| sample::issue(index, 5, false)).collect(),
        facts: Vec::new(),
        quorum: 3,
    };
    let found = mixed(&problem, &views(&problem, &rankings), &Unlimited);
    let Reach::Found { can_be: Some(can_be), picks, .. } = found.reach else { panic!("it is found") };
    assert!(can_be.count.is_exact() && can_be.count.lower > BigUint::from(10u32).pow(30));
    assert_eq!(picks.len(), 3);
    assert!(picks.iter().all(|pick| pick.can_be == Some(true)));
}
