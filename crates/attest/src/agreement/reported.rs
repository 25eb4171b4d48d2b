//! What is on record of a party, and no key of its signed.

use crate::{Line, Moment};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Something that is on record of a party, and that no act in the file proves: it is the word of the desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reported {
    /// The party.
    pub party: Line,
    /// The person who did it, or on whose word it was recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Line>,
    /// What it is said to have done, in words.
    pub what: Line,
    /// When it was recorded.
    pub date: Moment,
    /// Whose account recorded it, and what the party said to it.
    pub by: RecordedBy,
}

/// Whose account recorded something that no key signed, and what the party said to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum RecordedBy {
    /// A principal of the party.
    #[serde(rename = "principal without a key")]
    Principal,
    /// A delegate of the party.
    #[serde(rename = "delegate without a key")]
    Delegate,
    /// The party, with a key, and to other words than those of the file.
    #[serde(rename = "the party with a key, in other words")]
    OtherWords,
    /// The mediator; the party confirmed it by an account of its own.
    #[serde(rename = "mediator, confirmed without a key")]
    MediatorConfirmed,
    /// The mediator's team; the party confirmed it by an account of its own.
    #[serde(rename = "team, confirmed without a key")]
    TeamConfirmed,
    /// The mediator; the party did not confirm it.
    #[serde(rename = "mediator")]
    Mediator,
    /// The mediator's team; the party did not confirm it.
    #[serde(rename = "team")]
    Team,
    /// The mediator; it waits for the party's own word, and counts for nothing.
    #[serde(rename = "mediator, waits for the party")]
    MediatorWaits,
    /// The mediator's team; it waits for the party's own word, and counts for nothing.
    #[serde(rename = "team, waits for the party")]
    TeamWaits,
}

impl fmt::Display for Reported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use RecordedBy as By;
        let Self { party, what, date, .. } = self;
        let who = self.person.as_ref().unwrap_or(party);
        write!(f, "`{party}`, {what}: ")?;
        match self.by {
            By::Principal => write!(f, "by the account of {who} (principal), without a key: {DESKS_WORD}"),
            By::Delegate => write!(f, "by the account of {who} (delegate), without a key: {DESKS_WORD}"),
            By::OtherWords => write!(f, "{who} signed that with a key, but in other words than these"),
            By::MediatorConfirmed => {
                write!(f, "recorded by the mediator, confirmed by {who} without a key: {DESKS_WORD}")
            }
            By::TeamConfirmed => {
                write!(f, "recorded by the mediator's team, confirmed by {who} without a key: {DESKS_WORD}")
            }
            By::Mediator => write!(f, "recorded by the mediator on {who}'s word, not confirmed"),
            By::Team => write!(f, "recorded by the mediator's team on {who}'s word, not confirmed"),
            By::MediatorWaits => write!(f, "recorded by the mediator on {who}'s word; {WAITS}"),
            By::TeamWaits => write!(f, "recorded by the mediator's team on {who}'s word; {WAITS}"),
        }?;
        write!(f, " ({date})")
    }
}

const DESKS_WORD: &str = "the desk's word, not signed";
const WAITS: &str = "it waits for the party's own word, and does not count";
