//! Days and times as people write them.

use super::{WrittenError, mark, repeated};
use jiff::civil::{Date, DateTime, Time};

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
