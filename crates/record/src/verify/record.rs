//! Verifying a record as a whole.

use super::stream::{Depth, StreamReport, StreamVerifier};
use super::{Heads, RecordHead, StreamFault, Wrong};
use crate::keyring::Keyring;
use crate::store::SealedEntry;
use crate::{Compartment, chain};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Verifies all entries of a record, in the order of their positions.
#[derive(Debug)]
pub struct RecordVerifier<'k> {
    keyring: Option<&'k Keyring>,
    earlier: Heads,
    streams: BTreeMap<Compartment, StreamVerifier<'k>>,
    positions: Positions,
    /// How many entries came, and their order.
    head: RecordHead,
    faults: u64,
}

/// What is known of a record in the end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecordReport {
    /// How many entries were read.
    pub entries: u64,
    /// How many faults were found.
    pub faults: u64,
    /// Every stream that has an entry or a key.
    pub streams: BTreeMap<Compartment, StreamReport>,
    /// Where everything ends: keep it, and hold the next verification against it.
    pub heads: Heads,
    /// Whether an event was written by a version that also writes where the record ends; see [`crate::end`].
    pub states_end: bool,
}

impl<'k> RecordVerifier<'k> {
    /// A verifier with the keys of the record, or of links alone.
    ///
    /// With a [complete](Keyring::is_complete) keyring, a stream without a key is one that was deleted: where no event says
    /// so, that is a fault.
    pub fn new(keyring: Option<&'k Keyring>) -> Self {
        let mut verifier = Self {
            keyring,
            earlier: Heads::default(),
            streams: BTreeMap::new(),
            positions: Positions { last: 0, counted: 1 },
            head: RecordHead::START,
            faults: 0,
        };
        // Known from the start, so that a stream's first entry is recognised by its link, whatever it states.
        for compartment in keyring.iter().flat_map(|keyring| keyring.compartments()) {
            verifier.stream(compartment);
        }
        verifier
    }

    /// Also holds the record against where it ended in an earlier report. To be called before the first entry.
    pub fn against(mut self, earlier: &Heads) -> Self {
        self.earlier = earlier.clone();
        self.streams = self
            .streams
            .into_iter()
            .map(|(compartment, stream)| (compartment, stream.against(earlier)))
            .collect();
        for compartment in earlier.streams.keys() {
            self.stream(compartment);
        }
        self
    }

    /// Takes the next entry; what is wrong with it.
    pub fn check(&mut self, entry: &SealedEntry) -> Vec<StreamFault> {
        let compartment = self.home(entry);
        let (sequence, mut faults) = self.stream(&compartment).take(entry);
        self.head.position = self.head.position.saturating_add(1);
        self.head.order = chain::order(&self.head.order, &entry.link);
        let mut fault =
            |wrong| faults.push(StreamFault { compartment: compartment.clone(), sequence, wrong });
        if let Some(expected) = self.positions.missed_by(entry.position) {
            fault(Wrong::Position { expected, found: entry.position });
        }
        // Any other fault changes this digest too; then it says nothing new.
        let reordered = self.faults == 0
            && self.earlier.record.is_some_and(|earlier| {
                earlier.position == self.head.position && earlier.order != self.head.order
            });
        if reordered && faults.is_empty() {
            faults.push(StreamFault { compartment, sequence, wrong: Wrong::Reordered });
        }
        self.faults = self.faults.saturating_add(faults.len() as u64);
        faults
    }

    /// What is known in the end; and the faults that only the end shows.
    pub fn finish(mut self) -> (RecordReport, Vec<StreamFault>) {
        let mut truncated = Vec::new();
        let mut streams = BTreeMap::new();
        let complete = self.keyring.is_some_and(Keyring::is_complete);
        let deleted: BTreeSet<_> =
            self.streams.values().flat_map(|stream| stream.deleted().iter().cloned()).collect();
        let states_end = self.streams.values().any(StreamVerifier::states_end);
        for (compartment, stream) in std::mem::take(&mut self.streams) {
            let (mut report, fault) = stream.finish();
            truncated.extend(fault);
            if complete && report.depth == Depth::LinksAlone {
                if deleted.contains(&compartment) {
                    report.depth = Depth::KeyDestroyed;
                } else if report.entries > 0 {
                    report.faults = report.faults.saturating_add(1);
                    let compartment = compartment.clone();
                    truncated.push(StreamFault { compartment, sequence: 1, wrong: Wrong::KeyGone });
                }
            }
            streams.insert(compartment, report);
        }
        let heads = Heads {
            record: Some(self.head),
            streams: streams
                .iter()
                .filter_map(|(compartment, report)| Some((compartment.clone(), report.head?)))
                .collect(),
        };
        let faults = self.faults.saturating_add(truncated.len() as u64);
        (RecordReport { entries: self.head.position, faults, streams, heads, states_end }, truncated)
    }

    /// The compartment where the entry belongs: by its link, else by what it states.
    fn home(&self, entry: &SealedEntry) -> Compartment {
        let stated = self.streams.get_key_value(&entry.compartment);
        stated
            .into_iter()
            .chain(&self.streams)
            .find(|(_, stream)| stream.is_followed_by(entry))
            .map_or(&entry.compartment, |(compartment, _)| compartment)
            .clone()
    }

    fn stream(&mut self, compartment: &Compartment) -> &mut StreamVerifier<'k> {
        let key = self.keyring.and_then(|keyring| keyring.key(compartment));
        let earlier = &self.earlier;
        self.streams
            .entry(compartment.clone())
            .or_insert_with(|| StreamVerifier::new(compartment.clone(), key).against(earlier))
    }
}

/// The positions of the entries, which are to have no gap.
#[derive(Debug)]
struct Positions {
    /// The last one that was stated.
    last: u64,
    /// The one that is to come: by the last sound one and the number of entries since.
    counted: u64,
}

impl Positions {
    /// The position that was to come, when this is not it. After a gap the positions go on from the one stated,
    /// after an altered position from the one counted; either way the next entry is not at fault.
    fn missed_by(&mut self, position: u64) -> Option<u64> {
        let expected = self.counted;
        let sound = position == expected || position == self.last.saturating_add(1);
        self.last = position;
        self.counted = if sound { position } else { expected }.saturating_add(1);
        (!sound).then_some(expected)
    }
}
