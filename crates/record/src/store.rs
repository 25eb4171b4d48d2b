//! What a store keeps: sealed entries in order, wrapped keys, and a documents of sealed documents.
//!
//! A store sees no plain text. It promises order and durability: an acknowledged batch is on disk as a whole, an
//! unacknowledged one is there as a whole or not at all, and nothing written is ever changed or removed.
//! [`crate::memory::MemoryStore`] is the shortest store there is; `conformance` holds every store to the same suite.

use crate::Compartment;
use async_trait::async_trait;
use std::any::Any;
use std::fmt;

/// A recorded event as it is stored: sealed, committed to, and linked to the entry before it in its stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedEntry {
    /// Its place in the record as a whole, from 1, without gaps. For the keeper of the record alone: who knows it
    /// knows how much was said elsewhere.
    pub position: u64,
    /// The compartment whose stream it stands in.
    pub compartment: Compartment,
    /// Its place in that stream, from 1, without gaps.
    pub sequence: u64,
    /// The salted commitment to the plain text; see [`crate::chain`].
    pub commitment: [u8; 32],
    /// The hash of the link before it in the stream, its place, and its commitment; see [`crate::chain`].
    pub link: [u8; 32],
    /// The nonce it was sealed with.
    pub nonce: [u8; 24],
    /// The sealed salt and plain text; see [`crate::seal`].
    pub sealed: Vec<u8>,
}

/// Entries to append as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// The last position that the writer knows of. The first entry takes the next one.
    ///
    /// A decision rests on everything before it, so a batch is refused as a conflict when anything at all was
    /// appended since, in whatever stream.
    pub after: u64,
    /// The entries, with consecutive positions from `after + 1`, and consecutive sequences in each stream.
    pub entries: Vec<SealedEntry>,
    /// Documents that are written in the same step: where the record ends then, see [`crate::end`].
    pub documents: Vec<DocumentWrite>,
}

/// A compartment's key, encrypted under the master key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrappedKey {
    /// Whose key. `None` for the key of the document store.
    pub compartment: Option<Compartment>,
    /// The nonce it was wrapped with.
    pub nonce: [u8; 24],
    /// The key, sealed.
    pub wrapped: Vec<u8>,
}

/// Which master key the keys of a record are wrapped under, as a mark that says nothing of it; see
/// [`crate::keyring::MasterKey::mark`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MasterMark(pub [u8; 32]);

/// How somebody works with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    /// Beside others: whoever has opened it and may add to it.
    Shared,
    /// Alone: while its keys are wrapped anew, of which nobody may hold older ones.
    Alone,
}

/// A record that is held, until this is dropped.
pub struct Held {
    _until_dropped: Box<dyn Any + Send + Sync>,
}

impl Held {
    /// Held as long as this value is not dropped.
    pub fn by(what: impl Any + Send + Sync) -> Self {
        Self { _until_dropped: Box::new(what) }
    }
}

impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Held")
    }
}

/// A sealed document of the document store: an account, an invitation, a sign-in, a line of the audit, a snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its id in the collection.
    pub id: String,
    /// How often it was written, from 1.
    pub version: u64,
    /// The content, sealed by whoever keeps the documents.
    pub content: Vec<u8>,
}

/// A document that is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentWrite {
    /// The collection it lies in.
    pub collection: String,
    /// The version that the writer knows, over which it is written; 0 when the writer knows none.
    pub known: u64,
    /// The document, with the version that it has from then on.
    pub document: Document,
}

/// What can go wrong in a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreError {
    /// Somebody else wrote first: read what is new, decide again, try again.
    Conflict,
    /// Somebody works with the record, or wraps its keys anew, and both at once would lock it for good.
    InUse,
    /// The keys were wrapped under another master key since the record was opened: open it again, with that one.
    Rekeyed,
    /// The batch breaks the rules of order. A fault of the writer.
    Misplaced(String),
    /// A later version of Mediant wrote this record, at a schema that this one does not know: use that version.
    Newer {
        /// The version of the record's schema.
        found: i64,
        /// The latest that this version reads.
        known: i64,
    },
    /// The store cannot be reached, is damaged, or is out of room. Whether a batch was written is not known.
    Unavailable(String),
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Conflict => f.write_str("somebody else wrote first"),
            Self::InUse => f.write_str("somebody else works with the record at the moment"),
            Self::Rekeyed => f.write_str(
                "the record opens with another master key by now: end this process, and start it again with that key",
            ),
            Self::Misplaced(what) => write!(f, "a batch out of order: {what}"),
            Self::Newer { found, known } => write!(
                f,
                "a newer version of Mediant wrote this record: its schema is {found}, and this version reads up to {known}; \
                 use that version or a later one"
            ),
            Self::Unavailable(why) => write!(f, "the store is not available: {why}"),
        }
    }
}

impl std::error::Error for StoreError {}

/// Where a record is kept. Object-safe: the desk holds an `Arc<dyn Store>`.
#[async_trait]
pub trait Store: Send + Sync {
    /// Appends a batch durably, as a whole or not at all.
    ///
    /// # Errors
    /// `Conflict` when the record does not end at `batch.after`, or one of its documents has another version than the writer
    /// knows; `Misplaced` when the batch is empty or its positions or sequences are not consecutive; `Unavailable`.
    async fn append(&self, batch: &Batch) -> Result<(), StoreError>;

    /// The entries after a position, in order of position, at most `limit` of them.
    ///
    /// # Errors
    /// `Unavailable`.
    async fn entries_after(&self, position: u64, limit: usize) -> Result<Vec<SealedEntry>, StoreError>;

    /// The entries of one stream after a sequence, in order, at most `limit` of them.
    ///
    /// # Errors
    /// `Unavailable`.
    async fn stream_after(
        &self,
        compartment: &Compartment,
        sequence: u64,
        limit: usize,
    ) -> Result<Vec<SealedEntry>, StoreError>;

    /// Returns when there may be entries after `position`: at once if there are, else once this or another process
    /// appends. It may return early; the caller reads and waits again. Dropping the future ends the wait.
    ///
    /// # Errors
    /// `Unavailable`; the caller waits a moment before it tries again.
    async fn wait_beyond(&self, position: u64) -> Result<(), StoreError>;

    /// Every key that was added and not destroyed, the document store's first, then in the order of the compartments.
    ///
    /// # Errors
    /// `Unavailable`.
    async fn keys(&self) -> Result<Vec<WrappedKey>, StoreError>;

    /// Holds the record until what is returned is dropped, or the process ends, however it ends.
    ///
    /// # Errors
    /// `InUse` when it is held alone, or is to be held alone and is held; `Unavailable`.
    async fn hold(&self, how: Hold) -> Result<Held, StoreError>;

    /// Notes under which master key the keys are wrapped, where it is not noted yet.
    ///
    /// # Errors
    /// `Rekeyed` when another one is noted; `Unavailable`.
    async fn note_master(&self, mark: &MasterMark) -> Result<(), StoreError>;

    /// Adds the key of a compartment that never had one, wrapped under the master key of this mark. `None`, where it is not
    /// known: for a record that is being restored.
    ///
    /// # Errors
    /// `Conflict` when it has one, or had one that was destroyed; `Rekeyed` when another master key is noted;
    /// `Unavailable`.
    async fn add_key(&self, key: &WrappedKey, under: Option<&MasterMark>) -> Result<(), StoreError>;

    /// Wraps every key anew, from one master key to another, and notes that: all of it or nothing.
    ///
    /// # Errors
    /// `Misplaced` when one of the keys is not there; `Conflict` when there is one that is not among them; `Rekeyed` when
    /// another master key is noted than the first; `Unavailable`.
    async fn rewrap_keys(
        &self,
        keys: &[WrappedKey],
        from: &MasterMark,
        to: &MasterMark,
    ) -> Result<(), StoreError>;

    /// Destroys a key for good: overwritten and removed, so that what it sealed is out of everybody's reach. The
    /// compartment can never have a key again. Nothing happens when there is none.
    ///
    /// # Errors
    /// `Unavailable`.
    async fn destroy_key(&self, compartment: &Compartment) -> Result<(), StoreError>;

    /// A document of the document store.
    ///
    /// # Errors
    /// `Unavailable`.
    async fn document(&self, collection: &str, id: &str) -> Result<Option<Document>, StoreError>;

    /// The documents of a collection in the order of their ids (by bytes), after an id, at most `limit` of them.
    ///
    /// # Errors
    /// `Unavailable`.
    async fn documents_after(
        &self,
        collection: &str,
        id: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Document>, StoreError>;

    /// Every collection that holds a document, in order.
    ///
    /// # Errors
    /// `Unavailable`.
    async fn collections(&self) -> Result<Vec<String>, StoreError>;

    /// Writes a document over the version that the writer knows; 0 when the writer knows none. Its new version.
    ///
    /// # Errors
    /// `Conflict` when the version is another; `Unavailable`.
    async fn put_document(
        &self,
        collection: &str,
        id: &str,
        known: u64,
        content: &[u8],
    ) -> Result<u64, StoreError>;

    /// Writes several documents, all of them or none, each with the version that it says.
    ///
    /// # Errors
    /// `Conflict` when one has another version than the writer knows; `Unavailable`.
    async fn put_documents(&self, writes: &[DocumentWrite]) -> Result<(), StoreError>;

    /// Takes a document out of the document store. Whether it was there.
    ///
    /// # Errors
    /// `Unavailable`.
    async fn remove_document(&self, collection: &str, id: &str) -> Result<bool, StoreError>;

    /// Brings everything that was written into the store's own file, so that whoever copies that file has all of it. Nothing
    /// where a store has no file beside it.
    ///
    /// # Errors
    /// `Unavailable`; nothing is lost then.
    async fn fold_in(&self) -> Result<(), StoreError> {
        Ok(())
    }
}
