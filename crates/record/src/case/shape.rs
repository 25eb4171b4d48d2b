//! A negotiation's record: what commands and events carry.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a caucus's words may do without being released.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CaucusRule {
    /// Nothing passes without release.
    #[default]
    NothingWithoutRelease,
    /// The substance may pass unless it is marked as held.
    SubstanceUnlessMarked,
}
