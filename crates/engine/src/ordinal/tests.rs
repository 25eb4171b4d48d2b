use super::*;
use crate::{Unlimited, sample};
use mediant_model::problem::Utility;
use mediant_model::{IssueId, OptionId};
use proptest::prelude::*;

fn problem(sizes: &[usize], parties: usize) -> Problem {
    Problem {
        parties: (0..parties).map(|party| sample::party(party, false, None)).collect(),
        issues: sizes.iter().enumerate().map(|(index, size)| sample::issue(index, *size, false)).collect(),
        facts: Vec::new(),
        quorum: parties,
    }
}

/// Tiers from numbers: equal numbers share a tier, the largest is the best, 9 and more is not listed.
fn tiers<T>(numbers: &[u8], name: impl Fn(usize) -> T) -> Vec<Vec<T>> {
    let levels = (0..9u8).rev().map(|level| {
        let at = numbers.iter().enumerate().filter(|(_, number)| **number == level);
        at.map(|(index, _)| name(index)).collect::<Vec<T>>()
    });
    levels.filter(|tier| !tier.is_empty()).collect()
}

fn ranking(options: &[Vec<u8>], importance: &[u8]) -> Ranking {
    let of_issue = |(index, numbers): (usize, &Vec<u8>)| {
        (IssueId::new(format!("i{index}")), tiers(numbers, |option| OptionId::new(format!("o{option}"))))
    };
    Ranking {
        options: options.iter().enumerate().map(of_issue).collect(),
        importance: tiers(importance, |issue| IssueId::new(format!("i{issue}"))),
    }
}

/// Whether the values keep the order of the numbers they stand for.
fn keeps(numbers: &[u8], values: &[i64]) -> bool {
    let listed = || numbers.iter().zip(values).filter(|(number, _)| **number < 9);
    listed().all(|(a, x)| listed().all(|(b, y)| a.cmp(b) == x.cmp(y)))
}

fn fits(options: &[Vec<u8>], importance: &[u8], utility: &Utility) -> bool {
    let ranges: Vec<i64> = utility
        .values
        .iter()
        .map(|values| values.iter().max().unwrap_or(&0) - values.iter().min().unwrap_or(&0))
        .collect();
    options.iter().zip(&utility.values).all(|(numbers, values)| keeps(numbers, values))
        && keeps(importance, &ranges)
}

/// All additive utilities with values 0..=6 and 0 on each issue's worst option.
fn utilities(sizes: &[usize]) -> Vec<Utility> {
    let mut all: Vec<Vec<Vec<i64>>> = vec![Vec::new()];
    for size in sizes {
        let of_issue: Vec<Vec<i64>> = (0..7i64.pow(*size as u32))
            .map(|number| (0..*size).map(|digit| number / 7i64.pow(digit as u32) % 7).collect::<Vec<i64>>())
            .filter(|values| values.contains(&0))
            .collect();
        let longer = |values: Vec<Vec<i64>>| {
            of_issue.iter().map(move |more| {
                let mut values = values.clone();
                values.push(more.clone());
                values
            })
        };
        all = all.into_iter().flat_map(longer).collect();
    }
    let utility = |values| Utility { values, interactions: Vec::new(), constant: 0, cap: None };
    all.into_iter().map(utility).collect()
}

fn orders(sizes: &'static [usize]) -> impl Strategy<Value = (Vec<Vec<u8>>, Vec<u8>)> {
    let number = prop_oneof![6 => 0u8..3, 1 => Just(9u8)];
    let options = proptest::collection::vec(proptest::collection::vec(number.clone(), 3), sizes.len());
    let options = options.prop_map(move |options| {
        options
            .into_iter()
            .zip(sizes)
            .map(|(numbers, size)| numbers[..*size].to_vec())
            .collect::<Vec<Vec<u8>>>()
    });
    let all = std::sync::Arc::new(utilities(sizes));
    (options, proptest::collection::vec(number, sizes.len()))
        .prop_filter("no numbers fit", move |(options, importance)| {
            all.iter().any(|utility| fits(options, importance, utility))
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 6, ..ProptestConfig::default() })]

    #[test]
    fn opinions_are_those_of_all_utilities_that_fit((options, importance) in orders(&[3, 2, 2])) {
        let sizes = [3, 2, 2];
        let problem = problem(&sizes, 1);
        let ranking = ranking(&options, &importance);
        let order = Order::new(&problem, Some(&ranking));
        let fitting: Vec<Utility> =
            utilities(&sizes).into_iter().filter(|utility| fits(&options, &importance, utility)).collect();
        let view = View::Order(order);
        for first in sample::packages(&problem) {
            for second in sample::packages(&problem) {
                let opinion = view.compare(&first, &second);
                let better = fitting.iter().any(|utility| utility.of(&second) > utility.of(&first));
                let as_good = fitting.iter().any(|utility| utility.of(&second) >= utility.of(&first));
                prop_assert_eq!((opinion.might_be_better, opinion.might_be_as_good), (better, as_good),
                    "{:?} {:?} {:?} {:?}", options, importance, first, second);
            }
        }
    }

    #[test]
    fn favouring_utilities_fit((options, importance) in orders(&[3, 2, 2]), taken in 0usize..12) {
        let problem = problem(&[3, 2, 2], 1);
        let ranking = ranking(&options, &importance);
        let views = [View::Order(Order::new(&problem, Some(&ranking)))];
        let package = sample::packages(&problem).nth(taken).unwrap();
        for profile in favouring(&problem, &views, &package) {
            prop_assert!(fits(&options, &importance, &profile[0]), "{:?} {:?} {:?}", options, importance, profile[0].values);
        }
    }

    #[test]
    fn efficiency_agrees_with_sampled_utilities(
        (a, of_a) in orders(&[3, 2]), (b, of_b) in orders(&[3, 2]), unranked in any::<bool>(), seed in any::<u64>()
    ) {
        let problem = problem(&[3, 2], 2);
        let (of_a, of_b) = if unranked { (vec![9, 9], vec![9, 9]) } else { (of_a, of_b) };
        let rankings = [ranking(&a, &of_a), ranking(&b, &of_b)];
        let rankings: Vec<Option<&Ranking>> = rankings.iter().map(Some).collect();
        let all = utilities(&[3, 2]);
        let pick = |options: &[Vec<u8>], importance: &[u8]| -> Vec<Utility> {
            all.iter().filter(|utility| fits(options, importance, utility)).cloned().collect()
        };
        let (us, vs) = (pick(&a, &of_a), pick(&b, &of_b));
        let packages: Vec<Package> = sample::packages(&problem).collect();
        let listed = necessarily_efficient(&problem, &rankings, &Unlimited).unwrap();
        for package in &packages {
            let found = efficiency(&problem, &rankings, package, &Unlimited);
            prop_assert_eq!(found.necessary, Some(listed.contains(package)));
            prop_assert!(!unranked || found.possible.is_some(), "exact without importance");
            let mut state = seed | 1;
            for _ in 0..200 {
                state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                let u = &us[(state >> 33) as usize % us.len()];
                let v = &vs[(state >> 13) as usize % vs.len()];
                let worth = |package: &Package| [u.of(package), v.of(package)];
                let own = worth(package);
                let dominated = packages.iter().map(worth).any(|w| w != own && w[0] >= own[0] && w[1] >= own[1]);
                prop_assert!(!(dominated && found.necessary == Some(true)));
                prop_assert!(dominated || found.possible != Some(false));
            }
        }
    }
}

#[test]
fn opposed_orders_leave_everything_efficient_on_one_issue() {
    let problem = problem(&[3], 2);
    let rankings = [ranking(&[vec![2, 1, 0]], &[9]), ranking(&[vec![0, 1, 2]], &[9])];
    let rankings: Vec<Option<&Ranking>> = rankings.iter().map(Some).collect();
    assert_eq!(necessarily_efficient(&problem, &rankings, &Unlimited).map(|all| all.len()), Some(3));
}

#[test]
fn an_agreed_best_option_dominates() {
    let problem = problem(&[2, 2], 2);
    let rankings = [ranking(&[vec![1, 0], vec![1, 0]], &[9, 9]), ranking(&[vec![1, 0], vec![0, 1]], &[9, 9])];
    let rankings: Vec<Option<&Ranking>> = rankings.iter().map(Some).collect();
    let found = efficiency(&problem, &rankings, &[1, 0], &Unlimited);
    assert_eq!(
        (found.necessary, found.possible, found.dominated_by),
        (Some(false), Some(false), Some(vec![0, 0]))
    );
}
