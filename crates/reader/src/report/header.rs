//! The day of a report, from what stands before its text.
//!
//! Read are, in the first lines:
//!
//! * `date 2031-05-14`, `Date: 14 May 2031`, `Published: Wednesday, May 14, 2031`, with the text behind it or on the next line;
//! * a day that the text begins with;
//! * a dateline: `GENEVA, 14 May 2031 (Agency) -`.

use jiff::civil::Date;

use super::excerpt::Excerpt;
use super::fault::{Place, ReportError};
use super::paragraphs::bare;
use crate::time::days::{WrittenDay, written_day};
use crate::time::names;
use crate::time::scan::Scan;

/// How a report is dated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dated<'t> {
    /// The day that the report is of, from which `yesterday` is counted.
    pub date: Date,
    /// Where the text says so.
    pub at: Option<Excerpt<'t>>,
    /// What stands behind.
    pub body: Excerpt<'t>,
}

/// Words that announce the report's own day.
const LABELS: [&str; 4] = ["date", "dated", "published", "issued"];

/// How many lines are looked at for a label.
const LINES: usize = 8;

/// A day that claims to be the report's.
struct Mark<'t> {
    at: Excerpt<'t>,
    day: WrittenDay,
    /// Behind the day and the signs that part it from the text.
    rest: Excerpt<'t>,
}

/// Reads the day of `text`, or takes `given`.
///
/// # Errors
/// [`ReportError::NoDate`], [`ReportError::NoSuchDay`], [`ReportError::TwoDates`].
pub fn read(text: Excerpt<'_>, given: Option<Date>) -> Result<Dated<'_>, ReportError> {
    let marks = marks(text);
    let mut found: Option<Dated<'_>> = given.map(|date| Dated { date, at: None, body: bare(text) });
    for mark in marks {
        let whole = text.as_str();
        let written = || mark.at.as_str().split_whitespace().collect::<Vec<_>>().join(" ");
        // A mark's year is always written: see `mark`.
        let date = mark.day.date(0).ok_or_else(|| ReportError::NoSuchDay {
            place: Place::new(whole, mark.at.start()),
            written: written(),
        })?;
        match &mut found {
            Some(known) if known.date != date => {
                return Err(ReportError::TwoDates {
                    first: known.date.to_string(),
                    second: written(),
                    place: Place::new(whole, mark.at.start()),
                    given: given == Some(known.date) && known.at.is_none(),
                });
            }
            Some(known) => {
                known.at = known.at.or(Some(mark.at));
                known.body = mark.rest;
            }
            None => found = Some(Dated { date, at: Some(mark.at), body: mark.rest }),
        }
    }
    found.ok_or(ReportError::NoDate)
}

/// All days that claim to be the report's, in the order of the text.
fn marks(text: Excerpt<'_>) -> Vec<Mark<'_>> {
    let mut marks: Vec<Mark<'_>> = Vec::new();
    let mut lines = 0;
    for line in text.as_str().split_inclusive('\n') {
        let Some(line) = text.cut(line).map(bare) else { continue };
        if line.is_empty() {
            continue;
        }
        let Some(here) = text.part(line.start()..text.end()) else { break };
        let first = lines == 0;
        let mark = labelled(here)
            .or_else(|| if first { unlabelled(here).or_else(|| dateline(here, line)) } else { None });
        if let Some(mark) = mark {
            let mut next = again(mark.rest);
            marks.push(mark);
            while let Some(mark) = next {
                next = again(mark.rest);
                marks.push(mark);
            }
        } else if !first && !is_field(line) && lines > 1 {
            // The text has begun.
            break;
        }
        lines += 1;
        if lines == LINES {
            break;
        }
    }
    marks
}

/// `Key: value`, as stands above many texts.
fn is_field(line: Excerpt<'_>) -> bool {
    let key = line.as_str().split_once(':').map_or("", |(key, _)| key);
    !key.is_empty() && key.len() <= 24 && !key.contains(['.', ',', '"', '“'])
}

fn labelled(here: Excerpt<'_>) -> Option<Mark<'_>> {
    let mut scan = Scan::new(here.as_str());
    LABELS.into_iter().any(|label| scan.the_word(label)).then_some(())?;
    let _ = scan.spaces();
    let parted = scan.one_of(&[':', '=']);
    let _ = scan.spaces();
    if !parted {
        let _ = scan.the_word("on") && scan.spaces();
    }
    mark(here, scan)
}

/// The text begins with a full day.
fn unlabelled(here: Excerpt<'_>) -> Option<Mark<'_>> {
    mark(here, Scan::new(here.as_str()))
}

/// `GENEVA, 14 May 2031 (Agency) -`: a few words with capitals, then a full day.
fn dateline<'t>(here: Excerpt<'t>, line: Excerpt<'t>) -> Option<Mark<'t>> {
    const WORDS: usize = 6;
    let mut scan = Scan::new(here.as_str());
    for _ in 0..WORDS {
        let word = scan.word()?;
        if !word.starts_with(char::is_uppercase) || names::weekday(word).is_some() {
            return None;
        }
        let _ = scan.one_of(&['.', '-']);
        let parted = scan.one_of(&[',', '/', '(', '–', '—']);
        let spaced = scan.spaces();
        if let Some(mut mark) = mark(here, scan) {
            if mark.at.end() > line.end() {
                return None;
            }
            mark.rest = skip_agency(mark.rest);
            return Some(mark);
        }
        if !parted && !spaced {
            return None;
        }
    }
    None
}

/// `(Agency) -` behind a dateline.
fn skip_agency(rest: Excerpt<'_>) -> Excerpt<'_> {
    let words = rest.as_str();
    let behind =
        words.strip_prefix('(').and_then(|inner| inner.split_once(')')).filter(|(name, _)| name.len() < 40);
    let behind = behind.map_or(words, |(_, behind)| behind);
    rest.cut(behind.trim_start_matches(is_parting)).unwrap_or(rest)
}

fn is_parting(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '–' | '—' | ':' | '\u{feff}')
}

/// A second day right behind the first: labelled, or in digits.
fn again(rest: Excerpt<'_>) -> Option<Mark<'_>> {
    let mut scan = Scan::new(rest.as_str());
    let _ = scan.one_of(&['/', ',', ';']);
    let _ = scan.spaces();
    let here = rest.cut(scan.rest())?;
    let digits =
        here.as_str().starts_with(|c: char| c.is_ascii_digit()) && here.as_str().get(4..5) == Some("-");
    labelled(here).or_else(|| if digits { unlabelled(here) } else { None })
}

/// A full day at `scan`, weekday before it or not.
fn mark<'t>(here: Excerpt<'t>, mut scan: Scan<'_>) -> Option<Mark<'t>> {
    let mut ahead = scan;
    if ahead.word().and_then(names::weekday).is_some() {
        let _ = ahead.one_of(&['.']);
        let _ = ahead.one_of(&[',']);
        let _ = ahead.spaces();
        scan = ahead;
    }
    let day = written_day(scan.rest()).filter(|day| day.year.is_some())?;
    let start = here.start() + scan.taken();
    let at = here.part(start..start + day.len)?;
    let rest = here.part(at.end()..here.end())?;
    // A clock time belongs to the mark: `2031-05-14T09:30:00Z`.
    let behind = rest.as_str();
    let behind = match behind.strip_prefix('T') {
        Some(time) if time.starts_with(|c: char| c.is_ascii_digit()) => {
            time.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | '+' | '-' | 'Z'))
        }
        _ => behind,
    };
    let behind = behind.trim_start_matches(|c: char| is_parting(c) || matches!(c, '.'));
    Some(Mark { at, day, rest: rest.cut(behind)? })
}
