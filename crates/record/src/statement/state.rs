//! What is said, of every kind: what a reader knows of it.

use super::Statement;
use crate::actor::Role;
use crate::refusal::CommandError;
use crate::state::Trace;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a statement said before it was put right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FormerStatement {
    /// What it said.
    pub content: Statement,
    /// Why it was put right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When and by whom it was put right.
    pub trace: Trace,
}

/// A statement on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Stated")]
pub struct StatementOnRecord {
    /// What was said. Withdrawn: its provenance says until when it counted.
    pub content: Statement,
    /// Why it was withdrawn.
    pub withdrawn_because: Option<String>,
    /// What it said before it was put right, oldest version first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub versions: Vec<FormerStatement>,
    /// When and by whom.
    pub trace: Trace,
}

impl StatementOnRecord {
    /// Whether somebody in this role may change or withdraw it: what a party put on record itself is the party's, and neither the
    /// mediator nor the team makes it say anything else, or nothing any more.
    ///
    /// # Errors
    /// Not allowed, at `field`.
    pub fn is_the_actors_to_change(&self, role: &Role, field: &str) -> Result<(), CommandError> {
        if role.mediates() && self.trace.by.role.party().is_some() {
            return Err(CommandError::not_allowed("the party put this on record itself")
                .at(field)
                .help("ask the party to say itself what changed"));
        }
        Ok(())
    }
}
