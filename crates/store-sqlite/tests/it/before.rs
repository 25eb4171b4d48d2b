//! A file that an earlier revision wrote opens, and says what it said.

use mediant_record::conformance::stored::{restore, says_what_it_said};
use mediant_store_sqlite::SqliteStore;
use std::path::{Path, PathBuf};

/// The harbour's record. Its master key is for tests alone: `crates/record/tests/fixtures/harbour/test-only.key`.
fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/harbour.sqlite")
}

#[tokio::test]
async fn a_file_of_before_says_what_it_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("record.sqlite");
    std::fs::copy(fixture(), &path).unwrap();
    let store = SqliteStore::open(&path).await.unwrap();
    says_what_it_said(&store).await;
    store.close().await;
}

/// Writes the fixture from the backup of the same record.
#[tokio::test]
#[ignore = "writes the fixture"]
async fn write_the_fixture() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("record.sqlite");
    let store = SqliteStore::create_or_open(&path).await.unwrap();
    restore(&store).await;
    store.close().await;
    std::fs::copy(&path, fixture()).unwrap();
}
