//! What a party's integer units stand for.

use crate::Number;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, ToPrimitive, Zero};
use std::fmt;

/// How a party's units relate to the numbers it stated. Each party has a scale of its own: what one party's fractions
/// need changes nothing for another.
#[derive(Clone, PartialEq, Eq)]
pub struct Scale {
    /// What one unit is worth on the scale of the input; above zero.
    pub unit: Number,
    /// Where the stated numbers did not fit: by how much the utility of a package can differ from what was stated, at
    /// the most. `None` where every number is exact.
    pub rounded_by: Option<Number>,
}

impl Scale {
    /// A unit is 1, exactly.
    pub fn one() -> Self {
        Self { unit: Number::one(), rounded_by: None }
    }

    /// A number of units on the scale of the input, exactly.
    pub fn exact(&self, units: i64) -> Number {
        &Number::from(units) * &self.unit
    }

    /// A number of units on the scale of the input: for printing, never for deciding.
    pub fn shown(&self, units: i64) -> f64 {
        let (numerator, denominator) = self.unit.parts();
        match (numerator.is_one(), denominator.to_f64()) {
            // One division, rounded once: `0.1` prints as that.
            (true, Some(denominator)) if denominator.is_finite() => units as f64 / denominator,
            _ => self.exact(units).to_f64(),
        }
    }
}

impl fmt::Debug for Scale {
    /// The unit follows from confidential points.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Scale(confidential)")
    }
}

/// Numbers that do not fit on one scale.
#[derive(Clone, PartialEq, Eq)]
pub struct ScaleError {
    /// The largest number, by its size.
    pub largest: Number,
    /// The number that would be lost beside it.
    pub smallest: Number,
}

impl fmt::Debug for ScaleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Spread(confidential)")
    }
}

/// How units of different parties compare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Together {
    /// What a unit of each party counts in a sum over parties: in the proportion of the units, without a common factor.
    pub weights: Vec<i64>,
    /// How many units of each party are worth the same: in the inverse proportion, without a common factor. Gains divided
    /// by these compare across parties.
    pub steps: Vec<i64>,
    /// Whether the proportions are exact; otherwise the scales lie too far apart, and they are rounded.
    pub exact: bool,
}

/// Numbers that compare parties stay below this, so that prices and products of them with utilities fit.
const PROPORTION_MAX: i64 = 1 << 55;

impl Together {
    pub(super) fn from_scales<'a>(scales: impl Iterator<Item = &'a Scale> + Clone) -> Self {
        let units: Vec<&Number> = scales.map(|scale| &scale.unit).collect();
        let inverse: Vec<Number> =
            units.iter().map(|unit| Number::one().checked_div(unit).unwrap_or_else(Number::one)).collect();
        let exact = proportion(units.iter().copied()).zip(proportion(inverse.iter()));
        match exact {
            Some((weights, steps)) => Self { weights, steps, exact: true },
            None => {
                Self { weights: nearly(units.iter().copied()), steps: nearly(inverse.iter()), exact: false }
            }
        }
    }
}

/// Whole numbers in the proportion of these positive ones, without a common factor; `None` where they are too large.
fn proportion<'a>(numbers: impl Iterator<Item = &'a Number> + Clone) -> Option<Vec<i64>> {
    let parts = || numbers.clone().map(Number::parts);
    let common = parts().fold(BigInt::one(), |common, (_, denominator)| common.lcm(denominator));
    let whole: Vec<BigInt> =
        parts().map(|(numerator, denominator)| numerator * (&common / denominator)).collect();
    let divisor = whole.iter().fold(BigInt::zero(), |divisor, number| divisor.gcd(number));
    let small = |number: &BigInt| number.to_i64().filter(|number| *number < PROPORTION_MAX);
    whole.iter().map(|number| small(&(number / &divisor))).collect()
}

/// As near to the proportion as 2^50 as the largest number allows, none below 1.
fn nearly<'a>(numbers: impl Iterator<Item = &'a Number> + Clone) -> Vec<i64> {
    let largest = numbers.clone().max().cloned().unwrap_or_else(Number::one);
    let scale = BigInt::from(1_i64 << 50);
    let share = |number: &Number| number.checked_div(&largest).map(|share| share.scaled(&scale));
    numbers.map(|number| share(number).and_then(|share| share.to_i64()).unwrap_or(1).max(1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(numerator: i64, denominator: i64) -> Scale {
        Scale { unit: Number::ratio(numerator, denominator).unwrap_or_else(Number::one), rounded_by: None }
    }

    #[test]
    fn units_of_different_parties_compare_by_whole_weights() {
        let scales = [scale(1, 10), scale(1, 3), scale(5, 2)];
        let together = Together::from_scales(scales.iter());
        assert_eq!((together.weights, together.steps), (vec![3, 10, 75], vec![50, 15, 2]));
        let same = Together::from_scales([scale(1, 7), scale(1, 7)].iter());
        assert_eq!(same, Together { weights: vec![1, 1], steps: vec![1, 1], exact: true });
        assert!(!Together::from_scales([scale(1 << 60, 1), scale(1, 3)].iter()).exact);
        assert_eq!(scale(1, 10).shown(1), 0.1);
        assert_eq!(scale(5, 2).exact(3), Number::ratio(15, 2).unwrap_or_else(Number::zero));
    }
}
