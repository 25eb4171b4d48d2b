//! The attacks, numbered.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot be set up fails")]

use super::Before;
use super::signed::words;
use super::thief::{Taken, reworded};
use mediant_attest::copy::Copy;
use mediant_attest::{Digest, SecretKey};
use mediant_record::audit;
use mediant_record::deletion::CompartmentDeleted;
use mediant_record::end;
use mediant_record::{Compartment, Placed};

pub struct Attack {
    pub number: usize,
    pub what: &'static str,
    pub run: fn(&Before) -> Done,
}

/// What an attack leaves behind.
pub enum Done {
    /// The record as A is shown it, and as B is.
    Record(Box<[Taken; 2]>),
    /// A copy that is handed to A.
    Copy(Box<Copy>),
    /// An agreement file.
    Agreement(String),
}

fn both(taken: Taken) -> Done {
    Done::Record(Box::new([taken.clone(), taken]))
}

/// Everything is forged so that it fits, from an edit of the events.
fn forged(before: &Before, edit: impl FnOnce(&mut Vec<Placed>)) -> Done {
    both(before.now.forged(edit))
}

const WORDS: &str = "The quay is wide.";

/// A file that proves what it says.
pub fn sound(before: &Before) -> Done {
    let (signed, words) = (&before.signed, words(WORDS, 1));
    let acts = [("A", &signed.a, &words, signed.case_id), ("B", &signed.b, &words, signed.case_id)];
    Done::Agreement(signed.file(&words, &acts))
}

macro_rules! attacks {
    ($($number:literal $what:literal => $run:expr;)+) => {
        &[$(Attack { number: $number, what: $what, run: $run }),+]
    };
}

pub const ATTACKS: &[Attack] = attacks! {
    1 "a word of a draft at the table is changed, and all that follows is sealed and linked anew" => |before| {
        let at = before.now.at("table", "draft_put");
        forged(before, |events| reworded(&mut events[at], "wide.", "narrow."))
    };
    2 "an acceptance is taken out of the table's stream" => |before| {
        let at = before.now.at("table", "clause_answered");
        forged(before, |events| drop(events.remove(at)))
    };
    3 "an event is put between two others at the table" => |before| {
        let at = before.now.at("table", "clause_answered");
        forged(before, |events| {
            let mut more = events[at].clone();
            reworded(&mut more, "accept", "reject");
            events.insert(at, more);
        })
    };
    4 "two events of the table change places" => |before| {
        let at = before.now.at("table", "clause_answered");
        forged(before, |events| events.swap(at, at + 1))
    };
    5 "an acceptance is put into another party's mouth" => |before| {
        let at = before.now.at("table", "clause_answered");
        forged(before, |events| reworded(&mut events[at], "\"A\"", "\"B\""))
    };
    6 "the time of an event is changed" => |before| {
        let at = before.now.at("table", "draft_put");
        forged(before, |events| reworded(&mut events[at], "2025-12-04T09", "2025-12-03T09"))
    };
    7 "what a party told in its caucus is reworded" => |before| {
        let at = before.now.at("caucus:A", "item_told");
        forged(before, |events| reworded(&mut events[at], "take two", "take ten"))
    };
    8 "a release is taken out of a caucus" => |before| {
        let at = before.now.at("caucus:A", "item_released");
        forged(before, |events| drop(events.remove(at)))
    };
    9 "a note of a delegation is reworded" => |before| {
        let at = before.now.at("delegation:A", "note_written");
        forged(before, |events| reworded(&mut events[at], "our floor", "our roof"))
    };
    10 "the whole record is put back to a day before the copies" => |before| {
        let count = before.then.entries.len() - 4;
        both(Taken { entries: before.now.entries[..count].to_vec(), ..before.now.clone() }.ended())
    };
    11 "the whole record, its end and its accounts are put back to the day of the copies" => |before| {
        both(before.then.clone())
    };
    12 "the record parts: from an event on A is shown one table and B another, both newer than their copies" => |before| {
        let now = |id: &str| {
            before.now.forged(|events| {
                let mut planned = events.iter_mut().filter(|placed| placed.recorded.event.kind() == "session_planned");
                let planned = planned.next_back().unwrap();
                planned.recorded = with_id(planned, id);
            })
        };
        Done::Record(Box::new([now("shown-to-a"), now("shown-to-b")]))
    };
    13 "a caucus and its key row are taken out, and the end is written anew" => |before| {
        both(before.now.without("caucus:B").keyless("caucus:B").ended())
    };
    14 "a caucus is replaced by noise, its key set to NULL, and the end is written anew" => |before| {
        both(before.now.noise("caucus:A").keyless("caucus:A").ended())
    };
    15 "the same, and an event that it was deleted is forged" => |before| {
        let forged = before.now.forged(|events| {
            let note = events.iter().find(|placed| placed.compartment == Compartment::Mediator).unwrap().clone();
            let deleted = CompartmentDeleted { deleted: Compartment::Caucus("A".into()) };
            let recorded = mediant_record::Recorded { event: deleted.into(), ..note.recorded };
            events.push(Placed { compartment: Compartment::Mediator, recorded });
        });
        both(forged.noise("caucus:A").keyless("caucus:A").ended())
    };
    16 "the streams come in another order among one another, each in itself as it was" => |before| {
        let mut taken = before.now.clone();
        let at = taken.at("delegation:A", "note_written");
        taken.entries.swap(at, at + 1);
        for (entry, position) in taken.entries.iter_mut().zip(1..) {
            entry.position = position;
        }
        both(taken.ended())
    };
    17 "without any key: a key is set to NULL" => |before| both(before.now.clone().keyless("delegation:A"));
    18 "without any key: a stream is replaced by noise and its key set to NULL" => |before| {
        both(before.now.noise("delegation:A").keyless("delegation:A"))
    };
    19 "without any key: a stream is taken out with its key row, and the others are renumbered" => |before| {
        both(before.now.without("delegation:A").keyless("delegation:A"))
    };
    20 "without any key: an older row of the accounts is put back" => |before| {
        let mut taken = before.now.clone();
        put_back(&mut taken, &before.then, end::ROSTER_COLLECTION);
        both(taken)
    };
    21 "without any key: the accounts are removed" => |before| {
        let mut taken = before.now.clone();
        taken.documents.retain(|(collection, _)| collection != end::ROSTER_COLLECTION);
        both(taken)
    };
    22 "without any key: an older end is put back with older accounts" => |before| {
        let mut taken = before.now.clone();
        put_back(&mut taken, &before.then, end::COLLECTION);
        put_back(&mut taken, &before.then, end::ROSTER_COLLECTION);
        both(taken)
    };
    23 "without any key: what says where the record ends is removed" => |before| {
        let mut taken = before.now.clone();
        taken.documents.retain(|(collection, _)| collection != end::COLLECTION);
        both(taken)
    };
    24 "without any key: the newest entries are cut off" => |before| {
        let mut taken = before.now.clone();
        taken.entries.truncate(before.now.entries.len() - 1);
        both(taken)
    };
    25 "without any key: sealed bytes are changed" => |before| {
        let mut taken = before.now.clone();
        taken.entries[5].sealed[40] ^= 1;
        both(taken)
    };
    26 "without any key: a commitment is changed, and all links follow" => |before| {
        let mut taken = before.now.clone();
        let at = taken.at("delegation:A", "note_written");
        taken.entries[at].commitment[0] ^= 1;
        let entry = &taken.entries[at];
        taken.entries[at].link =
            mediant_record::chain::link(&mediant_record::chain::START, &entry.compartment, 1, &entry.commitment);
        both(taken)
    };
    27 "without any key: the keys of two streams change places" => |before| {
        let mut taken = before.now.clone();
        let (one, other) = (taken.keys[1].compartment.clone(), taken.keys[2].compartment.clone());
        (taken.keys[1].compartment, taken.keys[2].compartment) = (other, one);
        both(taken)
    };
    28 "a copy is handed out in which a word is another" => |before| {
        let mut copy = before.kept[0].clone();
        let table = copy.streams.iter_mut().find(|stream| stream.stream.as_str() == "table").unwrap();
        let entry = table.entries.iter_mut().find(|entry| entry.event.as_ref().is_some_and(|text| text.contains(WORDS)));
        let event = entry.unwrap().event.as_mut().unwrap();
        *event = event.replace("wide.", "narrow.");
        Done::Copy(Box::new(copy))
    };
    29 "a copy is handed out in which a stream is missing" => |before| {
        let mut copy = before.kept[0].clone();
        copy.streams.retain(|stream| stream.stream.as_str() != "delegation:A");
        Done::Copy(Box::new(copy))
    };
    30 "an agreement is written in which a clause is another than the one signed" => |before| {
        let signed = &before.signed;
        let (now, then) = (words("The quay is narrow.", 1), words(WORDS, 1));
        let acts = [("A", &signed.a, &then, signed.case_id), ("B", &signed.b, &then, signed.case_id)];
        Done::Agreement(signed.file(&now, &acts))
    };
    31 "an agreement is written with a party's act by a key of the operator's" => |before| {
        let (signed, words, own) = (&before.signed, words(WORDS, 1), SecretKey::new(&[9; 32]));
        let acts = [("A", &own, &words, signed.case_id), ("B", &signed.b, &words, signed.case_id)];
        Done::Agreement(signed.file(&words, &acts))
    };
    32 "an agreement is written with an act to an older draft" => |before| {
        let signed = &before.signed;
        let (now, then) = (words(WORDS, 2), words(WORDS, 1));
        let acts = [("A", &signed.a, &then, signed.case_id), ("B", &signed.b, &now, signed.case_id)];
        Done::Agreement(signed.file(&now, &acts))
    };
    33 "an agreement is written with an act of another case" => |before| {
        let (signed, words) = (&before.signed, words(WORDS, 1));
        let acts = [("A", &signed.a, &words, Digest::from_content(b"elsewhere")), ("B", &signed.b, &words, signed.case_id)];
        Done::Agreement(signed.file(&words, &acts))
    };
    34 "an agreement is written without the act of a party, which is only reported" => |before| {
        let (signed, words) = (&before.signed, words(WORDS, 1));
        Done::Agreement(signed.file(&words, &[("B", &signed.b, &words, signed.case_id)]))
    };
    35 "an event is added in a party's name at the table, unsigned" => |before| {
        forged(before, |events| {
            let at = events.iter().position(|placed| placed.recorded.event.kind() == "clause_answered").unwrap();
            let answered = events[at].clone();
            events.push(Placed { recorded: with_id(&answered, "forged"), ..answered });
        })
    };
    36 "an older row of the accounts is put back, and the end is written anew" => |before| {
        let mut taken = before.now.clone();
        put_back(&mut taken, &before.then, end::ROSTER_COLLECTION);
        both(taken.ended())
    };
    37 "the names of requests, which stand beside the events, are changed" => |before| {
        // The commitments stay: who has the keys has the salts.
        let mut forged = before.now.clone();
        for (entry, kept) in forged.entries.iter_mut().zip(&before.now.entries) {
            *entry = before.now.beside(kept, b"{\"request\":\"another\"}");
        }
        both(forged.ended())
    };
    38 "the newest events are withheld from one party, and nothing that it kept is older" => |before| {
        let then = Taken { entries: before.now.entries[..before.then.entries.len()].to_vec(), ..before.now.clone() };
        Done::Record(Box::new([then.ended(), before.now.clone()]))
    };
    39 "everything is read" => |before| {
        assert!(before.now.events().iter().any(|placed| placed.compartment.name() == "delegation:A"));
        both(before.now.clone())
    };
    40 "without any key: the list of sign-ins is removed" => |before| {
        let mut taken = before.now.clone();
        taken.documents.retain(|(collection, _)| collection != audit::COLLECTION);
        both(taken)
    };
    41 "without any key: the list of sign-ins is removed, with what says which there are" => |before| {
        let mut taken = before.now.clone();
        let removed = [audit::COLLECTION, audit::HEAD_COLLECTION];
        taken.documents.retain(|(collection, _)| !removed.contains(&collection.as_str()));
        both(taken)
    };
    42 "without any key: one sign-in is taken out of the list" => |before| {
        let mut taken = before.now.clone();
        taken.documents.retain(|(collection, entry)| collection != audit::COLLECTION || entry.id != "02");
        both(taken)
    };
    43 "without any key: the list of sign-ins is put back to a day before the last event" => |before| {
        let mut taken = before.now.clone();
        taken.documents.retain(|(collection, entry)| collection != audit::COLLECTION || entry.id == "01");
        put_back(&mut taken, &before.then, audit::HEAD_COLLECTION);
        both(taken)
    };
    44 "without any key: the sign-ins since the last event are taken out, and what said which there are is put back" => |before| {
        let mut taken = before.now.clone();
        taken.documents.retain(|(collection, entry)| collection != audit::COLLECTION || entry.id != "03");
        put_back(&mut taken, &before.between, audit::HEAD_COLLECTION);
        both(taken)
    };
};

/// The same event under another id.
fn with_id(placed: &Placed, id: &str) -> mediant_record::Recorded {
    let mut recorded = placed.recorded.clone();
    recorded.id = mediant_record::id::EventId::new(id);
    recorded
}

/// A document as it was in another record.
fn put_back(taken: &mut Taken, from: &Taken, collection: &str) {
    let older = from.document(collection).unwrap().clone();
    taken.documents.retain(|(of, _)| of != collection);
    taken.documents.push((collection.to_owned(), older));
}
