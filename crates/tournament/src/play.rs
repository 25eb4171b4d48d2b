//! Playing negotiations, on any number of threads.

use crate::grid::{Cell, Unit};
use crate::tournament::Tournament;
use mediant_sim::{Ending, StartError, negotiate};
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;

/// How a negotiation ended: what is kept of it, and everything that results are worked out from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Played {
    /// The options agreed on, one for each issue.
    pub package: Option<Vec<u32>>,
    /// How it ended.
    pub ending: Ending,
    /// How many rounds were begun.
    pub rounds: u32,
    /// When it ended, as a share of the deadline.
    pub time: f64,
    /// How many moves were made.
    pub moves: u64,
    /// What each party has, in the problem's units, without discount.
    pub units: Vec<i64>,
    /// The same on the scale of the input, discounted.
    pub discounted: Vec<f64>,
}

/// The negotiations of one unit, played.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// The number of the unit.
    pub unit: u64,
    /// Its cells, in order.
    pub played: Vec<Played>,
}

/// Told how it goes, and asked whether to go on.
pub trait Watch: Sync {
    /// Whether to stop now. Asked between negotiations, from any thread.
    fn should_stop(&self) -> bool {
        false
    }

    /// So many negotiations are done and kept, of so many. Told from one thread.
    fn done(&self, _negotiations: u64, _of: u64) {}

    /// What is done apart from negotiations, such as "working out frontiers", and how many of how many are done.
    fn stage(&self, _what: &str, _done: usize, _of: usize) {}
}

/// Tells nobody of progress, and never stops.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unwatched;

impl Watch for Unwatched {}

/// Why playing ended before everything was played.
#[derive(Debug)]
pub enum PlayError {
    /// [`Watch::should_stop`] said so.
    Stopped,
    /// What was played could not be kept.
    NotKept(std::io::Error),
    /// The simulator refused a negotiation that the specification allows: a fault of ours.
    Refused(StartError),
}

/// Plays these units and hands every record to `keep` as soon as it is whole, from the calling thread.
///
/// Records come in any order; what is in them does not depend on the number of threads. The units that are not whole
/// when it stops are dropped. Threads hold at most a few records that are not kept yet.
///
/// # Errors
/// It was stopped, or a record could not be kept; everything that was kept before stays good.
pub fn play(
    tournament: &Tournament,
    units: &[u64],
    threads: usize,
    watch: &dyn Watch,
    mut keep: impl FnMut(Record) -> std::io::Result<()>,
) -> Result<(), PlayError> {
    let next = AtomicUsize::new(0);
    let ended = AtomicBool::new(false);
    let threads = threads.clamp(1, units.len().max(1));
    let (sender, receiver) = mpsc::sync_channel::<Result<Record, PlayError>>(threads * 4);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let sender = sender.clone();
            scope.spawn(|| {
                let sender = sender;
                while !ended.load(Ordering::Relaxed) {
                    let Some(unit) = units.get(next.fetch_add(1, Ordering::Relaxed)) else { break };
                    let Some(unit) = tournament.grid().unit(*unit) else { continue };
                    let played = played(tournament, &unit, watch);
                    let failed = played.is_err();
                    // The receiver is gone only when everything has ended.
                    if sender.send(played).is_err() || failed {
                        break;
                    }
                }
            });
        }
        drop(sender);
        let mut result = Ok(());
        for played in receiver {
            if result.is_err() {
                continue;
            }
            result = played.and_then(|record| keep(record).map_err(PlayError::NotKept));
            if result.is_err() {
                ended.store(true, Ordering::Relaxed);
            }
        }
        result
    })
}

/// Plays one unit.
fn played(tournament: &Tournament, unit: &Unit, watch: &dyn Watch) -> Result<Record, PlayError> {
    let entrants = &tournament.specification().entrants;
    let mut seats = Vec::new();
    let mut all = Vec::with_capacity(unit.cells.len());
    for cell in &unit.cells {
        if watch.should_stop() {
            return Err(PlayError::Stopped);
        }
        if seats.is_empty() {
            seats = cell.seats.iter().filter_map(|seat| entrants.get(*seat)).map(|one| one.make()).collect();
        }
        all.push(negotiated(tournament, cell, &mut seats)?);
    }
    Ok(Record { unit: unit.number, played: all })
}

fn negotiated(
    tournament: &Tournament,
    cell: &Cell,
    seats: &mut [Box<dyn mediant_sim::Strategy>],
) -> Result<Played, PlayError> {
    let specification = tournament.specification();
    let Some(entry) = tournament.entries().get(cell.scenario) else {
        return Err(PlayError::Refused(StartError::NoRounds));
    };
    let seed = tournament.seed_of(cell);
    let outcome = negotiate(&entry.scenario, seats, &specification.protocol, &specification.limits(), seed)
        .map_err(PlayError::Refused)?;
    Ok(Played {
        package: outcome.agreement.as_ref().map(|offer| entry.scenario.package(offer)),
        ending: outcome.ending,
        rounds: outcome.rounds,
        time: outcome.time,
        moves: outcome.moves,
        units: outcome.units,
        discounted: outcome.discounted,
    })
}
