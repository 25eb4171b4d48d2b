//! The utility vectors that would be better than claimed.

use mediant_model::efficiency::{at_least, is_beyond, least_beyond};
use mediant_model::fairness::{Share, ascending_shares, least_priced_gain, product_of_gains};
use num_bigint::BigUint;
use std::collections::BTreeSet;

/// A set of utility vectors; whatever is at least as good for everybody as a member is one too.
pub(crate) enum Better {
    /// Any vector: the claim is that there is no package.
    Any,
    /// Sums, priced so, above the value.
    Priced(Vec<i128>, i128),
    /// Products of gains from these utilities (losses count 0) above the product.
    Product(Vec<i64>, BigUint),
    /// Ascending shares of these ideal gains, lexicographically above `claimed`.
    Shares { from: Vec<i64>, ideals: Vec<i64>, claimed: Vec<Share> },
    /// Vectors for which no point is at least as good for everybody.
    Beyond(BTreeSet<Vec<i64>>),
    /// Vectors that are better than this one for somebody and worse for nobody.
    Dominating(Vec<i64>),
}

impl Better {
    pub(crate) fn shares(from: Vec<i64>, ideals: Vec<i64>, claimed: &[i64]) -> Self {
        let claimed = ascending_shares(&from, &ideals, claimed);
        Self::Shares { from, ideals, claimed }
    }

    /// Whether the vector is better than claimed.
    pub(crate) fn includes(&self, vector: &[i64]) -> bool {
        match self {
            Self::Any => true,
            Self::Priced(prices, value) => priced(prices, vector) > *value,
            Self::Product(from, claimed) => product_of_gains(from, vector) > *claimed,
            Self::Shares { from, ideals, claimed } => ascending_shares(from, ideals, vector) > *claimed,
            // Of two parties' points, ascending, the first that is good enough for the one is the best for the other.
            Self::Beyond(points) => match vector {
                [first, second] => {
                    let next = points.range(vec![*first, i64::MIN]..).next();
                    next.is_none_or(|point| point.get(1) < Some(second))
                }
                _ => is_beyond(points, vector),
            },
            Self::Dominating(own) => at_least(vector, own) && vector != own,
        }
    }

    /// Whether the vector is just as good as what is claimed to be best.
    pub(crate) fn equals(&self, vector: &[i64]) -> bool {
        match self {
            Self::Priced(prices, value) => priced(prices, vector) == *value,
            Self::Product(from, claimed) => product_of_gains(from, vector) == *claimed,
            Self::Shares { from, ideals, claimed } => ascending_shares(from, ideals, vector) == *claimed,
            Self::Any | Self::Beyond(_) | Self::Dominating(_) => false,
        }
    }

    /// What is as good as claimed or better, as a set of what is better than something a little worse; `None` where
    /// there is no such set, or where nothing could be worse.
    pub(crate) fn or_equal(&self) -> Option<Self> {
        match self {
            Self::Priced(prices, value) => Some(Self::Priced(prices.clone(), value.checked_sub(1)?)),
            Self::Product(from, claimed) if *claimed > BigUint::ZERO => {
                Some(Self::Product(from.clone(), claimed - 1u32))
            }
            Self::Shares { from, ideals, claimed } => {
                // Nothing asks for more than its own least share here: corners and thresholds serve both.
                Some(Self::Shares { from: from.clone(), ideals: ideals.clone(), claimed: claimed.clone() })
            }
            Self::Product(..) | Self::Any | Self::Beyond(_) | Self::Dominating(_) => None,
        }
    }

    /// Corners such that every better vector above the floor is above one of them; like the floor,
    /// `i64::MIN` where nothing is asked. Of a frontier of more than two parties only where the proof is by
    /// `bounds`: there are many.
    pub(crate) fn corners(&self, floor: &[i64], bounds: bool) -> Vec<Vec<i64>> {
        let least: Vec<Vec<i64>> = match self {
            // A product above another is positive, so every gain is.
            Self::Product(from, _) => vec![from.iter().map(|from| from + 1).collect()],
            // No share is below the least one claimed.
            Self::Shares { from, ideals, claimed } => {
                let least = |(from, ideal): (&i64, &i64)| claimed.first()?.least_utility(*from, *ideal);
                let each = from.iter().zip(ideals);
                vec![each.map(|party| least(party).unwrap_or(i64::MIN)).collect()]
            }
            Self::Beyond(points) if floor.len() == 2 || bounds => least_beyond(points, floor.len()),
            Self::Dominating(own) => vec![own.clone()],
            _ => vec![floor.to_vec()],
        };
        let raised = |least: Vec<i64>| least.iter().zip(floor).map(|(a, b)| *a.max(b)).collect();
        least.into_iter().map(raised).collect()
    }

    /// How many points of a frontier it is about.
    pub(crate) fn point_count(&self) -> usize {
        if let Self::Beyond(points) = self { points.len() } else { 0 }
    }

    /// A priced sum that every better vector above the corner reaches.
    pub(crate) fn threshold(&self, corner: &[i64], prices: &[i128]) -> i128 {
        priced(prices, corner).max(match self {
            Self::Priced(own, value) if own == prices => value.saturating_add(1),
            Self::Product(from, product) => {
                least_priced_gain(prices, product).map_or(i128::MIN, |c| c + priced(prices, from))
            }
            _ => i128::MIN,
        })
    }
}

/// Σ price x utility. Prices are below 2^56, utilities within 2^63, parties at most 200: no overflow.
pub(crate) fn priced(prices: &[i128], utilities: &[i64]) -> i128 {
    prices.iter().zip(utilities).map(|(price, utility)| price * i128::from(*utility)).sum()
}
