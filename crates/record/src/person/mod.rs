//! The people of a party: who they are, who left, and who came back.

mod command;
mod event;
mod shape;
mod state;

pub use command::{NamePerson, RecordDeparture, RecordReturn};
pub use event::{PersonLeft, PersonNamed, PersonReturned};
pub use shape::Departure;
pub use state::{Back, Left};
