//! Verifying a record, or one compartment of it, entry by entry.
//!
//! [`RecordVerifier`] takes all entries in the order of their positions and is for the keeper of the record;
//! [`StreamVerifier`] takes the entries of one compartment and never looks at positions, so it serves whoever holds
//! that compartment alone. Both keep nothing of an entry but its place and its link: memory does not grow with the
//! record. Both go on after a fault, so that one altered byte is one place in the answer and not all that follow.
//!
//! What only the end can show, that entries are missing there, is found against the [`Heads`] of an earlier report.

mod clock;
mod fault;
mod heads;
mod record;
mod stream;

pub use clock::{ClockWatch, PutBack};
pub use fault::{StreamFault, Wrong};
pub use heads::{Divergence, Head, Heads, RecordHead};
pub use record::{RecordReport, RecordVerifier};
pub use stream::{Depth, StreamReport, StreamVerifier};
