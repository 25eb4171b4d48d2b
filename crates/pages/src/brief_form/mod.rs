//! A brief by form: one table on a desk, one issue a step on a telephone, and everything that a brief file can say.
//!
//! What stands in the form is a list of fields ([`told`]): made from a brief, or kept as its author's own draft, whatever has
//! been typed so far. A brief is read from them ([`read`]) when it is looked at and handed over. Buttons send the whole form and
//! change its fields ([`moves`]), so that it works without script; the script of the desk does the same without a page.

pub mod conditions;
mod form;
mod issue_rows;
mod lists;
pub mod moves;
pub mod names;
mod numbers;
pub mod read;
mod row;
pub mod table;
pub mod told;
mod walk;

pub use form::{Shown, form, steps_of};
pub use names::Names;

use super::form::{FormError, Sent};
use mediant_formats::native;
use mediant_model::{Brief, PartyId};

/// What its command becomes.
pub const KIND: &str = "draft_brief_by_form";
/// Where it is sent.
pub const ACTION: &str = "/brief/compose";

/// Under which name the draft of a party's brief is kept.
pub fn draft_name(party: &PartyId) -> String {
    format!("brief of {party}")
}

/// The brief file that the form describes; `base` says whose it is, and for which case.
///
/// # Errors
/// A field that cannot be read, or an issue with points for some of its options alone.
pub fn compose(base: Brief, names: &Names<'_>, sent: &Sent) -> Result<String, FormError> {
    Ok(native::write_brief(&read::composed(base, names, &sent.fields)?.brief))
}

#[cfg(test)]
mod tests;
