//! Looking for packages that others beat, and for those that none does, group by group.
//!
//! Beside a package everything that might beat it is built up one group after the other, as the differences that are not
//! [covered](Comparison::foremost) by another: that is few even where packages are many. The packages that nothing beats are gone
//! through depth first. Once some choice of the groups so far beats what is taken there, with the rest the same, it beats
//! every package that goes on from there, and nothing below is looked at.

use super::beside::{Beside, Comparison};
use super::terrain::Terrain;
use crate::Control;
use mediant_model::Package;

/// Differences kept at a time.
const KEPT_MAX: usize = 20_000;
/// Differences of all choices of all groups.
const LISTED_MAX: usize = 2_000_000;
/// Steps of going through.
const STEPS_MAX: u64 = 1_000_000;

/// A terrain, ready to compare its packages.
pub(crate) struct Field<'a> {
    terrain: &'a Terrain,
    comparison: &'a Comparison<'a>,
    /// For each group and each of its choices how other choices compare, each with the place of one that does.
    beside: Vec<Vec<Vec<(Beside, usize)>>>,
    /// What the groups from each place on can add to each coordinate at most.
    growth: Vec<Beside>,
}

/// Packages that nothing beats.
pub(crate) struct Unbeaten {
    /// The first of them, as many as were asked for.
    pub packages: Vec<Package>,
    pub count: u64,
    /// Whether these are all.
    pub complete: bool,
}

impl<'a> Field<'a> {
    /// `None` where it takes too much, or was stopped.
    ///
    /// Cost: for each group its choices².
    pub fn new(terrain: &'a Terrain, comparison: &'a Comparison<'a>, control: &dyn Control) -> Option<Self> {
        let (mut listed, mut all) = (0, Vec::with_capacity(terrain.groups.len()));
        for group in &terrain.groups {
            let mut of_group = Vec::with_capacity(group.choices.len());
            for first in &group.choices {
                if control.should_stop() {
                    return None;
                }
                let others = group.choices.iter().enumerate();
                let others =
                    others.filter_map(|(place, second)| Some((comparison.of(group, first, second)?, place)));
                let others = Comparison::foremost(others.collect());
                listed += others.len();
                of_group.push(others);
                if listed > LISTED_MAX {
                    return None;
                }
            }
            all.push(of_group);
        }
        let mut growth: Vec<Beside> = vec![vec![0; comparison.same().len()]];
        for group in all.iter().rev() {
            let mut more = growth.last().cloned().unwrap_or_default();
            for (place, sum) in more.iter_mut().enumerate() {
                let each = group.iter().flatten().filter_map(|(beside, _)| beside.get(place));
                *sum = sum.saturating_add(each.copied().max().unwrap_or(0).max(0));
            }
            growth.push(more);
        }
        growth.reverse();
        Some(Self { terrain, comparison, beside: all, growth })
    }

    /// A package that beats the one with these choices: `Some(None)` where none does, `None` where that is not known.
    pub fn beaten_by(&self, chosen: &[usize], control: &dyn Control) -> Option<Option<Package>> {
        let mut partial: Vec<(Beside, Vec<usize>)> = vec![(self.comparison.same(), Vec::new())];
        for (depth, (group, choice)) in self.beside.iter().zip(chosen).enumerate() {
            let growth = self.growth.get(depth + 1)?;
            let others = group.get(*choice)?;
            let mut longer = Vec::new();
            for (beside, taken) in &partial {
                if control.should_stop() || longer.len() > 4 * KEPT_MAX {
                    return None;
                }
                let more = others.iter().map(|(other, place)| {
                    let taken: Vec<usize> = taken.iter().copied().chain([*place]).collect();
                    (self.comparison.sum(beside, other), taken)
                });
                longer.extend(more.filter(|(beside, _)| self.comparison.may_hold(beside, growth)));
            }
            partial = Comparison::foremost(longer);
            if partial.len() > KEPT_MAX {
                return None;
            }
        }
        let found = partial.iter().find(|(beside, _)| self.comparison.holds(beside));
        Some(found.map(|(_, taken)| self.terrain.package(taken)))
    }

    /// Whether within its group some other choice beats this one, everything else the same.
    pub fn is_beaten_alone(&self, group: usize, choice: usize) -> bool {
        let others = self.beside.get(group).and_then(|group| group.get(choice));
        others.into_iter().flatten().any(|(beside, _)| self.comparison.holds(beside))
    }

    /// The packages that nothing beats, the first `listed_max` by name; stops after `count_max` of them.
    pub fn unbeaten(&self, listed_max: usize, count_max: u64, control: &dyn Control) -> Unbeaten {
        let found = Unbeaten { packages: Vec::new(), count: 0, complete: true };
        let mut walk = Walk { field: self, found, listed_max, count_max, steps: 0, control };
        walk.on(&mut Vec::new(), &[(self.comparison.same(), ())]);
        walk.found
    }
}

struct Walk<'a> {
    field: &'a Field<'a>,
    found: Unbeaten,
    listed_max: usize,
    count_max: u64,
    steps: u64,
    control: &'a dyn Control,
}

impl Walk<'_> {
    /// Goes on from these choices, beside which partial packages differ so.
    fn on(&mut self, chosen: &mut Vec<usize>, partial: &[(Beside, ())]) {
        let field = self.field;
        let depth = chosen.len();
        let (Some(group), Some(growth)) = (field.beside.get(depth), field.growth.get(depth + 1)) else {
            self.leaf(chosen);
            return;
        };
        for (choice, others) in group.iter().enumerate() {
            self.steps = self.steps.saturating_add((partial.len() * others.len()) as u64);
            if self.steps > STEPS_MAX || self.found.count >= self.count_max || self.control.should_stop() {
                self.found.complete = false;
                return;
            }
            let pairs = partial.iter().flat_map(|(beside, ())| {
                others.iter().map(|(other, _)| (field.comparison.sum(beside, other), ()))
            });
            let longer: Vec<(Beside, ())> =
                pairs.filter(|(beside, ())| field.comparison.may_hold(beside, growth)).collect();
            if longer.iter().any(|(beside, ())| field.comparison.holds(beside)) {
                continue;
            }
            chosen.push(choice);
            self.on(chosen, &Comparison::foremost(longer));
            chosen.pop();
        }
    }

    fn leaf(&mut self, chosen: &[usize]) {
        if !self.field.terrain.meets_floor(chosen) {
            return;
        }
        self.found.count += 1;
        if self.found.packages.len() < self.listed_max {
            self.found.packages.push(self.field.terrain.package(chosen));
        }
    }
}
