//! Who is party to the talks.

mod command;
mod event;
mod several;
mod state;

pub use command::AddParty;
pub use event::PartyJoined;
pub use several::{AddParties, NewParty};
