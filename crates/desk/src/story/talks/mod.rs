//! The talks that a news report of 4 December 2025 tells of, as a record would have grown.
//!
//! The report's facts are restated in our own words, each recorded at the day it has in the report, and on the day of
//! the report where it has none. The case is the one of `examples/talks-2025-12-04.toml`. What was said in the
//! meetings is not known, and nothing is made up in its place: an item that stands there to show what items are says
//! so itself, and is [`INVENTED`].

mod frame;
mod reported;

use super::Step;
use mediant_model::Date;
use std::iter::once;

/// How every text begins that the report has no fact for.
pub const INVENTED: &str = "Invented for the demonstration: ";

/// The day of the report, a Thursday: everything is told as of this day.
pub const TALKS_DAY: Date = jiff::civil::date(2025, 12, 4);

/// The story, up to the morning of [`TALKS_DAY`]: before the meeting in Florida.
///
/// Labels: the sessions `kremlin`, `florida` and `preparations`; the mandates `former_head` and `umerov`; the items
/// `russia_substance`, `russia_minutes`, `ukraine_substance` and `ukraine_minutes`; the statements
/// `russia_precondition`, `russia_red_line` and `ukraine_red_line`.
pub fn talks_2025_12_04() -> Vec<Step> {
    once(frame::opening())
        .chain(once(frame::notice()))
        .chain(frame::people())
        .chain(frame::issues())
        .chain(reported::resignation())
        .chain(reported::kremlin())
        .chain(reported::florida())
        .chain(reported::third_of_december())
        .chain(reported::without_a_date())
        .collect()
}
