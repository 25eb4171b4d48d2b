//! The single text: what commands and events carry.

use crate::id::id;
use mediant_model::IssueId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

id! {
    /// A draft of the single text.
    DraftId
    /// A clause; it keeps its id from draft to draft.
    ClauseId
}

/// A clause of a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Clause {
    /// Its id, kept from draft to draft.
    pub id: ClauseId,
    /// Its heading.
    pub heading: String,
    /// The issue it settles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issue: Option<IssueId>,
    /// Its words, brackets included; see [`crate::wording`].
    pub text: String,
}

/// What a party answers to a clause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum ClauseAnswer {
    /// It is accepted as it stands.
    Accept,
    /// It is accepted, subject to the principal.
    AcceptAdReferendum,
    /// These words of it are not agreed.
    Bracket {
        /// The words.
        words: String,
    },
    /// Other words are asked for.
    Amend {
        /// The whole clause as it should read.
        text: String,
    },
    /// It is refused.
    Reject,
}

/// A clause as it is asked for: without an id it is a new one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "ClauseWish")]
pub struct ClauseRequest {
    /// The clause of the draft before that this continues.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<ClauseId>,
    /// Its heading.
    pub heading: String,
    /// The issue it settles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issue: Option<IssueId>,
    /// Its words. `[words|party]` is a bracket: words that are not agreed, and who asks for them.
    pub text: String,
}
