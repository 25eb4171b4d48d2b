//! What is said, of every kind: what a reader knows of it.

use super::Statement;
use crate::state::Trace;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A statement on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Stated")]
pub struct StatementOnRecord {
    /// What was said. Withdrawn: its provenance says until when it counted.
    pub content: Statement,
    /// Why it was withdrawn.
    pub withdrawn_because: Option<String>,
    /// When and by whom.
    pub trace: Trace,
}
