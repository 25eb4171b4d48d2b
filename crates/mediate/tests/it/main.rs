//! The integration tests of this crate, in one binary: a link costs more than most tests.

mod claims;
mod laws;
mod numbers;
mod random;
