//! Utilities with combinations, as values of options plus weighted boxes.
//!
//! A linkage "A = x needs B = y" is a forbidden box {A = x, B other than y}. A rectangle that pays where it
//! is left is a constant and a box that takes the same away: nothing else is needed to say what formats
//! state. Sides are sets of options, not intervals, so nothing depends on an order of options.

use crate::decomposition::Scope;
use mediant_model::problem::FactKind;
use mediant_model::{OptionSet, Problem, Region};
use std::fmt;

/// A problem's utilities and constraints: values of single options, and boxes of packages.
///
/// A package's raw utility is `constant + Σ values + Σ points of the boxes that hold it`; what it
/// is worth to a party is the raw utility, at most the party's cap. A package in a forbidden box is
/// no package at all. Packages are confidential in sum: `Debug` shows sizes only.
#[derive(Clone, PartialEq)]
pub struct Landscape {
    /// How many parties a utility vector has; parties that are out of scope count zero.
    pub party_count: usize,
    /// The options of each issue that are still possible.
    pub live: Vec<OptionSet>,
    /// For each issue the units of each option: options x parties, row after row.
    pub values: Vec<Vec<i64>>,
    /// Units that every package brings each party.
    pub constant: Vec<i64>,
    /// Combinations that bring or cost something, or are forbidden.
    pub boxes: Vec<PackageBox>,
    /// The most a package can be worth to each party, where the format clips.
    pub caps: Vec<Option<i64>>,
    /// The least each party accepts, where its walk-away value binds.
    pub floors: Vec<Option<i64>>,
    /// Issues that are known to be impossible to settle together, once simplification finds some.
    pub impossible: Option<Vec<usize>>,
}

/// A box of packages: sets of options on some issues, anything on the others.
#[derive(Clone, Debug, PartialEq)]
pub struct PackageBox {
    /// The issues on which it is narrower than everything, ascending, with the options it allows.
    pub sides: Vec<(usize, OptionSet)>,
    /// What being in it means.
    pub effect: Effect,
}

/// What it means for a package to be in a box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Units for each party, of either sign.
    Points(Vec<i64>),
    /// The package is excluded.
    Forbidden,
}

impl PackageBox {
    /// Whether the package lies in the box.
    pub fn contains(&self, package: &[u32]) -> bool {
        self.sides.iter().all(|(issue, options)| {
            package.get(*issue).is_some_and(|option| options.contains(*option as usize))
        })
    }

    /// Whether the box is forbidden.
    pub fn is_forbidden(&self) -> bool {
        self.effect == Effect::Forbidden
    }

    /// The options the box allows on the issue; `None` when all.
    pub fn side(&self, issue: usize) -> Option<&OptionSet> {
        self.sides.iter().find(|(side, _)| *side == issue).map(|(_, options)| options)
    }

    fn from_region(region: &Region, effect: Effect) -> Self {
        Self { sides: region.sides().map(|(issue, options)| (issue, options.clone())).collect(), effect }
    }
}

impl Landscape {
    /// What the facts and utilities in scope say about packages.
    ///
    /// Cost: linear in the size of the problem.
    pub fn new(problem: &Problem, scope: &Scope) -> Self {
        let party_count = problem.parties.len();
        let mut landscape = Self {
            party_count,
            live: problem.issues.iter().map(|issue| OptionSet::full(issue.options.len())).collect(),
            values: problem.issues.iter().map(|issue| vec![0; issue.options.len() * party_count]).collect(),
            constant: vec![0; party_count],
            boxes: Vec::new(),
            caps: vec![None; party_count],
            floors: vec![None; party_count],
            impossible: problem
                .issues
                .iter()
                .position(|issue| issue.options.is_empty())
                .map(|issue| vec![issue]),
        };
        for party in 0..party_count {
            if scope.counts_utility(party) {
                landscape.add_utility(problem, party);
            }
        }
        for (_, fact) in problem.facts.iter().enumerate().filter(|(index, _)| scope.binds(*index)) {
            match (fact.kind, fact.party) {
                (FactKind::Reservation, Some(party)) => {
                    // A walk-away value bounds a utility. Without the utility in scope it would bound a
                    // column of zeros, and forbid everything or nothing.
                    if let Some(floor) = landscape.floors.get_mut(party)
                        && scope.counts_utility(party)
                    {
                        *floor = problem.reservation(party);
                    }
                }
                _ => landscape.boxes.extend(
                    fact.forbids.iter().map(|region| PackageBox::from_region(region, Effect::Forbidden)),
                ),
            }
        }
        landscape
    }

    fn add_utility(&mut self, problem: &Problem, party: usize) {
        let Some(utility) = problem.parties.get(party).and_then(|party| party.utility.as_ref()) else {
            return;
        };
        for (rows, values) in self.values.iter_mut().zip(&utility.values) {
            for (row, value) in rows.chunks_exact_mut(self.party_count).zip(values) {
                if let Some(entry) = row.get_mut(party) {
                    *entry = *value;
                }
            }
        }
        if let Some(entry) = self.constant.get_mut(party) {
            *entry = utility.constant;
        }
        if let Some(entry) = self.caps.get_mut(party) {
            *entry = utility.cap;
        }
        for interaction in &utility.interactions {
            let points =
                // A box of its own for each party's interaction, even where regions are equal: `simplify`
                // merges equal boxes, and the split reads boxes of one owner for that party alone.
                (0..self.party_count).map(|other| if other == party { interaction.points } else { 0 });
            self.boxes.push(PackageBox::from_region(&interaction.region, Effect::Points(points.collect())));
        }
    }

    /// Whether it is known that no package is left.
    pub fn is_empty(&self) -> bool {
        self.impossible.is_some()
    }

    /// How many issues a package has.
    pub fn issue_count(&self) -> usize {
        self.live.len()
    }

    /// The units of an option for each party.
    pub fn row(&self, issue: usize, option: usize) -> &[i64] {
        let start = option * self.party_count;
        self.values.get(issue).and_then(|rows| rows.get(start..start + self.party_count)).unwrap_or_default()
    }

    /// The package's utility for each party before clipping; `None` in a forbidden box.
    ///
    /// Options removed by simplification count as possible here: only boxes exclude.
    pub fn raw(&self, package: &[u32]) -> Option<Vec<i64>> {
        let mut sum = self.constant.clone();
        for (issue, option) in package.iter().enumerate() {
            add(&mut sum, self.row(issue, *option as usize));
        }
        for held in self.boxes.iter().filter(|held| held.contains(package)) {
            match &held.effect {
                Effect::Points(points) => add(&mut sum, points),
                Effect::Forbidden => return None,
            }
        }
        Some(sum)
    }

    /// What the package is worth to each party: [`Landscape::raw`], clipped.
    pub fn worth(&self, package: &[u32]) -> Option<Vec<i64>> {
        let mut worth = self.raw(package)?;
        self.clip(&mut worth);
        Some(worth)
    }

    /// Whether caps let packages have these least utilities; `None` where nothing is asked.
    pub(crate) fn reaches(&self, least: &[Option<i64>]) -> bool {
        let mut each = least.iter().zip(&self.caps);
        each.all(|(least, cap)| least.zip(*cap).is_none_or(|(least, cap)| least <= cap))
    }

    /// Cuts a raw utility vector down to what it is worth.
    pub fn clip(&self, raw: &mut [i64]) {
        for (value, cap) in raw.iter_mut().zip(&self.caps) {
            *value = cap.map_or(*value, |cap| cap.min(*value));
        }
    }
}

/// `sum += row`, party by party.
pub(crate) fn add(sum: &mut [i64], row: &[i64]) {
    for (total, value) in sum.iter_mut().zip(row) {
        *total += value;
    }
}

impl fmt::Debug for Landscape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (issues, boxes) = (self.live.len(), self.boxes.len());
        write!(f, "Landscape({issues} issues, {boxes} boxes, confidential)")
    }
}
