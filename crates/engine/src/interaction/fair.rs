//! Fair packages, proven: Nash, Kalai-Smorodinsky, leximin, utilitarian; and whether any is acceptable.
//!
//! First prices for which the bound is tight (alternating with the division of boxes), then a short
//! search, then local search for a good package, then the whole search. A stopped search says what
//! bound it has.
//!
//! What holds of the result: where the search was complete, nothing beats the package by the rule, compared
//! in integers. Where it was stopped, `bound` comes from the prices of the search and the largest bound of
//! what it left. Found packages count as well: a value that was reached is never above the bound that is
//! given.

use super::clique::cliques;
use super::instance::Instance;
use super::landscape::Landscape;
use super::local::improve;
use super::objective::{Objective, priced};
use super::prices::{integer_prices, product_prices, share_prices};
use super::search::{Effort, Ended, Goal, Search};
use super::simplify::Dominance;
use crate::Control;
use mediant_model::Package;
use num_bigint::BigInt;
use num_rational::Ratio;
use std::fmt;

/// In how many cliques a box is for the bound of a stopped search, and the passes over them.
const CLIQUES_PER_BOX: usize = 8;
const CLIQUE_SWEEPS: u32 = 60;

/// What a search for the best package by a rule found.
#[derive(Clone, PartialEq)]
pub struct Fairest {
    /// The best package found, with what it is worth to each party.
    pub best: Option<(Package, Vec<i64>)>,
    /// Whether no package is better; without `best`, whether no package qualifies at all.
    pub proven: bool,
    /// What the rule maximises, for `best`.
    pub value: Option<Ratio<BigInt>>,
    /// No package has a larger value. Equals `value` where proven; `None` where nothing is known.
    pub bound: Option<Ratio<BigInt>>,
    /// The prices of the search.
    pub prices: Vec<i64>,
    /// Where not proven: a better package has at most this priced utility.
    pub priced_bound: Option<i128>,
    /// Nodes of the search.
    pub nodes: u64,
}

impl fmt::Debug for Fairest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fairest(proven: {}, {} nodes, confidential)", self.proven, self.nodes)
    }
}

/// The best package by the rule among those in no forbidden box that reach the landscape's floors.
///
/// `from` is what gains are counted from (party_count units). With [`Objective::Nash`] only packages
/// count in which everybody gains: if none does, `best` is empty.
///
/// ```
/// use mediant_engine::Unlimited;
/// use mediant_engine::interaction::{Effect, Effort, Landscape, Objective, PackageBox, fairest};
/// use mediant_model::OptionSet;
///
/// let landscape = Landscape {
///     party_count: 2,
///     live: vec![OptionSet::full(2), OptionSet::full(2)],
///     values: vec![vec![6, 0, 0, 4], vec![3, 0, 0, 7]],
///     constant: vec![0, 0],
///     // What would be best for both is excluded.
///     boxes: vec![PackageBox {
///         sides: vec![(0, OptionSet::from_options(2, [0])), (1, OptionSet::from_options(2, [1]))],
///         effect: Effect::Forbidden,
///     }],
///     caps: vec![None, None],
///     floors: vec![None, None],
///     impossible: None,
/// };
///
/// let found = fairest(&landscape, &Objective::Nash, &[0, 0], Effort::default(), &Unlimited);
/// assert!(found.proven);
/// assert_eq!(found.best, Some((vec![1, 0], vec![3, 4])));
/// ```
pub fn fairest(
    landscape: &Landscape,
    rule: &Objective,
    from: &[i64],
    effort: Effort,
    control: &dyn Control,
) -> Fairest {
    Prepared::new(landscape, effort).fairest(rule, from, control)
}

/// A landscape laid out once for several rules: with a thousand parties that takes as long as a short search.
pub struct Prepared {
    landscape: Landscape,
    /// None where no package is left.
    instance: Option<Instance>,
    effort: Effort,
}

impl Prepared {
    /// Without the options that no best package needs.
    pub fn new(landscape: &Landscape, effort: Effort) -> Self {
        let mut landscape = landscape.clone();
        landscape.simplify(Dominance::Remove);
        let lay_out = || Instance::with_cliques(&landscape, &cliques(&landscape, effort.cliques));
        let instance = (!landscape.is_empty()).then(lay_out);
        Self { landscape, instance, effort }
    }

    /// [`fairest`] of this landscape.
    pub fn fairest(&self, rule: &Objective, from: &[i64], control: &dyn Control) -> Fairest {
        let (landscape, effort) = (&self.landscape, self.effort);
        let Some(instance) = &self.instance else { return nothing(landscape.party_count) };
        // Half the least number: sums and differences with it must not overflow.
        let floors: Vec<i64> = landscape.floors.iter().map(|floor| floor.unwrap_or(i64::MIN / 2)).collect();
        let mut search = Search::new(instance, effort, control);
        let mut goal = Best::new(instance, rule, from, floors);
        let prices = aim(&mut search, rule, from);
        let ended = settle(&mut search, &mut goal, &scale(instance, from), None);
        let mut found = report(instance, rule, from, goal.best, prices, ended, search.nodes);
        if !found.proven {
            let lower = bound_by_cliques(landscape, rule, from, effort, control);
            if let (Some(lower), Some(bound)) = (lower, found.bound.as_mut()) {
                // The bound by cliques speaks of better packages, as all bounds here; what was found may be
                // worth more than it.
                let lower = found.value.clone().map_or(lower.clone(), |value| value.max(lower));
                *bound = bound.clone().min(lower);
            }
        }
        found
    }
}

/// What a rule's value cannot exceed, by a bound that cliques of boxes make lower: worth its time once, where a
/// search was stopped far from it.
fn bound_by_cliques(
    landscape: &Landscape,
    rule: &Objective,
    from: &[i64],
    effort: Effort,
    control: &dyn Control,
) -> Option<Ratio<BigInt>> {
    // What a search that its limits ended leaves open; where the budget ended it there is no time for this either.
    if control.should_stop() {
        return None;
    }
    let found = cliques(landscape, CLIQUES_PER_BOX);
    if found.is_empty() {
        return None;
    }
    let instance = Instance::with_cliques(landscape, &found);
    let mut search = Search::new(&instance, effort, control);
    let prices = aim(&mut search, rule, from);
    let priced = search.descend(CLIQUE_SWEEPS);
    rule.value_bound(from, &prices, priced)
}

/// A short search, then local search for a good package, then the whole search, or at most `nodes` of it.
pub(super) fn settle(search: &mut Search, goal: &mut Best, scale: &[f64], nodes: Option<u64>) -> Ended {
    let probe = search.effort.probe_nodes;
    let ended = search.explore(goal, Some(probe));
    if ended == Ended::Complete {
        return ended;
    }
    // Nothing found yet: the package that the first node's bound points to, perhaps forbidden or below a
    // floor. The score leads from there to one that is neither.
    let start = goal.best.as_ref().map_or_else(|| search.pointed(), |best| best.1.clone());
    let (rule, from, floors) = (goal.rule, goal.from, goal.floors.clone());
    let score = |worth: &[i64], broken: usize| score(rule, from, &floors, scale, worth, broken);
    improve(search.instance, &start, search.effort.kicks, goal, search.control, &score);
    // From the root again. The short look's open nodes are not kept; with a better threshold most of them
    // close at once.
    search.explore(goal, nodes)
}

fn report(
    instance: &Instance,
    rule: &Objective,
    from: &[i64],
    best: Option<(Vec<i64>, Vec<u32>)>,
    prices: Vec<i64>,
    ended: Ended,
    nodes: u64,
) -> Fairest {
    let value = best.as_ref().map(|(worth, _)| rule.value(from, worth));
    let (proven, priced_bound) = match ended {
        Ended::Complete => (true, None),
        // Any package will do: one that was found settles it.
        Ended::Stopped(_) if *rule == Objective::Existence && best.is_some() => (true, None),
        Ended::Stopped(bound) => (false, Some(bound)),
    };
    let bound = match priced_bound {
        None => value.clone(),
        Some(priced) => {
            let open = rule.value_bound(from, &prices, priced);
            open.map(|open| value.clone().map_or(open.clone(), |value| value.max(open)))
        }
    };
    let best = best.map(|(worth, options)| (instance.package(&options), worth));
    Fairest { best, proven, value, bound, prices, priced_bound, nodes }
}

fn nothing(parties: usize) -> Fairest {
    Fairest {
        best: None,
        proven: true,
        value: None,
        bound: None,
        prices: vec![1; parties],
        priced_bound: None,
        nodes: 0,
    }
}

/// Turns the search to prices that suit the rule.
pub(super) fn aim(search: &mut Search, rule: &Objective, from: &[i64]) -> Vec<i64> {
    let instance = search.instance;
    let by = match rule {
        Objective::Shares(ideals) => ideals.iter().map(|ideal| (*ideal).max(1) as f64).collect(),
        _ => scale(instance, from),
    };
    if let Objective::Sum(weights) = rule {
        search.aim(weights);
        return weights.clone();
    }
    let mut float = vec![1.0 / instance.parties.max(1) as f64; instance.parties];
    // At the best prices all priced gains are alike, so a price is about 1/gain; the gain is taken to be half
    // of its scale.
    if *rule == Objective::Nash {
        float.fill(2.0);
    }
    let mut chosen: Option<(f64, Vec<i64>)> = None;
    for round in 0..6 {
        let prices = counted(rule, integer_prices(&float, &by));
        search.aim(&prices);
        let bound = search.descend(if round == 0 { 20 } else { 12 });
        let quality = quality(rule, from, &prices, bound, &by);
        // The best prices seen, not the last: prices and division are improved in turns, and a turn may lose
        // something.
        if chosen.as_ref().is_none_or(|(best, _)| quality < *best) {
            chosen = Some((quality, prices));
        }
        if search.control.should_stop() {
            break;
        }
        float = match rule {
            Objective::Nash => product_prices(search, from, &by, &float),
            _ => share_prices(search, from, &by, &float),
        };
    }
    let prices = chosen.map_or_else(|| vec![1; instance.parties], |(_, prices)| prices);
    search.aim(&prices);
    prices
}

/// Parties that do not count under the rule get price 0.
fn counted(rule: &Objective, mut prices: Vec<i64>) -> Vec<i64> {
    if let Objective::Shares(ideals) = rule {
        for (price, ideal) in prices.iter_mut().zip(ideals) {
            // Its gain is not compared, and may be negative in what is better: priced, the sum would say
            // nothing about shares.
            if *ideal <= 0 {
                *price = 0;
            }
        }
    }
    prices
}

/// How large a value the bound leaves open, as a float on some scale: smaller is better.
fn quality(rule: &Objective, from: &[i64], prices: &[i64], bound: i128, by: &[f64]) -> f64 {
    let spare = (bound - priced(prices, from)).max(0) as f64;
    match rule {
        Objective::Nash => {
            let logs: f64 = prices.iter().map(|price| (*price as f64).ln()).sum();
            // The logarithm of (h/n)^n over the product of prices, less what is the same for all prices.
            prices.len() as f64 * spare.max(1e-9).ln() - logs
        }
        _ => spare / prices.iter().zip(by).map(|(price, by)| *price as f64 * by).sum::<f64>().max(1.0),
    }
}

/// The size of each party's gains, to measure them on one scale.
pub(super) fn scale(instance: &Instance, from: &[i64]) -> Vec<f64> {
    let most = |party: usize| instance.range(party).1.min(instance.caps[party]);
    from.iter().enumerate().map(|(party, from)| (most(party) as f64 - *from as f64).max(1.0)).collect()
}

/// How local search compares packages: it proposes and decides nothing.
pub(super) fn score(
    rule: &Objective,
    from: &[i64],
    floors: &[i64],
    scale: &[f64],
    worth: &[i64],
    broken: usize,
) -> f64 {
    let missed: f64 = worth
        .iter()
        .zip(floors)
        .zip(scale)
        .map(|((worth, floor), scale)| (*floor as f64 - *worth as f64).max(0.0) / scale)
        .sum();
    let gains =
        || worth.iter().zip(from).zip(scale).map(|((worth, from), by)| (*worth as f64 - *from as f64) / by);
    let good = match rule {
        Objective::Nash => {
            let short: f64 = gains().map(|gain| gain.min(0.0)).sum();
            // While somebody loses, products say nothing, and two losses would even make a gain. What is
            // missing leads uphill.
            if short < 0.0 { short } else { gains().product() }
        }
        Objective::Existence => gains().fold(f64::INFINITY, f64::min),
        Objective::Shares(ideals) => {
            let shares = worth.iter().zip(from).zip(ideals).filter(|(_, ideal)| **ideal > 0);
            let shares = shares.map(|((worth, from), ideal)| (*worth as f64 - *from as f64) / *ideal as f64);
            let sum: f64 = shares.clone().sum();
            // The sum breaks ties: on the least share alone most single changes look the same, and the climb
            // would stand still.
            shares.fold(f64::INFINITY, f64::min) + 1e-6 * sum
        }
        Objective::Sum(weights) => {
            worth.iter().zip(weights).map(|(worth, weight)| *worth as f64 * *weight as f64).sum()
        }
    };
    let good = if good.is_finite() { good } else { 0.0 };
    // Relative to the rest of the score, whose size depends on the rule.
    let heavy = 10.0 * (1.0 + good.abs());
    good - missed * heavy - broken as f64 * 1e30
}

/// Keeps the best acceptable package, and asks for better ones.
pub(super) struct Best<'a> {
    instance: &'a Instance,
    rule: &'a Objective,
    from: &'a [i64],
    floors: Vec<i64>,
    pub best: Option<(Vec<i64>, Vec<u32>)>,
    corners: Vec<Vec<i64>>,
}

impl<'a> Best<'a> {
    pub fn new(instance: &'a Instance, rule: &'a Objective, from: &'a [i64], floors: Vec<i64>) -> Self {
        let corners = rule.corners(instance, &floors, from, None);
        Self { instance, rule, from, floors, best: None, corners }
    }
}

impl Goal for Best<'_> {
    fn threshold(&mut self, prices: &[i64], most: &[i64]) -> Option<i128> {
        let reachable = |corner: &&Vec<i64>| corner.iter().zip(most).all(|(least, most)| least <= most);
        let corner = self.corners.iter().filter(reachable).map(|corner| priced(prices, corner)).min()?;
        let beyond = match &self.best {
            Some((worth, _)) => self.rule.needed(self.from, prices, most, worth)?,
            None => i128::MIN,
        };
        Some(corner.max(beyond))
    }

    fn offer(&mut self, worth: &[i64], options: &[u32]) {
        let gains_nothing = |(worth, from): (&i64, &i64)| worth <= from;
        let qualifies = worth.iter().zip(&self.floors).all(|(worth, floor)| worth >= floor)
            && !(*self.rule == Objective::Nash && worth.iter().zip(self.from).any(gains_nothing));
        let better = |best: &(Vec<i64>, Vec<u32>)| self.rule.compare(self.from, worth, &best.0).is_gt();
        if qualifies && self.best.as_ref().is_none_or(better) {
            self.best = Some((worth.to_vec(), options.to_vec()));
            // With a better package in hand, what beats it must reach more. Only here, since it costs more
            // than a node does.
            self.corners = self.rule.corners(self.instance, &self.floors, self.from, Some(worth));
        }
    }
}
