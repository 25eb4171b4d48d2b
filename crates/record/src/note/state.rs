//! Notes: what a reader knows of it.

use crate::session::SessionId;
use crate::state::Trace;
use crate::words::Words;
use mediant_model::PartyId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A note on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Note {
    /// The session it is about.
    pub session: Option<SessionId>,
    /// The party it is about.
    pub about: Option<PartyId>,
    /// The note.
    pub text: Words,
    /// When and by whom.
    pub trace: Trace,
}
