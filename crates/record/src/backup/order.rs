//! The order of items, to which writer and reader are held alike.

use super::{BackupFormatError, Contents, Item};
use crate::Compartment;
use crate::store::SealedEntry;
use std::collections::{BTreeMap, BTreeSet};

/// How many items of each kind a file holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Entries.
    pub entries: u64,
    /// Documents.
    pub documents: u64,
    /// Wrapped keys.
    pub keys: u64,
    /// Keys that were destroyed.
    pub destroyed_keys: u64,
}

/// What came so far. It grows with the number of compartments, not with that of items.
#[derive(Debug)]
pub(super) struct Order {
    contents: Contents,
    pub(super) counts: Counts,
    master: bool,
    last_document: Option<(String, String)>,
    /// The last sequence of every stream.
    sequences: BTreeMap<Compartment, u64>,
    keys: BTreeSet<Option<Compartment>>,
}

impl Order {
    pub(super) fn new(contents: Contents) -> Self {
        Self {
            contents,
            counts: Counts::default(),
            master: false,
            last_document: None,
            sequences: BTreeMap::new(),
            keys: BTreeSet::new(),
        }
    }

    /// How many items came.
    pub(super) fn items(&self) -> u64 {
        let Counts { entries, documents, keys, destroyed_keys } = self.counts;
        [u64::from(self.master), documents, keys, destroyed_keys]
            .into_iter()
            .fold(entries, u64::saturating_add)
    }

    /// Takes the next item.
    pub(super) fn take(&mut self, item: &Item) -> Result<(), BackupFormatError> {
        match self.contents {
            Contents::Stream => {
                hold(matches!(item, Item::Entry(_)), "the copy of a stream has entries alone")?
            }
            Contents::Record => hold(
                self.master != matches!(item, Item::Master(_)),
                "the description of the master key comes first, and once",
            )?,
        }
        match item {
            Item::Master(_) => self.master = true,
            Item::Document { collection, document } => {
                let place = (collection.clone(), document.id.clone());
                let ascending = self.last_document.as_ref().is_none_or(|last| *last < place);
                hold(ascending, "papers ascend by drawer and id")?;
                hold(document.version > 0, "a paper's version is at least 1")?;
                self.last_document = Some(place);
                count(&mut self.counts.documents);
            }
            Item::Entry(entry) => self.entry(entry)?,
            Item::Key(key) => {
                hold(self.keys.insert(key.compartment.clone()), "a compartment has one key")?;
                count(&mut self.counts.keys);
            }
            Item::DestroyedKey(compartment) => {
                let first = self.keys.insert(Some(compartment.clone()));
                hold(first, "a key that was destroyed is there no more, and was destroyed once")?;
                count(&mut self.counts.destroyed_keys);
            }
        }
        Ok(())
    }

    /// Whether the end may come.
    pub(super) fn end(&self) -> Result<(), BackupFormatError> {
        let whole = self.master || self.contents == Contents::Stream;
        hold(whole, "the description of the master key comes first, and once")
    }

    fn entry(&mut self, entry: &SealedEntry) -> Result<(), BackupFormatError> {
        let position = self.counts.entries.saturating_add(1);
        match self.contents {
            Contents::Record => hold(entry.position == position, "positions have no gap")?,
            Contents::Stream => {
                let other = self.sequences.keys().any(|compartment| *compartment != entry.compartment);
                hold(!other, "the copy of a stream is of one compartment")?;
            }
        }
        let last = self.sequences.entry(entry.compartment.clone()).or_default();
        hold(entry.sequence == last.saturating_add(1), "the sequences of a stream have no gap")?;
        *last = entry.sequence;
        count(&mut self.counts.entries);
        Ok(())
    }
}

fn hold(holds: bool, rule: &'static str) -> Result<(), BackupFormatError> {
    if holds { Ok(()) } else { Err(BackupFormatError::Misplaced(rule)) }
}

fn count(counter: &mut u64) {
    *counter = counter.saturating_add(1);
}
