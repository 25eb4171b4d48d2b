//! A backup of a record, and a copy of one compartment's stream, as bytes that come in chunks.
//!
//! Everything stays sealed: entries, wrapped keys, documents. The format knows nothing of the kind of store, so what was
//! saved from one kind restores into another.
//!
//! A file is a header line, `mediant backup 1` or `mediant stream 1`, and items. An item is a letter, the length of
//! its body (32 bits), the body, and eight bytes of a BLAKE3 hash, so that damage is found where it is. A body is
//! fields in a fixed order: integers little-endian, texts and byte strings after their length (32 bits). The last item
//! counts the others and holds the BLAKE3 hash of all bytes before it. Against damage, that is, not against forgery:
//! what was forged shows when the entries are [verified](crate::verify).
//!
//! While a record is in use, documents are best read first, then entries, then keys: so no snapshot among the documents is
//! ahead of the entries, and no entry is there whose key is not.

mod decode;
mod encode;
mod error;
mod order;

pub use decode::Decoder;
pub use encode::Encoder;
pub use error::{BackupError, BackupFormatError};
pub use order::Counts;

use crate::Compartment;
use crate::keyring::MasterDescription;
use crate::store::{Document, SealedEntry, WrappedKey};

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contents {
    /// A whole record. For its keeper.
    Record,
    /// The entries of one compartment, without their positions in the record (0 throughout). For whoever may read the
    /// compartment.
    Stream,
}

/// One thing in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// How the master key is come by. The first item of a record's backup.
    Master(MasterDescription),
    /// A document of the document store; in ascending order of collections and ids, by bytes.
    Document {
        /// The collection it lies in.
        collection: String,
        /// The document.
        document: Document,
    },
    /// An entry; in order.
    Entry(SealedEntry),
    /// A wrapped key.
    Key(WrappedKey),
    /// This compartment's key was destroyed.
    DestroyedKey(Compartment),
}

/// The greatest length of an item's body, in bytes: no forged length makes a reader hold more than this.
pub const ITEM_BYTES_MAX: usize = 64 * 1024 * 1024;

/// A hash of everything before the last item.
const CHECKSUM_BYTES: usize = 32;

/// How many bytes of hash follow an item.
const CHECK_BYTES: usize = 8;

/// The letters of the items.
mod letter {
    pub(super) const MASTER: u8 = b'M';
    pub(super) const DOCUMENT: u8 = b'P';
    pub(super) const ENTRY: u8 = b'E';
    pub(super) const KEY: u8 = b'K';
    pub(super) const DESTROYED_KEY: u8 = b'D';
    pub(super) const END: u8 = b'Z';
    pub(super) const ALL: [u8; 6] = [MASTER, DOCUMENT, ENTRY, KEY, DESTROYED_KEY, END];
}

/// The name by which the key of the document store goes. No compartment has it.
const DOCUMENTS: &str = "cabinet";

impl Contents {
    /// The first line of the file, with its end.
    fn header(self) -> &'static str {
        match self {
            Self::Record => "mediant backup 1\n",
            Self::Stream => "mediant stream 1\n",
        }
    }
}

/// The bytes that follow an item.
fn check(letter: u8, body: &[u8]) -> [u8; CHECK_BYTES] {
    let mut bytes = [0; CHECK_BYTES];
    blake3::Hasher::new().update(&[letter]).update(body).finalize_xof().fill(&mut bytes);
    bytes
}
