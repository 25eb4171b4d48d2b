//! The same results, whatever the way to them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up fails"
)]
#![allow(clippy::disallowed_methods, reason = "the tests damage and compare files")]

use crate::support::tournament;
use mediant_tournament::folder::{Begin, Folder, TournamentError};
use mediant_tournament::results::{csv, parquet};
use mediant_tournament::{Record, Results, Shard, Tournament, Unwatched, Watch};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

const SPECIFICATION: &str = r#"
    rounds = 30
    repetitions = 20
    seed = 5
    scenarios = ["fields", "cake", "apart", "three"]
    strategies = ["boulware", "conceder", "random", { strategy = "time-dependent(e=0.5)", label = "in between" }]
"#;

/// The bytes of both result files.
fn bytes(tournament: &Tournament, records: Vec<Record>) -> (String, Vec<u8>) {
    let results = Results::new(tournament, records, &Unwatched).unwrap();
    (csv::written(&results), parquet::written(&results).unwrap())
}

fn played(tournament: &Tournament, folder: &Path, shard: Shard, begin: Begin, threads: usize) -> Vec<Record> {
    let (progress, records) = Folder::at(folder).play(tournament, shard, begin, threads, &Unwatched).unwrap();
    assert_eq!(progress.done, progress.of);
    records
}

fn serial(tournament: &Tournament) -> (String, Vec<u8>) {
    let folder = tempfile::tempdir().unwrap();
    bytes(tournament, played(tournament, folder.path(), Shard::WHOLE, Begin::Anew, 1))
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let tournament = tournament(SPECIFICATION);
    let expected = serial(&tournament);
    // 16 ordered pairs in three scenarios and 64 triples in one, 20 times each, and a heading.
    assert_eq!(expected.0.lines().count(), (3 * 16 + 64) * 20 + 1);
    for threads in [2, 3, 64] {
        let folder = tempfile::tempdir().unwrap();
        let records = played(&tournament, folder.path(), Shard::WHOLE, Begin::Anew, threads);
        assert!(bytes(&tournament, records) == expected, "{threads} threads");
    }
}

#[test]
fn shards_merge_into_the_same_bytes() {
    let tournament = tournament(SPECIFICATION);
    let expected = serial(&tournament);
    for of in [1, 2, 5, 300] {
        // One folder for all shards, or two.
        let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        for number in (1..=of).rev() {
            let folder = if number % 2 == 0 { &one } else { &two };
            played(&tournament, folder.path(), Shard::new(number, of).unwrap(), Begin::Anew, 1);
        }
        let folders = [one.path().to_owned(), two.path().to_owned()];
        assert!(
            bytes(&tournament, Folder::merged(&tournament, &folders).unwrap()) == expected,
            "{of} shards"
        );
        if of > 1 {
            let missing = Folder::merged(&tournament, &folders[..1]).unwrap_err();
            assert!(matches!(missing, TournamentError::Missing { negotiations, .. } if negotiations > 0));
        }
    }
}

/// Stops after so many negotiations.
struct StopsAfter(AtomicU64);

impl Watch for StopsAfter {
    fn should_stop(&self) -> bool {
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_err()
    }
}

#[test]
fn stopped_and_resumed_gives_the_same_bytes() {
    let tournament = tournament(SPECIFICATION);
    let expected = serial(&tournament);
    let path = tempfile::tempdir().unwrap();
    let folder = Folder::at(path.path());
    let mut kept = 0;
    for stop in [100, 300, 50] {
        let watch = StopsAfter(AtomicU64::new(stop));
        let trouble = folder.play(&tournament, Shard::WHOLE, Begin::Resume, 2, &watch).unwrap_err();
        let TournamentError::Stopped(progress) = trouble else { panic!("{trouble}") };
        assert_eq!(progress.resumed, kept);
        assert!(progress.done > kept && progress.done < progress.of);
        kept = progress.done;
        // A killed process may leave part of a line.
        let journal = folder.journal(Shard::WHOLE);
        let mut content = std::fs::read(&journal).unwrap();
        content.extend_from_slice(b"0123456789abcdef {\"unit\":7,\"pla");
        std::fs::write(&journal, content).unwrap();
    }
    let refused = folder.play(&tournament, Shard::WHOLE, Begin::Anew, 2, &Unwatched).unwrap_err();
    assert!(matches!(refused, TournamentError::Begun { progress, .. } if progress.done == kept));
    let records = played(&tournament, path.path(), Shard::WHOLE, Begin::Resume, 2);
    assert!(bytes(&tournament, records) == expected);
    // Once more, with nothing left to play.
    let records = played(&tournament, path.path(), Shard::WHOLE, Begin::Resume, 1);
    assert!(bytes(&tournament, records) == expected);
}

#[test]
fn a_journal_of_another_tournament_is_left_alone() {
    let (mine, other) =
        (tournament(SPECIFICATION), tournament(&SPECIFICATION.replace("seed = 5", "seed = 6")));
    let path = tempfile::tempdir().unwrap();
    played(&mine, path.path(), Shard::WHOLE, Begin::Anew, 2);
    let before = std::fs::read(Folder::at(path.path()).journal(Shard::WHOLE)).unwrap();
    let refused =
        Folder::at(path.path()).play(&other, Shard::WHOLE, Begin::Resume, 1, &Unwatched).unwrap_err();
    assert!(matches!(refused, TournamentError::Other { .. }), "{refused}");
    let refused = Folder::merged(&other, &[path.path().to_owned()]).unwrap_err();
    assert!(matches!(refused, TournamentError::Other { .. }), "{refused}");
    assert!(std::fs::read(Folder::at(path.path()).journal(Shard::WHOLE)).unwrap() == before);
}

#[test]
fn a_full_disk_keeps_what_was_finished() {
    let tournament = tournament(SPECIFICATION);
    let mut kept = Vec::new();
    let units: Vec<u64> = (0..tournament.grid().unit_count()).collect();
    let result = mediant_tournament::play(&tournament, &units, 2, &Unwatched, |record| {
        if kept.len() == 40 {
            return Err(std::io::ErrorKind::StorageFull.into());
        }
        kept.push(record);
        Ok(())
    });
    assert!(
        matches!(result, Err(mediant_tournament::PlayError::NotKept(error)) if error.kind() == std::io::ErrorKind::StorageFull)
    );
    assert_eq!(kept.len(), 40);
    let rest: Vec<u64> =
        units.into_iter().filter(|unit| kept.iter().all(|record| record.unit != *unit)).collect();
    mediant_tournament::play(&tournament, &rest, 2, &Unwatched, |record| {
        kept.push(record);
        Ok(())
    })
    .unwrap();
    assert!(bytes(&tournament, kept) == serial(&tournament));
}

#[test]
fn other_scenarios_and_strategies_change_nothing_for_a_negotiation() {
    let few = tournament(
        "rounds = 30\nrepetitions = 3\nscenarios = [\"cake\"]\nstrategies = [\"random\", \"boulware\"]",
    );
    let more = tournament(
        "rounds = 30\nrepetitions = 5\nscenarios = [\"fields\", \"cake\"]\nstrategies = [\"micro\", \"boulware\", \"random\"]",
    );
    let outcomes = |tournament: &Tournament| {
        let folder = tempfile::tempdir().unwrap();
        let records = played(tournament, folder.path(), Shard::WHOLE, Begin::Anew, 1);
        let results = Results::new(tournament, records, &Unwatched).unwrap();
        let label = |seat: &usize| tournament.specification().entrants[*seat].label.clone();
        let rows = results.rows.into_iter().map(|row| {
            let seats: Vec<String> = row.cell.seats.iter().map(label).collect();
            let scenario = tournament.entries()[row.cell.scenario].label.clone();
            ((scenario, seats, row.cell.repetition), (row.seed, row.played))
        });
        rows.collect::<Vec<_>>()
    };
    let all = outcomes(&more);
    for row in outcomes(&few) {
        assert!(all.contains(&row), "{:?}", row.0);
    }
}
