//! Atlas3: a lower limit of concession from a game about the last phase.

use super::others::Others;
use crate::opponent::Frequency;
use crate::{Action, Offer, Own, Random, Strategy, Turn};

/// Atlas3 (Mori & Ito 2017, "Atlas3: A Negotiating Agent Based on Expecting Lower Limit of Concession Function",
/// SCI 674; first at ANAC 2015).
///
/// It works out what the last phase is worth to it: a game in which each side is hard or gives way, with the best
/// offer it has had as what giving way brings, played at its evolutionarily stable mixture. Its threshold falls
/// towards that. It draws a package at its threshold and changes it issue by issue to what the other side offers
/// most often, as long as the threshold holds. In the last rounds it puts forward again the best of what the
/// others offered.
pub struct Atlas3 {
    random: Random,
    others: Others,
    model: Option<Frequency>,
    /// The best of the others' offers, best first.
    popular: Vec<(Offer, f64)>,
    /// How many of them it has put forward in the last phase.
    tried: usize,
}

/// So many of the others' offers are kept for the last rounds.
const KEPT: usize = 10;

impl Default for Atlas3 {
    fn default() -> Self {
        let random = Random::new(0);
        Self { random, others: Others::default(), model: None, popular: Vec::new(), tried: 0 }
    }
}

/// What the last phase is worth: the game of Mori & Ito 2015 with payoffs for hard against hard (no deal), hard
/// against soft (the best package), soft against hard (the best offer so far) and soft against soft (the middle).
fn last_phase(no_deal: f64, best_offer: f64, discount: f64) -> f64 {
    let hard_hard = no_deal * discount;
    let hard_soft = discount;
    let soft_hard = if best_offer >= no_deal { best_offer * discount } else { hard_hard };
    let soft_soft = (soft_hard + hard_soft) / 2.0;
    // The share of hard players at which both ways of playing bring the same.
    let ratio = (hard_hard - soft_hard) / (hard_soft - soft_soft);
    let hard = if ratio.is_finite() && ratio != 1.0 { 1.0 / (1.0 - ratio) } else { 1.0 };
    let hard = if (0.0..=1.0).contains(&hard) { hard } else { 1.0 };
    hard * soft_hard + (1.0 - hard) * soft_soft
}

/// What it asks for at a time.
fn threshold(time: f64, no_deal: f64, best_offer: f64, discount: f64) -> f64 {
    let target = (last_phase(no_deal, best_offer, discount) / discount.powf(time)).min(1.0);
    if discount == 1.0 { target + (1.0 - target) * (1.0 - time) } else { (1.0 - time / discount).max(target) }
}

impl Atlas3 {
    fn remember(&mut self, offer: &Offer, worth: f64) {
        if self.popular.iter().any(|(known, _)| known == offer) {
            return;
        }
        let place = self.popular.partition_point(|(_, known)| *known >= worth);
        if place < KEPT {
            self.popular.insert(place, (offer.clone(), worth));
            self.popular.truncate(KEPT);
        }
    }

    /// A package at the threshold, changed towards what the others like.
    fn composed(&mut self, own: &Own<'_>, threshold: f64) -> Offer {
        let start = own.any_reaching(threshold, &mut self.random);
        let Some(model) = &self.model else { return start };
        let (mut offer, mut package) = (start.clone(), own.package(&start));
        let mut order: Vec<usize> = (0..package.len()).collect();
        self.random.shuffle(&mut order);
        for issue in order {
            let Some(favourite) = model.favourite(issue) else { continue };
            let mut changed = package.clone();
            changed.iter_mut().skip(issue).take(1).for_each(|option| *option = favourite);
            if let Some(better) = own.offer(&changed)
                && own.worth(&better) >= threshold
            {
                (offer, package) = (better, changed);
            }
        }
        offer
    }
}

impl Strategy for Atlas3 {
    fn begin(&mut self, own: &Own<'_>, random: Random) {
        *self = Self { random, model: Some(Frequency::new(own.option_counts())), ..Self::default() };
    }

    fn act(&mut self, turn: &Turn<'_>) -> Action {
        let own = &turn.own;
        for (offer, worth) in self.others.fresh(turn) {
            self.remember(offer, worth);
            let package = own.package(offer);
            self.model.iter_mut().for_each(|model| model.learn(&package));
        }
        let floor = own.reservation().clamp(0.0, 1.0);
        let standing =
            turn.standing.map(|offer| own.worth(offer)).filter(|worth| *worth >= own.reservation());
        let rounds_left = turn.rounds.saturating_sub(turn.round) as usize;
        if rounds_left <= self.popular.len().saturating_sub(self.tried) + 1 && turn.time > 0.5 {
            let next = self.popular.get(self.tried).cloned();
            let next = next.filter(|(_, worth)| *worth >= floor && standing.is_none_or(|now| *worth > now));
            match (next, standing) {
                (Some((offer, _)), _) => {
                    self.tried += 1;
                    return Action::Offer(offer);
                }
                (None, Some(_)) => return Action::Accept,
                (None, None) => {}
            }
        }
        let best = self.others.best.as_ref().map_or(0.0, |(_, worth)| *worth);
        // A discount of nothing at all leaves nothing to reckon with.
        let discount = own.discount().max(0.01);
        let threshold = threshold(turn.time, floor, best, discount).clamp(floor, 1.0);
        match standing {
            Some(worth) if worth >= threshold => Action::Accept,
            _ => Action::Offer(self.composed(own, threshold)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_phase_is_worth_no_less_than_no_deal_and_no_more_than_everything() {
        for no_deal in [0.0, 0.3, 0.9] {
            for best in [0.0, 0.3, 0.6, 1.0] {
                for discount in [1.0, 0.5] {
                    let worth = last_phase(no_deal, best, discount);
                    assert!(
                        (no_deal * discount - 1e-9..=discount + 1e-9).contains(&worth),
                        "{no_deal} {best}"
                    );
                }
            }
        }
    }

    #[test]
    fn at_the_mixture_hard_and_soft_bring_the_same() {
        // Payoffs 0.2, 1, 0.5, 0.75: with a share q of hard players, 0.2q + (1 - q) = 0.5q + 0.75(1 - q).
        let q = 0.25 / 0.55;
        assert!((last_phase(0.2, 0.5, 1.0) - (0.5 * q + 0.75 * (1.0 - q))).abs() < 1e-12);
    }
}
