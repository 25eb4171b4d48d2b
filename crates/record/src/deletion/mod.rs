//! Compartments that are deleted for good.

mod command;
mod event;

pub use command::DeleteCompartment;
pub use event::CompartmentDeleted;
