//! The compromise engine: exact, proven answers about a compiled negotiation.
//!
//! Every function takes values and returns values: no file, clock, randomness or environment.
//! Long searches ask a [`Control`] whether to go on, and say what they know when they stop.

pub mod analysis;
pub mod analyze;
pub mod concession;
pub mod conflict;
pub mod control;
pub mod decomposition;
pub mod derivation;
pub mod fact_set;
pub mod hurdle;
pub mod interaction;
pub mod judgement;
pub mod kernel;
pub mod layers;
pub mod no_deal;
pub mod opening;
pub mod oracle;
pub mod ordinal;
pub mod outlook;
pub mod report;
pub mod rule;
#[cfg(test)]
mod sample;
pub mod transversal;

pub use analysis::Analysis;
pub use analyze::{Settings, analyze, exists};
pub use control::{Control, Unlimited};
pub use decomposition::{Decomposed, Keep, Scope, decompose};
pub use fact_set::FactSet;
pub use layers::{Layer, Layers};
