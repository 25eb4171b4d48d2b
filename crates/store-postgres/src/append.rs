//! How a batch is appended: in one statement, which is one transaction and one journey to the server.

use crate::PostgresStore;
use crate::listener::CHANNEL;
use mediant_record::Compartment;
use mediant_record::order::{Heads, firsts};
use mediant_record::store::{Batch, SealedEntry, StoreError};
use mediant_store_sql::fault::{damaged, of_database};
use mediant_store_sql::row::count;
use sqlx::PgConnection;

/// Inserts the entries in the arrays `$3` to `$9` where the record ends at `$1` and every stream they touch ends right
/// before them, and notifies everybody who listens to channel `$2` of the last position. Gives the last position, and
/// for each stream its name and last sequence, as they were before; and how many entries were inserted.
///
/// All parts of the statement see the same record. Where somebody else inserts at the same time, a unique key is broken.
const APPEND: &str = "\
    WITH fresh AS (
        SELECT * FROM unnest($3::bigint[], $4::text[], $5::bigint[], $6::bytea[], $7::bytea[], $8::bytea[], $9::bytea[])
            AS fresh (position, stream, sequence, commitment, link, nonce, sealed)
    ), head AS (
        SELECT coalesce(max(position), 0) AS position FROM entries
    ), ends AS (
        SELECT stream, min(sequence) AS first,
            coalesce((SELECT max(sequence) FROM entries WHERE entries.stream = fresh.stream), 0) AS last
        FROM fresh GROUP BY stream
    ), inserted AS (
        INSERT INTO entries (position, stream, sequence, commitment, link, nonce, sealed)
        SELECT fresh.* FROM fresh
        WHERE (SELECT position FROM head) = $1 AND NOT EXISTS (SELECT 1 FROM ends WHERE first <> last + 1)
        RETURNING position
    ), told AS (
        SELECT pg_notify($2, max(position)::text) FROM inserted HAVING count(*) > 0
    )
    SELECT head.position, ends.stream, ends.last, (SELECT count(*) FROM inserted), (SELECT count(*) FROM told)
    FROM head CROSS JOIN ends";

impl PostgresStore {
    /// One statement is one transaction; with documents it is the first of several.
    pub(crate) async fn append_batch(&self, batch: &Batch) -> Result<(), StoreError> {
        firsts(batch)?;
        let inserted_count = if batch.documents.is_empty() {
            let mut connection = self.pool.acquire().await.map_err(of_database)?;
            inserted(batch, &mut connection).await?
        } else {
            let mut transaction = self.begin().await?;
            let inserted_count = inserted(batch, &mut transaction).await?;
            crate::written(&batch.documents, &mut transaction).await?;
            transaction.commit().await.map_err(of_database)?;
            inserted_count
        };
        self.growth.reached(batch.after.saturating_add(inserted_count));
        Ok(())
    }
}

/// Inserts the entries of a batch; how many there were.
async fn inserted(batch: &Batch, connection: &mut PgConnection) -> Result<u64, StoreError> {
    let entries = &batch.entries;
    let rows: Vec<(i64, String, i64, i64, i64)> = sqlx::query_as(APPEND)
        .bind(place(batch.after)?)
        .bind(CHANNEL)
        .bind(entries.iter().map(|entry| place(entry.position)).collect::<Result<Vec<_>, _>>()?)
        .bind(entries.iter().map(|entry| entry.compartment.name()).collect::<Vec<_>>())
        .bind(entries.iter().map(|entry| place(entry.sequence)).collect::<Result<Vec<_>, _>>()?)
        .bind(bytes(entries, |entry| &entry.commitment))
        .bind(bytes(entries, |entry| &entry.link))
        .bind(bytes(entries, |entry| &entry.nonce))
        .bind(bytes(entries, |entry| &entry.sealed))
        .fetch_all(connection)
        .await
        .map_err(of_database)?;
    let mut heads = Heads::default();
    let mut inserted_count = 0;
    for (position, stream, sequence, inserted, _) in rows {
        let compartment = Compartment::named(&stream).ok_or_else(|| damaged("a stream came back changed"))?;
        heads.position = count(position)?;
        heads.sequences.insert(compartment, count(sequence)?);
        inserted_count = count(inserted)?;
    }
    heads.admit(batch)?;
    if inserted_count != entries.len() as u64 {
        return Err(damaged(format_args!("{inserted_count} of {} entries were appended", entries.len())));
    }
    Ok(inserted_count)
}

fn bytes(entries: &[SealedEntry], field: impl Fn(&SealedEntry) -> &[u8]) -> Vec<&[u8]> {
    entries.iter().map(field).collect()
}

/// A position or sequence as the database counts.
fn place(place: u64) -> Result<i64, StoreError> {
    i64::try_from(place).map_err(|_| StoreError::Misplaced(format!("{place} is beyond every place there is")))
}
