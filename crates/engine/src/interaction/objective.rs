//! Which package is better, and what a better one needs at least.
//!
//! Two things rule out a part of the search. *Corners* are least utilities, party by party, that anything
//! better reaches: they hold whatever the prices. A *priced sum* that anything better reaches depends on the
//! prices, and is what a bound is held against. Both are exact; where one cannot be said exactly, a weaker
//! one is.

use super::instance::Instance;
use num_bigint::{BigInt, BigUint};
use num_rational::Ratio;
use num_traits::{CheckedSub, One, ToPrimitive, Zero};
use std::cmp::Ordering;

/// A rule of fairness. Gains are counted from reservation values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Objective {
    /// Any acceptable package will do.
    Existence,
    /// The largest product of gains; packages in which somebody gains nothing do not count.
    Nash,
    /// Gains divided by these ideal gains, ascending, lexicographically largest; parties whose
    /// ideal is not positive do not count. With ideals of 1 this is leximin.
    Shares(Vec<i64>),
    /// The largest sum of utilities times these weights, none negative.
    Sum(Vec<i64>),
}

/// A share gain/ideal, the ideal positive.
type Share = (i64, i64);

impl Objective {
    /// Compares two worth vectors; `Greater` if `a` is better.
    pub(super) fn compare(&self, from: &[i64], a: &[i64], b: &[i64]) -> Ordering {
        match self {
            Self::Existence => Ordering::Equal,
            Self::Nash => product(&gains(from, a)).cmp(&product(&gains(from, b))),
            Self::Shares(ideals) => {
                let (a, b) = (shares(&gains(from, a), ideals), shares(&gains(from, b), ideals));
                let pairs = a.iter().zip(&b).map(|((_, a), (_, b))| compare_shares(*a, *b));
                pairs.into_iter().find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
            }
            Self::Sum(weights) => priced(weights, a).cmp(&priced(weights, b)),
        }
    }

    /// What the rule maximises: product, least share, or sum.
    pub(crate) fn value(&self, from: &[i64], worth: &[i64]) -> Ratio<BigInt> {
        match self {
            Self::Existence => Ratio::zero(),
            Self::Nash => Ratio::from_integer(product(&gains(from, worth)).into()),
            Self::Shares(ideals) => {
                let (gain, ideal) =
                    shares(&gains(from, worth), ideals).first().map_or((1, 1), |(_, share)| *share);
                Ratio::new(gain.into(), ideal.into())
            }
            Self::Sum(weights) => Ratio::from_integer(priced(weights, worth).into()),
        }
    }

    /// The largest value of a package whose priced utility is at most `bound`; `None`: no limit known.
    pub(crate) fn value_bound(&self, from: &[i64], prices: &[i64], bound: i128) -> Option<Ratio<BigInt>> {
        let spare = bound - priced(prices, from);
        match self {
            Self::Existence => None,
            // Arithmetic and geometric means: the product of n priced gains is at most (spare/n)^n.
            Self::Nash => {
                // The product of priced gains is the product of gains times the product of prices, so that is
                // divided out.
                let all: BigInt = prices.iter().map(|price| BigInt::from(*price)).product();
                let mean = Ratio::new(BigInt::from(spare.max(0)), BigInt::from(prices.len().max(1)));
                let power = num_traits::pow(mean, prices.len());
                (!all.is_zero()).then(|| power / Ratio::from_integer(all))
            }
            Self::Shares(ideals) => {
                // If every counted party had at least the share s, the priced gains would sum to at least s
                // times the priced ideals. A price on a party that does not count would spoil that: its gain
                // may be negative.
                let counted = prices.iter().zip(ideals).all(|(price, ideal)| *ideal > 0 || *price == 0);
                let scale = priced(prices, ideals);
                (counted && scale > 0).then(|| Ratio::new(spare.into(), scale.into()))
            }
            Self::Sum(weights) => (weights == prices).then(|| Ratio::from_integer(bound.into())),
        }
    }

    /// Least worth vectors: every better package reaches one of them. `None`: none can be better.
    ///
    /// Without a best package so far every acceptable one counts, for Nash every one in which all gain.
    pub(super) fn corners(
        &self,
        instance: &Instance,
        floors: &[i64],
        from: &[i64],
        best: Option<&[i64]>,
    ) -> Vec<Vec<i64>> {
        let least = match (self, best) {
            (Self::Existence, Some(_)) => Vec::new(),
            // Everybody gains at least one unit, or the product is not positive and does not count.
            (Self::Nash, _) => vec![from.iter().map(|from| from + 1).collect()],
            (Self::Shares(ideals), Some(best)) => share_corners(from, ideals, best),
            _ => vec![floors.to_vec()],
        };
        let raised = |corner: Vec<i64>| -> Option<Vec<i64>> {
            let raised = corner.iter().zip(floors).map(|(least, floor)| *(least.max(floor)));
            // Up to utilities that packages can have. A corner that some party cannot reach at all goes:
            // nothing is above it.
            raised.enumerate().map(|(party, least)| instance.reach(party, least)).collect()
        };
        let mut corners: Vec<Vec<i64>> = least.into_iter().filter_map(raised).collect();
        corners.sort();
        corners.dedup();
        // What reaches a corner reaches every lower one; the lower one alone says as much.
        let covered = |corner: &Vec<i64>, other: &Vec<i64>| {
            corner != other && corner.iter().zip(other).all(|(a, b)| a >= b)
        };
        let needless: Vec<bool> =
            corners.iter().map(|corner| corners.iter().any(|other| covered(corner, other))).collect();
        corners
            .into_iter()
            .zip(needless)
            .filter(|(_, needless)| !needless)
            .map(|(corner, _)| corner)
            .collect()
    }

    /// A priced utility that every better package reaches within `most`, beyond what corners say;
    /// `None` when there is no better package within `most`.
    pub(super) fn needed(&self, from: &[i64], prices: &[i64], most: &[i64], best: &[i64]) -> Option<i128> {
        match self {
            Self::Nash => {
                let gains_best = gains(from, best);
                let needed = product_needs(&product(&gains_best), &gains_best, prices, &gains(from, most));
                needed.map(|needed| needed + priced(prices, from))
            }
            Self::Sum(weights) => {
                let value = priced(weights, best) + 1;
                if priced(weights, most) < value {
                    return None;
                }
                // Under other prices a sum says nothing about the bound. Then only the corners count.
                Some(if weights == prices { value } else { i128::MIN })
            }
            _ => Some(i128::MIN),
        }
    }

    /// As [`Objective::needed`], for packages at least as good as `best`, in which by Nash everybody gains.
    pub(super) fn needed_to_tie(
        &self,
        from: &[i64],
        prices: &[i64],
        most: &[i64],
        best: &[i64],
    ) -> Option<i128> {
        let floor = |needed: Option<i128>| needed.map(|needed| needed + priced(prices, from));
        match self {
            Self::Nash => {
                let gains_best = gains(from, best);
                // Products are whole: at least as large as the best is larger than one less.
                let below = product(&gains_best).checked_sub(&BigUint::one()).unwrap_or_default();
                floor(product_needs(&below, &gains_best, prices, &gains(from, most)))
            }
            Self::Sum(weights) => {
                let value = priced(weights, best);
                let reached = priced(weights, most) >= value;
                reached.then_some(if weights == prices { value } else { i128::MIN })
            }
            Self::Shares(ideals) => {
                let all = shares(&gains(from, best), ideals);
                let Some((_, smallest)) = all.first() else { return Some(i128::MIN) };
                let each = ideals.iter().zip(from).map(|(ideal, from)| {
                    // Of equal shares none is below the smallest one of the best. A party without an ideal
                    // may have anything.
                    if *ideal > 0 { least(*from, *ideal, *smallest, false) } else { i64::MIN / 2 }
                });
                let corner: Vec<i64> = each.collect();
                let within = corner.iter().zip(most).all(|(least, most)| least <= most);
                within.then(|| priced(prices, &corner))
            }
            Self::Existence => Some(i128::MIN),
        }
    }
}

/// The least priced sum of gains that are at most `most` and have a product larger than `wanted`, which is about
/// that of `best`.
///
/// Floats propose where the budget goes; the answer stands on an exact test. For gains x with
/// λ·x <= T and x <= most: if the parties C, held at their most, would each be paid no more than the
/// others' level R/m (R what is left of T, m how many others), concavity of the logarithm gives
/// Π x <= Π_C most · (R/m)^m / Π λ of the others.
fn product_needs(wanted: &BigUint, best: &[i64], prices: &[i64], most: &[i64]) -> Option<i128> {
    if most.iter().any(|most| *most <= 0) || product(most) <= *wanted {
        return None;
    }
    // Under a price of zero a party's gain can grow at no cost to the sum, so that sums say nothing about
    // products. What is left is that everybody gains a unit.
    if wanted.is_zero() || prices.contains(&0) {
        return Some(priced(prices, &vec![1; prices.len()]));
    }
    let (held, total) = propose_level(best, prices, most);
    // The float is off by some rounding, upwards perhaps: a slightly smaller budget passes the exact test.
    // Each try is weaker and safer than the one before.
    for shrink in [1e-12, 1e-9, 1e-6, 1e-3] {
        let budget = (total * (1.0 - shrink)).floor().to_i128().unwrap_or(0);
        if budget > 0 && rules_out(budget, &held, wanted, prices, most) {
            return Some(budget + 1);
        }
    }
    // No caps: n-th root of n^n · Π λ · wanted, rounded down; sums up to it do not suffice.
    let n = prices.len() as u32;
    let all: BigUint = prices.iter().map(|price| BigUint::from(price.unsigned_abs())).product();
    let root = (BigUint::from(n).pow(n) * all * wanted).nth_root(n);
    Some(root.to_i128().unwrap_or(0) + 1)
}

/// Which parties are held at their most, and the priced sum at which the product is reached.
pub(super) fn propose_level(best: &[i64], prices: &[i64], most: &[i64]) -> (Vec<bool>, f64) {
    let mut held = vec![false; prices.len()];
    let mut rest: f64 = best.iter().map(|gain| (*gain as f64).ln()).sum();
    let mut spent = 0.0;
    loop {
        let free: Vec<usize> = (0..prices.len()).filter(|party| !held[*party]).collect();
        if free.is_empty() {
            return (held, spent);
        }
        let logs: f64 = free.iter().map(|party| (prices[*party] as f64).ln()).sum();
        let level = (rest + logs) / free.len() as f64;
        // Water is poured evenly into vessels of different heights: whoever is full drops out, and the level
        // of the others rises. Each round fills at least one of them, so it ends.
        let beyond = |party: &usize| level > (prices[*party] as f64).ln() + (most[*party] as f64).ln();
        let over: Vec<usize> = free.iter().copied().filter(|party| beyond(party)).collect();
        if over.is_empty() {
            return (held, spent + free.len() as f64 * level.exp());
        }
        for party in over {
            held[party] = true;
            spent += prices[party] as f64 * most[party] as f64;
            rest -= (most[party] as f64).ln();
        }
    }
}

/// Whether gains within `most` whose priced sum is at most `budget` have a product of at most `wanted`.
fn rules_out(budget: i128, held: &[bool], wanted: &BigUint, prices: &[i64], most: &[i64]) -> bool {
    let mut rest = budget;
    let mut left = BigUint::one();
    let mut right = wanted.clone();
    let mut free = 0u32;
    for ((held, price), most) in held.iter().zip(prices).zip(most) {
        if *held {
            rest -= i128::from(*price) * i128::from(*most);
            left *= most.unsigned_abs();
        } else {
            free += 1;
            right *= price.unsigned_abs();
        }
    }
    // Those held take more than the whole budget, or nobody is left to share it: the argument does not apply.
    let (Ok(level), true) = (u128::try_from(rest), free > 0) else { return false };
    let below = |(price, most): (&i64, &i64)| {
        let paid = i128::from(*price).saturating_mul(i128::from(*most)).saturating_mul(i128::from(free));
        // Held parties must be the cheap ones. Were one paid more than the others' level, the best division
        // would not hold it at its most, and the inequality would not bound the product.
        paid <= rest
    };
    held.iter().zip(prices.iter().zip(most)).all(|(held, pair)| !held || below(pair))
        // Multiplied out, so that nothing is divided and nothing rounded.
        && left * BigUint::from(level).pow(free) <= right * BigUint::from(free).pow(free)
}

/// Every vector with lexicographically larger ascending shares reaches one of these.
///
/// It agrees with the best on the first k smallest shares and exceeds the next on all others, for
/// some k and some order of the parties. All orders up to four parties; beyond, the least share alone.
fn share_corners(from: &[i64], ideals: &[i64], best: &[i64]) -> Vec<Vec<i64>> {
    let sorted = shares(&gains(from, best), ideals);
    let counted: Vec<usize> = sorted.iter().map(|(party, _)| *party).collect();
    let Some((_, smallest)) = sorted.first() else { return Vec::new() };
    let base: Vec<i64> = (0..from.len())
        .map(|party| {
            if ideals[party] > 0 { least(from[party], ideals[party], *smallest, false) } else { i64::MIN / 2 }
        })
        .collect();
    // Factorial in the parties: beyond four the weakest corner, which all of them reach.
    if counted.len() > 4 {
        return vec![base];
    }
    let mut corners = Vec::new();
    for order in orders(&counted) {
        for level in 0..sorted.len() {
            let mut corner = base.clone();
            for (place, party) in order.iter().enumerate() {
                // Before the level each has what the best has at its place; from the level on all have more
                // than the best has there.
                let (_, share) = sorted[place.min(level)];
                corner[*party] = least(from[*party], ideals[*party], share, place >= level);
            }
            corners.push(corner);
        }
    }
    corners
}

/// The least utility whose share is at least (strictly: above) the given one.
fn least(from: i64, ideal: i64, share: Share, strictly: bool) -> i64 {
    let scaled = i128::from(share.0) * i128::from(ideal);
    let (over, rest) = (scaled.div_euclid(i128::from(share.1)), scaled.rem_euclid(i128::from(share.1)));
    // Down, then one up: the least whole gain at or above the share, or above it where it is met exactly and
    // must be exceeded.
    let gain = over + i128::from(strictly || rest != 0);
    (i128::from(from) + gain).clamp(i128::from(i64::MIN / 2), i128::from(i64::MAX / 2)) as i64
}

/// All orders of the parties.
fn orders(parties: &[usize]) -> Vec<Vec<usize>> {
    let Some((first, rest)) = parties.split_first() else { return vec![Vec::new()] };
    let mut all = Vec::new();
    for order in orders(rest) {
        for place in 0..=order.len() {
            let mut longer = order.clone();
            longer.insert(place, *first);
            all.push(longer);
        }
    }
    all
}

fn gains(from: &[i64], worth: &[i64]) -> Vec<i64> {
    worth.iter().zip(from).map(|(worth, from)| worth.saturating_sub(*from)).collect()
}

fn product(gains: &[i64]) -> BigUint {
    gains.iter().map(|gain| BigUint::from(gain.max(&0).unsigned_abs())).product()
}

/// Parties with a positive ideal and their shares, the smallest first.
fn shares(gains: &[i64], ideals: &[i64]) -> Vec<(usize, Share)> {
    let pairs = gains.iter().zip(ideals).enumerate();
    let mut shares: Vec<(usize, Share)> = pairs
        .filter(|(_, (_, ideal))| **ideal > 0)
        .map(|(party, (gain, ideal))| (party, (*gain, *ideal)))
        .collect();
    shares.sort_by(|a, b| compare_shares(a.1, b.1));
    shares
}

fn compare_shares(a: Share, b: Share) -> Ordering {
    (i128::from(a.0) * i128::from(b.1)).cmp(&(i128::from(b.0) * i128::from(a.1)))
}

/// Σ price · units, exactly.
pub(super) fn priced(prices: &[i64], units: &[i64]) -> i128 {
    prices.iter().zip(units).map(|(price, units)| i128::from(*price) * i128::from(*units)).sum()
}
