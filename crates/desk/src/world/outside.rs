//! The world as this machine knows it.

use super::World;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The clock, the time zone and the randomness of this machine.
#[derive(Clone, Debug)]
pub struct OutsideWorld {
    zone: TimeZone,
}

impl OutsideWorld {
    /// With the time zone that the system is set to, or UTC where it names none.
    pub fn new() -> Self {
        Self { zone: TimeZone::try_system().unwrap_or(TimeZone::UTC) }
    }

    /// The time zone in which the days of the record begin.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }
}

impl Default for OutsideWorld {
    fn default() -> Self {
        Self::new()
    }
}

impl World for OutsideWorld {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    #[expect(
        clippy::expect_used,
        reason = "without the system's randomness no key and no link is a secret: nothing may go on"
    )]
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the system gives random bytes");
    }

    fn today(&self) -> Date {
        self.zone.to_datetime(self.now()).date()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_do_not_repeat_and_the_day_is_near_the_day_in_greenwich() {
        let world = OutsideWorld::new();
        assert_ne!(world.id(), world.id());
        let greenwich = TimeZone::UTC.to_datetime(world.now()).date();
        let apart = (world.today() - greenwich).get_days().abs();
        assert!(apart <= 1, "{apart}");
    }
}
