//! Genius clips a sum of utilities at 1 (`AdditiveUtilitySpace`).

use super::domain::{Domain, Entry};
use mediant_model::brief::{IssuePoints, IssueValues};
use mediant_model::{IssueId, Number};
use std::collections::BTreeMap;

/// A sum that passes 1 by less does so by the last decimals of the file's weights: floating-point numbers,
/// with which Genius computes, hardly tell it from 1. As much again for each issue, whose points are read to
/// [as many decimals](crate::scenario::floating).
const ROUNDING: (i64, i64) = (1, 1_000_000_000_000);

/// The limit at which packages are clipped; nothing where no sum passes 1.
///
/// Nothing either where only the best package does, and by less than rounding: then clipping would change no
/// comparison between packages, and without it utilities stay plain sums, which are much faster to search.
pub(super) fn of_sum(issues: &BTreeMap<IssueId, IssuePoints>, domain: &Domain) -> Option<Number> {
    let stated = || domain.issues.iter().filter_map(|entry| Some((entry, issues.get(&entry.id())?)));
    let best = stated().fold(Number::zero(), |sum, (_, points)| &sum + &highest(points));
    let least_step = || stated().filter_map(|(entry, points)| step_down(points, entry)).min();
    clips(&best, issues.len(), least_step).then(Number::one)
}

/// Whether clipping at 1 makes a difference to sums over so many issues of which this is the greatest, and this the least
/// by which giving up the best option of an issue costs something.
pub(super) fn clips(best: &Number, issues: usize, least_step: impl FnOnce() -> Option<Number>) -> bool {
    let excess = best - &Number::one();
    if excess <= Number::zero() {
        return false;
    }
    let parts = i64::try_from(issues).unwrap_or(i64::MAX).saturating_add(1);
    let most = Number::ratio(ROUNDING.0, ROUNDING.1).map(|each| &each * &Number::from(parts));
    let Some(most) = most.filter(|most| excess < *most) else { return true };
    // Giving up the best option of any issue has to bring the sum below 1 by more than what rounding can hide.
    let alone = least_step().is_none_or(|step| &(best - &step) + &most <= Number::one());
    !alone
}

/// The most an issue adds. A curve is a straight line that may be clipped: its ends are the extremes.
fn highest(points: &IssuePoints) -> Number {
    let most = match &points.values {
        IssueValues::Options(values) => values.values().max(),
        IssueValues::Curve(curve) => curve.iter().map(|(_, value)| value).max(),
    };
    most.map_or_else(Number::zero, |value| &points.weight * value)
}

/// By how much the second best of an issue's options adds less than the best.
fn step_down(points: &IssuePoints, entry: &Entry) -> Option<Number> {
    let highest = highest(points);
    let below = |value: &Number| {
        let step = &highest - &(&points.weight * value);
        (step > Number::zero()).then_some(step)
    };
    match &points.values {
        IssueValues::Options(values) => values.values().filter_map(below).min(),
        curve => {
            let grid = entry.range()?.grid()?;
            grid.iter().filter_map(|point| below(&curve.at(point)?)).min()
        }
    }
}
