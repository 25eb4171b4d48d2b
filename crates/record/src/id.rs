//! Names of what is recorded.
//!
//! They are drawn at random by the keeper of the record and say nothing: not how many there are, not in which order
//! they came.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The id of this text.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The id's text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", self.0)
            }
        }
    )*};
}

id! {
    /// A recorded event.
    EventId
    /// A statement: a position, red line, precondition, …
    StatementId
    /// A mandate.
    MandateId
    /// A session.
    SessionId
    /// A note.
    NoteId
    /// An item told in a caucus.
    ItemId
    /// What a party, the table or the public heard from the mediator.
    HeardId
    /// A draft of the single text.
    DraftId
    /// A clause; it keeps its id from draft to draft.
    ClauseId
    /// A proposed package.
    PackageId
    /// A round.
    RoundId
    /// A question within a round.
    QuestionId
    /// A communiqué.
    CommuniqueId
    /// A mediation.
    MediationId
    /// A report.
    ReportId
}
