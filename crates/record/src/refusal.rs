//! Why the record says no.

use serde::Serialize;
use std::fmt;

/// Why a command was not carried out. It is worked out from what the one who asked may see, and names nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CommandError {
    /// Of which sort it is.
    pub reason: Reason,
    /// The field of the command it is about, such as `plan.parties`.
    pub field: Option<String>,
    /// The cause in one sentence.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

/// The sorts of refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The role does not allow it.
    NotAllowed,
    /// There is no such thing, as far as the one who asked may know.
    Unknown,
    /// What the command rests on has changed since it was read.
    Stale,
    /// A mandate is missing.
    NoMandate,
    /// The rules of the talks do not allow it now.
    NotNow,
    /// The command does not make sense.
    Invalid,
}

impl CommandError {
    /// A refusal for this reason.
    pub fn new(reason: Reason, message: impl Into<String>) -> Self {
        Self { reason, field: None, message: message.into(), help: None }
    }

    /// The command does not make sense.
    pub fn invalid(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Reason::Invalid, message).at(field)
    }

    /// There is no such thing.
    pub fn unknown(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Reason::Unknown, message).at(field)
    }

    /// Not now.
    pub fn not_now(message: impl Into<String>) -> Self {
        Self::new(Reason::NotNow, message)
    }

    /// The role does not allow it.
    pub fn not_allowed(message: impl Into<String>) -> Self {
        Self::new(Reason::NotAllowed, message)
    }

    /// The same, about this field.
    pub fn at(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// The same, with advice.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for CommandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        self.help.as_ref().map_or(Ok(()), |help| write!(f, "; {help}"))
    }
}

impl std::error::Error for CommandError {}
