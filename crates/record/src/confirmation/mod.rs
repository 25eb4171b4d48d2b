//! Whose word an act is: what the mediator or the team recorded on a party's word, and what the party said to it.

mod command;
mod event;
mod shape;
mod state;
mod undo;
mod words;

pub use command::{ConfirmReport, ContestReport};
pub use event::{ReportConfirmed, ReportContested};
pub use shape::{PartyAct, Weight};
pub(crate) use state::Reported;
pub use state::{ReportStanding, ReportedAct};
pub use words::Piece;
