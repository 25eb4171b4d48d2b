//! The integration tests of this crate, in one binary: a link costs more than most tests.

mod brute_force;
mod files;
mod forged;
mod meaning;
mod mixed;
mod mutated;
mod outlook;
mod ranked;
mod refused;
mod small;
mod truth;
