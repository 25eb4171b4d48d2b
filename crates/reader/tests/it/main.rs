//! Everything that must be true of the reader.

#![allow(clippy::expect_used, reason = "a test that cannot go on fails")]

mod corpora;
mod days;
mod names;
mod network;
mod report;
mod review;
mod said;
mod suggest;
mod words;
