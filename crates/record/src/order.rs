//! Where a batch may stand: the rules of order that every store holds a writer to.

use crate::Compartment;
use crate::store::{Batch, StoreError};
use std::collections::BTreeMap;

/// Where a record ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heads {
    /// The position of the last entry, 0 in an empty record.
    pub position: u64,
    /// The sequence of the last entry of each stream that has one. A store may leave out streams that the batch
    /// does not touch.
    pub sequences: BTreeMap<Compartment, u64>,
}

impl Heads {
    /// Whether the batch may be appended here.
    ///
    /// # Errors
    /// `Misplaced` when the batch is empty or its positions or sequences are not consecutive in themselves;
    /// `Conflict` when the record does not end where the writer thinks; `Misplaced` when it does, and a stream is
    /// continued elsewhere than at its end.
    pub fn admit(&self, batch: &Batch) -> Result<(), StoreError> {
        let firsts = firsts(batch)?;
        if self.position != batch.after {
            return Err(StoreError::Conflict);
        }
        for (compartment, first) in firsts {
            let last = self.sequences.get(compartment).copied().unwrap_or(0);
            if last.checked_add(1) != Some(first) {
                return Err(StoreError::Misplaced(format!(
                    "the stream `{compartment}` ends at {last} and is continued at {first}"
                )));
            }
        }
        Ok(())
    }
}

/// The sequence with which a batch starts in each stream it touches.
///
/// # Errors
/// `Misplaced` when the batch is empty, its positions do not follow `batch.after` one by one, or its sequences are
/// not consecutive in a stream.
pub fn firsts(batch: &Batch) -> Result<BTreeMap<&Compartment, u64>, StoreError> {
    if batch.entries.is_empty() {
        return Err(StoreError::Misplaced("the batch is empty".to_owned()));
    }
    let mut firsts = BTreeMap::new();
    let mut lasts = BTreeMap::new();
    let mut position = batch.after;
    for entry in &batch.entries {
        if position.checked_add(1) != Some(entry.position) {
            return Err(StoreError::Misplaced(format!("position {} comes after {position}", entry.position)));
        }
        position = entry.position;
        firsts.entry(&entry.compartment).or_insert(entry.sequence);
        if let Some(last) = lasts.insert(&entry.compartment, entry.sequence)
            && last.checked_add(1) != Some(entry.sequence)
        {
            return Err(StoreError::Misplaced(format!(
                "sequence {} comes after {last} in the stream `{}`",
                entry.sequence, entry.compartment
            )));
        }
    }
    Ok(firsts)
}

/// What a store says to a writer who wraps anew a key that was never added, or was destroyed. `None` is the document store.
pub fn no_key_of(compartment: Option<&Compartment>) -> StoreError {
    StoreError::Misplaced(match compartment {
        Some(compartment) => format!("there is no key of `{compartment}` to wrap anew"),
        None => "there is no key of the cabinet to wrap anew".to_owned(),
    })
}
