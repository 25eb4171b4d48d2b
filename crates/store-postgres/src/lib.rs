//! The record in PostgreSQL, in the schema `mediant`.
//!
//! Several servers may work on one database: of two who decide on the same record one is refused, and each hears by
//! LISTEN and NOTIFY what the other appends. Triggers refuse to change or remove what was written; whoever owns the
//! tables can remove the triggers too, and is found out by the chain of links (`mediant_record::verify`).
//!
//! A destroyed key is gone from the tables. Backups of the database and archives of its write-ahead log keep what was in
//! them until they expire.

mod append;
mod listener;
mod schema;
#[cfg(feature = "test-server")]
pub mod test_server;

use mediant_record::store::{Held, Hold, StoreError};
use mediant_store_sql::fault::of_database;
use mediant_store_sql::growth::Growth;
use mediant_store_sql::{documents_in_sql, query, row, store_in_sql};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions, PgPool, Postgres, Transaction};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::task::JoinHandle;

/// How many connections a server keeps at most, beside the one that listens.
const CONNECTIONS_MAX: u32 = 16;

/// How long a caller waits for a connection.
const CONNECT_MAX: Duration = Duration::from_secs(10);

/// What holds in every session. Names are looked for in our schema alone, and nothing waits for ever.
///
/// Every query of ours goes by an index. Left alone, PostgreSQL plans a statement while the tables are still empty, reads
/// them from end to end, and keeps that plan as they grow.
const SESSION: [(&str, &str); 5] = [
    ("enable_seqscan", "off"),
    ("search_path", "mediant"),
    ("statement_timeout", "30s"),
    ("lock_timeout", "10s"),
    ("idle_in_transaction_session_timeout", "30s"),
];

/// An acknowledged commit is on disk, whatever the server's default is.
const SYNCHRONOUS: &str = "SELECT set_config('synchronous_commit', 'on', false) \
     WHERE current_setting('synchronous_commit') = 'off'";

/// The file that the keys are in. It changes when the table is written anew.
const FILE_OF_KEYS: &str = "SELECT pg_relation_filenode('mediant.keys')::bigint";

/// Writes the table of the keys anew, twice, as one transaction: out of the write-ahead log and back into it.
const REWRITE: &str = "ALTER TABLE mediant.keys SET UNLOGGED; ALTER TABLE mediant.keys SET LOGGED";

/// Held by whoever works with the record, or by the one who wraps its keys anew; the number says nothing.
const HOLD_SHARED: &str = "SELECT pg_try_advisory_lock_shared(5567890118392216)";
const HOLD_ALONE: &str = "SELECT pg_try_advisory_lock(5567890118392216)";

/// A record in PostgreSQL, connected.
pub struct PostgresStore {
    pool: PgPool,
    growth: Arc<Growth>,
    listener: JoinHandle<()>,
    options: PgConnectOptions,
}

impl PostgresStore {
    /// Connects to a database (`postgres://USER:PASSWORD@HOST:PORT/DATABASE`), begins a record there if it has none, and
    /// brings its schema up to date. To be called within a tokio runtime.
    ///
    /// # Errors
    /// `Unavailable` when the URL is none, the database cannot be reached, the role lacks a right, or a newer version
    /// of Mediant wrote the record.
    pub async fn connect(url: &str) -> Result<Self, StoreError> {
        let options: PgConnectOptions = url.parse().map_err(of_database)?;
        let options = options.application_name("mediant").options(SESSION);
        schema::bring_up_to_date(&options).await?;
        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS_MAX)
            .acquire_timeout(CONNECT_MAX)
            .after_connect(|connection, _| {
                Box::pin(async move { sqlx::query(SYNCHRONOUS).execute(connection).await.map(|_| ()) })
            })
            .connect_with(options.clone())
            .await
            .map_err(of_database)?;
        let growth = Arc::new(Growth::default());
        let listener = listener::listen(options.clone(), growth.clone()).await?;
        Ok(Self { pool, growth, listener: tokio::spawn(listener), options })
    }

    /// Closes every connection. Who drops the store instead loses nothing.
    pub async fn close(self) {
        self.listener.abort();
        self.pool.close().await;
    }

    fn readers(&self) -> &PgPool {
        &self.pool
    }

    fn writers(&self) -> &PgPool {
        &self.pool
    }

    async fn begin(&self) -> Result<Transaction<'static, Postgres>, StoreError> {
        self.pool.begin().await.map_err(of_database)
    }

    /// Passes the outcome of a transaction on: one that failed was rolled back.
    async fn settled<T>(&self, outcome: Result<T, StoreError>) -> Result<T, StoreError> {
        outcome
    }

    /// Holds the record by a lock of a session of its own, which the database takes back when the connection ends.
    async fn held(&self, how: Hold) -> Result<Held, StoreError> {
        let mut connection = self.options.connect().await.map_err(of_database)?;
        let lock = match how {
            Hold::Shared => HOLD_SHARED,
            Hold::Alone => HOLD_ALONE,
        };
        let locked: bool = sqlx::query_scalar(lock).fetch_one(&mut connection).await.map_err(of_database)?;
        if locked { Ok(Held::by(Mutex::new(connection))) } else { Err(StoreError::InUse) }
    }

    const MASTER_TO_ADD: &str = "SELECT mark FROM master FOR SHARE";
    const MASTER_TO_CHANGE: &str = "SELECT mark FROM master FOR UPDATE";

    async fn beyond(&self, position: u64) -> Result<(), StoreError> {
        let last_position = async {
            let last = sqlx::query_scalar(query::LAST_POSITION).fetch_one(&self.pool).await;
            row::count(last.map_err(of_database)?)
        };
        self.growth.beyond(position, last_position).await
    }

    /// There is no file to copy.
    async fn folded_in(&self) -> Result<(), StoreError> {
        Ok(())
    }

    /// Writes the table of the keys anew, into another file, and drops the old one with everything that was overwritten.
    ///
    /// `VACUUM (FULL)` would carry over what an older transaction may still look at; what writes the table anew
    /// carries over what is there now.
    async fn sweep(&self) -> Result<(), StoreError> {
        let before: i64 =
            sqlx::query_scalar(FILE_OF_KEYS).fetch_one(&self.pool).await.map_err(of_database)?;
        sqlx::raw_sql(REWRITE).execute(&self.pool).await.map_err(of_database)?;
        let after: i64 = sqlx::query_scalar(FILE_OF_KEYS).fetch_one(&self.pool).await.map_err(of_database)?;
        if before != after {
            return Ok(());
        }
        Err(StoreError::Unavailable(
            "the key was replaced, but its traces were not swept: let the owner of the table run \
             `VACUUM (FULL) mediant.keys`"
                .to_owned(),
        ))
    }
}

impl Drop for PostgresStore {
    fn drop(&mut self) {
        self.listener.abort();
    }
}

documents_in_sql!(sqlx::PgConnection);
store_in_sql!(PostgresStore);
