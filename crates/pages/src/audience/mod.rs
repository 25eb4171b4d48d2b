//! Who will read what is sent: said by name before it is sent, and derived from how it is known where nobody chose.
//!
//! [`Readers`] names everybody who reads a compartment. [`complete`] puts the compartment of a statement into a command that names
//! none: told in confidence goes to that caucus, the mediator's own reading to the mediator, and nothing to more people than that.
//! [`contradiction`] finds what somebody chose against how it is known: it is recorded only when they say so once more.

mod contradiction;
mod known;
mod readers;

pub use contradiction::{ASKED_ABOUT, Contradiction, contradiction};
pub use known::{Beside, CONFIRMED, KNOWN, Known, SAID, complete};
pub use readers::{Piece, Readers};
