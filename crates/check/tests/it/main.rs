//! The integration tests of this crate, in one binary: a link costs more than most tests.

mod brute_force;
mod forged;
mod refused;
mod small;
