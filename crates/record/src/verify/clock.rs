//! Whether the clock that a record was written by was put back.

use jiff::{SignedDuration, Timestamp};

/// A clock that went back between two events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PutBack {
    /// The place of the event that was recorded after it, in the order in which they were verified.
    pub at: u64,
    /// What the clock showed before.
    pub from: Timestamp,
    /// What it showed then.
    pub to: Timestamp,
}

/// Watches the times of events in their order.
///
/// Servers of one record have clocks of their own, which are apart by moments: what goes back less than a minute is not told.
#[derive(Clone, Debug, Default)]
pub struct ClockWatch {
    latest: Option<Timestamp>,
    events: u64,
    found: Vec<PutBack>,
}

/// How far the clocks of several servers may be apart.
const APART: SignedDuration = SignedDuration::from_secs(60);

impl ClockWatch {
    /// Takes the time of the next event; `None` where nobody can read it.
    pub fn take(&mut self, time: Option<Timestamp>) {
        self.events += 1;
        let Some(time) = time else { return };
        if let Some(from) = self.latest
            && time < from
            && from.duration_since(time) >= APART
        {
            self.found.push(PutBack { at: self.events, from, to: time });
        }
        // From where it was put to: each time that it was put back is told once.
        self.latest = Some(match self.latest {
            Some(latest) if latest.duration_since(time) < APART => latest.max(time),
            _ => time,
        });
    }

    /// Each time that it was put back.
    pub fn found(&self) -> &[PutBack] {
        &self.found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_was_put_back_is_found_once_each_time() {
        let mut clock = ClockWatch::default();
        for time in [
            Some(100_000),
            Some(100_050),
            Some(100_000),
            None,
            Some(200_000),
            Some(5_000),
            Some(6_000),
            Some(900),
        ] {
            clock.take(time.map(|second| Timestamp::from_second(second).unwrap()));
        }
        let found: Vec<(u64, i64, i64)> =
            clock.found().iter().map(|back| (back.at, back.from.as_second(), back.to.as_second())).collect();
        assert_eq!(found, [(6, 200_000, 5_000), (8, 6_000, 900)]);
    }
}
