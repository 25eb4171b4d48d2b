//! A party's own door: what commands and events carry.

use crate::id::id;
use jiff::SignedDuration;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How long a new door of the mediator stays shut while nobody of the party agrees to it.
pub const WAIT: SignedDuration = SignedDuration::from_hours(48);

id! {
    /// A door: the id of the account that comes in by it.
    DoorId
}

/// On whose word a door was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OpenedBy {
    /// The mediator's, who invites as long as no principal of the party has come.
    Mediator,
    /// A principal's of the party.
    Principal,
    /// The mediator's, who announced it; the party had its time to shut it, or agreed.
    Announced,
    /// Nobody's that is known: the account is from before doors were kept.
    Before,
}
