//! Where populations end up, and how often.

use super::Payoffs;
use super::replicator::{distance, settle};
use mediant_sim::Random;

/// A state that populations come to rest in, or near which they still move.
#[derive(Clone, Debug, PartialEq)]
pub struct Basin {
    /// The shares of the strategies there; of several starts, the first one's.
    pub shares: Vec<f64>,
    /// How many of the starts lead there.
    pub starts: usize,
    /// Whether they come to rest.
    pub settled: bool,
}

/// So many populations are followed.
pub const STARTS: usize = 200;
/// Ends this near to each other are the same.
const SAME: f64 = 0.02;

/// Follows [`STARTS`] populations drawn evenly from all mixtures of the strategies; most frequent ends first.
///
/// Those that do not come to rest are counted together: where they are when they are left says nothing.
/// The share of starts estimates the size of a basin of attraction, with a standard error of at most 3.6 points.
pub fn basins(payoffs: &Payoffs, random: &mut Random) -> Vec<Basin> {
    let mut found: Vec<Basin> = Vec::new();
    for _ in 0..STARTS {
        let path = settle(payoffs, &mixture(payoffs.count(), random));
        let is_same = |basin: &&mut Basin| {
            basin.settled == path.settled && (!path.settled || distance(&basin.shares, path.end()) <= SAME)
        };
        match found.iter_mut().find(is_same) {
            Some(basin) => basin.starts += 1,
            None => found.push(Basin { shares: path.end().to_vec(), starts: 1, settled: path.settled }),
        }
    }
    found.sort_by_key(|basin| std::cmp::Reverse(basin.starts));
    found
}

/// Shares drawn evenly from the simplex: exponential deviates over their sum.
fn mixture(count: usize, random: &mut Random) -> Vec<f64> {
    // Uniform numbers over their sum would crowd in the middle; exponential ones over theirs are even on the
    // simplex.
    let deviates: Vec<f64> = (0..count).map(|_| -(1.0 - random.unit()).ln()).collect();
    let sum: f64 = deviates.iter().sum();
    deviates.into_iter().map(|deviate| if sum > 0.0 { deviate / sum } else { 1.0 / count as f64 }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stag_hunt_has_two_basins_with_the_border_where_both_do_equally_well() {
        // Stag 4 together, 0 alone; hare 3: the border lies at 3/4 stag hunters, so a quarter of all starts hunt stags.
        let hunt = Payoffs::new(vec![vec![4.0, 0.0], vec![3.0, 3.0]]).unwrap();
        let found = basins(&hunt, &mut Random::new(11));
        assert_eq!(found.len(), 2);
        assert_eq!(found.iter().map(|basin| basin.starts).sum::<usize>(), STARTS);
        assert!(found[0].shares[1] > 0.99 && found[1].shares[0] > 0.99);
        // Four standard deviations around 50 of 200.
        assert!((26..=74).contains(&found[1].starts), "{found:?}");
    }

    #[test]
    fn what_goes_round_is_said_not_to_settle() {
        let rps = vec![vec![0.0, -1.0, 1.0], vec![1.0, 0.0, -1.0], vec![-1.0, 1.0, 0.0]];
        let found = basins(&Payoffs::new(rps).unwrap(), &mut Random::new(4));
        assert!(found.iter().any(|basin| !basin.settled && basin.starts > STARTS / 2));
    }
}
