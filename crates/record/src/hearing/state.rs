//! What a party, the table or everybody heard from the mediator: what a reader knows of it.

use crate::state::Trace;
use crate::words::Words;
use mediant_model::{IssueId, PartyId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Something heard from the mediator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HeardOnRecord {
    /// What.
    pub wording: Words,
    /// Whose words, where that was said.
    pub from: Option<PartyId>,
    /// On which issue.
    pub issue: Option<IssueId>,
    /// Who confirmed having heard it.
    pub confirmed: BTreeMap<PartyId, (Option<PersonId>, Trace)>,
    /// When and by whom.
    pub trace: Trace,
}
