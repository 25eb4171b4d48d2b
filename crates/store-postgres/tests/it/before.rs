//! Rows that an earlier revision wrote are read, and say what they said.

use mediant_record::conformance::stored::{restore, says_what_it_said};
use mediant_store_postgres::PostgresStore;
use mediant_store_postgres::test_server::TestServer;
use sqlx::{Connection, PgConnection};

/// The harbour's record, row by row. Its master key is for tests alone: `crates/record/tests/fixtures/harbour/test-only.key`.
const ROWS: &str = include_str!("../fixtures/harbour.sql");

#[tokio::test(flavor = "multi_thread")]
async fn rows_of_before_say_what_they_said() {
    let url = TestServer::shared().url("before");
    PostgresStore::connect(&url).await.unwrap().close().await;
    let mut connection = PgConnection::connect(&url).await.unwrap();
    sqlx::raw_sql(ROWS).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    let store = PostgresStore::connect(&url).await.unwrap();
    says_what_it_said(&store).await;
    store.close().await;
}

/// Writes the fixture from the backup of the same record.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "writes the fixture"]
#[allow(clippy::disallowed_methods, reason = "it is there to write a file")]
async fn write_the_fixture() {
    let url = TestServer::shared().url("to_dump");
    let store = PostgresStore::connect(&url).await.unwrap();
    restore(&store).await;
    store.close().await;
    let mut rows =
        String::from("-- The rows of the harbour's record: `write_the_fixture` in `tests/it/before.rs`.\n");
    for (table, places, columns, order) in [
        (
            "entries",
            "%s, %L, %s, %L, %L, %L, %L",
            "position, stream, sequence, commitment, link, nonce, sealed",
            "position",
        ),
        ("keys", "%L, %L, %L", "stream, nonce, wrapped", "stream"),
        ("papers", "%L, %L, %s, %L", "drawer, id, version, content", "drawer, id"),
        ("master", "%s, %L", "id, mark", "id"),
    ] {
        let select = format!(
            "SELECT format('INSERT INTO mediant.{table} ({columns}) VALUES ({places});', {columns}) \
             FROM mediant.{table} ORDER BY {order}"
        );
        let printed = TestServer::shared().psql("to_dump", &select);
        assert!(printed.status.success(), "{}", String::from_utf8_lossy(&printed.stderr));
        rows.push_str(&String::from_utf8(printed.stdout).unwrap());
    }
    let fixture = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/harbour.sql");
    std::fs::write(fixture, rows).unwrap();
}
