//! The integration tests of this crate, in one binary: a link costs more than most tests.

mod html;
mod picture;
mod secrecy;
mod support;
