//! What agreements of a scenario are measured by: its exact frontier and the best product of gains.
//!
//! Measured against the exact frontier and the proven best product, never against the best that the
//! strategies found: a yardstick made of results would praise a field in which everybody misses the same
//! packages. Where the engine does not know them for certain, nothing is measured.

use crate::play::{Played, Watch};
use mediant_engine::{Control, Settings, analyze};
use mediant_sim::Scenario;
use num_bigint::BigInt;
use num_traits::{ToPrimitive, Zero};
use std::collections::BTreeMap;

/// The frontier and the greatest Nash product of a scenario, from the engine.
pub struct Yardstick {
    /// The utilities of all efficient packages, in units; `None` where not all of them are known.
    frontier: Option<Vec<Vec<i64>>>,
    /// The greatest product of gains, in units; `None` where no package is acceptable to all, or none is proven best.
    nash: Option<BigInt>,
    reservations: Vec<i64>,
    /// Distances worked out already, by the utilities of the package.
    distances: BTreeMap<Vec<i64>, Option<f64>>,
}

/// How good an ending is.
#[derive(Clone, Debug, PartialEq)]
pub struct Measures {
    /// The product of the parties' gains over their walk-away values, each on its scale from 0 to 1; 0 without a deal,
    /// or where somebody is below its walk-away value.
    pub nash_product: f64,
    /// The same as a share of the greatest possible one.
    pub nash_ratio: Option<f64>,
    /// The Euclidean distance of the agreement to the nearest efficient package, each party's utility on its scale
    /// from 0 to 1; `None` without a deal, or where the frontier is not known.
    pub distance: Option<f64>,
    /// Whether the agreement is efficient; `None` as before.
    pub efficient: Option<bool>,
    /// What each party has on its scale from 0 (its worst package) to 1 (its best), discounted.
    pub scores: Vec<f64>,
}

/// The engine asks whoever watches the tournament.
struct Asking<'a>(&'a dyn Watch);

impl Control for Asking<'_> {
    fn should_stop(&self) -> bool {
        self.0.should_stop()
    }
}

impl Yardstick {
    /// Works it out: exact, over all packages that red lines, preconditions and linkages allow. `None` when stopped.
    ///
    /// Cost: an analysis of the scenario (see [`mediant_engine::analyze()`]).
    pub fn new(scenario: &Scenario, watch: &dyn Watch) -> Option<Self> {
        let problem = scenario.problem();
        let settings = Settings { all: true, certify: false, ..Settings::default() };
        let analysis = analyze(problem, &settings, &Asking(watch));
        if watch.should_stop() {
            return None;
        }
        let frontier = analysis.frontier.filter(|frontier| frontier.complete);
        let frontier = frontier.map(|found| found.points.into_iter().map(|point| point.utilities).collect());
        let best = analysis.solutions.map(|solutions| solutions.nash).filter(|nash| nash.proven);
        let nash =
            best.map(|nash| nash.gains.iter().map(|gain| BigInt::from(*gain).max(BigInt::zero())).product());
        let reservations = (0..problem.parties.len())
            .map(|party| problem.reservation(party).unwrap_or_else(|| scenario.scale(party).0))
            .collect();
        Some(Self { frontier, nash, reservations, distances: BTreeMap::new() })
    }

    /// Whether every efficient package is known.
    pub fn knows_frontier(&self) -> bool {
        self.frontier.is_some()
    }

    /// How good an ending is. Cost: the frontier's points, once for each package agreed on.
    pub fn measure(&mut self, scenario: &Scenario, played: &Played) -> Measures {
        let scores = (0..played.units.len()).map(|party| score(scenario, played, party)).collect();
        if played.package.is_none() {
            // No deal where one was possible is a share of nothing, not a gap in the table: left out, failing
            // to agree would cost nothing.
            let nash_ratio = self.nash.as_ref().filter(|best| !best.is_zero()).map(|_| 0.0);
            return Measures { nash_product: 0.0, nash_ratio, distance: None, efficient: None, scores };
        }
        let gains = played.units.iter().zip(&self.reservations);
        let product: BigInt =
            gains.clone().map(|(units, least)| BigInt::from(units - least).max(BigInt::zero())).product();
        let nash_product = gains
            .enumerate()
            .map(|(party, (units, least))| {
                let (_, span) = scenario.scale(party);
                if span == 0 { 0.0 } else { (units - least).max(0) as f64 / span as f64 }
            })
            .product();
        let nash_ratio = self.nash.as_ref().and_then(|best| ratio(&product, best));
        let distance = self.distance(scenario, &played.units);
        let frontier = self.frontier.as_ref();
        let efficient = frontier.map(|frontier| frontier.contains(&played.units));
        Measures { nash_product, nash_ratio, distance, efficient, scores }
    }

    fn distance(&mut self, scenario: &Scenario, units: &[i64]) -> Option<f64> {
        if let Some(known) = self.distances.get(units) {
            return *known;
        }
        let squared = |point: &Vec<i64>| -> f64 {
            let sides = point.iter().zip(units).enumerate();
            sides
                .map(|(party, (efficient, reached))| {
                    let (_, span) = scenario.scale(party);
                    let apart = if span == 0 { 0.0 } else { (efficient - reached) as f64 / span as f64 };
                    apart * apart
                })
                .sum()
        };
        let nearest =
            self.frontier.as_ref().map(|frontier| frontier.iter().map(squared).fold(f64::INFINITY, f64::min));
        let found = nearest.map(f64::sqrt).filter(|distance| distance.is_finite());
        self.distances.insert(units.to_vec(), found);
        found
    }
}

/// What a party has on its scale from 0 to 1, discounted; a deal that comes late can be worth less than 0 there.
fn score(scenario: &Scenario, played: &Played, party: usize) -> f64 {
    let units = played.units.get(party).copied().unwrap_or(0);
    let (floor, span) = scenario.scale(party);
    if scenario.discount(party) == 1.0 || span == 0 {
        return scenario.worth(party, units);
    }
    let discounted = played.discounted.get(party).copied().unwrap_or(0.0);
    (discounted / scenario.problem().shown(party, 1) - floor as f64) / span as f64
}

fn ratio(part: &BigInt, whole: &BigInt) -> Option<f64> {
    let (part, whole) = (part.to_f64()?, whole.to_f64()?);
    (whole > 0.0).then(|| part / whole)
}
