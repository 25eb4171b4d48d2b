//! Copies: what continues, what is shorter, what parts.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use crate::world::{line, moment};
use mediant_attest::copy::{Copy, Entry, Found, Reader, Relation, Stream, Wrong};
use mediant_attest::{Digest, Pin, chain};

/// A stream of these events. An event that begins with `-` is one the reader may not open.
fn stream(name: &str, events: &[&str]) -> Stream {
    let mut previous = chain::START;
    let entries: Vec<Entry> = (1..)
        .zip(events)
        .map(|(sequence, event)| {
            let salt = Digest::from_content(format!("{name} {sequence}").as_bytes());
            let commitment = chain::commitment(&salt, event.as_bytes());
            previous = chain::link(&previous, name, sequence, &commitment);
            let open = !event.starts_with('-');
            let (salt, event) = (open.then_some(salt), open.then(|| (*event).to_owned()));
            Entry { sequence, commitment, link: previous, salt, event }
        })
        .collect();
    Stream { stream: line(name), length: entries.len() as u64, entries }
}

/// A copy of these streams; what else the reader has is empty.
fn copy(reader: Reader, streams: Vec<Stream>) -> Copy {
    let mut copy = bare(reader, streams);
    for fault in copy.check().into_iter().filter(|fault| fault.wrong == Wrong::Absent) {
        copy.streams.push(stream(&fault.stream, &[]));
    }
    copy
}

fn bare(reader: Reader, streams: Vec<Stream>) -> Copy {
    let first = ["public", "table"].iter().find_map(|name| {
        streams.iter().find(|stream| stream.stream.as_str() == *name)?.entries.first().map(|entry| entry.link)
    });
    Copy::new(line("Talks"), first.unwrap_or(chain::START), reader, moment("2026-11-30T15:00:00Z"), streams)
}

fn party(id: &str) -> Reader {
    Reader::Party(line(id))
}

fn mills(table: &[&str], caucus: &[&str]) -> Copy {
    copy(party("mill"), vec![stream("table", table), stream("caucus:mill", caucus)])
}

fn wrongs(copy: &Copy) -> Vec<(String, Option<u64>, Wrong)> {
    copy.check().into_iter().map(|fault| (fault.stream, fault.event, fault.wrong)).collect()
}

#[test]
fn the_construction_is_the_records() {
    // The vectors that crates/record/tests/it/sealing.rs holds the record to.
    let commitment = chain::commitment(&Digest([7; 32]), b"Both sides keep the port open.");
    assert_eq!(commitment.to_string(), "c5aeba8284dca6db4ab9111bd0ce6ed5dd72b6a1761440e65ce9d1e5c201c2d6");
    let first = chain::link(&chain::START, "caucus:a", 1, &commitment);
    assert_eq!(first.to_string(), "603fe20859967e46f9788082510fd6b4d54f30711ecf241197208e769c4e394d");
    let second = chain::link(&first, "caucus:a", 2, &commitment);
    assert_eq!(second.to_string(), "3bc77ec4d53c8fdf55215c41ee7cce66061556bf2d9356cd0c88e185ef67d242");
}

#[test]
fn a_sound_copy_is_found_sound_and_reads_back() {
    let sound = mills(&["open", "draft", "-sealed"], &["told"]);
    assert_eq!(wrongs(&sound), []);
    let text = sound.to_json().unwrap();
    assert_eq!(Copy::from_json(&text), Ok(sound));
    for cut in 0..text.len() - 1 {
        assert!(text.get(..cut).is_none_or(|cut| Copy::from_json(cut).is_err()), "{cut}");
    }
    assert!(Copy::from_json(&text.replacen("\"mediant_copy\":1", "\"mediant_copy\":2", 1)).is_err());
    assert!(Copy::from_json(&text.replacen("party:mill", "somebody", 1)).is_err());
}

#[test]
fn what_was_done_to_a_copy_is_found_at_its_event() {
    let changed = |change: &dyn Fn(&mut Vec<Entry>)| {
        let mut copy = mills(&["open", "draft", "answer", "agreed"], &["told"]);
        change(&mut copy.streams[0].entries);
        wrongs(&copy)
    };
    let at = |event, wrong| ("table".to_owned(), event, wrong);
    let length = at(None, Wrong::Length);
    assert_eq!(changed(&|entries| drop(entries.pop())), std::slice::from_ref(&length));
    assert_eq!(changed(&|entries| drop(entries.remove(1))), [at(Some(2), Wrong::Sequence), length.clone()]);
    assert_eq!(
        changed(&|entries| entries.insert(2, entries[1].clone())),
        [at(Some(3), Wrong::Sequence), length.clone()]
    );
    assert_eq!(changed(&|entries| entries.swap(1, 2)), [at(Some(2), Wrong::Sequence)]);
    let words = changed(&|entries| entries[2].event = Some("Answer".to_owned()));
    assert_eq!(words, [at(Some(3), Wrong::Commitment)]);
    assert_eq!(changed(&|entries| entries[2].event = None), [at(Some(3), Wrong::HalfOpen)]);
    assert_eq!(changed(&|entries| entries[2].salt = None), [at(Some(3), Wrong::HalfOpen)]);
    let link = changed(&|entries| entries[2].link = Digest([1; 32]));
    assert_eq!(link, [at(Some(3), Wrong::Link), at(Some(4), Wrong::Link)]);
    let commitment = changed(&|entries| entries[3].commitment = Digest([1; 32]));
    assert_eq!(commitment, [at(Some(4), Wrong::Link), at(Some(4), Wrong::Commitment)]);
    let first = changed(&|entries| entries[0].link = Digest([1; 32]));
    assert!(first.contains(&at(Some(1), Wrong::Case)));
}

#[test]
fn two_records_and_two_readers_do_not_mix() {
    let twice = copy(party("mill"), vec![stream("table", &["open"]), stream("table", &["open"])]);
    assert_eq!(wrongs(&twice), [("table".to_owned(), None, Wrong::Twice)]);
    for (reader, foreign) in [
        (party("mill"), "caucus:union"),
        (party("mill"), "mediator"),
        (party("mill"), "report:r1"),
        (party("mill"), "anything"),
        (Reader::Mediator, "delegation:mill"),
        (Reader::Mediator, "caucus:"),
        (Reader::Public, "table"),
    ] {
        let mixed = copy(reader, vec![stream("public", &["open"]), stream(foreign, &["x"])]);
        assert_eq!(wrongs(&mixed), [(foreign.to_owned(), None, Wrong::Stream)]);
    }
    let absent = bare(party("mill"), vec![stream("public", &["open"]), stream("caucus:mill", &["told"])]);
    let at = |stream: &str| (stream.to_owned(), None, Wrong::Absent);
    assert_eq!(wrongs(&absent), [at("table"), at("delegation:mill")]);
    // The table of one record in the copy of another one.
    let mut mixed = mills(&["open", "draft"], &["told"]);
    mixed.streams[0] = stream("table", &["another case"]);
    assert_eq!(wrongs(&mixed), [("table".to_owned(), Some(1), Wrong::Case)]);
    assert!(mixed.against(&mills(&["other"], &[])).is_err());
}

#[test]
fn a_copy_continues_is_shorter_or_parts() {
    let old = mills(&["open", "draft"], &["told"]);
    let relations = |new: &Copy, old: &Copy| -> Vec<Relation> {
        let stretches = new.against(old).unwrap().into_iter();
        let with_events =
            stretches.filter(|stretch| ["table", "caucus:mill"].contains(&stretch.stream.as_str()));
        with_events.map(|stretch| stretch.relation).collect()
    };
    assert_eq!(relations(&old, &old), [Relation::Same, Relation::Same]);
    let longer = mills(&["open", "draft", "agreed"], &["told"]);
    assert_eq!(relations(&longer, &old), [Relation::Continues { then: 2, now: 3 }, Relation::Same]);
    assert_eq!(relations(&old, &longer), [Relation::Shorter { then: 3, now: 2 }, Relation::Same]);
    let parted = mills(&["open", "other", "agreed"], &["told"]);
    assert_eq!(relations(&parted, &longer), [Relation::Parts { at: 2 }, Relation::Same]);
    // A stream that was there and is gone.
    let gone = bare(party("mill"), vec![stream("table", &["open", "draft"])]);
    assert_eq!(relations(&gone, &old), [Relation::Same, Relation::Shorter { then: 1, now: 0 }]);
}

#[test]
fn two_readers_share_the_table_alone() {
    let mill = mills(&["open", "draft"], &["told"]);
    let union = copy(
        party("union"),
        vec![stream("table", &["open", "draft", "agreed"]), stream("caucus:union", &["x"])],
    );
    let stretches = mill.against(&union).unwrap();
    assert_eq!(
        stretches.iter().map(|stretch| stretch.stream.as_str()).collect::<Vec<_>>(),
        ["table", "public"]
    );
    assert_eq!(stretches[0].relation, Relation::Shorter { then: 3, now: 2 });
    let forked = copy(party("union"), vec![stream("table", &["open", "else"])]);
    assert_eq!(mill.against(&forked).unwrap()[0].relation, Relation::Parts { at: 2 });
}

#[test]
fn a_noted_link_is_found() {
    let copy = mills(&["open", "draft"], &["told"]);
    let link = copy.streams[0].entries[1].link.to_string();
    let found = vec![Found { stream: "table".to_owned(), event: 2 }];
    assert_eq!(copy.find(&link), Ok(found.clone()));
    let noted = format!("{} {}-{}", &link[..4], &link[4..10].to_uppercase(), &link[10..16]);
    assert_eq!(copy.find(&noted), Ok(found));
    assert_eq!(copy.find(&"0".repeat(64)), Ok(Vec::new()));
    for other in [&link[..15], "", "xyz", &format!("{link}0")] {
        assert!(copy.find(other).is_err(), "{other}");
    }
}

#[test]
fn the_table_of_an_act_is_looked_for() {
    let copy = mills(&["open", "draft"], &[]);
    let pin = |length, link| copy.has_table(&Pin { length, link });
    let link = copy.streams[0].entries[1].link;
    assert_eq!(pin(2, link), Some(true));
    assert_eq!(pin(1, link), Some(false));
    assert_eq!(pin(3, link), None);
    assert_eq!(pin(0, chain::START), Some(true));
    assert_eq!(pin(0, link), Some(false));
    assert_eq!(pin(u64::MAX, link), None);
}

#[test]
fn what_is_longer_than_a_copy_may_be_is_not_read() {
    let long = " ".repeat(mediant_attest::copy::COPY_BYTES_MAX + 1);
    assert!(Copy::from_json(&long).is_err());
}

#[test]
fn what_a_copy_holds_does_not_print() {
    let copy = mills(&["the floor is two percent"], &[]);
    assert!(!format!("{copy:?} {:?} {:?}", copy.streams[0], copy.streams[0].entries[0]).contains("percent"));
}
