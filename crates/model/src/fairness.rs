//! What the rules of fairness compare: gains from what parties have without a deal.

use num_bigint::{BigInt, BigUint};
use std::cmp::Ordering;

/// The product of the gains from `from`, a loss counting as no gain (Nash, *The Bargaining Problem*, 1950).
///
/// Utilities and `from` within 2^61.
///
/// ```
/// use mediant_model::fairness::product_of_gains;
///
/// assert_eq!(product_of_gains(&[2, 0], &[5, 4]), 12_u32.into());
/// // A loss counts as no gain.
/// assert_eq!(product_of_gains(&[2, 0], &[1, 4]), 0_u32.into());
/// ```
pub fn product_of_gains(from: &[i64], utilities: &[i64]) -> BigUint {
    utilities.iter().zip(from).map(|(utility, from)| (utility - from).max(0).unsigned_abs()).product()
}

/// The least c with c^n >= n^n Π prices (product + 1), one price for each of n parties, none negative.
///
/// Gains whose product is above `product` have a priced sum of at least c: their geometric mean, priced,
/// is no more than their arithmetic mean. `None` beyond 128 bits.
pub fn least_priced_gain(prices: &[i128], product: &BigUint) -> Option<i128> {
    let n = u32::try_from(prices.len()).ok()?;
    let prices = prices.iter().map(|price| price.unsigned_abs()).product::<BigUint>();
    let power = BigUint::from(n).pow(n) * prices * (product + 1u32);
    let root = power.nth_root(n.max(1));
    let short = root.pow(n) < power;
    i128::try_from(BigInt::from(root + u32::from(short))).ok()
}

/// A gain as a share of a positive ideal gain; ordered by value, exactly.
#[derive(Clone, Copy)]
pub struct Share {
    /// The gain; negative for a loss.
    pub gain: i64,
    /// What it is a share of: positive.
    pub ideal: i64,
}

impl Share {
    /// The least utility with which a party that counts gains from `from` has at least this share of its
    /// own ideal gain. `None` where that ideal is not positive, or beyond 64 bits.
    pub fn least_utility(self, from: i64, ideal: i64) -> Option<i64> {
        let gain = -(-i128::from(self.gain) * i128::from(ideal)).div_euclid(self.ideal.into());
        i64::try_from(i128::from(from) + gain).ok().filter(|_| ideal > 0)
    }
}

impl Ord for Share {
    fn cmp(&self, other: &Self) -> Ordering {
        let scaled = |gain: i64, ideal: i64| i128::from(gain) * i128::from(ideal);
        scaled(self.gain, other.ideal).cmp(&scaled(other.gain, self.ideal))
    }
}

impl PartialOrd for Share {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Share {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Share {}

/// The gains from `from` as shares of `ideals`, ascending; a party whose ideal is not positive has nothing
/// to share and is left out.
///
/// The lexicographically largest list is the leximin solution with ideals of 1 and its Kalai-Smorodinsky
/// form with ideal gains (Imai, *Individual Monotonicity and Lexicographic Maxmin Solution*, 1983).
/// Utilities and `from` within 2^61.
pub fn ascending_shares(from: &[i64], ideals: &[i64], utilities: &[i64]) -> Vec<Share> {
    let gains = utilities.iter().zip(from).map(|(utility, from)| utility - from);
    let shares = gains.zip(ideals).filter(|(_, ideal)| **ideal > 0);
    let mut shares: Vec<Share> = shares.map(|(gain, ideal)| Share { gain, ideal: *ideal }).collect();
    shares.sort();
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_compared_as_fractions_from_the_least() {
        let shares = |utilities: [i64; 3]| ascending_shares(&[1, 0, 5], &[3, 6, 0], &utilities);
        assert!(shares([2, 2, 0]) == shares([2, 2, 9]) && shares([2, 2, 0]).len() == 2);
        assert!(shares([3, 2, 0]) > shares([2, 2, 0]) && shares([2, 3, 0]) > shares([2, 2, 0]));
        assert!(shares([2, 2, 0]) > shares([4, 1, 0]) && shares([0, 6, 0]) < shares([1, 0, 0]));
    }

    #[test]
    fn the_least_utility_for_a_share_just_has_it() {
        for (gain, ideal, own) in (-9..9).flat_map(|gain| (1..5).map(move |ideal| (gain, ideal, 8 - ideal))) {
            let share = Share { gain, ideal };
            let least = share.least_utility(100, own).unwrap_or_default();
            assert!(Share { gain: least - 100, ideal: own } >= share);
            assert!(Share { gain: least - 101, ideal: own } < share);
        }
        assert_eq!(Share { gain: 1, ideal: 1 }.least_utility(0, 0), None);
    }

    #[test]
    fn a_larger_product_has_the_priced_sum() {
        let prices = [3, 0, 2];
        for gains in (0..6i64 * 36).map(|number| [number % 6, number / 6 % 6, number / 36]) {
            for (prices, gains) in
                [(&prices[..], &gains[..]), (&prices[..1], &gains[..1]), (&[2, 5], &gains[1..])]
            {
                let product = product_of_gains(&vec![0; gains.len()], gains);
                let sum: i128 = prices.iter().zip(gains).map(|(price, gain)| price * i128::from(*gain)).sum();
                for below in (0..product.to_u64_digits().first().copied().unwrap_or(0)).map(BigUint::from) {
                    assert!(least_priced_gain(prices, &below).is_some_and(|least| least <= sum));
                }
            }
        }
        assert_eq!(least_priced_gain(&[1, 1], &BigUint::from(8u32)), Some(6));
        assert_eq!(least_priced_gain(&[1, 1], &BigUint::from(9u32)), Some(7));
    }

    #[test]
    fn a_loss_is_no_gain() {
        assert_eq!(product_of_gains(&[1, 2], &[-4, -4]), BigUint::ZERO);
        assert_eq!(product_of_gains(&[1, -2], &[4, 2]), BigUint::from(12u32));
    }
}
