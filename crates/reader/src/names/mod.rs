//! People, their offices and parties, and who is meant later in the report.

pub mod actors;
pub mod cast;
pub mod lists;
pub mod mentions;
pub mod refer;

pub use cast::{Cast, Party, Person};
pub use mentions::{Kind, Mention, mentions};
pub use refer::Referent;
