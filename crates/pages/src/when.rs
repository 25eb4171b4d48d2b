//! Days and moments, as their reader's time zone has them.

use crate::civil::{self, Clock};
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use maud::{Markup, html};
use mediant_words::{Speaks, say};

/// A time zone with the name it goes by.
#[derive(Clone, Debug)]
pub struct Zone {
    /// The rules by which a moment becomes a day and a time.
    pub zone: TimeZone,
    name: String,
}

impl Zone {
    /// Universal time, for readers who chose no zone.
    pub fn utc() -> Self {
        Self { zone: TimeZone::UTC, name: "UTC".to_owned() }
    }

    /// The zone of this name, such as `Europe/Kyiv`; `None` for a name that no zone has.
    pub fn named(name: &str) -> Option<Self> {
        if name == "UTC" {
            return Some(Self::utc());
        }
        TimeZone::get(name).ok().map(|zone| Self { zone, name: name.to_owned() })
    }

    /// Its name in the database of time zones.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How it is called beside a time: `Kyiv time`.
    pub fn label(&self) -> String {
        match self.name.rsplit_once('/') {
            Some((_, city)) => format!("{} time", city.replace('_', " ")),
            None => self.name.clone(),
        }
    }

    /// The day it is there.
    pub fn day_of(&self, moment: Timestamp) -> Date {
        self.zone.to_datetime(moment).date()
    }
}

/// `Thu 4 Dec 2025`.
pub fn day_text(day: Date) -> String {
    day.strftime("%a %-d %b %Y").to_string()
}

/// `Thu 4 Dec 2025, 18:00 Kyiv time`.
pub fn moment_text(moment: Timestamp, zone: &Zone) -> String {
    let there = zone.zone.to_datetime(moment);
    format!("{}, {} {}", day_text(there.date()), there.strftime("%H:%M"), zone.label())
}

/// A day, for people and machines.
pub fn day(day: Date) -> Markup {
    html! { time datetime=(day) { (day_text(day)) } }
}

/// A moment, for people and machines.
pub fn moment(moment: Timestamp, zone: &Zone) -> Markup {
    // Seconds are nobody's business: what is shown is exact to the minute.
    let machine = TimeZone::UTC.to_datetime(moment).strftime("%Y-%m-%dT%H:%MZ").to_string();
    html! { time datetime=(machine) { (moment_text(moment, zone)) } }
}

/// A time of day at a place, and what it is for the reader where that differs: `10:00 New York time (17:00 Kyiv time)`.
pub fn at_place(
    language: impl Speaks,
    day: Option<Date>,
    time: Option<&str>,
    place_zone: Option<&str>,
    zone: &Zone,
) -> Markup {
    let there = place_zone.and_then(Zone::named);
    let civil = day.zip(time.and_then(|time| Time::strptime("%H:%M", time).ok()));
    let moment = civil
        .zip(there.as_ref())
        .and_then(|((day, time), there)| there.zone.to_timestamp(day.to_datetime(time)).ok());
    html! {
        @match day { Some(date) => (self::day(date)), None => (say!(&language, when.day_not_fixed)) }
        @if let Some(time) = time { ", " bdi { (time) } }
        @if time.is_some() {
            @if twice(&there, civil) { ", " (say!(&language, when.first_of_two)) "," }
            @if let Some(there) = &there { " " (there.label()) } @else if let Some(named) = place_zone { " " bdi { (named) } }
        }
        @if let (Some(moment_there), Some(there)) = (moment, &there) {
            @if there.name() != zone.name() { " (" (moment_for_reader(moment_there, day, zone)) ")" }
        }
    }
}

/// Whether the clock there shows the time twice that day.
fn twice(there: &Option<Zone>, civil: Option<(Date, Time)>) -> bool {
    let shown = there.as_ref().zip(civil).map(|(there, (day, time))| civil::clock(&there.zone, day, time));
    shown == Some(Clock::Twice)
}

/// The moment as the reader has it, without the day where it is the same one.
fn moment_for_reader(moment: Timestamp, day: Option<Date>, zone: &Zone) -> Markup {
    let here = zone.zone.to_datetime(moment);
    if Some(here.date()) == day {
        html! { (here.strftime("%H:%M").to_string()) " " (zone.label()) }
    } else {
        self::moment(moment, zone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_told_in_the_readers_zone() {
        let moment: Timestamp = "2025-12-04T16:00:31Z".parse().unwrap();
        let kyiv = Zone::named("Europe/Kyiv").unwrap();
        assert_eq!(moment_text(moment, &kyiv), "Thu 4 Dec 2025, 18:00 Kyiv time");
        assert!(super::moment(moment, &Zone::utc()).into_string().contains("16:00Z"));
        assert!(Zone::named("Mars/Olympus_Mons").is_none());
    }

    #[test]
    fn a_session_elsewhere_is_told_in_both_zones() {
        let kyiv = Zone::named("Europe/Kyiv").unwrap();
        let day = Some(jiff::civil::date(2025, 12, 4));
        let text =
            at_place(mediant_words::Language::English, day, Some("18:30"), Some("America/New_York"), &kyiv)
                .into_string();
        assert!(text.contains("18:30") && text.contains("New York time"), "{text}");
        // It is already the next day in Kyiv.
        assert!(text.contains("Fri 5 Dec 2025, 01:30 Kyiv time"), "{text}");
    }
}
