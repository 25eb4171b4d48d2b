//! The compromise engine: exact, proven answers about a compiled negotiation.
//!
//! Every function takes values and returns values: no file, clock, randomness or environment.
//! Long searches ask a [`Control`] whether to go on, and say what they know when they stop.

pub mod analysis;
pub mod control;
pub mod decomposition;
pub mod interaction;
pub mod kernel;
pub mod layers;
pub mod report;

pub use analysis::Analysis;
pub use control::{Control, Unlimited};
pub use decomposition::{Decomposed, Keep, Scope, decompose};
pub use layers::{Layer, Layers};
