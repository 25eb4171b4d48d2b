//! What the store costs beside a bare loop: commits a second on the same disk with the same durability.
//!
//! Run with `cargo bench -p mediant-store-sqlite --bench commit`. The bare loop inserts one row of 300 bytes at a time into
//! a table of its own with plain sqlx, WAL and synchronous=FULL. Loop and store take turns, and the medians of the
//! turns are compared, so that a disk that slows down slows both.

#![expect(clippy::expect_used, reason = "a benchmark that cannot run ends")]

#[path = "support/ratios.rs"]
mod ratios;

use mediant_store_sqlite::SqliteStore;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use std::path::Path;

#[tokio::main]
async fn main() {
    // Beside the build, not in the temporary folder, which may be memory.
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let store = SqliteStore::create_or_open(&folder.path().join("record.sqlite")).await.expect("a record");
    let bare = bare(&folder.path().join("bare.sqlite")).await.expect("a bare file");
    ratios::compare(&store, async |row: &[u8]| {
        sqlx::query("INSERT INTO rows (content) VALUES ($1)").bind(row).execute(&bare).await.map(|_| ())
    })
    .await;
}

async fn bare(path: &Path) -> Result<sqlx::SqlitePool, sqlx::Error> {
    let file = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let pool = SqlitePoolOptions::new().max_connections(1).connect_with(file).await?;
    sqlx::raw_sql("CREATE TABLE rows (id INTEGER PRIMARY KEY, content BLOB NOT NULL)").execute(&pool).await?;
    Ok(pool)
}
