//! The shortest store there is: a record in memory, gone with its last handle.

use crate::Compartment;
use crate::order::{Heads, no_key_of};
use crate::store::{
    Batch, Document, DocumentWrite, Held, Hold, MasterMark, SealedEntry, Store, StoreError, WrappedKey,
};
use async_trait::async_trait;
use std::collections::BTreeMap;
use std::future::Future;
use std::ops::Bound;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

/// A record in memory. A clone is another handle of the same record.
#[derive(Clone, Default)]
pub struct MemoryStore {
    contents: Arc<Mutex<Contents>>,
}

#[derive(Default)]
struct Contents {
    entries: Vec<SealedEntry>,
    heads: Heads,
    /// `None` instead of the key: it was destroyed. Under `None` stands the key of the document store.
    keys: BTreeMap<Option<Compartment>, Option<WrappedKey>>,
    /// Under which master key the keys are wrapped.
    master: Option<MasterMark>,
    /// How many hold the record beside one another, and whether somebody holds it alone.
    held: (usize, bool),
    documents: BTreeMap<(String, String), Document>,
    /// Who waits for the next entry, by ticket.
    waiting: BTreeMap<u64, Waker>,
    tickets_count: u64,
}

impl Contents {
    /// All of them, or none.
    fn put(&mut self, writes: &[DocumentWrite]) -> Result<(), StoreError> {
        let place = |write: &DocumentWrite| (write.collection.clone(), write.document.id.clone());
        for write in writes {
            if self.documents.get(&place(write)).map_or(0, |document| document.version) != write.known {
                return Err(StoreError::Conflict);
            }
        }
        self.documents.extend(writes.iter().map(|write| (place(write), write.document.clone())));
        Ok(())
    }
}

impl MemoryStore {
    /// An empty record.
    pub fn new() -> Self {
        Self::default()
    }

    /// A panic elsewhere cannot leave the contents half changed: everything that is refused is refused before the
    /// first change.
    fn contents(&self) -> MutexGuard<'_, Contents> {
        self.contents.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Store for MemoryStore {
    async fn append(&self, batch: &Batch) -> Result<(), StoreError> {
        let woken = {
            let mut contents = self.contents();
            contents.heads.admit(batch)?;
            contents.put(&batch.documents)?;
            for entry in &batch.entries {
                contents.heads.position = entry.position;
                contents.heads.sequences.insert(entry.compartment.clone(), entry.sequence);
                contents.entries.push(entry.clone());
            }
            std::mem::take(&mut contents.waiting)
        };
        woken.into_values().for_each(Waker::wake);
        Ok(())
    }

    async fn entries_after(&self, position: u64, limit: usize) -> Result<Vec<SealedEntry>, StoreError> {
        let known = usize::try_from(position).unwrap_or(usize::MAX);
        Ok(self.contents().entries.iter().skip(known).take(limit).cloned().collect())
    }

    async fn stream_after(
        &self,
        compartment: &Compartment,
        sequence: u64,
        limit: usize,
    ) -> Result<Vec<SealedEntry>, StoreError> {
        let contents = self.contents();
        let stream = contents.entries.iter().filter(|entry| entry.compartment == *compartment);
        Ok(stream.filter(|entry| entry.sequence > sequence).take(limit).cloned().collect())
    }

    async fn wait_beyond(&self, position: u64) -> Result<(), StoreError> {
        Growth { store: self, position, ticket: None }.await;
        Ok(())
    }

    async fn keys(&self) -> Result<Vec<WrappedKey>, StoreError> {
        Ok(self.contents().keys.values().flatten().cloned().collect())
    }

    async fn hold(&self, how: Hold) -> Result<Held, StoreError> {
        let mut contents = self.contents();
        let (shared, alone) = &mut contents.held;
        match how {
            _ if *alone => return Err(StoreError::InUse),
            Hold::Shared => *shared += 1,
            Hold::Alone if *shared > 0 => return Err(StoreError::InUse),
            Hold::Alone => *alone = true,
        }
        Ok(Held::by(Holding { store: self.clone(), how }))
    }

    async fn note_master(&self, mark: &MasterMark) -> Result<(), StoreError> {
        let noted = *self.contents().master.get_or_insert(*mark);
        if noted == *mark { Ok(()) } else { Err(StoreError::Rekeyed) }
    }

    async fn add_key(&self, key: &WrappedKey, under: Option<&MasterMark>) -> Result<(), StoreError> {
        let mut contents = self.contents();
        if let (Some(under), Some(noted)) = (under, &contents.master)
            && under != noted
        {
            return Err(StoreError::Rekeyed);
        }
        if contents.keys.contains_key(&key.compartment) {
            return Err(StoreError::Conflict);
        }
        contents.keys.insert(key.compartment.clone(), Some(key.clone()));
        Ok(())
    }

    async fn rewrap_keys(
        &self,
        keys: &[WrappedKey],
        from: &MasterMark,
        to: &MasterMark,
    ) -> Result<(), StoreError> {
        let mut contents = self.contents();
        if contents.master.is_some_and(|noted| noted != *from) {
            return Err(StoreError::Rekeyed);
        }
        if let Some(missing) =
            keys.iter().find(|key| !matches!(contents.keys.get(&key.compartment), Some(Some(_))))
        {
            return Err(no_key_of(missing.compartment.as_ref()));
        }
        if contents.keys.values().flatten().count() != keys.len() {
            return Err(StoreError::Conflict);
        }
        for key in keys {
            contents.keys.insert(key.compartment.clone(), Some(key.clone()));
        }
        contents.master = Some(*to);
        Ok(())
    }

    async fn destroy_key(&self, compartment: &Compartment) -> Result<(), StoreError> {
        if let Some(kept) = self.contents().keys.get_mut(&Some(compartment.clone())) {
            *kept = None;
        }
        Ok(())
    }

    async fn document(&self, collection: &str, id: &str) -> Result<Option<Document>, StoreError> {
        Ok(self.contents().documents.get(&(collection.to_owned(), id.to_owned())).cloned())
    }

    async fn documents_after(
        &self,
        collection: &str,
        id: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Document>, StoreError> {
        let start = match id {
            Some(id) => Bound::Excluded((collection.to_owned(), id.to_owned())),
            None => Bound::Included((collection.to_owned(), String::new())),
        };
        let contents = self.contents();
        let onward = contents.documents.range((start, Bound::Unbounded));
        let documents = onward.take_while(|((of, _), _)| of == collection).map(|(_, document)| document);
        Ok(documents.take(limit).cloned().collect())
    }

    async fn collections(&self) -> Result<Vec<String>, StoreError> {
        let mut collections: Vec<_> =
            self.contents().documents.keys().map(|(collection, _)| collection.clone()).collect();
        collections.dedup();
        Ok(collections)
    }

    async fn put_document(
        &self,
        collection: &str,
        id: &str,
        known: u64,
        content: &[u8],
    ) -> Result<u64, StoreError> {
        let mut contents = self.contents();
        let place = (collection.to_owned(), id.to_owned());
        let version = contents.documents.get(&place).map_or(0, |document| document.version);
        if version != known {
            return Err(StoreError::Conflict);
        }
        let document = Document { id: id.to_owned(), version: version + 1, content: content.to_vec() };
        contents.documents.insert(place, document);
        Ok(version + 1)
    }

    async fn put_documents(&self, writes: &[DocumentWrite]) -> Result<(), StoreError> {
        self.contents().put(writes)
    }

    async fn remove_document(&self, collection: &str, id: &str) -> Result<bool, StoreError> {
        Ok(self.contents().documents.remove(&(collection.to_owned(), id.to_owned())).is_some())
    }
}

/// Somebody who holds the record, until dropped.
struct Holding {
    store: MemoryStore,
    how: Hold,
}

impl Drop for Holding {
    fn drop(&mut self) {
        let (shared, alone) = &mut self.store.contents().held;
        match self.how {
            Hold::Shared => *shared -= 1,
            Hold::Alone => *alone = false,
        }
    }
}

/// Comes about when the record goes beyond a position.
struct Growth<'a> {
    store: &'a MemoryStore,
    position: u64,
    /// Under which the waker is left, as long as the future is.
    ticket: Option<u64>,
}

impl Future for Growth<'_> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let mut contents = self.store.contents();
        if contents.heads.position > self.position {
            return Poll::Ready(());
        }
        let ticket = self.ticket.unwrap_or(contents.tickets_count);
        contents.tickets_count = contents.tickets_count.max(ticket + 1);
        contents.waiting.insert(ticket, cx.waker().clone());
        drop(contents);
        self.ticket = Some(ticket);
        Poll::Pending
    }
}

impl Drop for Growth<'_> {
    fn drop(&mut self) {
        if let Some(ticket) = self.ticket {
            self.store.contents().waiting.remove(&ticket);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::Wake;

    #[derive(Default)]
    struct Bell(AtomicUsize);

    impl Wake for Bell {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn ready<T>(future: impl Future<Output = T>) -> T {
        let mut future = std::pin::pin!(future);
        match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(output) => output,
            Poll::Pending => panic!("the memory store never waits here"),
        }
    }

    fn first() -> Batch {
        let entry = SealedEntry {
            position: 1,
            compartment: Compartment::Table,
            sequence: 1,
            commitment: [1; 32],
            link: [2; 32],
            nonce: [3; 24],
            sealed: vec![4],
        };
        Batch { after: 0, entries: vec![entry], documents: Vec::new() }
    }

    #[test]
    fn who_waits_is_woken_once_by_an_append() {
        let store = MemoryStore::new();
        let bell = Arc::new(Bell::default());
        let waker = Waker::from(bell.clone());
        let mut wait = store.wait_beyond(0);
        for _ in 0..3 {
            assert!(wait.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
        }
        ready(store.append(&first())).unwrap();
        assert_eq!(bell.0.load(Ordering::Relaxed), 1);
        assert!(wait.as_mut().poll(&mut Context::from_waker(&waker)).is_ready());
    }

    #[test]
    fn who_stops_waiting_leaves_nothing_behind() {
        let store = MemoryStore::new();
        let mut wait = store.wait_beyond(0);
        assert!(wait.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        assert_eq!(store.contents().waiting.len(), 1);
        drop(wait);
        assert!(store.contents().waiting.is_empty());
    }
}
