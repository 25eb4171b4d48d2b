//! What was written before still reads and writes as it did: single payloads, and a whole record.
//!
//! Events and commands are made from JSON here and nowhere from their Rust types, so that these tests say of any shape of the
//! types whether their JSON is what it was.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what is not as it should be ends the test")]

mod kinds;
mod payloads;
mod story;
mod written;

pub use story::MENDED_LOG;
