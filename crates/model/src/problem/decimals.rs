//! Long decimals, cut where no integer is wide enough for them.

use crate::Number;
use num_bigint::BigInt;

/// The number as it is, or cut to `kept` decimals where it is a longer decimal.
pub(super) fn shortened(number: &Number, kept: u32) -> Number {
    let (_, denominator) = number.parts();
    let limit = BigInt::from(10u32).pow(kept);
    if *denominator > limit { number.rounded(kept) } else { number.clone() }
}

/// 10 to the power of `-decimals`: the step of numbers with so many decimals.
pub(super) fn ten_to_the_minus(decimals: u32) -> Number {
    Number::ratio(1, BigInt::from(10u32).pow(decimals)).unwrap_or_else(Number::one)
}
