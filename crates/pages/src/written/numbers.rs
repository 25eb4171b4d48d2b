//! Numbers as people write them.

use super::{WrittenError, repeated};
use mediant_model::Number;

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
pub(super) fn mark(c: char) -> char {
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
