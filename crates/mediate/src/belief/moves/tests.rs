//! The moves leave the posterior as it is.

use super::*;
use crate::belief::observation;
use crate::statement::{Part, Relation, Statement};

/// A party that ordered three options. Its two statements about neighbours come from the parts of answers given.
struct Ordered {
    reliability: f64,
    parts: [Part; 2],
}

impl Ordered {
    /// The sample that so many particles become, drawn in order and moved for long.
    fn sampled(&self, agenda: &Agenda, count: usize, sweeps: usize) -> Vec<Particle> {
        let orders = Orders { options: vec![Some(vec![vec![0], vec![1], vec![2]]), None], issues: None };
        let statement = |(option, part): (u32, &Part)| Statement {
            terms: vec![(agenda.column(0, option), 1), (agenda.column(0, option + 1), -1)],
            walk_away: 0,
            relation: Relation::Above,
            exchange: 0,
            part: *part,
        };
        let statements: Vec<Statement> = (0..).zip(&self.parts).map(statement).collect();
        let observations = Observations::new(agenda, &statements);
        let mut draw = Draw::at(5, 1);
        let mut particles: Vec<Particle> =
            (0..count).map(|_| Particle::drawn(agenda, &orders, &mut draw)).collect();
        let mut sampled = Vec::new();
        for sweep_number in 0..sweeps {
            let before = particles.clone();
            for (own, particle) in particles.iter_mut().enumerate() {
                let others = Others { all: &before, own };
                sweep(agenda, &orders, particle, &observations, self.reliability, others, &mut draw);
            }
            if sweep_number >= sweeps / 4 {
                sampled.extend(particles.iter().cloned());
            }
        }
        sampled
    }
}

/// Levels are drawn alike, so that before the answers each order of three is as likely as another. An order that bears
/// out a statement is then `exp(reliability)` times as likely, and `exp(OF_A_FORM * reliability)` times where the
/// statement is a form's.
#[test]
fn orders_against_the_form_are_as_frequent_as_the_posterior_has_them() {
    let agenda = Agenda::new(vec![3, 2]).unwrap();
    let form = |better| Part::Order { issue: 0, better, worse: better + 1 };
    for (parts, odds, count, sweeps) in [
        ([form(0), form(1)], 3.0_f64, 200, 400),
        ([form(0), form(1)], 19.0, 200, 400),
        ([form(0), form(1)], 3.0, 3, 24_000),
        ([form(0), Part::Whole], 3.0, 200, 400),
        ([Part::Whole, Part::Whole], 19.0, 200, 400),
    ] {
        // `odds` is what a statement of a form comes to.
        let reliability = odds.ln() / observation::OF_A_FORM;
        let sample = Ordered { reliability, parts }.sampled(&agenda, count, sweeps);
        let factor = |part: &Part| if *part == Part::Whole { reliability.exp() } else { odds };
        let [first, second] = parts.each_ref().map(factor);
        // Of the six orders one bears out both, two the first alone, two the second alone, and one neither.
        let expected = [[1.0, 2.0 * second], [2.0 * first, first * second]];
        let total: f64 = expected.iter().flatten().sum();
        let mut found = [[0.0; 2]; 2];
        for particle in &sample {
            let levels = &particle.levels;
            found[usize::from(levels[0] > levels[1])][usize::from(levels[1] > levels[2])] +=
                1.0 / sample.len() as f64;
        }
        for (found, expected) in found.iter().flatten().zip(expected.iter().flatten()) {
            let expected = expected / total;
            assert!((found - expected).abs() < 0.02, "{parts:?} at odds {odds}: {found}, {expected}");
        }
    }
}

/// Three draws from the prior stay draws from it when one of them steps along the difference of the others.
#[test]
fn a_step_along_differences_leaves_the_prior_as_it_is() {
    let agenda = Agenda::new(vec![2, 3]).unwrap();
    let (orders, nothing) =
        (Orders { options: vec![None; 2], issues: None }, Observations::new(&agenda, &[]));
    let mut draw = Draw::at(9, 2);
    let trials = 40_000;
    let mut below = vec![[0; 3]; agenda.columns()];
    let mut outside = 0;
    for _ in 0..trials {
        let all: Vec<Particle> = (0..3).map(|_| Particle::drawn(&agenda, &orders, &mut draw)).collect();
        let own = draw.below(3);
        let mut moved = all[own].clone();
        differences(&agenda, &mut moved, &nothing, 1.0, Others { all: &all, own }, &mut draw);
        for (below, level) in below.iter_mut().zip(&moved.levels) {
            below.iter_mut().zip([0.25, 0.5, 0.75]).for_each(|(below, at)| *below += u32::from(*level < at));
        }
        // Half of what Gamma(2) gives lies below this.
        outside += u32::from(moved.weights[0] > 1.678_346_99);
    }
    let share = |count: u32| f64::from(count) / f64::from(trials);
    // Five standard deviations.
    let slack = |expected: f64| 5.0 * (expected * (1.0 - expected) / f64::from(trials)).sqrt();
    for below in &below {
        for (count, expected) in below.iter().zip([0.25, 0.5, 0.75]) {
            assert!((share(*count) - expected).abs() < slack(expected), "{} below {expected}", share(*count));
        }
    }
    assert!((share(outside) - 0.5).abs() < slack(0.5), "{} weigh more than the median", share(outside));
}
