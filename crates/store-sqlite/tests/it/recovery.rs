//! After a failure in the midst of a transaction the record is written again as soon as the cause is gone.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot be set up fails")]

use mediant_record::Compartment;
use mediant_record::conformance::batch;
use mediant_record::store::{MasterMark, Store, StoreError, WrappedKey};
use mediant_store_sqlite::SqliteStore;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions};
use std::path::Path;

async fn run(path: &Path, sql: String) {
    let mut connection = SqliteConnectOptions::new().filename(path).connect().await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
}

/// SQLite takes the transaction back by itself when the disk is full, as it does for this trigger, and whoever counts
/// transactions above it does not know.
#[tokio::test]
async fn a_transaction_that_sqlite_took_back_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("record.sqlite");
    let store = SqliteStore::create_or_open(&path).await.unwrap();
    let (from, to) = (MasterMark([1; 32]), MasterMark([2; 32]));
    let key = |seed: u8| WrappedKey {
        compartment: Some(Compartment::Public),
        nonce: [seed; 24],
        wrapped: vec![seed; 48],
    };
    store.append(&batch(0, &[(&Compartment::Table, 1)])).await.unwrap();
    for (table, happening) in
        [("entries", "INSERT"), ("keys", "INSERT"), ("keys", "UPDATE"), ("papers", "INSERT")]
    {
        let trigger = format!(
            "CREATE TRIGGER full BEFORE {happening} ON {table} BEGIN SELECT RAISE(ROLLBACK, 'full'); END"
        );
        run(&path, trigger).await;
        let next = batch(1, &[(&Compartment::Table, 2)]);
        for _ in 0..3 {
            let refused = match (table, happening) {
                ("entries", _) => store.append(&next).await,
                ("keys", "INSERT") => store.add_key(&key(1), Some(&from)).await,
                ("keys", _) => store.rewrap_keys(&[key(2)], &from, &to).await,
                _ => store.put_document("drawer", "paper", 0, b"x").await.map(|_| ()),
            };
            assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
        }
        run(&path, "DROP TRIGGER full".to_owned()).await;
        match (table, happening) {
            ("entries", _) => store.append(&next).await.unwrap(),
            ("keys", "INSERT") => store.add_key(&key(1), Some(&from)).await.unwrap(),
            ("keys", _) => store.rewrap_keys(&[key(2)], &from, &to).await.unwrap(),
            _ => assert_eq!(store.put_document("drawer", "paper", 0, b"x").await, Ok(1)),
        }
        // And everything else is written as well.
        let late = batch(2, &[(&Compartment::Table, 3)]);
        assert!(matches!(store.append(&late).await, Ok(()) | Err(StoreError::Conflict)));
    }
    assert_eq!(store.entries_after(0, 9).await.unwrap().len(), 3);
    assert_eq!(store.keys().await.unwrap(), [key(2)]);
}
