//! What may be concluded from results: intervals, tests and corrections for many of them.
//!
//! Every method is named with its source where it is defined; chance comes from a seed that is passed in.

pub mod bootstrap;
pub mod holm;
pub mod permutation;
