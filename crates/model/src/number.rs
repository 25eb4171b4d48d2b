//! Exact numbers, as written in a file.

use num_bigint::BigInt;
use num_rational::Ratio;
use num_traits::{One, Signed, ToPrimitive, Zero};
use std::fmt;
use std::str::FromStr;

/// An exact rational number: `0.35` is 35/100, never the nearest binary float.
///
/// ```
/// use mediant_model::Number;
///
/// let sum = &"0.1".parse::<Number>()? + &"0.2".parse::<Number>()?;
/// assert_eq!(sum, "0.3".parse()?);
/// assert!("NaN".parse::<Number>().is_err());
/// # Ok::<(), mediant_model::number::NumberError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(Ratio<BigInt>);

/// Decimal exponents beyond this are refused: `1e999999999` would otherwise fill the memory.
const EXPONENT_MAX: u64 = 400;

/// Why a text is not a [`Number`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NumberError {
    /// Not a decimal number, for instance `NaN`, `inf` or `12,5`.
    NotDecimal,
    /// A decimal number whose exponent is out of range (beyond ±400).
    OutOfRange,
}

impl fmt::Display for NumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotDecimal => "not a finite decimal number",
            Self::OutOfRange => "a number this large or small is not supported",
        })
    }
}

impl std::error::Error for NumberError {}

impl Number {
    /// The number 0.
    pub fn zero() -> Self {
        Self(Ratio::zero())
    }

    /// The number 1.
    pub fn one() -> Self {
        Self(Ratio::one())
    }

    /// `numerator / denominator`; `None` when the denominator is zero.
    pub fn ratio(numerator: impl Into<BigInt>, denominator: impl Into<BigInt>) -> Option<Self> {
        let denominator = denominator.into();
        (!denominator.is_zero()).then(|| Self(Ratio::new(numerator.into(), denominator)))
    }

    /// Numerator and positive denominator in lowest terms.
    pub fn parts(&self) -> (&BigInt, &BigInt) {
        (self.0.numer(), self.0.denom())
    }

    /// Whether it is below zero.
    pub fn is_negative(&self) -> bool {
        self.0.is_negative()
    }

    /// Whether it is zero.
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// Whether it is a whole number.
    pub fn is_integer(&self) -> bool {
        self.0.is_integer()
    }

    /// The nearest float: for pictures and for printing, never for deciding.
    pub fn to_f64(&self) -> f64 {
        let quotient = |n: &BigInt, d: &BigInt| Some(n.to_f64()? / d.to_f64()?);
        let direct = quotient(self.0.numer(), self.0.denom()).filter(|value| value.is_finite());
        // Both parts may be beyond any float although their quotient is not.
        direct.unwrap_or_else(|| self.rounded(15).to_string().parse().unwrap_or(f64::NAN))
    }

    /// Whether it can be written as a decimal: its denominator has no prime factor but 2 and 5.
    pub fn is_decimal(&self) -> bool {
        decimals(self.0.denom()).is_some()
    }

    /// The number exactly, as text: a decimal where there is one, else a fraction in lowest terms such as `1/3`.
    pub fn exact_text(&self) -> String {
        if decimals(self.0.denom()).is_some_and(|places| places <= DECIMALS_MAX) {
            let decimal = self.to_string();
            // Whoever reads it takes no more digits.
            if decimal.bytes().filter(u8::is_ascii_digit).count() as u64 <= 2 * EXPONENT_MAX {
                return decimal;
            }
        }
        let (above, below) = self.parts();
        format!("{above}/{below}")
    }

    /// `self / other`, `None` when `other` is zero.
    pub fn checked_div(&self, other: &Self) -> Option<Self> {
        (!other.is_zero()).then(|| Self(&self.0 / &other.0))
    }

    /// The value to `digits` decimals, halves away from zero.
    pub fn rounded(&self, digits: u32) -> Self {
        let scale = BigInt::from(10u32).pow(digits);
        Self(Ratio::new((&self.0 * Ratio::from(scale.clone())).round().to_integer(), scale))
    }

    /// `self * denominator` as an integer: exact if the product is whole, else rounded half away from zero.
    pub fn scaled(&self, denominator: &BigInt) -> BigInt {
        (&self.0 * Ratio::from(denominator.clone())).round().to_integer()
    }
}

impl FromStr for Number {
    type Err = NumberError;

    /// Reads `[+-]digits[.digits][e[+-]digits]`, underscores between digits allowed.
    fn from_str(text: &str) -> Result<Self, NumberError> {
        let text = text.trim();
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((m, e)) => (m, e.parse::<i64>().map_err(|_| NumberError::NotDecimal)?),
            None => (text, 0),
        };
        let (negative, digits) = match mantissa.as_bytes().first() {
            Some(b'-') => (true, mantissa.get(1..).unwrap_or_default()),
            Some(b'+') => (false, mantissa.get(1..).unwrap_or_default()),
            _ => (false, mantissa),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all: String = whole.chars().chain(fraction.chars()).filter(|c| *c != '_').collect();
        if all.is_empty() || !all.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NumberError::NotDecimal);
        }
        if exponent.unsigned_abs() > EXPONENT_MAX || all.len() as u64 > 2 * EXPONENT_MAX {
            return Err(NumberError::OutOfRange);
        }
        let places = exponent - fraction.chars().filter(|c| *c != '_').count() as i64;
        let mut value = Ratio::from(all.parse::<BigInt>().map_err(|_| NumberError::NotDecimal)?);
        let power = Ratio::from(BigInt::from(10u32).pow(places.unsigned_abs() as u32));
        value = if places < 0 { value / power } else { value * power };
        Ok(Self(if negative { -value } else { value }))
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self(Ratio::from(BigInt::from(value)))
    }
}

impl fmt::Display for Number {
    /// The shortest exact decimal, or 12 decimals where no finite decimal exists.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(places) = decimals(self.0.denom()) else { return write!(f, "{}", self.rounded(12)) };
        let digits = places.min(DECIMALS_MAX);
        let units = self.0.numer() * BigInt::from(10u32).pow(digits as u32) / self.0.denom();
        let text = units.abs().to_string();
        let sign = if units.is_negative() { "-" } else { "" };
        if digits == 0 {
            return write!(f, "{sign}{text}");
        }
        let padded = format!("{text:0>width$}", width = digits + 1);
        let (whole, fraction) = padded.split_at(padded.len() - digits);
        write!(f, "{sign}{whole}.{fraction}")
    }
}

/// A number is printed with at most so many decimals.
const DECIMALS_MAX: usize = 400;

/// How many decimals a fraction in lowest terms with this denominator takes: as many as it holds twos, or fives. `None` where
/// it holds another prime, so that no finite decimal exists.
fn decimals(denominator: &BigInt) -> Option<usize> {
    let twos = denominator.trailing_zeros()?;
    let mut rest = denominator >> twos;
    let mut fives = 0;
    while let Some(large) = (rest.bits() > 64).then(|| BigInt::from(5u32)) {
        (&rest % &large).is_zero().then_some(())?;
        rest /= large;
        fives += 1;
    }
    let mut rest = rest.to_u64()?;
    while rest > 1 {
        (rest % 5 == 0).then_some(())?;
        rest /= 5;
        fives += 1;
    }
    usize::try_from(twos).ok().map(|twos| twos.max(fives))
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

macro_rules! arithmetic {
    ($($trait:ident $method:ident),*) => {$(
        impl std::ops::$trait for &Number {
            type Output = Number;
            fn $method(self, other: &Number) -> Number {
                Number(std::ops::$trait::$method(&self.0, &other.0))
            }
        }
    )*};
}
arithmetic!(Add add, Sub sub, Mul mul);

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        text.parse::<Number>().map_or_else(|e| format!("{e:?}"), |n| n.to_string())
    }

    #[test]
    fn decimals_are_exact_and_print_back() {
        for text in ["0", "0.1", "-12.5", "300", "0.30000000000000004", "1000000000000000000000000"] {
            assert_eq!(shown(text), text);
        }
        assert_eq!(shown("1e-3"), "0.001");
        assert_eq!(shown("+2.50E2"), "250");
        assert_eq!(Number::ratio(1, 3).map(|n| n.to_string()).as_deref(), Some("0.333333333333"));
    }

    #[test]
    fn what_is_written_exactly_is_the_number() {
        let parts = [1i64, 2, 3, 5, 7, 10, 64, 125, 1024, 3125, 1_000_003, i64::MAX];
        for (above, below) in parts.iter().flat_map(|above| parts.iter().map(move |below| (*above, *below))) {
            for number in [Number::ratio(above, below), Number::ratio(-above, BigInt::from(below).pow(40))] {
                let number = number.unwrap();
                let text = number.exact_text();
                let read = match text.split_once('/') {
                    None => text.parse(),
                    Some((above, below)) => {
                        let whole = |text: &str| text.parse::<BigInt>().unwrap();
                        Ok(Number::ratio(whole(above), whole(below)).unwrap())
                    }
                };
                assert_eq!(read, Ok(number.clone()), "{text}");
                let mut rest = number.parts().1.clone();
                for prime in [2u32, 5].map(BigInt::from) {
                    while (&rest % &prime).is_zero() {
                        rest /= &prime;
                    }
                }
                assert_eq!(number.is_decimal(), rest.is_one(), "{text}");
            }
        }
    }

    #[test]
    fn what_is_no_decimal_is_refused() {
        for text in ["", "nan", "inf", "-", ".", "1,5", "0x10", "1e", "1e5.5", "--1"] {
            assert_eq!(text.parse::<Number>(), Err(NumberError::NotDecimal), "{text}");
        }
        assert_eq!("1e100000".parse::<Number>(), Err(NumberError::OutOfRange));
        assert_eq!("1e-9223372036854775808".parse::<Number>(), Err(NumberError::OutOfRange));
    }
}
