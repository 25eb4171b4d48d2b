//! Which strategy is better than which, and how sure that is.

use super::tallies::Pairing;
use super::{Draws, Estimate};
use crate::statistics::bootstrap::Cluster;
use crate::statistics::{holm, permutation};
use crate::tournament::Tournament;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;

/// Two strategies compared on equal terms: the same scenario, the same seat, the same others at the table.
///
/// What they scored there, averaged over the repetitions, makes a pair. The test is the permutation test of paired
/// differences ([`permutation::paired`]), corrected for the number of comparisons by Holm's procedure
/// ([`holm::adjusted`]).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// The label of the one that scored more.
    pub better: String,
    /// The label of the other.
    pub worse: String,
    /// By how much, with its interval.
    pub difference: Option<Estimate>,
    /// How many pairs there are.
    pub pairs: usize,
    /// The two-sided p-value of the test.
    pub p: f64,
    /// The same, corrected for all comparisons of the tournament.
    pub p_adjusted: f64,
    /// Whether all signs were gone through, or a sample of them was drawn.
    pub exact: bool,
}

pub(super) fn of(
    tournament: &Tournament,
    pairings: &BTreeMap<Pairing, Vec<f64>>,
    draws: Draws,
) -> Vec<Comparison> {
    let entrants = &tournament.specification().entrants;
    let pairs =
        (0..entrants.len()).flat_map(|first| (first + 1..entrants.len()).map(move |second| (first, second)));
    let pairs: Vec<(usize, usize)> = pairs.collect();
    let mut found: Vec<Comparison> = pairs
        .into_par_iter()
        .map(|(first, second)| {
            let mut differences = differences(pairings, first, second);
            let sum: f64 = differences.iter().sum();
            let (better, worse) = if sum < 0.0 { (second, first) } else { (first, second) };
            if sum < 0.0 {
                differences.iter_mut().for_each(|difference| *difference = -*difference);
            }
            let place = [2, first as u64, second as u64];
            let test = permutation::paired(&differences, &mut draws.random(&place));
            let singles: Vec<Cluster> =
                differences.iter().map(|difference| Cluster { sum: *difference, count: 1 }).collect();
            let label = |at: usize| entrants.get(at).map(|entrant| entrant.label.clone()).unwrap_or_default();
            Comparison {
                better: label(better),
                worse: label(worse),
                difference: draws.estimate(&[3, first as u64, second as u64], &singles),
                pairs: differences.len(),
                p: test.p,
                p_adjusted: test.p,
                exact: test.exact,
            }
        })
        .collect();
    let p_values: Vec<f64> = found.iter().map(|comparison| comparison.p).collect();
    let adjusted = holm::adjusted(&p_values);
    found.iter_mut().zip(adjusted).for_each(|(comparison, p)| comparison.p_adjusted = p);
    found.sort_by(|a, b| a.p.total_cmp(&b.p));
    found
}

/// What the first scored more than the second, wherever both sat in the same place.
fn differences(pairings: &BTreeMap<Pairing, Vec<f64>>, first: usize, second: usize) -> Vec<f64> {
    let mut differences = Vec::new();
    for ((scenario, seats), scores) in pairings {
        for (seat, _) in seats.iter().enumerate().filter(|(_, own)| **own == first) {
            let mut instead = seats.clone();
            // Everything else as it was: the same seat, scenario and others. Means over different company
            // would compare the company.
            instead.get_mut(seat).into_iter().for_each(|own| *own = second);
            let theirs = pairings.get(&(*scenario, instead));
            let both = scores.get(seat).zip(theirs.and_then(|scores| scores.get(seat)));
            differences.extend(both.map(|(mine, theirs)| mine - theirs));
        }
    }
    differences
}

#[cfg(test)]
mod tests {
    use super::differences;

    #[test]
    fn pairs_share_scenario_seat_and_company() {
        let pairings = [
            ((0, vec![0, 2]), vec![0.9, 0.1]),
            ((0, vec![1, 2]), vec![0.5, 0.3]),
            ((0, vec![2, 0]), vec![0.2, 0.8]),
            ((1, vec![0, 2]), vec![0.4, 0.6]),
            ((1, vec![1, 2]), vec![0.7, 0.6]),
        ];
        // In scenario 0 the second never sat second beside 2.
        let found = differences(&pairings.into_iter().collect(), 0, 1);
        assert!(
            found.len() == 2 && (found[0] - 0.4).abs() < 1e-12 && (found[1] + 0.3).abs() < 1e-12,
            "{found:?}"
        );
    }
}
