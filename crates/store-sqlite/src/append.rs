//! How a batch is appended: under the write lock, many rows a statement, one commit.

use crate::SqliteStore;
use mediant_record::order::{Heads, firsts};
use mediant_record::store::{Batch, SealedEntry, StoreError};
use mediant_store_sql::fault::of_database;
use mediant_store_sql::row::count;
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

/// Where the record ends, and where stream `$1` does.
const HEADS: &str = "SELECT (SELECT coalesce(max(position), 0) FROM entries), \
     (SELECT coalesce(max(sequence), 0) FROM entries WHERE stream = $1)";

const INSERT: &str = "INSERT INTO entries (position, stream, sequence, commitment, link, nonce, sealed) ";

/// Rows of one statement at most. Each statement goes to the connection's thread and back, which takes longer than a row.
const ROWS_MAX: usize = 32;

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
        for entries in batch.entries.chunks(ROWS_MAX) {
            insert(entries, &mut transaction).await?;
        }
        crate::written(&batch.documents, &mut transaction).await?;
        transaction.commit().await.map_err(of_database)?;
        self.growth.reached(batch.after.saturating_add(batch.entries.len() as u64));
        Ok(())
    }
}

/// Inserts rows in their order; the guards of the table look at each after the one before.
async fn insert(entries: &[SealedEntry], connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let places = entries.iter().map(|entry| Ok((place(entry.position)?, place(entry.sequence)?)));
    let places = places.collect::<Result<Vec<_>, StoreError>>()?;
    let mut insert = QueryBuilder::<Sqlite>::new(INSERT);
    insert.push_values(entries.iter().zip(places), |mut row, (entry, (position, sequence))| {
        row.push_bind(position)
            .push_bind(entry.compartment.name())
            .push_bind(sequence)
            .push_bind(&entry.commitment[..])
            .push_bind(&entry.link[..])
            .push_bind(&entry.nonce[..])
            .push_bind(&entry.sealed[..]);
    });
    insert.build().execute(connection).await.map_err(of_database)?;
    Ok(())
}

/// A position or sequence as the database counts.
fn place(place: u64) -> Result<i64, StoreError> {
    i64::try_from(place).map_err(|_| StoreError::Misplaced(format!("{place} is beyond every place there is")))
}
