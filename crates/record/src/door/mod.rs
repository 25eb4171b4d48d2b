//! A party's own door: which accounts come in for it, by whom each was let in, and which do not come in any more.
//!
//! Every account of a party has a door, which stands in the party's caucus: whoever comes in for the party reads of all who
//! do. Until a principal of the party has come the mediator invites; from then on a principal of the party does, and the
//! mediator can only announce a new door, which stays shut for [`WAIT`] unless somebody of the party agrees, and for good
//! where somebody of the party shuts it.

mod command;
mod event;
mod shape;
mod state;

pub use command::{AgreeToDoor, AnnounceDoor, CloseDoor, OpenDoor};
pub use event::{DoorAgreed, DoorAnnounced, DoorClosed, DoorOpened};
pub use shape::{DoorId, OpenedBy, WAIT};
pub use state::{Announced, Door};
