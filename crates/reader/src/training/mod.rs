//! Training: treebanks in, a model's bytes out. The same bytes on every machine and any number of threads.
//!
//! Nothing here runs when a report is read. It lives beside the network so that both use one description of it.

mod adam;
pub mod choices;
pub mod events;
mod gradient;
pub mod labelled;
pub mod measure;
mod rng;
mod run;
pub mod treebank;

pub use gradient::{Example, Noise, gradient, loss};
pub use run::{Plan, train};
pub use treebank::{Sentence, Word};
