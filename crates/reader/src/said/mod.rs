//! Who said what: quotations, cues, speakers.

pub mod attributions;
pub mod cues;
pub mod quotations;
pub mod speaker;

pub use attributions::{Attribution, Manner, attributions};
pub use quotations::{Quotation, quotations};
