//! Names of months, weekdays and small numbers in English.

use jiff::civil::Weekday;

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

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

const NUMBERS: [&str; 21] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];

const ORDINALS: [&str; 32] = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "twenty-first",
    "twenty-second",
    "twenty-third",
    "twenty-fourth",
    "twenty-fifth",
    "twenty-sixth",
    "twenty-seventh",
    "twenty-eighth",
    "twenty-ninth",
    "thirtieth",
    "thirty-first",
];

/// A month from 1 to 12, by its name or an abbreviation, which begin with a capital; the full stop is not part of it.
///
/// ```
/// use mediant_reader::time::names::month;
/// assert_eq!((month("Sept"), month("MAY"), month("may"), month("Marche")), (Some(9), Some(5), None, None));
/// ```
pub fn month(word: &str) -> Option<i8> {
    if !word.starts_with(char::is_uppercase) {
        return None;
    }
    let word = word.to_lowercase();
    let short = |name: &str| word == name[..3] || (word == "sept" && name == "september");
    let at = MONTHS.iter().position(|name| word == *name || short(name))?;
    i8::try_from(at + 1).ok()
}

/// Whether a month's name is cut short, so that a full stop behind it may be its own.
pub fn is_short_month(word: &str) -> bool {
    word.len() < 5 && !matches!(word.to_lowercase().as_str(), "may" | "june" | "july")
}

/// A weekday by its name or a usual abbreviation; the full stop is not part of it.
pub fn weekday(word: &str) -> Option<Weekday> {
    if !word.starts_with(char::is_uppercase) {
        return None;
    }
    let word = word.to_lowercase();
    let full = WEEKDAYS.iter().find(|(name, _)| *name == word);
    let short = || {
        WEEKDAYS.iter().find(|(name, _)| {
            matches!(word.as_str(), "mon" | "tue" | "tues" | "wed" | "thu" | "thur" | "thurs" | "fri")
                && name.starts_with(&word)
        })
    };
    full.or_else(short).map(|&(_, weekday)| weekday)
}

/// A small number in words or digits; `a`, `an` and `one` are 1, `a couple` is for the caller.
pub fn number(word: &str) -> Option<i32> {
    let lower = word.to_lowercase();
    match lower.as_str() {
        "a" | "an" => Some(1),
        "dozen" => Some(12),
        "thirty" => Some(30),
        "forty" => Some(40),
        "fifty" => Some(50),
        _ => NUMBERS
            .iter()
            .position(|name| *name == lower)
            .and_then(|at| i32::try_from(at).ok())
            .or_else(|| lower.parse().ok().filter(|&number| (0..10_000).contains(&number))),
    }
}

/// A day of the month as an ordinal: `third`, `21st`; 1 to 31.
pub fn ordinal(word: &str) -> Option<i8> {
    let lower = word.to_lowercase();
    let written = ORDINALS.iter().position(|name| *name == lower).and_then(|at| i8::try_from(at).ok());
    let digits = || {
        let digits = ["st", "nd", "rd", "th"].iter().find_map(|ending| lower.strip_suffix(ending))?;
        digits.parse().ok()
    };
    written.or_else(digits).filter(|day| (1..=31).contains(day))
}
