//! Killed while it writes, a process loses nothing that it acknowledged, and leaves nothing half done.

#![expect(clippy::unwrap_used, reason = "what is not as it should be ends the test")]

use mediant_record::Compartment;
use mediant_record::conformance::batch;
use mediant_record::store::Store;
use mediant_store_sqlite::SqliteStore;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

/// How often the writer is killed, unless `MEDIANT_KILLS` says otherwise.
const KILLS: u64 = 100;

fn kills() -> u64 {
    std::env::var_os("MEDIANT_KILLS").map_or(KILLS, |count| count.to_str().unwrap().parse().unwrap())
}

/// What tells the test's own binary to be the process that is killed, and where it writes.
const VICTIM: &str = "MEDIANT_KILLED_WHILE_WRITING";

/// How many entries a batch holds: one, two, three, one, …
fn size(batch_number: u64) -> u64 {
    batch_number % 3 + 1
}

/// Appends batches until it is killed, and says how far the record goes after each.
async fn append_forever(path: &Path) {
    let store = SqliteStore::open(path).await.unwrap();
    let mut last = store.entries_after(0, usize::MAX).await.unwrap().len() as u64;
    println!("writing");
    for number in 0.. {
        let entries: Vec<_> = (1..=size(number)).map(|more| (&Compartment::Table, last + more)).collect();
        store.append(&batch(last, &entries)).await.unwrap();
        last += size(number);
        println!("{last}");
        std::io::stdout().flush().unwrap();
    }
}

/// Starts a victim, waits for some acknowledgements, kills it at whatever it does `spins` turns later. The last
/// acknowledgement.
fn killed_after(path: &Path, acknowledgements: usize, spins: u64) -> Option<u64> {
    let mut victim = Command::new(std::env::current_exe().unwrap())
        .args(["kill::a_killed_writer_loses_nothing", "--exact", "--nocapture"])
        .env(VICTIM, path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(victim.stdout.take().unwrap()).lines().map_while(Result::ok);
    assert!(lines.any(|line| line.contains("writing")), "the victim began to write");
    let mut said: Vec<String> = lines.by_ref().take(acknowledgements).collect();
    for _ in 0..spins {
        std::hint::spin_loop();
    }
    victim.kill().unwrap();
    victim.wait().unwrap();
    said.extend(lines);
    // A line that the kill cut off was not read by anybody as a number it is not: numbers only grow.
    said.iter().filter_map(|line| line.parse().ok()).max()
}

#[tokio::test]
async fn a_killed_writer_loses_nothing() {
    if let Some(path) = std::env::var_os(VICTIM) {
        return append_forever(Path::new(&path)).await;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("record.sqlite");
    SqliteStore::create_or_open(&path).await.unwrap().close().await;
    let mut last = 0;
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    let kills = kills();
    for _ in 0..kills {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let acknowledged = killed_after(&path, (random % 5) as usize, random % 300_000).unwrap_or(last);
        let store = SqliteStore::open(&path).await.unwrap();
        let entries = store.entries_after(0, usize::MAX).await.unwrap();
        let length = entries.len() as u64;
        // Everything acknowledged is there, and at most the one batch more that was not acknowledged yet.
        assert!(
            length >= acknowledged && acknowledged >= last,
            "{length} entries, {acknowledged} acknowledged"
        );
        assert!(length <= acknowledged + 3, "{length} entries, {acknowledged} acknowledged");
        for (entry, place) in entries.iter().zip(1..) {
            assert_eq!(*entry, mediant_record::conformance::entry(place, &Compartment::Table, place));
        }
        last = length;
        store.close().await;
    }
    assert!(last > kills, "{last} entries in all");
}
