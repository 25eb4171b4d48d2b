//! AgentK: aims by the mean and the deviation of what it was offered.

use super::others::Others;
use crate::{Action, Random, Strategy, Turn};

/// AgentK (Kawaguchi, Fujita & Ito 2011, "Compromising strategy based on estimated maximum utility for automated
/// negotiation agents competition", IEA/AIE 2011; first at ANAC 2010).
///
/// From the mean μ and the width d of what it was offered it estimates the most that the other side may yet give,
/// `emax = μ + (1 − μ)·d`, and lets its target fall towards that: `1 − (1 − emax)·t^α`, where α grows with μ. It
/// draws a package above a target of its own for offers, which trembles, and accepts with a probability that grows
/// with time and with how far the offer is above estimate and target.
pub struct AgentK {
    random: Random,
    others: Others,
}

/// How much the exponent of the target for offers trembles.
const TREMOR: f64 = 2.0;

impl Default for AgentK {
    fn default() -> Self {
        Self { random: Random::new(0), others: Others::default() }
    }
}

impl AgentK {
    /// The estimate of the most that may be had; and the width of what was offered.
    fn estimate(&self) -> (f64, f64, f64) {
        let count = self.others.heard.count().max(1) as f64;
        let mean = self.others.heard.all().sum::<f64>() / count;
        let variance = self.others.heard.all().map(|worth| (worth - mean).powi(2)).sum::<f64>() / count;
        // The width of the even distribution with this variance.
        let width = (12.0 * variance).sqrt().min(1.0);
        (mean + (1.0 - mean) * width, mean, width)
    }
}

/// A target at a time: towards the estimate with an exponent, held back while little moves.
fn target(time: f64, exponent: f64, most: f64, width: f64) -> f64 {
    let plain = 1.0 - time.powf(exponent) * (1.0 - most);
    let ratio = ((width + 0.1) / (1.0 - plain).max(1e-9)).min(2.0);
    let held = ratio * plain + 1.0 - ratio;
    if held <= most {
        return most;
    }
    // The gap to the estimate closes faster the smaller it is, and late more than early.
    let gap = held - most;
    let limit = 400.0 - 300.0 * time;
    held - gap * (1.0 / (gap * gap)).min(limit) / limit
}

impl Strategy for AgentK {
    fn begin(&mut self, _own: &crate::Own<'_>, random: Random) {
        *self = Self { random, ..Self::default() };
    }

    fn act(&mut self, turn: &Turn<'_>) -> Action {
        self.others.fresh(turn);
        let own = &turn.own;
        let floor = own.reservation().clamp(0.0, 1.0);
        if self.others.heard.count() == 0 {
            return Action::Offer(own.best());
        }
        let time = turn.time.powi(3);
        let (most, mean, width) = self.estimate();
        let alpha = 1.0 + TREMOR + 10.0 * mean - 2.0 * TREMOR * mean;
        let beta = alpha + self.random.unit() * TREMOR - TREMOR / 2.0;
        let aim = target(time, alpha, most, width);
        if let Some(standing) = turn.standing {
            let offered = own.worth(standing);
            let chance = time.powi(5) / 5.0 + (offered - most) + (offered - aim);
            if chance > 0.1 && chance > self.random.unit() && offered >= own.reservation() {
                return Action::Accept;
            }
        }
        let aim = target(time, beta, most, width).clamp(floor, 1.0);
        Action::Offer(own.any_reaching(aim, &mut self.random))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_target_falls_from_the_best_package_to_the_estimate() {
        let mut last = 1.0;
        for step in 0..=100 {
            let now = target(f64::from(step) / 100.0, 3.0, 0.6, 0.4);
            assert!((0.6..=1.0).contains(&now), "{step}: {now}");
            assert!(now <= last + 1e-9, "{step}: {now} after {last}");
            last = now;
        }
        assert!((last - 0.6).abs() < 0.1);
    }
}
