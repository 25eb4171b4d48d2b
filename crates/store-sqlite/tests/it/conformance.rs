//! The SQLite store passes the suite of all stores.

#![expect(clippy::unwrap_used, reason = "what is not as it should be ends the test")]

use async_trait::async_trait;
use mediant_record::conformance::Place;
use mediant_record::store::Store;
use mediant_store_sqlite::SqliteStore;
use std::sync::Arc;
use tempfile::TempDir;

struct Folder(TempDir);

#[async_trait]
impl Place for Folder {
    async fn open(&self) -> Arc<dyn Store> {
        Arc::new(SqliteStore::create_or_open(&self.0.path().join("record.sqlite")).await.unwrap())
    }
}

mediant_record::conformance_of!(Folder(tempfile::tempdir().unwrap()));
