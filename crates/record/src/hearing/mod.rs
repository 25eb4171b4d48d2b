//! What a party, the table or everybody heard from the mediator: the hearer's side of what was passed on.

mod command;
mod event;
mod shape;
mod state;

pub use command::{ConfirmHearing, Say};
pub use event::{Heard, HearingConfirmed};
pub use shape::HeardId;
pub use state::HeardOnRecord;
