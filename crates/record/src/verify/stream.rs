//! Verifying one stream.

use super::{Head, Heads, StreamFault, Wrong};
use crate::deletion::CompartmentDeleted;
use crate::event::{Event, Fact};
use crate::seal::{CompartmentKey, Opened};
use crate::store::SealedEntry;
use crate::{Compartment, chain, codec};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Verifies the entries of one compartment, in the order of their sequences.
#[derive(Debug)]
pub struct StreamVerifier<'k> {
    compartment: Compartment,
    key: Option<&'k CompartmentKey>,
    earlier: Option<Head>,
    tail: Tail,
    entries: u64,
    faults: u64,
    /// Compartments that an event here says were deleted.
    deleted: BTreeSet<Compartment>,
    /// Whether an event here was written by a version that also writes where the record ends.
    states_end: bool,
}

/// The end of what was verified so far.
#[derive(Clone, Copy, Debug)]
struct Tail {
    /// The last sequence; 0 before the first entry.
    sequence: u64,
    /// The link as the last entry has it.
    link: [u8; 32],
    /// The link as it follows from what came before. After an altered link the chain goes on from here, after an
    /// altered commitment from the one above; either way the next entry is not at fault.
    computed: [u8; 32],
}

/// How deeply a stream was verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Depth {
    /// Every link follows, and every commitment was held against the text that opens.
    Opened,
    /// Every link follows; nothing was opened, because the key was not given.
    LinksAlone,
    /// Every link follows; nothing can be opened any more, because the key was destroyed, and an event says so.
    KeyDestroyed,
}

/// What is known of a stream in the end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StreamReport {
    /// How many entries were read.
    pub entries: u64,
    /// How many faults were found in it.
    pub faults: u64,
    /// How deeply it was verified.
    pub depth: Depth,
    /// Its end, where it has an entry.
    pub head: Option<Head>,
}

impl<'k> StreamVerifier<'k> {
    /// A verifier for this compartment's stream: with its key, of the sealed texts too; without, of links alone.
    pub fn new(compartment: Compartment, key: Option<&'k CompartmentKey>) -> Self {
        let tail = Tail { sequence: 0, link: chain::START, computed: chain::START };
        Self {
            compartment,
            key,
            earlier: None,
            tail,
            entries: 0,
            faults: 0,
            deleted: BTreeSet::new(),
            states_end: false,
        }
    }

    /// Also holds the stream against where it ended in an earlier report.
    pub fn against(mut self, earlier: &Heads) -> Self {
        self.earlier = earlier.streams.get(&self.compartment).copied();
        self
    }

    /// Takes the next entry; what is wrong with it.
    pub fn check(&mut self, entry: &SealedEntry) -> Vec<StreamFault> {
        self.take(entry).1
    }

    /// Takes the next entry: the sequence at which it was looked at, and what is wrong with it.
    pub(super) fn take(&mut self, entry: &SealedEntry) -> (u64, Vec<StreamFault>) {
        self.entries = self.entries.saturating_add(1);
        let (sequence, faults) = match self.place(entry) {
            Ok((sequence, misplaced)) => {
                let mut faults = Vec::from_iter(misplaced);
                faults.extend(self.contents(sequence, entry));
                self.advance(sequence, entry);
                (sequence, faults)
            }
            Err(fault) => (fault.sequence, vec![fault]),
        };
        self.faults = self.faults.saturating_add(faults.len() as u64);
        (sequence, faults)
    }

    /// What is known in the end; and a fault when the stream ends before it did in the earlier report.
    pub fn finish(mut self) -> (StreamReport, Option<StreamFault>) {
        let truncated = self.earlier.filter(|head| head.sequence > self.tail.sequence).map(|head| {
            self.fault(self.tail.sequence.saturating_add(1), Wrong::Truncated { through: head.sequence })
        });
        self.faults = self.faults.saturating_add(u64::from(truncated.is_some()));
        let report = StreamReport {
            entries: self.entries,
            faults: self.faults,
            depth: if self.key.is_some() { Depth::Opened } else { Depth::LinksAlone },
            head: self.head(),
        };
        (report, truncated)
    }

    /// What a later verification of this compartment is held against.
    pub fn heads(&self) -> Heads {
        let streams = BTreeMap::from_iter(self.head().map(|head| (self.compartment.clone(), head)));
        Heads { record: None, streams }
    }

    /// Compartments that an event here says were deleted.
    pub(super) fn deleted(&self) -> &BTreeSet<Compartment> {
        &self.deleted
    }

    /// Whether an event here was written by a version that also writes where the record ends.
    pub(super) fn states_end(&self) -> bool {
        self.states_end
    }

    /// Whether the entry is the next one by its link, whatever it says of its place.
    pub(super) fn is_followed_by(&self, entry: &SealedEntry) -> bool {
        [&self.tail.link, &self.tail.computed].into_iter().any(|previous| {
            chain::link(previous, &self.compartment, self.next(), &entry.commitment) == entry.link
        })
    }

    /// A fault in this stream.
    fn fault(&self, sequence: u64, wrong: Wrong) -> StreamFault {
        StreamFault { compartment: self.compartment.clone(), sequence, wrong }
    }

    /// The sequence that is to come.
    fn next(&self) -> u64 {
        self.tail.sequence.saturating_add(1)
    }

    /// The place an entry takes in the stream and what is wrong with that, or a fault when it takes none.
    ///
    /// The link decides where an entry belongs: it covers the place, so it fits at one place only.
    fn place(&self, entry: &SealedEntry) -> Result<(u64, Option<StreamFault>), StreamFault> {
        let next = self.next();
        let stated = entry.sequence;
        let own = entry.compartment == self.compartment;
        let elsewhere = || (entry.compartment.clone(), stated);
        if self.is_followed_by(entry) {
            let wrong = (!own || stated != next).then(|| {
                let (stated, stated_sequence) = elsewhere();
                self.fault(next, Wrong::Misplaced { stated, stated_sequence })
            });
            Ok((next, wrong))
        } else if !own {
            let (stated, stated_sequence) = elsewhere();
            Err(self.fault(next, Wrong::Foreign { stated, stated_sequence }))
        } else if stated == next {
            Ok((next, Some(self.fault(next, Wrong::Link))))
        } else if stated > next {
            let through = stated.saturating_sub(1);
            Ok((stated, Some(self.fault(next, Wrong::Missing { through }))))
        } else {
            Err(self.fault(stated, Wrong::Repeated))
        }
    }

    /// What is wrong with an entry in its place.
    fn contents(&mut self, sequence: u64, entry: &SealedEntry) -> Vec<StreamFault> {
        let opened = self.key.map(|key| key.open_event_at(&self.compartment, sequence, entry));
        let unopened = match opened {
            None => None,
            Some(Err(why)) => Some(Wrong::from(why)),
            Some(Ok(opened)) => {
                self.states_end |= opened.beside.is_some();
                self.deleted.extend(deleted_by(&self.compartment, &opened));
                None
            }
        };
        let rewritten = self
            .earlier
            .filter(|head| head.sequence == sequence && head.link != entry.link)
            .map(|_| Wrong::Rewritten);
        [unopened, rewritten].into_iter().flatten().map(|wrong| self.fault(sequence, wrong)).collect()
    }

    fn advance(&mut self, sequence: u64, entry: &SealedEntry) {
        let computed = if sequence == self.next() && !self.is_followed_by(entry) {
            chain::link(&self.tail.computed, &self.compartment, sequence, &entry.commitment)
        } else {
            entry.link
        };
        self.tail = Tail { sequence, link: entry.link, computed };
    }

    fn head(&self) -> Option<Head> {
        (self.tail.sequence > 0).then_some(Head { sequence: self.tail.sequence, link: self.tail.link })
    }
}

/// The compartment that an event says was deleted.
fn deleted_by(compartment: &Compartment, opened: &Opened) -> Option<Compartment> {
    let kind = CompartmentDeleted::KIND.as_bytes();
    // Most events are of other kinds, and need not be read for that.
    opened.event.windows(kind.len()).find(|window| *window == kind)?;
    match codec::decode_opened(opened).ok()?.event {
        Event::CompartmentDeleted(event) if event.may_stand_in(compartment) => Some(event.deleted),
        _ => None,
    }
}
