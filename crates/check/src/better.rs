//! The utility vectors that would be better than claimed.

use num_bigint::{BigInt, BigUint};
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// A set of utility vectors; whatever is at least as good for everybody as a member is one too.
pub(crate) enum Better {
    /// Any vector: the claim is that there is no package.
    Any,
    /// Sums, priced so, above the value.
    Priced(Vec<i128>, i128),
    /// Products of gains from these utilities (losses count 0) above the product.
    Product(Vec<i64>, BigUint),
    /// Ascending shares of these ideal gains, lexicographically above `claimed`. A share is gain and
    /// ideal; a party whose ideal is not positive has nothing to share and is left out.
    Shares { from: Vec<i64>, ideals: Vec<i64>, claimed: Vec<(i64, i64)> },
    /// Vectors for which no point is at least as good for everybody.
    Beyond(BTreeSet<Vec<i64>>),
}

/// Least utilities; `None` where nothing is asked.
pub(crate) type Floor = Vec<Option<i64>>;

impl Better {
    pub(crate) fn sum(prices: Vec<i128>, claimed: &[i64]) -> Self {
        let value = priced(&prices, claimed);
        Self::Priced(prices, value)
    }

    pub(crate) fn nash(from: Vec<i64>, claimed: &[i64]) -> Self {
        let product = product(&from, claimed);
        Self::Product(from, product)
    }

    pub(crate) fn leximin(from: Vec<i64>, ideals: Vec<i64>, claimed: &[i64]) -> Self {
        let claimed = shares(&from, &ideals, claimed);
        Self::Shares { from, ideals, claimed }
    }

    /// Whether the vector is better than claimed.
    pub(crate) fn includes(&self, vector: &[i64]) -> bool {
        match self {
            Self::Any => true,
            Self::Priced(prices, value) => priced(prices, vector) > *value,
            Self::Product(from, claimed) => product(from, vector) > *claimed,
            Self::Shares { from, ideals, claimed } => {
                let own = shares(from, ideals, vector);
                let orders = own.iter().zip(claimed).map(|(own, claimed)| order(own, claimed));
                orders.fold(Ordering::Equal, Ordering::then).is_gt()
            }
            Self::Beyond(points) => {
                !points.contains(vector) && !points.iter().any(|point| at_least(point, vector))
            }
        }
    }

    /// Corners such that every better vector above the floor is above one of them.
    pub(crate) fn corners(&self, floor: &Floor) -> Vec<Floor> {
        let raised = |least: Vec<Option<i64>>| floor.iter().zip(least).map(|(a, b)| (*a).max(b)).collect();
        match self {
            // A product above another is positive, so every gain is.
            Self::Product(from, _) => vec![raised(from.iter().map(|from| Some(from + 1)).collect())],
            // No share is below the least one claimed, gain / divisor: own gain >= gain x ideal / divisor.
            Self::Shares { from, ideals, claimed } => {
                let (gain, divisor) = claimed.first().copied().unwrap_or((0, 1));
                let own = |ideal: i64| -(i128::from(-gain) * i128::from(ideal)).div_euclid(divisor.into());
                let least = |(from, ideal): (&i64, &i64)| i64::try_from(i128::from(*from) + own(*ideal)).ok();
                let each = from.iter().zip(ideals).map(|party| least(party).filter(|_| *party.1 > 0));
                vec![raised(each.collect())]
            }
            // Two parties' points are a staircase, ascending in the first utility. A better vector beats
            // the last one below it there by at least 1, and the next one, so in the second utility.
            Self::Beyond(points) if floor.len() == 2 => {
                let first = points.iter().map(|point| point.first().map(|utility| utility + 1));
                let second = points.iter().map(|point| point.get(1).map(|utility| utility + 1));
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
        by_corner.max(match self {
            Self::Priced(own, value) if own == prices => Some(value.saturating_add(1)),
            Self::Product(from, product) => {
                least_priced_gain(prices, product).map(|c| c + priced(prices, from))
            }
            _ => None,
        })
    }
}

/// The least c with c^n >= n^n Π prices (product + 1): by the inequality of arithmetic and geometric
/// means the priced sum of gains whose product is above `product` is at least c.
fn least_priced_gain(prices: &[i128], product: &BigUint) -> Option<i128> {
    let n = u32::try_from(prices.len()).ok()?;
    let prices = prices.iter().map(|price| price.unsigned_abs()).product::<BigUint>();
    let power = BigUint::from(n).pow(n) * prices * (product + 1u32);
    let root = power.nth_root(n);
    let short = root.pow(n) < power;
    i128::try_from(BigInt::from(root + u32::from(short))).ok()
}

/// Σ price x utility. Prices are below 2^56, utilities within 2^62, parties at most 200: no overflow.
pub(crate) fn priced(prices: &[i128], utilities: &[i64]) -> i128 {
    prices.iter().zip(utilities).map(|(price, utility)| price * i128::from(*utility)).sum()
}

/// Whether `a` is at least as good as `b` for everybody.
pub(crate) fn at_least(a: &[i64], b: &[i64]) -> bool {
    a.iter().zip(b).all(|(a, b)| a >= b)
}

fn product(from: &[i64], vector: &[i64]) -> BigUint {
    vector.iter().zip(from).map(|(utility, from)| (utility - from).max(0).unsigned_abs()).product()
}

fn shares(from: &[i64], ideals: &[i64], vector: &[i64]) -> Vec<(i64, i64)> {
    let gains = vector.iter().zip(from).map(|(utility, from)| utility - from);
    let mut shares: Vec<(i64, i64)> = gains.zip(ideals.iter().copied()).filter(|share| share.1 > 0).collect();
    shares.sort_by(order);
    shares
}

fn order(a: &(i64, i64), b: &(i64, i64)) -> Ordering {
    (i128::from(a.0) * i128::from(b.1)).cmp(&(i128::from(b.0) * i128::from(a.1)))
}
