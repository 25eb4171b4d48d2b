//! What other servers append to the same database, heard.

use mediant_record::store::StoreError;
use mediant_store_sql::fault::of_database;
use mediant_store_sql::growth::Growth;
use mediant_store_sql::query::LAST_POSITION;
use mediant_store_sql::row::count;
use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgListener, PgPoolOptions};
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

/// Where appends are told of; channels are apart by database.
pub(crate) const CHANNEL: &str = "mediant_entries";

/// How long to wait before connecting again after that failed.
const CONNECT_AGAIN_AFTER: Duration = Duration::from_millis(500);

/// Listens, and reports growth until dropped. When the connection breaks, another is made.
pub(crate) async fn listen(
    options: PgConnectOptions,
    growth: Arc<Growth>,
) -> Result<impl Future<Output = ()>, StoreError> {
    // One connection for the listener and one to read what was missed.
    let pool = PgPoolOptions::new()
        .max_connections(2)
        .idle_timeout(Duration::from_secs(60))
        .acquire_timeout(crate::CONNECT_MAX)
        .connect_lazy_with(options);
    let mut listener = Some(listening(&pool, &growth).await?);
    Ok(async move {
        loop {
            let heard = match &mut listener {
                Some(listener) => hear(listener, &growth).await,
                None => listening(&pool, &growth).await.map(|again| listener = Some(again)),
            };
            if heard.is_err() {
                listener = None;
                tokio::time::sleep(CONNECT_AGAIN_AFTER).await;
            }
        }
    })
}

/// A listener that listens, and what was appended before it did.
async fn listening(pool: &PgPool, growth: &Growth) -> Result<PgListener, StoreError> {
    let mut listener = PgListener::connect_with(pool).await.map_err(of_database)?;
    // A lost connection is an error to us, so that nothing is missed in between.
    listener.eager_reconnect(false);
    listener.listen(CHANNEL).await.map_err(of_database)?;
    let last = sqlx::query_scalar(LAST_POSITION).fetch_one(pool).await.map_err(of_database)?;
    growth.reached(count(last)?);
    Ok(listener)
}

/// The next notice.
async fn hear(listener: &mut PgListener, growth: &Growth) -> Result<(), StoreError> {
    let notice = listener.try_recv().await.map_err(of_database)?;
    let notice = notice.ok_or_else(|| StoreError::Unavailable("the connection was lost".to_owned()))?;
    // Anybody may notify on the channel; what is no position wakes nobody.
    if let Ok(position) = notice.payload().parse() {
        growth.reached(position);
    }
    Ok(())
}
