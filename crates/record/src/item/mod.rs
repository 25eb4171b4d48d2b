//! What a party told in its caucus, how far that may travel, and where it went.

mod command;
mod event;
mod shape;
mod state;

pub use command::{PassItemOn, ReleaseItem, TakeItemBack, TellItem};
pub use event::{ItemPassedOn, ItemReleased, ItemTakenBack, ItemTold};
pub use shape::{Audience, ItemId, Release};
pub use state::{Item, PassedOn};
