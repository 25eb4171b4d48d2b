//! What the others want, guessed from what they offer.

mod bayes;
mod frequency;

pub use bayes::Bayes;
pub use frequency::Frequency;
