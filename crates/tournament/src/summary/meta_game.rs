//! The tournament as a game between those who choose a strategy.

use super::Draws;
use super::tallies::Pairing;
use crate::game::basins::STARTS;
use crate::game::{Payoffs, basins, settle};
use crate::tournament::Tournament;
use serde::Serialize;
use std::collections::BTreeMap;

/// The meta-game of the two-party scenarios: strategies in the order of the specification.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MetaGame {
    /// The strategies' labels.
    pub strategies: Vec<String>,
    /// How many scenarios it is made from.
    pub scenarios: usize,
    /// What each strategy (row) scores against each (column): the mean over scenarios, over both seats and over
    /// repetitions.
    pub payoffs: Vec<Vec<f64>>,
    /// The pure equilibria.
    pub equilibria: Vec<Pair>,
    /// The shares of a population that begins with equal ones, over time; payoffs are scaled to span 1 for it.
    pub from_equal_shares: Vec<(f64, Vec<f64>)>,
    /// Whether that population came to rest.
    pub settled: bool,
    /// Where populations from anywhere end up, most frequent first.
    pub ends: Vec<End>,
    /// How many populations were followed.
    pub starts: usize,
}

/// A pure equilibrium.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Pair {
    /// The label of the one strategy.
    pub first: String,
    /// The label of the other, which may be the same.
    pub second: String,
    /// Whether any other strategy would do strictly worse against either.
    pub strict: bool,
}

/// An end of populations.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct End {
    /// The share of each strategy.
    pub shares: Vec<f64>,
    /// How many of the populations end there.
    pub starts: usize,
    /// Whether they came to rest; otherwise the shares are those of the moment when they were left.
    pub settled: bool,
}

/// # Errors
/// The reason why there is no game.
pub(super) fn of(
    tournament: &Tournament,
    pairings: &BTreeMap<Pairing, Vec<f64>>,
    draws: Draws,
) -> Result<MetaGame, String> {
    let entrants = &tournament.specification().entrants;
    if entrants.len() < 2 {
        return Err("There is one strategy only, so there is nothing to choose.".to_owned());
    }
    let two_party: Vec<usize> = tournament
        .entries()
        .iter()
        .enumerate()
        .filter(|(_, entry)| entry.scenario.party_count() == 2)
        .map(|(scenario, _)| scenario)
        .collect();
    if two_party.is_empty() {
        return Err("No scenario has two parties, and the game is one of two.".to_owned());
    }
    let count = entrants.len();
    let payoff = |own: usize, other: usize| -> Option<f64> {
        let both_seats = two_party.iter().map(|scenario| {
            // Both seats: a scenario is seldom equally good for both, and the game must not depend on who
            // sits where.
            let first = pairings.get(&(*scenario, vec![own, other]))?.first()?;
            let second = pairings.get(&(*scenario, vec![other, own]))?.get(1)?;
            Some((first + second) / 2.0)
        });
        // A payoff that is missing somewhere cannot be averaged: the pairings left would be of easier or
        // harder scenarios.
        let all = both_seats.collect::<Option<Vec<f64>>>()?;
        Some(all.iter().sum::<f64>() / all.len() as f64)
    };
    let rows: Option<Vec<Vec<f64>>> =
        (0..count).map(|own| (0..count).map(|other| payoff(own, other)).collect()).collect();
    let unknown =
        "The payoffs of some pairings are not known: a game needs `self_play = true` and `roles = \"all\"`.";
    let rows = rows.ok_or_else(|| unknown.to_owned())?;
    let payoffs = Payoffs::new(rows.clone()).ok_or_else(|| unknown.to_owned())?;
    let label = |at: usize| entrants.get(at).map(|entrant| entrant.label.clone()).unwrap_or_default();
    let path = settle(&payoffs, &vec![1.0; count]);
    let ends = basins(&payoffs, &mut draws.random(&[4]));
    Ok(MetaGame {
        strategies: (0..count).map(label).collect(),
        scenarios: two_party.len(),
        equilibria: payoffs
            .pure_equilibria()
            .into_iter()
            .map(|found| Pair {
                first: label(found.first),
                second: label(found.second),
                strict: found.strict,
            })
            .collect(),
        payoffs: rows,
        settled: path.settled,
        from_equal_shares: path.points,
        ends: ends
            .into_iter()
            .map(|basin| End { shares: basin.shares, starts: basin.starts, settled: basin.settled })
            .collect(),
        starts: STARTS,
    })
}
