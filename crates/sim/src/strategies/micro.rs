//! MiCRO: minimal concession, one offer for one offer.

use crate::{Action, Offer, Own, Random, Strategy, Turn};
use std::collections::BTreeSet;

/// Goes down its list of packages, one step for every new package that the other side put forward.
///
/// De Jonge 2022: with m different packages offered and n received, it offers the next package of
/// its list if m ≤ n, else one of those it has offered, by lot; it accepts what is worth at least as much as
/// the least it has offered or is about to offer. It never goes below its walk-away value.
pub struct Micro {
    random: Random,
    /// The packages it has offered, best first.
    offered: Vec<Offer>,
    /// What the last of them is worth.
    level: f64,
    /// The different packages received, by party.
    received: Vec<BTreeSet<Offer>>,
    /// How many offers of the table it has looked at.
    heard: usize,
    /// The next package, once it was looked up.
    next: Option<Offer>,
}

/// How far it goes down where packages are not in order.
const STEP: f64 = 0.002;

impl Default for Micro {
    fn default() -> Self {
        Self {
            random: Random::new(0),
            offered: Vec::new(),
            level: f64::INFINITY,
            received: Vec::new(),
            heard: 0,
            next: None,
        }
    }
}

impl Micro {
    fn listen(&mut self, turn: &Turn<'_>) {
        self.received.resize_with(turn.own.party_count(), BTreeSet::new);
        for placed in turn.offers.iter().skip(self.heard) {
            if let Some(received) = self.received.get_mut(placed.party) {
                received.insert(placed.offer.clone());
            }
        }
        self.heard = turn.offers.len();
    }

    /// The next package of its list, if it is no worse than no deal.
    fn next(&mut self, own: &Own<'_>) -> Option<Offer> {
        if self.next.is_none() {
            self.next = match own.package_count() {
                Some(_) => own.ranked(self.offered.len()),
                None if self.offered.is_empty() => Some(own.best()),
                None => Some(own.least_reaching(self.level - STEP, &mut self.random)),
            };
        }
        self.next.clone().filter(|offer| own.worth(offer) >= own.reservation())
    }
}

impl Strategy for Micro {
    fn begin(&mut self, _own: &Own<'_>, random: Random) {
        *self = Self { random, ..Self::default() };
    }

    fn act(&mut self, turn: &Turn<'_>) -> Action {
        self.listen(turn);
        let own = &turn.own;
        let others = self.received.iter().enumerate().filter(|(party, _)| *party != own.party());
        let fewest = others.map(|(_, received)| received.len()).min().unwrap_or(0);
        let next = if self.offered.len() <= fewest { self.next(own) } else { None };
        let level = next.as_ref().map_or(self.level, |next| own.worth(next).min(self.level));
        if let Some(standing) = turn.standing
            && own.worth(standing) >= level.max(own.reservation())
        {
            return Action::Accept;
        }
        match next {
            Some(next) => {
                self.level = level;
                self.offered.push(next.clone());
                self.next = None;
                Action::Offer(next)
            }
            None => match self.offered.get(self.random.index(self.offered.len())) {
                Some(again) => Action::Offer(again.clone()),
                // Nothing is worth as much as no deal.
                None => Action::Walk,
            },
        }
    }
}
