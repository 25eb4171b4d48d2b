//! What can go wrong in the service.

use crate::work::Busy;
use mediant_record::codec::Unreadable;
use mediant_record::keyring::KeyringError;
use mediant_record::state::Misplaced;
use mediant_record::store::StoreError;
use mediant_record::{Compartment, Refusal};
use std::fmt;

/// Why a record cannot be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenError {
    /// The store does not answer.
    Store(StoreError),
    /// The key does not fit, or something does not open under it.
    Key(KeyringError),
    /// An event cannot be read, or does not fit what came before it.
    Event {
        /// The stream.
        compartment: Compartment,
        /// Its place there.
        sequence: u64,
        /// What is wrong.
        why: String,
    },
}

impl OpenError {
    pub(super) fn unreadable(compartment: &Compartment, sequence: u64, why: &Unreadable) -> Self {
        Self::Event { compartment: compartment.clone(), sequence, why: why.to_string() }
    }

    pub(super) fn misplaced(compartment: &Compartment, sequence: u64, why: &Misplaced) -> Self {
        Self::Event { compartment: compartment.clone(), sequence, why: why.to_string() }
    }
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Store(error) => error.fmt(f),
            Self::Key(error) => error.fmt(f),
            Self::Event { compartment, sequence, why } => {
                write!(
                    f,
                    "event {sequence} of `{compartment}` cannot be used: {why}; `mediant verify-record` looks for more"
                )
            }
        }
    }
}

impl std::error::Error for OpenError {}

impl From<StoreError> for OpenError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<KeyringError> for OpenError {
    fn from(error: KeyringError) -> Self {
        Self::Key(error)
    }
}

/// Why a command was not carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AskError {
    /// The record says no.
    Refused(Refusal),
    /// A request of this name was carried out, and it said something else.
    NameTaken,
    /// Nobody reads as this party: it is not, or not yet, on record.
    UnknownReader,
    /// A fault of ours: what came of the command does not fit the record. Nothing of it was recorded, and other commands
    /// are carried out.
    Faulty,
    /// As many commands of the one who asks wait already as may.
    Busy,
    /// The store does not answer. The command was not carried out, or, rarely, was without anybody knowing yet: asking
    /// again with the same request name is safe.
    Unavailable,
}

impl fmt::Display for AskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => refusal.fmt(f),
            Self::NameTaken => f.write_str(
                "a request of this name was carried out before, and it said something else; this one was not carried out",
            ),
            Self::UnknownReader => f.write_str("this party is not on record"),
            Self::Faulty => f.write_str("this could not be carried out through a fault of Mediant's; nothing was recorded"),
            Self::Busy => f.write_str("many of your commands wait already; send more when they are answered"),
            Self::Unavailable => f.write_str("the record cannot be written at the moment; try again"),
        }
    }
}

impl std::error::Error for AskError {}

impl From<Busy> for AskError {
    fn from(Busy: Busy) -> Self {
        Self::Busy
    }
}
