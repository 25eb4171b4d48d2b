//! Which package to put to everybody, and what may be expected of it.
//!
//! A package is proposed for the product of what each party may expect of it. Beliefs of different parties
//! are independent of each other, so the expected product of gains is the product of expected gains, and no
//! tuples need be gone through for it.

use crate::belief::{Belief, Gain};
use crate::draw::Draw;
use crate::nash_point::nash_point;
use crate::verdicts::Verdicts;
use crate::{Agenda, Parties};
use mediant_model::Package;
use serde::Serialize;
use std::collections::BTreeSet;

/// How many tuples of particles, one of each party, a proposal is made from.
const TUPLES: usize = 64;

/// What the answers so far make likely. Estimates under the prior of [`crate::prior`], never proofs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Estimate {
    /// The mean share of the largest product of gains that the package reaches.
    pub share: f64,
    /// Nine times in ten the share is at least this.
    pub share_low: f64,
    /// How likely enough parties accept the package.
    pub acceptance: f64,
    /// How likely some package is acceptable to enough parties.
    pub deal: f64,
}

/// The package of the largest expected product of gains, among what Nash points of tuples of particles and one-issue
/// changes of the best reach; leaves out what can no longer get the acceptances it needs. With an estimate.
///
/// `None` where nothing that was found can. Cost O(tuples x (columns + particles)).
pub(crate) fn propose(
    agenda: &Agenda,
    beliefs: &[&Belief],
    who: &Parties,
    verdicts: &Verdicts<'_>,
    draw: &mut Draw,
) -> Option<(Package, Estimate)> {
    // Whatever the estimates say: what somebody refused for certain is not put to anybody.
    let bars = |package: &Package| !verdicts.may_pass(package);
    let means: Vec<&Gain> = beliefs.iter().map(|belief| belief.mean()).collect();
    let mut candidates: BTreeSet<Package> = BTreeSet::new();
    candidates.insert(nash_point(agenda, &means, who).0);
    let tuples = tuples(agenda, beliefs, who, draw);
    candidates.extend(tuples.iter().map(|tuple| tuple.nash_point.clone()));
    let expected = |package: &Package| expected_product(agenda, beliefs, who, verdicts, package);
    let valued =
        candidates.into_iter().filter(|package| !bars(package)).map(|package| (expected(&package), package));
    let mut best = valued.max_by(|one, other| one.0.total_cmp(&other.0))?;
    // Candidates are Nash points of single guesses. One issue at a time leads to what lies between them.
    for _ in 0..3 {
        let start = best.1.clone();
        for issue in 0..agenda.issues() {
            for option in 0..agenda.size(issue) as u32 {
                let mut package = best.1.clone();
                package[issue] = option;
                let value = if package == best.1 || bars(&package) { continue } else { expected(&package) };
                // Rounding alone must not make two packages take turns.
                if value > best.0 + 1e-12 {
                    best = (value, package);
                }
            }
        }
        if start == best.1 {
            break;
        }
    }
    let package = best.1;
    let estimate = estimate(agenda, beliefs, who, verdicts, &tuples, &package);
    Some((package, estimate))
}

/// One particle's gain of each party, with the package that is best under them and its product of gains.
struct Tuple<'a> {
    gains: Vec<&'a Gain>,
    nash_point: Package,
    product: f64,
}

fn tuples<'a>(agenda: &Agenda, beliefs: &[&'a Belief], who: &Parties, draw: &mut Draw) -> Vec<Tuple<'a>> {
    let tuple = |_| {
        let gains: Vec<&Gain> = beliefs
            .iter()
            .filter_map(|belief| belief.gains().get(draw.below(belief.gains().len())))
            .collect();
        let (nash_point, product) = nash_point(agenda, &gains, who);
        Tuple { gains, nash_point, product }
    };
    (0..TUPLES).map(tuple).collect()
}

/// Nash points of tuples of particles, one of each party.
pub(crate) fn likely(
    agenda: &Agenda,
    beliefs: &[&Belief],
    who: &Parties,
    draw: &mut Draw,
) -> BTreeSet<Package> {
    tuples(agenda, beliefs, who, draw).into_iter().map(|tuple| tuple.nash_point).collect()
}

/// What the beliefs make likely of a package.
pub(crate) fn estimated(
    agenda: &Agenda,
    beliefs: &[&Belief],
    who: &Parties,
    verdicts: &Verdicts<'_>,
    package: &Package,
    draw: &mut Draw,
) -> Estimate {
    estimate(agenda, beliefs, who, verdicts, &tuples(agenda, beliefs, who, draw), package)
}

/// The product of the mean gains, losses counting nothing, of those who would carry the package.
pub(crate) fn expected_product(
    agenda: &Agenda,
    beliefs: &[&Belief],
    who: &Parties,
    verdicts: &Verdicts<'_>,
    package: &Package,
) -> f64 {
    let mean = |belief: &&Belief| {
        let sum: f64 = belief.gains().iter().map(|gain| gain.of(agenda, package).max(0.0)).sum();
        sum / belief.gains().len() as f64
    };
    if who.rule().is_unanimous() {
        return beliefs.iter().map(mean).product();
    }
    let gain = |(party, belief): (usize, &&Belief)| {
        if verdicts.refuses(party, package) { 0.0 } else { mean(belief) }
    };
    who.rule().carrying(beliefs.iter().enumerate().map(gain).collect()).into_iter().product()
}

fn estimate(
    agenda: &Agenda,
    beliefs: &[&Belief],
    who: &Parties,
    verdicts: &Verdicts<'_>,
    tuples: &[Tuple<'_>],
    package: &Package,
) -> Estimate {
    let rule = who.rule();
    let share = |tuple: &Tuple<'_>| {
        let gain = |(party, gain): (usize, &&Gain)| {
            if !rule.is_unanimous() && who.never_accepts(party, package) {
                0.0
            } else {
                gain.of(agenda, package).max(0.0)
            }
        };
        let gains = rule.carrying(tuple.gains.iter().enumerate().map(gain).collect());
        let product: f64 = gains.into_iter().product();
        // A tuple in which nobody can gain says nothing about shares; it counts against a deal below.
        (tuple.product > 0.0).then(|| (product / tuple.product).min(1.0))
    };
    let mut shares: Vec<f64> = tuples.iter().filter_map(share).collect();
    shares.sort_by(f64::total_cmp);
    let acceptance = |(party, belief): (usize, &&Belief)| {
        if !rule.is_unanimous() && verdicts.refuses(party, package) {
            return 0.0;
        }
        let accepting = belief.gains().iter().filter(|gain| gain.of(agenda, package) >= 0.0).count();
        accepting as f64 / belief.gains().len() as f64
    };
    let acceptances = beliefs.iter().enumerate().map(acceptance);
    Estimate {
        share: if shares.is_empty() { 0.0 } else { shares.iter().sum::<f64>() / shares.len() as f64 },
        share_low: shares.get(shares.len() / 10).copied().unwrap_or_default(),
        acceptance: if rule.is_unanimous() {
            acceptances.product()
        } else {
            rule.likelihood(&acceptances.collect::<Vec<f64>>())
        },
        deal: shares.len() as f64 / tuples.len().max(1) as f64,
    }
}
