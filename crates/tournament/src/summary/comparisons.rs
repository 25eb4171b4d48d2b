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
/// What they scored there, averaged over the repetitions, makes a pair. Pairs of one scenario whose negotiations differ only in
/// which of the two sat where make a group: where the two sit at one table, one negotiation is in several pairs. The test is the
/// permutation test of paired differences ([`permutation::paired`]) that exchanges the two in whole groups, corrected for the
/// number of comparisons by Holm's procedure ([`holm::adjusted`]); the interval resamples whole groups as well.
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
    /// Whether all ways to exchange the two were gone through, or a sample of them was drawn.
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
            let mut groups = differences(pairings, first, second);
            let sum: f64 = groups.iter().map(|group| group.sum).sum();
            let (better, worse) = if sum < 0.0 { (second, first) } else { (first, second) };
            if sum < 0.0 {
                groups.iter_mut().for_each(|group| group.sum = -group.sum);
            }
            let place = [2, first as u64, second as u64];
            let sums: Vec<f64> = groups.iter().map(|group| group.sum).collect();
            let test = permutation::paired(&sums, &mut draws.random(&place));
            let label = |at: usize| entrants.get(at).map(|entrant| entrant.label.clone()).unwrap_or_default();
            Comparison {
                better: label(better),
                worse: label(worse),
                difference: draws.estimate(&[3, first as u64, second as u64], &groups),
                pairs: groups.iter().map(|group| group.count as usize).sum(),
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

/// What the first scored more than the second, wherever both sat in the same place: a cluster for each scenario and company.
///
/// If neither is better, each negotiation could as well have been held with the two exchanged, at every seat at once. What that
/// turns round is the sum of a cluster: of (first, first) against (second, first) it makes (second, second) against
/// (first, second).
fn differences(pairings: &BTreeMap<Pairing, Vec<f64>>, first: usize, second: usize) -> Vec<Cluster> {
    let mut groups: BTreeMap<Pairing, Cluster> = BTreeMap::new();
    for ((scenario, seats), scores) in pairings {
        for (seat, _) in seats.iter().enumerate().filter(|(_, own)| **own == first) {
            let mut instead = seats.clone();
            // Everything else as it was: the same seat, scenario and others. Means over different company
            // would compare the company.
            instead.get_mut(seat).into_iter().for_each(|own| *own = second);
            let theirs = pairings.get(&(*scenario, instead));
            let both = scores.get(seat).zip(theirs.and_then(|scores| scores.get(seat)));
            // The company alone, whichever of the two sat at the other seats.
            let company = seats.iter().map(|own| if *own == second { first } else { *own }).collect();
            if let Some((mine, theirs)) = both {
                groups.entry((*scenario, company)).or_default().add(mine - theirs);
            }
        }
    }
    groups.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::differences;
    use crate::statistics::permutation;
    use mediant_sim::Random;
    use std::collections::BTreeMap;

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
        let found: Vec<f64> =
            differences(&pairings.into_iter().collect(), 0, 1).iter().map(|group| group.sum).collect();
        assert!(
            found.len() == 2 && (found[0] - 0.4).abs() < 1e-12 && (found[1] + 0.3).abs() < 1e-12,
            "{found:?}"
        );
    }

    /// Two strategies of which neither is better: with its like each gets what the other gets, against each other one gets what
    /// the other loses. By chance alone p is at most 0.05 in one of twenty tournaments.
    #[test]
    fn equals_are_found_different_no_more_often_than_the_test_says() {
        let mut random = Random::new(3);
        let tournaments = 1_000;
        let mut rejected = 0;
        for _ in 0..tournaments {
            let mut pairings = BTreeMap::new();
            for scenario in 0..6 {
                for (first, second) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
                    let share = random.unit();
                    let other = if first == second { share } else { 1.0 - share };
                    pairings.insert((scenario, vec![first, second]), vec![share, other]);
                }
            }
            let sums: Vec<f64> = differences(&pairings, 0, 1).iter().map(|group| group.sum).collect();
            rejected += usize::from(permutation::paired(&sums, &mut Random::new(0)).p <= 0.05);
        }
        // Five standard deviations above one in twenty.
        let most = 0.05 + 5.0 * (0.05 * 0.95 / f64::from(tournaments)).sqrt();
        assert!(rejected as f64 / f64::from(tournaments) <= most, "{rejected} of {tournaments}");
    }
}
