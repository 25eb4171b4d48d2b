//! What is found in reports, and what accepting it comes to.
//!
//! [`found`] is what the reader finds in a text, [`fields`] goes between the reader's fields and the record's, [`to`] says who may know of
//! an acceptance where nobody says otherwise, [`act`] which act of the record an accepted suggestion is.

pub mod act;
pub mod fields;
pub mod found;
pub mod to;

pub use act::Act;
pub use found::{Found, Suggested};

use std::sync::Arc;

/// What is found in a report, or why nothing is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReportRead {
    /// It was read.
    Found(Arc<Found>),
    /// It cannot be read: why, and what to do.
    Unreadable(String),
    /// It is being read.
    Underway,
}
