//! The integration tests of this crate, in one binary: a link costs more than most tests.

mod measures;
mod reference;
mod report;
mod same_bytes;
mod specification;
mod support;
