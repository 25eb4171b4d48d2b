//! Steps of an argument that some facts exclude every package, option by option.
//!
//! Indexing: as in [`ground`](super::ground).
//!
//! The oracle may use anything that is fast. An argument has to be read by people, so it is made of two kinds
//! of steps only: a fact whose region holds everything that is left, and weights under which reservations are
//! out of reach. Where neither applies, an issue is divided into cases, and each case is argued by itself.
//!
//! Options are not left out here as they are for the search: a reader would miss them.

use super::ground::{Domains, Ground, Overlap, Side, bit, members};
use super::prices::weigh;
use crate::Control;
use crate::fact_set::FactSet;
use mediant_model::Problem;
use num_integer::Integer;
use std::collections::BTreeMap;

/// The facts of an argument over all options of a problem, none left out.
pub struct Argument<'a> {
    ground: Ground,
    thresholds: Vec<i64>,
    constant_caps: bool,
    control: &'a dyn Control,
}

/// Weights under which what is left falls short of reservation values.
pub struct Shortfall {
    /// The reservation facts with a weight above zero.
    pub reservations: Vec<usize>,
    /// Facts that exclude options on their own, where that was needed.
    pub constraints: Vec<usize>,
    /// The weights, in the order of `reservations`, without a common divisor.
    pub weights: Vec<i64>,
    /// The weighed units missing, above zero.
    pub short_by: i128,
}

impl<'a> Argument<'a> {
    /// The argument's facts; the others do not count.
    pub fn new(problem: &Problem, facts: &FactSet, control: &'a dyn Control) -> Self {
        let ground = Ground::whole(problem, facts);
        let thresholds: Vec<i64> = ground.lines.iter().map(|line| line.reservation).collect();
        let beyond =
            |(line, threshold): (&super::ground::Line, &i64)| line.cap.is_some_and(|cap| cap < *threshold);
        // A walk-away above the cap needs no weights. Weights would not even see it: they count utilities
        // before the cap.
        let constant_caps = ground.lines.iter().zip(&thresholds).any(beyond);
        Self { ground, thresholds, constant_caps, control }
    }

    /// Every option of every issue: where an argument begins.
    pub fn everything(&self) -> Domains {
        self.ground.everything()
    }

    /// The first fact with a region around all of the domains.
    pub fn fact_excluding(&self, domains: &[u64]) -> Option<usize> {
        let around = |sides: &[Side]| self.ground.overlap(domains, sides) == Overlap::Inside;
        let facts = self.ground.forbidden.iter().filter(|forbidden| around(&forbidden.sides));
        facts.map(|forbidden| forbidden.fact).min()
    }

    /// Prices that prove the reservations out of reach: over all of the domains if possible, else
    /// over what is left when facts have taken away the options that they exclude on their own.
    pub fn prices(&self, domains: &[u64]) -> Option<Shortfall> {
        if self.ground.lines.is_empty() || self.constant_caps {
            return self.beyond_cap();
        }
        // Over everything first: a proof that needs no other fact is the shorter one.
        self.shortfall(domains, Vec::new()).or_else(|| {
            let (narrowed, constraints) = self.narrowed(domains)?;
            self.shortfall(&narrowed, constraints)
        })
    }

    /// A reservation above what its party's utility can reach at all.
    fn beyond_cap(&self) -> Option<Shortfall> {
        let mut lines = self.ground.lines.iter().zip(&self.thresholds);
        lines.find_map(|(line, threshold)| {
            let missing = threshold - line.cap?;
            (missing > 0).then(|| Shortfall {
                reservations: vec![line.fact],
                constraints: Vec::new(),
                weights: vec![1],
                short_by: i128::from(missing),
            })
        })
    }

    fn shortfall(&self, domains: &[u64], constraints: Vec<usize>) -> Option<Shortfall> {
        let lines: Vec<usize> = (0..self.ground.lines.len()).collect();
        // One party alone before all together, for the same reason.
        let alone = lines.iter().map(|line| vec![*line]);
        let together = (lines.len() > 1).then(|| lines.clone());
        for lines in alone.chain(together) {
            let weighed = weigh(&self.ground, &lines, &self.thresholds, domains, self.control);
            let divisor =
                weighed.weights.iter().fold(0i64, |divisor, (_, weight)| divisor.gcd(weight)).max(1);
            let missing = weighed.needed(&self.thresholds) - weighed.most(&self.ground, domains);
            if missing > 0 {
                let used = || weighed.weights.iter().filter(|(_, weight)| *weight > 0);
                return Some(Shortfall {
                    reservations: used().map(|(line, _)| self.ground.lines[*line].fact).collect(),
                    constraints,
                    weights: used().map(|(_, weight)| weight / divisor).collect(),
                    // Rounded down: what is missing is at least so much.
                    short_by: missing / i128::from(divisor),
                });
            }
        }
        None
    }

    /// The domains without options that a fact excludes on its own, and those facts; `None` when
    /// there is no such option.
    fn narrowed(&self, domains: &[u64]) -> Option<(Domains, Vec<usize>)> {
        let mut narrowed = domains.to_vec();
        let mut facts = FactSet::empty();
        loop {
            let mut changed = false;
            for forbidden in &self.ground.forbidden {
                if self.ground.overlap(&narrowed, &forbidden.sides) != Overlap::Open(1) {
                    continue;
                }
                let undecided =
                    |side: &&Side| matches!(self.ground.side_overlap(&narrowed, side), Overlap::Open(_));
                let Some(side) = forbidden.sides.iter().find(undecided) else { continue };
                let domain = self.ground.domain_mut(&mut narrowed, side.issue);
                domain.iter_mut().zip(&side.words).for_each(|(domain, side)| *domain &= !side);
                facts.insert(forbidden.fact);
                changed = true;
            }
            if !changed {
                break;
            }
        }
        (!facts.is_empty()).then(|| (narrowed, facts.iter().collect()))
    }

    /// Whether a fact's region divides what is left of the issue.
    pub fn is_undecided(&self, domains: &[u64], issue: usize) -> bool {
        self.open_sides(domains).any(|(_, side)| side.issue == issue)
    }

    /// The issue that regions of most facts divide; of several the first.
    pub fn most_contested(&self, domains: &[u64]) -> Option<usize> {
        let mut facts: BTreeMap<usize, FactSet> = BTreeMap::new();
        for (fact, side) in self.open_sides(domains) {
            facts.entry(side.issue).or_default().insert(fact);
        }
        let most = facts.iter().max_by_key(|(issue, facts)| (facts.len(), std::cmp::Reverse(**issue)));
        most.map(|(issue, _)| *issue)
    }

    fn open_sides<'s>(&'s self, domains: &'s [u64]) -> impl Iterator<Item = (usize, &'s Side)> {
        let live = self
            .ground
            .forbidden
            .iter()
            .filter(|x| matches!(self.ground.overlap(domains, &x.sides), Overlap::Open(_)));
        let sides = live.flat_map(|x| x.sides.iter().map(|side| (x.fact, side)));
        sides.filter(|(_, side)| matches!(self.ground.side_overlap(domains, side), Overlap::Open(_)))
    }

    /// What is left of the issue, in parts that no fact's region divides.
    pub fn cases(&self, domains: &[u64], issue: usize) -> Vec<(Vec<u32>, Domains)> {
        // Options inside the same sides are alike to every fact that excludes something, so they are one
        // case: of a hundred dates perhaps three.
        let sides: Vec<&Side> =
            self.open_sides(domains).filter(|(_, side)| side.issue == issue).map(|(_, side)| side).collect();
        let mut parts: BTreeMap<Vec<bool>, Vec<u32>> = BTreeMap::new();
        for at in members(self.ground.domain(domains, issue)) {
            let inside = sides.iter().map(|side| bit(&side.words, at)).collect();
            parts.entry(inside).or_default().push(at as u32);
        }
        let part = |options: Vec<u32>| {
            let mut branch = domains.to_vec();
            let domain = self.ground.domain_mut(&mut branch, issue);
            domain.fill(0);
            options.iter().for_each(|at| domain[*at as usize / 64] |= 1 << (at % 64));
            (options, branch)
        };
        let mut cases: Vec<(Vec<u32>, Domains)> = parts.into_values().map(part).collect();
        cases.sort();
        cases
    }
}
