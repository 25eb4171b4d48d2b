//! What the results say: means with intervals, comparisons, and the tournament as a game.

mod comparisons;
mod meta_game;
mod tallies;
pub mod text;

pub use comparisons::Comparison;
pub use meta_game::{End, MetaGame, Pair};

use crate::results::Results;
use crate::statistics::bootstrap::{self, Cluster, Mean};
use mediant_sim::{Ending, Random, derived_seed};
use rayon::prelude::*;
use serde::Serialize;
use tallies::{Tally, by_pairing};

/// The summary of a tournament. The same results give the same summary: what is drawn is drawn from the tournament's
/// seed.
///
/// Scores are discounted utilities on each party's own scale, from 0 (its worst package) to 1 (its best).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// The tournament's title.
    pub title: String,
    /// The version of mediant that made it.
    pub version: &'static str,
    /// The tournament's fingerprint.
    pub tournament: String,
    /// The seed from which everything was drawn.
    pub seed: u64,
    /// The protocol's name.
    pub protocol: String,
    /// The deadline in rounds.
    pub rounds: u32,
    /// How often each pairing met.
    pub repetitions: u32,
    /// How many negotiations there were.
    pub negotiations: u64,
    /// The strategies, the one with the best mean score first.
    pub strategies: Vec<OfStrategy>,
    /// The scenarios, in their order.
    pub scenarios: Vec<OfScenario>,
    /// Every pair of strategies, the better one first; the surest difference first.
    pub comparisons: Vec<Comparison>,
    /// The tournament as a game; `None` where the payoff of some pairing is not known.
    pub game: Option<MetaGame>,
    /// Why there is no game.
    pub no_game: Option<String>,
    /// What limits the figures, in sentences.
    pub notes: Vec<String>,
}

/// What a strategy did, over all its seats.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OfStrategy {
    /// The short name that tells it from the others in this tournament.
    pub label: String,
    /// Its full name.
    pub strategy: String,
    /// How it did.
    #[serde(flatten)]
    pub figures: Figures,
    /// The mean score of the others at its tables.
    pub others_score: Option<Estimate>,
    /// Its mean score in each scenario, in their order.
    pub score_by_scenario: Vec<Option<f64>>,
    /// How many negotiations it lost by a fault.
    pub faults: u64,
    /// The first of these faults, as results tell it.
    pub first_fault: Option<String>,
}

/// What happened in a scenario.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OfScenario {
    /// The short name that tells it from the others in this tournament.
    pub label: String,
    /// How many parties negotiate.
    pub parties: usize,
    /// How many packages there are.
    pub packages: String,
    /// What happened in all of its negotiations.
    #[serde(flatten)]
    pub figures: Figures,
    /// Whether its frontier is known whole, so that distances could be measured.
    pub frontier_known: bool,
}

/// The figures of a strategy or a scenario; `None` where there was nothing to take a mean of.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Figures {
    /// The share of negotiations with a deal.
    pub agreement_rate: Option<Estimate>,
    /// The mean score: of the strategy, or of all parties in the scenario.
    pub score: Option<Estimate>,
    /// The mean product of gains.
    pub nash_product: Option<Estimate>,
    /// The mean of it as a share of the greatest one.
    pub nash_ratio: Option<Estimate>,
    /// The mean distance of deals to the frontier.
    pub distance_to_frontier: Option<Estimate>,
    /// The share of deals that are efficient.
    pub efficient_rate: Option<Estimate>,
    /// The mean number of rounds.
    pub rounds: Option<Estimate>,
}

/// A mean with its confidence interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Estimate {
    /// The mean of what was observed.
    pub mean: f64,
    /// The lower end of its 95 % interval; `None` where there is too little to tell.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
    /// Of so many observations.
    pub count: u64,
}

impl From<Mean> for Estimate {
    fn from(mean: Mean) -> Self {
        let (low, high) = mean.interval.unzip();
        Self { mean: mean.value, low, high, count: mean.count }
    }
}

/// Draws of the summary, each from a stream of its own, so that no figure depends on another.
#[derive(Clone, Copy)]
pub(crate) struct Draws {
    seed: u64,
}

impl Draws {
    pub(crate) fn random(self, place: &[u64]) -> Random {
        // "summary" in ASCII keeps these streams apart from those of negotiations.
        let indices: Vec<u64> =
            std::iter::once(0x73_75_6d_6d_61_72_79).chain(place.iter().copied()).collect();
        Random::new(derived_seed(self.seed, &indices))
    }

    fn estimate(self, place: &[u64], clusters: &[Cluster]) -> Option<Estimate> {
        bootstrap::mean(clusters, &mut self.random(place)).map(Estimate::from)
    }
}

impl Summary {
    /// Sums up results, on the threads of the current rayon pool. Cost: rows times strategies, and for each figure
    /// 1,999 times the pairings it is made from.
    pub fn from_results(results: &Results<'_>) -> Self {
        let tournament = results.tournament;
        let specification = tournament.specification();
        let draws = Draws { seed: specification.seed };
        let pairings = by_pairing(results);
        let mut strategies: Vec<OfStrategy> = (0..specification.entrants.len())
            .into_par_iter()
            .map(|strategy| of_strategy(results, draws, strategy))
            .collect();
        // Equal means stay in the order of the specification.
        let mean = |one: &OfStrategy| one.figures.score.map_or(f64::NEG_INFINITY, |score| score.mean);
        strategies.sort_by(|a, b| mean(b).total_cmp(&mean(a)));
        let (game, no_game) = match meta_game::of(tournament, &pairings, draws) {
            Ok(game) => (Some(game), None),
            Err(reason) => (None, Some(reason)),
        };
        Self {
            title: specification.title.clone(),
            version: env!("CARGO_PKG_VERSION"),
            tournament: tournament.fingerprint(),
            seed: specification.seed,
            protocol: specification.protocol.name().to_owned(),
            rounds: specification.rounds,
            repetitions: specification.repetitions,
            negotiations: results.rows.len() as u64,
            strategies,
            scenarios: (0..tournament.entries().len())
                .map(|scenario| of_scenario(results, draws, scenario))
                .collect(),
            comparisons: comparisons::of(tournament, &pairings, draws),
            game,
            no_game,
            notes: notes(results),
        }
    }

    /// The summary as a JSON document with stable names.
    ///
    /// # Errors
    /// A float that is not a number, which there is none.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }
}

fn of_strategy(results: &Results<'_>, draws: Draws, strategy: usize) -> OfStrategy {
    let tournament = results.tournament;
    let mut tally = Tally::default();
    let mut by_scenario = vec![Cluster::default(); tournament.entries().len()];
    let (mut faults, mut first_fault) = (0, None);
    for row in &results.rows {
        for (seat, _) in row.cell.seats.iter().enumerate().filter(|(_, own)| **own == strategy) {
            tally.add(row, seat);
            let score = row.measures.scores.get(seat).copied().unwrap_or(0.0);
            by_scenario.get_mut(row.cell.scenario).into_iter().for_each(|cluster| cluster.add(score));
            if let Ending::Lost { party, fault } = &row.played.ending
                && *party == seat
            {
                faults += 1;
                first_fault.get_or_insert_with(|| fault.to_string());
            }
        }
    }
    let entrant = tournament.specification().entrants.get(strategy);
    let text = |of: fn(&crate::roster::Entrant) -> &String| entrant.map(of).cloned().unwrap_or_default();
    OfStrategy {
        label: text(|entrant| &entrant.label),
        strategy: text(|entrant| &entrant.strategy),
        figures: tally.figures(draws, &[0, strategy as u64]),
        others_score: draws.estimate(&[0, strategy as u64, 7], &tally.others()),
        score_by_scenario: by_scenario
            .iter()
            .map(|cluster| (cluster.count > 0).then(|| cluster.sum / cluster.count as f64))
            .collect(),
        faults,
        first_fault,
    }
}

fn of_scenario(results: &Results<'_>, draws: Draws, scenario: usize) -> OfScenario {
    let mut tally = Tally::default();
    for row in results.rows.iter().filter(|row| row.cell.scenario == scenario) {
        for seat in 0..row.cell.seats.len() {
            tally.add(row, seat);
        }
    }
    let entry = results.tournament.entries().get(scenario);
    let label = entry.map(|entry| entry.label.clone()).unwrap_or_default();
    OfScenario {
        parties: entry.map_or(0, |entry| entry.scenario.party_count()),
        packages: entry.map(|entry| entry.scenario.problem().package_count().to_string()).unwrap_or_default(),
        figures: tally.figures(draws, &[1, scenario as u64]),
        frontier_known: !results.without_frontier.contains(&label),
        label,
    }
}

fn notes(results: &Results<'_>) -> Vec<String> {
    let mut notes = Vec::new();
    if !results.without_frontier.is_empty() {
        let labels = results.without_frontier.join(", ");
        notes.push(format!(
            "The frontier is too large to be listed whole, so no distance is measured, in: {labels}."
        ));
    }
    let no_room: std::collections::BTreeSet<usize> = results
        .rows
        .iter()
        .filter(|row| row.measures.nash_ratio.is_none())
        .map(|row| row.cell.scenario)
        .collect();
    if !no_room.is_empty() {
        let entries = results.tournament.entries();
        let labels: Vec<&str> =
            no_room.iter().filter_map(|at| entries.get(*at)).map(|entry| entry.label.as_str()).collect();
        notes.push(format!(
            "No package is known to give every party the greatest product of gains, so there is no share of it, in: {}.",
            labels.join(", ")
        ));
    }
    notes
}
