//! Kalai-Smorodinsky on discrete packages: the least share of the ideal gain as large as possible,
//! lexicographically (Kalai & Smorodinsky, Econometrica 43 (1975); Imai 1983 for the lexicographic form).

use super::criterion::{Criterion, Looking};
use super::efficient::EfficientLayers;
use super::gains::Gains;
use super::leximin::by_shares;
use super::solution::{Answer, PriceProof, Solution};
use super::solve::{Effort, STATES_MAX, Search, search};
use crate::control::Control;
use crate::layers::Layers;

/// The Kalai-Smorodinsky package with the ideals it is measured by.
#[derive(Clone, Debug, PartialEq)]
pub struct KalaiSmorodinsky {
    /// The package; its value is the least share.
    pub solution: Solution,
    /// Each party's ideal gain (party_count).
    pub ideals: Vec<Ideal>,
}

/// The most that a party can gain while every party gets its reservation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ideal {
    /// The gain in units.
    pub gain: i64,
    /// A package that gives it.
    pub package: Vec<u32>,
    /// Whether more is ruled out.
    pub proven: bool,
    /// What rules it out.
    pub proof: PriceProof,
}

/// The package whose shares of the ideal gains, sorted ascending, are lexicographically largest.
///
/// Ideals are taken over the packages that give every party its reservation. A party whose ideal gain is 0 has
/// share 1 in every one of them and does not matter.
///
/// ```
/// use mediant_engine::kernel::kalai_smorodinsky;
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
/// let found = kalai_smorodinsky(&layers, &[0, 0], &Unlimited).found().ok_or("there is a deal")?;
/// assert_eq!(found.solution.utilities, [6, 7]);
/// # Ok::<(), &str>(())
/// ```
pub fn kalai_smorodinsky(
    layers: &Layers,
    reservations: &[i64],
    control: &dyn Control,
) -> Answer<KalaiSmorodinsky> {
    kalai_smorodinsky_of(&EfficientLayers::new(layers), reservations, control)
}

/// [`kalai_smorodinsky`] of layers that are already reduced.
pub fn kalai_smorodinsky_of(
    efficient: &EfficientLayers,
    reservations: &[i64],
    control: &dyn Control,
) -> Answer<KalaiSmorodinsky> {
    let n = efficient.layers.party_count;
    if n == 0 || n > super::PARTIES_MAX {
        return Answer::Unknown;
    }
    super::by_party_count!(n, solve(efficient, reservations, control))
}

fn solve<const N: usize>(
    efficient: &EfficientLayers,
    reservations: &[i64],
    control: &dyn Control,
) -> Answer<KalaiSmorodinsky> {
    let gains: Gains<N> = Gains::over(efficient, reservations);
    let mut ideals = Vec::new();
    let mut measures = [0; N];
    for (p, measure) in measures.iter_mut().enumerate().take(gains.n) {
        match ideal(efficient, &gains, p, control) {
            Answer::Found(ideal) => {
                *measure = ideal.gain;
                ideals.push(ideal);
            }
            Answer::NoDeal(proof) => return Answer::NoDeal(proof),
            Answer::Unknown => return Answer::Unknown,
        }
    }
    let are_proven = ideals.iter().all(|ideal| ideal.proven);
    match by_shares(efficient, reservations, &gains, measures, control) {
        Answer::Found(solution) => {
            let proven = solution.proven && are_proven;
            // With an ideal that is too small, shares look larger than they are: then neither the bound nor
            // the count of ties holds.
            let bound = if are_proven { solution.bound.clone() } else { None };
            let ties = super::Ties { exact: proven, ..solution.ties };
            Answer::Found(KalaiSmorodinsky { solution: Solution { proven, bound, ties, ..solution }, ideals })
        }
        Answer::NoDeal(proof) => Answer::NoDeal(proof),
        Answer::Unknown => Answer::Unknown,
    }
}

fn ideal<const N: usize>(
    efficient: &EfficientLayers,
    gains: &Gains<N>,
    party: usize,
    control: &dyn Control,
) -> Answer<Ideal> {
    let criterion = Criterion::Sum { weights: std::array::from_fn(|p| i64::from(p == party)) };
    let effort = Effort { states_max: STATES_MAX, control };
    let (best, proven) = match search(gains, &criterion, [0; N], Looking::Better, effort) {
        Search::Proven(best) => (best, true),
        Search::Open(Some(best), _) => (best, false),
        Search::Open(None, _) => return Answer::Unknown,
        Search::Empty(level) => return Answer::NoDeal(PriceProof::from_level(&level, gains.n)),
    };
    Answer::Found(Ideal {
        gain: best.gains.get(party).copied().unwrap_or(0),
        package: efficient.package(&best.choices),
        proven,
        proof: PriceProof::from_level(&best.level, gains.n),
    })
}
