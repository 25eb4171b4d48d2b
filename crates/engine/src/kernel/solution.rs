//! What a fairness rule selects, with what proves it.

use super::criterion::Criterion;
use super::efficient::EfficientLayers;
use super::solve::{Best, Level, Search};
use num_bigint::{BigInt, BigUint};
use num_rational::Ratio;

/// The answer to a question that supposes a deal.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer<T> {
    /// The answer; perhaps unproven, see [`Solution::proven`].
    Found(T),
    /// No package gives every party its reservation; this proves it.
    NoDeal(PriceProof),
    /// Stopped before any package was found that gives every party its reservation.
    Unknown,
}

impl<T> Answer<T> {
    /// The answer, where there is one.
    pub fn found(self) -> Option<T> {
        match self {
            Self::Found(found) => Some(found),
            Self::NoDeal(_) | Self::Unknown => None,
        }
    }
}

/// The package that a fairness rule selects.
///
/// Efficient among the packages that give every party its reservation.
#[derive(Clone, Debug, PartialEq)]
pub struct Solution {
    /// One option per issue: of equally good packages the first, by smallest choice, layer after layer.
    pub package: Vec<u32>,
    /// Each party's utility in units (party_count).
    pub utilities: Vec<i64>,
    /// Each party's utility less its reservation (party_count).
    pub gains: Vec<i64>,
    /// How many packages are exactly as good by the rule, this one included.
    pub ties: Ties,
    /// Whether every better package is ruled out.
    pub proven: bool,
    /// What the rule maximises: product of gains, least gain, least share of the ideal gain, sum of utilities.
    pub value: Ratio<BigInt>,
    /// No package has more than this; equals `value` where proven. None where nothing is known.
    pub bound: Option<Ratio<BigInt>>,
    /// What proves it; for leximin and Kalai-Smorodinsky one per level, the last one decisive.
    pub proofs: Vec<PriceProof>,
    /// Nash only: some party cannot gain, so that every product is 0; the leximin package stands in.
    pub stands_in: bool,
}

/// How many packages are equally good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ties {
    /// The number of packages.
    pub count: BigUint,
    /// Whether `count` is exact; otherwise a lower bound.
    pub exact: bool,
}

/// A proof by prices that no other package is better, for a checker to replay.
///
/// For every package with gains x: λ·x <= `bound`. Packages with gains of at least `floor` that are better than
/// the selected one are worth more than `bound − slack − 1`, so their deficits (the worthiest choice of a layer less
/// the choice made) sum to at most `slack`. A layered programme over partial sums within `slack` finds none.
/// A negative slack needs no search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceProof {
    /// Price of a unit of each party's gain, λ (party_count); not negative.
    pub prices: Vec<i64>,
    /// Gains below which nobody falls in a package that could be better (party_count); all 0 at the first level.
    pub floor: Vec<i64>,
    /// The largest λ·x over all packages: per layer the worthiest choice, plus λ·(constant − reservations).
    pub bound: i128,
    /// The total deficit within which a better package would lie.
    pub slack: i128,
}

impl PriceProof {
    pub(crate) fn from_level<const N: usize>(level: &Level<N>, n: usize) -> Self {
        Self {
            prices: level.prices[..n].to_vec(),
            floor: level.floor[..n].to_vec(),
            bound: level.bound,
            slack: level.slack,
        }
    }
}

/// Turns what a search found into an answer.
pub(crate) fn answer<const N: usize>(
    efficient: &EfficientLayers,
    reservations: &[i64],
    criterion: &Criterion<N>,
    search: Search<N>,
) -> Answer<Solution> {
    let n = efficient.layers.party_count;
    let (best, proven) = match search {
        Search::Proven(best) => (best, true),
        Search::Open(Some(best), _) => (best, false),
        Search::Open(None, _) => return Answer::Unknown,
        Search::Empty(level) => return Answer::NoDeal(PriceProof::from_level(&level, n)),
    };
    Answer::Found(solution(efficient, reservations, criterion, &best, proven))
}

fn solution<const N: usize>(
    efficient: &EfficientLayers,
    reservations: &[i64],
    criterion: &Criterion<N>,
    best: &Best<N>,
    proven: bool,
) -> Solution {
    let n = efficient.layers.party_count;
    let utilities = utilities(efficient, &best.choices);
    let gains =
        utilities.iter().enumerate().map(|(p, u)| u - reservations.get(p).copied().unwrap_or(0)).collect();
    let value = criterion.value(&best.gains);
    let level = &best.level;
    let bound = if proven {
        Some(value.clone())
    } else {
        let open = criterion.value_bound(level.open_bound, &level.prices, &level.floor);
        // The bound speaks of better packages; what was found is there, whatever it says.
        open.map(|bound| bound.max(value.clone()))
    };
    Solution {
        package: efficient.package(&best.choices),
        utilities,
        gains,
        ties: Ties { count: best.packages.clone(), exact: proven },
        proven,
        value,
        bound,
        proofs: vec![PriceProof::from_level(level, n)],
        stands_in: false,
    }
}

/// The utilities that one choice per layer gives.
pub(crate) fn utilities(efficient: &EfficientLayers, choices: &[u32]) -> Vec<i64> {
    let n = efficient.layers.party_count;
    let mut total: Vec<i64> =
        (0..n).map(|p| efficient.layers.constant.get(p).copied().unwrap_or(0)).collect();
    for (layer, choice) in efficient.layers.layers.iter().zip(choices) {
        let row = layer.rows(n).nth(*choice as usize).unwrap_or(&[]);
        for (slot, value) in total.iter_mut().zip(row) {
            *slot += value;
        }
    }
    total
}
