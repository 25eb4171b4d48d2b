//! Nice Tit for Tat: answers in kind, and aims at the Nash point.

use super::others::Others;
use crate::opponent::Bayes;
use crate::{Action, Offer, Own, Random, Strategy, Turn};

/// Nice Tit for Tat (Baarslag, Hindriks & Jonker 2013, "A Tit for Tat Negotiation Strategy for Real-Time
/// Bilateral Negotiations", SCI 435).
///
/// It measures how far the other side has come from its first offers towards the package with the greatest
/// product of worths, as its Bayesian model has it, and goes the same share of its own way; late, or under a
/// discount, it goes further. Of the packages near its target it puts forward one that the model holds dear to the
/// other side. It accepts what is worth as much as that, and near the end what is worth more than can be
/// expected from waiting.
pub struct NiceTitForTat {
    random: Random,
    others: Others,
    model: Option<Bayes>,
    /// What the Nash point is worth to itself, as far as is guessed.
    nash: f64,
    /// The least that the other side's first offers were worth.
    start: f64,
}

/// So many packages, evenly over the list, are looked at for the Nash point, and among those near the target.
const LOOKED_AT: usize = 1024;
const CHOICE: usize = 48;
/// The first offers are those until this time.
const FIRST: f64 = 0.01;

impl Default for NiceTitForTat {
    fn default() -> Self {
        let random = Random::new(0);
        Self { random, others: Others::default(), model: None, nash: 0.0, start: f64::INFINITY }
    }
}

impl NiceTitForTat {
    /// The Nash point is guessed anew about every second time, and not at the very end.
    fn guess_nash(&mut self, own: &Own<'_>, time: f64) {
        let Some(model) = &self.model else { return };
        if time > 0.99 || (self.nash > 0.0 && self.random.unit() < 0.5) {
            return;
        }
        let best = match own.package_count() {
            Some(count) => {
                let step = count.div_ceil(LOOKED_AT).max(1);
                let product = |rank: usize| {
                    let offer = own.ranked(rank)?;
                    let worth = own.ranked_worth(rank);
                    Some((worth * model.worth(&own.package(&offer)), worth))
                };
                let products = (0..count).step_by(step).filter_map(product);
                products.max_by(|a, b| a.0.total_cmp(&b.0)).map_or(0.7, |(_, worth)| worth)
            }
            None => 0.7,
        };
        // The wider the gap at the beginning, the less is hoped for.
        let gap = 1.0 - self.start.min(1.0);
        self.nash = (best * (1.4 - 0.6 * gap).max(0.0)).clamp(0.5, 1.0);
    }

    fn target(&self, own: &Own<'_>, time: f64) -> f64 {
        let given = self.others.best.as_ref().map_or(0.0, |(_, best)| best - self.start);
        let way = self.nash - self.start;
        let share = if way == 0.0 { 0.0 } else { (given / way).min(1.0) };
        let target = 1.0 - share * (1.0 - self.nash);
        let late = if own.package_count().is_none_or(|count| count > 3000) { 0.85 } else { 0.91 };
        let hurry = if time > late { (20.0 * (time - late)).min(1.0) } else { 0.0 };
        let bonus = (0.5 - 0.4 * own.discount()).max(hurry).clamp(0.0, 1.0);
        target - bonus * (target - self.nash).max(0.0)
    }

    /// A package near the target that is dear to the other side.
    fn chosen(&mut self, own: &Own<'_>, target: f64) -> Offer {
        let Some(model) = &self.model else { return own.best() };
        let mut high = target + 0.05;
        let near = loop {
            let near: Vec<Offer> =
                (0..CHOICE).map_while(|_| own.any_within(target * 0.98, high, &mut self.random)).collect();
            if !near.is_empty() || high > 1.0 {
                break near;
            }
            high += 0.05;
        };
        let mut near: Vec<(f64, Offer)> =
            near.into_iter().map(|offer| (model.worth(&own.package(&offer)), offer)).collect();
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let among = (near.len() / 10).clamp(3, 20).min(near.len());
        let chosen = near.get(self.random.index(among)).map(|(_, offer)| offer.clone());
        let chosen = chosen.unwrap_or_else(|| own.best());
        match &self.others.best {
            Some((best, worth)) if *worth >= own.worth(&chosen) => best.clone(),
            _ => chosen,
        }
    }

    /// Whether waiting promises less than what is offered.
    fn waiting_is_worse(&self, offered: f64, time: f64) -> bool {
        if time < 0.98 {
            return false;
        }
        let window = time - (1.0 - time);
        let recent: Vec<f64> = self.others.heard.since(window).collect();
        if recent.len() > 10 {
            return false;
        }
        let better: Vec<f64> = recent.into_iter().filter(|worth| *worth > offered).collect();
        better.is_empty() || better.iter().sum::<f64>() / (better.len() as f64) < offered
    }
}

impl Strategy for NiceTitForTat {
    fn begin(&mut self, own: &Own<'_>, random: Random) {
        *self = Self { random, model: Some(Bayes::new(own.option_counts())), ..Self::default() };
    }

    fn act(&mut self, turn: &Turn<'_>) -> Action {
        let own = &turn.own;
        for (offer, worth) in self.others.fresh(turn) {
            if self.start.is_infinite() || turn.time <= FIRST {
                self.start = self.start.min(worth);
            }
            let package = own.package(offer);
            self.model.iter_mut().for_each(|model| model.learn(&package, turn.time));
        }
        if self.others.heard.count() == 0 {
            return Action::Offer(own.best());
        }
        self.guess_nash(own, turn.time);
        let target = self.target(own, turn.time).max(own.reservation()).min(1.0);
        let next = self.chosen(own, target);
        match turn.standing {
            Some(standing)
                if own.worth(standing) >= own.reservation()
                    && (own.worth(standing) >= own.worth(&next)
                        || self.waiting_is_worse(own.worth(standing), turn.time)) =>
            {
                Action::Accept
            }
            _ => Action::Offer(next),
        }
    }
}
