//! Reports on the desk: read for what they state, and put on record suggestion by suggestion.
//!
//! [`found`] is what the reader finds in a text, [`readings`] keeps it for those who look at the same report, [`fields`] goes between
//! the reader's fields and the record's, [`to`] says who may know of an acceptance where nobody says otherwise, [`act`] which act of the
//! record an accepted suggestion is. Nothing of a report is read anywhere but in the places for work, and nothing of it goes to anybody
//! else before somebody puts it on record.

pub mod act;
pub mod fields;
pub mod found;
pub mod incoming;
pub mod readings;
pub mod to;

pub use act::Act;
pub use found::{Found, Suggested};
pub use readings::{Readings, ReportRead};
