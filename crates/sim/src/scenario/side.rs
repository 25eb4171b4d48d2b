//! One party's side of a scenario.

use super::{ScenarioError, enumerate, search};
use crate::Offer;
use crate::offer::Form;
use mediant_model::Problem;
use std::cmp::Reverse;

/// What packages are worth to one party.
pub(crate) struct Side {
    /// Units of its worst package (of a lower bound, where packages are not numbered and interact).
    pub floor: i64,
    /// Units between its worst and its best package (the best found, where that is not known).
    pub span: i64,
    /// Its walk-away value in units; the floor where it has none.
    pub reservation_units: i64,
    /// The same on the scale from 0 to 1.
    pub reservation: f64,
    /// What is left of utility at the deadline.
    pub discount: f64,
    /// Whether anything but its walk-away value binds it.
    pub bound: bool,
    /// Its packages in order, where they are numbered.
    pub ranked: Option<Ranked>,
    /// The best package it may offer, or the best found.
    pub best: Offer,
}

/// A party's packages in order.
pub(crate) struct Ranked {
    /// What each package is worth, by its number; minus infinity where the party may not agree to it.
    pub worths: Vec<f64>,
    /// The numbers of the packages it may offer, best first, equal ones by number.
    pub order: Vec<u32>,
}

impl Side {
    pub fn new(
        problem: &Problem,
        party: usize,
        discount: f64,
        count: Option<u32>,
    ) -> Result<Self, ScenarioError> {
        let stated = problem.parties.get(party);
        let id = || stated.map(|party| party.id.clone()).unwrap_or_else(|| "".into());
        let utility =
            stated.and_then(|party| party.utility.as_ref()).ok_or_else(|| ScenarioError::NoPoints(id()))?;
        let bound = enumerate::is_bound(problem, party);
        let (floor, top, best, units, order) = match count {
            Some(count) => {
                let units = enumerate::units(problem, utility, count);
                let may = |number: &u32| {
                    !bound || enumerate::may_offer(problem, party, &enumerate::options(problem, *number))
                };
                let mut order: Vec<u32> = (0..count).filter(may).collect();
                let worth = |number: &u32| units.get(*number as usize).copied().unwrap_or(i64::MIN);
                order.sort_unstable_by_key(|number| (Reverse(worth(number)), *number));
                let first = order.first().ok_or_else(|| ScenarioError::NothingToOffer(id()))?;
                // The worst of what it may offer, not of all packages: what its own red lines exclude is no
                // outcome for it.
                let floor = order.last().map_or(0, worth);
                (floor, worth(first), Offer::numbered(*first), units, order)
            }
            None => {
                let found = search::best(problem, party, utility)
                    .ok_or_else(|| ScenarioError::NothingToOffer(id()))?;
                let floor = search::lower_bound(problem, utility);
                (floor, utility.of(&found), Offer::from_options(&found), Vec::new(), Vec::new())
            }
        };
        let reservation_units = problem.reservation(party).unwrap_or(floor);
        let span = top - floor;
        let mut side =
            Self { floor, span, reservation_units, reservation: 0.0, discount, bound, ranked: None, best };
        side.reservation = side.share(reservation_units);
        if count.is_some() {
            let mut worths: Vec<f64> = units.iter().map(|units| side.share(*units)).collect();
            if bound {
                // Minus infinity compares below every walk-away value, so that no strategy needs a rule of
                // its own for what is forbidden.
                let shares = std::mem::replace(&mut worths, vec![f64::NEG_INFINITY; units.len()]);
                for number in order.iter().map(|number| *number as usize) {
                    if let (Some(slot), Some(share)) = (worths.get_mut(number), shares.get(number)) {
                        *slot = *share;
                    }
                }
            }
            side.ranked = Some(Ranked { worths, order });
        }
        Ok(side)
    }

    /// What an offer is worth; minus infinity for one that the party may not agree to or that is none.
    #[inline]
    pub fn worth(&self, problem: &Problem, party: usize, offer: &Offer) -> f64 {
        match (&offer.0, &self.ranked) {
            (Form::Numbered(number), Some(ranked)) => {
                ranked.worths.get(*number as usize).copied().unwrap_or(f64::NEG_INFINITY)
            }
            (Form::Numbered(_), None) => f64::NEG_INFINITY,
            (Form::Listed(options), _) => self.worth_of(problem, party, options),
        }
    }

    /// The same for a list of options.
    pub fn worth_of(&self, problem: &Problem, party: usize, package: &[u32]) -> f64 {
        match problem.utility(party, package) {
            Some(units) if !self.bound || enumerate::may_offer(problem, party, package) => self.share(units),
            _ => f64::NEG_INFINITY,
        }
    }

    /// Units on the scale from 0 (worst package) to 1 (best); where all are equal, 1 for them and more.
    pub fn share(&self, units: i64) -> f64 {
        let above = units.saturating_sub(self.floor);
        if self.span == 0 {
            return if above >= 0 { 1.0 } else { above as f64 };
        }
        above as f64 / self.span as f64
    }
}

impl Ranked {
    /// What the package at a rank is worth; minus infinity beyond the last.
    pub fn worth_at(&self, rank: usize) -> f64 {
        let number = self.order.get(rank);
        number.and_then(|number| self.worths.get(*number as usize)).copied().unwrap_or(f64::NEG_INFINITY)
    }

    /// How many packages are worth at least `target`.
    pub fn reaching(&self, target: f64) -> usize {
        self.order
            .partition_point(|number| self.worths.get(*number as usize).is_some_and(|worth| *worth >= target))
    }

    /// As [`Ranked::reaching`], where so many packages are known to reach the target: it looks ahead in growing steps.
    pub fn reaching_from(&self, known: usize, target: f64) -> usize {
        let mut step = 1;
        let mut low = known;
        // Doubling steps: targets fall little from one turn to the next, so the place is mostly near.
        while low + step <= self.order.len() && self.worth_at(low + step - 1) >= target {
            low += step;
            step *= 2;
        }
        // The package at rank `low + step - 1` falls short, and those below `low` do not.
        let between = self.order.get(low..(low + step - 1).min(self.order.len())).unwrap_or_default();
        low + between
            .partition_point(|number| self.worths.get(*number as usize).is_some_and(|worth| *worth >= target))
    }

    /// How many packages are worth more than `ceiling`.
    pub fn above(&self, ceiling: f64) -> usize {
        self.order
            .partition_point(|number| self.worths.get(*number as usize).is_some_and(|worth| *worth > ceiling))
    }
}

#[cfg(test)]
mod tests {
    use super::Ranked;

    #[test]
    fn looking_ahead_finds_what_looking_everywhere_finds() {
        let worths = vec![1.0, 0.9, 0.9, 0.9, 0.5, 0.2, 0.2, 0.0];
        let ranked = Ranked { order: (0..8).collect(), worths };
        for target in [1.1, 1.0, 0.95, 0.9, 0.7, 0.5, 0.3, 0.2, 0.1, 0.0, -1.0, f64::NEG_INFINITY] {
            let all = ranked.reaching(target);
            for known in 0..=all {
                assert_eq!(ranked.reaching_from(known, target), all, "{known} {target}");
            }
        }
    }
}
