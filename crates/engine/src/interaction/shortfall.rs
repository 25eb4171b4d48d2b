//! By how much some floors must fall until a package reaches them all.
//!
//! The question behind conflicts and openings, asked for one set of facts after another: a floor is a walk-away
//! value. With none of them movable it is whether a package reaches them. Prices are aimed at what is still asked,
//! so that a bound below it ends the search; a find asks for more, and the prices are aimed anew from time to time.
//!
//! Indices come from one [`Instance`]; see there for why they are in range.
//!
//! What holds: `asked` is the least worth vector of any package that would be nearer than the best so far.
//! Each find lowers the shortfall by at least one shared unit, so the loop ends; when the search for `asked`
//! ends without a find, the best is the least.

use super::fair::{aim, score};
use super::instance::Instance;
use super::landscape::Landscape;
use super::local::improve;
use super::objective::{Objective, priced};
use super::search::{Effort, Ended, Goal, Search};
use super::simplify::Dominance;
use crate::Control;
use mediant_model::Package;

/// Kicks of the local search, once.
const KICKS: u32 = 20;

/// What a search for the least shortfall found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shortfall {
    /// By how much the movable floors must fall, in shared units, and the package that then reaches all.
    pub best: Option<(i128, Package)>,
    /// Whether nothing less will do; without `best`, whether nothing below what was asked does.
    pub proven: bool,
    /// Nodes of the search.
    pub nodes: u64,
}

/// The least number of shared units, if it is `below` this many, by which the floors of the `movable` parties must all
/// fall so that a package in no forbidden box reaches every floor. Below 1: whether one reaches them as they are.
///
/// `movable` says for each party that may move how many shared units one of its own counts.
/// Every party has a floor. Looks at no more than `nodes` nodes.
pub(crate) fn shortfall(
    landscape: &Landscape,
    movable: &[Option<i64>],
    below: i128,
    nodes: u64,
    control: &dyn Control,
) -> Shortfall {
    let mut landscape = landscape.clone();
    // A dominating option reaches every floor that the other does, so the least shortfall stays the same.
    landscape.simplify(Dominance::Remove);
    let nothing = |proven, nodes| Shortfall { best: None, proven, nodes };
    if landscape.is_empty() {
        return nothing(true, 0);
    }
    let instance = Instance::new(&landscape);
    let floors = landscape.floors.iter().map(|floor| floor.unwrap_or(i64::MIN / 2)).collect();
    let mut goal = Nearest { instance: &instance, floors, movable, best: None, asked: None };
    // One unit below what is known: only something strictly nearer is of use.
    goal.asked = goal.lowered_by(below - 1);
    let mut search = Search::new(&instance, Effort::default(), control);
    let mut limit = search.effort.probe_nodes;
    while let Some(asked) = goal.asked.clone() {
        // What lies between the party's best and what is asked of it: prices are right when all parties are
        // as hard pressed, each on its own scale.
        let by: Vec<i64> =
            asked.iter().enumerate().map(|(p, asked)| (instance.range(p).1 - asked).max(1)).collect();
        aim(&mut search, &Objective::Shares(by.clone()), &asked);
        let left = nodes.saturating_sub(search.nodes);
        if search.explore(&mut goal, Some(limit.min(left))) == Ended::Complete {
            break;
        }
        if search.nodes >= nodes || control.should_stop() {
            let best = goal.best.map(|(units, options)| (units, instance.package(&options)));
            return Shortfall { best, proven: false, nodes: search.nodes };
        }
        // Local search once, after the first short look: before it there is nothing to start from, and later
        // it finds what it found.
        if limit == search.effort.probe_nodes
            && let Some(asked) = goal.asked.clone()
        {
            let scale: Vec<f64> = by.iter().map(|by| *by as f64).collect();
            let near = |worth: &[i64], broken: usize| {
                score(&Objective::Existence, &asked, &asked, &scale, worth, broken)
            };
            let start = search.pointed();
            improve(&instance, &start, KICKS, &mut goal, control, &near);
        }
        // Longer each time: prices aimed anew are worth their cost only if the search is given time to use
        // them, and a search with poor prices should not have all the time there is.
        limit = limit.saturating_mul(8);
    }
    let best = goal.best.map(|(units, options)| (units, instance.package(&options)));
    Shortfall { best, proven: true, nodes: search.nodes }
}

/// Keeps the package nearest to the floors, and asks for nearer ones.
struct Nearest<'a> {
    instance: &'a Instance,
    floors: Vec<i64>,
    movable: &'a [Option<i64>],
    best: Option<(i128, Vec<u32>)>,
    /// What a nearer package is worth to each party at least; `None` where there can be none.
    asked: Option<Vec<i64>>,
}

impl Nearest<'_> {
    /// The floors with the movable ones so much lower; `None` when no package is worth as much.
    fn lowered_by(&self, units: i128) -> Option<Vec<i64>> {
        if units < 0 {
            return None;
        }
        let each = self.floors.iter().zip(self.movable).enumerate();
        each.map(|(party, (floor, movable))| {
            // Downwards: a floor may not fall by more than the shared units allow.
            let own = movable.map_or(0, |weight| units / i128::from(weight.max(1)));
            self.instance.reach(party, floor.saturating_sub(i64::try_from(own).unwrap_or(i64::MAX / 4)))
        })
        .collect()
    }
}

impl Goal for Nearest<'_> {
    fn threshold(&mut self, prices: &[i64], most: &[i64]) -> Option<i128> {
        let asked = self.asked.as_ref()?;
        let reachable = asked.iter().zip(most).all(|(asked, most)| asked <= most);
        reachable.then(|| priced(prices, asked))
    }

    fn offer(&mut self, worth: &[i64], options: &[u32]) {
        let Some(asked) = &self.asked else { return };
        if worth.iter().zip(asked).any(|(worth, asked)| worth < asked) {
            return;
        }
        let missing =
            worth.iter().zip(&self.floors).zip(self.movable).map(|((worth, floor), movable)| {
                i128::from(floor - worth) * i128::from(movable.unwrap_or(1))
            });
        // The worst off decides, since all must fall alike. Floors that may not move are reached by
        // everything offered here.
        let units = missing.max().unwrap_or(0).max(0);
        self.best = Some((units, options.to_vec()));
        self.asked = self.lowered_by(units - 1);
    }
}
