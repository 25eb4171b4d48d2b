//! Time expressions: where they stand, and what they say before anybody knows the report's day.

use jiff::civil::Weekday;

use super::days::{WrittenDay, written_day};
use super::names;
use super::scan::Scan;
use crate::report::Excerpt;

/// What a weekday, a month or a week is counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// `last Tuesday`, `last week`.
    Last,
    /// `this Tuesday`, `this week`.
    This,
    /// `next Tuesday`, `next week`.
    Next,
    /// `Tuesday`: the text around it decides.
    Open,
}

/// A length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// Days of the calendar.
    Day,
    /// Weeks of seven days each.
    Week,
    /// Months of the calendar.
    Month,
    /// Years of the calendar.
    Year,
    /// Ten years of the calendar each.
    Decade,
}

/// A season, as the northern half counts it: by months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Season {
    /// March to May.
    Spring,
    /// June to August.
    Summer,
    /// September to November.
    Autumn,
    /// December to February.
    Winter,
}

/// What an expression says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// `14 May 2031`, `May 14`, and `Wednesday, May 14`, whose weekday can be held against it.
    Day(WrittenDay),
    /// `14-16 May`, `14 and 15 May`, `May 14-16`: first day, last day of one month.
    Days(WrittenDay, WrittenDay),
    /// `the 14th`, without a month.
    DayOfMonth(i8),
    /// `Tuesday`, `last Tuesday`.
    Weekday(Side, Weekday),
    /// `Tuesday` with a week of its own: `Tuesday last week`, `a week from Tuesday`: so many weeks from the report's.
    WeekdayOf(i8, Weekday),
    /// Today and its neighbours, in days from the report's.
    Near(i32),
    /// `three days ago` is -3 days, `in two weeks` 2 weeks.
    Away(i32, Unit),
    /// `three days earlier`, `the next day`, `the following week`: from the last day named before.
    AwayFromNamed(i32, Unit),
    /// `the same day`, `that day`: the last day named before.
    SameDay,
    /// `last week`, `this month`, `next year`, in units from the report's.
    Whole(i32, Unit),
    /// `this weekend`, `last weekend`.
    Weekend(Side),
    /// `May 2031`, `May`, `last May`.
    Month(Side, i8, Option<i16>),
    /// `summer 2031`, `last summer`.
    Season(Side, Season, Option<i16>),
    /// `2031`, a year by its number.
    Year(i16),
    /// `the same year`, `two years later`: so many years from the last one named.
    YearFromNamed(i32),
    /// `the 1990s`: first and last year.
    Years(i16, i16),
}

/// A time expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expression<'t> {
    /// Where it stands, without the preposition before it.
    pub at: Excerpt<'t>,
    /// What it says.
    pub meaning: Meaning,
}

/// Finds the time expressions of a text, in order, none within another. Costs a few looks at each word.
///
/// ```
/// use mediant_reader::report::Excerpt;
/// use mediant_reader::time::find;
///
/// let text = "They met last Tuesday and will meet again on 4 December.";
/// let found: Vec<&str> = find(Excerpt::whole(text)).iter().map(|time| time.at.as_str()).collect();
/// assert_eq!(found, ["last Tuesday", "4 December"]);
/// ```
pub fn find(text: Excerpt<'_>) -> Vec<Expression<'_>> {
    let words = text.as_str();
    let mut found = Vec::new();
    let mut passed = 0;
    let mut inside = false;
    for (at, c) in words.char_indices() {
        let begins = !inside && c.is_alphanumeric();
        inside = c.is_alphanumeric();
        if !begins || at < passed || is_amount(&words[..at]) {
            continue;
        }
        if let Some((len, meaning)) = read(&words[at..], &words[..at]) {
            let start = text.start() + at;
            found.extend(text.part(start..start + len).map(|at| Expression { at, meaning }));
            passed = at + len;
        }
    }
    found
}

/// Whether what stands before makes a number of something else of it: `$2031`, `3.14`, `No. 14`.
fn is_amount(before: &str) -> bool {
    before.ends_with(['$', '€', '£', '#', '.', ',']) && !before.ends_with("...")
}

/// An expression at the beginning of `text`, with its length; `before` stands before it.
fn read(text: &str, before: &str) -> Option<(usize, Meaning)> {
    days(text)
        .or_else(|| weekday(text))
        .or_else(|| near(text))
        .or_else(|| away(text, before))
        .or_else(|| whole(text))
        .or_else(|| month_alone(text))
        .or_else(|| day_of_month(text, before))
        .or_else(|| century(text))
        .or_else(|| year(text, before))
}

/// A written day, two of them, or a weekday before one.
fn days(text: &str) -> Option<(usize, Meaning)> {
    if let Some(range) = short_range(text) {
        return Some(range);
    }
    if let Some(day) = written_day(text) {
        return Some(up_to(text, day).unwrap_or((day.len, Meaning::Day(day))));
    }
    // `Wednesday, 14 May`, `Wednesday 14 May`.
    let mut scan = Scan::new(text);
    names::weekday(scan.word()?)?;
    let _ = scan.one_of(&['.']);
    let _ = scan.one_of(&[',']);
    scan.spaces().then_some(())?;
    let _ = scan.the_word("on") && scan.spaces();
    let day = written_day(scan.rest())?;
    Some((scan.taken() + day.len, Meaning::Day(day)))
}

/// What follows a day that begins a stretch: `May 14-16, 2031` is one expression; of `30 May to 2 June 2031` the first day is an expression
/// of its own, with the year of the second.
fn up_to(text: &str, day: WrittenDay) -> Option<(usize, Meaning)> {
    let mut scan = Scan::new(&text[day.len..]);
    let _ = scan.spaces();
    let tied =
        scan.one_of(&['-', '–']) || ["to", "until", "through", "and"].iter().any(|word| scan.the_word(word));
    tied.then_some(())?;
    let _ = scan.spaces();
    if let Some(last) = written_day(scan.rest()) {
        let year = last.year.filter(|_| day.year.is_none())?;
        let before = (last.month, last.day) < (day.month, day.day);
        let year = if before { year.checked_sub(1)? } else { year };
        return Some((day.len, Meaning::Day(WrittenDay { year: Some(year), ..day })));
    }
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let number = scan.number(1..=2)?;
    let end = scan.taken();
    let whole = !scan.rest().starts_with(|c: char| c.is_alphanumeric() || c == ':');
    let _ = scan.one_of(&[',']);
    let year = if scan.spaces() { scan.number(4..=4) } else { None };
    let end = if year.is_some() { scan.taken() } else { end };
    let last =
        WrittenDay { len: 0, day: i8::try_from(number).ok()?, month: day.month, year: year.or(day.year) };
    (whole && last.day > day.day)
        .then_some((day.len + end, Meaning::Days(WrittenDay { year: last.year, ..day }, last)))
}

/// `14-16 May`, `14 and 15 May`, `14 to 16 May 2031`.
fn short_range(text: &str) -> Option<(usize, Meaning)> {
    let mut scan = Scan::new(text);
    let first = scan.number(1..=2)?;
    let _ = ["st", "nd", "rd", "th"].into_iter().any(|ending| scan.the_word(ending));
    let spaced = scan.spaces();
    let tied = scan.one_of(&['-', '–']) || (spaced && (scan.the_word("to") || scan.the_word("and")));
    tied.then_some(())?;
    let _ = scan.spaces();
    let last = written_day(scan.rest()).filter(|day| day.month > 0 && !scan.rest().starts_with("the"))?;
    let first = WrittenDay { len: 0, day: i8::try_from(first).ok()?, month: last.month, year: last.year };
    (first.day > 0 && first.day < last.day).then_some((scan.taken() + last.len, Meaning::Days(first, last)))
}

fn side(word: &str) -> Option<Side> {
    match word.to_lowercase().as_str() {
        "last" | "past" | "previous" => Some(Side::Last),
        "this" => Some(Side::This),
        "next" | "coming" => Some(Side::Next),
        _ => None,
    }
}

/// `last Tuesday`, `this coming Friday`, `Tuesday last week`, `the following Monday`.
fn weekday(text: &str) -> Option<(usize, Meaning)> {
    let mut scan = Scan::new(text);
    let mut which = Side::Open;
    let mut word = scan.word()?;
    for _ in 0..2 {
        if let Some(side) = side(word) {
            which = if which == Side::This || which == Side::Open { side } else { which };
            scan.spaces().then_some(())?;
            word = scan.word()?;
        }
    }
    let weekday = names::weekday(word)?;
    if word.len() < 5 && text.len() > word.len() && !text[word.len()..].starts_with(['.', ',', ' ', ')']) {
        return None;
    }
    let end = scan.taken();
    // `Sun` and `Wed` are words of their own: only full names stand alone.
    (weekday_is_full(word) || which != Side::Open).then_some(())?;
    if scan.spaces() {
        let mut ahead = scan;
        if let Some(side) = ahead.word().and_then(side) {
            let weeks = match side {
                Side::Last => -1,
                Side::Next => 1,
                Side::This | Side::Open => 0,
            };
            if ahead.spaces() && ahead.the_word("week") {
                return Some((ahead.taken(), Meaning::WeekdayOf(weeks, weekday)));
            }
        }
    }
    Some((end, Meaning::Weekday(which, weekday)))
}

fn weekday_is_full(word: &str) -> bool {
    word.to_lowercase().ends_with("day")
}

/// Today and its neighbours.
fn near(text: &str) -> Option<(usize, Meaning)> {
    const NEAR: [(&[&str], i32); 14] = [
        (&["the", "day", "before", "yesterday"], -2),
        (&["the", "day", "after", "tomorrow"], 2),
        (&["yesterday"], -1),
        (&["tomorrow"], 1),
        (&["today"], 0),
        (&["tonight"], 0),
        (&["last", "night"], -1),
        (&["overnight"], 0),
        (&["this", "morning"], 0),
        (&["this", "afternoon"], 0),
        (&["this", "evening"], 0),
        (&["earlier", "today"], 0),
        (&["later", "today"], 0),
        (&["the", "previous", "evening"], -1),
    ];
    NEAR.iter().find_map(|(words, days)| Some((phrase(text, words)?, Meaning::Near(*days))))
}

/// The length of these words at the beginning of `text`, with single white space between them.
fn phrase(text: &str, words: &[&str]) -> Option<usize> {
    let mut scan = Scan::new(text);
    for (number, word) in words.iter().enumerate() {
        if number > 0 && !scan.spaces() {
            return None;
        }
        scan.the_word(word).then_some(())?;
    }
    Some(scan.taken())
}

fn unit(word: &str) -> Option<Unit> {
    match word.to_lowercase().as_str() {
        "day" | "days" => Some(Unit::Day),
        "week" | "weeks" => Some(Unit::Week),
        "fortnight" => Some(Unit::Week),
        "month" | "months" => Some(Unit::Month),
        "year" | "years" => Some(Unit::Year),
        "decade" | "decades" => Some(Unit::Decade),
        _ => None,
    }
}

/// `three days ago`, `in two weeks`, `two days later`, `the next day`, `the same day`.
fn away(text: &str, before: &str) -> Option<(usize, Meaning)> {
    same(text).or_else(|| counted(text, before))
}

/// `the same day`, `that day`, `the next day`, `the previous day`, `the following week`, `that year`.
fn same(text: &str) -> Option<(usize, Meaning)> {
    let mut scan = Scan::new(text);
    let first = scan.word()?.to_lowercase();
    scan.spaces().then_some(())?;
    let second = scan.word()?.to_lowercase();
    let (steps, noun) = match (first.as_str(), second.as_str()) {
        ("the" | "that", "same") => (0, None),
        ("the", "next" | "following") => (1, None),
        ("the", "previous" | "preceding") => (-1, None),
        ("that", "day" | "year") => (0, Some(second.as_str())),
        // `the day before`, `the year after`.
        ("the", "day" | "year" | "week") => {
            scan.spaces().then_some(())?;
            let behind = scan.word()?.to_lowercase();
            let steps = match behind.as_str() {
                "before" => -1,
                "after" => 1,
                _ => return None,
            };
            // `the day before the vote` counts from the vote.
            let alone =
                scan.rest().trim_start().starts_with(['.', ',', ';', ')']) || scan.rest().trim().is_empty();
            alone.then_some(())?;
            return Some((scan.taken(), from_named(steps, unit(&second)?)));
        }
        _ => return None,
    };
    if let Some(noun) = noun {
        return Some((scan.taken(), from_named(steps, unit(noun)?)));
    }
    scan.spaces().then_some(())?;
    let noun = scan.word()?;
    let unit = match noun.to_lowercase().as_str() {
        "morning" | "afternoon" | "evening" | "night" => Unit::Day,
        _ => unit(noun)?,
    };
    Some((scan.taken(), from_named(steps, unit)))
}

fn from_named(steps: i32, unit: Unit) -> Meaning {
    match (steps, unit) {
        (0, Unit::Day) => Meaning::SameDay,
        (steps, Unit::Year) => Meaning::YearFromNamed(steps),
        (steps, unit) => Meaning::AwayFromNamed(steps, unit),
    }
}

/// `three days ago`, `two weeks later`, `in five days`, `within a week`, `five days from now`.
fn counted(text: &str, before: &str) -> Option<(usize, Meaning)> {
    let mut scan = Scan::new(text);
    let ahead = before.split_whitespace().next_back().is_some_and(|word| word.eq_ignore_ascii_case("in"));
    let number = match scan.number(1..=3) {
        Some(number) => i32::from(number),
        None => {
            let word = scan.word()?;
            names::number(word).or_else(|| word.eq_ignore_ascii_case("one").then_some(1))?
        }
    };
    scan.spaces().then_some(())?;
    let mut word = scan.word()?;
    let mut number = number;
    // `a couple of days`: two; `a few days` says too little.
    if word.eq_ignore_ascii_case("couple") {
        scan.spaces().then_some(())?;
        let _ = scan.the_word("of") && scan.spaces();
        number = 2;
        word = scan.word()?;
    }
    let unit = unit(word)?;
    let number = if word.eq_ignore_ascii_case("fortnight") { 2 * number } else { number };
    let end = scan.taken();
    scan.spaces();
    let mut behind = scan;
    match behind.word().unwrap_or("").to_lowercase().as_str() {
        "ago" => return Some((behind.taken(), Meaning::Away(-number, unit))),
        "earlier" => return Some((behind.taken(), from_named(-number, unit))),
        "later" => return Some((behind.taken(), from_named(number, unit))),
        "hence" => return Some((behind.taken(), Meaning::Away(number, unit))),
        "from" => {
            let mut now = behind;
            if now.spaces() && (now.the_word("now") || now.the_word("today")) {
                return Some((now.taken(), Meaning::Away(number, unit)));
            }
        }
        "before" | "after" => {
            let alone = behind.rest().trim_start().starts_with(['.', ',', ';']) || behind.rest().is_empty();
            if alone {
                let steps = if behind.rest().len() + 6 < scan.rest().len() { -number } else { number };
                return Some((behind.taken(), from_named(steps, unit)));
            }
        }
        _ => {}
    }
    let follows = scan.rest().starts_with(char::is_alphabetic);
    let ends = !follows || phrase(scan.rest(), &["time"]).is_some() || is_small_word(scan.rest());
    (ahead && ends).then_some((end, Meaning::Away(number, unit)))
}

/// Whether a text goes on with a word that ends the expression before it.
fn is_small_word(text: &str) -> bool {
    let word = text.split(|c: char| !c.is_alphabetic()).next().unwrap_or("").to_lowercase();
    matches!(
        word.as_str(),
        "to" | "and" | "or" | "at" | "in" | "on" | "for" | "if" | "when" | "unless" | "but" | "with"
    )
}

/// `last week`, `this month`, `next year`, `this weekend`, `last May`, `last summer`.
fn whole(text: &str) -> Option<(usize, Meaning)> {
    let mut scan = Scan::new(text);
    let which = side(scan.word()?)?;
    scan.spaces().then_some(())?;
    let mut word = scan.word()?;
    // `this past week`, `this coming month`.
    let which = match side(word) {
        Some(other) if which == Side::This => {
            scan.spaces().then_some(())?;
            word = scan.word()?;
            other
        }
        _ => which,
    };
    let steps = match which {
        Side::Last => -1,
        Side::This | Side::Open => 0,
        Side::Next => 1,
    };
    if let Some(month) = names::month(word) {
        return Some((scan.taken(), Meaning::Month(which, month, None)));
    }
    if let Some(season) = season(word) {
        return Some((scan.taken(), Meaning::Season(which, season, None)));
    }
    match word.to_lowercase().as_str() {
        "weekend" => Some((scan.taken(), Meaning::Weekend(which))),
        "week" => Some((scan.taken(), Meaning::Whole(steps, Unit::Week))),
        "month" => Some((scan.taken(), Meaning::Whole(steps, Unit::Month))),
        "year" => Some((scan.taken(), Meaning::Whole(steps, Unit::Year))),
        _ => None,
    }
}

fn season(word: &str) -> Option<Season> {
    match word.to_lowercase().as_str() {
        "spring" => Some(Season::Spring),
        "summer" => Some(Season::Summer),
        "autumn" | "fall" => Some(Season::Autumn),
        "winter" => Some(Season::Winter),
        _ => None,
    }
}

/// `May 2031`, `May`, `early May`, `summer 2031`.
fn month_alone(text: &str) -> Option<(usize, Meaning)> {
    let mut scan = Scan::new(text);
    let word = scan.word()?;
    let month = names::month(word);
    let season = season(word);
    if month.is_none() && season.is_none() {
        return None;
    }
    let end = scan.taken();
    let _ = scan.one_of(&['.']);
    let _ = scan.one_of(&[',']);
    let mut ahead = scan;
    let _ = ahead.spaces() && ahead.the_word("of") && ahead.spaces();
    let year = ahead.number(4..=4).filter(|_| !ahead.rest().starts_with(|c: char| c.is_alphanumeric()));
    let len = if year.is_some() { ahead.taken() } else { end };
    match (month, season) {
        // `May` and `March` are words of their own; alone, the first is taken for the verb at the head of a text.
        (Some(month), _) => {
            let short = names::is_short_month(word);
            (year.is_some() || !short).then_some((len, Meaning::Month(Side::Open, month, year)))
        }
        (None, Some(season)) => year.map(|year| (len, Meaning::Season(Side::Open, season, Some(year)))),
        (None, None) => None,
    }
}

/// `the 14th`, behind `on` or `of`.
fn day_of_month(text: &str, before: &str) -> Option<(usize, Meaning)> {
    let on = before.split_whitespace().next_back().is_some_and(|word| {
        ["on", "by", "until", "before", "for", "since"].iter().any(|known| word.eq_ignore_ascii_case(known))
    });
    let mut scan = Scan::new(text);
    (on && scan.the_word("the") && scan.spaces()).then_some(())?;
    let rest = scan.rest();
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '-').unwrap_or(rest.len());
    let day = names::ordinal(&rest[..end])?;
    // `on the second day`, `on the third floor` are no days of a month; `the 14th` in digits with nothing behind is.
    let digits = rest.starts_with(|c: char| c.is_ascii_digit());
    let behind = rest[end..].trim_start();
    let alone = !behind.starts_with(char::is_alphabetic) || is_small_word(behind);
    (digits && alone).then_some((scan.taken() + end, Meaning::DayOfMonth(day)))
}

/// `17th century`, `the seventeenth century`.
fn century(text: &str) -> Option<(usize, Meaning)> {
    let end = text.find([' ', '-']).filter(|&end| end > 0)?;
    let number = i16::from(names::ordinal(&text[..end])?);
    let mut scan = Scan::new(text.get(end + 1..)?);
    (scan.the_word("century") && number > 1).then_some(())?;
    Some((end + 1 + scan.taken(), Meaning::Years((number - 1) * 100, (number - 1) * 100 + 99)))
}

/// `2031`, `the 1990s`, `the 1800s`.
fn year(text: &str, before: &str) -> Option<(usize, Meaning)> {
    let mut scan = Scan::new(text);
    let year = scan.number(4..=4).filter(|year| (1000..2200).contains(year))?;
    let mut ahead = scan;
    let _ = ahead.one_of(&['\'', '’']);
    if year % 10 == 0 && ahead.the_word("s") {
        let last = if year % 100 == 0 && year < 1900 { year + 99 } else { year + 9 };
        return Some((ahead.taken(), Meaning::Years(year, last)));
    }
    // `2031-35` and `2031/32` are years too; `1500 people` is none, unless a preposition of time stands before it.
    let rest = scan.rest();
    if rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '%' | ':' | '°'))
        || rest.starts_with(".0")
    {
        return None;
    }
    let word = before.split_whitespace().next_back().unwrap_or("").to_lowercase();
    let told = matches!(
        word.trim_start_matches('('),
        "in" | "since"
            | "from"
            | "until"
            | "to"
            | "by"
            | "of"
            | "between"
            | "and"
            | "during"
            | "early"
            | "late"
            | "mid"
            | "before"
            | "after"
            | "year"
            | "till"
            | "circa"
    ) || before.ends_with(['(', '-', '–', '/']);
    let counts =
        rest.trim_start().starts_with(|c: char| c.is_lowercase()) && !is_small_word(rest.trim_start());
    (told || (!counts && (1700..2100).contains(&year))).then_some((scan.taken(), Meaning::Year(year)))
}
