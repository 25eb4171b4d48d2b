//! What can go wrong in the service.

use crate::work::BusyError;
use mediant_record::codec::DecodeError;
use mediant_record::end::EndFault;
use mediant_record::keyring::KeyringError;
use mediant_record::state::ApplyError;
use mediant_record::store::StoreError;
use mediant_record::{CommandError, Compartment};

/// Why a record cannot be opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// The store does not answer.
    #[error(transparent)]
    Store(StoreError),
    /// The key does not fit, or something does not open under it.
    #[error(transparent)]
    Key(KeyringError),
    /// An event cannot be read, or does not fit what came before it.
    #[error(
        "event {sequence} of `{compartment}` cannot be used: {why}; `mediant verify-record` looks for more"
    )]
    Event {
        /// The compartment whose stream it stands in.
        compartment: Compartment,
        /// Its place there.
        sequence: u64,
        /// What is wrong.
        why: String,
    },
    /// The record does not end as it says, or its accounts are older.
    #[error(
        "it was altered: {0}; `mediant verify-record` says more, and a backup from before shows what was there"
    )]
    End(EndFault),
    /// The key of a compartment is gone, and no event says that it was deleted.
    #[error(
        "it was altered: the key of `{0}` is gone, and no event says that it was deleted; `mediant verify-record` says more"
    )]
    KeyGone(Compartment),
}

impl OpenError {
    pub(super) fn unreadable(compartment: &Compartment, sequence: u64, why: &DecodeError) -> Self {
        Self::Event { compartment: compartment.clone(), sequence, why: why.to_string() }
    }

    pub(super) fn misplaced(compartment: &Compartment, sequence: u64, why: &ApplyError) -> Self {
        Self::Event { compartment: compartment.clone(), sequence, why: why.to_string() }
    }
}

impl From<StoreError> for OpenError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<EndFault> for OpenError {
    fn from(fault: EndFault) -> Self {
        Self::End(fault)
    }
}

impl From<KeyringError> for OpenError {
    fn from(error: KeyringError) -> Self {
        Self::Key(error)
    }
}

/// Why a command was not carried out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AskError {
    /// The record says no.
    #[error(transparent)]
    Refused(CommandError),
    /// A request of this name was carried out, and it said something else.
    #[error(
        "a request of this name was carried out before, and it said something else; this one was not carried out"
    )]
    NameTaken,
    /// Nobody reads as this party: it is not, or not yet, on record.
    #[error("this party is not on record")]
    UnknownReader,
    /// A fault of ours: what came of the command does not fit the record. Nothing of it was recorded, and other commands
    /// are carried out.
    #[error("this could not be carried out through a fault of Mediant's; nothing was recorded")]
    Faulty,
    /// As many commands of the one who asks wait already as may.
    #[error("many of your commands wait already; send more when they are answered")]
    Busy,
    /// The store does not answer. The command was not carried out, or, rarely, was without anybody knowing yet: asking
    /// again with the same request name is safe.
    #[error("the record cannot be written at the moment; try again")]
    Unavailable,
}

impl From<BusyError> for AskError {
    fn from(BusyError: BusyError) -> Self {
        Self::Busy
    }
}
