//! The numbers of a brief as they are typed and shown: decimals, and fractions that no decimal is.

use crate::written;
use mediant_model::Number;

/// A number in digits: a decimal, or a fraction such as `1/3`.
pub fn number_words(number: &Number) -> String {
    number.exact_text()
}

/// The number that is written so.
///
/// # Errors
/// It is no number, or could be two, in a sentence.
pub fn number_of(text: &str) -> Result<Number, String> {
    if let Some((above, below)) = text.split_once('/') {
        let whole = |part: &str| part.trim().parse::<Number>().ok();
        let fraction = whole(above).zip(whole(below)).and_then(|(above, below)| above.checked_div(&below));
        return fraction
            .ok_or_else(|| format!("we could not read “{}” as a number", written::repeated(text)));
    }
    let read = written::number(text).map_err(|why| why.to_string())?;
    read.parse().map_err(|_| "write this number in digits".to_owned())
}

/// Pairs of numbers such as `40: 7; 50: 8`.
///
/// # Errors
/// One of them cannot be read.
pub fn pairs_of(text: &str) -> Result<Vec<(Number, Number)>, String> {
    let parts = text.split(';').map(str::trim).filter(|part| !part.is_empty());
    let pair = |part: &str| {
        let (value, points) = part.split_once(':').ok_or_else(|| {
            format!("write “{}” as a number, a colon and its points, such as 40: 7", written::repeated(part))
        })?;
        Ok((number_of(value.trim())?, number_of(points.trim())?))
    };
    parts.map(pair).collect()
}

/// Pairs of numbers in words.
pub fn pairs_words<'a>(pairs: impl IntoIterator<Item = (String, &'a Number)>) -> String {
    let pairs = pairs.into_iter().map(|(value, points)| format!("{value}: {}", number_words(points)));
    pairs.collect::<Vec<_>>().join("; ")
}
