//! Numbers: what the tagger and the parser are computed with.
//!
//! Everything is `f32` in an order that the source fixes: sums run over eight lanes or over whole rows, never in an
//! order that a compiler, a thread count or a processor chooses, and exponentials are our own polynomials. So the
//! same bytes come out everywhere. Rust never fuses a product and a sum by itself, which this relies on.
//!
//! Slices are cut with `as_chunks`, `chunks_exact` and ranges whose ends follow from a [`Layout`](crate::parse::Layout)
//! alone, never from a text, so that a slice out of range is a mistake in this crate that the first test shows.

pub mod dense;
pub mod lstm;
pub mod maths;
