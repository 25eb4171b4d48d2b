//! The harbour's record sealed, as it was written: with the same keys and the same randomness every byte of the backup is the same.

use super::story::{lines, played};
use crate::sealed::random;
use mediant_record::backup::{Contents, Encoder, Item};
use mediant_record::chain;
use mediant_record::conformance::stored::{BACKUP, DOCUMENTS, KEY, LOG, STATES, folded, placed, readers};
use mediant_record::event::Placed;
use mediant_record::keyring::{Keyring, MasterDescription, MasterKey};
use mediant_record::seal::Place;
use mediant_record::store::Document;
use mediant_record::{Compartment, State};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What every key, salt and nonce of this record is drawn from.
const SEED: u64 = 1863;

fn master() -> MasterKey {
    MasterKey::from_key_file_text(KEY).unwrap()
}

/// The keyring of a record that has no compartment yet.
pub fn keyring() -> Keyring {
    let mut keyring = Keyring::unwrap(master(), &[]).unwrap();
    keyring.admit(&keyring.make_key(None, &mut random(SEED)).unwrap()).unwrap();
    keyring
}

/// The backup of a record that holds these events.
fn backup(log: &str) -> Vec<u8> {
    let mut random = random(SEED);
    let mut keyring = Keyring::unwrap(master(), &[]).unwrap();
    let mut keys = BTreeMap::from([(None, keyring.make_key(None, &mut random).unwrap())]);
    keyring.admit(&keys[&None]).unwrap();
    let mut items = vec![Item::Master(MasterDescription::of_key_file(&master()))];
    for (collection, id, version, plain) in DOCUMENTS {
        let content = keyring.seal_document(collection, id, version, plain.as_bytes(), &mut random).unwrap();
        let document = Document { id: id.to_owned(), version, content };
        items.push(Item::Document { collection: collection.to_owned(), document });
    }
    let mut ends: BTreeMap<Compartment, (u64, [u8; 32])> = BTreeMap::new();
    let mut deleted = BTreeSet::new();
    for (line, position) in log.lines().zip(1..) {
        let (name, payload) = line.split_once('\t').unwrap();
        let home = Compartment::named(name).unwrap();
        if keyring.key(&home).is_none() {
            let key = keyring.make_key(Some(&home), &mut random).unwrap();
            keyring.admit(&key).unwrap();
            keys.insert(Some(home.clone()), key);
        }
        let (sequence, previous) = ends.get(&home).copied().unwrap_or((0, chain::START));
        let place = Place { position, sequence: sequence + 1, previous };
        let entry = keyring.seal(&home, place, payload.as_bytes(), &mut random).unwrap();
        ends.insert(home, (entry.sequence, entry.link));
        items.push(Item::Entry(entry));
        let payload: Value = serde_json::from_str(payload).unwrap();
        deleted.extend(payload["deleted"].as_str().map(|name| Compartment::named(name).unwrap()));
    }
    keys.retain(|whose, _| whose.as_ref().is_none_or(|whose| !deleted.contains(whose)));
    items.extend(keys.into_values().map(Item::Key));
    items.extend(deleted.into_iter().map(Item::DestroyedKey));
    let mut bytes = Vec::new();
    let mut encoder = Encoder::start(Contents::Record, &mut bytes);
    for item in &items {
        encoder.item(item, &mut bytes).unwrap();
    }
    encoder.finish(&mut bytes).unwrap();
    bytes
}

/// What is left when everything that can be deleted was deleted.
fn left(log: &str) -> Vec<Placed> {
    let events: Vec<Placed> = log.lines().map(placed).collect();
    let deleted: BTreeSet<String> = log
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line.split_once('\t')?.1).ok())
        .filter_map(|payload| payload["deleted"].as_str().map(str::to_owned))
        .collect();
    events.into_iter().filter(|placed| !deleted.contains(&placed.compartment.name())).collect()
}

#[test]
fn the_record_is_sealed_as_it_was() {
    assert!(backup(LOG) == BACKUP);
}

#[test]
fn a_state_that_was_kept_is_the_state_that_is_folded() {
    let events = left(LOG);
    assert_eq!(folded(&events), STATES);
    for (line, (name, reader)) in STATES.lines().zip(readers()) {
        let kept: Value = serde_json::from_str(line).unwrap();
        assert_eq!(kept["reader"], name);
        let kept: State = serde_json::from_value(kept["state"].clone()).unwrap();
        let mut state = State::new(&reader);
        for placed in events.iter().filter(|placed| placed.compartment.is_read_by(&reader)) {
            state.apply(placed).unwrap();
        }
        // On whose word something was recorded was not kept then: it follows from the events.
        let without = |state: &State| {
            let mut value = serde_json::to_value(state).unwrap();
            value.as_object_mut().unwrap().remove("reported");
            value
        };
        assert!(without(&kept) == without(&state));
        assert_eq!(state, serde_json::from_value(serde_json::to_value(&state).unwrap()).unwrap());
    }
}

/// Writes the fixtures from the stories. For whoever adds a kind of event: what is on record already must not change by it.
#[test]
#[ignore = "writes the fixtures"]
#[allow(clippy::disallowed_methods, reason = "it is there to write files")]
fn write_the_fixtures() {
    let fixtures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let story = |name: &str| std::fs::read_to_string(fixtures.join(name).join("story.jsonl")).unwrap();
    let log = lines(&played(&story("harbour"), &keyring()));
    std::fs::write(fixtures.join("harbour/record.backup"), backup(&log)).unwrap();
    std::fs::write(fixtures.join("harbour/states.jsonl"), folded(&left(&log))).unwrap();
    std::fs::write(fixtures.join("harbour/log.tsv"), log).unwrap();
    for name in ["imported", "deleted", "keys", "mended"] {
        let log = lines(&played(&story(name), &keyring()));
        std::fs::write(fixtures.join(name).join("log.tsv"), log).unwrap();
    }
}

/// Writes the log of the story in which acts are recorded on parties' words.
#[test]
#[ignore = "writes a fixture"]
#[allow(clippy::disallowed_methods, reason = "it is there to write files")]
fn write_the_fixture_of_reports() {
    let fixtures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/reported");
    let story = std::fs::read_to_string(fixtures.join("story.jsonl")).unwrap();
    std::fs::write(fixtures.join("log.tsv"), lines(&played(&story, &keyring()))).unwrap();
}

/// Writes the log of the story in which a delegate recommends what to answer.
#[test]
#[ignore = "writes a fixture"]
#[allow(clippy::disallowed_methods, reason = "it is there to write files")]
fn write_the_fixture_of_advice() {
    let fixtures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/advice");
    let story = std::fs::read_to_string(fixtures.join("story.jsonl")).unwrap();
    std::fs::write(fixtures.join("log.tsv"), lines(&played(&story, &keyring()))).unwrap();
}
