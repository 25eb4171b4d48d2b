//! Keys: added once, wrapped anew, destroyed for good.

use super::Place;
use crate::Compartment;
use crate::store::{Held, Hold, MasterMark, Store, StoreError, WrappedKey};
use std::time::Duration;

/// Adding a key that is there changes nothing.
pub async fn a_key_is_added_once(place: &dyn Place) {
    let store = place.open().await;
    assert_eq!(store.keys().await.unwrap(), []);
    for compartment in [None, Some(Compartment::Caucus("O'Brien: \"x\"".into()))] {
        let key = key(compartment.clone(), 1);
        store.add_key(&key, Some(&MARK)).await.unwrap();
        for again in [key.clone(), self::key(compartment, 2)] {
            assert_eq!(store.add_key(&again, Some(&MARK)).await, Err(StoreError::Conflict));
        }
        assert!(place.open().await.keys().await.unwrap().contains(&key));
    }
    assert_eq!(store.keys().await.unwrap().len(), 2);
}

/// The documents's first, then in the order of the compartments, not of their names.
pub async fn keys_come_in_the_order_of_compartments(place: &dyn Place) {
    let store = place.open().await;
    let ordered = [
        None,
        Some(Compartment::Public),
        Some(Compartment::Table),
        Some(Compartment::Caucus("A".into())),
        Some(Compartment::Caucus("a".into())),
        Some(Compartment::Caucus("é".into())),
        Some(Compartment::Caucus("я".into())),
        Some(Compartment::Delegation("a".into())),
        Some(Compartment::Mediator),
        Some(Compartment::Report(crate::report::ReportId::new("a"))),
    ];
    for compartment in ordered.iter().rev() {
        store.add_key(&key(compartment.clone(), 1), Some(&MARK)).await.unwrap();
    }
    assert_eq!(store.keys().await.unwrap(), ordered.map(|compartment| key(compartment, 1)));
}

/// A destroyed key is gone from every handle, and its compartment never has a key again.
pub async fn a_destroyed_key_never_comes_back(place: &dyn Place) {
    let store = place.open().await;
    let beside = place.open().await;
    let [gone, kept] = [Compartment::Caucus("a".into()), Compartment::Delegation("a".into())];
    let never = Compartment::Caucus("nobody".into());
    let of_documents = key(None, 3);
    store.add_key(&of_documents, Some(&MARK)).await.unwrap();
    store.add_key(&key(Some(gone.clone()), 1), Some(&MARK)).await.unwrap();
    store.add_key(&key(Some(kept.clone()), 2), Some(&MARK)).await.unwrap();
    store.destroy_key(&gone).await.unwrap();
    store.destroy_key(&gone).await.unwrap();
    store.destroy_key(&never).await.unwrap();
    let left = [of_documents, key(Some(kept), 2)];
    for handle in [&store, &beside, &place.open().await] {
        assert_eq!(handle.keys().await.unwrap(), left);
        for seed in [1, 4] {
            assert_eq!(handle.add_key(&key(Some(gone.clone()), seed), None).await, Err(StoreError::Conflict));
        }
        let anew = handle.rewrap_keys(&[key(Some(gone.clone()), 5)], &MARK, &NEXT).await;
        assert!(matches!(anew, Err(StoreError::Misplaced(_))), "{anew:?}");
        assert_eq!(handle.keys().await.unwrap(), left);
    }
    // There was nothing to destroy, so the compartment may still get its first key.
    store.add_key(&key(Some(never), 6), Some(&MARK)).await.unwrap();
}

/// One key that is not there keeps all the others as they were.
pub async fn keys_are_wrapped_anew_all_or_none(place: &dyn Place) {
    let store = place.open().await;
    let compartments = [None, Some(Compartment::Table), Some(Compartment::Caucus("a".into()))];
    let keys = |seed| compartments.clone().map(|compartment| key(compartment, seed));
    for key in keys(1) {
        store.add_key(&key, Some(&MARK)).await.unwrap();
    }
    let missing = key(Some(Compartment::Caucus("b".into())), 2);
    for at in 0..=compartments.len() {
        let mut mixed = keys(2).to_vec();
        mixed.insert(at, missing.clone());
        let refused = store.rewrap_keys(&mixed, &MARK, &NEXT).await;
        assert!(matches!(refused, Err(StoreError::Misplaced(_))), "{refused:?}");
        assert_eq!(store.keys().await.unwrap(), keys(1));
    }
    // A key that is left out would be opened by nobody any more.
    for left_out in 0..compartments.len() {
        let mut some = keys(2).to_vec();
        some.remove(left_out);
        assert_eq!(store.rewrap_keys(&some, &MARK, &NEXT).await, Err(StoreError::Conflict));
        assert_eq!(store.keys().await.unwrap(), keys(1));
    }
    store.rewrap_keys(&keys(3), &MARK, &NEXT).await.unwrap();
    assert_eq!(store.keys().await.unwrap(), keys(3));
    store.rewrap_keys(&keys(4), &NEXT, &MARK).await.unwrap();
    assert_eq!(place.open().await.keys().await.unwrap(), keys(4));
}

/// Who knows an old master key adds no key under it, and wraps none anew, whatever the handle.
pub async fn an_old_master_key_adds_nothing(place: &dyn Place) {
    let (store, beside) = (place.open().await, place.open().await);
    store.note_master(&MARK).await.unwrap();
    beside.note_master(&MARK).await.unwrap();
    assert_eq!(beside.note_master(&NEXT).await, Err(StoreError::Rekeyed));
    let of_table = |seed| key(Some(Compartment::Table), seed);
    store.add_key(&of_table(1), Some(&MARK)).await.unwrap();
    assert_eq!(store.rewrap_keys(&[of_table(2)], &NEXT, &MARK).await, Err(StoreError::Rekeyed));
    assert_eq!(beside.keys().await.unwrap(), [of_table(1)]);
    store.rewrap_keys(&[of_table(2)], &MARK, &NEXT).await.unwrap();
    for handle in [&store, &beside, &place.open().await] {
        let late = key(Some(Compartment::Caucus("a".into())), 3);
        assert_eq!(handle.add_key(&late, Some(&MARK)).await, Err(StoreError::Rekeyed));
        assert_eq!(handle.rewrap_keys(&[of_table(3)], &MARK, &NEXT).await, Err(StoreError::Rekeyed));
        assert_eq!(handle.note_master(&MARK).await, Err(StoreError::Rekeyed));
        assert_eq!(handle.keys().await.unwrap(), [of_table(2)]);
    }
    beside.add_key(&key(Some(Compartment::Public), 4), Some(&NEXT)).await.unwrap();
}

/// Keys that are added while others are wrapped anew: afterwards all of them are wrapped alike.
pub async fn keys_added_while_keys_are_wrapped_anew_are_not_left_behind(place: &dyn Place) {
    for turn in 0..20_u8 {
        let (store, beside) = (place.open().await, place.open().await);
        let [from, to] = [turn, turn + 1].map(|seed| MasterMark([seed; 32]));
        store.note_master(&from).await.unwrap();
        let late = key(Some(Compartment::Caucus(format!("p{turn}").as_str().into())), turn);
        let rewrap = async {
            loop {
                let mut keys = store.keys().await.unwrap();
                keys.iter_mut().for_each(|key| key.nonce = [turn + 1; 24]);
                match store.rewrap_keys(&keys, &from, &to).await {
                    Err(StoreError::Conflict) => {}
                    other => return other.unwrap(),
                }
            }
        };
        let (added, ()) = tokio::join!(beside.add_key(&late, Some(&from)), rewrap);
        match added {
            Ok(()) | Err(StoreError::Rekeyed) => {}
            Err(other) => panic!("{other:?}"),
        }
        for key in store.keys().await.unwrap() {
            assert_eq!(key.nonce, [turn + 1; 24], "turn {turn}: {added:?}");
        }
    }
}

/// Many hold a record beside one another, and nobody beside one who holds it alone.
pub async fn a_record_is_held_by_many_or_by_one(place: &dyn Place) {
    let (store, beside) = (place.open().await, place.open().await);
    let first = store.hold(Hold::Shared).await.unwrap();
    let second = beside.hold(Hold::Shared).await.unwrap();
    for handle in [&store, &beside, &place.open().await] {
        assert_eq!(handle.hold(Hold::Alone).await.err(), Some(StoreError::InUse));
    }
    drop(first);
    assert_eq!(store.hold(Hold::Alone).await.err(), Some(StoreError::InUse));
    drop(second);
    let alone = held_soon(&*store, Hold::Alone).await;
    for how in [Hold::Shared, Hold::Alone] {
        assert_eq!(beside.hold(how).await.err(), Some(StoreError::InUse));
    }
    drop(alone);
    held_soon(&*beside, Hold::Shared).await;
}

/// A database notices a moment later that a connection is gone.
async fn held_soon(store: &dyn Store, how: Hold) -> Held {
    for _ in 0..500 {
        match store.hold(how).await {
            Ok(held) => return held,
            Err(StoreError::InUse) => tokio::time::sleep(Duration::from_millis(10)).await,
            Err(other) => panic!("{other:?}"),
        }
    }
    panic!("what was let go of is still held");
}

const MARK: MasterMark = MasterMark([7; 32]);
const NEXT: MasterMark = MasterMark([8; 32]);

fn key(compartment: Option<Compartment>, seed: u8) -> WrappedKey {
    WrappedKey { compartment, nonce: [seed; 24], wrapped: vec![seed; 48] }
}
