//! The vectors of `docs/reference/acts/`: what the code makes of fixed keys is what stands there, and it verifies.
//!
//! `MEDIANT_DOCS=rewrite cargo test -p mediant-attest` writes them anew.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]
#![expect(clippy::disallowed_methods, reason = "the vectors are files, read and, when asked to, written")]

use crate::world::*;
use mediant_attest::agreement::{Agreement, RecordedBy, Reported, verify};
use mediant_attest::copy::{Copy, Entry, Reader, Stream};
use mediant_attest::*;
use std::path::PathBuf;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/acts")
}

/// A stream of these events, each with a salt of its own; one that is `None` is one that the reader may not open.
fn stream(name: &str, events: &[Option<String>]) -> Stream {
    let mut previous = chain::START;
    let mut entries = Vec::new();
    for (sequence, event) in (1..).zip(events) {
        let salt = Digest::from_content(format!("salt {sequence} of {name}").as_bytes());
        let bytes = event.clone().unwrap_or_else(|| "sealed".to_owned());
        let commitment = chain::commitment(&salt, bytes.as_bytes());
        previous = chain::link(&previous, name, sequence, &commitment);
        let salt = event.is_some().then_some(salt);
        entries.push(Entry { sequence, commitment, link: previous, salt, event: event.clone() });
    }
    Stream { stream: line(name), length: entries.len() as u64, entries }
}

/// The first events of the table. They look like the record's.
fn table_events(count: usize) -> Vec<Option<String>> {
    let kinds = [
        "case_opened",
        "party_joined",
        "party_joined",
        "draft_put",
        "clause_answered",
        "clause_answered",
        "signed",
    ];
    let event = |(index, kind): (usize, &&str)| {
        let id = format!("{:032x}", index + 1);
        Some(format!(r#"{{"at":"2026-11-30T15:0{index}:00Z","event":"{kind}","id":"{id}","v":2}}"#))
    };
    kinds.iter().enumerate().map(event).take(count).collect()
}

fn copy(party: &str, made: &str, events: usize) -> Copy {
    let table = stream("table", &table_events(events));
    let case_id = table.entries[0].link;
    let told = Some(r#"{"event":"item_told","text":"We could live with three percent.","v":2}"#.to_owned());
    let own = stream(&format!("caucus:{party}"), &[told, None]);
    let streams = vec![stream("public", &[]), table, own, stream(&format!("delegation:{party}"), &[])];
    Copy::new(line("The wages of the mill"), case_id, Reader::Party(line(party)), moment(made), streams)
}

/// The copy of somebody whose desk went another way after the fourth event.
fn forked() -> Copy {
    let mut events = table_events(7);
    events[4] = events[4].as_ref().map(|event| event.replace("clause_answered", "talks_broken_off"));
    let sound = copy("union", "2026-12-01T08:30:00Z", 7);
    let streams = sound.streams.into_iter();
    let streams =
        streams.map(|other| if other.stream.as_str() == "table" { stream("table", &events) } else { other });
    Copy::new(sound.case, sound.case_id, sound.reader, sound.made, streams.collect())
}

/// Every vector by the name of its file.
fn vectors() -> Vec<(&'static str, String)> {
    let world = World::new();
    let whole = copy("mill", "2026-12-01T08:00:00Z", 7);
    let case_id = whole.case_id;
    let at = |length: u64| Pin { length, link: whole.streams[1].entries[length as usize - 1].link };
    let act = |key: &Key, date: &str, deed: Deed, table: Pin| Act {
        case_id,
        table,
        date: moment(date),
        ..world.act(key, deed)
    };
    let new = |key: Key, name: &str| NewKey {
        public: key.public,
        holder: named(key.person.as_str(), name),
        role: key.role,
    };
    let digest = |act: &Act| Some(act.digest().unwrap());
    let ann = act(&world.ann(), "2026-11-30T15:10:00Z", Deed::Signs(draft()), at(6));
    let vouches = Deed::VouchesFor(new(world.carl(), "Carl Smith"));
    let vouches = Act { before: digest(&ann), ..act(&world.ann(), "2026-11-30T15:12:00Z", vouches, at(6)) };
    let given =
        Deed::GivesMandate(Mandate { until: Some(Day::new("2026-12-31").unwrap()), ..mandate("carl") });
    let given = Act { before: digest(&vouches), ..act(&world.ann(), "2026-11-30T15:13:00Z", given, at(6)) };
    let carl = act(&world.carl(), "2026-11-30T15:14:00Z", Deed::Accepts(only(2)), at(6));
    let carl = Act {
        mandate: Some(MandateUsed { id: line("m1"), until: Some(Day::new("2026-12-31").unwrap()) }),
        ..carl
    };
    let bob = act(&world.bob(), "2026-11-30T15:12:54Z", Deed::Signs(draft()), at(7));
    let acts = vec![
        world.by_ann(&ann),
        world.by_bob(&bob),
        world.by_ann(&vouches),
        world.by_ann(&given),
        Envelope::sign(&carl, &world.carl).unwrap(),
    ];
    let (passkey, key_file) = (acts[0].to_json().unwrap(), acts[1].to_json().unwrap());
    let reported = Reported {
        party: line("union"),
        person: Some(line("bob")),
        what: line("ratifies the agreement"),
        date: moment("2026-11-30T16:00:00Z"),
        by: RecordedBy::Mediator,
    };
    let keys = [world.ann(), world.bob(), world.carl()];
    let (title, parties) = (line("The wages of the mill"), parties());
    let file = Agreement::new(title, case_id, &parties, &draft(), &keys, acts, vec![reported]).unwrap();
    vec![
        ("signs.act", ann.print().unwrap()),
        ("vouches.act", vouches.print().unwrap()),
        ("passkey.json", passkey),
        ("key-file.json", key_file),
        ("keys.txt", Keys { case_id, ..world.keys() }.print()),
        ("agreement.json", file.to_json().unwrap()),
        ("copy.json", whole.to_json().unwrap()),
        ("older.json", copy("mill", "2026-11-30T15:05:00Z", 5).to_json().unwrap()),
        ("other-reader.json", copy("union", "2026-12-01T08:30:00Z", 7).to_json().unwrap()),
        ("parted.json", forked().to_json().unwrap()),
    ]
}

#[test]
fn the_vectors_are_what_the_code_makes() {
    let rewrite = std::env::var("MEDIANT_DOCS").is_ok_and(|wish| wish == "rewrite");
    for (name, made) in vectors() {
        let path = folder().join(name);
        if rewrite {
            std::fs::create_dir_all(folder()).unwrap();
            std::fs::write(&path, &made).unwrap();
        }
        assert_eq!(std::fs::read_to_string(&path).unwrap_or_default(), made, "docs/reference/acts/{name}");
    }
}

fn vector(name: &str) -> String {
    std::fs::read_to_string(folder().join(name)).unwrap()
}

#[test]
fn the_vectors_verify() {
    let keys = Keys::parse(&vector("keys.txt")).unwrap();
    let read = |name: &str| Copy::from_json(&vector(name)).unwrap();
    for name in ["copy.json", "older.json", "other-reader.json", "parted.json"] {
        assert_eq!(read(name).check(), [], "{name}");
    }
    let report = verify(&vector("agreement.json"), &keys, &[read("copy.json")]).unwrap();
    assert!(report.is_proven() && report.acts.iter().all(|act| act.counts.is_ok()), "{report:?}");
    let (passkey, key_file) = (vector("passkey.json"), vector("key-file.json"));
    let by =
        |text: &str, index: usize| Envelope::from_json(text).unwrap().verify(&keys.keys[index].key).map(drop);
    assert_eq!((by(&passkey, 0), by(&key_file, 1)), (Ok(()), Ok(())));
    assert_eq!(Act::parse(&vector("signs.act")).unwrap().print().unwrap(), vector("signs.act"));
}

/// The page's blocks that are marked `<!-- vector: FILE -->` are those files, to the byte.
#[test]
fn the_page_shows_the_vectors() {
    let path = folder().join("../acts.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let rewrite = std::env::var("MEDIANT_DOCS").is_ok_and(|wish| wish == "rewrite");
    let mut shown = 0;
    let mut written = String::new();
    let mut rest = page.as_str();
    while let Some((before, after)) = rest.split_once("<!-- vector: ") {
        let (name, after) = after.split_once(" -->\n").unwrap();
        let (fence, after) = after.split_once('\n').unwrap();
        let (block, after) = after.split_once("```\n").unwrap();
        if !rewrite {
            assert_eq!(block, vector(name), "{name}");
        }
        written.push_str(&format!("{before}<!-- vector: {name} -->\n{fence}\n{}```\n", vector(name)));
        rest = after;
        shown += 1;
    }
    assert!(shown > 3, "{shown} vectors are shown");
    written.push_str(rest);
    if rewrite && written != page {
        std::fs::write(path, written).unwrap();
    }
}
