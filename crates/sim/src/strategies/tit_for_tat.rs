//! Answers in kind, measured by its own worths.

use crate::{Action, Own, Placed, Random, Strategy, Turn};

/// The behaviour-dependent tactics of Faratin, Sierra & Jennings 1998, section 4.3, on worths instead of the
/// values of single issues: what the other side gave is measured by what its offers are worth to oneself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Imitation {
    /// Relative: gives in the proportion in which the other side gave, so many of its steps ago.
    Relative {
        /// δ: how many steps ago.
        lag: usize,
    },
    /// Random absolute: gives as much as the other side gave, so many of its steps ago, give or take at most so
    /// much by chance.
    Absolute {
        /// δ: how many steps ago.
        lag: usize,
        /// M: the most that chance adds or takes away.
        noise: f64,
    },
    /// Averaged: gives in the proportion in which the other side gave over so many of its last steps.
    Averaged {
        /// γ: how many steps.
        window: usize,
    },
}

/// Begins with its best package and answers in kind. It never goes below its walk-away value, nor above its best
/// package, and takes what is worth at least as much as what it would put forward.
///
/// With more than two parties the other side is the last one that put something forward.
pub struct TitForTat {
    imitation: Imitation,
    random: Random,
    /// What it aims at.
    target: f64,
    /// What the other side's offers were worth, oldest first.
    received: Vec<f64>,
    heard: usize,
}

impl TitForTat {
    /// With one of the three tactics.
    pub fn new(imitation: Imitation) -> Self {
        Self { imitation, random: Random::new(0), target: 1.0, received: Vec::new(), heard: 0 }
    }

    /// What an offer of the other side so many steps ago was worth.
    fn ago(&self, steps: usize) -> Option<f64> {
        let place = self.received.len().checked_sub(steps + 1)?;
        self.received.get(place).copied()
    }

    fn next_target(&mut self, floor: f64) -> f64 {
        let proportion = |before: Option<f64>, after: Option<f64>| match (before, after) {
            (Some(before), Some(after)) if after > 0.0 => before / after,
            _ => 1.0,
        };
        let next = match self.imitation {
            Imitation::Relative { lag } => {
                self.target * proportion(self.ago(lag), self.ago(lag.saturating_sub(1)))
            }
            Imitation::Averaged { window } => {
                // As long as there are fewer steps it looks back as far as it can.
                let window = window.min(self.received.len().saturating_sub(1));
                self.target * proportion(self.ago(window), self.ago(0))
            }
            Imitation::Absolute { lag, noise } => {
                let given = match (self.ago(lag), self.ago(lag.saturating_sub(1))) {
                    (Some(before), Some(after)) => after - before,
                    _ => 0.0,
                };
                self.target - given + noise * (2.0 * self.random.unit() - 1.0)
            }
        };
        next.clamp(floor, 1.0)
    }
}

/// A worth that can be reckoned with: what its own red lines forbid is worth nothing.
fn counted(own: &Own<'_>, placed: &Placed) -> f64 {
    own.worth(&placed.offer).max(0.0)
}

impl Strategy for TitForTat {
    fn begin(&mut self, _own: &Own<'_>, random: Random) {
        *self = Self { random, ..Self::new(self.imitation) };
    }

    fn act(&mut self, turn: &Turn<'_>) -> Action {
        let own = &turn.own;
        let others = turn.offers.iter().skip(self.heard).filter(|placed| placed.party != own.party());
        let fresh: Vec<f64> = others.map(|placed| counted(own, placed)).collect();
        self.heard = turn.offers.len();
        let floor = own.reservation().clamp(0.0, 1.0);
        // With several others, each step of each of them is answered.
        for worth in fresh {
            self.received.push(worth);
            self.target = self.next_target(floor);
        }
        let next = own.least_reaching(self.target, &mut self.random);
        match turn.standing {
            Some(standing) if own.worth(standing) >= own.worth(&next).max(own.reservation()) => {
                Action::Accept
            }
            _ => Action::Offer(next),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn targets(imitation: Imitation, received: &[f64]) -> Vec<f64> {
        let mut tactic = TitForTat::new(imitation);
        received
            .iter()
            .map(|worth| {
                tactic.received.push(*worth);
                tactic.target = tactic.next_target(0.1);
                tactic.target
            })
            .collect()
    }

    fn near(targets: &[f64], expected: &[f64]) {
        let close = targets.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12);
        assert!(close && targets.len() == expected.len(), "{targets:?} {expected:?}");
    }

    #[test]
    fn it_gives_what_was_given() {
        let received = [0.2, 0.25, 0.25, 0.5];
        near(&targets(Imitation::Relative { lag: 1 }, &received), &[1.0, 0.8, 0.8, 0.4]);
        near(&targets(Imitation::Relative { lag: 2 }, &received), &[1.0, 1.0, 0.8, 0.8]);
        near(&targets(Imitation::Absolute { lag: 1, noise: 0.0 }, &received), &[1.0, 0.95, 0.95, 0.7]);
        near(&targets(Imitation::Averaged { window: 2 }, &received), &[1.0, 0.8, 0.64, 0.32]);
    }

    #[test]
    fn it_stays_between_walk_away_value_and_best_package() {
        near(&targets(Imitation::Relative { lag: 1 }, &[0.1, 0.0001, 1.0, 0.5]), &[1.0, 1.0, 0.1, 0.2]);
        for target in targets(Imitation::Absolute { lag: 1, noise: 0.9 }, &[0.5; 50]) {
            assert!((0.1..=1.0).contains(&target));
        }
    }
}
