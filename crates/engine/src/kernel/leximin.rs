//! Leximin: the least gain as large as possible, then the second least, and so on (Sen, 1970).

use super::criterion::{Criterion, Looking};
use super::efficient::EfficientLayers;
use super::gains::{Gains, dot};
use super::solution::{Answer, PriceProof, Solution, answer};
use super::solve::{Effort, STATES_MAX, Search, search};
use crate::control::Control;
use crate::layers::Layers;

/// The package whose gains, sorted ascending, are lexicographically largest, all parties' units being worth the same.
///
/// ```
/// use mediant_engine::kernel::leximin;
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
/// let found = leximin(&layers, &[0, 0], &Unlimited).found().ok_or("there is a deal")?;
/// assert!(found.proven);
/// assert_eq!(found.utilities, [6, 7]);
/// # Ok::<(), &str>(())
/// ```
pub fn leximin(layers: &Layers, reservations: &[i64], control: &dyn Control) -> Answer<Solution> {
    let steps = vec![1; layers.party_count];
    leximin_of(&EfficientLayers::new(layers), reservations, &steps, control)
}

/// [`leximin`] of layers that are already reduced; `steps` (party_count) is how many units of each party are worth the same.
pub fn leximin_of(
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
    let ideals = std::array::from_fn(|p| steps.get(p).copied().filter(|_| p < gains.n).unwrap_or(0));
    by_shares(efficient, reservations, &gains, ideals, control)
}

/// How many states the direct search may take before the levels are taken one by one.
const DIRECT_STATES_MAX: usize = 20_000;

/// The package whose shares gain/ideal, sorted ascending, are lexicographically largest.
///
/// Most problems are settled by the first level's prices. Where those leave too much open (parties that have nothing
/// to win or lose with the first level), the parties whose gain can no longer differ are fixed and the level of the
/// others is priced anew (the nucleolus's scheme, Kopelowitz 1967): leximin does not depend on parties that fare alike.
pub(crate) fn by_shares<const N: usize>(
    efficient: &EfficientLayers,
    reservations: &[i64],
    gains: &Gains<N>,
    ideals: [i64; N],
    control: &dyn Control,
) -> Answer<Solution> {
    let whole = Criterion::Shares { ideals };
    let direct = Effort { states_max: DIRECT_STATES_MAX, control };
    let effort = Effort { states_max: STATES_MAX, control };
    match search(gains, &whole, [0; N], Looking::Equal, direct) {
        // Too many states within the first level's slack: level by level each search is small.
        Search::Open(..) if !control.should_stop() => {}
        settled => return answer(efficient, reservations, &whole, settled),
    }
    let mut open = ideals;
    let mut floor = [0; N];
    let mut proofs = Vec::new();
    loop {
        let criterion = Criterion::Shares { ideals: open };
        let best = match search(gains, &criterion, floor, Looking::Better, effort) {
            Search::Proven(best) => best,
            stopped => return answer(efficient, reservations, &whole, stopped),
        };
        proofs.push(PriceProof::from_level(&best.level, gains.n));
        // Whatever comes next must not fall below the level reached.
        let raised = criterion.raised_floor(&best.gains, &floor, Looking::Equal);
        let mut narrowed = gains.clone();
        narrowed.restrict(&raised);
        let spare = narrowed.bound(&best.level.prices) - dot(&best.level.prices, &raised);
        let mut rest = open;
        for (ideal, price) in rest.iter_mut().zip(&best.level.prices) {
            // A party that took one unit more than the raised floor would be worth more than all that is to
            // spare: it is held there in every package that is left, so it cannot make a difference any more.
            if i128::from(*price) > spare {
                *ideal = 0;
            }
        }
        // Nobody new is held, or nobody is left: the last search tells the rest.
        let is_settled = rest == open || rest == [0; N];
        floor = raised;
        if is_settled {
            break;
        }
        open = rest;
    }
    let last = search(gains, &Criterion::Shares { ideals: open }, floor, Looking::Equal, effort);
    match answer(efficient, reservations, &whole, last) {
        Answer::Found(mut solution) => {
            proofs.append(&mut solution.proofs);
            Answer::Found(Solution { proofs, ..solution })
        }
        none => none,
    }
}
