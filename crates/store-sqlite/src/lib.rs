//! The record in one SQLite file.
//!
//! The file is in WAL mode and every commit is synced before it is acknowledged. One connection writes, a few read.
//! Several processes may open the same file. Triggers refuse to change or remove what was written; whoever can write
//! to the file can remove the triggers too, and is found out by the chain of links (`mediant_record::verify`).

mod append;
mod file;
mod hold;
mod neighbours;
mod schema;

use mediant_record::store::{Held, Hold, StoreError};
use mediant_store_sql::fault::of_database;
use mediant_store_sql::growth::Growth;
use mediant_store_sql::row::count;
use mediant_store_sql::{documents_in_sql, query, store_in_sql};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Sqlite, SqlitePool, Transaction};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;

/// How long a connection waits for another process that writes.
const BUSY_MAX: Duration = Duration::from_secs(10);

/// How many connections read side by side.
const READERS_MAX: u32 = 4;

/// A record in one SQLite file, opened.
pub struct SqliteStore {
    writer: SqlitePool,
    readers: SqlitePool,
    growth: Arc<Growth>,
    neighbours: JoinHandle<()>,
    path: PathBuf,
}

impl SqliteStore {
    /// Opens the record in a file, and brings its schema up to date. To be called within a tokio runtime.
    ///
    /// # Errors
    /// `Unavailable` when there is no such file, it is not a record of Mediant's, a newer version of Mediant wrote it, or
    /// it cannot be opened.
    pub async fn open(path: &Path) -> Result<Self, StoreError> {
        file::inspect(path).await?;
        let file =
            SqliteConnectOptions::new().filename(path).busy_timeout(BUSY_MAX).optimize_on_close(false, None);
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(
                file.clone()
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full)
                    .foreign_keys(true)
                    // A destroyed key must not stay behind in the free space of a page.
                    .pragma("secure_delete", "ON"),
            )
            .await
            .map_err(of_database)?;
        schema::bring_up_to_date(&writer).await?;
        let reading = file.pragma("query_only", "ON");
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS_MAX)
            .connect_with(reading.clone())
            .await
            .map_err(of_database)?;
        let growth = Arc::new(Growth::default());
        let neighbours = neighbours::watch(&reading, growth.clone()).await?;
        Ok(Self { writer, readers, growth, neighbours: tokio::spawn(neighbours), path: path.to_owned() })
    }

    /// Opens the record in a file; where there is none, begins one, for the eyes of its owner alone (mode 0600).
    ///
    /// # Errors
    /// `Unavailable` as for [`SqliteStore::open`], and when the file cannot be created.
    pub async fn create_or_open(path: &Path) -> Result<Self, StoreError> {
        file::create_if_missing(path)?;
        Self::open(path).await
    }

    /// Closes every connection and tidies up the file. Who drops the store instead loses nothing.
    pub async fn close(self) {
        self.neighbours.abort();
        self.readers.close().await;
        self.writer.close().await;
    }

    fn readers(&self) -> &SqlitePool {
        &self.readers
    }

    fn writers(&self) -> &SqlitePool {
        &self.writer
    }

    /// A transaction that holds the file's write lock from the start, so that what it reads is the last word.
    async fn begin(&self) -> Result<Transaction<'static, Sqlite>, StoreError> {
        self.writer.begin_with("BEGIN IMMEDIATE").await.map_err(of_database)
    }

    /// Passes the outcome of a transaction on. After a failure the connection that writes is replaced by another one: SQLite
    /// has taken some transactions back by itself, as when the disk is full, and sqlx still counts them as open, so that every
    /// later one would be refused.
    async fn settled<T>(&self, outcome: Result<T, StoreError>) -> Result<T, StoreError> {
        if let Err(StoreError::Unavailable(_)) = &outcome
            && let Ok(connection) = self.writer.acquire().await
        {
            // Whatever it says on its way out: it is gone.
            let _ = connection.close().await;
        }
        outcome
    }

    async fn held(&self, how: Hold) -> Result<Held, StoreError> {
        hold::hold(&self.path, how)
    }

    // Every transaction that writes holds the write lock from the start.
    const MASTER_TO_ADD: &str = query::MASTER;
    const MASTER_TO_CHANGE: &str = query::MASTER;

    async fn beyond(&self, position: u64) -> Result<(), StoreError> {
        let last_position = async {
            let last = sqlx::query_scalar(query::LAST_POSITION).fetch_one(&self.readers).await;
            count(last.map_err(of_database)?)
        };
        self.growth.beyond(position, last_position).await
    }

    /// Brings the write-ahead log into the file and empties it. `false` where somebody works with the file meanwhile.
    async fn emptied(&self) -> Result<bool, StoreError> {
        let (is_busy, _, _): (i64, i64, i64) = sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)")
            .fetch_one(&self.writer)
            .await
            .map_err(of_database)?;
        Ok(is_busy == 0)
    }

    /// Where another process works with the file, what could not be folded in is left to it.
    async fn folded_in(&self) -> Result<(), StoreError> {
        self.emptied().await.map(|_| ())
    }

    /// Takes what was overwritten out of the write-ahead log.
    async fn sweep(&self) -> Result<(), StoreError> {
        if self.emptied().await? {
            return Ok(());
        }
        Err(StoreError::Unavailable(
            "the key was replaced, but somebody reads the file for so long that its traces could not be swept; \
             do it again when they have finished"
                .to_owned(),
        ))
    }
}

impl Drop for SqliteStore {
    fn drop(&mut self) {
        self.neighbours.abort();
    }
}

documents_in_sql!(sqlx::SqliteConnection);
store_in_sql!(SqliteStore);
