//! Going through a part of the packages, component by component.

use crate::better::{Better, priced};
use crate::claim::Ground;
use crate::{Checked, ensure};
use mediant_model::efficiency::{at_least, undominated};
use mediant_model::problem::Part;

/// The most combinations of a component that are gone through.
pub(crate) const COMBINATIONS_MAX: usize = 10_000_000;
/// The most utility vectors, none dominated, that are kept at a time.
pub(crate) const KEPT_MAX: usize = 2_000_000;
pub(crate) const TOO_MUCH: &str =
    "joined issues have more than ten million combinations, or two million partial packages count";

/// What is asked of a package before it can be better than claimed.
pub(crate) struct Asked {
    pub(crate) prices: Vec<i128>,
    /// A priced sum that it reaches.
    pub(crate) threshold: i128,
    /// Utilities that it reaches, one for each party.
    pub(crate) least: Vec<i64>,
}

impl Asked {
    pub(crate) fn new(better: &Better, corners: &[Vec<i64>], prices: &[i128]) -> Self {
        let threshold = corners.iter().map(|corner| better.threshold(corner, prices)).min();
        let least = |party| corners.iter().filter_map(|corner| corner.get(party)).min().unwrap_or(&i64::MAX);
        Self {
            prices: prices.to_vec(),
            threshold: threshold.unwrap_or(i128::MAX),
            least: (0..prices.len()).map(least).copied().collect(),
        }
    }
}

/// The choices of a component, the one with the largest priced sum first, and what the components before it in the
/// list can add at most: priced, and party by party.
pub(crate) struct Layer {
    pub(crate) choices: Vec<(i128, Vec<i64>)>,
    pub(crate) value_after: i128,
    pub(crate) each_after: Vec<i64>,
}

/// The components of a part in the order in which they are added up, with the choices that `keep` leaves of each.
pub(crate) fn layers(
    ground: &Ground<'_>,
    part: &Part<'_>,
    prices: &[i128],
    keep: impl Fn(&mut dyn Iterator<Item = Vec<i64>>) -> Option<Vec<Vec<i64>>>,
) -> Checked<Vec<Layer>> {
    let (mut layers, mut after) = (Vec::new(), (0, vec![0; prices.len()]));
    for issues in part.components() {
        ensure(part.size(&issues) <= COMBINATIONS_MAX, TOO_MUCH)?;
        let choices =
            ground.watch.through(part.choices(&issues), |choices| keep(choices))?.ok_or(TOO_MUCH)?;
        let mut choices: Vec<_> =
            choices.into_iter().map(|choice| (priced(prices, &choice), choice)).collect();
        choices.sort_by(|a, b| b.cmp(a));
        let (mut value, mut each): (i128, Vec<i64>) = after.clone();
        value += choices.first().map_or(0, |(value, _)| *value);
        for (party, most) in each.iter_mut().enumerate() {
            *most += choices.iter().filter_map(|(_, choice)| choice.get(party)).max().unwrap_or(&0);
        }
        let (value_after, each_after) = std::mem::replace(&mut after, (value, each));
        layers.push(Layer { choices, value_after, each_after });
    }
    layers.reverse();
    Ok(layers)
}

/// Checks that no package of the part has a better vector above a corner.
///
/// Drops what a threshold or a least utility puts out of reach even with the best of the rest, and
/// what another partial package dominates: both could only become better if something kept does.
pub(crate) fn replay(
    ground: &Ground<'_>,
    part: &Part<'_>,
    (better, corners): (&Better, &[Vec<i64>]),
    prices: &[i128],
) -> Checked<()> {
    let asked = Asked::new(better, corners, prices);
    let layers = layers(ground, part, prices, |choices| undominated(choices, KEPT_MAX))?;
    let kept = match part.constant.as_slice() {
        [first, second] => pairs(ground, (*first, *second), &layers, &asked)?,
        _ => vectors(ground, part.constant.clone(), &layers, &asked)?,
    };
    let above = |vector: &[i64]| corners.iter().any(|corner| at_least(vector, corner));
    let found = ground.watch.through(kept.iter(), |kept| {
        kept.map(|sums| ground.problem.clipped(sums)).any(|vector| better.includes(&vector) && above(&vector))
    })?;
    ensure(!found, "a package that respects the facts of a case is better than claimed")
}

fn vectors(
    ground: &Ground<'_>,
    constant: Vec<i64>,
    layers: &[Layer],
    asked: &Asked,
) -> Checked<Vec<Vec<i64>>> {
    let mut kept = vec![constant];
    for layer in layers {
        let longer = kept.iter().flat_map(|start| {
            let missing = asked.threshold.saturating_sub(priced(&asked.prices, start) + layer.value_after);
            let near = layer.choices.iter().take_while(move |(value, _)| *value >= missing);
            near.map(|(_, choice)| sum(start, choice))
                .filter(|sums| at_least(&sum(sums, &layer.each_after), &asked.least))
        });
        kept = ground.watch.through(longer, |longer| undominated(longer, KEPT_MAX))?.ok_or(TOO_MUCH)?;
    }
    Ok(kept)
}

/// The most pairs that are collected before dominated ones are dropped.
const PAIRS_MAX: usize = 8 * KEPT_MAX;

/// The same for two parties, whose undominated sums are a staircase: the better for the one, the worse for the other.
fn pairs(
    ground: &Ground<'_>,
    constant: (i64, i64),
    layers: &[Layer],
    asked: &Asked,
) -> Checked<Vec<Vec<i64>>> {
    let [price_first, price_second] = asked.prices.as_slice() else { return Err(TOO_MUCH.into()) };
    let [least_first, least_second] = asked.least.as_slice() else { return Err(TOO_MUCH.into()) };
    let mut kept = vec![constant];
    for layer in layers {
        let [after_first, after_second] = layer.each_after.as_slice() else { return Err(TOO_MUCH.into()) };
        let mut longer: Vec<(i64, i64)> = Vec::new();
        for (value, choice) in &layer.choices {
            ground.watch.look()?;
            let [first, second] = choice.as_slice() else { return Err(TOO_MUCH.into()) };
            let missing = asked.threshold.saturating_sub(value + layer.value_after);
            // Falling in the first, rising in the second: each choice adds a run that is in order already.
            longer.extend(kept.iter().filter_map(|start| {
                let near = price_first * i128::from(start.0) + price_second * i128::from(start.1) >= missing;
                let sums = (start.0 + first, start.1 + second);
                let reach = sums.0 + after_first >= *least_first && sums.1 + after_second >= *least_second;
                (near && reach).then_some(sums)
            }));
            if longer.len() > PAIRS_MAX {
                longer = staircase(longer);
                ensure(longer.len() <= KEPT_MAX, TOO_MUCH)?;
            }
        }
        kept = staircase(longer);
        ensure(kept.len() <= KEPT_MAX, TOO_MUCH)?;
    }
    Ok(kept.into_iter().map(|(first, second)| vec![first, second]).collect())
}

/// The pairs that no other beats, falling in the first.
fn staircase(mut pairs: Vec<(i64, i64)>) -> Vec<(i64, i64)> {
    // Stable, for what runs in order already is quickly merged.
    pairs.sort_by(|a, b| b.cmp(a));
    let mut best = None;
    pairs.retain(|(_, second)| {
        let rises = best.is_none_or(|best| *second > best);
        best = if rises { Some(*second) } else { best };
        rises
    });
    pairs
}

pub(crate) fn sum(a: &[i64], b: &[i64]) -> Vec<i64> {
    a.iter().zip(b).map(|(a, b)| a + b).collect()
}
