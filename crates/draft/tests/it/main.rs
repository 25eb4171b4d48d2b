//! What drafts promise, on invented reports.

#![expect(clippy::unwrap_used, reason = "a test should stop at the first thing that is not as it expects")]

mod laws;
mod several;
mod support;
