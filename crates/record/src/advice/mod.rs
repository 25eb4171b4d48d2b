//! What somebody of a party recommends to its principal to answer: read by the party alone.

mod command;
mod event;
mod shape;
mod state;

pub use command::Recommend;
pub use event::Recommended;
pub use shape::Advised;
pub use state::Recommendation;
