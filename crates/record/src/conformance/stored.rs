//! A record that an earlier revision wrote: it opens, verifies and says what it said.
//!
//! The harbour's record lies in `tests/fixtures/harbour`, sealed under a key that is for tests alone. Each store keeps the same
//! record among its own fixtures, as it wrote it.

use crate::backup::{Decoder, Item};
use crate::keyring::{Keyring, KeyringError, MasterKey};
use crate::store::{Batch, SealedEntry, Store, StoreError, WrappedKey};
use crate::verify::RecordVerifier;
use crate::{Compartment, Placed, State, codec};
use mediant_model::case::Reader;
use std::collections::BTreeSet;

/// The record as a backup.
pub const BACKUP: &[u8] = include_bytes!("../../tests/fixtures/harbour/record.backup");

/// Its master key, as the text of a key file. For tests alone: everybody has it.
pub const KEY: &str = include_str!("../../tests/fixtures/harbour/test-only.key");

/// Its events in order: the compartment, a tabulator and the payload, byte for byte.
pub const LOG: &str = include_str!("../../tests/fixtures/harbour/log.tsv");

/// What each reader knows in the end, one a line.
pub const STATES: &str = include_str!("../../tests/fixtures/harbour/states.jsonl");

/// Who reads the record, by the names that stand in [`STATES`].
pub fn readers() -> [(&'static str, Reader); 5] {
    let party = |id: &'static str| (id, Reader::Party(id.into()));
    [
        ("mediator", Reader::Mediator),
        party("harbour"),
        party("fleet"),
        party("yard"),
        ("public", Reader::Public),
    ]
}

/// What each reader knows of these events, as in [`STATES`]: without what was only worked out later from the same events,
/// on whose word they were recorded.
pub fn folded(events: &[Placed]) -> String {
    let mut lines = String::new();
    for (name, reader) in readers() {
        let mut state = State::new(&reader);
        for placed in events.iter().filter(|placed| placed.compartment.is_read_by(&reader)) {
            state.apply(placed).unwrap();
        }
        let mut state = serde_json::to_value(state).unwrap();
        state.as_object_mut().unwrap().remove("reported");
        let line = serde_json::json!({"reader": name, "state": state});
        lines.push_str(&format!("{line}\n"));
    }
    lines
}

/// Restores the backup into an empty store: every entry by itself, as if it came then.
pub async fn restore(store: &dyn Store) {
    let mark = MasterKey::from_key_file_text(KEY).unwrap().mark();
    let mut decoder = Decoder::new();
    decoder.push(BACKUP);
    while let Some(item) = decoder.next_item().unwrap() {
        match item {
            Item::Master(_) => store.note_master(&mark).await.unwrap(),
            Item::Document { collection, document } => {
                for known in 0..document.version {
                    store.put_document(&collection, &document.id, known, &document.content).await.unwrap();
                }
            }
            Item::Entry(entry) => {
                let batch = Batch { after: entry.position - 1, entries: vec![entry], documents: Vec::new() };
                store.append(&batch).await.unwrap();
            }
            Item::Key(key) => store.add_key(&key, Some(&mark)).await.unwrap(),
            Item::DestroyedKey(compartment) => {
                store.add_key(&nothing(&compartment), Some(&mark)).await.unwrap();
                store.destroy_key(&compartment).await.unwrap();
            }
        }
    }
    decoder.finish().unwrap();
}

/// The store holds the harbour's record: entries verify and open to the very bytes that were written, each decodes and encodes
/// to the same, every reader's state is what it was, and the documents of the store and the destroyed keys are as they were.
pub async fn says_what_it_said(store: &dyn Store) {
    let master = MasterKey::from_key_file_text(KEY).unwrap();
    store.note_master(&master.mark()).await.unwrap();
    let keyring = Keyring::unwrap(master, &store.keys().await.unwrap()).unwrap();
    let entries = store.entries_after(0, usize::MAX).await.unwrap();
    let (events, closed) = opened(&entries, &keyring);
    assert_eq!(folded(&events), STATES);
    for compartment in &closed {
        assert_eq!(store.add_key(&nothing(compartment), None).await, Err(StoreError::Conflict));
    }

    let mut kept = Vec::new();
    for collection in store.collections().await.unwrap() {
        for document in store.documents_after(&collection, None, usize::MAX).await.unwrap() {
            let plain = String::from_utf8(keyring.open_document(&collection, &document).unwrap()).unwrap();
            kept.push((collection.clone(), document.id, document.version, plain));
        }
    }
    let documents = DOCUMENTS.map(|(collection, id, version, plain)| {
        (collection.to_owned(), id.to_owned(), version, plain.to_owned())
    });
    assert_eq!(kept, documents);
}

/// The documents of its documents: collection, id, version, content.
pub const DOCUMENTS: [(&str, &str, u64, &str); 3] =
    [("a", "1", 1, "a paper"), ("a", "2", 3, "another paper"), ("b", "1", 1, "")];

/// A key that opens nothing, for a compartment that had one.
fn nothing(compartment: &Compartment) -> WrappedKey {
    WrappedKey { compartment: Some(compartment.clone()), nonce: [0; 24], wrapped: Vec::new() }
}

/// The events that can be opened, once every byte was looked at, and the compartments whose keys were destroyed.
fn opened(entries: &[SealedEntry], keyring: &Keyring) -> (Vec<Placed>, BTreeSet<Compartment>) {
    assert_eq!(entries.len(), LOG.lines().count());
    let mut verifier = RecordVerifier::new(Some(keyring));
    let (mut events, mut deleted, mut closed) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
    for (entry, line) in entries.iter().zip(LOG.lines()) {
        assert_eq!(verifier.check(entry), []);
        let (compartment, payload) = line.split_once('\t').unwrap();
        assert_eq!(entry.compartment.name(), compartment);
        match keyring.open(entry) {
            Ok(plain) => assert_eq!(String::from_utf8(plain).unwrap(), payload),
            Err(KeyringError::NoKey(Some(compartment))) => {
                closed.insert(compartment);
                continue;
            }
            Err(error) => panic!("{error}"),
        }
        let placed = placed(line);
        let event = serde_json::to_value(&placed.recorded).unwrap();
        deleted.extend(event["deleted"].as_str().and_then(Compartment::named));
        events.push(placed);
    }
    assert_eq!(verifier.finish().1, []);
    assert_eq!(closed, deleted);
    (events, closed)
}

/// An event of [`LOG`]. It encodes to the bytes it was read from.
pub fn placed(line: &str) -> Placed {
    let (compartment, payload) = line.split_once('\t').unwrap();
    let recorded = codec::decode(payload.as_bytes()).unwrap();
    assert_eq!(String::from_utf8(codec::encode(&recorded).unwrap()).unwrap(), payload);
    Placed { compartment: Compartment::named(compartment).unwrap(), recorded }
}

/// A record that was written before is restored into any store, and says what it said.
pub async fn a_record_of_before_is_restored(place: &dyn super::Place) {
    restore(place.open().await.as_ref()).await;
    says_what_it_said(place.open().await.as_ref()).await;
}
