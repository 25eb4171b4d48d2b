//! Utilitarian: the largest sum of utilities among the packages that give every party its reservation.
//!
//! The weights as prices are the whole proof, unless a floor binds: then what prices have beyond the weights
//! pays for it.

use super::criterion::{Criterion, Looking};
use super::efficient::EfficientLayers;
use super::gains::Gains;
use super::solution::{Answer, Solution, answer};
use super::solve::{Effort, STATES_MAX, search};
use crate::control::Control;
use crate::layers::Layers;
use num_bigint::BigInt;
use num_rational::Ratio;

/// The package with the largest sum of utilities, all parties' units being worth the same.
///
/// ```
/// use mediant_engine::kernel::utilitarian;
/// use mediant_engine::{Layer, Layers, Unlimited};
///
/// // Two issues with two options each; the first matters more to the first party, the second to the second.
/// let layer = |issue: usize, utilities: [i64; 4]| Layer {
///     issues: vec![issue],
///     options: vec![0, 1],
///     utilities: utilities.to_vec(),
/// };
/// let layers = Layers {
///     party_count: 2,
///     issue_count: 2,
///     constant: vec![0, 0],
///     layers: vec![layer(0, [6, 0, 0, 4]), layer(1, [3, 0, 0, 7])],
/// };
///
/// let found = utilitarian(&layers, &[0, 0], &Unlimited).found().ok_or("there is a deal")?;
/// assert!(found.proven);
/// assert_eq!(found.utilities, [6, 7]);
/// # Ok::<(), &str>(())
/// ```
pub fn utilitarian(layers: &Layers, reservations: &[i64], control: &dyn Control) -> Answer<Solution> {
    let weights = vec![1; layers.party_count];
    utilitarian_of(&EfficientLayers::new(layers), reservations, &weights, control)
}

/// [`utilitarian`] of layers that are already reduced; `weights` (party_count) is what a unit of each party counts.
pub fn utilitarian_of(
    efficient: &EfficientLayers,
    reservations: &[i64],
    weights: &[i64],
    control: &dyn Control,
) -> Answer<Solution> {
    let n = efficient.layers.party_count;
    if n == 0 || n > super::PARTIES_MAX {
        return Answer::Unknown;
    }
    super::by_party_count!(n, solve(efficient, reservations, weights, control))
}

fn solve<const N: usize>(
    efficient: &EfficientLayers,
    reservations: &[i64],
    weights: &[i64],
    control: &dyn Control,
) -> Answer<Solution> {
    let gains: Gains<N> = Gains::over(efficient, reservations);
    let weight = |p: usize| weights.get(p).copied().filter(|_| p < gains.n).unwrap_or(0);
    let criterion = Criterion::Sum { weights: std::array::from_fn(weight) };
    let effort = Effort { states_max: STATES_MAX, control };
    let found = search(&gains, &criterion, [0; N], Looking::Equal, effort);
    match answer(efficient, reservations, &criterion, found) {
        Answer::Found(solution) => {
            // The search counts gains; utilities exceed them by the reservations, the same for every package.
            let each = reservations.iter().take(gains.n).zip(weights);
            let reserved: i128 = each.map(|(r, weight)| i128::from(*r) * i128::from(*weight)).sum();
            let shift = Ratio::from_integer(BigInt::from(reserved));
            let bound = solution.bound.map(|bound| bound + &shift);
            Answer::Found(Solution { value: solution.value + shift, bound, ..solution })
        }
        none => none,
    }
}
