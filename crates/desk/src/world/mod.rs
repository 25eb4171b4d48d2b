//! The clock and the randomness that the desk is given.

mod outside;

pub use outside::OutsideWorld;

use data_encoding::HEXLOWER;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// What only the outside world knows. Tests and the demonstration give their own.
pub trait World: Send + Sync {
    /// The moment that it is now.
    fn now(&self) -> Timestamp;

    /// Fills a slice with unpredictable bytes.
    fn fill(&self, bytes: &mut [u8]);

    /// The day where the record is kept.
    fn today(&self) -> Date {
        TimeZone::UTC.to_datetime(self.now()).date()
    }

    /// A new id: 96 random bits as 24 hexadecimal digits, which say nothing.
    fn id(&self) -> String {
        let mut bytes = [0_u8; 12];
        self.fill(&mut bytes);
        HEXLOWER.encode(&bytes)
    }
}
