//! The confidential record of a mediated negotiation.
//!
//! It is cut by noun: [`case`], [`talks`], [`source`], [`party`], [`person`], [`door`], [`mandate`], [`issue`], [`statement`],
//! [`brief`], [`session`], [`note`], [`item`], [`hearing`], [`draft`], [`package`], [`round`], [`mediation`],
//! [`communique`], [`report`], [`agreement`], [`key`], [`confirmation`], [`mending`], [`deletion`]. Each has its events and how they fold, its commands and how they
//! are decided, what both carry, and what a reader knows of it. What they have in common:
//!
//! * [`Event`]: what happened. Each stands in one [`Compartment`], and who reads that reads it.
//! * [`State`]: what a reader knows: the events it may read, folded.
//! * [`Command`] and [`decide()`]: what somebody asks for, and the events that carry it out, or the [`CommandError`].
//! * [`authority`]: what it takes to ask for it, and whether somebody has that on the day.
//! * [`seal`], [`chain`], [`keyring`]: how events are kept so that nobody else reads them and nobody changes them.
//! * [`phase`]: where the talks are, as far as a reader knows.
//! * [`end`]: where the record ends, so that nobody cuts it off or puts older accounts back unseen.
//! * [`store::Store`]: where they are kept.
//!
//! Nothing here reads a file, a clock, the environment or a random number.
//!
//! ```
//! use jiff::Timestamp;
//! use mediant_model::case::Reader;
//! use mediant_record::{Actor, Command, Context, Role, State, decide};
//!
//! // The mediator opens a case, on what the mediator knows: nothing yet.
//! let mut state = State::new(&Reader::Mediator);
//! let open: Command = serde_json::from_str(
//!     r#"{"command": "open_case", "in": "public", "title": "Harbour", "agreement": {"quorum": "unanimity"}}"#,
//! )?;
//! let mut ids = || "drawn-at-random".to_owned();
//! let mut context = Context {
//!     now: "2026-03-02T09:00:00Z".parse::<Timestamp>()?,
//!     today: "2026-03-02".parse()?,
//!     ids: &mut ids,
//!     sealed: Default::default(),
//!     outcome: None,
//!     request: None,
//!     account: None,
//! };
//! let events = decide(&state, &Actor::new(Role::Mediator), &open, &mut context)?;
//! assert_eq!(events[0].recorded.event.kind(), "case_opened");
//! for event in &events {
//!     state.apply(event)?;
//! }
//! assert_eq!(state.opening.map(|opening| opening.title).as_deref(), Some("Harbour"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![warn(clippy::too_many_lines)]

pub mod actor;
pub mod advice;
pub mod agreement;
pub mod audit;
pub mod authority;
pub mod backup;
pub mod brief;
pub mod case;
pub mod chain;
pub mod codec;
pub mod command;
pub mod communique;
pub mod compartment;
pub mod confirmation;
#[cfg(feature = "conformance")]
pub mod conformance;
pub mod decide;
pub mod deletion;
pub mod door;
pub mod draft;
pub mod end;
pub mod event;
pub mod hearing;
mod hex;
pub mod id;
pub mod issue;
pub mod item;
pub mod key;
pub mod keyring;
pub mod limits;
pub mod mandate;
pub mod mediation;
pub mod memory;
pub mod mending;
pub mod naming;
pub mod note;
pub mod order;
pub mod package;
pub mod party;
pub mod person;
pub mod phase;
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
pub mod stream_list;
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
pub use refusal::CommandError;
pub use request::Request;
pub use state::State;
