//! A small record, sealed with randomness that is the same every time.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use mediant_record::Compartment;
use mediant_record::chain;
use mediant_record::keyring::{Keyring, MasterKey};
use mediant_record::seal::Place;
use mediant_record::store::{SealedEntry, WrappedKey};
use std::collections::BTreeMap;

/// Bytes that look random and follow from the seed.
pub fn random(seed: u64) -> impl FnMut(&mut [u8]) {
    let mut stream = blake3::Hasher::new().update(&seed.to_le_bytes()).finalize_xof();
    move |bytes: &mut [u8]| stream.fill(bytes)
}

pub fn compartment(name: &str) -> Compartment {
    Compartment::named(name).unwrap()
}

/// The master key of every record here.
pub fn master() -> MasterKey {
    MasterKey::generate(&mut random(1))
}

/// The wrapped keys of the documents and of these compartments.
pub fn wrapped(names: &[&str]) -> Vec<WrappedKey> {
    let empty = Keyring::unwrap(master(), &[]).unwrap();
    let mut random = random(2);
    let mut keys = vec![empty.make_key(None, &mut random).unwrap()];
    for name in names {
        keys.push(empty.make_key(Some(&compartment(name)), &mut random).unwrap());
    }
    keys
}

pub fn keyring(names: &[&str]) -> Keyring {
    Keyring::unwrap(master(), &wrapped(names)).unwrap()
}

/// Entries in these compartments, one after the other; the text of the n-th (from 0) is `text(n)`.
pub fn record(keyring: &Keyring, compartments: &[&str]) -> Vec<SealedEntry> {
    let mut random = random(3);
    let mut tails: BTreeMap<&str, (u64, [u8; 32])> = BTreeMap::new();
    let mut entries = Vec::new();
    for (index, name) in compartments.iter().enumerate() {
        let (sequence, previous) = *tails.get(name).unwrap_or(&(0, chain::START));
        let place = Place { position: index as u64 + 1, sequence: sequence + 1, previous };
        let entry = keyring.seal(&compartment(name), place, text(index).as_bytes(), &mut random).unwrap();
        tails.insert(name, (entry.sequence, entry.link));
        entries.push(entry);
    }
    entries
}

pub fn text(index: usize) -> String {
    format!("event {index}")
}

/// The streams of the record that most tests use.
pub const STREAMS: [&str; 4] = ["public", "table", "caucus:a", "delegation:a"];

/// Its events.
pub const EVENTS: [&str; 11] = [
    "public",
    "table",
    "caucus:a",
    "table",
    "delegation:a",
    "caucus:a",
    "caucus:a",
    "table",
    "public",
    "delegation:a",
    "caucus:a",
];
