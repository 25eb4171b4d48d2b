//! The confidential record of a mediated negotiation.
//!
//! * [`Event`]: what happened. Each stands in one [`Compartment`], and who reads that reads it.
//! * [`State`]: what a reader knows: the events it may read, folded.
//! * [`Command`] and [`decide()`]: what somebody asks for, and the events that carry it out, or the [`Refusal`].
//! * [`authority`]: what it takes to ask for it, and whether somebody has that on the day.
//! * [`seal`], [`chain`], [`keyring`]: how events are kept so that nobody else reads them and nobody changes them.
//! * [`store::Store`]: where they are kept.
//!
//! Nothing here reads a file, a clock, the environment or a random number.

pub mod actor;
pub mod agreement;
pub mod authority;
pub mod backup;
pub mod brief;
pub mod case;
pub mod chain;
pub mod codec;
pub mod command;
pub mod communique;
pub mod compartment;
#[cfg(feature = "conformance")]
pub mod conformance;
pub mod decide;
pub mod deletion;
pub mod draft;
pub mod event;
pub mod hearing;
mod hex;
pub mod id;
pub mod issue;
pub mod item;
pub mod keyring;
pub mod limits;
pub mod mandate;
pub mod mediation;
pub mod memory;
pub mod note;
pub mod order;
pub mod package;
pub mod party;
pub mod person;
pub mod quotation;
pub mod refusal;
pub mod report;
pub mod request;
pub mod round;
pub mod seal;
pub mod session;
pub mod source;
pub mod state;
pub mod statement;
pub mod store;
pub mod talks;
pub mod unseen;
pub mod verify;
pub mod wording;
pub mod words;

pub use actor::{Actor, Role};
pub use brief::ReadBrief;
pub use command::Command;
pub use compartment::Compartment;
pub use decide::{Context, decide, decide_read};
pub use event::{Event, Placed, Recorded};
pub use refusal::Refusal;
pub use request::Request;
pub use state::State;
