//! A store that does something else than it was asked for.
#![expect(clippy::unwrap_used, reason = "a lock that a failed test left behind ends the others as well")]

use async_trait::async_trait;
use mediant_record::Compartment;
use mediant_record::memory::MemoryStore;
use mediant_record::store::{
    Batch, Document, DocumentWrite, Held, Hold, MasterMark, SealedEntry, Store, StoreError, WrappedKey,
};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

/// What a store does in place of what it was asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It does as asked.
    None,
    /// Somebody else was faster, it says.
    Conflict,
    /// It writes, and the answer is lost.
    AnswerLost,
    /// It does not write.
    Down,
}

/// A store with faults to come: one for each batch, and for keys to destroy.
#[derive(Clone, Default)]
pub struct Faulty {
    pub inner: MemoryStore,
    pub batches: Arc<Mutex<VecDeque<Fault>>>,
    pub keys: Arc<Mutex<VecDeque<Fault>>>,
    /// The compartment whose key is not taken.
    pub keyless: Arc<Mutex<Option<Compartment>>>,
    /// Nothing is appended while somebody holds this for writing.
    pub gate: Arc<tokio::sync::RwLock<()>>,
}

impl Faulty {
    fn down() -> StoreError {
        StoreError::Unavailable("the test says so".to_owned())
    }
}

#[async_trait]
impl Store for Faulty {
    async fn append(&self, batch: &Batch) -> Result<(), StoreError> {
        let _open = self.gate.read().await;
        let fault = self.batches.lock().unwrap().pop_front();
        match fault {
            Some(Fault::Conflict) => Err(StoreError::Conflict),
            Some(Fault::Down) => Err(Self::down()),
            Some(Fault::AnswerLost) => {
                self.inner.append(batch).await?;
                Err(Self::down())
            }
            Some(Fault::None) | None => self.inner.append(batch).await,
        }
    }

    async fn entries_after(&self, position: u64, limit: usize) -> Result<Vec<SealedEntry>, StoreError> {
        self.inner.entries_after(position, limit).await
    }

    async fn stream_after(
        &self,
        compartment: &Compartment,
        sequence: u64,
        limit: usize,
    ) -> Result<Vec<SealedEntry>, StoreError> {
        self.inner.stream_after(compartment, sequence, limit).await
    }

    async fn wait_beyond(&self, position: u64) -> Result<(), StoreError> {
        self.inner.wait_beyond(position).await
    }

    async fn keys(&self) -> Result<Vec<WrappedKey>, StoreError> {
        self.inner.keys().await
    }

    async fn hold(&self, how: Hold) -> Result<Held, StoreError> {
        self.inner.hold(how).await
    }

    async fn note_master(&self, mark: &MasterMark) -> Result<(), StoreError> {
        self.inner.note_master(mark).await
    }

    async fn add_key(&self, key: &WrappedKey, under: Option<&MasterMark>) -> Result<(), StoreError> {
        if key.compartment.is_some() && key.compartment == *self.keyless.lock().unwrap() {
            return Err(StoreError::Rekeyed);
        }
        self.inner.add_key(key, under).await
    }

    async fn rewrap_keys(
        &self,
        keys: &[WrappedKey],
        from: &MasterMark,
        to: &MasterMark,
    ) -> Result<(), StoreError> {
        self.inner.rewrap_keys(keys, from, to).await
    }

    async fn destroy_key(&self, compartment: &Compartment) -> Result<(), StoreError> {
        let fault = self.keys.lock().unwrap().pop_front();
        if fault.is_some() { Err(Self::down()) } else { self.inner.destroy_key(compartment).await }
    }

    async fn document(&self, collection: &str, id: &str) -> Result<Option<Document>, StoreError> {
        self.inner.document(collection, id).await
    }

    async fn documents_after(
        &self,
        collection: &str,
        id: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Document>, StoreError> {
        self.inner.documents_after(collection, id, limit).await
    }

    async fn collections(&self) -> Result<Vec<String>, StoreError> {
        self.inner.collections().await
    }

    async fn put_document(
        &self,
        collection: &str,
        id: &str,
        known: u64,
        content: &[u8],
    ) -> Result<u64, StoreError> {
        self.inner.put_document(collection, id, known, content).await
    }

    async fn put_documents(&self, writes: &[DocumentWrite]) -> Result<(), StoreError> {
        self.inner.put_documents(writes).await
    }

    async fn remove_document(&self, collection: &str, id: &str) -> Result<bool, StoreError> {
        self.inner.remove_document(collection, id).await
    }
}
