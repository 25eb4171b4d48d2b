//! What a model claims that a report states, held against the report.
//!
//! A model is optional, and nothing it says is believed without the report. It returns words, never places: [`reply`] reads what it
//! sent as the schema or refuses it, [`place`] finds the words of each claim in the report, [`told`] computes days, names and
//! parties from them as for the reader's own suggestions. What kind of fact it is, and how a party stands, is the model's claim. Whatever is
//! refused is counted and told.
//!
//! A reply is text. Nothing in it is followed, and none of its words get further than being looked for in the report: what comes out
//! is made of excerpts.

pub mod claim;
pub mod place;
pub mod proposed;
pub mod reply;
pub mod request;
pub mod told;

pub use claim::{Claim, What};
pub use proposed::{Proposed, Refusal, Refused};
pub use request::Request;
