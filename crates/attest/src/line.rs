//! What may stand in an act: texts that read the same to everybody, days and moments without a time zone.

use crate::AttestError;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A text of one line that is not empty: a name, an id, a title.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line(String);

/// Words of one line or more, with `\n` between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text(String);

/// A day, `YYYY-MM-DD`, from year 1 to 9999.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(String);

/// A second in UTC, `YYYY-MM-DDTHH:MM:SSZ`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(String);

/// Whether a character ends a line somewhere, steers a terminal, or turns the direction of what follows. With one of those an
/// act could read otherwise to a person than to the program.
fn misleads(character: char) -> bool {
    (character.is_control() && character != '\t')
        || matches!(character, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

impl Line {
    /// A text of one line.
    ///
    /// # Errors
    /// It is empty, or holds a tab, an end of line, a control character or one that turns the direction of a line.
    pub fn new(text: impl Into<String>) -> Result<Self, AttestError> {
        let text = text.into();
        if text.is_empty() {
            return Err(AttestError::new("", "this is empty"));
        }
        match text.chars().find(|character| misleads(*character) || *character == '\t') {
            Some(character) => Err(unfit(character)),
            None => Ok(Self(text)),
        }
    }

    /// A name as the record has it: what ends a line there, or is a tab, becomes a blank.
    ///
    /// # Errors
    /// As [`Line::new`].
    pub fn of_name(name: &str) -> Result<Self, AttestError> {
        Self::new(name.replace(['\n', '\r', '\t', '\u{2028}', '\u{2029}'], " "))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Text {
    /// Words of one line or more.
    ///
    /// # Errors
    /// A character that ends a line and is not `\n`, steers a terminal, or turns the direction of a line.
    pub fn new(text: impl Into<String>) -> Result<Self, AttestError> {
        let text = text.into();
        match text.chars().find(|character| misleads(*character) && *character != '\n') {
            Some(character) => Err(unfit(character)),
            None => Ok(Self(text)),
        }
    }

    /// Words as the record has them: every way to end a line becomes `\n`.
    ///
    /// # Errors
    /// As [`Text::new`].
    pub fn of_words(words: &str) -> Result<Self, AttestError> {
        Self::new(words.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n"))
    }

    /// The words.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn unfit(character: char) -> AttestError {
    AttestError::new("", format!("it holds U+{:04X}, which cannot stand in an act", u32::from(character)))
}

impl Day {
    /// A day.
    ///
    /// # Errors
    /// It is written otherwise, or there is no such day.
    pub fn new(text: impl Into<String>) -> Result<Self, AttestError> {
        let text = text.into();
        if is_day(&text) { Ok(Self(text)) } else { Err(AttestError::new("", "expected a day, YYYY-MM-DD")) }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Moment {
    /// A second in UTC.
    ///
    /// # Errors
    /// It is written otherwise, or there is no such second.
    pub fn new(text: impl Into<String>) -> Result<Self, AttestError> {
        let text = text.into();
        let time = text.get(10..).unwrap_or_default();
        let holds = text.get(..10).is_some_and(is_day)
            && has_shape(time, "T00:00:00Z")
            && number(time, 1, 2) < 24
            && number(time, 4, 2) < 60
            && number(time, 7, 2) < 60;
        if holds {
            Ok(Self(text))
        } else {
            Err(AttestError::new("", "expected a time in UTC, YYYY-MM-DDTHH:MM:SSZ"))
        }
    }

    /// The text. Moments come in the order of their texts.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its day.
    pub fn day(&self) -> Day {
        Day(self.0.get(..10).unwrap_or_default().to_owned())
    }

    /// Whether the day was over everywhere on earth: a day that somebody wrote down is the day where they were, and the last
    /// place at which it ends is twelve hours behind UTC.
    pub fn is_after(&self, day: &Day) -> bool {
        let today = self.day();
        *day < today && !(day.next() == today && number(&self.0, 11, 2) < 12)
    }

    /// Whether the day had begun nowhere on earth: the first place at which it does is fourteen hours ahead of UTC.
    pub fn is_before(&self, day: &Day) -> bool {
        let today = self.day();
        today < *day && !(today.next() == *day && number(&self.0, 11, 2) >= 10)
    }
}

impl Day {
    /// The day after it; of the last one that can be written, itself.
    fn next(&self) -> Self {
        let (year, month, day) = (number(&self.0, 0, 4), number(&self.0, 5, 2), number(&self.0, 8, 2));
        let days = [(year, month, day + 1), (year, month + 1, 1), (year + 1, 1, 1)];
        let texts = days.map(|(year, month, day)| format!("{year:04}-{month:02}-{day:02}"));
        texts.into_iter().find(|text| is_day(text)).map_or_else(|| self.clone(), Self)
    }
}

/// Whether the text has digits where the shape has `0`, and elsewhere what the shape has.
fn has_shape(text: &str, shape: &str) -> bool {
    text.len() == shape.len()
        && text.bytes().zip(shape.bytes()).all(|(byte, wanted)| match wanted {
            b'0' => byte.is_ascii_digit(),
            other => byte == other,
        })
}

fn number(text: &str, from: usize, digits: usize) -> u32 {
    text.get(from..from + digits).and_then(|digits| digits.parse().ok()).unwrap_or(u32::MAX)
}

fn is_day(text: &str) -> bool {
    if !has_shape(text, "0000-00-00") {
        return false;
    }
    let (year, month, day) = (number(text, 0, 4), number(text, 5, 2), number(text, 8, 2));
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    year > 0 && day > 0 && day <= days
}

/// What these texts are in JSON: strings, checked as they are read.
macro_rules! in_json {
    ($($name:ident),*) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::new(String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
            }
        }
    )*};
}

in_json!(Line, Text, Day, Moment);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_moments_are_real_and_written_in_one_way() {
        for day in ["2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"] {
            assert!(Day::new(day).is_ok(), "{day}");
        }
        for day in [
            "2026-02-29",
            "1900-02-29",
            "0000-01-01",
            "2026-13-01",
            "2026-00-10",
            "2026-04-31",
            "2026-1-01",
            " 2026-01-01",
            "2026-01-01Z",
            "+026-01-01",
        ] {
            assert!(Day::new(day).is_err(), "{day}");
        }
        assert!(Moment::new("2026-11-30T23:59:59Z").is_ok());
        for moment in [
            "2026-11-30T24:00:00Z",
            "2026-11-30T23:59:60Z",
            "2026-11-30t23:59:59z",
            "2026-11-30T23:59:59+00:00",
            "2026-11-30T23:59:59.0Z",
            "2026-11-30",
        ] {
            assert!(Moment::new(moment).is_err(), "{moment}");
        }
    }

    #[test]
    fn a_day_is_over_when_it_is_over_everywhere() {
        let (day, at) = (|text| Day::new(text).unwrap(), |text| Moment::new(text).unwrap());
        for (last, moment, over) in [
            ("2026-11-30", "2026-11-30T23:59:59Z", false),
            ("2026-11-30", "2026-12-01T11:59:59Z", false),
            ("2026-11-30", "2026-12-01T12:00:00Z", true),
            ("2026-12-31", "2027-01-01T11:00:00Z", false),
            ("2024-02-28", "2024-02-29T13:00:00Z", true),
            ("2026-11-30", "2026-12-02T00:00:00Z", true),
        ] {
            assert_eq!(at(moment).is_after(&day(last)), over, "{last} at {moment}");
        }
        for (first, moment, before) in [
            ("2026-12-01", "2026-11-30T09:59:59Z", true),
            ("2026-12-01", "2026-11-30T10:00:00Z", false),
            ("2024-02-29", "2024-02-28T10:00:00Z", false),
            ("2026-12-01", "2026-12-01T00:00:00Z", false),
            ("2026-12-02", "2026-11-30T23:00:00Z", true),
            ("9999-12-31", "9999-12-31T23:00:00Z", false),
        ] {
            assert_eq!(at(moment).is_before(&day(first)), before, "{first} at {moment}");
        }
    }

    #[test]
    fn what_would_read_otherwise_to_a_person_is_refused_or_made_a_line_end() {
        for text in ["", "a\nb", "a\tb", "a\u{202e}b", "a\u{2028}b", "a\u{85}b", "\u{1b}[1m"] {
            assert!(Line::new(text).is_err(), "{text:?}");
        }
        for text in ["a\rb", "a\u{2029}b", "a\u{2066}b", "\u{7f}"] {
            assert!(Text::new(text).is_err(), "{text:?}");
        }
        assert_eq!(Text::of_words("a\r\nb\rc\u{2028}d").unwrap().as_str(), "a\nb\nc\nd");
        assert_eq!(Line::of_name("a\r\nb\tc").unwrap().as_str(), "a  b c");
        assert!(Text::new("").is_ok() && Text::new("a\tb\n").is_ok());
    }
}
