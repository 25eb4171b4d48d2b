//! Recommendations: what commands and events carry.

use crate::draft::{ClauseId, DraftId};
use crate::package::PackageId;
use crate::round::{QuestionId, RoundId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a recommendation is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Advised {
    /// A clause of a draft.
    Clause {
        /// The draft.
        draft: DraftId,
        /// The clause.
        clause: ClauseId,
    },
    /// A package that was proposed.
    Package(PackageId),
    /// A question of a round.
    Question {
        /// The round.
        round: RoundId,
        /// The question.
        question: QuestionId,
    },
}
