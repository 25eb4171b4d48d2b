//! One possible utility, and the gains that it gives packages.
//!
//! Sorting a draw is the same as drawing under the condition that it is in order, because the levels of an
//! issue are drawn alike and independently: each order of them is equally likely. So the prior given the forms
//! costs a sort, not a search. For the steps of issues it is close rather than the same, since issues with more
//! options have larger steps; the moves do the rest.

use crate::Agenda;
use crate::draw::Draw;
use crate::prior::WALK_AWAY;
use crate::statement::Orders;

/// One additive utility with a walk-away, drawn from the [`crate::prior`].
#[derive(Clone, Debug)]
pub(crate) struct Particle {
    /// How much each issue counts, above zero; by issue.
    pub weights: Vec<f64>,
    /// By column, in [0, 1].
    pub levels: Vec<f64>,
    /// Where the walk-away lies between the worst and the best package.
    pub share: f64,
    /// By column: weight times level.
    pub worth: Vec<f64>,
    /// Of the worst package.
    pub worst: f64,
    /// Of the best package.
    pub best: f64,
    /// The least that is acceptable.
    pub walk_away: f64,
}

impl Particle {
    /// A draw from the prior, with levels and weights sorted as the orders say.
    pub fn drawn(agenda: &Agenda, orders: &Orders, draw: &mut Draw) -> Self {
        let mut particle = Self {
            weights: (0..agenda.issues()).map(|_| draw.gamma2()).collect(),
            levels: (0..agenda.columns()).map(|_| draw.unit()).collect(),
            share: WALK_AWAY.0 + (WALK_AWAY.1 - WALK_AWAY.0) * draw.unit(),
            worth: vec![0.0; agenda.columns()],
            worst: 0.0,
            best: 0.0,
            walk_away: 0.0,
        };
        for issue in 0..agenda.issues() {
            if let Some(Some(order)) = orders.options.get(issue) {
                // Of the options that it names: the others keep theirs.
                let named =
                    order.iter().flatten().map(|option| particle.levels[agenda.column(issue, *option)]);
                let mut levels: Vec<f64> = named.collect();
                levels.sort_by(|a, b| b.total_cmp(a));
                let mut next = levels.into_iter();
                for group in order {
                    let level = next.next().unwrap_or_default();
                    group.iter().skip(1).for_each(|_| {
                        next.next();
                    });
                    group.iter().for_each(|option| particle.levels[agenda.column(issue, *option)] = level);
                }
            }
        }
        if let Some(order) = &orders.issues {
            particle.steps_sorted(agenda, order);
        }
        particle.settle(agenda);
        particle
    }

    /// Gives the largest step from worst to best to the issue that the party put first, and so on.
    fn steps_sorted(&mut self, agenda: &Agenda, order: &[Vec<u32>]) {
        let spread = |issue: usize| {
            let levels = &self.levels[agenda.offset(issue)..agenda.offset(issue) + agenda.size(issue)];
            let highest = levels.iter().copied().fold(f64::MIN, f64::max);
            let lowest = levels.iter().copied().fold(f64::MAX, f64::min);
            // An issue whose levels fell together has no step to scale; without the floor its weight would be
            // endless.
            (highest - lowest).max(1e-6)
        };
        let spreads: Vec<f64> = (0..agenda.issues()).map(spread).collect();
        let mut steps: Vec<f64> =
            self.weights.iter().zip(&spreads).map(|(weight, spread)| weight * spread).collect();
        steps.sort_by(|a, b| b.total_cmp(a));
        let mut next = steps.into_iter();
        for group in order {
            let step = next.next().unwrap_or_default();
            group.iter().skip(1).for_each(|_| {
                next.next();
            });
            for issue in group {
                // The steps are sorted, not the weights: what the party put in order is the step from worst
                // to best, and the weight follows from it.
                self.weights[*issue as usize] = step / spreads[*issue as usize];
            }
        }
    }

    /// Brings what is derived in step with weights, levels and share. Cost O(columns).
    pub fn settle(&mut self, agenda: &Agenda) {
        (self.worst, self.best) = (0.0, 0.0);
        for issue in 0..agenda.issues() {
            let (mut lowest, mut highest) = (f64::MAX, f64::MIN);
            for column in agenda.offset(issue)..agenda.offset(issue) + agenda.size(issue) {
                let worth = self.weights[issue] * self.levels[column];
                self.worth[column] = worth;
                (lowest, highest) = (lowest.min(worth), highest.max(worth));
            }
            self.worst += lowest;
            self.best += highest;
        }
        self.walk_away = self.worst + self.share * (self.best - self.worst);
    }

    /// Its gains, scaled so that the best package gains 1.
    pub fn gain(&self) -> Gain {
        // Utilities have no unit of their own. With the best gain at 1, losses under different particles can
        // be added up.
        let scale = 1.0 / (self.best - self.walk_away).max(1e-9);
        Gain {
            worth: self.worth.iter().map(|worth| worth * scale).collect(),
            walk_away: self.walk_away * scale,
        }
    }
}

/// A gain over the walk-away, additive over issues.
#[derive(Clone, Debug)]
pub(crate) struct Gain {
    /// What each option adds to the gain, on the gain's scale; by column.
    pub worth: Vec<f64>,
    /// What nothing is worth.
    pub walk_away: f64,
}

impl Gain {
    /// Nothing gains anything.
    pub fn none(agenda: &Agenda) -> Self {
        Self { worth: vec![0.0; agenda.columns()], walk_away: 0.0 }
    }

    /// The mean of several.
    pub fn mean(gains: &[Self]) -> Self {
        let columns = gains.first().map_or(0, |gain| gain.worth.len());
        let mut mean = Self { worth: vec![0.0; columns], walk_away: 0.0 };
        let share = 1.0 / gains.len().max(1) as f64;
        for gain in gains {
            mean.worth.iter_mut().zip(&gain.worth).for_each(|(sum, worth)| *sum += worth * share);
            mean.walk_away += gain.walk_away * share;
        }
        mean
    }

    /// Of a package.
    pub fn of(&self, agenda: &Agenda, package: &[u32]) -> f64 {
        let worth = |(issue, option): (usize, &u32)| self.worth[agenda.column(issue, *option)];
        package.iter().enumerate().map(worth).sum::<f64>() - self.walk_away
    }
}
