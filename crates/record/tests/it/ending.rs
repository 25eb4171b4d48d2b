//! Where a record ends, and what stands beside an event: what is cut off, left out, put back or put in another order is found.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use crate::sealed::{compartment, keyring, master, random, record, wrapped};
use mediant_record::codec::{self, Apart};
use mediant_record::conformance::stored::LOG;
use mediant_record::end::{self, End, EndFault, Held};
use mediant_record::keyring::Keyring;
use mediant_record::seal::{OpenError, Place};
use mediant_record::store::{Document, SealedEntry};
use mediant_record::verify::{RecordReport, RecordVerifier, Wrong};
use mediant_record::{Compartment, chain, stream_list};
use proptest::prelude::*;

const STREAMS: [&str; 3] = ["table", "caucus:a", "delegation:a"];
const ORDER: [&str; 7] = ["table", "caucus:a", "table", "delegation:a", "caucus:a", "delegation:a", "table"];

fn read(
    keyring: &Keyring,
    entries: &[SealedEntry],
) -> (RecordReport, Vec<mediant_record::verify::StreamFault>) {
    let mut verifier = RecordVerifier::new(Some(keyring));
    let mut faults: Vec<_> = entries.iter().flat_map(|entry| verifier.check(entry)).collect();
    let (report, last) = verifier.finish();
    faults.extend(last);
    (report, faults)
}

fn document(id: &str, version: u64, content: Vec<u8>) -> Document {
    Document { id: id.to_owned(), version, content }
}

/// The end of these entries, as it is stored at a version, with the roster of a version.
fn ended(keyring: &Keyring, entries: &[SealedEntry], version: u64, roster: u64) -> Document {
    let (report, _) = read(keyring, entries);
    let head = report.heads.record.unwrap();
    let end = End { position: head.position, order: head.order, roster, audit: 0, streams: 0 };
    end.write(keyring, version - 1, &mut random(version)).unwrap().document
}

fn roster(keyring: &Keyring, version: u64) -> Document {
    let sealed = keyring
        .seal_document(end::ROSTER_COLLECTION, end::ROSTER_ID, version, b"{}", &mut random(40 + version))
        .unwrap();
    document(end::ROSTER_ID, version, sealed)
}

/// Renumbers positions, as whoever has no key can.
fn renumbered(mut entries: Vec<SealedEntry>) -> Vec<SealedEntry> {
    for (entry, position) in entries.iter_mut().zip(1..) {
        entry.position = position;
    }
    entries
}

#[test]
fn what_the_chains_do_not_show_the_end_shows() {
    let keyring = keyring(&STREAMS);
    let entries = record(&keyring, &ORDER);
    let (end, accounts) = (ended(&keyring, &entries, 9, 3), roster(&keyring, 3));
    let check = |entries: &[SealedEntry], end: &Document, roster: Option<&Document>| {
        let (report, faults) = read(&keyring, entries);
        assert_eq!(faults, [], "each chain holds");
        End::check(&keyring, Held { end: Some(end), roster, streams: None }, &report)
    };
    assert_eq!(check(&entries, &end, Some(&accounts)), []);
    // A roster that was changed since is newer, and no fault.
    assert_eq!(check(&entries, &end, Some(&roster(&keyring, 4))), []);
    let cut = &entries[..6];
    assert_eq!(check(cut, &end, Some(&accounts)), [EndFault::Elsewhere { stated: 7, found: 6 }]);
    let mut swapped = entries.clone();
    swapped.swap(3, 4);
    assert_eq!(check(&renumbered(swapped), &end, Some(&accounts)), [EndFault::Reordered]);
    let without: Vec<_> =
        entries.iter().filter(|entry| entry.compartment != compartment("caucus:a")).cloned().collect();
    assert_eq!(
        check(&renumbered(without), &end, Some(&accounts)),
        [EndFault::Elsewhere { stated: 7, found: 5 }]
    );
    let older = ended(&keyring, cut, 8, 3);
    assert_eq!(check(&entries, &older, Some(&accounts)), [EndFault::Elsewhere { stated: 6, found: 7 }]);
    let put_back = roster(&keyring, 2);
    assert_eq!(check(&entries, &end, Some(&put_back)), [EndFault::OlderRoster { stated: 3, found: 2 }]);
    assert_eq!(check(&entries, &end, None), [EndFault::OlderRoster { stated: 3, found: 0 }]);
    // An older content under a newer number, or an end moved from elsewhere, opens to nothing.
    let renamed = Document { version: 3, ..put_back };
    assert_eq!(check(&entries, &end, Some(&renamed)), [EndFault::UnopenedRoster]);
    assert_eq!(
        check(&entries, &Document { version: 10, ..end.clone() }, Some(&accounts)),
        [EndFault::Unopened]
    );
    let mut altered = end;
    altered.content[30] ^= 1;
    assert_eq!(check(&entries, &altered, Some(&accounts)), [EndFault::Unopened]);
}

#[test]
fn a_stream_that_is_taken_out_whole_is_named() {
    let keyring = keyring(&STREAMS);
    let entries = record(&keyring, &ORDER);
    let (report, _) = read(&keyring, &entries);
    let head = report.heads.record.unwrap();
    let end = End { position: head.position, order: head.order, roster: 0, audit: 0, streams: 2 };
    let end = end.write(&keyring, 0, &mut random(9)).unwrap().document;
    let streams = STREAMS.map(compartment);
    let list = |known: u64, names: &[Compartment]| {
        stream_list::write(names, &keyring, known, &mut random(20 + known)).unwrap().document
    };
    let check = |entries: &[SealedEntry], list: Option<&Document>| {
        let (report, _) = read(&keyring, entries);
        End::check(&keyring, Held { end: Some(&end), roster: None, streams: list }, &report)
    };
    let (older, latest) = (list(0, &streams[..2]), list(1, &streams));
    assert_eq!(check(&entries, Some(&latest)), []);
    for name in &streams {
        let without: Vec<_> = entries.iter().filter(|entry| entry.compartment != *name).cloned().collect();
        let found = check(&renumbered(without), Some(&latest));
        assert!(found.contains(&EndFault::StreamGone(name.clone())), "{name}: {found:?}");
    }
    assert_eq!(check(&entries, Some(&older)), [EndFault::OlderStreams { stated: 2, found: 1 }]);
    assert_eq!(check(&entries, None), [EndFault::OlderStreams { stated: 2, found: 0 }]);
    let renamed = Document { version: 2, ..older };
    assert_eq!(check(&entries, Some(&renamed)), [EndFault::UnopenedStreams]);
}

#[test]
fn a_record_of_before_has_no_end_and_one_of_today_has() {
    let keyring = keyring(&STREAMS);
    let mut entries = record(&keyring, &ORDER);
    let (report, _) = read(&keyring, &entries);
    assert!(!report.states_end);
    assert_eq!(End::check(&keyring, Held::default(), &report), []);
    let table = compartment("table");
    let last = entries.iter().rfind(|entry| entry.compartment == table).unwrap();
    let place = Place { position: 8, sequence: last.sequence + 1, previous: last.link };
    entries.push(keyring.seal_beside(&table, place, (b"an event", b""), &mut random(6)).unwrap());
    let (report, faults) = read(&keyring, &entries);
    assert_eq!(faults, []);
    assert!(report.states_end);
    assert_eq!(End::check(&keyring, Held::default(), &report), [EndFault::Absent]);
}

#[test]
fn a_key_that_is_gone_without_a_word_is_a_fault() {
    let entries = record(&keyring(&STREAMS), &ORDER);
    let keys: Vec<_> = wrapped(&STREAMS)
        .into_iter()
        .filter(|key| key.compartment != Some(compartment("delegation:a")))
        .collect();
    let keyring = Keyring::unwrap(master(), &keys).unwrap();
    let (_, faults) = read(&keyring, &entries);
    let found: Vec<_> = faults.iter().map(|fault| (&fault.compartment, &fault.wrong)).collect();
    assert_eq!(found, [(&Compartment::Delegation("a".into()), &Wrong::KeyGone)]);
}

/// What a request was called stands beside the event: it comes back, and nothing that is committed to says it.
#[test]
fn every_event_is_the_same_with_its_request_apart() {
    let keyring = keyring(&STREAMS);
    let table = compartment("table");
    let place = Place { position: 1, sequence: 1, previous: chain::START };
    let mut with_request = 0;
    for line in LOG.lines() {
        let recorded = codec::decode(line.split_once('\t').unwrap().1.as_bytes()).unwrap();
        let Apart { event, request } = codec::encode_apart(&recorded).unwrap();
        assert!(codec::decode(&event).unwrap().request.is_none());
        assert_eq!(request.is_empty(), recorded.request.is_none() && recorded.request_digest.is_none());
        with_request += usize::from(!request.is_empty());
        let entry = keyring.seal_beside(&table, place, (&event, &request), &mut random(9)).unwrap();
        let opened = keyring.open_whole(&entry).unwrap();
        assert!(codec::is_without_request(&opened));
        assert_eq!(chain::commitment(&opened.salt, &event), entry.commitment);
        assert!(codec::decode_opened(&opened).unwrap() == recorded);
        // The form of before holds it in what is committed to, and a reader is not given that.
        let whole = codec::encode(&recorded).unwrap();
        let before =
            keyring.open_whole(&keyring.seal(&table, place, &whole, &mut random(9)).unwrap()).unwrap();
        assert_eq!(codec::is_without_request(&before), request.is_empty());
        assert!(codec::decode_opened(&before).unwrap() == recorded);
    }
    assert!(with_request > 0);
}

proptest! {
    #[test]
    fn what_stands_beside_comes_back_and_cannot_be_changed(
        event in prop::collection::vec(any::<u8>(), 0..400),
        beside in prop::collection::vec(any::<u8>(), 0..400),
        seed in any::<u64>(),
        at in any::<prop::sample::Index>(),
    ) {
        let keyring = keyring(&STREAMS);
        let table = compartment("table");
        let place = Place { position: 3, sequence: 2, previous: [9; 32] };
        let entry = keyring.seal_beside(&table, place, (&event, &beside), &mut random(seed)).unwrap();
        let opened = keyring.open_whole(&entry).unwrap();
        prop_assert_eq!(&opened.event, &event);
        prop_assert_eq!(opened.beside.as_ref(), Some(&beside));
        let mut altered = entry.clone();
        let at = at.index(altered.sealed.len());
        altered.sealed[at] ^= 1;
        let key = keyring.key(&table).unwrap();
        prop_assert_eq!(key.open_event(&altered).err(), Some(OpenError::Seal));
        prop_assert_eq!(key.open_event(&SealedEntry { sequence: 3, ..entry }).err(), Some(OpenError::Seal));
    }
}
