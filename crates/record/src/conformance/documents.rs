//! The documents: documents, versions, order.

use super::Place;
use crate::store::{Document, StoreError};

const ALL: usize = usize::MAX;

/// Who writes over another version than the one that is there is told so, and nothing is lost.
pub async fn a_document_is_written_over_the_version_known(place: &dyn Place) {
    let store = place.open().await;
    assert_eq!(store.document("accounts", "a").await.unwrap(), None);
    assert_eq!(store.put_document("accounts", "a", 1, b"x").await, Err(StoreError::Conflict));
    for (known, content) in [&b"first"[..], &[], &[0, 255, 10], &[7; 1 << 20]].into_iter().enumerate() {
        let known = known as u64;
        assert_eq!(store.put_document("accounts", "a", known, content).await, Ok(known + 1));
        for other in (0..6).filter(|other| *other != known + 1).chain([u64::MAX]) {
            assert_eq!(store.put_document("accounts", "a", other, b"lost").await, Err(StoreError::Conflict));
        }
        let document = Document { id: "a".to_owned(), version: known + 1, content: content.to_vec() };
        assert_eq!(store.document("accounts", "a").await.unwrap().as_ref(), Some(&document));
        assert_eq!(place.open().await.document("accounts", "a").await.unwrap(), Some(document));
    }
    assert_eq!(store.document("sign-ins", "a").await.unwrap(), None);
    assert_eq!(store.document("accounts", "A").await.unwrap(), None);
}

/// A document that was taken out is not there; put in anew, it starts at version 1.
pub async fn a_removed_document_starts_again(place: &dyn Place) {
    let store = place.open().await;
    assert_eq!(store.remove_document("invitations", "a").await, Ok(false));
    for known in 0..3 {
        store.put_document("invitations", "a", known, b"x").await.unwrap();
    }
    store.put_document("invitations", "b", 0, b"y").await.unwrap();
    assert_eq!(store.remove_document("accounts", "a").await, Ok(false));
    assert_eq!(store.remove_document("invitations", "a").await, Ok(true));
    assert_eq!(store.remove_document("invitations", "a").await, Ok(false));
    assert_eq!(store.document("invitations", "a").await.unwrap(), None);
    assert_eq!(store.documents_after("invitations", None, ALL).await.unwrap().len(), 1);
    assert_eq!(store.put_document("invitations", "a", 3, b"z").await, Err(StoreError::Conflict));
    assert_eq!(store.put_document("invitations", "a", 0, b"z").await, Ok(1));
    store.remove_document("invitations", "a").await.unwrap();
    store.remove_document("invitations", "b").await.unwrap();
    assert_eq!(store.collections().await.unwrap(), Vec::<String>::new());
}

/// Ids and collections come in the order of their bytes, whatever the language of the place.
pub async fn documents_come_in_the_order_of_bytes(place: &dyn Place) {
    let store = place.open().await;
    let mut names =
        ["", " ", "'", "10", "9", "A", "Z", "a", "a:b", "aa", "z", "ä", "я", "文", "\u{ffff}", "😀"];
    for name in names.iter().rev() {
        store.put_document("drawer", name, 0, name.as_bytes()).await.unwrap();
        store.put_document(&format!("of {name}"), "only", 0, b"").await.unwrap();
    }
    names.sort_by_key(|name| name.as_bytes());
    let ids =
        |documents: Vec<Document>| documents.into_iter().map(|document| document.id).collect::<Vec<_>>();
    assert_eq!(ids(store.documents_after("drawer", None, ALL).await.unwrap()), names);
    for (at, name) in names.iter().enumerate() {
        let rest = &names[at + 1..];
        assert_eq!(ids(store.documents_after("drawer", Some(name), ALL).await.unwrap()), rest);
        assert_eq!(
            ids(store.documents_after("drawer", Some(name), 2).await.unwrap()),
            rest[..rest.len().min(2)]
        );
    }
    assert_eq!(ids(store.documents_after("drawer", Some("b"), 1).await.unwrap()), ["z"]);
    assert_eq!(ids(store.documents_after("drawer", None, 0).await.unwrap()), [""; 0]);
    assert_eq!(ids(store.documents_after("none", None, ALL).await.unwrap()), [""; 0]);
    let mut collections: Vec<_> =
        names.iter().map(|name| format!("of {name}")).chain(["drawer".to_owned()]).collect();
    collections.sort();
    assert_eq!(store.collections().await.unwrap(), collections);
}
