//! Public texts about a session, agreed to before they are published: what a reader knows of it.

use crate::session::SessionId;
use crate::state::Trace;
use mediant_model::{PartyId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A communiqué on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Communique {
    /// The session it is about.
    pub session: Option<SessionId>,
    /// Who has to agree.
    pub concerned: BTreeSet<PartyId>,
    /// Each wording, oldest first.
    pub wordings: Vec<(String, Trace)>,
    /// Who agreed to the latest wording.
    pub agreed: BTreeMap<PartyId, (Option<PersonId>, Trace)>,
    /// When it was published.
    pub published: Option<Trace>,
    /// Whose agreement was only recorded on their word when it was published.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub reported: BTreeSet<PartyId>,
    /// When it was first proposed and by whom.
    pub trace: Trace,
}
