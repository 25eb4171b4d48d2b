//! Public texts about a session, agreed to before they are published.

mod command;
mod event;
mod shape;
mod state;

pub use command::{AgreeCommunique, ProposeCommunique, PublishCommunique};
pub use event::{CommuniqueAgreed, CommuniqueProposed, CommuniquePublished};
pub use shape::CommuniqueId;
pub use state::Communique;
