//! The PostgreSQL store passes the suite of all stores.

#![expect(clippy::unwrap_used, reason = "what is not as it should be ends the test")]

use async_trait::async_trait;
use mediant_record::conformance::Place;
use mediant_record::store::Store;
use mediant_store_postgres::PostgresStore;
use mediant_store_postgres::test_server::TestServer;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

struct Database(String);

impl Database {
    fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("place_{}", COUNT.fetch_add(1, Ordering::Relaxed));
        Self(TestServer::shared().url(&name))
    }
}

#[async_trait]
impl Place for Database {
    async fn open(&self) -> Arc<dyn Store> {
        Arc::new(PostgresStore::connect(&self.0).await.unwrap())
    }
}

mediant_record::conformance_of!(Database::new());
