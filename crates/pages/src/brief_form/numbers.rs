//! The numbers of a brief as they are typed and shown: decimals, and fractions that no decimal is.

use crate::written::{self, WrittenError};
use mediant_model::Number;

/// A number in digits: a decimal, or a fraction such as `1/3`.
pub fn number_words(number: &Number) -> String {
    number.exact_text()
}

/// The number that is written so.
///
/// # Errors
/// It is no number, or could be two.
pub fn number_of(text: &str) -> Result<Number, WrittenError> {
    if let Some((above, below)) = text.split_once('/') {
        let whole = |part: &str| part.trim().parse::<Number>().ok();
        let fraction = whole(above).zip(whole(below)).and_then(|(above, below)| above.checked_div(&below));
        return fraction.ok_or_else(|| WrittenError::NoNumber(written::repeated(text)));
    }
    written::number(text)?.parse().map_err(|_| WrittenError::NoDigits)
}

/// Pairs of numbers such as `40: 7; 50: 8`.
///
/// # Errors
/// One of them cannot be read.
pub fn pairs_of(text: &str) -> Result<Vec<(Number, Number)>, WrittenError> {
    let parts = text.split(';').map(str::trim).filter(|part| !part.is_empty());
    let pair = |part: &str| {
        let pair = part.split_once(':');
        let (value, points) = pair.ok_or_else(|| WrittenError::NoPair(written::repeated(part)))?;
        Ok((number_of(value.trim())?, number_of(points.trim())?))
    };
    parts.map(pair).collect()
}

/// Pairs of numbers in words.
pub fn pairs_words<'a>(pairs: impl IntoIterator<Item = (String, &'a Number)>) -> String {
    let pairs = pairs.into_iter().map(|(value, points)| format!("{value}: {}", number_words(points)));
    pairs.collect::<Vec<_>>().join("; ")
}
