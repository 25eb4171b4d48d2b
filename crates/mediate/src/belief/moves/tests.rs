//! The moves leave the posterior as it is.

use super::*;
use crate::statement::{Part, Relation, Statement};

/// The sample that so many particles become, drawn in order and moved for long.
fn moved(agenda: &Agenda, order: &[u32], reliability: f64, count: usize, sweeps: usize) -> Vec<Particle> {
    let groups = order.iter().map(|option| vec![*option]).collect();
    let orders = Orders { options: vec![Some(groups), None], issues: None };
    let statement = |pair: &[u32]| Statement {
        terms: vec![(agenda.column(0, pair[0]), 1), (agenda.column(0, pair[1]), -1)],
        walk_away: 0,
        relation: Relation::Above,
        exchange: 0,
        part: Part::Order { issue: 0, better: pair[0], worse: pair[1] },
    };
    let statements: Vec<Statement> = order.windows(2).map(statement).collect();
    let observations = Observations::new(agenda, &statements);
    let mut draw = Draw::at(5, 1);
    let mut particles: Vec<Particle> =
        (0..count).map(|_| Particle::drawn(agenda, &orders, &mut draw)).collect();
    let mut sampled = Vec::new();
    for sweep_number in 0..sweeps {
        let before = particles.clone();
        for (own, particle) in particles.iter_mut().enumerate() {
            let others = Others { all: &before, own };
            sweep(agenda, &orders, particle, &observations, reliability, others, &mut draw);
        }
        if sweep_number >= sweeps / 4 {
            sampled.extend(particles.iter().cloned());
        }
    }
    sampled
}

/// Levels are drawn alike, so that before the answers each order of three is as likely as another; an order that
/// bears out `k` of the two statements is then `exp(k * reliability)` times as likely.
#[test]
fn orders_against_the_form_are_as_frequent_as_the_posterior_has_them() {
    let agenda = Agenda::new(vec![3, 2]).unwrap();
    for (odds, count, sweeps) in [(3.0_f64, 200, 400), (19.0, 200, 400), (3.0, 3, 24_000)] {
        let sample = moved(&agenda, &[0, 1, 2], odds.ln(), count, sweeps);
        let total = odds * odds + 4.0 * odds + 1.0;
        for (borne_out, expected) in [(0, 1.0 / total), (1, 4.0 * odds / total), (2, odds * odds / total)] {
            let bears_out = |particle: &&Particle| {
                let levels = &particle.levels;
                usize::from(levels[0] > levels[1]) + usize::from(levels[1] > levels[2]) == borne_out
            };
            let found = sample.iter().filter(bears_out).count() as f64 / sample.len() as f64;
            assert!((found - expected).abs() < 0.02, "{borne_out} at odds {odds}: {found}, {expected}");
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
