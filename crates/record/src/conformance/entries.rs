//! Entries: order, conflicts, all or nothing, durability.

use super::{Place, batch, entry};
use crate::Compartment;
use crate::store::{Batch, SealedEntry, Store, StoreError};

const ALL: usize = usize::MAX;

/// What is read is what was written, field by field, in the order of positions.
pub async fn entries_are_read_back_as_written(place: &dyn Place) {
    let store = place.open().await;
    assert_eq!(store.entries_after(0, ALL).await.unwrap(), []);
    let caucus = Compartment::Caucus("a".into());
    let first = batch(0, &[(&Compartment::Table, 1), (&caucus, 1), (&Compartment::Table, 2)]);
    let second = batch(3, &[(&Compartment::Mediator, 1), (&caucus, 2)]);
    store.append(&first).await.unwrap();
    store.append(&second).await.unwrap();
    let written = [first.entries, second.entries].concat();
    assert_eq!(store.entries_after(0, ALL).await.unwrap(), written);
    assert_eq!(store.entries_after(3, ALL).await.unwrap(), written[3..]);
    assert_eq!(store.entries_after(5, ALL).await.unwrap(), []);
    assert_eq!(store.entries_after(u64::MAX, ALL).await.unwrap(), []);
}

/// A reader who asks for little gets little, and can go on where it stopped.
pub async fn limits_hold(place: &dyn Place) {
    let store = place.open().await;
    let of = Compartment::Public;
    let written = batch(0, &[(&of, 1), (&of, 2), (&of, 3), (&of, 4), (&of, 5)]);
    store.append(&written).await.unwrap();
    for limit in 0..7 {
        let end = limit.min(4);
        assert_eq!(store.entries_after(1, limit).await.unwrap(), written.entries[1..1 + end]);
        assert_eq!(store.stream_after(&of, 1, limit).await.unwrap(), written.entries[1..1 + end]);
    }
}

/// A stream has its own sequence and nothing of its neighbours.
pub async fn streams_stand_apart(place: &dyn Place) {
    let store = place.open().await;
    let [caucus, delegation] = [Compartment::Caucus("a".into()), Compartment::Delegation("a".into())];
    let other = Compartment::Caucus("b".into());
    let written = batch(0, &[(&caucus, 1), (&delegation, 1), (&caucus, 2), (&other, 1), (&caucus, 3)]);
    store.append(&written).await.unwrap();
    let at = |indices: &[usize]| indices.iter().map(|at| written.entries[*at].clone()).collect::<Vec<_>>();
    assert_eq!(store.stream_after(&caucus, 0, ALL).await.unwrap(), at(&[0, 2, 4]));
    assert_eq!(store.stream_after(&caucus, 2, ALL).await.unwrap(), at(&[4]));
    assert_eq!(store.stream_after(&delegation, 0, ALL).await.unwrap(), at(&[1]));
    assert_eq!(store.stream_after(&other, 0, ALL).await.unwrap(), at(&[3]));
    assert_eq!(store.stream_after(&other, u64::MAX, ALL).await.unwrap(), []);
    assert_eq!(store.stream_after(&Compartment::Mediator, 0, ALL).await.unwrap(), []);
}

/// Who does not know the end of the record is told so, whatever stream was written to meanwhile.
pub async fn a_late_batch_is_a_conflict(place: &dyn Place) {
    let store = place.open().await;
    let (table, public) = (Compartment::Table, Compartment::Public);
    refused(&*store, &batch(1, &[(&table, 1)]), is_conflict).await;
    store.append(&batch(0, &[(&table, 1)])).await.unwrap();
    for late in [
        batch(0, &[(&table, 1)]),
        batch(0, &[(&table, 2)]),
        batch(0, &[(&public, 1)]),
        batch(0, &[(&public, 1), (&table, 2)]),
        batch(2, &[(&table, 2)]),
        batch(2, &[(&public, 1)]),
    ] {
        refused(&*store, &late, is_conflict).await;
    }
    store.append(&batch(1, &[(&public, 1)])).await.unwrap();
}

/// A batch that breaks the rules of order is the writer's fault, and is told apart from a conflict.
pub async fn a_batch_out_of_order_is_misplaced(place: &dyn Place) {
    let store = place.open().await;
    let (table, public) = (Compartment::Table, Compartment::Public);
    store.append(&batch(0, &[(&table, 1), (&table, 2)])).await.unwrap();
    let raw = |entries: &[SealedEntry]| Batch { after: 2, entries: entries.to_vec(), documents: Vec::new() };
    for misplaced in [
        // Nothing to append, also where it would be a conflict.
        raw(&[]),
        Batch { after: 9, entries: Vec::new(), documents: Vec::new() },
        // Positions that skip, repeat, or go back.
        raw(&[entry(4, &table, 3)]),
        raw(&[entry(2, &table, 3)]),
        raw(&[entry(3, &table, 3), entry(5, &table, 4)]),
        raw(&[entry(3, &table, 3), entry(3, &table, 4)]),
        raw(&[entry(4, &table, 3), entry(3, &table, 4)]),
        // Sequences that skip, repeat, or go back: within the batch,
        raw(&[entry(3, &table, 3), entry(4, &table, 5)]),
        raw(&[entry(3, &table, 3), entry(4, &table, 3)]),
        raw(&[entry(3, &table, 3), entry(4, &public, 1), entry(5, &table, 5)]),
        // and from what is in the store.
        raw(&[entry(3, &table, 2)]),
        raw(&[entry(3, &table, 4)]),
        raw(&[entry(3, &table, 1)]),
        raw(&[entry(3, &table, 0)]),
        raw(&[entry(3, &public, 2)]),
        raw(&[entry(3, &public, 0)]),
        raw(&[entry(3, &public, u64::MAX)]),
        Batch { after: u64::MAX, entries: vec![entry(0, &table, 3)], documents: Vec::new() },
    ] {
        refused(&*store, &misplaced, |error| matches!(error, StoreError::Misplaced(_))).await;
    }
    store.append(&raw(&[entry(3, &table, 3), entry(4, &public, 1)])).await.unwrap();
}

/// One entry that cannot stand keeps the whole batch out, in whatever stream it is.
pub async fn a_batch_stands_as_a_whole_or_not_at_all(place: &dyn Place) {
    let store = place.open().await;
    let caucuses: Vec<_> = ["a", "b", "c", "d"].map(|party| Compartment::Caucus(party.into())).to_vec();
    let fresh: Vec<_> = caucuses.iter().map(|of| (of, 1)).collect();
    store.append(&batch(0, &fresh)).await.unwrap();
    for wrong in 0..caucuses.len() {
        let sequences = caucuses.iter().enumerate().map(|(at, of)| (of, if at == wrong { 1 } else { 2 }));
        let half_right = batch(4, &sequences.collect::<Vec<_>>());
        refused(&*store, &half_right, |error| matches!(error, StoreError::Misplaced(_))).await;
        for of in &caucuses {
            assert_eq!(store.stream_after(of, 0, ALL).await.unwrap().len(), 1);
        }
    }
    let next: Vec<_> = caucuses.iter().map(|of| (of, 2)).collect();
    store.append(&batch(4, &next)).await.unwrap();
}

/// A handle that is opened later, or at the same time, finds everything that was acknowledged.
pub async fn what_was_appended_is_there_after_opening_again(place: &dyn Place) {
    let of = Compartment::Delegation("a".into());
    let mut written = Vec::new();
    for round in 0..3 {
        let store = place.open().await;
        assert_eq!(store.entries_after(0, ALL).await.unwrap(), written);
        let more = batch(round * 2, &[(&of, round * 2 + 1), (&of, round * 2 + 2)]);
        store.append(&more).await.unwrap();
        written.extend(more.entries);
        let beside = place.open().await;
        assert_eq!(beside.entries_after(0, ALL).await.unwrap(), written);
        assert_eq!(beside.stream_after(&of, 0, ALL).await.unwrap(), written);
    }
}

/// Entries of a megabyte, of nothing, and many in one batch.
pub async fn large_entries_are_kept(place: &dyn Place) {
    let store = place.open().await;
    let of = Compartment::Table;
    let mut large = batch(0, &[(&of, 1), (&of, 2), (&of, 3)]);
    large.entries[0].sealed = large.entries[0].sealed.iter().copied().cycle().take(1 << 20).collect();
    large.entries[1].sealed = Vec::new();
    large.entries[2].sealed = vec![0; (1 << 20) + 1];
    store.append(&large).await.unwrap();
    let sequences: Vec<_> = (4..=1003).map(|sequence| (&of, sequence)).collect();
    let many = batch(3, &sequences);
    store.append(&many).await.unwrap();
    assert_eq!(store.entries_after(0, ALL).await.unwrap(), [large.entries, many.entries].concat());
}

/// A party may be called anything: any script, quotes, colons, percent signs, the name of another compartment.
pub async fn any_party_has_a_stream(place: &dyn Place) {
    let store = place.open().await;
    let names = [
        "Україна",
        "الوفد",
        "代表团",
        "👩‍⚖️",
        "e\u{301}",
        "\u{e9}",
        "O'Brien",
        "\"x\"",
        "a:b",
        ":",
        "caucus:a",
        "a",
        "A",
        "a ",
        " a",
        "%",
        "_",
        "\\",
        "--",
        ";",
        "$1",
        "?",
        "a\nb",
        "\u{202e}abc",
        "table",
        "public",
        "cabinet",
        "\u{10ffff}",
    ];
    let caucuses = names.map(|name| Compartment::Caucus(name.into()));
    let delegations = names.map(|name| Compartment::Delegation(name.into()));
    let streams: Vec<_> = caucuses.iter().chain(&delegations).map(|of| (of, 1)).collect();
    let written = batch(0, &streams);
    store.append(&written).await.unwrap();
    assert_eq!(store.entries_after(0, ALL).await.unwrap(), written.entries);
    for (entry, (of, _)) in written.entries.iter().zip(&streams) {
        assert_eq!(store.stream_after(of, 0, ALL).await.unwrap(), std::slice::from_ref(entry));
    }
}

fn is_conflict(error: &StoreError) -> bool {
    *error == StoreError::Conflict
}

/// The batch is refused for the right reason, and leaves nothing behind.
async fn refused(store: &dyn Store, batch: &Batch, expected: impl Fn(&StoreError) -> bool) {
    let before = store.entries_after(0, ALL).await.unwrap();
    let error = store.append(batch).await.unwrap_err();
    let places: Vec<_> = batch.entries.iter().map(|entry| (entry.position, entry.sequence)).collect();
    assert!(expected(&error), "after {} came {places:?}: {error:?}", batch.after);
    assert_eq!(store.entries_after(0, ALL).await.unwrap(), before);
}
