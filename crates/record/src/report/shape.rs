//! Reports: what commands and events carry.

use crate::compartment::Compartment;
use crate::id::id;
use crate::note::NoteId;
use crate::person::Departure;
use crate::session::{Plan, SessionId};
use crate::statement::{Statement, StatementId};
use crate::words::Words;
use mediant_model::{Date, PartyId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

id! {
    /// A report.
    ReportId
}

/// What somebody decided about a suggestion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Resolution {
    /// It is right, as suggested or as edited.
    Accept,
    /// It is not.
    Reject,
    /// It is left for later.
    Skip,
}

impl Resolution {
    /// Its word: `accept`, `reject`, `skip`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Reject => "reject",
            Self::Skip => "skip",
        }
    }
}

/// Fields of a suggestion by their names. Its `Debug` is masked, as [`Words`] are.
pub type Fields = BTreeMap<String, Words>;

/// A decision about one suggestion of a report. Its `Debug` is masked.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Decided {
    /// Which suggestion, by the key that whoever suggested it gives it.
    pub suggestion: String,
    /// What was decided.
    pub resolution: Resolution,
    /// Of an acceptance: who may know what comes of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Compartment>,
    /// What found the suggestion.
    pub rule: String,
    /// How often, of a hundred suggestions like it, everything was right; absent where nobody knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<u8>,
    /// Its fields as they were suggested.
    pub before: Fields,
    /// Its fields as they were decided about, where somebody changed them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Fields>,
}

impl Decided {
    /// The fields that count: as edited, else as suggested.
    pub fn fields(&self) -> &Fields {
        self.after.as_ref().unwrap_or(&self.before)
    }
}

impl fmt::Debug for Decided {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Decided({}, confidential)", self.resolution.word())
    }
}

/// The act as which an accepted suggestion goes on record. The record sets its source. Its `Debug` is masked.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "as", rename_all = "snake_case")]
pub enum Entry {
    /// A statement. Its publicity is what the suggestion was accepted for.
    Statement {
        /// What was said.
        statement: Box<Statement>,
    },
    /// A session that the record does not know yet.
    Session {
        /// When, where, with whom.
        plan: Box<Plan>,
        /// The day on which it took place; absent of one that is to be.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<String>", extend("format" = "date"))]
        held: Option<Date>,
    },
    /// That a session which is on record took place.
    SessionHeld {
        /// Which.
        session: SessionId,
        /// The day.
        #[schemars(with = "String", extend("format" = "date"))]
        on: Date,
    },
    /// That a session which is on record will not take place.
    SessionCancelled {
        /// Which.
        session: SessionId,
    },
    /// That somebody no longer speaks for a party.
    Departure {
        /// The party.
        party: PartyId,
        /// Who.
        person: PersonId,
        /// The first day on which the person no longer speaks for the party.
        #[schemars(with = "String", extend("format" = "date"))]
        on: Date,
        /// How.
        how: Departure,
    },
    /// A note for the mediator and the team: for what no other act says.
    Note {
        /// What.
        text: Words,
    },
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Entry(confidential)")
    }
}

/// What became of an accepted suggestion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Entered {
    /// A statement.
    Statement(StatementId),
    /// A session, new or known before.
    Session(SessionId),
    /// A departure.
    Departure {
        /// The party.
        party: PartyId,
        /// Who left.
        person: PersonId,
    },
    /// A note.
    Note(NoteId),
}

/// The words of a text in one line: whatever white space stands between them is one space.
pub fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
