//! The integration tests of this crate, in one binary.

mod agreed_words;
mod agreements;
mod copies;
mod envelopes;
mod key_lists;
mod laws;
mod mandates;
mod reference;
mod round_trip;
mod world;
