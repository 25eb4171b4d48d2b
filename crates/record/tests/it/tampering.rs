//! Whatever is changed in a stored record is found, and located.

use crate::sealed::{self, EVENTS, STREAMS, compartment, keyring, random, record};
use mediant_record::keyring::{ExportedKey, Keyring};
use mediant_record::seal::Place;
use mediant_record::store::SealedEntry;
use mediant_record::verify::{
    Depth, Divergence, Heads, RecordReport, RecordVerifier, StreamFault, StreamVerifier, Wrong,
};
use mediant_record::{Compartment, chain};
use proptest::prelude::*;

fn verify_against(
    keyring: Option<&Keyring>,
    earlier: &Heads,
    entries: &[SealedEntry],
) -> (RecordReport, Vec<StreamFault>) {
    let mut verifier = RecordVerifier::new(keyring).against(earlier);
    let mut faults: Vec<_> = entries.iter().flat_map(|entry| verifier.check(entry)).collect();
    let (report, last) = verifier.finish();
    faults.extend(last);
    assert_eq!(report.faults, faults.len() as u64);
    assert_eq!(report.entries, entries.len() as u64);
    (report, faults)
}

fn verify(keyring: Option<&Keyring>, entries: &[SealedEntry]) -> (RecordReport, Vec<StreamFault>) {
    verify_against(keyring, &Heads::default(), entries)
}

fn stream_of(entries: &[SealedEntry], name: &str) -> Vec<SealedEntry> {
    entries.iter().filter(|entry| entry.compartment == compartment(name)).cloned().collect()
}

fn verify_stream(
    name: &str,
    keyring: Option<&Keyring>,
    earlier: &Heads,
    entries: &[SealedEntry],
) -> Vec<StreamFault> {
    let compartment = compartment(name);
    let key = keyring.and_then(|keyring| keyring.key(&compartment));
    let mut verifier = StreamVerifier::new(compartment, key).against(earlier);
    let mut faults: Vec<_> = entries.iter().flat_map(|entry| verifier.check(entry)).collect();
    let (report, last) = verifier.finish();
    faults.extend(last);
    assert_eq!(report.faults, faults.len() as u64);
    faults
}

fn place(entry: &SealedEntry) -> (Compartment, u64) {
    (entry.compartment.clone(), entry.sequence)
}

/// The places at which faults were found, each once.
fn places(faults: &[StreamFault]) -> Vec<(Compartment, u64)> {
    let mut places: Vec<_> = faults.iter().map(|fault| (fault.compartment.clone(), fault.sequence)).collect();
    places.sort();
    places.dedup();
    places
}

/// Every entry that differs from `entry` in one byte of one field, by one bit or by all of them, with the field's
/// name.
fn altered(entry: &SealedEntry) -> Vec<(&'static str, SealedEntry)> {
    let mut all = Vec::new();
    for flip in [0x01, 0x80, 0xff] {
        let mut alter = |field, index, change: &dyn Fn(&mut SealedEntry, usize, u8)| {
            let mut other = entry.clone();
            change(&mut other, index, flip);
            if other != *entry {
                all.push((field, other));
            }
        };
        for index in 0..8 {
            alter("position", index, &|entry, index, flip| {
                entry.position ^= u64::from(flip) << (8 * index);
            });
            alter("sequence", index, &|entry, index, flip| {
                entry.sequence ^= u64::from(flip) << (8 * index);
            });
        }
        for index in 0..32 {
            alter("commitment", index, &|entry, index, flip| entry.commitment[index] ^= flip);
            alter("link", index, &|entry, index, flip| entry.link[index] ^= flip);
        }
        for index in 0..24 {
            alter("nonce", index, &|entry, index, flip| entry.nonce[index] ^= flip);
        }
        for index in 0..entry.sealed.len() {
            alter("sealed", index, &|entry, index, flip| entry.sealed[index] ^= flip);
        }
        for index in 0..entry.compartment.name().len() {
            alter("compartment", index, &|entry, index, flip| {
                let mut name = entry.compartment.name().into_bytes();
                name[index] ^= flip;
                // Names that are no compartment's are for the store to refuse.
                let named = String::from_utf8(name).ok().and_then(|name| Compartment::named(&name));
                if let Some(compartment) = named {
                    entry.compartment = compartment;
                }
            });
        }
    }
    for sealed in [&entry.sealed[..entry.sealed.len() - 1], &[], &[0; 5]] {
        all.push(("sealed", SealedEntry { sealed: sealed.to_vec(), ..entry.clone() }));
    }
    all
}

#[test]
fn a_sound_record_has_no_fault() {
    let keyring = keyring(&STREAMS);
    let entries = record(&keyring, &EVENTS);
    let (report, faults) = verify(Some(&keyring), &entries);
    assert_eq!(faults, []);
    assert_eq!(report.streams.len(), 4);
    assert!(report.streams.values().all(|stream| stream.depth == Depth::Opened));
    assert_eq!(report.streams[&compartment("caucus:a")].entries, 4);
    let (unopened, faults) = verify(None, &entries);
    assert_eq!(faults, []);
    assert!(unopened.streams.values().all(|stream| stream.depth == Depth::LinksAlone));
    assert_eq!(unopened.heads, report.heads);
    for name in STREAMS {
        let stream = stream_of(&entries, name);
        assert_eq!(verify_stream(name, Some(&keyring), &report.heads, &stream), []);
        assert_eq!(verify_stream(name, None, &report.heads, &stream), []);
    }
}

#[test]
fn every_altered_byte_is_found_at_its_place_and_nowhere_else() {
    let keyring = keyring(&STREAMS);
    let entries = record(&keyring, &EVENTS);
    for (index, entry) in entries.iter().enumerate() {
        for (field, altered) in altered(entry) {
            let mut tampered = entries.clone();
            tampered[index] = altered;
            let (_, faults) = verify(Some(&keyring), &tampered);
            assert_eq!(places(&faults), [place(entry)], "{field} of {index}: {faults:?}");
        }
    }
}

#[test]
fn every_altered_byte_of_a_stream_is_found_by_who_holds_its_key_alone() {
    let keyring = keyring(&STREAMS);
    let stream = stream_of(&record(&keyring, &EVENTS), "caucus:a");
    for (index, entry) in stream.iter().enumerate() {
        for (field, altered) in altered(entry) {
            let mut tampered = stream.clone();
            tampered[index] = altered;
            let faults = verify_stream("caucus:a", Some(&keyring), &Heads::default(), &tampered);
            if field == "position" {
                assert_eq!(faults, []);
            } else {
                assert_eq!(places(&faults), [place(entry)], "{field} of {index}: {faults:?}");
            }
        }
    }
}

#[test]
fn without_a_key_everything_but_the_seal_itself_is_found() {
    let keyring = keyring(&STREAMS);
    let entries = record(&keyring, &EVENTS);
    // The last entry's compartment is known by then, so that its link says where it belongs.
    for (index, entry) in entries.iter().enumerate().skip(5) {
        for (field, altered) in altered(entry) {
            let mut tampered = entries.clone();
            tampered[index] = altered;
            let (_, faults) = verify(None, &tampered);
            if ["nonce", "sealed"].contains(&field) {
                assert_eq!(faults, []);
            } else {
                assert_eq!(places(&faults), [place(entry)], "{field} of {index}: {faults:?}");
            }
        }
    }
}

#[test]
fn several_altered_entries_are_each_found() {
    let keyring = keyring(&STREAMS);
    let entries = record(&keyring, &EVENTS);
    let mut tampered = entries.clone();
    for index in [2, 5, 6] {
        tampered[index].link[0] ^= 1;
    }
    for index in [1, 3, 7] {
        tampered[index].commitment[0] ^= 1;
    }
    let (_, faults) = verify(None, &tampered);
    let mut expected: Vec<_> = [1, 2, 3, 5, 6, 7].map(|index| place(&entries[index])).into();
    expected.sort();
    assert_eq!(places(&faults), expected);
    assert!(faults.iter().all(|fault| fault.wrong == Wrong::Link));
}

#[test]
fn an_entry_taken_out_of_the_middle_is_missed() {
    let keyring = keyring(&STREAMS);
    let entries = record(&keyring, &EVENTS);
    for keyring in [Some(&keyring), None] {
        let mut tampered = entries.clone();
        let gone = tampered.remove(5);
        let (_, faults) = verify(keyring, &tampered);
        let missing: Vec<_> =
            faults.iter().filter(|fault| matches!(fault.wrong, Wrong::Missing { .. })).collect();
        let (compartment, sequence) = place(&gone);
        assert_eq!(missing, [&StreamFault { compartment, sequence, wrong: Wrong::Missing { through: 2 } }]);
        assert!(faults.iter().any(|fault| fault.wrong == Wrong::Position { expected: 6, found: 7 }));

        let stream = stream_of(&tampered, "caucus:a");
        let faults = verify_stream("caucus:a", keyring, &Heads::default(), &stream);
        assert_eq!(places(&faults), [place(&gone)]);
    }
}

#[test]
fn an_entry_taken_out_with_the_rest_renumbered_is_missed() {
    let keyring = keyring(&STREAMS);
    let mut tampered = record(&keyring, &EVENTS);
    let gone = tampered.remove(5);
    for entry in &mut tampered[5..] {
        entry.position -= 1;
        if entry.compartment == gone.compartment {
            entry.sequence -= 1;
        }
    }
    let (_, faults) = verify(None, &tampered);
    assert_eq!(faults[0].sequence, gone.sequence);
    assert_eq!(faults[0].compartment, gone.compartment);
    assert_eq!(faults[0].wrong, Wrong::Link);
}

#[test]
fn a_repeated_entry_is_found() {
    let keyring = keyring(&STREAMS);
    let entries = record(&keyring, &EVENTS);
    for index in 0..entries.len() {
        let mut tampered = entries.clone();
        tampered.insert(index, entries[index].clone());
        for keyring in [Some(&keyring), None] {
            let (_, faults) = verify(keyring, &tampered);
            assert_eq!(places(&faults), [place(&entries[index])], "{index}: {faults:?}");
            assert!(faults.iter().any(|fault| fault.wrong == Wrong::Repeated));
        }
    }
}

#[test]
fn entries_in_another_order_are_found() {
    let keyring = keyring(&STREAMS);
    let entries = record(&keyring, &EVENTS);
    let mut tampered = entries.clone();
    tampered.swap(5, 6);
    for keyring in [Some(&keyring), None] {
        let (_, faults) = verify(keyring, &tampered);
        assert!(places(&faults).contains(&place(&entries[5])), "{faults:?}");
        let stream = stream_of(&tampered, "caucus:a");
        let faults = verify_stream("caucus:a", keyring, &Heads::default(), &stream);
        assert_eq!(places(&faults), [place(&entries[5])]);
    }
}

#[test]
fn entries_swapped_between_streams_are_found_at_both_places() {
    let keyring = keyring(&STREAMS);
    let entries = record(&keyring, &EVENTS);
    let mut both = [place(&entries[5]), place(&entries[7])];
    both.sort();
    // Everything but the place; the place; the seal alone.
    for swap in [
        |a: &mut SealedEntry, b: &mut SealedEntry| {
            std::mem::swap(a, b);
            std::mem::swap(&mut a.position, &mut b.position);
            std::mem::swap(&mut a.sequence, &mut b.sequence);
            std::mem::swap(&mut a.compartment, &mut b.compartment);
        },
        |a: &mut SealedEntry, b: &mut SealedEntry| {
            std::mem::swap(&mut a.sequence, &mut b.sequence);
            std::mem::swap(&mut a.compartment, &mut b.compartment);
        },
        |a: &mut SealedEntry, b: &mut SealedEntry| {
            std::mem::swap(&mut a.nonce, &mut b.nonce);
            std::mem::swap(&mut a.sealed, &mut b.sealed);
        },
    ] {
        let mut tampered = entries.clone();
        let (left, right) = tampered.split_at_mut(7);
        swap(&mut left[5], &mut right[0]);
        let (_, faults) = verify(Some(&keyring), &tampered);
        let found = places(&faults);
        assert!(both.iter().all(|place| found.contains(place)), "{faults:?}");
    }
}

#[test]
fn an_end_cut_off_is_found_against_an_earlier_report() {
    let keyring = keyring(&STREAMS);
    let entries = record(&keyring, &EVENTS);
    let (report, _) = verify(Some(&keyring), &entries);
    let json = serde_json::to_string(&report.heads).unwrap();
    let earlier: Heads = serde_json::from_str(&json).unwrap();
    for length in 0..entries.len() {
        let (short, faults) = verify_against(Some(&keyring), &earlier, &entries[..length]);
        let mut first_gone: Vec<_> = STREAMS
            .iter()
            .filter_map(|name| stream_of(&entries[length..], name).first().map(place))
            .collect();
        first_gone.sort();
        assert_eq!(places(&faults), first_gone);
        assert!(faults.iter().all(|fault| matches!(fault.wrong, Wrong::Truncated { .. })));
        assert_eq!(short.heads.compare(&earlier).len(), first_gone.len());
        assert_eq!(earlier.compare(&short.heads), []);
        // What came since is no fault.
        assert_eq!(verify_against(None, &short.heads, &entries).1, []);
    }
    let stream = stream_of(&entries, "table");
    let faults = verify_stream("table", None, &earlier, &stream[..2]);
    assert_eq!(places(&faults), [place(&stream[2])]);
}

#[test]
fn a_record_written_anew_with_all_keys_is_found_against_an_earlier_report() {
    let keyring = keyring(&STREAMS);
    let (earlier, _) = verify(Some(&keyring), &record(&keyring, &EVENTS));
    // Sound in itself: the same texts in another order of streams.
    let mut order = EVENTS;
    order.swap(3, 4);
    let (later, faults) = verify(Some(&keyring), &record(&keyring, &order));
    assert_eq!(faults, []);
    let (_, faults) = verify_against(Some(&keyring), &earlier.heads, &record(&keyring, &order));
    assert!(!faults.is_empty());
    assert!(faults.iter().all(|fault| fault.wrong == Wrong::Rewritten), "{faults:?}");
    assert!(matches!(later.heads.compare(&earlier.heads)[0], Divergence::Rewritten { .. }));
}

#[test]
fn streams_shuffled_among_one_another_are_found_against_an_earlier_report() {
    let keyring = keyring(&STREAMS);
    let mut entries = record(&keyring, &EVENTS);
    let (earlier, _) = verify(Some(&keyring), &entries);
    let last = place(&entries[10]);
    entries.swap(3, 4);
    (entries[3].position, entries[4].position) = (4, 5);
    let (later, faults) = verify(Some(&keyring), &entries);
    assert_eq!(faults, [], "each stream is what it was");
    let (_, faults) = verify_against(Some(&keyring), &earlier.heads, &entries);
    assert_eq!(places(&faults), [last]);
    assert_eq!(faults[0].wrong, Wrong::Reordered);
    assert_eq!(later.heads.compare(&earlier.heads), [Divergence::Reordered]);
}

#[test]
fn a_stream_whose_key_is_gone_is_verified_by_its_links_and_is_a_fault_unless_it_was_deleted() {
    let names: Vec<&str> = STREAMS.iter().copied().chain(["mediator"]).collect();
    let mut keyring = keyring(&names);
    let mut entries = record(&keyring, &EVENTS);
    keyring.forget(&compartment("caucus:a"));
    let (_, faults) = verify(Some(&keyring), &entries);
    let found: Vec<_> = faults.iter().map(|fault| (fault.compartment.name(), &fault.wrong)).collect();
    assert_eq!(found, [("caucus:a".to_owned(), &Wrong::KeyGone)]);
    let deleted = br#"{"at":"2026-03-02T09:00:00Z","by":{"role":"mediator"},"deleted":"caucus:a","event":"compartment_deleted","id":"x","v":1}"#;
    let position = entries.len() as u64 + 1;
    let place_of = Place { position, sequence: 1, previous: chain::START };
    entries.push(keyring.seal(&compartment("mediator"), place_of, deleted, &mut random(8)).unwrap());
    let (report, faults) = verify(Some(&keyring), &entries);
    assert_eq!(faults, []);
    for (compartment, stream) in &report.streams {
        let destroyed = compartment.name() == "caucus:a";
        assert_eq!(stream.depth, if destroyed { Depth::KeyDestroyed } else { Depth::Opened });
    }
    entries[5].commitment[3] ^= 4;
    let (_, faults) = verify(Some(&keyring), &entries);
    assert_eq!(places(&faults), [place(&entries[5])]);
}

#[test]
fn one_compartment_is_verified_and_read_with_its_exported_key_alone() {
    let keyring = keyring(&STREAMS);
    let entries = record(&keyring, &EVENTS);
    let compartment = compartment("caucus:a");
    let key = keyring.key(&compartment).unwrap().clone();
    let text = ExportedKey { compartment, key }.to_text();
    let theirs = Keyring::of_one(ExportedKey::from_text(&text).unwrap());

    // What a party is given has no positions.
    let mut stream = stream_of(&entries, "caucus:a");
    stream.iter_mut().for_each(|entry| entry.position = 0);
    assert_eq!(verify_stream("caucus:a", Some(&theirs), &Heads::default(), &stream), []);
    let texts: Vec<_> = stream.iter().map(|entry| theirs.open(entry).unwrap()).collect();
    assert_eq!(texts, [2, 5, 6, 10].map(|index| sealed::text(index).into_bytes()));
    for other in ["public", "table", "delegation:a"] {
        assert!(stream_of(&entries, other).iter().all(|entry| theirs.open(entry).is_err()));
    }
}

proptest! {
    /// Whatever entries come in whatever order, verification answers; and it finds fault with all but the record.
    #[test]
    fn any_other_sequence_of_entries_has_a_fault(
        order in prop::collection::vec(0..EVENTS.len(), 0..20),
    ) {
        let keyring = keyring(&STREAMS);
        let entries = record(&keyring, &EVENTS);
        let (report, _) = verify(Some(&keyring), &entries);
        let other: Vec<_> = order.iter().map(|&index| entries[index].clone()).collect();
        let (_, faults) = verify_against(Some(&keyring), &report.heads, &other);
        prop_assert_eq!(faults.is_empty(), other == entries);
    }
}
