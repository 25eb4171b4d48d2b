//! The memory store passes the suite of all stores.

use async_trait::async_trait;
use mediant_record::conformance::Place;
use mediant_record::memory::MemoryStore;
use mediant_record::store::Store;
use std::sync::Arc;

#[derive(Default)]
struct Memory(MemoryStore);

#[async_trait]
impl Place for Memory {
    async fn open(&self) -> Arc<dyn Store> {
        Arc::new(self.0.clone())
    }
}

mediant_record::conformance_of!(Memory::default());
