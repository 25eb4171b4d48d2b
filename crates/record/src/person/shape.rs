//! The people of a party: what commands and events carry.

use mediant_model::PersonId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How somebody stopped speaking for a party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Departure {
    /// Left of their own accord.
    Resigned,
    /// Another took over.
    ReplacedBy(PersonId),
    /// Was dismissed.
    Dismissed,
}
