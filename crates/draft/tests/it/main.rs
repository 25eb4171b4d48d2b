//! What drafts promise, on invented reports.

#![expect(clippy::unwrap_used, reason = "a test should stop at the first thing that is not as it expects")]

mod groups;
mod laws;
mod reviewed;
mod several;
mod support;
