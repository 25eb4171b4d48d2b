//! Days in other languages: of their reports, whose grammar the reader does not know, it knows the names of months and weekdays
//! (`data/languages.toml`).
//!
//! Read are `14. Mai 2031`, `14 de mayo`, `1er juin`, `2031. május 14.`, `5月14日`, `14.05.2031`, `2031-05-14` and weekdays by name. Nothing
//! else: `tomorrow` and `last week` give no day in a language that the reader does not know.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use jiff::civil::{Date, Weekday};
use serde::Deserialize;

use super::days::{WrittenDay, written_day};
use super::expressions::{Meaning, Side};
use super::resolve::{Aspect, Clock};
use crate::report::Excerpt;

/// A language as the file has it: forms of one name with `|` between.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Language {
    #[serde(default)]
    months: Vec<String>,
    weekdays: Vec<String>,
    #[serde(default)]
    sign: Vec<String>,
    #[serde(default)]
    month_first: bool,
}

fn languages() -> &'static BTreeMap<String, Language> {
    static ALL: OnceLock<BTreeMap<String, Language>> = OnceLock::new();
    #[allow(clippy::expect_used, reason = "a file in this crate that every test reads")]
    ALL.get_or_init(|| {
        toml::from_str(include_str!("../../data/languages.toml"))
            .expect("the crate's own languages can be read")
    })
}

/// Whether days are read in a language, by its English name.
pub fn is_known(language: &str) -> bool {
    languages().contains_key(language)
}

/// The single day that words of a report name, with the words that name it. `None` where they name none, or several, or one that is
/// not in the calendar; a weekday stands beside a date if both are the same day.
///
/// ```
/// use jiff::civil::date;
/// use mediant_reader::report::Excerpt;
/// use mediant_reader::time::{Aspect, foreign};
///
/// let text = "Die Abordnungen haben sich am Dienstag in Bern getroffen.";
/// // A Wednesday.
/// let found = foreign::day(Excerpt::whole(text), "German", date(2031, 5, 14), Aspect::Past);
/// assert_eq!(found.map(|(words, day)| (words.as_str(), day)), Some(("Dienstag", date(2031, 5, 13))));
/// ```
pub fn day<'t>(
    words: Excerpt<'t>,
    language: &str,
    report: Date,
    aspect: Aspect,
) -> Option<(Excerpt<'t>, Date)> {
    let known = languages().get(language);
    let mut found: Option<(Excerpt<'t>, Date)> = None;
    for (at, meaning) in meanings(words, known) {
        let day = Clock::new(report).resolve(meaning, aspect)?.single()?;
        match found {
            Some((first, known)) if known == day => found = Some((first.to(at)?, day)),
            // A weekday is counted from the report and gives way to a date.
            Some((first, _)) if matches!(meaning, Meaning::Weekday(..)) => {
                found = found.map(|(_, day)| (first, day))
            }
            Some(_) => return None,
            None => found = Some((at, day)),
        }
    }
    found
}

/// What the words name, dates before weekdays.
fn meanings<'t>(words: Excerpt<'t>, language: Option<&Language>) -> Vec<(Excerpt<'t>, Meaning)> {
    let text = words.as_str();
    let mut found: Vec<(usize, usize, Meaning)> = Vec::new();
    let mut weekdays = Vec::new();
    let mut passed = 0;
    for (at, _) in text.char_indices() {
        let begins = !text[..at].ends_with(|c: char| c.is_alphanumeric());
        let rest = &text[at..];
        if at < passed {
            continue;
        }
        if let Some(day) = date_at(rest, begins, language) {
            found.push((at, at + day.len, Meaning::Day(day)));
            passed = at + day.len;
        } else if let Some((weekday, len)) = language.and_then(|language| weekday_at(rest, begins, language))
        {
            weekdays.push((at, at + len, Meaning::Weekday(Side::Open, weekday)));
            passed = at + len;
        }
    }
    found.extend(weekdays);
    let start = words.start();
    let excerpt = |(from, to, meaning)| Some((words.part(start + from..start + to)?, meaning));
    found.into_iter().filter_map(excerpt).collect()
}

fn date_at(text: &str, begins: bool, language: Option<&Language>) -> Option<WrittenDay> {
    if let Some(day) = language.and_then(|language| signed(text, language)) {
        return Some(day);
    }
    if !begins || !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    digits(text).or_else(|| {
        let language = language?;
        if language.month_first { month_first(text, language) } else { day_first(text, language) }
    })
}

/// `2031-05-14`, `14.05.2031`, `14/5/2031`. With strokes and points alone the day stands first, as everywhere but in English.
fn digits(text: &str) -> Option<WrittenDay> {
    if let Some(day) = written_day(text) {
        return Some(day);
    }
    let (day, after) = number(text, 2)?;
    let mark = after.chars().next().filter(|c| matches!(c, '.' | '/' | '-'))?;
    let (month, after) = number(after.strip_prefix(mark)?, 2)?;
    let (year, after) = number(after.strip_prefix(mark)?, 4)?;
    // `1.2.2031.4` is the number of something else.
    let more = after.strip_prefix(mark).unwrap_or(after).starts_with(|c: char| c.is_ascii_digit());
    (year >= 1000 && !more).then(|| written(text, after, day, month, Some(year)))
}

/// `14. Mai 2031`, `14 de mayo de 2031`, `1er juin`.
fn day_first(text: &str, language: &Language) -> Option<WrittenDay> {
    let (day, after) = number(text, 2)?;
    let after =
        ["er", "º", "ª", "-го", "-е", "."].iter().find_map(|mark| after.strip_prefix(mark)).unwrap_or(after);
    let after = small_words(after)?;
    let (month, after) = name_at(after, &language.months)?;
    let year = small_words(after).and_then(|rest| number(rest, 4)).filter(|(year, _)| *year >= 1000);
    let (year, after) = year.map_or((None, after), |(year, rest)| (Some(year), rest));
    Some(written(text, after, day, month as i16 + 1, year))
}

/// `2031. május 14.`.
fn month_first(text: &str, language: &Language) -> Option<WrittenDay> {
    let (year, after) = number(text, 4)?;
    let after = small_words(after.strip_prefix('.').unwrap_or(after))?;
    let (month, after) = name_at(after, &language.months)?;
    let (day, after) = number(small_words(after)?, 2)?;
    Some(written(text, after, day, month as i16 + 1, Some(year)))
}

/// A day whose numbers stand before signs: `2031年5月14日`, `5月14日`.
fn signed(text: &str, language: &Language) -> Option<WrittenDay> {
    let [year_sign, month_sign, day_sign] = language.sign.as_slice() else { return None };
    let (first, after) = number(text, 4)?;
    let with_year = sign(after, year_sign).map(|after| (first, after.trim_start()));
    let (year, after) = with_year.map_or((None, text), |(year, after)| (Some(year), after));
    let (month, after) = number(after, 2)?;
    let (day, after) = number(sign(after, month_sign)?.trim_start(), 2)?;
    Some(written(text, sign(after, day_sign)?, day, month, year))
}

fn sign<'t>(text: &'t str, forms: &str) -> Option<&'t str> {
    forms.split('|').find_map(|form| text.strip_prefix(form))
}

/// The day that `text` begins with, which ends where `after` begins. A number that no calendar has gives no day later on.
fn written(text: &str, after: &str, day: i16, month: i16, year: Option<i16>) -> WrittenDay {
    let small = |number: i16| i8::try_from(number).unwrap_or(0);
    WrittenDay { len: text.len() - after.len(), day: small(day), month: small(month), year }
}

/// A number of at most so many digits, and what stands behind it; `None` where it has more.
fn number(text: &str, digits: usize) -> Option<(i16, &str)> {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    if len == 0 || len > digits {
        return None;
    }
    let (number, rest) = text.split_at(len);
    Some((number.parse().ok()?, rest))
}

/// What stands behind white space and small words of dates; `None` where there is no white space.
fn small_words(text: &str) -> Option<&str> {
    let mut rest = text.trim_start();
    if rest.len() == text.len() {
        return None;
    }
    while let Some(after) = ["de ", "del ", "du ", "of "].iter().find_map(|word| rest.strip_prefix(word)) {
        rest = after.trim_start();
    }
    Some(rest)
}

fn weekday_at(text: &str, begins: bool, language: &Language) -> Option<(Weekday, usize)> {
    // Languages that do not part words by spaces have no beginnings to look for.
    if !begins && language.sign.is_empty() {
        return None;
    }
    let (place, after) = name_at(text, &language.weekdays)?;
    let weekday = Weekday::from_monday_zero_offset(i8::try_from(place).ok()?).ok()?;
    let parted = !language.sign.is_empty() || !after.starts_with(char::is_alphanumeric);
    parted.then_some((weekday, text.len() - after.len()))
}

/// The name that a text begins with, in whatever case, by its place among the names; the longest form counts.
fn name_at<'t>(text: &'t str, names: &[String]) -> Option<(usize, &'t str)> {
    let forms =
        names.iter().enumerate().flat_map(|(place, forms)| forms.split('|').map(move |form| (place, form)));
    let fits = forms.filter_map(|(place, form)| Some((place, form.len(), without(text, form)?)));
    fits.max_by_key(|(_, len, _)| *len).map(|(place, _, after)| (place, after))
}

/// What stands behind `name` (in lower case) at the beginning of a text, if it stands there as a whole word's beginning.
fn without<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let mut wanted = name.chars();
    let mut rest = text.chars();
    loop {
        let Some(letter) = wanted.next() else {
            let after = rest.as_str();
            let letters = |c: char| c.is_alphabetic() && !is_unparted(c);
            return (!after.starts_with(letters)).then_some(after);
        };
        let here = rest.next()?;
        if here != letter && !here.to_lowercase().eq(std::iter::once(letter)) {
            return None;
        }
    }
}

/// Letters of scripts that do not part words by spaces.
fn is_unparted(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}
