//! HardHeaded: no concession until the very end.

use super::others::Others;
use crate::opponent::Frequency;
use crate::{Action, Offer, Own, Random, Strategy, Turn};

/// HardHeaded (van Krimpen, Looije & Hajizadeh 2013, in Complex Automated Negotiations, SCI 435; first at ANAC
/// 2011).
///
/// It goes down its list of packages one by one as far as a Boulware curve (e = 0.05, 5 % conceded at the beginning)
/// allows, and then goes back to one it has offered, by lot. Among the packages within 1 % of the next one it
/// prefers the one that its frequency model holds dearest to the other side. What the other side offered is put
/// forward again where it is worth more than what is due. It accepts what is worth more than the least it has
/// offered, or as much as what is due.
pub struct HardHeaded {
    random: Random,
    others: Others,
    model: Option<Frequency>,
    /// What it has offered, with worths.
    offered: Vec<(Offer, f64)>,
    /// The least of these.
    least: f64,
    /// The next rank to look at.
    rank: usize,
}

/// It never aims lower than this.
const LEAST: f64 = 0.585;
/// Packages within this much are as good as the next one.
const TOLERANCE: f64 = 0.01;
/// So many of them are looked at.
const CHOICE: usize = 32;

impl Default for HardHeaded {
    fn default() -> Self {
        let random = Random::new(0);
        let others = Others::default();
        Self { random, others, model: None, offered: Vec::new(), least: f64::INFINITY, rank: 0 }
    }
}

/// What it aims at: a Boulware curve; with a discount below 0.9 in two parts, the first until the time that
/// the discount names.
fn aim(time: f64, discount: f64, least: f64) -> f64 {
    const K: f64 = 0.05;
    const E: f64 = 0.05;
    let conceded = |share: f64, e: f64| K + (1.0 - K) * share.clamp(0.0, 1.0).powf(1.0 / e);
    let middle = least + (1.0 - least) * discount;
    if discount >= 0.9 {
        least + (1.0 - conceded(time / discount, E)) * (1.0 - least)
    } else if time <= discount {
        middle + (1.0 - conceded(time / discount, E / discount)) * (1.0 - middle)
    } else {
        least + (1.0 - conceded((time - discount) / (1.0 - discount), 30.0)) * (middle - least)
    }
}

impl HardHeaded {
    /// The next package of the list, or, below the aim, one of those offered before.
    fn due(&mut self, own: &Own<'_>, aim: f64) -> (Offer, f64) {
        if self.offered.is_empty() {
            let best = own.best();
            let worth = own.worth(&best);
            self.rank = 1;
            return (best, worth);
        }
        let first = match own.package_count() {
            Some(_) => own.ranked_worth(self.rank),
            None => self.least - TOLERANCE / 2.0,
        };
        if first < aim {
            let again = self.offered.get(self.random.index(self.offered.len()));
            return again.cloned().unwrap_or_else(|| (own.best(), 1.0));
        }
        let Some(model) = &self.model else { return (own.best(), 1.0) };
        let mut chosen: Option<(Offer, f64, f64)> = None;
        let mut looked = 0;
        while looked < CHOICE {
            let next = match own.package_count() {
                Some(_) => own.ranked(self.rank + looked),
                None => Some(own.least_reaching(first, &mut self.random)),
            };
            let Some(next) = next else { break };
            let worth = own.worth(&next);
            if worth < aim || first - worth > TOLERANCE {
                break;
            }
            let theirs = model.worth(&own.package(&next));
            if chosen.as_ref().is_none_or(|(_, _, best)| theirs > *best) {
                chosen = Some((next, worth, theirs));
            }
            looked += if own.package_count().is_some() { 1 } else { CHOICE };
        }
        self.rank += looked.max(1);
        chosen.map_or_else(|| (own.best(), 1.0), |(offer, worth, _)| (offer, worth))
    }
}

impl Strategy for HardHeaded {
    fn begin(&mut self, own: &Own<'_>, random: Random) {
        *self = Self { random, model: Some(Frequency::new(own.option_counts())), ..Self::default() };
    }

    fn act(&mut self, turn: &Turn<'_>) -> Action {
        let own = &turn.own;
        for (offer, _) in self.others.fresh(turn) {
            let package = own.package(offer);
            self.model.iter_mut().for_each(|model| model.learn(&package));
        }
        let least = LEAST.max(own.reservation()).min(1.0);
        let (mut due, mut worth) = self.due(own, aim(turn.time, own.discount(), least));
        if let Some((best, offered)) = &self.others.best
            && *offered > worth
        {
            (due, worth) = (best.clone(), *offered);
        }
        if let Some(standing) = turn.standing {
            let offered = own.worth(standing);
            if (offered > self.least || offered >= worth) && offered >= own.reservation() {
                return Action::Accept;
            }
        }
        self.least = self.least.min(worth);
        self.offered.push((due.clone(), worth));
        Action::Offer(due)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_aim_falls_only_at_the_end_and_never_below_the_least() {
        for discount in [1.0, 0.9, 0.5] {
            let mut last = 1.0;
            for step in 0..=200 {
                let now = aim(f64::from(step) / 200.0, discount, 0.585);
                assert!(now <= last + 1e-9 && now >= 0.585 - 1e-9, "{discount} {step}: {now}");
                last = now;
            }
            assert!((last - 0.585).abs() < 1e-9, "{discount}: {last}");
        }
        assert!(aim(0.8, 1.0, 0.585) > 0.95);
    }
}
