//! Conditions become regions that hold exactly the packages a plain reading of the condition gives.
#![expect(clippy::unwrap_used, reason = "a test whose input cannot be built should stop there")]

use mediant_model::condition::{Axis, Condition, ConditionError};
use mediant_model::grid::Grid;
use mediant_model::{IssueId, Number, OptionId};
use proptest::prelude::*;

const OPTIONS: usize = 3;
const ISSUES: usize = 3;

fn axes() -> Vec<Axis> {
    (0..ISSUES)
        .map(|issue| Axis {
            issue: IssueId::new(format!("i{issue}")),
            options: (0..OPTIONS).map(|option| OptionId::new(option.to_string())).collect(),
            // The last issue is a range whose grid points are its options' numbers.
            grid: (issue == ISSUES - 1).then(|| {
                Grid::from_points(&(0..OPTIONS as i64).map(Number::from).collect::<Vec<_>>()).unwrap()
            }),
        })
        .collect()
}

/// The plain reading: no regions, no sets.
fn holds(condition: &Condition, package: &[u32]) -> bool {
    let option = |issue: &IssueId| {
        let index: usize = issue.as_str()[1..].parse().unwrap();
        package[index]
    };
    match condition {
        Condition::Options(issue, options) => options.iter().any(|o| o.as_str() == option(issue).to_string()),
        Condition::Between(issue, min, max) => {
            let value = Number::from(i64::from(option(issue)));
            min.as_ref().is_none_or(|min| *min <= value) && max.as_ref().is_none_or(|max| value <= *max)
        }
        Condition::All(parts) => parts.iter().all(|part| holds(part, package)),
        Condition::Any(parts) => parts.iter().any(|part| holds(part, package)),
        Condition::Not(inner) => !holds(inner, package),
    }
}

fn condition() -> impl Strategy<Value = Condition> {
    let options = (0..ISSUES, prop::collection::vec(0..OPTIONS, 0..OPTIONS)).prop_map(|(issue, options)| {
        let options = options.iter().map(|option| OptionId::new(option.to_string())).collect();
        Condition::Options(IssueId::new(format!("i{issue}")), options)
    });
    let bound = || prop::option::of((-1i64..4).prop_map(Number::from));
    let between = (bound(), bound())
        .prop_map(|(min, max)| Condition::Between(IssueId::new(format!("i{}", ISSUES - 1)), min, max));
    prop_oneof![options, between].prop_recursive(3, 24, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Condition::All),
            prop::collection::vec(inner.clone(), 0..3).prop_map(Condition::Any),
            inner.prop_map(|inner| Condition::Not(Box::new(inner))),
        ]
    })
}

proptest! {
    #[test]
    fn regions_hold_what_the_condition_says_and_never_overlap(condition in condition()) {
        let regions = condition.regions(&axes()).unwrap();
        for package in (0..27u32).map(|n| [n % 3, n / 3 % 3, n / 9]) {
            let hits = regions.iter().filter(|region| region.contains(&package)).count();
            prop_assert_eq!(hits, usize::from(holds(&condition, &package)), "{:?}", package);
        }
    }
}

#[test]
fn what_does_not_exist_is_named() {
    let of = |issue: &str, option: &str| Condition::Options(issue.into(), vec![option.into()]);
    assert_eq!(of("x", "0").regions(&axes()), Err(ConditionError::UnknownIssue("x".into())));
    assert_eq!(of("i0", "9").regions(&axes()), Err(ConditionError::UnknownOption("i0".into(), "9".into())));
    let bounds = Condition::Between("i0".into(), None, None);
    assert_eq!(bounds.regions(&axes()), Err(ConditionError::NotARange("i0".into())));
    // A grid point may be written in any way that is the same number.
    assert_eq!(of("i2", "1.0").regions(&axes()), of("i2", "1").regions(&axes()));
}
