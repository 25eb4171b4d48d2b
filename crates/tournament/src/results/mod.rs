//! Results: a row for each negotiation, and the files they are written to.

pub mod columns;
pub mod csv;
pub mod parquet;
pub mod reference;

use crate::grid::Cell;
use crate::play::{Played, Record, Watch};
use crate::tournament::Tournament;
use crate::yardstick::{Measures, Yardstick};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// All negotiations of a tournament, measured, in its fixed order.
pub struct Results<'t> {
    /// The tournament that was played.
    pub tournament: &'t Tournament,
    /// A row for each negotiation, by its number.
    pub rows: Vec<Row>,
    /// The labels of scenarios whose frontier is too large to be known whole.
    pub without_frontier: Vec<String>,
}

/// A negotiation with everything that is told of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Which negotiation it is.
    pub cell: Cell,
    /// The seed that it was played with.
    pub seed: u64,
    /// How it ended.
    pub played: Played,
    /// How good that is.
    pub measures: Measures,
}

/// Why there are no results.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ResultsError {
    /// So many units were not played; these are the numbers of the first ones.
    #[error("{count} units of negotiations are not played yet")]
    Missing {
        /// How many units are missing.
        count: u64,
        /// Up to ten of them.
        first: Vec<u64>,
    },
    /// Two records of this unit differ: they are not of the same program and machine, or one was altered.
    #[error("two records of unit {unit} contradict each other")]
    Contradiction {
        /// The unit's number.
        unit: u64,
    },
    /// A record does not fit the tournament: there is no such unit, or it has other negotiations.
    #[error("the record of unit {unit} is not of this tournament")]
    Foreign {
        /// The unit's number as the record has it.
        unit: u64,
    },
    /// [`Watch::should_stop`] said so.
    #[error("working out the results was stopped")]
    Stopped,
}

/// The rows of a scenario.
struct Measured {
    rows: Vec<Row>,
    /// Its label, where its frontier is not known.
    without_frontier: Option<String>,
}

fn measured(
    tournament: &Tournament,
    scenario: usize,
    all: Vec<(Cell, Played)>,
    watch: &dyn Watch,
) -> Option<Measured> {
    let entry = tournament.entries().get(scenario)?;
    let mut yardstick = Yardstick::new(&entry.scenario, watch)?;
    watch.stage("working out frontiers", scenario, tournament.entries().len());
    let row = |(cell, played): (Cell, Played)| {
        let measures = yardstick.measure(&entry.scenario, &played);
        Row { seed: tournament.seed_of(&cell), cell, played, measures }
    };
    let rows = all.into_iter().map(row).collect();
    Some(Measured { rows, without_frontier: (!yardstick.knows_frontier()).then(|| entry.label.clone()) })
}

impl<'t> Results<'t> {
    /// Measures what was played, scenario by scenario on the threads of the current rayon pool. Records may come in any order, and more than once if they agree.
    ///
    /// # Errors
    /// Something is missing, contradicts itself or is of another tournament; or it was stopped.
    pub fn new(
        tournament: &'t Tournament,
        records: impl IntoIterator<Item = Record>,
        watch: &dyn Watch,
    ) -> Result<Self, ResultsError> {
        let mut by_unit: BTreeMap<u64, Record> = BTreeMap::new();
        for record in records {
            let unit = record.unit;
            let fits =
                tournament.grid().unit(unit).is_some_and(|found| found.cells.len() == record.played.len());
            if !fits {
                return Err(ResultsError::Foreign { unit });
            }
            if by_unit.get(&unit).is_some_and(|known| *known != record) {
                return Err(ResultsError::Contradiction { unit });
            }
            by_unit.insert(unit, record);
        }
        let units = tournament.grid().unit_count();
        if (by_unit.len() as u64) < units {
            let missing = || (0..units).filter(|unit| !by_unit.contains_key(unit));
            return Err(ResultsError::Missing {
                count: units - by_unit.len() as u64,
                first: missing().take(10).collect(),
            });
        }
        let mut by_scenario: BTreeMap<usize, Vec<(Cell, Played)>> = BTreeMap::new();
        for record in by_unit.into_values() {
            let cells = tournament.grid().unit(record.unit).map(|unit| unit.cells).unwrap_or_default();
            for (cell, played) in cells.into_iter().zip(record.played) {
                by_scenario.entry(cell.scenario).or_default().push((cell, played));
            }
        }
        let measured: Option<Vec<Measured>> = by_scenario
            .into_par_iter()
            .map(|(scenario, all)| measured(tournament, scenario, all, watch))
            .collect();
        let mut results = Self { tournament, rows: Vec::new(), without_frontier: Vec::new() };
        for measured in measured.ok_or(ResultsError::Stopped)? {
            results.rows.extend(measured.rows);
            results.without_frontier.extend(measured.without_frontier);
        }
        Ok(results)
    }

    /// The greatest number of parties of any scenario.
    pub fn parties_max(&self) -> usize {
        self.tournament.entries().iter().map(|entry| entry.scenario.party_count()).max().unwrap_or(0)
    }
}
