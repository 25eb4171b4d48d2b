//! How a batch is appended: under the write lock, one statement over and over, one commit.

use crate::SqliteStore;
use mediant_record::order::{Heads, firsts};
use mediant_record::store::{Batch, SealedEntry, StoreError};
use mediant_store_sql::fault::of_database;
use mediant_store_sql::row::count;
use sqlx::SqliteConnection;

/// Where the record ends, and where stream `$1` does.
const HEADS: &str = "SELECT (SELECT coalesce(max(position), 0) FROM entries), \
     (SELECT coalesce(max(sequence), 0) FROM entries WHERE stream = $1)";

const INSERT: &str = "INSERT INTO entries (position, stream, sequence, commitment, link, nonce, sealed) \
     VALUES ($1, $2, $3, $4, $5, $6, $7)";

impl SqliteStore {
    pub(crate) async fn append_batch(&self, batch: &Batch) -> Result<(), StoreError> {
        self.settled(self.written(batch).await).await
    }

    async fn written(&self, batch: &Batch) -> Result<(), StoreError> {
        let firsts = firsts(batch)?;
        let mut transaction = self.begin().await?;
        let mut heads = Heads::default();
        for compartment in firsts.into_keys() {
            let (position, sequence) = sqlx::query_as(HEADS)
                .bind(compartment.name())
                .fetch_one(&mut *transaction)
                .await
                .map_err(of_database)?;
            heads.position = count(position)?;
            heads.sequences.insert(compartment.clone(), count(sequence)?);
        }
        heads.admit(batch)?;
        for entry in &batch.entries {
            insert(entry, &mut transaction).await?;
        }
        transaction.commit().await.map_err(of_database)?;
        self.growth.reached(batch.after.saturating_add(batch.entries.len() as u64));
        Ok(())
    }
}

async fn insert(entry: &SealedEntry, connection: &mut SqliteConnection) -> Result<(), StoreError> {
    sqlx::query(INSERT)
        .bind(place(entry.position)?)
        .bind(entry.compartment.name())
        .bind(place(entry.sequence)?)
        .bind(&entry.commitment[..])
        .bind(&entry.link[..])
        .bind(&entry.nonce[..])
        .bind(&entry.sealed[..])
        .execute(connection)
        .await
        .map_err(of_database)?;
    Ok(())
}

/// A position or sequence as the database counts.
fn place(place: u64) -> Result<i64, StoreError> {
    i64::try_from(place).map_err(|_| StoreError::Misplaced(format!("{place} is beyond every place there is")))
}
