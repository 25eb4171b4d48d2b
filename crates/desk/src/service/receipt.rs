//! What somebody gets back whose command was carried out.

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
}

impl Receipt {
    pub(super) fn new(revision: Revision, made: Option<String>) -> Self {
        Self { seen: revision.seen, revision: revision.to_string(), made }
    }
}
