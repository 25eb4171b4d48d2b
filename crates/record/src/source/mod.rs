//! Documents that statements rest on.

mod command;
mod event;

pub use command::NameSource;
pub use event::SourceNamed;
