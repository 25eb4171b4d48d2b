//! That there is an agreement, who signed it, and who ratified it: what commands and events carry.

use crate::draft::{ClauseId, DraftId};
use crate::package::PackageId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What an agreement is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Agreed {
    /// A draft that is on the table, all of it, or some of its clauses.
    Draft {
        /// The draft.
        draft: DraftId,
        /// The clauses; `None` for all.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        clauses: Option<BTreeSet<ClauseId>>,
    },
    /// A package that is on the table.
    Package(PackageId),
}
