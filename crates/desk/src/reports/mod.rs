//! Reports on the desk: read for what they state, and put on record suggestion by suggestion.
//!
//! [`readings`] keeps what is found in a text for those who look at the same report. Nothing of a report is read anywhere but in the
//! places for work, and nothing of it goes to anybody else before somebody puts it on record.

pub mod incoming;
pub mod readings;

pub use readings::Readings;
