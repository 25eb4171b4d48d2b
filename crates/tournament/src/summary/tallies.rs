//! Observations gathered by pairing: the clusters that intervals are made from.

use super::{Draws, Figures};
use crate::results::{Results, Row};
use crate::statistics::bootstrap::Cluster;
use std::collections::BTreeMap;

/// A scenario, and the strategy at each of its seats.
pub(crate) type Pairing = (usize, Vec<usize>);

/// Observations of every figure, by pairing.
#[derive(Default)]
pub(super) struct Tally {
    clusters: BTreeMap<Pairing, [Cluster; FIGURES]>,
}

const FIGURES: usize = 8;
const OTHERS: usize = 7;

impl Tally {
    /// Takes in what a negotiation was for one of its seats.
    pub(super) fn add(&mut self, row: &Row, seat: usize) {
        let agreed = row.played.package.is_some();
        let scores = &row.measures.scores;
        let others: f64 =
            scores.iter().enumerate().filter(|(other, _)| *other != seat).map(|(_, score)| score).sum();
        let observed: [Option<f64>; FIGURES] = [
            Some(if agreed { 1.0 } else { 0.0 }),
            scores.get(seat).copied(),
            Some(row.measures.nash_product),
            row.measures.nash_ratio,
            row.measures.distance,
            row.measures.efficient.map(|efficient| if efficient { 1.0 } else { 0.0 }),
            Some(f64::from(row.played.rounds)),
            (scores.len() > 1).then(|| others / (scores.len() - 1) as f64),
        ];
        let clusters = self.clusters.entry((row.cell.scenario, row.cell.seats.clone())).or_default();
        for (cluster, observed) in clusters.iter_mut().zip(observed) {
            observed.into_iter().for_each(|observed| cluster.add(observed));
        }
    }

    fn of(&self, figure: usize) -> Vec<Cluster> {
        self.clusters.values().filter_map(|clusters| clusters.get(figure)).copied().collect()
    }

    /// The scores of the others at the table.
    pub(super) fn others(&self) -> Vec<Cluster> {
        self.of(OTHERS)
    }

    /// Every figure with its interval, each drawn from a stream below `place`.
    pub(super) fn figures(&self, draws: Draws, place: &[u64]) -> Figures {
        let figure = |number: usize| {
            let place: Vec<u64> = place.iter().copied().chain([number as u64]).collect();
            draws.estimate(&place, &self.of(number))
        };
        Figures {
            agreement_rate: figure(0),
            score: figure(1),
            nash_product: figure(2),
            nash_ratio: figure(3),
            distance_to_frontier: figure(4),
            efficient_rate: figure(5),
            rounds: figure(6),
        }
    }
}

/// The mean score at each seat of every pairing.
pub(super) fn by_pairing(results: &Results<'_>) -> BTreeMap<Pairing, Vec<f64>> {
    let mut sums: BTreeMap<Pairing, (Vec<f64>, u32)> = BTreeMap::new();
    for row in &results.rows {
        let empty = || (vec![0.0; row.cell.seats.len()], 0);
        let (sum, count) = sums.entry((row.cell.scenario, row.cell.seats.clone())).or_insert_with(empty);
        sum.iter_mut().zip(&row.measures.scores).for_each(|(sum, score)| *sum += score);
        *count += 1;
    }
    let mean = |(sum, count): (Vec<f64>, u32)| sum.into_iter().map(|sum| sum / f64::from(count)).collect();
    sums.into_iter().map(|(pairing, sums)| (pairing, mean(sums))).collect()
}
