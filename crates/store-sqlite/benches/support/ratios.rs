//! A bare loop and a store, turn by turn.

use mediant_record::Compartment;
use mediant_record::conformance::batch;
use mediant_record::store::Store;
use std::time::Instant;

/// How often each has its turn. Odd, so that there is a median.
const TURNS: usize = 9;
/// How many commits a turn has.
const COMMITS: u32 = 150;
/// How many commits come before the bare loop's first turn. A log that still grows is synced far more slowly than one
/// that is written over: SQLite's goes round after 1,000 pages, and the store's batches take it there at once.
const WARMING_UP: u32 = 2500;
const BATCH_SIZES: [u64; 3] = [1, 8, 64];

/// Prints commits and entries a second of the bare loop and of `append`, and their ratios to the bare loop.
pub async fn compare<E: std::fmt::Debug>(store: &dyn Store, bare: impl AsyncFn(&[u8]) -> Result<(), E>) {
    let mut bare_turns = Vec::new();
    let mut store_turns = vec![Vec::new(); BATCH_SIZES.len()];
    let mut last = 0;
    for _ in 0..WARMING_UP {
        bare(&[7; 300]).await.expect("a row");
    }
    for turn in 0..=TURNS {
        let start = now();
        for _ in 0..COMMITS {
            bare(&[7; 300]).await.expect("a row");
        }
        let bare_rate = f64::from(COMMITS) / start.elapsed().as_secs_f64();
        let mut rates = Vec::new();
        for size in BATCH_SIZES {
            // Sealing is measured elsewhere: the entries are ready.
            let mut batches = Vec::new();
            for _ in 0..COMMITS {
                let sequences: Vec<_> = (1..=size).map(|more| (&Compartment::Table, last + more)).collect();
                batches.push(batch(last, &sequences));
                last += size;
            }
            let start = now();
            for batch in &batches {
                store.append(batch).await.expect("an entry");
            }
            rates.push(f64::from(COMMITS) / start.elapsed().as_secs_f64());
        }
        // The first turn warms up.
        if turn > 0 {
            bare_turns.push(bare_rate);
            rates.into_iter().zip(&mut store_turns).for_each(|(rate, turns)| turns.push(rate));
        }
    }
    let bare_rate = median(bare_turns);
    println!(
        "{:<20} {:>10} {:>10} {:>16} {:>16}",
        "", "commits/s", "entries/s", "commits : bare", "entries : bare"
    );
    println!("{:<20} {bare_rate:>10.0} {bare_rate:>10.0} {:>16.2} {:>16.2}", "bare loop", 1.0, 1.0);
    for (size, turns) in BATCH_SIZES.into_iter().zip(store_turns) {
        let commits = median(turns);
        let entries = commits * size as f64;
        let name = format!("append {size}");
        println!(
            "{name:<20} {commits:>10.0} {entries:>10.0} {:>16.2} {:>16.2}",
            commits / bare_rate,
            entries / bare_rate
        );
    }
}

fn median(mut turns: Vec<f64>) -> f64 {
    turns.sort_by(f64::total_cmp);
    turns[turns.len() / 2]
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn now() -> Instant {
    Instant::now()
}
