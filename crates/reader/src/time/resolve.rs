//! What a time expression means on the report's day.

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday, date};

use super::days::WrittenDay;
use super::expressions::{Meaning, Season, Side, Unit};

/// Whether what the text tells of a day is over or to come; it decides which Tuesday is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aspect {
    /// `met on Tuesday`.
    Past,
    /// `will meet on Tuesday`.
    Future,
    /// The text does not say: taken for the past, as reports tell what happened.
    Unknown,
}

/// What an expression means: a day, or everything from a first to a last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct When {
    /// The first day that it covers.
    pub from: Date,
    /// The last day that it covers; the first one again where it is a single day.
    pub to: Date,
}

impl When {
    fn day(day: Date) -> Self {
        Self { from: day, to: day }
    }

    fn span(from: Date, to: Date) -> Option<Self> {
        (from <= to).then_some(Self { from, to })
    }

    /// The day, if it is a single one.
    pub fn single(&self) -> Option<Date> {
        (self.from == self.to).then_some(self.from)
    }
}

/// What the report has named so far: the clock that `the same day` and `30 May` go by.
///
/// Feed it the expressions of a report in the order of the text.
///
/// ```
/// use jiff::civil::date;
/// use mediant_reader::report::Excerpt;
/// use mediant_reader::time::{Aspect, Clock, find};
///
/// // A Thursday.
/// let mut clock = Clock::new(date(2025, 12, 4));
/// let text = "They met on Tuesday. The same day the truce ended.";
/// let days: Vec<String> = find(Excerpt::whole(text))
///     .iter()
///     .filter_map(|time| clock.resolve(time.meaning, Aspect::Past)?.single())
///     .map(|day| day.to_string())
///     .collect();
/// assert_eq!(days, ["2025-12-02", "2025-12-02"]);
/// ```
#[derive(Debug, Clone)]
pub struct Clock {
    report: Date,
    named: Option<Date>,
    year: Option<i16>,
}

impl Clock {
    /// A clock for a report of this day that has named nothing yet.
    pub fn new(report: Date) -> Self {
        Self { report, named: None, year: None }
    }

    /// The report's day.
    pub fn report(&self) -> Date {
        self.report
    }

    /// The day that was named last, if any.
    pub fn named(&self) -> Option<Date> {
        self.named
    }

    /// What an expression means, and remembers it. `None` where the calendar has no such day, where nothing was named
    /// that it could count from, or where it says too little.
    pub fn resolve(&mut self, meaning: Meaning, aspect: Aspect) -> Option<When> {
        let when = self.meaning(meaning, aspect)?;
        match meaning {
            Meaning::Day(day) => {
                self.named = when.single();
                self.year = day.year.or(self.year.filter(|_| day.year.is_none()));
            }
            Meaning::Days(_, last) => {
                self.named = Some(when.from);
                self.year = last.year.or(self.year);
            }
            Meaning::Year(year) => {
                self.year = Some(year);
            }
            Meaning::Month(_, _, Some(year)) | Meaning::Season(_, _, Some(year)) => {
                self.year = Some(year);
            }
            Meaning::YearFromNamed(_) => self.year = Some(when.from.year()),
            _ => {
                // What is told by the report's own day ends a story of other years.
                if let Some(day) = when.single() {
                    self.named = Some(day);
                    if !matches!(
                        meaning,
                        Meaning::SameDay | Meaning::AwayFromNamed(..) | Meaning::DayOfMonth(_)
                    ) {
                        self.year = None;
                    }
                }
            }
        }
        Some(when)
    }

    fn meaning(&self, meaning: Meaning, aspect: Aspect) -> Option<When> {
        let report = self.report;
        match meaning {
            Meaning::Day(day) => Some(When::day(self.written(day, aspect)?)),
            Meaning::Days(first, last) => {
                let to = self.written(last, aspect)?;
                let from = first.date(first.year.unwrap_or(to.year()))?;
                // `30 December to 2 January 2032` begins in the year before.
                let from = if from > to { from.checked_sub(1.year()).ok()? } else { from };
                When::span(from, to)
            }
            Meaning::DayOfMonth(day) => self.day_of_month(day, aspect).map(When::day),
            Meaning::Weekday(side, weekday) => weekday_by(report, side, weekday, aspect).map(When::day),
            Meaning::WeekdayOf(weeks, weekday) => {
                let monday = monday(report)?.checked_add(i32::from(weeks).weeks()).ok()?;
                let offset = i32::from(weekday.to_monday_zero_offset());
                monday.checked_add(offset.days()).ok().map(When::day)
            }
            Meaning::Near(days) => report.checked_add(days.days()).ok().map(When::day),
            Meaning::Away(count, unit) => away(report, count, unit),
            Meaning::AwayFromNamed(count, unit) => away(self.named?, count, unit),
            Meaning::SameDay => self.named.map(When::day),
            Meaning::Whole(steps, unit) => whole(report, steps, unit),
            Meaning::Weekend(side) => weekend(report, side, aspect),
            Meaning::Month(side, month, year) => self.month(side, month, year, aspect),
            Meaning::Season(side, season, year) => self.season(side, season, year, aspect),
            Meaning::Year(year) => years(year, year),
            Meaning::YearFromNamed(steps) => {
                let year = self.year.or(self.named.map(|day| day.year()))?;
                let year = year.checked_add(i16::try_from(steps).ok()?)?;
                years(year, year)
            }
            Meaning::Years(first, last) => years(first, last),
        }
    }

    /// A day without a year is in the year that the text tells of; otherwise in the one that puts it nearest to the
    /// report, on the side that the text says.
    fn written(&self, day: WrittenDay, aspect: Aspect) -> Option<Date> {
        if let Some(year) = day.year {
            return day.date(year);
        }
        let year = self.report.year();
        if let Some(told) = self.year {
            // A year told of lately gives way where the day would fall on the wrong side of the report.
            let date = day.date(told);
            let wrong = date.is_none_or(|date| match aspect {
                Aspect::Past => date > self.report,
                Aspect::Future => date < self.report,
                Aspect::Unknown => false,
            });
            if !wrong || (told - year).abs() > 1 {
                return date;
            }
        }
        let tried = [year - 1, year, year + 1].into_iter().filter_map(|year| day.date(year));
        let fits = |date: &Date| match aspect {
            Aspect::Past => *date <= self.report,
            Aspect::Future => *date >= self.report,
            Aspect::Unknown => true,
        };
        let distance = |date: &Date| (*date - self.report).get_days().abs();
        tried.clone().filter(fits).min_by_key(distance).or_else(|| tried.min_by_key(distance))
    }

    /// `the 14th`: of the month named last, or the one nearest to the report on the right side.
    fn day_of_month(&self, day: i8, aspect: Aspect) -> Option<Date> {
        let near = self.named.unwrap_or(self.report);
        let month = near.first_of_month();
        let tried = [month.checked_sub(1.month()).ok()?, month, month.checked_add(1.month()).ok()?];
        let dates = tried.into_iter().filter_map(|month| Date::new(month.year(), month.month(), day).ok());
        let fits = |date: &Date| match aspect {
            Aspect::Past => *date <= self.report,
            Aspect::Future => *date >= self.report,
            Aspect::Unknown => true,
        };
        dates.filter(fits).min_by_key(|date| (*date - near).get_days().abs())
    }

    fn month(&self, side: Side, month: i8, year: Option<i16>, aspect: Aspect) -> Option<When> {
        let first = |year| Date::new(year, month, 1).ok();
        let here = self.report.first_of_month();
        let this_year = first(self.report.year())?;
        let chosen = match (year.or(self.year.filter(|_| side == Side::Open)), side) {
            (Some(year), _) => first(year)?,
            (None, Side::Last) if this_year >= here => first(self.report.year() - 1)?,
            (None, Side::Next) if this_year <= here => first(self.report.year() + 1)?,
            (None, Side::Open) => match aspect {
                Aspect::Past if this_year > here => first(self.report.year() - 1)?,
                Aspect::Future if this_year < here => first(self.report.year() + 1)?,
                _ => this_year,
            },
            _ => this_year,
        };
        When::span(chosen, chosen.last_of_month())
    }

    fn season(&self, side: Side, season: Season, year: Option<i16>, aspect: Aspect) -> Option<When> {
        let begins = match season {
            Season::Spring => 3,
            Season::Summer => 6,
            Season::Autumn => 9,
            Season::Winter => 12,
        };
        let first = |year| Date::new(year, begins, 1).ok();
        let this_year = first(self.report.year())?;
        let over = this_year.checked_add(2.months()).ok()?.last_of_month() < self.report;
        let first = match (year, side) {
            (Some(year), _) => first(year)?,
            (None, Side::Last) if !over => first(self.report.year() - 1)?,
            (None, Side::This) if aspect == Aspect::Past && this_year > self.report => {
                first(self.report.year() - 1)?
            }
            (None, Side::Next) if over || this_year <= self.report => first(self.report.year() + 1)?,
            _ => this_year,
        };
        When::span(first, first.checked_add(2.months()).ok()?.last_of_month())
    }
}

fn monday(day: Date) -> Option<Date> {
    let offset = i32::from(day.weekday().to_monday_zero_offset());
    day.checked_sub(offset.days()).ok()
}

/// Which Tuesday: the report's own day counts as the last one and the next one, unless the text says `last` or `next`.
fn weekday_by(report: Date, side: Side, weekday: Weekday, aspect: Aspect) -> Option<Date> {
    // Days back to the last one, 0 to 6.
    let back = i32::from(weekday.until(report.weekday()));
    let forth = (7 - back) % 7;
    let days = match (side, aspect) {
        (Side::Last, _) => -(if back == 0 { 7 } else { back }),
        (Side::Next, _) => {
            if forth == 0 {
                7
            } else {
                forth
            }
        }
        (Side::This, Aspect::Past) | (Side::Open, Aspect::Past | Aspect::Unknown) => -back,
        (Side::This | Side::Open, _) => forth,
    };
    report.checked_add(days.days()).ok()
}

fn away(from: Date, count: i32, unit: Unit) -> Option<When> {
    match unit {
        Unit::Day => from.checked_add(count.days()).ok().map(When::day),
        // `two weeks ago` names a day as a week: the day that stands there, and no more is said.
        Unit::Week => from.checked_add(count.weeks()).ok().map(When::day),
        Unit::Month => {
            let first = from.first_of_month().checked_add(count.months()).ok()?;
            When::span(first, first.last_of_month())
        }
        Unit::Year | Unit::Decade => {
            let years_away =
                i16::try_from(count).ok()?.checked_mul(if unit == Unit::Decade { 10 } else { 1 })?;
            let year = from.year().checked_add(years_away)?;
            years(year, year)
        }
    }
}

fn whole(report: Date, steps: i32, unit: Unit) -> Option<When> {
    match unit {
        Unit::Day => report.checked_add(steps.days()).ok().map(When::day),
        Unit::Week => {
            let first = monday(report)?.checked_add(steps.weeks()).ok()?;
            When::span(first, first.checked_add(6.days()).ok()?)
        }
        Unit::Month | Unit::Year | Unit::Decade => away(report, steps, unit),
    }
}

fn weekend(report: Date, side: Side, aspect: Aspect) -> Option<When> {
    let saturday = monday(report)?.checked_add(5.days()).ok()?;
    let ahead = saturday > report;
    let steps = match side {
        Side::Last => -1,
        // `held this weekend`, told on a Wednesday.
        Side::This if ahead && aspect == Aspect::Past => -1,
        Side::This | Side::Open => 0,
        Side::Next => 1,
    };
    let first = saturday.checked_add(steps.weeks()).ok()?;
    When::span(first, first.checked_add(1.day()).ok()?)
}

fn years(first: i16, last: i16) -> Option<When> {
    // jiff's calendar ends with the year 9999.
    (1..=9999).contains(&first).then_some(())?;
    (1..=9999).contains(&last).then_some(())?;
    When::span(date(first, 1, 1), date(last, 12, 31))
}
