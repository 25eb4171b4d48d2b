//! Rows and what they mean.

use crate::fault::damaged;
use mediant_record::Compartment;
use mediant_record::store::{Document, MasterMark, SealedEntry, StoreError, WrappedKey};

/// Position, stream, sequence, commitment, link, nonce, sealed text.
pub type EntryRow = (i64, String, i64, Vec<u8>, Vec<u8>, Vec<u8>, Vec<u8>);

/// Stream, nonce, wrapped key.
pub type KeyRow = (String, Vec<u8>, Vec<u8>);

/// Id, version, content.
pub type DocumentRow = (String, i64, Vec<u8>);

/// In place of a stream's name, that of the document store. No compartment is called so.
const DOCUMENTS: &str = "cabinet";

/// The entry in a row.
///
/// # Errors
/// `Unavailable` when no store can have written the row.
pub fn entry(row: EntryRow) -> Result<SealedEntry, StoreError> {
    let (position, stream, sequence, commitment, link, nonce, sealed) = row;
    Ok(SealedEntry {
        position: count(position)?,
        compartment: compartment(&stream)?,
        sequence: count(sequence)?,
        commitment: bytes(commitment)?,
        link: bytes(link)?,
        nonce: bytes(nonce)?,
        sealed,
    })
}

/// The keys in rows, the document store's first, then in the order of the compartments.
///
/// # Errors
/// `Unavailable` when no store can have written a row.
pub fn keys(rows: Vec<KeyRow>) -> Result<Vec<WrappedKey>, StoreError> {
    let key = |(stream, nonce, wrapped): KeyRow| {
        let compartment = if stream == DOCUMENTS { None } else { Some(compartment(&stream)?) };
        Ok(WrappedKey { compartment, nonce: bytes(nonce)?, wrapped })
    };
    let mut keys = rows.into_iter().map(key).collect::<Result<Vec<_>, _>>()?;
    keys.sort_by(|one, other| one.compartment.cmp(&other.compartment));
    Ok(keys)
}

/// The document in a row.
///
/// # Errors
/// `Unavailable` when no store can have written the row.
pub fn document((id, version, content): DocumentRow) -> Result<Document, StoreError> {
    Ok(Document { id, version: count(version)?, content })
}

/// The mark of a master key.
///
/// # Errors
/// `Unavailable` when no store can have written it.
pub fn mark(stored: Vec<u8>) -> Result<MasterMark, StoreError> {
    bytes(stored).map(MasterMark)
}

/// Whether this is the master key that is noted, or none is.
///
/// # Errors
/// `Rekeyed` when another is.
pub fn same_master(noted: Option<Vec<u8>>, known: &MasterMark) -> Result<(), StoreError> {
    match noted.map(mark).transpose()? {
        Some(noted) if noted != *known => Err(StoreError::Rekeyed),
        _ => Ok(()),
    }
}

/// The stream under whose name a key is kept; `None` is the document store.
pub fn stream_of(compartment: Option<&Compartment>) -> String {
    compartment.map_or_else(|| DOCUMENTS.to_owned(), Compartment::name)
}

/// A count from a database.
///
/// # Errors
/// `Unavailable` when it is negative.
pub fn count(stored: i64) -> Result<u64, StoreError> {
    u64::try_from(stored).map_err(|_| damaged(format_args!("{stored} where a count should be")))
}

/// A count to compare in a database. No stored count reaches the greatest of them.
pub fn at_most(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A limit for a database.
pub fn limit(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

fn compartment(stream: &str) -> Result<Compartment, StoreError> {
    Compartment::named(stream).ok_or_else(|| damaged(format_args!("`{stream}` where a stream should be")))
}

fn bytes<const N: usize>(stored: Vec<u8>) -> Result<[u8; N], StoreError> {
    <[u8; N]>::try_from(stored)
        .map_err(|stored| damaged(format_args!("{} bytes where {N} should be", stored.len())))
}
