//! How many packages do as well by a rule as the best.
//!
//! The same search, for packages at least as good and without dominance, which would keep one of equals. Options of
//! an issue that mean the same to everybody and lie in the same boxes are looked at once and counted as often as
//! there are.
//!
//! Indices come from one [`Instance`]; see there for why they are in range.
//!
//! What holds: `found` keeps one package of each group of interchangeable ones, and each stands for the
//! product of how often its options are there. So a hundred equal dates on each of three issues are one
//! package to the search and a million to the reader.

use super::fair::aim;
use super::instance::Instance;
use super::landscape::Landscape;
use super::objective::Objective;
use super::search::{Effort, Ended, Goal, Search};
use super::simplify::Dominance;
use crate::Control;
use mediant_model::OptionSet;
use num_bigint::BigUint;
use std::collections::{BTreeMap, BTreeSet};

/// How far to go in counting equals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TieLimits {
    /// The most packages that differ in more than interchangeable options.
    pub packages: usize,
    /// The most nodes of the search.
    pub nodes: u64,
}

impl Default for TieLimits {
    fn default() -> Self {
        Self { packages: 2_000, nodes: 20_000 }
    }
}

/// How many packages that reach the floors are as good by the rule as `best`, the worth of a package that none
/// beats; and whether that is all of them.
///
/// Counts equals by the rule, which need not be worth the same to each party.
///
/// ```
/// use mediant_engine::Unlimited;
/// use mediant_engine::interaction::{Effort, Landscape, Objective, TieLimits, fairest, ties};
/// use mediant_model::OptionSet;
///
/// // Three days to choose from, on which nothing depends for anybody.
/// let landscape = Landscape {
///     party_count: 2,
///     live: vec![OptionSet::full(2), OptionSet::full(3)],
///     values: vec![vec![6, 1, 2, 4], vec![0; 6]],
///     constant: vec![0, 0],
///     boxes: Vec::new(),
///     caps: vec![None, None],
///     floors: vec![None, None],
///     impossible: None,
/// };
///
/// let found = fairest(&landscape, &Objective::Nash, &[0, 0], Effort::default(), &Unlimited);
/// let (_package, best) = found.best.ok_or("everybody can gain")?;
/// assert_eq!(best, [2, 4]);
/// // The second option of the first issue, on any of the three days.
/// let (count, complete) = ties(&landscape, &Objective::Nash, &[0, 0], &best, TieLimits::default(), &Unlimited);
/// assert_eq!((count, complete), (3u32.into(), true));
/// # Ok::<(), &str>(())
/// ```
pub fn ties(
    landscape: &Landscape,
    rule: &Objective,
    from: &[i64],
    best: &[i64],
    limits: TieLimits,
    control: &dyn Control,
) -> (BigUint, bool) {
    let mut landscape = landscape.clone();
    // Dominance keeps one of equals, and equals are what is counted here.
    landscape.simplify(Dominance::Keep);
    if landscape.is_empty() {
        return (BigUint::ZERO, true);
    }
    let copies = merge_interchangeable(&mut landscape);
    let instance = Instance::new(&landscape);
    let effort = Effort { dominance: false, ..Effort::default() };
    let mut search = Search::new(&instance, effort, control);
    aim(&mut search, rule, from);
    let floors = landscape.floors.iter().map(|floor| floor.unwrap_or(i64::MIN / 2)).collect();
    let mut goal = Equals { rule, from, best, floors, found: BTreeSet::new(), most: limits.packages };
    let ended = search.explore(&mut goal, Some(limits.nodes));
    let count = |options: &Vec<u32>| -> BigUint {
        let package = instance.package(options);
        let each =
            package.iter().zip(&copies).map(|(option, copies)| copies.get(option).copied().unwrap_or(1));
        each.map(BigUint::from).product()
    };
    // Full, the goal asks for nothing more and the search comes to its end at once; that end proves nothing.
    let complete = ended == Ended::Complete && goal.found.len() < limits.packages;
    (goal.found.iter().map(count).sum(), complete)
}

/// Leaves one option of those that are interchangeable; says for each issue how often each option counts.
fn merge_interchangeable(landscape: &mut Landscape) -> Vec<BTreeMap<u32, u64>> {
    let mut copies = Vec::with_capacity(landscape.live.len());
    for issue in 0..landscape.live.len() {
        let sides: Vec<&OptionSet> = landscape.boxes.iter().filter_map(|held| held.side(issue)).collect();
        let mut groups: BTreeMap<(Vec<i64>, Vec<bool>), (u32, u64)> = BTreeMap::new();
        for option in landscape.live[issue].iter() {
            let inside = sides.iter().map(|side| side.contains(option)).collect();
            // Same units and same boxes: exchanging one for the other changes no party's utility in any
            // package.
            let key = (landscape.row(issue, option).to_vec(), inside);
            groups.entry(key).or_insert((option as u32, 0)).1 += 1;
        }
        let size = landscape.live[issue].size();
        landscape.live[issue] =
            OptionSet::from_options(size, groups.values().map(|(option, _)| *option as usize));
        copies.push(groups.into_values().collect());
    }
    copies
}

/// Collects the packages that tie with the best.
struct Equals<'a> {
    rule: &'a Objective,
    from: &'a [i64],
    best: &'a [i64],
    floors: Vec<i64>,
    found: BTreeSet<Vec<u32>>,
    most: usize,
}

impl Goal for Equals<'_> {
    fn threshold(&mut self, prices: &[i64], most: &[i64]) -> Option<i128> {
        let is_full = self.found.len() >= self.most;
        if is_full || most.iter().zip(&self.floors).any(|(most, floor)| most < floor) {
            return None;
        }
        self.rule.needed_to_tie(self.from, prices, most, self.best)
    }

    fn offer(&mut self, worth: &[i64], options: &[u32]) {
        let acceptable = worth.iter().zip(&self.floors).all(|(worth, floor)| worth >= floor);
        if acceptable && self.rule.compare(self.from, worth, self.best).is_eq() {
            self.found.insert(options.to_vec());
        }
    }
}
