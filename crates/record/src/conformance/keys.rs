//! Keys: added once, wrapped anew, destroyed for good.

use super::Place;
use crate::Compartment;
use crate::store::{StoreError, WrappedKey};

/// Adding a key that is there changes nothing.
pub async fn a_key_is_added_once(place: &dyn Place) {
    let store = place.open().await;
    assert_eq!(store.keys().await.unwrap(), []);
    for compartment in [None, Some(Compartment::Caucus("O'Brien: \"x\"".into()))] {
        let key = key(compartment.clone(), 1);
        store.add_key(&key).await.unwrap();
        for again in [key.clone(), self::key(compartment, 2)] {
            assert_eq!(store.add_key(&again).await, Err(StoreError::Conflict));
        }
        assert!(place.open().await.keys().await.unwrap().contains(&key));
    }
    assert_eq!(store.keys().await.unwrap().len(), 2);
}

/// The cabinet's first, then in the order of the compartments, not of their names.
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
    ];
    for compartment in ordered.iter().rev() {
        store.add_key(&key(compartment.clone(), 1)).await.unwrap();
    }
    assert_eq!(store.keys().await.unwrap(), ordered.map(|compartment| key(compartment, 1)));
}

/// A destroyed key is gone from every handle, and its compartment never has a key again.
pub async fn a_destroyed_key_never_comes_back(place: &dyn Place) {
    let store = place.open().await;
    let beside = place.open().await;
    let [gone, kept] = [Compartment::Caucus("a".into()), Compartment::Delegation("a".into())];
    let never = Compartment::Caucus("nobody".into());
    let of_cabinet = key(None, 3);
    store.add_key(&of_cabinet).await.unwrap();
    store.add_key(&key(Some(gone.clone()), 1)).await.unwrap();
    store.add_key(&key(Some(kept.clone()), 2)).await.unwrap();
    store.destroy_key(&gone).await.unwrap();
    store.destroy_key(&gone).await.unwrap();
    store.destroy_key(&never).await.unwrap();
    let left = [of_cabinet, key(Some(kept), 2)];
    for handle in [&store, &beside, &place.open().await] {
        assert_eq!(handle.keys().await.unwrap(), left);
        for seed in [1, 4] {
            assert_eq!(handle.add_key(&key(Some(gone.clone()), seed)).await, Err(StoreError::Conflict));
        }
        let anew = handle.rewrap_keys(&[key(Some(gone.clone()), 5)]).await;
        assert!(matches!(anew, Err(StoreError::Misplaced(_))), "{anew:?}");
        assert_eq!(handle.keys().await.unwrap(), left);
    }
    // There was nothing to destroy, so the compartment may still get its first key.
    store.add_key(&key(Some(never), 6)).await.unwrap();
}

/// One key that is not there keeps all the others as they were.
pub async fn keys_are_wrapped_anew_all_or_none(place: &dyn Place) {
    let store = place.open().await;
    let compartments = [None, Some(Compartment::Table), Some(Compartment::Caucus("a".into()))];
    let keys = |seed| compartments.clone().map(|compartment| key(compartment, seed));
    for key in keys(1) {
        store.add_key(&key).await.unwrap();
    }
    let missing = key(Some(Compartment::Caucus("b".into())), 2);
    for at in 0..=compartments.len() {
        let mut mixed = keys(2).to_vec();
        mixed.insert(at, missing.clone());
        let refused = store.rewrap_keys(&mixed).await;
        assert!(matches!(refused, Err(StoreError::Misplaced(_))), "{refused:?}");
        assert_eq!(store.keys().await.unwrap(), keys(1));
    }
    store.rewrap_keys(&keys(3)).await.unwrap();
    assert_eq!(store.keys().await.unwrap(), keys(3));
    let [_, of_table, _] = keys(4);
    store.rewrap_keys(std::slice::from_ref(&of_table)).await.unwrap();
    store.rewrap_keys(&[]).await.unwrap();
    let [of_cabinet, _, of_caucus] = keys(3);
    assert_eq!(place.open().await.keys().await.unwrap(), [of_cabinet, of_table, of_caucus]);
}

fn key(compartment: Option<Compartment>, seed: u8) -> WrappedKey {
    WrappedKey { compartment, nonce: [seed; 24], wrapped: vec![seed; 48] }
}
