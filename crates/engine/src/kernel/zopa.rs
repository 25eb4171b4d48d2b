//! Whether some package gives every party its reservation.

use super::criterion::{Criterion, Looking};
use super::efficient::EfficientLayers;
use super::gains::Gains;
use super::prices::prices;
use super::solution::{PriceProof, utilities};
use super::solve::{Best, Effort, Level, STATES_MAX, Search, search};
use crate::control::Control;
use crate::layers::Layers;

/// Whether there is a zone of possible agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Existence {
    /// A package that gives every party its reservation.
    Yes {
        /// One option per issue.
        package: Vec<u32>,
        /// Each party's utility in units (party_count).
        utilities: Vec<i64>,
    },
    /// There is none. Where `bound` is negative the prices alone prove it: gains of at least 0 are worth at least 0.
    No(PriceProof),
    /// Stopped before either was known.
    Unknown,
}

/// Whether some package gives every party at least its reservation (party_count units).
///
/// Seeks a large least share of what each party could gain at most and stops at the first package that will do.
///
/// ```
/// use mediant_engine::kernel::{Existence, existence};
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
/// assert!(matches!(existence(&layers, &[6, 7], &Unlimited), Existence::Yes { .. }));
/// // Prices prove that nobody finds a package for these.
/// assert!(matches!(existence(&layers, &[7, 8], &Unlimited), Existence::No(_)));
/// ```
pub fn existence(layers: &Layers, reservations: &[i64], control: &dyn Control) -> Existence {
    existence_of(&EfficientLayers::new(layers), reservations, control)
}

/// [`existence`] in layers that are already reduced.
pub fn existence_of(efficient: &EfficientLayers, reservations: &[i64], control: &dyn Control) -> Existence {
    if efficient.layers.party_count > super::PARTIES_MAX {
        return Existence::Unknown;
    }
    super::by_party_count!(efficient.layers.party_count, solve(efficient, reservations, control))
}

fn solve<const N: usize>(
    efficient: &EfficientLayers,
    reservations: &[i64],
    control: &dyn Control,
) -> Existence {
    let gains: Gains<N> = Gains::over(efficient, reservations);
    if efficient.reduced.iter().any(|layer| layer.choices.is_empty()) {
        return Existence::No(PriceProof {
            prices: vec![0; gains.n],
            floor: vec![0; gains.n],
            bound: -1,
            slack: -1,
        });
    }
    let best = gains.best();
    if let Some(party) = (0..gains.n).find(|p| best.get(*p).is_some_and(|best| *best < 0)) {
        // A party that cannot reach its reservation in any package: its price alone is the proof.
        let bound = best.get(party).copied().unwrap_or(0).into();
        let prices = (0..gains.n).map(|p| i64::from(p == party)).collect();
        return Existence::No(PriceProof { prices, floor: vec![0; gains.n], bound, slack: bound });
    }
    let criterion =
        // Whoever seeks the largest least share is pulled towards the middle of what is acceptable, where a
        // deal is met soonest.
        Criterion::Shares { ideals: std::array::from_fn(|p| if p < gains.n { best[p].max(1) } else { 0 }) };
    let effort = Effort { states_max: STATES_MAX, control };
    match search(&gains, &criterion, [0; N], Looking::Any, effort) {
        Search::Proven(best) | Search::Open(Some(best), _) => yes(efficient, &best),
        Search::Empty(level) => Existence::No(no(&gains, &criterion, &level, control)),
        Search::Open(None, _) => Existence::Unknown,
    }
}

/// Prices that prove it alone, where there are such; otherwise those that the search used.
fn no<const N: usize>(
    gains: &Gains<N>,
    criterion: &Criterion<N>,
    level: &Level<N>,
    control: &dyn Control,
) -> PriceProof {
    // Over all choices, not only those that can reach the floor: a bound below zero there needs no further
    // word.
    let prices = prices(gains, criterion, &[0; N], control);
    let bound = gains.bound(&prices);
    let level =
        if level.bound >= 0 && bound < 0 { Level { prices, bound, slack: bound, ..*level } } else { *level };
    PriceProof::from_level(&level, gains.n)
}

fn yes<const N: usize>(efficient: &EfficientLayers, best: &Best<N>) -> Existence {
    Existence::Yes {
        package: efficient.package(&best.choices),
        utilities: utilities(efficient, &best.choices),
    }
}
