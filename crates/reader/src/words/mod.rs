//! Sentences and words.

pub mod abbreviations;
pub mod lemma;
pub mod sentences;
pub mod tokens;
