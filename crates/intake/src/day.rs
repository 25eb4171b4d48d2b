//! Days that a file says beside its text.

use jiff::Timestamp;
use jiff::civil::Date;
use mediant_reader::time::days::written_day;
use mediant_reader::time::names;
use serde::{Deserialize, Serialize};

use crate::layout::label;

/// A day that a file says is its report's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// The words that say the day, as they stand in the file.
    pub written: String,
    /// Where, for people: `the page's article:published_time`.
    pub place: String,
    /// The day where it was written: of `2031-05-14T23:30:00-04:00`, 14 May. `None` where the calendar does not have it.
    pub date: Option<Date>,
    /// The instant, where time and offset are written.
    instant: Option<i64>,
}

impl Day {
    /// Reads what stands at a place; `None` where that is no full day.
    pub fn read(written: &str, place: impl Into<String>) -> Option<Self> {
        let written = label(written)?;
        let mut rest = written.as_str();
        let word: &str = rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        if names::weekday(word).is_some() {
            rest = rest[word.len()..].trim_start_matches(['.', ',', ' ']);
        }
        let day = written_day(rest).filter(|day| day.year.is_some())?;
        let date = day.date(0);
        let instant = written.parse::<Timestamp>().ok().map(Timestamp::as_second);
        Some(Self { place: place.into(), date, instant, written })
    }

    /// Whether both mean one day: the same, or one moment seen from two places.
    pub fn agrees(&self, other: &Self) -> bool {
        self.date == other.date || (self.instant.is_some() && self.instant == other.instant)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(written: &str) -> Option<String> {
        Day::read(written, "here").map(|day| day.date.map_or("none".to_owned(), |date| date.to_string()))
    }

    #[test]
    fn days_as_files_write_them() {
        for written in [
            "2031-05-14",
            "2031-05-14T23:30:00-04:00",
            "2031-05-14 08:00",
            "Wed, 14 May 2031 09:30:00 +0200",
            "14 May 2031",
            "May 14, 2031",
            "Wednesday, May 14, 2031 9:30 AM",
        ] {
            assert_eq!(date(written).as_deref(), Some("2031-05-14"), "{written}");
        }
        assert_eq!(date("2031-02-30").as_deref(), Some("none"));
        for written in ["", "today", "14 May", "1905", "\u{1b}"] {
            assert_eq!(date(written), None, "{written}");
        }
    }

    #[test]
    fn one_moment_seen_from_two_places_is_one_day() {
        let day = |written| Day::read(written, "here").unwrap();
        assert!(day("2031-05-14T23:30:00Z").agrees(&day("2031-05-15T01:30:00+02:00")));
        assert!(!day("2031-05-14T23:30:00Z").agrees(&day("2031-05-15T23:30:00Z")));
    }
}
