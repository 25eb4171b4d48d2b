//! Rounds: what commands and events carry.

use crate::draft::{ClauseId, DraftId};
use crate::id::id;
use crate::package::Verdict;
use mediant_model::{IssueId, OptionId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

id! {
    /// A round.
    RoundId
    /// A question within a round.
    QuestionId
}

/// What a round asks about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Matter {
    /// A package, whole or partial.
    Package(BTreeMap<IssueId, OptionId>),
    /// A clause of a draft that is on the table.
    Clause {
        /// The draft.
        draft: DraftId,
        /// The clause.
        clause: ClauseId,
    },
    /// Words.
    Words {
        /// What is asked.
        text: String,
        /// The issues it is about; an acceptance needs a mandate on them.
        #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
        issues: BTreeSet<IssueId>,
    },
}

/// A question of a round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Question {
    /// Its id.
    pub id: QuestionId,
    /// What it asks about.
    pub matter: Matter,
}

/// What shows when a round closes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reveal {
    /// The questions that enough parties accepted, and nothing else, to anybody.
    #[default]
    Overlap,
    /// The overlap to the table, every answer to the mediator.
    AnswersToMediator,
    /// Every answer to the table.
    AnswersToTable,
}

/// What a party answered in a round, question by question. Its `Debug` is masked.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct SealedAnswers(pub BTreeMap<QuestionId, Verdict>);

impl fmt::Debug for SealedAnswers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealedAnswers(confidential)")
    }
}
