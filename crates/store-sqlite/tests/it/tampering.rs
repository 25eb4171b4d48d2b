//! What somebody with SQL alone can do to the file: nothing that was written changes, and destroyed keys are not there.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "the test looks into the files, and ends where it cannot"
)]

use mediant_record::Compartment;
use mediant_record::conformance::batch;
use mediant_record::store::{MasterMark, Store, StoreError, WrappedKey};
use mediant_store_sqlite::SqliteStore;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, SqliteConnection};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

async fn raw(path: &Path) -> SqliteConnection {
    SqliteConnectOptions::new().filename(path).connect().await.unwrap()
}

async fn run(connection: &mut SqliteConnection, sql: &str) -> Result<u64, sqlx::Error> {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(connection).await.map(|done| done.rows_affected())
}

fn key(compartment: &Compartment, seed: u8) -> WrappedKey {
    WrappedKey { compartment: Some(compartment.clone()), nonce: [seed; 24], wrapped: vec![seed; 48] }
}

/// A record with three entries, a key, and a key that was destroyed.
async fn record() -> (TempDir, PathBuf, SqliteStore) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("record.sqlite");
    let store = SqliteStore::create_or_open(&path).await.unwrap();
    let (table, public) = (Compartment::Table, Compartment::Public);
    store.append(&batch(0, &[(&table, 1), (&public, 1), (&table, 2)])).await.unwrap();
    store.add_key(&key(&table, 1), None).await.unwrap();
    store.add_key(&key(&public, 2), None).await.unwrap();
    store.destroy_key(&public).await.unwrap();
    (folder, path, store)
}

#[tokio::test]
async fn the_file_refuses_to_change_what_was_written() {
    let (_folder, path, store) = record().await;
    let entries = store.entries_after(0, usize::MAX).await.unwrap();
    let keys = store.keys().await.unwrap();
    let mut connection = raw(&path).await;
    let fields = "commitment, link, nonce, sealed";
    for attempt in [
        "UPDATE entries SET sealed = x'00' WHERE position = 2".to_owned(),
        "UPDATE entries SET position = 9 WHERE position = 3".to_owned(),
        "UPDATE OR REPLACE entries SET position = 1 WHERE position = 3".to_owned(),
        "DELETE FROM entries".to_owned(),
        "DELETE FROM entries WHERE position = 3".to_owned(),
        format!(
            "INSERT OR REPLACE INTO entries SELECT 1, stream, 1, {fields} FROM entries WHERE position = 3"
        ),
        format!("REPLACE INTO entries SELECT 4, stream, 1, {fields} FROM entries WHERE position = 3"),
        format!("INSERT INTO entries SELECT 5, stream, 3, {fields} FROM entries WHERE position = 3"),
        format!("INSERT INTO entries SELECT 4, stream, 4, {fields} FROM entries WHERE position = 3"),
        "INSERT INTO entries SELECT 4, stream, 3, x'00', link, nonce, sealed FROM entries LIMIT 1".to_owned(),
        "DELETE FROM keys".to_owned(),
        "UPDATE keys SET stream = 'mediator' WHERE stream = 'table'".to_owned(),
        "UPDATE keys SET wrapped = NULL WHERE stream = 'table'".to_owned(),
        "UPDATE keys SET wrapped = x'00', nonce = zeroblob(24) WHERE stream = 'public'".to_owned(),
        "INSERT INTO keys VALUES ('public', zeroblob(24), x'00')".to_owned(),
        "REPLACE INTO keys VALUES ('public', zeroblob(24), x'00')".to_owned(),
        "REPLACE INTO keys VALUES ('table', zeroblob(24), x'00')".to_owned(),
    ] {
        assert!(run(&mut connection, &attempt).await.is_err(), "{attempt}");
    }
    assert_eq!(store.entries_after(0, usize::MAX).await.unwrap(), entries);
    assert_eq!(store.keys().await.unwrap(), keys);
    // What is allowed: the next entry.
    let next = format!("INSERT INTO entries SELECT 4, stream, 3, {fields} FROM entries WHERE position = 3");
    assert_eq!(run(&mut connection, &next).await.unwrap(), 1);
}

#[tokio::test]
async fn nothing_of_a_destroyed_or_replaced_key_is_left_in_the_files() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("record.sqlite");
    let store = SqliteStore::create_or_open(&path).await.unwrap();
    let parties: Vec<_> =
        (0..40).map(|party| Compartment::Caucus(format!("p{party}").as_str().into())).collect();
    for (seed, party) in parties.iter().enumerate() {
        store.add_key(&key(party, 100 + seed as u8), None).await.unwrap();
    }
    let is_on_disk = |seed: u8| {
        let mut found = false;
        for entry in std::fs::read_dir(folder.path()).unwrap() {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            found |= bytes.windows(24).any(|window| *window == [seed; 24]);
        }
        found
    };
    assert!((100..140).all(is_on_disk), "the search finds keys that are there");
    store.destroy_key(&parties[7]).await.unwrap();
    store.destroy_key(&parties[39]).await.unwrap();
    assert!(!is_on_disk(107) && !is_on_disk(139) && is_on_disk(108));
    let anew: Vec<_> = (0..40)
        .filter(|party| ![7, 39].contains(party))
        .map(|party| key(&parties[party], 40 + party as u8))
        .collect();
    store.rewrap_keys(&anew, &MasterMark([1; 32]), &MasterMark([2; 32])).await.unwrap();
    assert!(!is_on_disk(108) && is_on_disk(48));
}

#[tokio::test]
async fn only_a_record_of_a_known_version_is_opened() {
    let (folder, path, store) = record().await;
    let refused = async |path: &Path| match SqliteStore::open(path).await {
        Err(why) => why,
        Ok(_) => panic!("opened"),
    };
    let refusal = async |path: &Path| match refused(path).await {
        StoreError::Unavailable(why) => why,
        other => panic!("{other:?}"),
    };
    let missing = folder.path().join("missing.sqlite");
    assert!(refusal(&missing).await.contains("missing.sqlite"));
    assert!(!missing.exists());

    let foreign = folder.path().join("foreign.sqlite");
    std::fs::File::create_new(&foreign).unwrap();
    run(&mut raw(&foreign).await, "CREATE TABLE bookmarks (url TEXT)").await.unwrap();
    let before = std::fs::read(&foreign).unwrap();
    refusal(&foreign).await;
    assert_eq!(std::fs::read(&foreign).unwrap(), before);

    let text = folder.path().join("text.sqlite");
    std::fs::write(&text, "not a database at all".repeat(100)).unwrap();
    refusal(&text).await;
    refusal(folder.path()).await;

    store.close().await;
    run(&mut raw(&path).await, "INSERT INTO schema_steps VALUES (5)").await.unwrap();
    assert_eq!(refused(&path).await, StoreError::Newer { found: 5, known: 4 });
}

/// A record as earlier versions wrote it: it opens with everything that is in it, and knows from then on which master key
/// counts.
#[tokio::test]
async fn a_record_of_an_earlier_version_is_opened() {
    let (_folder, path, store) = record().await;
    let (entries, keys) = (store.entries_after(0, 9).await.unwrap(), store.keys().await.unwrap());
    store.close().await;
    let earlier = "DROP TABLE master; DROP TRIGGER the_end_stays; DROP TRIGGER the_head_of_sign_ins_stays; DELETE FROM schema_steps WHERE version > 1";
    run(&mut raw(&path).await, earlier).await.unwrap();
    let store = SqliteStore::open(&path).await.unwrap();
    assert_eq!(store.entries_after(0, 9).await.unwrap(), entries);
    assert_eq!(store.keys().await.unwrap(), keys);
    store.note_master(&MasterMark([1; 32])).await.unwrap();
    assert_eq!(store.note_master(&MasterMark([2; 32])).await, Err(StoreError::Rekeyed));
}

#[cfg(unix)]
#[tokio::test]
async fn the_files_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, _, _store) = record().await;
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let entry = entry.unwrap();
        names.push(entry.file_name().into_string().unwrap());
        assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{names:?}");
    }
    names.sort();
    assert_eq!(names, ["record.sqlite", "record.sqlite-shm", "record.sqlite-wal"]);
}
