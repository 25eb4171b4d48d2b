//! The Nash solution: the largest product of gains (Nash, Econometrica 18 (1950)).

use super::criterion::{Criterion, Looking};
use super::efficient::EfficientLayers;
use super::gains::Gains;
use super::leximin::leximin_of;
use super::solution::{Answer, Solution, Ties, answer};
use super::solve::{Effort, STATES_MAX, Search, search};
use crate::control::Control;
use crate::layers::Layers;
use num_bigint::{BigInt, BigUint};
use num_rational::Ratio;
use num_traits::Zero;

/// The package with the largest product of gains over the reservations (party_count units).
///
/// Where some party cannot gain, every product is 0: the answer then is the leximin package, marked
/// [`Solution::stands_in`]; its ties count the leximin packages as a lower bound.
///
/// ```
/// use mediant_engine::kernel::nash;
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
/// let found = nash(&layers, &[0, 0], &Unlimited).found().ok_or("there is a deal")?;
/// assert!(found.proven);
/// assert_eq!(found.utilities, [6, 7]);
/// # Ok::<(), &str>(())
/// ```
pub fn nash(layers: &Layers, reservations: &[i64], control: &dyn Control) -> Answer<Solution> {
    let steps = vec![1; layers.party_count];
    nash_of(&EfficientLayers::new(layers), reservations, &steps, control)
}

/// [`nash`] of layers that are already reduced; `steps`, for the leximin package that may stand in, as in [`leximin_of`].
pub fn nash_of(
    efficient: &EfficientLayers,
    reservations: &[i64],
    steps: &[i64],
    control: &dyn Control,
) -> Answer<Solution> {
    let n = efficient.layers.party_count;
    if n == 0 || n > super::PARTIES_MAX {
        return Answer::Unknown;
    }
    super::by_party_count!(n, solve(efficient, reservations, steps, control))
}

fn solve<const N: usize>(
    efficient: &EfficientLayers,
    reservations: &[i64],
    steps: &[i64],
    control: &dyn Control,
) -> Answer<Solution> {
    let gains: Gains<N> = Gains::over(efficient, reservations);
    let n = gains.n;
    let criterion = Criterion::Product { n };
    // At least one unit for everybody: a product with a zero in it is not compared, and the means suppose
    // that all gain.
    let floor = std::array::from_fn(|p| i64::from(p < n));
    let effort = Effort { states_max: STATES_MAX, control };
    match search(&gains, &criterion, floor, Looking::Equal, effort) {
        Search::Empty(_) => stand_in(leximin_of(efficient, reservations, steps, control)),
        found => answer(efficient, reservations, &criterion, found),
    }
}

fn stand_in(leximin: Answer<Solution>) -> Answer<Solution> {
    match leximin {
        Answer::Found(solution) => Answer::Found(Solution {
            value: Ratio::from_integer(BigInt::zero()),
            bound: Some(Ratio::from_integer(BigInt::zero())),
            ties: Ties { count: solution.ties.count.max(BigUint::ZERO), exact: false },
            stands_in: true,
            ..solution
        }),
        none => none,
    }
}
