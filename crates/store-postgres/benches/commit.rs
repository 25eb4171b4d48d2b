//! What the store costs beside a bare loop: commits a second on the same server with the same durability.
//!
//! Run with `cargo bench -p mediant-store-postgres --bench commit`. The bare loop inserts one row of 300 bytes at a time
//! into a table of its own with plain sqlx. Loop and store take turns, and the medians of the turns are compared, so
//! that a disk that slows down slows both.

#![expect(clippy::expect_used, reason = "a benchmark that cannot run ends")]

#[path = "../../store-sqlite/benches/support/ratios.rs"]
mod ratios;

use mediant_store_postgres::PostgresStore;
use mediant_store_postgres::test_server::TestServer;

#[tokio::main]
async fn main() {
    let server = TestServer::start();
    let url = server.url("commit");
    let store = PostgresStore::connect(&url).await.expect("a record");
    let bare = sqlx::PgPool::connect(&url).await.expect("a connection");
    let table =
        "CREATE TABLE rows (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, content BYTEA NOT NULL)";
    sqlx::raw_sql(table).execute(&bare).await.expect("a table");
    ratios::compare(&store, async |row: &[u8]| {
        sqlx::query("INSERT INTO rows (content) VALUES ($1)").bind(row).execute(&bare).await.map(|_| ())
    })
    .await;
}
