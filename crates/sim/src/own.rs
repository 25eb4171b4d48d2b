//! What a strategy is told about: its own side of the scenario, and nothing of the others'.

use crate::scenario::Side;
use crate::{Clock, Offer, Random, Scenario};
use mediant_model::PartyId;
use mediant_model::problem::{Package, ProblemIssue};
use std::cell::Cell;

/// One party's own side: what packages are worth to it, on a scale from 0 (its worst package) to 1 (its best).
///
/// The issues and their options are known to everybody; of worths it has its own alone. Every question counts
/// against the effort allowed for a move, so that a strategy that never stops asking is stopped.
#[derive(Clone, Copy)]
pub struct Own<'a> {
    pub(crate) scenario: &'a Scenario,
    pub(crate) side: &'a Side,
    pub(crate) party: usize,
    pub(crate) meter: &'a Meter<'a>,
}

/// What stops a strategy in the middle of its move; caught at the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    Effort,
    Late,
}

/// What is left of the effort allowed for a move.
pub(crate) struct Meter<'a> {
    pub left: Cell<u64>,
    pub clock: Option<&'a dyn Clock>,
    /// The share of the deadline after which an answer is late.
    pub latest: f64,
}

/// The clock is read once in so many questions.
const CLOCK_EVERY: u64 = 1024;

impl Meter<'_> {
    /// Pays for so many questions.
    ///
    /// A panic is the one way out of a strategy's code; `resume_unwind` calls no hook and prints nothing.
    pub fn pay(&self, questions: u64) {
        let left = self.left.get();
        if left < questions {
            std::panic::resume_unwind(Box::new(Stop::Effort));
        }
        self.left.set(left - questions);
        if let Some(clock) = self.clock
            && left / CLOCK_EVERY != (left - questions) / CLOCK_EVERY
            && clock.share() > self.latest
        {
            std::panic::resume_unwind(Box::new(Stop::Late));
        }
    }
}

impl<'a> Own<'a> {
    /// The number of the party at the table, from 0.
    pub fn party(&self) -> usize {
        self.party
    }

    /// How many parties negotiate.
    pub fn party_count(&self) -> usize {
        self.scenario.party_count()
    }

    /// The ids of the parties, by their number at the table.
    pub fn parties(&self) -> impl ExactSizeIterator<Item = &'a PartyId> + use<'a> {
        self.scenario.problem().parties.iter().map(|party| &party.id)
    }

    /// The issues with their options, which everybody knows.
    pub fn issues(&self) -> &'a [ProblemIssue] {
        &self.scenario.problem().issues
    }

    /// How many options each issue has.
    pub fn option_counts(&self) -> impl ExactSizeIterator<Item = usize> + use<'a> {
        self.scenario.problem().issues.iter().map(|issue| issue.options.len())
    }

    /// A number that is the same for the same scenario, to keep what was prepared for it.
    pub fn scenario_id(&self) -> u64 {
        self.scenario.identity()
    }

    /// What the offer is worth, 0..=1; minus infinity where the party's own red lines forbid it or there is
    /// no such package. Cost: constant where packages are numbered, else issues + interactions.
    pub fn worth(&self, offer: &Offer) -> f64 {
        self.meter.pay(1);
        self.side.worth(self.scenario.problem(), self.party, offer)
    }

    /// What no deal is worth on the same scale; below 0 where every package is better.
    pub fn reservation(&self) -> f64 {
        self.side.reservation
    }

    /// What is left of any utility at the deadline: a deal at time `t` brings `u·discount^t`; 1 for all of it.
    pub fn discount(&self) -> f64 {
        self.side.discount
    }

    /// The best package, or the best found where not all could be looked at.
    pub fn best(&self) -> Offer {
        self.side.best.clone()
    }

    /// The options of an offer, one for each issue.
    pub fn package(&self, offer: &Offer) -> Package {
        self.meter.pay(1);
        self.scenario.package(offer)
    }

    /// The offer of these options, one for each issue; `None` where that is no possible package.
    pub fn offer(&self, options: &[u32]) -> Option<Offer> {
        self.meter.pay(1);
        self.scenario.offer(options)
    }

    /// How many packages the party may offer; `None` where they are too many to be numbered.
    pub fn package_count(&self) -> Option<usize> {
        self.side.ranked.as_ref().map(|ranked| ranked.order.len())
    }

    /// The package at a rank, 0 for the best, equal ones in the order of their options; `None` beyond the last,
    /// and where packages are not numbered.
    pub fn ranked(&self, rank: usize) -> Option<Offer> {
        self.meter.pay(1);
        self.side.ranked.as_ref()?.order.get(rank).map(|number| Offer::numbered(*number))
    }

    /// What the package at a rank is worth; minus infinity where there is none.
    pub fn ranked_worth(&self, rank: usize) -> f64 {
        self.meter.pay(1);
        self.side.ranked.as_ref().map_or(f64::NEG_INFINITY, |ranked| ranked.worth_at(rank))
    }

    /// How many packages are worth at least `target`: they have the ranks below this number. `None` where
    /// packages are not numbered. Cost: logarithmic.
    pub fn reaching(&self, target: f64) -> Option<usize> {
        self.meter.pay(1);
        self.side.ranked.as_ref().map(|ranked| ranked.reaching(target))
    }

    /// The same where `known` packages are known to be worth as much. Cost: logarithmic in how many more there are.
    pub fn reaching_from(&self, known: usize, target: f64) -> Option<usize> {
        self.meter.pay(1);
        self.side.ranked.as_ref().map(|ranked| ranked.reaching_from(known, target))
    }

    /// The package that is worth least among those worth at least `target`, of equal ones the last by rank;
    /// the best one where none is worth as much. Where packages are not numbered, one that local search finds
    /// near the target from above.
    pub fn least_reaching(&self, target: f64, random: &mut Random) -> Offer {
        match self.reaching(target) {
            Some(count) => self.ranked(count.saturating_sub(1)).unwrap_or_else(|| self.best()),
            None => self.found_near(target, random),
        }
    }

    /// A package drawn evenly from those worth at least `target`, the best one where none is. Where packages
    /// are not numbered, one that local search finds from a random start.
    pub fn any_reaching(&self, target: f64, random: &mut Random) -> Offer {
        match self.reaching(target) {
            Some(count) => self.ranked(random.index(count)).unwrap_or_else(|| self.best()),
            None => self.found_near(target + (1.0 - target).max(0.0) * random.unit(), random),
        }
    }

    /// A package drawn evenly from those worth from `low` to `high`; `None` where there is none. Where packages are
    /// not numbered, one that local search finds near `low`, if it finds one.
    pub fn any_within(&self, low: f64, high: f64, random: &mut Random) -> Option<Offer> {
        match (self.reaching(low), &self.side.ranked) {
            (Some(reaching), Some(ranked)) => {
                let above = ranked.above(high);
                let count = reaching.checked_sub(above).filter(|count| *count > 0)?;
                self.ranked(above + random.index(count))
            }
            _ => {
                let found = self.found_near(low, random);
                (low..=high).contains(&self.worth(&found)).then_some(found)
            }
        }
    }

    /// The package that is worth most among those worth at most `ceiling`, of equal ones the first by rank; the worst
    /// one where all are worth more. Where packages are not numbered, as [`Own::least_reaching`].
    pub fn greatest_up_to(&self, ceiling: f64, random: &mut Random) -> Offer {
        self.meter.pay(1);
        match &self.side.ranked {
            Some(ranked) => {
                let rank = ranked.above(ceiling).min(ranked.order.len().saturating_sub(1));
                self.ranked(rank).unwrap_or_else(|| self.best())
            }
            None => self.least_reaching(ceiling, random),
        }
    }

    fn found_near(&self, target: f64, random: &mut Random) -> Offer {
        let pay = |questions| self.meter.pay(questions);
        let best = self.scenario.package(&self.side.best);
        let worth = |package: &[u32]| self.side.worth_of(self.scenario.problem(), self.party, package);
        let found = crate::scenario::descended(self.scenario.problem(), best, target, worth, pay, random);
        self.scenario.offer(&found).unwrap_or_else(|| self.best())
    }
}
