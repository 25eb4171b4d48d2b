//! Many writers at once, each deciding anew after a conflict.

use super::{Place, batch};
use crate::Compartment;
use crate::store::{Store, StoreError};
use std::sync::Arc;

const WRITERS: u64 = 8;
const EACH: u64 = 12;

/// Eight writers on one stream through two handles: no gap, no duplicate, nothing lost.
pub async fn eight_writers_lose_nothing(place: &dyn Place) {
    let handles = [place.open().await, place.open().await];
    let of = Compartment::Table;
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let store = handles[usize::from(writer % 2 == 0)].clone();
            tokio::spawn(async move {
                for number in 0..EACH {
                    write(&*store, format!("{writer}.{number}").as_bytes()).await;
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    let entries = place.open().await.stream_after(&of, 0, usize::MAX).await.unwrap();
    let places: Vec<_> = entries.iter().map(|entry| (entry.position, entry.sequence)).collect();
    assert_eq!(places, (1..=WRITERS * EACH).map(|place| (place, place)).collect::<Vec<_>>());
    for writer in 0..WRITERS {
        let prefix = format!("{writer}.");
        let texts = entries.iter().map(|entry| String::from_utf8(entry.sealed.clone()).unwrap());
        let own: Vec<_> = texts.filter(|text| text.starts_with(&prefix)).collect();
        assert_eq!(own, (0..EACH).map(|number| format!("{writer}.{number}")).collect::<Vec<_>>());
    }
}

/// Appends at the end of the table's stream, wherever that is by now.
async fn write(store: &dyn Store, text: &[u8]) {
    let mut known = 0;
    loop {
        let news = store.entries_after(known, usize::MAX).await.unwrap();
        known += news.len() as u64;
        let mut next = batch(known, &[(&Compartment::Table, known + 1)]);
        next.entries[0].sealed = text.to_vec();
        match store.append(&next).await {
            Ok(()) => return,
            Err(StoreError::Conflict) => {}
            Err(error) => panic!("{error}"),
        }
    }
}

/// Eight writers who add to what is written on one document: every addition counts once.
pub async fn eight_writers_of_a_document_lose_nothing(place: &dyn Place) {
    let handles = [place.open().await, place.open().await];
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let store = handles[usize::from(writer % 2 == 0)].clone();
            tokio::spawn(async move {
                for _ in 0..EACH {
                    while !added(&store, writer as u8).await {}
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    let document = handles[0].document("drawer", "paper").await.unwrap().unwrap();
    assert_eq!(document.version, WRITERS * EACH);
    let mut marks = document.content;
    marks.sort_unstable();
    assert_eq!(marks, (0..WRITERS as u8).flat_map(|writer| vec![writer; EACH as usize]).collect::<Vec<_>>());
}

/// Adds a mark to the document, if nobody else was faster.
async fn added(store: &Arc<dyn Store>, mark: u8) -> bool {
    let document = store.document("drawer", "paper").await.unwrap();
    let (known, mut content) =
        document.map_or((0, Vec::new()), |document| (document.version, document.content));
    content.push(mark);
    match store.put_document("drawer", "paper", known, &content).await {
        Ok(version) => {
            assert_eq!(version, known + 1);
            true
        }
        Err(StoreError::Conflict) => false,
        Err(error) => panic!("{error}"),
    }
}
