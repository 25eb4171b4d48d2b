//! Which streams a record has: sealed among its documents, written in the same step as the first entry of a stream.
//!
//! Whoever takes a stream out with its key leaves nothing that names it: the others only stand nearer to each other. So the record
//! keeps the names, and its [end](crate::end) says which version of the list there was at least. The list changes with the first entry
//! of a stream alone, so that a batch costs the same however many streams there are.

use crate::Compartment;
use crate::end::EndFault;
use crate::keyring::{Keyring, KeyringError};
use crate::seal::Random;
use crate::store::{Document, DocumentWrite};
use std::collections::BTreeSet;

/// The collection of the list among the documents.
pub const COLLECTION: &str = "streams";
/// Its id there.
pub const ID: &str = "list";

/// The list in a document of the store.
///
/// # Errors
/// It does not open, or is no list.
pub fn open(keyring: &Keyring, document: &Document) -> Result<BTreeSet<Compartment>, EndFault> {
    let plain = keyring.open_document(COLLECTION, document).map_err(|_| EndFault::UnopenedStreams)?;
    serde_json::from_slice(&plain).map_err(|_| EndFault::UnopenedStreams)
}

/// The list as it is written over the version that is known; 0 where none is.
///
/// # Errors
/// [`KeyringError::NoKey`] without the key of the documents.
pub fn write<'a>(
    streams: impl IntoIterator<Item = &'a Compartment>,
    keyring: &Keyring,
    known: u64,
    random: &mut Random<'_>,
) -> Result<DocumentWrite, KeyringError> {
    let version = known.saturating_add(1);
    let names: BTreeSet<&Compartment> = streams.into_iter().collect();
    let plain = serde_json::json!(names).to_string();
    let content = keyring.seal_document(COLLECTION, ID, version, plain.as_bytes(), random)?;
    let document = Document { id: ID.to_owned(), version, content };
    Ok(DocumentWrite { collection: COLLECTION.to_owned(), known, document })
}

/// What of the streams is not as the list says, of which the end states a version.
pub fn faults(
    stated: u64,
    list: Option<&Document>,
    keyring: &Keyring,
    is_there: impl Fn(&Compartment) -> bool,
) -> Vec<EndFault> {
    let found = list.map_or(0, |list| list.version);
    let mut faults = Vec::from_iter((found < stated).then_some(EndFault::OlderStreams { stated, found }));
    match list.map(|list| open(keyring, list)) {
        None => {}
        Some(Ok(names)) => {
            faults.extend(names.into_iter().filter(|name| !is_there(name)).map(EndFault::StreamGone));
        }
        Some(Err(fault)) => faults.push(fault),
    }
    faults
}
