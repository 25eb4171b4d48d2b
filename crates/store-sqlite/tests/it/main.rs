//! The integration tests of this crate, in one binary: a link costs more than most tests.

mod before;
mod conformance;
mod kill;
mod recovery;
mod tampering;
