//! Rounds: what a reader knows of it.

use super::{Question, QuestionId, Reveal, SealedAnswers};
use crate::state::Trace;
use jiff::Timestamp;
use mediant_model::{PartyId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// How a round stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoundState {
    /// Answers are awaited.
    Open,
    /// It is over.
    Closed {
        /// What enough parties accepted.
        overlap: BTreeSet<QuestionId>,
        /// When and by whom.
        trace: Trace,
    },
    /// It was called off.
    Cancelled {
        /// Why.
        reason: Option<String>,
    },
}

/// A round on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Round {
    /// Its title.
    pub title: String,
    /// What is asked.
    pub questions: Vec<Question>,
    /// When it closes at the latest.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub closes: Timestamp,
    /// What shows then.
    pub reveal: Reveal,
    /// How it stands.
    pub state: RoundState,
    /// Whose answers are in, as far as the reader may know.
    pub received: BTreeMap<PartyId, (Option<PersonId>, Trace)>,
    /// Answers that the reader may read, once the round is closed.
    pub shown: BTreeMap<PartyId, SealedAnswers>,
    /// When it was opened and by whom.
    pub trace: Trace,
}

/// A party's own answer in a round: kept, and shown to nobody before the round closes. Its `Debug` is masked.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    /// Who answered.
    pub person: Option<PersonId>,
    /// What.
    pub answers: SealedAnswers,
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealed(confidential)")
    }
}
