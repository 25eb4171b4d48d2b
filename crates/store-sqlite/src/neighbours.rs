//! What other processes append to the same file, noticed.

use mediant_record::store::StoreError;
use mediant_store_sql::fault::of_database;
use mediant_store_sql::growth::Growth;
use mediant_store_sql::query::LAST_POSITION;
use mediant_store_sql::row::count;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, SqliteConnection};
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

/// How often to look, as long as somebody waits. SQLite has no way to be told; the look costs microseconds.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// Watches the file and reports growth, until dropped.
pub(crate) async fn watch(
    reading: &SqliteConnectOptions,
    growth: Arc<Growth>,
) -> Result<impl Future<Output = ()> + use<>, StoreError> {
    let mut connection = reading.connect().await.map_err(of_database)?;
    Ok(async move {
        let mut seen = None;
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            if !growth.is_awaited() {
                continue;
            }
            // Where looking fails, reading does as well: those who wait will hear of it when their patience ends.
            if let Ok(Some((version, position))) = news(&mut connection, seen).await {
                seen = Some(version);
                growth.reached(position);
            }
        }
    })
}

/// The number of the file's version and where the record ends, if the version is another than that seen.
async fn news(
    connection: &mut SqliteConnection,
    seen: Option<i64>,
) -> Result<Option<(i64, u64)>, StoreError> {
    let version =
        sqlx::query_scalar("PRAGMA data_version").fetch_one(&mut *connection).await.map_err(of_database)?;
    if seen == Some(version) {
        return Ok(None);
    }
    let last = sqlx::query_scalar(LAST_POSITION).fetch_one(connection).await.map_err(of_database)?;
    Ok(Some((version, count(last)?)))
}
