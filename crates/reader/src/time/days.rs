//! Days as they are written: `2031-05-14`, `14 May 2031`, `the 14th of May`, `May 14, 2031`, `May 14`.

use jiff::civil::Date;

use super::names;
use super::scan::Scan;

/// A day of a month as written, with or without its year. Not every one is in the calendar: see [`WrittenDay::date`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrittenDay {
    /// Bytes that it takes.
    pub len: usize,
    /// Day of the month, as written.
    pub day: i8,
    /// Month, 1 to 12, or what stands in its place in a form of digits alone.
    pub month: i8,
    /// Year, where there is one.
    pub year: Option<i16>,
}

impl WrittenDay {
    /// The day, in `year` unless the text gives one; `None` where the calendar has no such day.
    pub fn date(&self, year: i16) -> Option<Date> {
        Date::new(self.year.unwrap_or(year), self.month, self.day).ok()
    }
}

/// Reads a day that begins where `text` begins.
///
/// ```
/// use mediant_reader::time::days::written_day;
///
/// let day = written_day("30th of May, 2031, in Riga").ok_or("a day")?;
/// assert_eq!((day.day, day.month, day.year, day.len), (30, 5, Some(2031), 17));
/// assert_eq!(written_day("May 31").ok_or("a day")?.year, None);
/// assert_eq!(written_day("May they agree"), None);
/// # Ok::<(), &str>(())
/// ```
pub fn written_day(text: &str) -> Option<WrittenDay> {
    digits(text).or_else(|| day_first(text)).or_else(|| month_first(text))
}

/// `2031-05-14`, also with strokes.
fn digits(text: &str) -> Option<WrittenDay> {
    let mut scan = Scan::new(text);
    let year = scan.number(4..=4)?;
    let mark = ['-', '/', '.'].into_iter().find(|&mark| scan.one_of(&[mark]))?;
    let month = scan.number(1..=2)?;
    if !scan.one_of(&[mark]) {
        return None;
    }
    let day = scan.number(1..=2)?;
    // `2031-05-14T10:00` is still that day; `2031-05-14-3` is a number of something else.
    let more = scan.rest().starts_with(|c: char| c.is_alphanumeric() && c != 'T')
        || scan.rest().starts_with(mark) && mark != '.';
    (!more).then_some(())?;
    Some(WrittenDay { len: scan.taken(), day: day as i8, month: month as i8, year: Some(year) })
}

/// `14 May 2031`, `the 14th of May`.
fn day_first(text: &str) -> Option<WrittenDay> {
    let mut scan = Scan::new(text);
    if scan.the_word("the") && !scan.spaces() {
        return None;
    }
    let day = ordinal(&mut scan)?;
    scan.spaces().then_some(())?;
    if scan.the_word("of") {
        scan.spaces().then_some(())?;
    }
    let month = month(&mut scan)?;
    Some(with_year(scan, day, month))
}

/// `May 14, 2031`, `May the 14th`.
fn month_first(text: &str) -> Option<WrittenDay> {
    let mut scan = Scan::new(text);
    let month = month(&mut scan)?;
    scan.spaces().then_some(())?;
    if scan.the_word("the") {
        scan.spaces().then_some(())?;
    }
    let day = ordinal(&mut scan)?;
    // `May 14:30` is no day, and neither is `May 14.5`.
    let mut ahead = scan;
    if ahead.one_of(&[':', '.', '%']) && ahead.rest().starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    Some(with_year(scan, day, month))
}

/// A month's name, with the full stop of its abbreviation.
fn month(scan: &mut Scan<'_>) -> Option<i8> {
    let mut ahead = *scan;
    let word = ahead.word()?;
    let month = names::month(word)?;
    if names::is_short_month(word) {
        ahead.one_of(&['.']);
    }
    *scan = ahead;
    Some(month)
}

/// `14`, `14th`, from 1 to 99: whether the month has that day is the calendar's to say.
fn ordinal(scan: &mut Scan<'_>) -> Option<i8> {
    let mut ahead = *scan;
    let day = ahead.number(1..=2).filter(|&day| day > 0)? as i8;
    let _ = ["st", "nd", "rd", "th"].into_iter().any(|ending| ahead.the_word(ending));
    if ahead.rest().starts_with(char::is_alphanumeric) {
        return None;
    }
    *scan = ahead;
    Some(day)
}

/// A year behind a day: `, 2031`, ` 2031`.
fn with_year(scan: Scan<'_>, day: i8, month: i8) -> WrittenDay {
    let mut ahead = scan;
    ahead.one_of(&[',']);
    let year = if ahead.spaces() { ahead.number(3..=4) } else { None };
    // `May 14, 420 people came`; but `on 14 May 420.`.
    let year =
        year.filter(|&year| year >= 1000 || !ahead.rest().trim_start().starts_with(char::is_alphanumeric));
    // `May 14, 2031 people` cannot be told from a year; `14 May 1500-strong` can.
    let year = year.filter(|_| !ahead.rest().starts_with(|c: char| c.is_alphanumeric() || c == '-'));
    let len = if year.is_some() { ahead.taken() } else { scan.taken() };
    WrittenDay { len, day, month, year }
}
