//! Compartments that are deleted for good: what a reader knows of it.

use crate::state::{State, Trace};
use jiff::{SignedDuration, Timestamp};
use mediant_model::PartyId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How long a party has to answer before its caucus may be deleted without an answer.
pub const TO_ANSWER: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The mediator asked a party whether its caucus may be deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AskedDeletion {
    /// When, and by whom.
    pub trace: Trace,
    /// What the party answered last.
    pub answer: Option<DeletionAnswer>,
}

/// What a party answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DeletionAnswer {
    /// Whether its caucus may be deleted.
    pub agrees: bool,
    /// When, and by whom.
    pub trace: Trace,
}

/// A party's caucus was deleted, as the party is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DeletedFromHere {
    /// How many entries it had.
    pub entries: u64,
    /// The link of the last one, in hexadecimal.
    pub link: String,
    /// When, and by whom.
    pub trace: Trace,
}

/// Whether a party's caucus may be deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MayDelete {
    /// The party was not asked.
    NotAsked,
    /// It may answer until then.
    Waits(Timestamp),
    /// The party refused.
    Refused,
    /// The party agreed, or did not answer in time.
    Yes,
}

impl State {
    /// Whether a party's caucus may be deleted at a time, by the times that are recorded.
    pub fn may_delete(&self, party: &PartyId, now: Timestamp) -> MayDelete {
        let Some(AskedDeletion { trace, answer }) = self.deletions.get(party) else {
            return MayDelete::NotAsked;
        };
        match answer {
            Some(DeletionAnswer { agrees: true, .. }) => MayDelete::Yes,
            Some(DeletionAnswer { agrees: false, .. }) => MayDelete::Refused,
            // A time that there is not is never reached.
            None => match trace.at.checked_add(TO_ANSWER) {
                Ok(until) if until <= now => MayDelete::Yes,
                until => MayDelete::Waits(until.unwrap_or(Timestamp::MAX)),
            },
        }
    }
}
