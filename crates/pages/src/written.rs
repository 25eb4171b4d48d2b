//! Numbers, days and times as people write them.
//!
//! A number may have a decimal comma, spaces or apostrophes between its thousands, a percent sign behind it. A day may be
//! written `2025-12-05`, `5.12.2025`, `5 December 2025` or `Dec 5, 2025`. What could mean two things is not guessed:
//! `1,500` and `5/6/2025` are refused with advice.

use jiff::civil::{Date, DateTime, Time};
use mediant_model::Number;
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

/// A number in the digits and the point that the record takes: `12.5` for `12,5`, `1500` for `1 500`, `12` for `12 %`.
///
/// # Errors
/// It is no number, or could be two.
pub fn number(text: &str) -> Result<String, WrittenError> {
    let unread = || WrittenError::NoNumber(repeated(text));
    let plain = text.trim();
    if plain.parse::<Number>().is_ok() {
        return Ok(plain.to_owned());
    }
    let marks: String = plain.trim_end_matches(['%', '٪']).trim_end().chars().map(mark).collect();
    let (sign, digits) = match marks.strip_prefix('-') {
        Some(rest) => ("-", rest.trim_start()),
        None => ("", marks.strip_prefix('+').unwrap_or(&marks)),
    };
    if digits.is_empty() || !digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ')) {
        return Err(unread());
    }
    let Some(point) = point(digits) else { return Err(either(text, digits)) };
    let (whole, fraction) = match point {
        Some(at) => digits.split_at_checked(at).ok_or_else(unread)?,
        None => (digits, ""),
    };
    let fraction = fraction.trim_start_matches(['.', ',']);
    let groups: Vec<&str> = whole.split(['.', ',', ' ']).collect();
    let are_thousands = groups.len() == 1
        || groups.iter().skip(1).all(|group| group.len() == 3)
            && groups.first().is_some_and(|first| (1..=3).contains(&first.len()));
    let is_whole = !whole.is_empty() && are_thousands && fraction.chars().all(|c| c.is_ascii_digit());
    if !is_whole || point.is_some() && fraction.is_empty() {
        return Err(unread());
    }
    let read = match fraction {
        "" => format!("{sign}{}", groups.concat()),
        fraction => format!("{sign}{}.{fraction}", groups.concat()),
    };
    if read.parse::<Number>().is_ok() { Ok(read) } else { Err(unread()) }
}

/// A character of a number in one of a few forms: digits, `.`, `,`, `-`, and a space for what stands between thousands.
fn mark(c: char) -> char {
    match c {
        '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{202f}' | '\'' | '’' | '٬' => ' ',
        '\u{2212}' | '–' => '-',
        '٫' => '.',
        '٠'..='٩' => digit(c, '٠'),
        '۰'..='۹' => digit(c, '۰'),
        other => other,
    }
}

fn digit(c: char, zero: char) -> char {
    char::from_digit(u32::from(c) - u32::from(zero), 10).unwrap_or(c)
}

/// Where the decimal point stands, if anywhere; `None` where nobody can tell.
#[expect(clippy::option_option, reason = "there is none, there is one, or nobody can tell")]
fn point(digits: &str) -> Option<Option<usize>> {
    let last = |mark: char| digits.rfind(mark);
    let single = |mark: char| digits.matches(mark).count() == 1;
    match (last('.'), last(',')) {
        (None, None) => Some(None),
        // The later of the two is the point.
        (Some(dot), Some(comma)) => Some(Some(dot.max(comma))),
        (Some(dot), None) => Some(single('.').then_some(dot)),
        (None, Some(comma)) if single(',') => {
            let (before, after) = (digits.get(..comma)?, digits.get(comma + 1..)?);
            let could_be_thousands = after.len() == 3
                && (1..=3).contains(&before.len())
                && !before.starts_with('0')
                && !before.contains(' ');
            if could_be_thousands { None } else { Some(Some(comma)) }
        }
        (None, Some(_)) => Some(None),
    }
}

fn either(text: &str, digits: &str) -> WrittenError {
    let (whole, part) = digits.split_once(',').unwrap_or((digits, ""));
    WrittenError::TwoNumbers { text: repeated(text), whole: whole.to_owned(), part: part.to_owned() }
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// A day.
///
/// # Errors
/// It is no day, there is no such day, or it could be two.
pub fn day(text: &str) -> Result<Date, WrittenError> {
    let unread = || WrittenError::NoDay(repeated(text));
    let parts = parts(text).ok_or_else(unread)?;
    let mut numbers = Vec::new();
    let mut named = None;
    for part in &parts {
        match part {
            Part::Number(number) => numbers.push(number.as_str()),
            Part::Word(word) => match month(word) {
                Some(month) if named.is_none() => named = Some(month),
                Some(_) => return Err(unread()),
                None if is_passed_over(word) => {}
                None => return Err(unread()),
            },
            Part::Between(_) => {}
        }
    }
    let value = |number: &str| number.parse::<i16>().map_err(|_| unread());
    let (year, month, day) = match (named, numbers.as_slice()) {
        (Some(month), [a, b]) if b.len() == 4 => (value(b)?, month, value(a)?),
        (Some(month), [a, b]) if a.len() == 4 => (value(a)?, month, value(b)?),
        (None, [year, month, day]) if year.len() == 4 => (value(year)?, value(month)?, value(day)?),
        (None, [a, b, year]) if year.len() == 4 => {
            let (a, b) = (value(a)?, value(b)?);
            let dotted = parts.iter().any(|part| matches!(part, Part::Between('.')));
            match () {
                () if dotted || a > 12 || a == b => (value(year)?, b, a),
                () if b > 12 => (value(year)?, a, b),
                () => return Err(WrittenError::TwoDays(repeated(text))),
            }
        }
        (_, [.., year]) if year.len() == 2 && numbers.len() > 1 => {
            return Err(WrittenError::ShortYear(repeated(text)));
        }
        _ => return Err(unread()),
    };
    let there_is = |of: i16| i8::try_from(of).ok();
    let found = there_is(month).zip(there_is(day)).and_then(|(month, day)| Date::new(year, month, day).ok());
    found.ok_or_else(|| WrittenError::NoSuchDay(repeated(text)))
}

/// A day with a time of day, such as `2025-12-05T10:00` or `5 December 2025, 10:00`.
///
/// # Errors
/// One of the two cannot be read.
pub fn moment(text: &str) -> Result<DateTime, WrittenError> {
    let text = text.trim();
    let parts = text.find(':').and_then(|colon| {
        let begins = text.get(..colon)?.rfind(|c: char| !c.is_ascii_digit())?;
        text.split_at_checked(begins)
    });
    let Some((on, at)) = parts else {
        return Err(WrittenError::NoMoment(repeated(text)));
    };
    let on = on.trim_end_matches(|c: char| c == ',' || c.is_whitespace());
    let on = on.strip_suffix(" at").unwrap_or(on);
    let at = at.trim_start_matches(|c: char| !c.is_ascii_digit());
    let at = if at.find(':') == Some(1) { format!("0{at}") } else { at.to_owned() };
    let at: Time = at.parse().map_err(|_| WrittenError::NoTime(repeated(&at)))?;
    Ok(day(on)?.to_datetime(at))
}

enum Part {
    Number(String),
    Word(String),
    Between(char),
}

/// A day taken apart; `None` where it holds what no day holds.
fn parts(text: &str) -> Option<Vec<Part>> {
    let mut parts: Vec<Part> = Vec::new();
    for c in text.trim().chars().map(mark) {
        match (c, parts.last_mut()) {
            (c, Some(Part::Number(number))) if c.is_ascii_digit() => number.push(c),
            (c, _) if c.is_ascii_digit() => parts.push(Part::Number(c.to_string())),
            (c, Some(Part::Word(word))) if c.is_alphabetic() => word.extend(c.to_lowercase()),
            (c, _) if c.is_alphabetic() => parts.push(Part::Word(c.to_lowercase().collect())),
            ('.' | '/' | '-' | ',', _) => parts.push(Part::Between(c)),
            (c, _) if c.is_whitespace() => parts.push(Part::Between(' ')),
            _ => return None,
        }
        if parts.len() > 16 {
            return None;
        }
    }
    Some(parts)
}

/// The number of a month by its name, or by the first three letters or more of it.
fn month(word: &str) -> Option<i16> {
    let word = if word == "sept" { "sep" } else { word };
    let found = MONTHS.iter().position(|month| word.len() >= 3 && month.starts_with(word))?;
    i16::try_from(found + 1).ok()
}

/// Words of a day that say nothing more about it.
fn is_passed_over(word: &str) -> bool {
    matches!(word, "st" | "nd" | "rd" | "th" | "of" | "the" | "on")
        || WEEKDAYS.iter().any(|day| word.len() >= 3 && day.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (written, read) in [
            ("12,5", "12.5"),
            ("12.5", "12.5"),
            ("1 500", "1500"),
            ("1\u{2009}500,25", "1500.25"),
            ("1\u{a0}500", "1500"),
            ("1\u{202f}234\u{202f}567", "1234567"),
            ("1'500", "1500"),
            ("12 %", "12"),
            ("12%", "12"),
            ("\u{2212}3,5", "-3.5"),
            ("- 3", "-3"),
            ("+4", "+4"),
            ("1.234,5", "1234.5"),
            ("1,234.5", "1234.5"),
            ("1.234.567", "1234567"),
            ("1,234,567", "1234567"),
            ("0,125", "0.125"),
            ("1,50", "1.50"),
            ("1500,125", "1500.125"),
            ("٣٫٥", "3.5"),
        ] {
            assert_eq!(number(written).as_deref(), Ok(read), "{written}");
        }
        for unread in
            ["12,5x", "much", "", "1 5", "1,23,4", "12,", ",", "-", "1..5", "12 500 00", "%", "1,500"]
        {
            assert!(number(unread).is_err(), "{unread}");
        }
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        let expected = Date::constant(2025, 12, 5);
        for written in [
            "2025-12-05",
            "2025/12/5",
            "5.12.2025",
            "05. 12. 2025",
            "5 December 2025",
            "5 dec 2025",
            "5th of December, 2025",
            "Dec 5, 2025",
            "December 5th 2025",
            "Friday, 5 December 2025",
            "5\u{a0}Dec\u{a0}2025",
        ] {
            assert_eq!(day(written), Ok(expected), "{written}");
        }
        assert_eq!(day("25/12/2025"), Ok(Date::constant(2025, 12, 25)));
        assert_eq!(day("12/25/2025"), Ok(Date::constant(2025, 12, 25)));
        assert_eq!(day("5/5/2025"), Ok(Date::constant(2025, 5, 5)));
        for unread in [
            "5/6/2025",
            "30 February 2025",
            "2025-02-30",
            "5.12.25",
            "soon",
            "",
            "Dec 2025",
            "31.11.2025",
            "5 Dec Jan 2025",
        ] {
            assert!(day(unread).is_err(), "{unread}");
        }
    }

    #[test]
    fn moments_are_a_day_and_a_time() {
        let expected = Date::constant(2025, 12, 5).at(10, 0, 0, 0);
        for written in [
            "2025-12-05T10:00",
            "2025-12-05 10:00",
            "5.12.2025 10:00",
            "5 December 2025, 10:00",
            "Dec 5, 2025 at 10:00",
            "5.12.2025\u{a0}10:00",
        ] {
            assert_eq!(moment(written), Ok(expected), "{written}");
        }
        for unread in ["2025-12-05", "10:00", "2025-12-05T25:00", "soon", ""] {
            assert!(moment(unread).is_err(), "{unread}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_read_or_refused(text in "\\PC{0,20}") {
            let _ = (number(&text), day(&text), moment(&text));
        }

        #[test]
        fn what_the_record_writes_is_read_as_it_is(whole in -1_000_000_i64..1_000_000, part in 0_u32..1000) {
            let text = format!("{whole}.{part}");
            prop_assert_eq!(number(&text), Ok(text.clone()));
        }

        #[test]
        fn a_decimal_comma_is_a_decimal_point(whole in 0_u32..100_000, part in 0_u32..100) {
            prop_assert_eq!(number(&format!("{whole},{part:02}")), Ok(format!("{whole}.{part:02}")));
        }

        #[test]
        fn every_day_is_read_however_it_is_written(days in 0_i32..40_000) {
            let day_of = Date::constant(1990, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
            for form in ["%Y-%m-%d", "%d.%m.%Y", "%-d %B %Y", "%b %-d, %Y"] {
                prop_assert_eq!(day(&day_of.strftime(form).to_string()), Ok(day_of));
            }
        }
    }
}
