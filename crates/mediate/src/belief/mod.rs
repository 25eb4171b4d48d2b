//! What a party's answers make likely: a sample of utilities, renewed after each answer.
//!
//! A *particle* is one additive utility with a walk-away. The sample follows the posterior by sequential Monte
//! Carlo: systematic resampling after an answer, then Metropolis moves of every coordinate. Floats live here and
//! in the choice of questions and proposals only; what is proven comes from the answers themselves.
//!
//! Why a sample. Nobody can write down which utilities fit a party's orders and comparisons, but it is easy
//! to say of one utility how many of its answers it gets wrong. Each wrong answer makes a utility less likely
//! by the same factor, a statement of a form by more (`observation::OF_A_FORM`), so a sample of a few hundred, kept in proportion to that, says what a question would
//! tell and what a proposal is worth.
//!
//! What is aimed at: before and after each step the particles stand for the prior times the likelihood of all
//! answers so far. Resampling alone would keep that true and wear the sample out, since particles are only
//! copied; the moves make new ones.
//!
//! Sources: sequential Monte Carlo with moves is resample-move (Gilks and Berzuini 2001); resampling Kitagawa
//! 1996; moves see `moves`. The prior's figures were chosen by measuring.

mod moves;
mod observation;
mod particle;

pub(crate) use particle::{Gain, Particle};

use crate::draw::Draw;
use crate::statement::{Orders, Part, Statement};
use crate::{Agenda, Settings};
use observation::{Observations, is_borne_out};
use std::fmt;

/// A sample of a party's possible utilities. Confidential: `Debug` shows its size.
#[derive(Clone)]
pub(crate) struct Belief {
    particles: Vec<Particle>,
    orders: Orders,
    observations: Observations,
    gains: Vec<Gain>,
    mean: Gain,
    /// Log-odds of an answer being right.
    reliability: f64,
}

impl fmt::Debug for Belief {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Belief({} particles)", self.particles.len())
    }
}

impl Belief {
    /// The prior, given what the party's forms say; the moves bring it in line with them.
    pub fn new(
        agenda: &Agenda,
        settings: &Settings,
        orders: &Orders,
        statements: &[Statement],
        draw: &mut Draw,
    ) -> Self {
        let particles: Vec<Particle> =
            (0..settings.particles).map(|_| Particle::drawn(agenda, orders, draw)).collect();
        let mut belief = Self {
            particles,
            orders: orders.clone(),
            observations: Observations::new(agenda, statements),
            gains: Vec::new(),
            mean: Gain::none(agenda),
            // Right with probability 1 − e, wrong with e: only the ratio of the two counts, since a factor
            // that all particles share drops out.
            reliability: ((1.0 - settings.error_rate) / settings.error_rate).ln(),
        };
        if !statements.is_empty() {
            // A prior drawn in order agrees with forms; with other answers it has further to go.
            // More sweeps with more answers, up to a dozen: a party whose answers are taken up from the
            // record starts from the bare prior, which may be far from all of them.
            let others = statements.iter().filter(|statement| statement.part == Part::Whole).count();
            belief.moved(agenda, 3 + others.min(12) * settings.sweeps, draw);
        }
        belief.refresh();
        belief
    }

    /// The sample after more was stated: resampled by the likelihood of that, then moved.
    pub fn told(&mut self, agenda: &Agenda, settings: &Settings, statements: &[Statement], draw: &mut Draw) {
        if statements.is_empty() {
            return;
        }
        let weight = |particle: &Particle| {
            // Of the new statements alone: the older ones are in the sample already.
            let wrong: f64 = statements
                .iter()
                .filter(|statement| !is_borne_out(particle, statement))
                .map(observation::weight)
                .sum();
            // Never zero: the answer may be a slip, and with weight zero the sample could be left with
            // nothing.
            (-self.reliability * wrong).exp()
        };
        let weights: Vec<f64> = self.particles.iter().map(weight).collect();
        // Before the moves: they should start from particles that fit, and then tell copies apart again.
        self.particles = resampled(&self.particles, &weights, draw.unit());
        self.observations.add(agenda, statements);
        self.moved(agenda, settings.sweeps, draw);
        self.refresh();
    }

    fn moved(&mut self, agenda: &Agenda, sweeps: usize, draw: &mut Draw) {
        for _ in 0..sweeps {
            // As they were before the sweep: steps along differences of the others need somebody to look at
            // while all of them move.
            let others = self.particles.clone();
            for (own, particle) in self.particles.iter_mut().enumerate() {
                moves::sweep(
                    agenda,
                    &self.orders,
                    particle,
                    &self.observations,
                    self.reliability,
                    moves::Others { all: &others, own },
                    draw,
                );
            }
        }
    }

    fn refresh(&mut self) {
        self.gains = self.particles.iter().map(Particle::gain).collect();
        self.mean = Gain::mean(&self.gains);
    }

    /// The gains over the walk-away that the particles give packages, each with 1 as its largest.
    pub fn gains(&self) -> &[Gain] {
        &self.gains
    }

    /// The mean of the gains of all particles: what the party is taken to want on the whole.
    pub fn mean(&self) -> &Gain {
        &self.mean
    }

    /// The sample itself, in no order that means anything.
    pub fn particles(&self) -> &[Particle] {
        &self.particles
    }

    /// How many of the answers the particles bear out, on average: 1 where all fit one additive utility.
    pub fn fit(&self) -> f64 {
        let count = self.observations.len();
        if count == 0 {
            return 1.0;
        }
        let borne_out: usize =
            self.particles.iter().map(|particle| self.observations.borne_out(particle)).sum();
        borne_out as f64 / (count * self.particles.len()) as f64
    }
}

/// Systematic resampling (Kitagawa 1996): as many as before, each about in proportion to its weight.
fn resampled(particles: &[Particle], weights: &[f64], offset: f64) -> Vec<Particle> {
    let count = particles.len();
    let total: f64 = weights.iter().sum();
    let mut index = 0;
    let mut cumulated = weights.first().copied().unwrap_or_default();
    let mut kept = Vec::with_capacity(count);
    for place in 0..count {
        // One draw for all: evenly spaced marks on the cumulated weights. Each particle comes as often as its
        // weight says, give or take one, with much less chance in it than drawing each by itself.
        let threshold = (place as f64 + offset) / count as f64 * total;
        // The second half keeps to the last particle where rounding makes the sum a little smaller than the
        // total.
        while cumulated < threshold && index + 1 < count {
            index += 1;
            cumulated += weights[index];
        }
        kept.push(particles[index].clone());
    }
    kept
}
