//! The utility vectors that would be better than claimed.

use num_bigint::{BigInt, BigUint};
use std::collections::BTreeSet;

/// A set of utility vectors with which every vector that is at least as good for everybody belongs to it too.
pub(crate) enum Better {
    /// Any vector: the claim is that there is no package.
    Any,
    /// Priced sums above the value.
    Priced { prices: Vec<i128>, value: i128 },
    /// Products of gains (losses count 0) above the product.
    Product { from: Vec<i64>, product: BigUint },
    /// Ascending gains, each divided by its ideal, lexicographically above these shares.
    /// A party whose ideal is not positive has nothing to share and is left out.
    Shares { from: Vec<i64>, ideals: Vec<i64>, shares: Vec<Share> },
    /// Vectors for which no point is at least as good for everybody.
    Beyond { points: BTreeSet<Vec<i64>> },
}

/// A gain divided by a positive ideal gain.
#[derive(Clone, Copy)]
pub(crate) struct Share(i64, i64);

impl Share {
    fn order(self, other: Self) -> std::cmp::Ordering {
        let [left, right] = [(self, other), (other, self)].map(|(a, b)| i128::from(a.0) * i128::from(b.1));
        left.cmp(&right)
    }
}

/// Least utilities; `None` where nothing is known.
pub(crate) type Floor = Vec<Option<i64>>;

impl Better {
    /// Better than these utilities by the product of gains.
    pub(crate) fn nash(from: Vec<i64>, utilities: &[i64]) -> Self {
        let product = gains(&from, utilities).map(|gain| BigUint::from(gain.max(0).unsigned_abs())).product();
        Self::Product { from, product }
    }

    /// Better than these utilities by the ascending list of shares of the ideal gains.
    pub(crate) fn leximin(from: Vec<i64>, ideals: Vec<i64>, utilities: &[i64]) -> Self {
        let shares = shares(&from, &ideals, utilities);
        Self::Shares { from, ideals, shares }
    }

    /// Whether the vector is better than claimed.
    pub(crate) fn includes(&self, utilities: &[i64]) -> bool {
        match self {
            Self::Any => true,
            Self::Priced { prices, value } => priced(prices, utilities) > *value,
            Self::Product { from, product } => {
                let gains = gains(from, utilities).map(|gain| BigUint::from(gain.max(0).unsigned_abs()));
                gains.product::<BigUint>() > *product
            }
            Self::Shares { from, ideals, shares: claimed } => {
                let own = shares(from, ideals, utilities);
                let first =
                    own.iter().zip(claimed).map(|(own, claimed)| own.order(*claimed)).find(|o| o.is_ne());
                first.is_some_and(std::cmp::Ordering::is_gt)
            }
            Self::Beyond { points } => {
                !points.contains(utilities) && !points.iter().any(|point| at_least(point, utilities))
            }
        }
    }

    /// Least utilities such that every better vector above the floor is above one of them.
    pub(crate) fn corners(&self, floor: &Floor) -> Vec<Floor> {
        let raised = |least: Vec<Option<i64>>| floor.iter().zip(least).map(|(a, b)| (*a).max(b)).collect();
        match self {
            // A product above another is positive, so every gain is.
            Self::Product { from, .. } => vec![raised(from.iter().map(|from| Some(from + 1)).collect())],
            // The least share is at least the claimed one: gain >= numerator x ideal / denominator.
            Self::Shares { from, ideals, shares } => vec![raised(
                from.iter()
                    .zip(ideals)
                    .map(|(from, ideal)| {
                        let Share(numerator, denominator) = *shares.first()?;
                        let gain =
                            -(-i128::from(numerator) * i128::from(*ideal)).div_euclid(denominator.into());
                        (*ideal > 0).then(|| i64::try_from(i128::from(*from) + gain).ok())?
                    })
                    .collect(),
            )],
            // Between neighbours of a staircase of two parties a better vector beats the left one in
            // the first utility and the right one in the second. `points` ascend in the first.
            Self::Beyond { points } if floor.len() == 2 => {
                let first = points.iter().map(|point| point.first().map(|first| first + 1));
                let second = points.iter().map(|point| point.get(1).map(|second| second + 1));
                let steps = std::iter::once(None).chain(first).zip(second.chain([None]));
                steps.map(|(first, second)| raised(vec![first, second])).collect()
            }
            _ => vec![floor.clone()],
        }
    }

    /// A priced sum that every better vector above the corner reaches; `None` when none is known.
    pub(crate) fn threshold(&self, corner: &Floor, prices: &[i128]) -> Option<i128> {
        let terms = corner.iter().zip(prices).filter(|(_, price)| **price > 0);
        let by_corner = terms.map(|(least, price)| Some(i128::from((*least)?) * price)).sum::<Option<i128>>();
        let own = match self {
            Self::Priced { prices: own, value } if own == prices => Some(value.saturating_add(1)),
            Self::Product { from, product } => {
                least_priced_gain(prices, product).map(|c| c + priced(prices, from))
            }
            _ => None,
        };
        by_corner.max(own)
    }
}

/// The least c with c^n >= n^n Π prices (product + 1): by the inequality of arithmetic and geometric
/// means, gains whose product is above `product` have a priced sum of at least c.
fn least_priced_gain(prices: &[i128], product: &BigUint) -> Option<i128> {
    let n = u32::try_from(prices.len()).ok()?;
    let prices = prices.iter().map(|price| price.unsigned_abs()).product::<BigUint>();
    let power = BigUint::from(n).pow(n) * prices * (product + 1u32);
    let root = power.nth_root(n);
    let short = root.pow(n) < power;
    i128::try_from(BigInt::from(root + u32::from(short))).ok()
}

/// Σ price x utility. Prices are below 2^56, utilities within 2^61, parties at most 1,000: no overflow.
pub(crate) fn priced(prices: &[i128], utilities: &[i64]) -> i128 {
    prices.iter().zip(utilities).map(|(price, utility)| price * i128::from(*utility)).sum()
}

/// Whether `a` is at least as good as `b` for everybody.
pub(crate) fn at_least(a: &[i64], b: &[i64]) -> bool {
    a.iter().zip(b).all(|(a, b)| a >= b)
}

fn gains(from: &[i64], utilities: &[i64]) -> impl Iterator<Item = i64> {
    utilities.iter().zip(from).map(|(utility, from)| utility - from)
}

fn shares(from: &[i64], ideals: &[i64], utilities: &[i64]) -> Vec<Share> {
    let all = gains(from, utilities).zip(ideals).map(|(gain, ideal)| Share(gain, *ideal));
    let mut shares: Vec<Share> = all.filter(|share| share.1 > 0).collect();
    shares.sort_by(|a, b| a.order(*b));
    shares
}
