//! Where a record ends: sealed among its documents, written in the same step as whatever moves it.
//!
//! The chains show that nothing in a stream was altered. They do not show that a stream was cut off, left out together with
//! its key, or put in another order, nor that the accounts are those of last week. So every batch also writes the end: how many
//! entries there are, the [digest](chain::order) of their order, the version of the accounts, that of the
//! [list of sign-ins](crate::audit), and that of the [list of streams](crate::stream_list), which names a stream that is gone. Every change of the accounts writes it, too. Whoever has no key of the record can put an older end back, and nothing else in its place; then
//! the entries that came since are beyond it.
//!
//! A whole record that is put back with its end looks like what it was. Copies that readers keep find that, not this.

use crate::keyring::{Keyring, KeyringError};
use crate::seal::Random;
use crate::store::{Document, DocumentWrite};
use crate::verify::{RecordHead, RecordReport};
use crate::{Compartment, chain, hex, stream_list};
use serde::Deserialize;
use std::fmt;

/// The collection of the end among the documents.
pub const COLLECTION: &str = "end";
/// Its id there.
pub const ID: &str = "record";
/// The collection of the accounts among the documents.
pub const ROSTER_COLLECTION: &str = "accounts";
/// Their id there: all of them are one document.
pub const ROSTER_ID: &str = "roster";

/// Where a record ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct End {
    /// The last position; 0 in an empty record.
    pub position: u64,
    /// The digest of the order of all streams among one another, up to there.
    #[serde(with = "hex::field")]
    pub order: [u8; 32],
    /// The version of the accounts; 0 where there are none.
    pub roster: u64,
    /// The version that the head of the list of sign-ins had at least; 0 in an end from before that was said.
    #[serde(default)]
    pub audit: u64,
    /// The version of the list of streams; 0 in an end from before there was one.
    #[serde(default)]
    pub streams: u64,
}

/// What a record holds beside its entries, and an end is held against.
#[derive(Clone, Copy, Debug, Default)]
pub struct Held<'a> {
    /// Where it says that it ends.
    pub end: Option<&'a Document>,
    /// Its accounts.
    pub roster: Option<&'a Document>,
    /// The list of its streams.
    pub streams: Option<&'a Document>,
}

impl Default for End {
    /// The end of an empty record.
    fn default() -> Self {
        Self { position: 0, order: chain::START, roster: 0, audit: 0, streams: 0 }
    }
}

/// Where a record does not end as it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EndFault {
    /// It says nothing of its end, though it was written by a version that always does.
    Absent,
    /// What it says does not open: it was altered, or moved from elsewhere.
    Unopened,
    /// It has another number of entries.
    Elsewhere {
        /// As many as it says.
        stated: u64,
        /// As many as there are.
        found: u64,
    },
    /// It has as many entries as it says, and they are others or came in another order.
    Reordered,
    /// A stream that was there is gone, and no event says so: deleting one leaves its entries, sealed.
    StreamGone(Compartment),
    /// The list of streams does not open: it was altered, or moved from elsewhere.
    UnopenedStreams,
    /// The list of streams is older than it says, or gone.
    OlderStreams {
        /// Its version as it says.
        stated: u64,
        /// Its version; 0 where there is none.
        found: u64,
    },
    /// The accounts do not open: they were altered, or moved from elsewhere.
    UnopenedRoster,
    /// The accounts are older than it says, or gone.
    OlderRoster {
        /// Their version as it says.
        stated: u64,
        /// Their version; 0 where there are none.
        found: u64,
    },
    /// The list of sign-ins does not open: it was altered, or moved from elsewhere.
    UnopenedAudit,
    /// The list of sign-ins is older than it says, or gone.
    OlderAudit {
        /// The version of its head as it says.
        stated: u64,
        /// Its version; 0 where there is none.
        found: u64,
    },
    /// Entries were taken out of the list of sign-ins.
    AuditMissing {
        /// How many.
        missing: u64,
    },
}

impl End {
    /// The end in a document of the store.
    ///
    /// # Errors
    /// It does not open, or is no end.
    pub fn open(keyring: &Keyring, document: &Document) -> Result<Self, EndFault> {
        let plain = keyring.open_document(COLLECTION, document).map_err(|_| EndFault::Unopened)?;
        serde_json::from_slice(&plain).map_err(|_| EndFault::Unopened)
    }

    /// The end as it is written over the version that is known; 0 where none is.
    ///
    /// # Errors
    /// [`KeyringError::NoKey`] without the key of the documents.
    pub fn write(
        &self,
        keyring: &Keyring,
        known: u64,
        random: &mut Random<'_>,
    ) -> Result<DocumentWrite, KeyringError> {
        let version = known.saturating_add(1);
        let Self { position, order, roster, audit, streams } = self;
        let order = hex::encode(order);
        let plain = format!(
            r#"{{"position":{position},"order":"{order}","roster":{roster},"audit":{audit},"streams":{streams}}}"#
        );
        let content = keyring.seal_document(COLLECTION, ID, version, plain.as_bytes(), random)?;
        let document = Document { id: ID.to_owned(), version, content };
        Ok(DocumentWrite { collection: COLLECTION.to_owned(), known, document })
    }

    /// What of a record at rest is not as it says, where `report` is what was found when all of it was verified.
    pub fn check(keyring: &Keyring, held: Held<'_>, report: &RecordReport) -> Vec<EndFault> {
        let Held { end, roster, streams } = held;
        let Some(end) = end else {
            return Vec::from_iter(report.states_end.then_some(EndFault::Absent));
        };
        let unopened = roster.filter(|roster| keyring.open_document(ROSTER_COLLECTION, roster).is_err());
        let mut faults = Vec::from_iter(unopened.map(|_| EndFault::UnopenedRoster));
        match Self::open(keyring, end) {
            Ok(end) => {
                let head = report.heads.record.unwrap_or(RecordHead::START);
                let is_there =
                    |name: &Compartment| report.streams.get(name).is_some_and(|stream| stream.entries > 0);
                faults.extend(stream_list::faults(end.streams, streams, keyring, is_there));
                faults.extend(end.faults(&head, roster.map_or(0, |roster| roster.version)));
            }
            Err(fault) => faults.push(fault),
        }
        faults
    }

    /// What of a record is not as it says: its end as it was read, and the version of its accounts.
    pub fn faults(&self, found: &RecordHead, roster: u64) -> Vec<EndFault> {
        let mut faults = Vec::new();
        if found.position != self.position {
            faults.push(EndFault::Elsewhere { stated: self.position, found: found.position });
        } else if found.order != self.order {
            faults.push(EndFault::Reordered);
        }
        // Accounts that were changed while the record was read are newer than the end that was read before.
        if roster < self.roster {
            faults.push(EndFault::OlderRoster { stated: self.roster, found: roster });
        }
        faults
    }
}

impl EndFault {
    /// The same for somebody who reads some compartments: without how many events, accounts or sign-ins there are in all.
    pub fn without_counts(&self) -> String {
        match self {
            Self::Elsewhere { .. } => {
                "the end of the record: it ends elsewhere than it says: events were taken out, added or put back".to_owned()
            }
            Self::OlderRoster { found: 1.., .. } => "the roster of accounts: an older one was put back".to_owned(),
            Self::AuditMissing { .. } => "the list of sign-ins: entries were taken out".to_owned(),
            // Others may not know that it is there at all; whose it is learns of it from the stream itself.
            Self::StreamGone(_) => "the streams: one that was there is gone".to_owned(),
            other => other.to_string(),
        }
    }
}

impl fmt::Display for EndFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent => f.write_str("the end of the record: it is gone, and it was there before"),
            Self::Unopened => f.write_str("the end of the record: it was altered"),
            Self::Elsewhere { stated, found } => write!(
                f,
                "the end of the record: it ends after event {stated}, and {found} are there: events were taken out, added or put back"
            ),
            Self::Reordered => f.write_str(
                "the end of the record: there are as many events as there were, and others, or in another order",
            ),
            Self::StreamGone(name) => {
                write!(f, "the stream `{name}`: all of it is gone, and it was there before")
            }
            Self::UnopenedStreams => f.write_str("the list of streams: it was altered"),
            Self::OlderStreams { found: 0, .. } => f.write_str("the list of streams: it is gone, and was there before"),
            Self::OlderStreams { .. } => f.write_str("the list of streams: an older one was put back"),
            Self::UnopenedRoster => f.write_str("the roster of accounts: it was altered"),
            Self::OlderRoster { found: 0, .. } => f.write_str("the roster of accounts: it is gone, and was there before"),
            Self::OlderRoster { stated, found } => write!(
                f,
                "the roster of accounts: an older one was put back, number {found} in place of number {stated}"
            ),
            Self::UnopenedAudit => f.write_str("the list of sign-ins: it was altered"),
            Self::OlderAudit { found: 0, .. } => f.write_str("the list of sign-ins: it is gone, and was there before"),
            Self::OlderAudit { .. } => f.write_str("the list of sign-ins: an older one was put back"),
            Self::AuditMissing { missing: 1 } => f.write_str("the list of sign-ins: an entry was taken out"),
            Self::AuditMissing { missing } => {
                write!(f, "the list of sign-ins: {missing} entries were taken out")
            }
        }
    }
}

impl std::error::Error for EndFault {}
