//! Numbers, days and times as people write them.
//!
//! A number may have a decimal comma, spaces or apostrophes between its thousands, a percent sign behind it. A day may be
//! written `2025-12-05`, `5.12.2025`, `5 December 2025` or `Dec 5, 2025`. What could mean two things is not guessed:
//! `1,500` and `5/6/2025` are refused with advice.

mod days;
mod numbers;

pub use days::{day, moment};
use numbers::mark;
pub use numbers::number;

use mediant_words::{Language, say};

/// Why something that was typed cannot be read; with it goes what was typed, as [`repeated`] cuts it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WrittenError {
    /// It is no number.
    NoNumber(String),
    /// It is a number in other signs than digits.
    NoDigits,
    /// It could be two numbers.
    TwoNumbers {
        /// What was typed.
        text: String,
        /// What stands before the comma.
        whole: String,
        /// What stands behind it.
        part: String,
    },
    /// It is no pair of a number and its points.
    NoPair(String),
    /// It is no day.
    NoDay(String),
    /// It could be two days.
    TwoDays(String),
    /// Its year has two digits.
    ShortYear(String),
    /// It is a day that no calendar has.
    NoSuchDay(String),
    /// It is no day with a time.
    NoMoment(String),
    /// It is no time of day.
    NoTime(String),
}

impl WrittenError {
    /// The cause and what to write in its place, in one sentence.
    pub fn said(&self, language: Language) -> String {
        match self {
            Self::NoNumber(text) => say!(language, written.no_number, text = text),
            Self::NoDigits => say!(language, written.no_digits),
            Self::TwoNumbers { text, whole, part } => {
                say!(language, written.two_numbers, text = text, whole = whole, part = part)
            }
            Self::NoPair(text) => say!(language, written.no_pair, text = text),
            Self::NoDay(text) => say!(language, written.no_day, text = text),
            Self::TwoDays(text) => say!(language, written.two_days, text = text),
            Self::ShortYear(text) => say!(language, written.short_year, text = text),
            Self::NoSuchDay(text) => say!(language, written.no_such_day, text = text),
            Self::NoMoment(text) => say!(language, written.no_moment, text = text),
            Self::NoTime(text) => say!(language, written.no_time, text = text),
        }
        .into_owned()
    }
}

/// So much of what cannot be read is repeated.
const REPEATED: usize = 40;

/// What somebody typed, cut so that a sentence can hold it.
pub fn repeated(text: &str) -> String {
    let text = text.trim();
    let short: String = text.chars().take(REPEATED).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().count() > REPEATED { format!("{short}…") } else { short }
}

#[cfg(test)]
mod tests;
