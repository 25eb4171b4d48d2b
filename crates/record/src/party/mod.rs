//! Who is party to the talks.

mod command;
mod event;
mod state;

pub use command::AddParty;
pub use event::PartyJoined;
