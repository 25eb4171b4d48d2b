//! Who told of a session: a session's `on` is its own day, so the day somebody told of it is `told_on`.

use crate::Date;
use crate::statement::{Citation, Provenance, Publicity, Speaker};

/// A [`Provenance`] whose `on` is called `told_on`.
#[derive(serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(remote = "Provenance")]
pub(crate) struct Told {
    /// Who said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by: Option<Speaker>,
    /// When it was said. Before this date it does not count.
    #[serde(rename = "told_on", default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<super::DaySchema>"))]
    on: Option<Date>,
    /// The day from which it no longer counts, when it was withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<super::DaySchema>"))]
    until: Option<Date>,
    /// Where it is recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source: Option<Citation>,
    /// Further sources that say the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    also: Vec<Citation>,
    /// Who may know it.
    publicity: Publicity,
    /// It in a sentence, in the author's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}
