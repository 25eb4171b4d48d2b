//! Concessions that depend on time alone.

use crate::{Action, Limits, Own, Random, Step, Strategy, Turn};

/// How much of the way from best package to walk-away value is conceded by a time, in 0..=1.
///
/// Faratin, Sierra & Jennings 1998, "Negotiation decision functions for autonomous agents", section 4.1: the
/// function α(t) with 0 ≤ α ≤ 1, α(0) = k, α(1) = 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Curve {
    /// `k + (1 - k) · t^(1/e)`.
    Polynomial {
        /// Below 1 it concedes late (Boulware), above 1 early (Conceder).
        e: f64,
        /// Conceded at the beginning.
        k: f64,
    },
    /// `exp((1 - t)^e · ln k)`.
    Exponential {
        /// The greater, the earlier it concedes.
        e: f64,
        /// Conceded at the beginning; above 0.
        k: f64,
    },
}

impl Curve {
    /// The share conceded by time `t`; times beyond 0..=1 count as its ends.
    pub fn conceded(&self, t: f64) -> f64 {
        let t = t.clamp(0.0, 1.0);
        match *self {
            Self::Polynomial { e, k } => k + (1.0 - k) * t.powf(1.0 / e),
            Self::Exponential { e, k } => ((1.0 - t).powf(e) * k.ln()).exp(),
        }
    }

    /// The worth aimed at by time `t` on a scale where the best package is 1, conceding down to `floor`.
    pub fn target(&self, t: f64, floor: f64) -> f64 {
        floor + (1.0 - floor) * (1.0 - self.conceded(t))
    }
}

/// Concedes over time, whatever the others do.
///
/// It puts forward the package worth least among those that reach its target, and accepts what is worth at
/// least as much as the package it would put forward. It concedes down to its walk-away value, or its worst
/// package where that is worth more.
pub struct TimeDependent {
    curve: Curve,
    random: Random,
    /// For which scenario, party and number of rounds the steps were worked out.
    steps_for: (u64, usize, u32),
    /// What it does in each round, as far as it was asked: it depends on nothing but the time.
    steps: Vec<Step>,
    /// The time of each of these.
    times: Vec<f64>,
    /// Whether these are the times that rounds tell.
    by_rounds: bool,
    /// The last target, and how many packages reached it: a lower one is reached by these and more.
    reached: (f64, usize),
}

const NOTHING: (f64, usize) = (f64::NEG_INFINITY, 0);

impl TimeDependent {
    /// With the polynomial curve.
    pub fn polynomial(e: f64, k: f64) -> Self {
        Self::new(Curve::Polynomial { e, k })
    }

    /// With the exponential curve.
    pub fn exponential(e: f64, k: f64) -> Self {
        Self::new(Curve::Exponential { e, k })
    }

    fn new(curve: Curve) -> Self {
        Self {
            curve,
            random: Random::new(0),
            steps_for: (0, 0, 0),
            steps: Vec::new(),
            times: Vec::new(),
            by_rounds: true,
            reached: NOTHING,
        }
    }

    fn forget(&mut self) {
        self.steps.clear();
        self.times.clear();
        self.by_rounds = true;
        self.reached = NOTHING;
    }

    /// Keeps the step of this round, as long as none is missing before it.
    fn keep(&mut self, turn: &Turn<'_>, step: Step) {
        let round = turn.round as usize;
        self.steps.truncate(round);
        self.times.truncate(round);
        if self.steps.len() == round {
            self.steps.push(step);
            self.times.push(turn.time);
            self.by_rounds &= turn.time == Limits::rounds(turn.rounds).time_of(turn.round);
        }
    }

    fn step(&mut self, own: &Own<'_>, time: f64) -> Step {
        let floor = own.reservation().clamp(0.0, 1.0);
        let target = self.curve.target(time, floor);
        let known = if target <= self.reached.0 { self.reached.1 } else { 0 };
        let offer = match own.reaching_from(known, target) {
            Some(count) => {
                self.reached = (target, count);
                own.ranked(count.saturating_sub(1)).unwrap_or_else(|| own.best())
            }
            None => own.least_reaching(target, &mut self.random),
        };
        // With all packages in order, what reaches the target reaches the offer's own worth; where packages are
        // only searched, the target is the surer measure.
        Step { offer, level: target.max(own.reservation()) }
    }
}

impl Strategy for TimeDependent {
    fn begin(&mut self, own: &Own<'_>, random: Random) {
        self.random = random;
        if own.package_count().is_none() {
            // What is found depends on the seat's chance, and so on the negotiation.
            self.forget();
        }
    }

    fn act(&mut self, turn: &Turn<'_>) -> Action {
        let own = &turn.own;
        let steps_for = (own.scenario_id(), own.party(), turn.rounds);
        if self.steps_for != steps_for {
            self.forget();
            self.steps_for = steps_for;
        }
        let round = turn.round as usize;
        match self.steps.get(round) {
            Some(step) if self.times.get(round) == Some(&turn.time) => respond(turn, step),
            _ => {
                let step = self.step(own, turn.time);
                let action = respond(turn, &step);
                self.keep(turn, step);
                action
            }
        }
    }

    fn timetable(&self, own: &Own<'_>, rounds: u32) -> &[Step] {
        let known = self.steps_for == (own.scenario_id(), own.party(), rounds);
        if known && self.by_rounds { &self.steps } else { &[] }
    }
}

fn respond(turn: &Turn<'_>, step: &Step) -> Action {
    match turn.standing {
        Some(standing) if turn.own.worth(standing) >= step.level => Action::Accept,
        _ => Action::Offer(step.offer.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curves_are_those_of_the_paper() {
        for step in 0..=1000 {
            let t = f64::from(step) / 1000.0;
            for e in [0.02, 0.2, 0.5, 1.0, 2.0, 10.0] {
                for k in [0.0, 0.05, 0.5, 1.0] {
                    let known = Curve::Polynomial { e, k }.conceded(t);
                    // The formula in another form: logarithms in place of powers.
                    let power = if t == 0.0 { 0.0 } else { (t.ln() / e).exp() };
                    assert!((known - (k + (1.0 - k) * power)).abs() < 1e-12, "{e} {k} {t}");
                }
                for k in [0.01, 0.5] {
                    let known = Curve::Exponential { e, k }.conceded(t);
                    let rest = if t == 1.0 { 0.0 } else { ((1.0 - t).ln() * e).exp() };
                    assert!((known - k.powf(rest)).abs() < 1e-12, "{e} {k} {t}");
                }
            }
        }
    }

    #[test]
    fn curves_begin_at_k_and_end_with_everything() {
        for curve in [Curve::Polynomial { e: 0.2, k: 0.1 }, Curve::Exponential { e: 2.0, k: 0.1 }] {
            assert!((curve.conceded(0.0) - 0.1).abs() < 1e-12);
            assert!((curve.conceded(1.0) - 1.0).abs() < 1e-12);
            assert!((curve.target(1.0, 0.3) - 0.3).abs() < 1e-12);
        }
    }
}
