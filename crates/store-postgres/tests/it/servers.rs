//! Several servers on one database, and connections that break.

use mediant_record::Compartment;
use mediant_record::conformance::batch;
use mediant_record::store::{Store, StoreError};
use mediant_store_postgres::PostgresStore;
use mediant_store_postgres::test_server::TestServer;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;

/// Far beyond what a listener needs to come back, and less than it takes a waiter to lose patience.
const PATIENCE: Duration = Duration::from_secs(15);

#[tokio::test(flavor = "multi_thread")]
async fn many_servers_begin_one_record_together() {
    let url = TestServer::shared().url("begun");
    let starts: Vec<_> = (0..8)
        .map(|_| {
            let url = url.clone();
            tokio::spawn(async move { PostgresStore::connect(&url).await })
        })
        .collect();
    let mut stores = Vec::new();
    for start in starts {
        stores.push(start.await.unwrap().unwrap());
    }
    stores[0].append(&batch(0, &[(&Compartment::Table, 1)])).await.unwrap();
    for store in &stores {
        assert_eq!(store.entries_after(0, 9).await.unwrap().len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_listener_whose_connection_breaks_hears_what_it_missed() {
    let server = TestServer::shared();
    let url = server.url("broken");
    let waiting = Arc::new(PostgresStore::connect(&url).await.unwrap());
    let writer = PostgresStore::connect(&url).await.unwrap();
    for position in 0..3 {
        let waiter = tokio::spawn({
            let waiting = waiting.clone();
            async move { waiting.wait_beyond(position).await }
        });
        tokio::time::sleep(Duration::from_millis(100)).await;
        // Every other connection of the database: the listeners, and those that wait in the pools.
        let broken = server.psql(
            "postgres",
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = 'broken'",
        );
        assert!(broken.status.success() && broken.stdout.trim_ascii() != b"0");
        let next = batch(position, &[(&Compartment::Table, position + 1)]);
        while let Err(error) = writer.append(&next).await {
            assert!(matches!(error, StoreError::Unavailable(_)), "{error}");
        }
        timeout(PATIENCE, waiter).await.expect("the waiter is woken").unwrap().unwrap();
        assert_eq!(waiting.entries_after(position, 9).await.unwrap(), next.entries);
    }
}

#[tokio::test]
async fn what_cannot_be_reached_is_unavailable() {
    let url = TestServer::shared().url("reached");
    let (_, place) = url.split_once('@').unwrap();
    for wrong in [
        format!("postgres://postgres:guessed@{place}"),
        url.replace("/reached", "/missing"),
        "postgres://postgres:guessed@127.0.0.1:1/reached".to_owned(),
        "no url".to_owned(),
    ] {
        match PostgresStore::connect(&wrong).await {
            Err(StoreError::Unavailable(why)) => assert!(!why.contains("guessed"), "{why}"),
            Err(other) => panic!("{other:?}"),
            Ok(_) => panic!("connected"),
        }
    }
}

#[test]
fn a_server_leaves_nothing_behind() {
    let server = TestServer::start();
    let folder = server.psql("postgres", "SHOW data_directory").stdout;
    let folder = String::from_utf8(folder).unwrap().trim().trim_end_matches("/data").to_owned();
    let is_there = |folder: &str| std::fs::symlink_metadata(folder).is_ok();
    assert!(folder.contains("mediant-postgresql") && is_there(&folder));
    drop(server);
    assert!(!is_there(&folder));
}
