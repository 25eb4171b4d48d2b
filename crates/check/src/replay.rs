//! Going through a part of the packages, component by component.

use crate::better::{Better, priced};
use crate::{Checked, ensure};
use mediant_model::Problem;
use mediant_model::efficiency::{at_least, undominated};
use mediant_model::problem::Part;

/// The most combinations of a component that are gone through.
const COMBINATIONS_MAX: usize = 10_000_000;
/// The most utility vectors, none dominated, that are kept at a time.
const KEPT_MAX: usize = 2_000_000;
const TOO_MUCH: &str =
    "joined issues have more than ten million combinations, or two million partial packages count";

/// Checks that no package of the part has a better vector above a corner.
///
/// Drops what a threshold or a least utility puts out of reach even with the best of the rest, and
/// what another partial package dominates: both could only become better if something kept does.
pub(crate) fn replay(
    problem: &Problem,
    part: &Part<'_>,
    (better, corners): (&Better, &[Vec<i64>]),
    prices: &[i128],
) -> Checked<()> {
    let threshold = corners.iter().map(|corner| better.threshold(corner, prices)).min().unwrap_or(i128::MAX);
    let least = |party| corners.iter().filter_map(|corner| corner.get(party)).min().unwrap_or(&i64::MAX);
    let least: Vec<i64> = (0..prices.len()).map(least).copied().collect();

    // Each layer with what those after it can add at most, priced and party by party; the last first.
    let (mut layers, mut after) = (Vec::new(), (0, vec![0; least.len()]));
    for issues in part.components() {
        ensure(part.size(&issues) <= COMBINATIONS_MAX, TOO_MUCH)?;
        let choices = undominated(part.choices(&issues), KEPT_MAX).ok_or(TOO_MUCH)?.into_iter();
        let mut layer: Vec<_> = choices.map(|choice| (priced(prices, &choice), choice)).collect();
        layer.sort_by(|a, b| b.cmp(a));
        let mut most = after.clone();
        most.0 += layer.first().map_or(0, |(value, _)| *value);
        for (party, most) in most.1.iter_mut().enumerate() {
            *most += layer.iter().filter_map(|(_, choice)| choice.get(party)).max().unwrap_or(&0);
        }
        layers.push((layer, std::mem::replace(&mut after, most)));
    }
    let mut kept = vec![part.constant.clone()];
    for (layer, (value_after, each_after)) in layers.iter().rev() {
        let longer = kept.iter().flat_map(|start| {
            let missing = threshold.saturating_sub(priced(prices, start) + value_after);
            let near = layer.iter().take_while(move |(value, _)| *value >= missing);
            near.map(|(_, choice)| sum(start, choice)).filter(|sums| at_least(&sum(sums, each_after), &least))
        });
        kept = undominated(longer, KEPT_MAX).ok_or(TOO_MUCH)?;
    }
    let mut clipped = kept.iter().map(|sums| problem.clipped(sums));
    let above = |vector: &[i64]| corners.iter().any(|corner| at_least(vector, corner));
    let found = clipped.any(|vector| better.includes(&vector) && above(&vector));
    ensure(!found, "a package that respects the facts of a case is better than claimed")
}

fn sum(a: &[i64], b: &[i64]) -> Vec<i64> {
    a.iter().zip(b).map(|(a, b)| a + b).collect()
}
