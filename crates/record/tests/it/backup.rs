//! Backups and copies of streams, whole and damaged.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use crate::sealed::{EVENTS, STREAMS, compartment, keyring, master, random, record, wrapped};
use mediant_record::backup::{
    BackupError, BackupFormatError, Contents, Counts, Decoder, Encoder, ITEM_BYTES_MAX, Item,
};
use mediant_record::keyring::{ExportedKey, Keyring, MasterDescription, PassphraseCost};
use mediant_record::store::{Document, SealedEntry, WrappedKey};
use mediant_record::verify::{RecordVerifier, StreamVerifier, Wrong};
use proptest::prelude::*;

/// What a keeper saves: everything there is, with one key destroyed.
fn saved() -> Vec<Item> {
    let keyring = keyring(&STREAMS);
    let mut random = random(9);
    let mut items =
        vec![Item::Master(MasterDescription::of_passphrase(PassphraseCost::default(), &mut random))];
    for (collection, id, version) in [("accounts", "a", 3), ("accounts", "b", 1), ("audit", "a", 70)] {
        let content = keyring.seal_document(collection, id, version, b"a paper", &mut random).unwrap();
        items.push(Item::Document {
            collection: collection.to_owned(),
            document: Document { id: id.to_owned(), version, content },
        });
    }
    items.extend(record(&keyring, &EVENTS).into_iter().map(Item::Entry));
    items.extend(wrapped(&STREAMS[..3]).into_iter().map(Item::Key));
    items.push(Item::DestroyedKey(compartment("delegation:a")));
    items
}

fn encode(contents: Contents, items: &[Item]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::start(contents, &mut bytes);
    for item in items {
        encoder.item(item, &mut bytes).unwrap();
    }
    encoder.finish(&mut bytes).unwrap();
    bytes
}

fn decode(bytes: &[u8], chunk: usize) -> Result<(Vec<Item>, Counts), BackupError> {
    let mut decoder = Decoder::new();
    let mut items = Vec::new();
    for chunk in bytes.chunks(chunk) {
        decoder.push(chunk);
        while let Some(item) = decoder.next_item()? {
            items.push(item);
        }
    }
    Ok((items, decoder.finish()?))
}

/// The byte at which every item begins, the last one included.
fn beginnings(items: &[Item]) -> Vec<u64> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::start(Contents::Record, &mut bytes);
    let mut offsets = vec![bytes.len() as u64];
    for item in items {
        encoder.item(item, &mut bytes).unwrap();
        offsets.push(bytes.len() as u64);
    }
    offsets
}

#[test]
fn what_was_saved_comes_back_whatever_the_chunks() {
    let items = saved();
    let bytes = encode(Contents::Record, &items);
    for chunk in [1, 2, 7, 64, 1000, bytes.len()] {
        let (read, counts) = decode(&bytes, chunk).unwrap();
        assert_eq!(read, items);
        assert_eq!(counts, Counts { entries: 11, documents: 3, keys: 4, destroyed_keys: 1 });
    }
}

#[test]
fn what_comes_back_opens_and_verifies() {
    let (items, _) = decode(&encode(Contents::Record, &saved()), 100).unwrap();
    let keys: Vec<WrappedKey> = items
        .iter()
        .filter_map(|item| match item {
            Item::Key(key) => Some(key.clone()),
            _ => None,
        })
        .collect();
    let keyring = Keyring::unwrap(master(), &keys).unwrap();
    let mut verifier = RecordVerifier::new(Some(&keyring));
    for item in &items {
        match item {
            Item::Entry(entry) => assert_eq!(verifier.check(entry), []),
            Item::Document { collection, document } => {
                assert_eq!(keyring.open_document(collection, document).unwrap(), b"a paper");
            }
            _ => {}
        }
    }
    // One key was destroyed, and these events are mere words: none says so.
    let last = verifier.finish().1;
    assert_eq!(last.iter().map(|fault| &fault.wrong).collect::<Vec<_>>(), [&Wrong::KeyGone]);
}

#[test]
fn the_format_does_not_drift() {
    let bytes = encode(Contents::Record, &saved());
    assert_eq!(bytes.len(), KNOWN_LENGTH);
    assert_eq!(blake3::hash(&bytes).to_hex().as_str(), KNOWN_HASH);
}

const KNOWN_LENGTH: usize = 6139;
const KNOWN_HASH: &str = "946f4ebf0bebddbba6e8e5ceacf21daca1e607de35bf4854f598319dd3c2e001";

#[test]
fn the_copy_of_a_stream_says_nothing_of_positions_and_verifies_with_its_key_alone() {
    let keyring = keyring(&STREAMS);
    let own = compartment("caucus:a");
    let stream = |events: &[&str]| -> Vec<Item> {
        record(&keyring, events)
            .into_iter()
            .filter(|entry| entry.compartment == own)
            .map(Item::Entry)
            .collect()
    };
    let (mut later, mut later_entries) = (Vec::new(), stream(&EVENTS));
    let mut encoder = Encoder::start(Contents::Stream, &mut later);
    for item in &mut later_entries {
        encoder.item(item, &mut later).unwrap();
        if let Item::Entry(entry) = item {
            // Whatever the record's order was, the copy is the same.
            entry.position += 1000;
        }
    }
    encoder.finish(&mut later).unwrap();
    assert_eq!(later, encode(Contents::Stream, &later_entries));

    let exported = ExportedKey { compartment: own.clone(), key: keyring.key(&own).unwrap().clone() };
    let theirs = Keyring::of_one(exported);
    let mut verifier = StreamVerifier::new(own.clone(), theirs.key(&own));
    let (items, counts) = decode(&later, 50).unwrap();
    for item in items {
        let Item::Entry(entry) = item else { panic!("only entries") };
        assert_eq!(entry.position, 0);
        assert_eq!(verifier.check(&entry), []);
    }
    assert_eq!(counts.entries, 4);
    assert_eq!(verifier.finish().1, None);
}

#[test]
fn a_file_cut_off_anywhere_is_refused() {
    let items = saved();
    let bytes = encode(Contents::Record, &items);
    let beginnings = beginnings(&items);
    for length in 0..bytes.len() {
        let error = decode(&bytes[..length], 64).unwrap_err();
        assert_eq!(error.damage, BackupFormatError::CutOff);
        let last = beginnings.iter().filter(|&&offset| offset <= length as u64).max();
        assert_eq!(error.offset, last.copied().unwrap_or(0));
    }
}

#[test]
fn every_altered_byte_is_refused_where_it_is() {
    let items = saved();
    let bytes = encode(Contents::Record, &items);
    let beginnings = beginnings(&items);
    for index in 0..bytes.len() {
        for flip in [0x01, 0x80, 0xff] {
            let mut damaged = bytes.clone();
            damaged[index] ^= flip;
            let error = decode(&damaged, 512).unwrap_err();
            let item = beginnings.iter().filter(|&&offset| offset <= index as u64).max();
            assert_eq!(error.offset, item.copied().unwrap_or(0), "{index}: {error}");
        }
    }
}

#[test]
fn a_file_that_goes_on_is_refused() {
    let mut bytes = encode(Contents::Record, &saved());
    bytes.push(0);
    for chunk in [1, 64, bytes.len()] {
        assert_eq!(decode(&bytes, chunk).unwrap_err().damage, BackupFormatError::GoesOn);
    }
}

#[test]
fn other_files_are_refused_at_once() {
    for (bytes, damage) in [
        (&b"SQLite format 3\0"[..], BackupFormatError::NotABackup),
        (b"mediant backup 2\n", BackupFormatError::OtherVersion),
        (b"mediant stream 7\n", BackupFormatError::OtherVersion),
        (b"mediant master key 1\n", BackupFormatError::NotABackup),
        (b"", BackupFormatError::CutOff),
        (b"mediant b", BackupFormatError::CutOff),
        (b"mediant backup 1\nX", BackupFormatError::CutOff),
        (b"mediant backup 1\nX\0\0\0\0", BackupFormatError::UnknownItem(b'X')),
    ] {
        assert_eq!(decode(bytes, 3).unwrap_err().damage, damage, "{}", bytes.escape_ascii());
    }
}

#[test]
fn a_forged_length_is_refused_before_anything_is_held() {
    let mut bytes = b"mediant backup 1\nE".to_vec();
    bytes.extend_from_slice(&(ITEM_BYTES_MAX as u32 + 1).to_le_bytes());
    let error = decode(&bytes, 100).unwrap_err();
    assert_eq!(error, BackupError { offset: 17, item: 1, damage: BackupFormatError::TooLong });
    // A field that claims to be longer than its item.
    let body = [&u32::MAX.to_le_bytes()[..], b"text"].concat();
    let error = decode(&forged(&[(b'D', &body)]), 100).unwrap_err();
    assert!(matches!(error, BackupError { offset: 17, item: 1, damage: BackupFormatError::Malformed(_) }));
}

/// A file of these items that nobody's encoder wrote.
fn forged(items: &[(u8, &[u8])]) -> Vec<u8> {
    let mut bytes = b"mediant backup 1\n".to_vec();
    for (letter, body) in items {
        bytes.push(*letter);
        bytes.extend_from_slice(&(body.len() as u32).to_le_bytes());
        bytes.extend_from_slice(body);
        let hash = blake3::hash(&[&[*letter], *body].concat());
        bytes.extend_from_slice(&hash.as_bytes()[..8]);
    }
    bytes
}

#[test]
fn items_out_of_order_are_refused_in_writing_and_reading_alike() {
    let items = saved();
    let swapped = |a: usize, b: usize| {
        let mut items = items.clone();
        items.swap(a, b);
        items
    };
    let with = |extra: Item| {
        let mut items = items.clone();
        items.push(extra);
        items
    };
    let mut gap = items.clone();
    gap.remove(8);
    let mut version = items.clone();
    if let Item::Document { document, .. } = &mut version[1] {
        document.version = 0;
    }
    for (order, at) in [
        (items[1..].to_vec(), 1),
        (swapped(1, 2), 3),
        (swapped(2, 3), 4),
        (swapped(5, 6), 6),
        (gap, 9),
        (version, 2),
        (with(items[0].clone()), 21),
        (with(items[15].clone()), 21),
        (with(items[16].clone()), 21),
        (with(items[19].clone()), 21),
    ] {
        let mut bytes = Vec::new();
        let mut encoder = Encoder::start(Contents::Record, &mut bytes);
        let error = order.iter().find_map(|item| encoder.item(item, &mut bytes).err()).unwrap();
        assert!(matches!(error.damage, BackupFormatError::Misplaced(_)), "{error}");
        assert_eq!(error.item, at, "{error}");
        assert_eq!(error.offset, bytes.len() as u64);
    }
    let empty = Encoder::start(Contents::Record, &mut Vec::new());
    assert!(matches!(empty.finish(&mut Vec::new()).unwrap_err().damage, BackupFormatError::Misplaced(_)));
}

#[test]
fn a_stream_takes_nothing_but_one_compartment() {
    let keyring = keyring(&STREAMS);
    for items in [vec![Item::Master(MasterDescription::of_key_file(&master()))], {
        record(&keyring, &["public", "table"]).into_iter().map(Item::Entry).collect()
    }] {
        let mut bytes = Vec::new();
        let mut encoder = Encoder::start(Contents::Stream, &mut bytes);
        let error = items.iter().find_map(|item| encoder.item(item, &mut bytes).err()).unwrap();
        assert!(matches!(error.damage, BackupFormatError::Misplaced(_)));
    }
}

fn any_entry() -> impl Strategy<Value = SealedEntry> {
    let sealed = prop::collection::vec(any::<u8>(), 0..300);
    (
        prop::sample::select(&["public", "mediator", "caucus:ü\n"][..]),
        any::<[u8; 32]>(),
        any::<[u8; 24]>(),
        sealed,
    )
        .prop_map(|(name, hash, nonce, sealed)| SealedEntry {
            position: 0,
            compartment: compartment(name),
            sequence: 0,
            commitment: hash,
            link: blake3::hash(&hash).into(),
            nonce,
            sealed,
        })
}

proptest! {
    #[test]
    fn any_record_comes_back(
        entries in prop::collection::vec(any_entry(), 0..20),
        documents in prop::collection::btree_map((".{0,9}", ".{0,9}"), (1u64.., prop::collection::vec(any::<u8>(), 0..99)), 0..9),
        chunk in 1..500usize,
    ) {
        let mut items = vec![Item::Master(MasterDescription::of_key_file(&master()))];
        items.extend(documents.into_iter().map(|((collection, id), (version, content))| {
            Item::Document { collection, document: Document { id, version, content } }
        }));
        let mut sequences = std::collections::BTreeMap::new();
        items.extend(entries.into_iter().zip(1..).map(|(mut entry, position)| {
            let sequence = sequences.entry(entry.compartment.clone()).or_insert(0);
            *sequence += 1;
            (entry.position, entry.sequence) = (position, *sequence);
            Item::Entry(entry)
        }));
        let bytes = encode(Contents::Record, &items);
        prop_assert_eq!(decode(&bytes, chunk).unwrap().0, items);
    }

    #[test]
    fn any_bytes_are_answered(
        bytes in prop::collection::vec(any::<u8>(), 0..300),
        stream in any::<bool>(),
        chunk in 1..100usize,
    ) {
        let header = if stream { b"mediant stream 1\n" } else { b"mediant backup 1\n" };
        prop_assert!(decode(&[header, &bytes[..]].concat(), chunk).is_err());
        prop_assert!(decode(&bytes, chunk).is_err());
    }

    #[test]
    fn any_forged_items_are_answered(
        items in prop::collection::vec(
            (prop::sample::select(&b"MPEKDZ"[..]), prop::collection::vec(0..20u8, 0..150)),
            0..6,
        ),
        chunk in 1..100usize,
    ) {
        let items: Vec<_> = items.iter().map(|(letter, body)| (*letter, &body[..])).collect();
        prop_assert!(decode(&forged(&items), chunk).is_err());
    }

    #[test]
    fn pieces_of_a_backup_put_together_otherwise_are_refused(
        cuts in prop::collection::vec((0..1000usize, 0..1000usize), 1..6),
        chunk in 1..2000usize,
    ) {
        let bytes = encode(Contents::Record, &saved());
        let mut pieces = Vec::new();
        for (from, length) in cuts {
            let from = from * bytes.len() / 1000;
            let to = (from + length * bytes.len() / 1000).min(bytes.len());
            pieces.extend_from_slice(&bytes[from..to]);
        }
        prop_assume!(pieces != bytes);
        prop_assert!(decode(&pieces, chunk).is_err());
    }
}
