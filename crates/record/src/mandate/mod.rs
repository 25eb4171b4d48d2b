//! What a person may do for a party, on which issues and until when.

mod command;
mod event;
mod shape;
mod state;

pub use command::{GiveMandate, LimitMandate, RevokeMandate};
pub use event::{MandateGiven, MandateLimited, MandateRevoked};
pub use shape::MandateId;
pub use state::GivenMandate;
