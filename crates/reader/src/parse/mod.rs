//! Tags and trees: what each word is, and on which word it hangs.
//!
//! A small network reads a sentence twice in both directions ([`network`]); from what it holds of each word it tells the tag, how well
//! every other word would do as head, and which relation ties the two. [`trees`] takes the best tree. Tags are those of the
//! Penn Treebank as the English Web Treebank writes them (`XPOS`), relations those of Universal Dependencies.
//!
//! Source of the design: Dozat and Manning, *Deep Biaffine Attention for Neural Dependency Parsing* (2017), much smaller, with
//! vectors of words that are learned from a dictionary and the treebanks in place of an encoder.

pub mod features;
pub mod model;
pub mod network;
pub mod trees;
pub mod vectors;

pub use model::Model;
pub use network::Layout;
