//! What somebody with SQL alone can do to the database: nothing that was written changes, and destroyed keys are not there.

#![expect(clippy::unwrap_used, reason = "what is not as it should be ends the test")]

use mediant_record::Compartment;
use mediant_record::conformance::batch;
use mediant_record::store::{Hold, MasterMark, Store, StoreError, WrappedKey};
use mediant_store_postgres::PostgresStore;
use mediant_store_postgres::test_server::TestServer;

fn key(compartment: &Compartment, seed: u8) -> WrappedKey {
    WrappedKey { compartment: Some(compartment.clone()), nonce: [seed; 24], wrapped: vec![seed; 48] }
}

/// Whether the superuser may run this in the database.
fn is_done(database: &str, sql: &str) -> bool {
    TestServer::shared().psql(database, sql).status.success()
}

/// A record with three entries, a key, and a key that was destroyed.
async fn record(database: &str) -> PostgresStore {
    let store = PostgresStore::connect(&TestServer::shared().url(database)).await.unwrap();
    let (table, public) = (Compartment::Table, Compartment::Public);
    store.append(&batch(0, &[(&table, 1), (&public, 1), (&table, 2)])).await.unwrap();
    store.add_key(&key(&table, 1), None).await.unwrap();
    store.add_key(&key(&public, 2), None).await.unwrap();
    store.destroy_key(&public).await.unwrap();
    store
}

#[tokio::test]
async fn the_database_refuses_to_change_what_was_written() {
    let store = record("tampered").await;
    let entries = store.entries_after(0, usize::MAX).await.unwrap();
    let keys = store.keys().await.unwrap();
    let fields = "commitment, link, nonce, sealed";
    let key = "decode(repeat('00', 24), 'hex'), '\\x00'";
    for attempt in [
        "UPDATE mediant.entries SET sealed = '' WHERE position = 2".to_owned(),
        "SET session_replication_role = replica; DELETE FROM mediant.entries".to_owned(),
        "DELETE FROM mediant.entries WHERE position = 3".to_owned(),
        "TRUNCATE mediant.entries".to_owned(),
        "TRUNCATE mediant.keys, mediant.entries CASCADE".to_owned(),
        format!(
            "INSERT INTO mediant.entries SELECT 3, stream, 9, {fields} FROM mediant.entries WHERE position = 3 \
             ON CONFLICT (position) DO UPDATE SET sealed = ''"
        ),
        format!("INSERT INTO mediant.entries SELECT 5, stream, 3, {fields} FROM mediant.entries WHERE position = 3"),
        format!("INSERT INTO mediant.entries SELECT 4, stream, 4, {fields} FROM mediant.entries WHERE position = 3"),
        format!("INSERT INTO mediant.entries SELECT 4, stream, 2, {fields} FROM mediant.entries WHERE position = 3"),
        "DELETE FROM mediant.keys".to_owned(),
        "TRUNCATE mediant.keys".to_owned(),
        "UPDATE mediant.keys SET stream = 'mediator' WHERE stream = 'table'".to_owned(),
        "UPDATE mediant.keys SET wrapped = NULL WHERE stream = 'table'".to_owned(),
        "UPDATE mediant.keys SET wrapped = '\\x00', nonce = decode(repeat('00', 24), 'hex') WHERE stream = 'public'"
            .to_owned(),
        format!("INSERT INTO mediant.keys VALUES ('public', {key})"),
        format!(
            "INSERT INTO mediant.keys VALUES ('public', {key}) \
             ON CONFLICT (stream) DO UPDATE SET nonce = excluded.nonce, wrapped = excluded.wrapped"
        ),
    ] {
        assert!(!is_done("tampered", &attempt), "{attempt}");
    }
    assert_eq!(store.entries_after(0, usize::MAX).await.unwrap(), entries);
    assert_eq!(store.keys().await.unwrap(), keys);
    // What is allowed: the next entry, and the trials above are spelled right.
    let next = format!(
        "INSERT INTO mediant.entries SELECT 4, stream, 3, {fields} FROM mediant.entries WHERE position = 3"
    );
    assert!(is_done("tampered", &next));
    assert!(is_done("tampered", &format!("INSERT INTO mediant.keys VALUES ('mediator', {key})")));
}

#[tokio::test]
async fn a_role_that_only_serves_needs_few_rights() {
    record("served").await.close().await;
    for grant in [
        "CREATE ROLE served LOGIN PASSWORD 'served'",
        "GRANT USAGE ON SCHEMA mediant TO served",
        "GRANT SELECT ON mediant.schema_steps TO served",
        "GRANT SELECT, INSERT ON mediant.entries TO served",
        "GRANT SELECT, INSERT, UPDATE ON mediant.keys TO served",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON mediant.papers TO served",
        "GRANT SELECT, INSERT, UPDATE ON mediant.master TO served",
    ] {
        assert!(is_done("served", grant), "{grant}");
    }
    let url = TestServer::shared().url("served");
    let (_, place) = url.split_once('@').unwrap();
    let store = PostgresStore::connect(&format!("postgres://served:served@{place}")).await.unwrap();
    store.append(&batch(3, &[(&Compartment::Table, 3)])).await.unwrap();
    store.hold(Hold::Shared).await.unwrap();
    store.note_master(&MasterMark([1; 32])).await.unwrap();
    store.add_key(&key(&Compartment::Mediator, 5), Some(&MasterMark([1; 32]))).await.unwrap();
    store.put_document("drawer", "paper", 0, b"x").await.unwrap();
    store.remove_document("drawer", "paper").await.unwrap();
    store.wait_beyond(3).await.unwrap();
    // It cannot sweep, and says so; the key is out of reach all the same.
    let destroyed = store.destroy_key(&Compartment::Mediator).await;
    assert!(matches!(destroyed, Err(StoreError::Unavailable(_))), "{destroyed:?}");
    assert_eq!(store.keys().await.unwrap(), [key(&Compartment::Table, 1)]);
}

#[tokio::test]
async fn nothing_of_a_destroyed_or_replaced_key_is_left_in_the_table() {
    let url = TestServer::shared().url("swept");
    let store = PostgresStore::connect(&url).await.unwrap();
    let parties: Vec<_> =
        (0..40).map(|party| Compartment::Caucus(format!("p{party}").as_str().into())).collect();
    for (seed, party) in parties.iter().enumerate() {
        store.add_key(&key(party, 100 + seed as u8), None).await.unwrap();
    }
    let is_on_disk = |seed: u8| {
        let found = format!(
            "CHECKPOINT; SELECT position(decode(repeat('{seed:02x}', 24), 'hex') \
             IN pg_read_binary_file(pg_relation_filepath('mediant.keys'))) > 0"
        );
        let found =
            found.split("; ").map(|sql| TestServer::shared().psql("swept", sql).stdout).collect::<Vec<_>>();
        match found.concat().trim_ascii() {
            b"t" => true,
            b"f" => false,
            other => panic!("{other:?}"),
        }
    };
    assert!(is_on_disk(107) && is_on_disk(108) && !is_on_disk(48));
    store.destroy_key(&parties[7]).await.unwrap();
    assert!(is_on_disk(108));
    assert!(!is_on_disk(107));
    let anew: Vec<_> =
        (0..40).filter(|party| *party != 7).map(|party| key(&parties[party], 40 + party as u8)).collect();
    store.rewrap_keys(&anew, &MasterMark([1; 32]), &MasterMark([2; 32])).await.unwrap();
    assert!(is_on_disk(48));
    assert!(!is_on_disk(108));
}

#[tokio::test]
async fn only_a_record_of_a_known_version_is_opened() {
    record("newer").await.close().await;
    assert!(is_done("newer", "INSERT INTO mediant.schema_steps VALUES (5)"));
    match PostgresStore::connect(&TestServer::shared().url("newer")).await {
        Err(why) => assert_eq!(why, StoreError::Newer { found: 5, known: 4 }),
        Ok(_) => panic!("opened"),
    }
}
