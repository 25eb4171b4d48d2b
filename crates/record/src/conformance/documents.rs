//! The documents: documents, versions, order.

use super::{Place, batch};
use crate::Compartment;
use crate::store::{Batch, Document, DocumentWrite, StoreError};

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

fn write(id: &str, known: u64, version: u64) -> DocumentWrite {
    let document = Document { id: id.to_owned(), version, content: vec![version as u8; 3] };
    DocumentWrite { collection: "end".to_owned(), known, document }
}

/// Documents that are written together have the versions that they say; one of another version than is known, and none is
/// written.
pub async fn documents_are_written_together_or_not_at_all(place: &dyn Place) {
    let store = place.open().await;
    store.put_documents(&[]).await.unwrap();
    store.put_documents(&[write("a", 0, 7), write("b", 0, 1)]).await.unwrap();
    for (one, other) in [(write("a", 7, 8), write("b", 2, 3)), (write("c", 0, 1), write("a", 0, 1))] {
        assert_eq!(store.put_documents(&[one.clone(), other.clone()]).await, Err(StoreError::Conflict));
        assert_eq!(store.put_documents(&[other, one]).await, Err(StoreError::Conflict));
    }
    let there = place.open().await.documents_after("end", None, ALL).await.unwrap();
    assert_eq!(there, [write("a", 0, 7).document, write("b", 0, 1).document]);
    store.put_documents(&[write("a", 7, 8), write("c", 0, 2)]).await.unwrap();
    assert_eq!(store.put_document("end", "a", 8, b"x").await, Ok(9));
    assert_eq!(store.document("end", "c").await.unwrap(), Some(write("c", 0, 2).document));
}

/// A batch and its documents are there together, or neither is.
pub async fn a_batch_writes_its_documents_with_it_or_nothing(place: &dyn Place) {
    let store = place.open().await;
    let (table, public) = (Compartment::Table, Compartment::Public);
    let first = Batch { documents: vec![write("a", 0, 1)], ..batch(0, &[(&table, 1), (&public, 1)]) };
    store.append(&first).await.unwrap();
    assert_eq!(store.document("end", "a").await.unwrap(), Some(write("a", 0, 1).document));
    // The document has another version: no entry comes.
    let late = Batch { documents: vec![write("b", 0, 1), write("a", 0, 1)], ..batch(2, &[(&table, 2)]) };
    assert_eq!(store.append(&late).await, Err(StoreError::Conflict));
    // The record ends elsewhere: no document comes.
    let late = Batch { documents: vec![write("a", 1, 2)], ..batch(1, &[(&table, 2)]) };
    assert_eq!(store.append(&late).await, Err(StoreError::Conflict));
    let gap = Batch { documents: vec![write("a", 1, 2)], ..batch(2, &[(&table, 3)]) };
    assert!(matches!(store.append(&gap).await, Err(StoreError::Misplaced(_))));
    let store = place.open().await;
    assert_eq!(store.entries_after(0, ALL).await.unwrap(), first.entries);
    assert_eq!(store.documents_after("end", None, ALL).await.unwrap(), [write("a", 0, 1).document]);
    let second = Batch { documents: vec![write("a", 1, 2)], ..batch(2, &[(&table, 2)]) };
    store.append(&second).await.unwrap();
    assert_eq!(store.document("end", "a").await.unwrap(), Some(write("a", 1, 2).document));
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
