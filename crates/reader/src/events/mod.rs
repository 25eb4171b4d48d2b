//! What clauses tell: events of the talks, and positions. Learned from labelled reports (`training/README.md`).
//!
//! A sentence is cut into [`clause`]s; a clause, or something said, is described by [`features`]; a small network
//! ([`classifier`]) tells how likely each kind of fact is. Nothing here knows a phrase by heart.

pub mod classes;
pub mod classifier;
pub mod clause;
pub mod features;
pub mod keys;
pub mod model;
pub mod pieces;
pub mod positions;
pub mod scene;

pub use classifier::Classifier;
pub use clause::{Clause, clauses};
pub use model::{Events, Judgement};
pub use scene::Scene;
