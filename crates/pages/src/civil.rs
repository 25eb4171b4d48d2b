//! Days and times of a place: zones that there are, and times of day that there are on that day.

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};
use mediant_record::session::{MoveSession, Plan, PlanSession};
use mediant_record::{Command, CommandError};
use mediant_words::{Language, say};

/// Refuses a session at a place whose time zone there is not, or at a time that the clock there leaps over.
///
/// Here and not where commands are decided: which zones there are, and when their clocks are put forward, is the world's.
///
/// # Errors
/// Names the field, in a language.
pub fn check(command: &Command, language: Language) -> Result<(), CommandError> {
    match command {
        Command::PlanSession(PlanSession { plan, .. }) | Command::MoveSession(MoveSession { plan, .. }) => {
            plan_exists(plan, language)
        }
        _ => Ok(()),
    }
}

fn plan_exists(plan: &Plan, language: Language) -> Result<(), CommandError> {
    let Some(name) = &plan.time_zone else { return Ok(()) };
    let Some(zone) = named(name) else {
        let message = say!(language, civil.no_time_zone, name = name.chars().take(60).collect::<String>());
        return Err(CommandError::invalid("plan.time_zone", message)
            .help(say!(language, civil.take_a_zone_of_the_list)));
    };
    let Some((day, time)) =
        plan.on.zip(plan.time.as_deref().and_then(|time| Time::strptime("%H:%M", time).ok()))
    else {
        return Ok(());
    };
    match clock(&zone, day, time) {
        Clock::Gap { from, to } => {
            let message = say!(
                language,
                civil.there_is_no_such_time,
                time = time.strftime("%H:%M").to_string(),
                day = day.to_string(),
                place = name,
                from = from.strftime("%H:%M").to_string(),
                to = to.strftime("%H:%M").to_string()
            );
            Err(CommandError::invalid("plan.time", message)
                .help(say!(language, civil.take_a_time_before_or_after)))
        }
        Clock::Once | Clock::Twice => Ok(()),
    }
}

/// The zone of this name.
pub fn named(name: &str) -> Option<TimeZone> {
    TimeZone::get(name).ok().filter(|zone| zone.iana_name().is_some())
}

/// What the clock at a place shows at a time of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// That time, once.
    Once,
    /// That time twice: it is put back that day.
    Twice,
    /// Not that time: it is put forward over it.
    Gap {
        /// From this time.
        from: DateTime,
        /// To this one.
        to: DateTime,
    },
}

/// What the clock shows there.
pub fn clock(zone: &TimeZone, day: Date, time: Time) -> Clock {
    let civil = day.to_datetime(time);
    match zone.to_ambiguous_timestamp(civil).offset() {
        AmbiguousOffset::Unambiguous { .. } => Clock::Once,
        AmbiguousOffset::Fold { .. } => Clock::Twice,
        AmbiguousOffset::Gap { before, after } => {
            // Taken by the clock before, the time that is leapt over lies after the leap.
            let leap = before.to_timestamp(civil).ok();
            let leap = leap.and_then(|later| later.checked_add(SignedDuration::from_secs(1)).ok());
            let leap = leap.and_then(|later| zone.preceding(later).next());
            let leap = leap.map(|transition| transition.timestamp());
            let shown = |offset: jiff::tz::Offset| leap.map_or(civil, |leap| offset.to_datetime(leap));
            Clock::Gap { from: shown(before), to: shown(after) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(zone: &str, day: &str, time: &str) -> Clock {
        clock(&named(zone).unwrap(), day.parse().unwrap(), Time::strptime("%H:%M", time).unwrap())
    }

    #[test]
    fn a_clock_that_is_put_forward_leaps_over_an_hour() {
        for (zone, day, time, from, to) in [
            ("Europe/Berlin", "2027-03-28", "02:30", "2027-03-28T02:00", "2027-03-28T03:00"),
            ("Europe/Berlin", "2027-03-28", "02:00", "2027-03-28T02:00", "2027-03-28T03:00"),
            ("America/New_York", "2027-03-14", "02:59", "2027-03-14T02:00", "2027-03-14T03:00"),
            ("Australia/Lord_Howe", "2027-10-03", "02:10", "2027-10-03T02:00", "2027-10-03T02:30"),
            // A day that was left out.
            ("Pacific/Apia", "2011-12-30", "12:00", "2011-12-30T00:00", "2011-12-31T00:00"),
        ] {
            let expected = Clock::Gap { from: from.parse().unwrap(), to: to.parse().unwrap() };
            assert_eq!(at(zone, day, time), expected, "{zone} {day} {time}");
        }
        assert_eq!(at("Europe/Berlin", "2027-03-28", "03:00"), Clock::Once);
        assert_eq!(at("Europe/Berlin", "2027-10-31", "02:30"), Clock::Twice);
        assert_eq!(at("Asia/Kolkata", "2027-03-28", "02:30"), Clock::Once);
        for none in ["Mars/Olympus_Mons", "", "Kyiv", "Europe", "../etc/passwd"] {
            assert!(named(none).is_none(), "{none}");
        }
    }
}
