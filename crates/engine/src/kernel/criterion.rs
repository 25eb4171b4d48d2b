//! What makes one package better than another, and what that says about its worth under prices.
//!
//! Indexing: parties run below `N`.
//!
//! Each criterion answers the same three questions. Which of two vectors is better: exactly. What is anything
//! better worth under these prices, at least: the number that a bound has to fall below. How good can
//! anything be that is worth no more than this: what is said when a search is stopped. The last two follow
//! from the same inequalities, read in both directions: arithmetic and geometric means for products, a common
//! least share for shares, and for sums that prices are a multiple of the weights plus something that is
//! worth at least its floor.

use super::gains::dot;
use num_bigint::{BigInt, BigUint};
use num_integer::Integer;
use num_rational::Ratio;
use num_traits::{One, ToPrimitive, Zero};
use std::cmp::Ordering;

/// A rule that orders gain vectors.
#[derive(Clone, Debug)]
pub(crate) enum Criterion<const N: usize> {
    /// The product of the gains of the first `n` parties.
    Product { n: usize },
    /// The shares gain/ideal of the parties with a positive ideal, smallest first, lexicographically.
    ///
    /// Leximin of gains where the ideals are all 1.
    Shares { ideals: [i64; N] },
    /// The weighted sum of gains.
    Sum { weights: [i64; N] },
}

/// Whether packages that are exactly as good as the one in hand matter, or only better ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Looking {
    /// Also for equally good ones: to count ties, and to compare beyond the smallest share.
    Equal,
    /// Only for better ones (for shares: with a larger smallest share).
    Better,
    /// For any package at all: the first will do.
    Any,
}

impl<const N: usize> Criterion<N> {
    /// Compares two gain vectors, neither with a negative entry; `Greater` if `a` is better.
    pub fn compare(&self, a: &[i64; N], b: &[i64; N]) -> Ordering {
        match self {
            Self::Product { n } => compare_products(&a[..*n], &b[..*n]),
            Self::Shares { ideals } => {
                let (a, b) = (shares(a, ideals), shares(b, ideals));
                a.iter()
                    .zip(&b)
                    .map(|(a, b)| compare_shares(*a, *b))
                    .find(|o| o.is_ne())
                    .unwrap_or(Ordering::Equal)
            }
            Self::Sum { weights } => dot(weights, a).cmp(&dot(weights, b)),
        }
    }

    /// The worth under `prices` that every package reaches which is better than `best` (or as good, when
    /// looking for equals), given that it gives every party at least `floor`.
    pub fn threshold(&self, best: &[i64; N], prices: &[i64; N], floor: &[i64; N], looking: Looking) -> i128 {
        let lowest = dot(prices, floor);
        let reached = match self {
            Self::Product { n } => product_threshold(&best[..*n], &prices[..*n], looking),
            Self::Shares { ideals } => dot(prices, &self.least_gains(best, ideals, floor, looking)),
            Self::Sum { weights } => {
                // prices = factor * weights + surplus, surplus >= 0 and worth at least its floor.
                let factors = (0..N).filter(|p| weights[*p] > 0).map(|p| prices[p] / weights[p]);
                let factor = factors.min().unwrap_or(0).max(0);
                let surplus: [i64; N] = std::array::from_fn(|p| prices[p] - factor * weights[p]);
                let value = dot(weights, best) + i128::from(looking != Looking::Equal);
                // Prices moved away from the weights to hold a floor: what they have beyond the weights is
                // paid on gains that are at least the floor.
                i128::from(factor) * value + dot(&surplus, floor)
            }
        };
        // Every package in question is at or above the floor, better or not.
        reached.max(lowest)
    }

    /// What each party gets at least in a package whose smallest share is as large as that of `best`
    /// (larger, when looking for better ones).
    fn least_gains(
        &self,
        best: &[i64; N],
        ideals: &[i64; N],
        floor: &[i64; N],
        looking: Looking,
    ) -> [i64; N] {
        let Some((gain, ideal)) = shares(best, ideals).first().copied() else { return *floor };
        std::array::from_fn(|p| {
            if ideals[p] <= 0 {
                return floor[p];
            }
            let product = i128::from(gain) * i128::from(ideals[p]);
            // As large a share needs the quotient rounded up; a larger one the quotient rounded down and one
            // more. The same where the division leaves a rest, not where it comes out even.
            let least = match looking {
                Looking::Equal => Integer::div_ceil(&product, &i128::from(ideal)),
                Looking::Better | Looking::Any => product.div_euclid(i128::from(ideal)) + 1,
            };
            i64::try_from(least).unwrap_or(i64::MAX).max(floor[p])
        })
    }

    /// The floor that holds in every package that is better than `best` (or as good, when looking for equals).
    pub fn raised_floor(&self, best: &[i64; N], floor: &[i64; N], looking: Looking) -> [i64; N] {
        match self {
            // Only shares give a bound for each party. A larger product or sum may come with less for
            // anybody.
            Self::Shares { ideals } => self.least_gains(best, ideals, floor, looking),
            _ => *floor,
        }
    }

    /// The value that the criterion maximises: product, smallest share, or sum.
    pub fn value(&self, gains: &[i64; N]) -> Ratio<BigInt> {
        match self {
            Self::Product { n } => {
                Ratio::from_integer(gains[..*n].iter().fold(BigInt::one(), |product, gain| product * gain))
            }
            Self::Shares { ideals } => {
                let (gain, ideal) = shares(gains, ideals).first().copied().unwrap_or((1, 1));
                Ratio::new(gain.into(), ideal.into())
            }
            Self::Sum { weights } => Ratio::from_integer(dot(weights, gains).into()),
        }
    }

    /// An upper bound on the value of packages worth at most `worth` under `prices` and at least `floor` each.
    pub fn value_bound(&self, worth: i128, prices: &[i64; N], floor: &[i64; N]) -> Option<Ratio<BigInt>> {
        match self {
            Self::Product { n } => {
                // AM-GM: the product of the priced gains is at most (worth/n)^n.
                let scale = prices[..*n].iter().fold(BigInt::one(), |all, price| all * price);
                let exponent = i32::try_from(*n).ok()?;
                let mean = Ratio::new(BigInt::from(worth.max(0)), BigInt::from(*n));
                (!scale.is_zero()).then(|| mean.pow(exponent) / Ratio::from_integer(scale))
            }
            Self::Shares { ideals } => {
                let open: [i64; N] = std::array::from_fn(|p| if ideals[p] > 0 { prices[p] } else { 0 });
                let fixed: [i64; N] = std::array::from_fn(|p| prices[p] - open[p]);
                let scale = dot(&open, ideals);
                // A party without an ideal takes at least its floor out of what the package is worth.
                (scale > 0).then(|| Ratio::new((worth - dot(&fixed, floor)).into(), scale.into()))
            }
            Self::Sum { weights } => {
                let factors = (0..N).filter(|p| weights[*p] > 0).map(|p| prices[p] / weights[p]);
                let factor = factors.min().unwrap_or(0);
                let surplus: [i64; N] = std::array::from_fn(|p| prices[p] - factor * weights[p]);
                (factor > 0).then(|| Ratio::new((worth - dot(&surplus, floor)).into(), factor.into()))
            }
        }
    }

    /// A float that grows with the value, to guide a search.
    pub fn guide(&self, gains: &[i64; N], scale: &[f64; N]) -> f64 {
        match self {
            Self::Product { n } => (0..*n).map(|p| gains[p].max(0) as f64 / scale[p]).product(),
            Self::Shares { ideals } => {
                let shares = (0..N).filter(|p| ideals[*p] > 0).map(|p| gains[p] as f64 / ideals[p] as f64);
                let mean = shares.clone().sum::<f64>() / N as f64;
                // On the least share alone most changes look the same, and a climb would stand still.
                shares.fold(f64::INFINITY, f64::min) + 1e-6 * mean
            }
            Self::Sum { weights } => (0..N).map(|p| weights[p] as f64 * gains[p] as f64).sum(),
        }
    }
}

/// The shares of the parties with a positive ideal as gain and ideal, smallest first.
fn shares<const N: usize>(gains: &[i64; N], ideals: &[i64; N]) -> Vec<(i64, i64)> {
    let open = gains.iter().zip(ideals).filter(|(_, ideal)| **ideal > 0);
    let mut shares: Vec<(i64, i64)> = open.map(|(gain, ideal)| (*gain, *ideal)).collect();
    shares.sort_unstable_by(|a, b| compare_shares(*a, *b));
    shares
}

fn compare_shares(a: (i64, i64), b: (i64, i64)) -> Ordering {
    (i128::from(a.0) * i128::from(b.1)).cmp(&(i128::from(b.0) * i128::from(a.1)))
}

fn compare_products(a: &[i64], b: &[i64]) -> Ordering {
    // Products of a few parties mostly fit and take a few instructions; wide numbers are for the rest.
    let narrow = |gains: &[i64]| gains.iter().try_fold(1_i128, |all, gain| all.checked_mul((*gain).into()));
    if let (Some(a), Some(b)) = (narrow(a), narrow(b)) {
        return a.cmp(&b);
    }
    let wide = |gains: &[i64]| gains.iter().fold(BigInt::one(), |all, gain| all * gain);
    wide(a).cmp(&wide(b))
}

/// The smallest integer c with c^n >= n^n * product of prices * (product of gains [+ 1]).
fn product_threshold(best: &[i64], prices: &[i64], looking: Looking) -> i128 {
    let big = |values: &[i64]| {
        values.iter().fold(BigUint::one(), |all, value| all * u64::try_from(*value).unwrap_or(0))
    };
    let n = u32::try_from(best.len()).unwrap_or(1);
    let wanted = big(best) + u32::from(looking != Looking::Equal);
    let power = BigUint::from(n).pow(n) * big(prices) * wanted;
    let root = power.nth_root(n);
    // Rounded up: the worth is a whole number, and below the root the product cannot be reached.
    let root = if root.pow(n) < power { root + 1_u32 } else { root };
    root.to_i128().unwrap_or(i128::MAX)
}
