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
pub mod authority;
pub mod backup;
pub mod chain;
pub mod codec;
pub mod command;
pub mod compartment;
#[cfg(feature = "conformance")]
pub mod conformance;
pub mod decide;
pub mod event;
mod hex;
pub mod id;
pub mod keyring;
pub mod limits;
pub mod mediation;
pub mod memory;
pub mod order;
pub mod quotation;
pub mod refusal;
pub mod report;
pub mod request;
pub mod seal;
pub mod state;
pub mod statement;
pub mod store;
pub mod unseen;
pub mod verify;
pub mod wording;

pub use actor::{Actor, Role};
pub use command::Command;
pub use compartment::Compartment;
pub use decide::{Context, ReadBrief, decide, decide_read};
pub use event::{Event, Placed, Recorded};
pub use refusal::Refusal;
pub use request::Request;
pub use state::State;
