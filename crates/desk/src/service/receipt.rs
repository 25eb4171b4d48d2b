//! What somebody gets back whose command was carried out.

use mediant_model::PartyId;
use mediant_record::state::Revision;
use schemars::JsonSchema;
use serde::Serialize;

/// A command was carried out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Receipt {
    /// How many events the one who asked may read now.
    pub seen: u64,
    /// Which version of what the one who asked knows that is: the number and the last event, see
    /// [`Revision`].
    pub revision: String,
    /// The id of what was made, where something was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub made: Option<String>,
    /// The party for whose word it waits, where it was recorded on that: it counts once the party confirms it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waits_for: Option<PartyId>,
}

impl Receipt {
    pub(super) fn new(revision: Revision, made: Option<String>, waits_for: Option<PartyId>) -> Self {
        Self { seen: revision.seen, revision: revision.to_string(), made, waits_for }
    }
}
