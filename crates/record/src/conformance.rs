//! The suite that every store must pass.
//!
//! A crate with a store says in a test `mediant_record::conformance_of!(somewhere().await)`, where the expression makes
//! a new, empty [`Place`] each time it is evaluated. The crate needs tokio with its macros among its test dependencies.

#![expect(clippy::unwrap_used, clippy::panic, reason = "what is not as it should be ends the test")]

mod documents;
mod entries;
mod keys;
pub mod stored;
mod waiting;
mod writers;

pub use documents::{
    a_batch_writes_its_documents_with_it_or_nothing, a_document_is_written_over_the_version_known,
    a_removed_document_starts_again, documents_are_written_together_or_not_at_all,
    documents_come_in_the_order_of_bytes,
};
pub use entries::{
    a_batch_out_of_order_is_misplaced, a_batch_stands_as_a_whole_or_not_at_all, a_late_batch_is_a_conflict,
    any_party_has_a_stream, entries_are_read_back_as_written, large_entries_are_kept, limits_hold,
    streams_stand_apart, what_was_appended_is_there_after_opening_again,
};
pub use keys::{
    a_destroyed_key_never_comes_back, a_key_is_added_once, a_record_is_held_by_many_or_by_one,
    an_old_master_key_adds_nothing, keys_added_while_keys_are_wrapped_anew_are_not_left_behind,
    keys_are_wrapped_anew_all_or_none, keys_come_in_the_order_of_compartments,
};
pub use stored::a_record_of_before_is_restored;
pub use waiting::{
    an_append_by_another_handle_wakes, an_append_wakes_every_waiter, what_is_there_is_not_waited_for,
};
pub use writers::{eight_writers_lose_nothing, eight_writers_of_a_document_lose_nothing};

use crate::Compartment;
use crate::store::{Batch, SealedEntry, Store};
use async_trait::async_trait;
use std::sync::Arc;

/// Where one store is kept, empty at first.
#[async_trait]
pub trait Place: Send + Sync {
    /// Opens the store that is kept here: a new handle, as another process would get it.
    async fn open(&self) -> Arc<dyn Store>;
}

/// The suite as tests of the crate that calls it; the expression makes a new, empty [`Place`].
#[macro_export]
macro_rules! conformance_of {
    ($place:expr) => {
        $crate::conformance_of! { $place =>
            a_batch_out_of_order_is_misplaced
            a_batch_stands_as_a_whole_or_not_at_all
            a_batch_writes_its_documents_with_it_or_nothing
            a_destroyed_key_never_comes_back
            a_key_is_added_once
            a_late_batch_is_a_conflict
            a_document_is_written_over_the_version_known
            a_record_is_held_by_many_or_by_one
            a_record_of_before_is_restored
            a_removed_document_starts_again
            an_append_by_another_handle_wakes
            an_old_master_key_adds_nothing
            an_append_wakes_every_waiter
            any_party_has_a_stream
            eight_writers_lose_nothing
            eight_writers_of_a_document_lose_nothing
            entries_are_read_back_as_written
            keys_added_while_keys_are_wrapped_anew_are_not_left_behind
            keys_are_wrapped_anew_all_or_none
            keys_come_in_the_order_of_compartments
            large_entries_are_kept
            limits_hold
            documents_are_written_together_or_not_at_all
            documents_come_in_the_order_of_bytes
            streams_stand_apart
            what_is_there_is_not_waited_for
            what_was_appended_is_there_after_opening_again
        }
    };
    ($place:expr => $($name:ident)+) => {
        $(
            #[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                let place = $place;
                $crate::conformance::$name(&place).await;
            }
        )+
    };
}

/// An entry that looks sealed: every field differs from entry to entry.
pub fn entry(position: u64, compartment: &Compartment, sequence: u64) -> SealedEntry {
    let mut hash = blake3::Hasher::new();
    hash.update(&position.to_le_bytes())
        .update(&sequence.to_le_bytes())
        .update(compartment.name().as_bytes());
    let mut field = |length: usize| {
        let mut bytes = vec![0; length];
        hash.update(&[0]).finalize_xof().fill(&mut bytes);
        bytes
    };
    SealedEntry {
        position,
        compartment: compartment.clone(),
        sequence,
        commitment: array(&field(32)),
        link: array(&field(32)),
        nonce: array(&field(24)),
        sealed: field(300),
    }
}

/// A batch after a position: one entry for each compartment and sequence.
pub fn batch(after: u64, entries: &[(&Compartment, u64)]) -> Batch {
    let placed = (after + 1..).zip(entries);
    Batch {
        after,
        entries: placed.map(|(position, (of, sequence))| entry(position, of, *sequence)).collect(),
        documents: Vec::new(),
    }
}

fn array<const N: usize>(bytes: &[u8]) -> [u8; N] {
    std::array::from_fn(|index| bytes[index])
}
