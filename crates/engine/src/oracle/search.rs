//! Depth-first search for packages whose broken facts contain none of some given sets.
//!
//! One search answers all questions about sets of facts. That every fact of S stands is the question
//! with the sets {f}, f in S; all minimal sets of broken facts come out when each set found is added
//! to the given ones. A fact that would complete a given set must not be broken: its boxes are cut
//! away from the domains, its sum bounds the options that are left. A node ends when the facts that
//! all its packages break contain a given set.
//!
//! Indexing: as in [`ground`](super::ground).
//!
//! Why it is right. A node is a box of packages with the facts that all of them break. A find is a package
//! whose broken facts contain no excluded set. Packages are given up only if the facts that they break
//! contain an excluded set: all of a node's at once, or those with an option that a required fact rules out.
//! Branching divides a node's packages in two. So in the end what any package breaks contains an excluded
//! set, one of those given or one of those found.
//!
//! Why it is fast. A node whose candidate is no find is split on a fact that the candidate breaks, into
//! packages that may avoid it there and the rest. Each split is about a reason, not about an option.

use super::ground::{Domains, Ground, Overlap, bit, members};
use super::prices::{Weighed, weigh};
use crate::Control;
use crate::fact_set::FactSet;
use std::collections::BTreeMap;

/// A package (live indices) and the facts it breaks.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub package: Vec<u32>,
    pub broken: FactSet,
}

/// Why a search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// There is no further package.
    Complete,
    /// Whoever asked had enough.
    Enough,
    /// The effort or the budget was spent.
    Stopped,
}

/// What to do after a find.
pub(super) enum Next {
    /// Look for packages whose broken facts contain neither these nor any set before.
    Exclude(FactSet),
    /// Look only for packages that reach these thresholds.
    Raise(Vec<i64>),
    Stop,
}

pub(super) struct Search<'a> {
    ground: &'a Ground,
    /// The facts that count; others are as if not stated.
    counted: FactSet,
    /// For each line what a package must reach not to break its fact.
    thresholds: Vec<i64>,
    excluded: Vec<FactSet>,
    /// Weights for sets of lines that must all hold, by those lines.
    weighed: BTreeMap<Vec<usize>, Weighed>,
    single: Vec<Weighed>,
    guide: Weighed,
    /// What the last run left of its effort.
    pub effort_left: u64,
    /// What is still to be looked at.
    open: Vec<Node>,
    control: &'a dyn Control,
}

/// Numbers that weighed sums may keep between nodes.
const WEIGHED_MAX: usize = 4_000_000;

struct Node {
    domains: Domains,
    /// Forbidden boxes that are neither outside nor around all of the domains, as far as known.
    open: Vec<usize>,
    /// Facts that every package of the domains breaks.
    broken: FactSet,
}

impl<'a> Search<'a> {
    pub fn new(
        ground: &'a Ground,
        counted: FactSet,
        thresholds: Vec<i64>,
        excluded: Vec<FactSet>,
        control: &'a dyn Control,
    ) -> Self {
        let counts = |line: &usize| counted.contains(ground.lines[*line].fact);
        let lines: Vec<usize> = (0..ground.lines.len()).filter(counts).collect();
        // The candidate goes by the weights that come nearest to a proof: under them the sum is hardest to
        // reach, so a package that is good there has the best chance to reach every threshold.
        let guide = weigh(ground, &lines, &thresholds, &ground.everything(), control);
        let single = (0..ground.lines.len()).map(|line| Weighed::new(ground, vec![(line, 1)])).collect();
        let boxes = 0..ground.forbidden.len();
        let open = boxes.filter(|at| counted.contains(ground.forbidden[*at].fact)).collect();
        let everything = Node { domains: ground.everything(), open, broken: FactSet::empty() };
        Self {
            ground,
            counted,
            thresholds,
            excluded,
            weighed: BTreeMap::new(),
            single,
            guide,
            effort_left: 0,
            open: vec![everything],
            control,
        }
    }

    /// Calls `found` for every package found, until it says to stop or nothing is left.
    ///
    /// Goes on where the last run stopped, for this much more effort.
    pub fn run(&mut self, effort: u64, mut found: impl FnMut(&Found) -> Next) -> End {
        self.effort_left = effort;
        let mut open = std::mem::take(&mut self.open);
        let end = self.go_through(&mut open, &mut found);
        self.open = open;
        end
    }

    /// Asks for packages whose broken facts do not contain these either.
    pub fn exclude(&mut self, facts: FactSet) {
        self.excluded.push(facts);
    }

    fn go_through(&mut self, stack: &mut Vec<Node>, found: &mut dyn FnMut(&Found) -> Next) -> End {
        let options: usize = self.ground.live.iter().map(Vec::len).sum();
        // Effort is counted in work, not in time: the same question ends at the same place on every machine.
        let node_cost = 1 + (options * (1 + self.guide.weights.len()) / 16) as u64;
        while let Some(mut node) = stack.pop() {
            if self.effort_left == 0 || self.control.should_stop() {
                // Put back before it is touched: what is left when the effort ends must still cover every
                // package.
                stack.push(node);
                return End::Stopped;
            }
            self.effort_left = self.effort_left.saturating_sub(node_cost + self.excluded.len() as u64 / 64);
            if !self.narrow(&mut node) {
                continue;
            }
            let candidate = self.candidate(&node);
            if !self.contains_excluded(&candidate.broken) {
                match found(&candidate) {
                    Next::Exclude(facts) => self.excluded.push(facts),
                    Next::Raise(thresholds) => self.raise(thresholds),
                    Next::Stop => return End::Enough,
                }
                // What was found changes what must hold: look at the node again.
                stack.push(node);
                continue;
            }
            self.branch(node, &candidate, stack);
        }
        End::Complete
    }

    /// Weights found for other thresholds would still prove, but seldom much.
    fn raise(&mut self, thresholds: Vec<i64>) {
        self.thresholds = thresholds;
        self.weighed.clear();
        let lines: Vec<usize> = self.guide.weights.iter().map(|(line, _)| *line).collect();
        self.guide = weigh(self.ground, &lines, &self.thresholds, &self.ground.everything(), self.control);
    }

    fn contains_excluded(&self, broken: &FactSet) -> bool {
        self.excluded.iter().any(|facts| facts.is_subset(broken))
    }

    /// Cuts away what cannot hold a find; `false` when nothing is left.
    fn narrow(&mut self, node: &mut Node) -> bool {
        loop {
            if self.ground.is_empty(&node.domains) || !self.settle(node) {
                return false;
            }
            let required = self.required(&node.broken);
            let mut changed = self.cut_boxes(node, &required);
            match self.cut_options(node, &required) {
                None => return false,
                Some(removed) => changed |= removed,
            }
            if !changed {
                return true;
            }
        }
    }

    /// Finds out which facts all packages of the node break; `false` when these contain an excluded set.
    fn settle(&self, node: &mut Node) -> bool {
        let Node { domains, open, broken } = node;
        open.retain(|at| {
            let forbidden = &self.ground.forbidden[*at];
            match self.ground.overlap(domains, &forbidden.sides) {
                Overlap::Outside => false,
                // Once its fact is broken anyway a box need not be watched.
                Overlap::Open(_) => !broken.contains(forbidden.fact),
                Overlap::Inside => {
                    broken.insert(forbidden.fact);
                    false
                }
            }
        });
        for (at, line) in self.ground.lines.iter().enumerate() {
            let counts = self.counted.contains(line.fact) && !broken.contains(line.fact);
            if counts && self.cannot_reach(at, domains) {
                broken.insert(line.fact);
            }
        }
        !self.contains_excluded(broken)
    }

    fn cannot_reach(&self, line: usize, domains: &[u64]) -> bool {
        let threshold = self.thresholds[line];
        self.ground.lines[line].cap.is_some_and(|cap| cap < threshold)
            || self.single[line].most(self.ground, domains) < i128::from(threshold)
    }

    /// The facts that no find in the node breaks.
    fn required(&self, broken: &FactSet) -> FactSet {
        // An excluded set with a single fact outside those broken: breaking that one too would complete it.
        self.excluded.iter().filter_map(|facts| facts.single_outside(broken)).collect()
    }

    /// A box of a required fact with a single undecided side loses that side's options.
    fn cut_boxes(&self, node: &mut Node, required: &FactSet) -> bool {
        let mut changed = false;
        for at in &node.open {
            let forbidden = &self.ground.forbidden[*at];
            if !required.contains(forbidden.fact) {
                continue;
            }
            // With two sides open there are two ways out, and nothing follows yet. Asked anew: an earlier cut
            // of this round may have closed one of them.
            if self.ground.overlap(&node.domains, &forbidden.sides) != Overlap::Open(1) {
                continue;
            }
            let undecided = |side: &&super::ground::Side| {
                self.ground.side_overlap(&node.domains, side) != Overlap::Inside
            };
            if let Some(side) = forbidden.sides.iter().find(undecided) {
                let domain = self.ground.domain_mut(&mut node.domains, side.issue);
                domain.iter_mut().zip(&side.words).for_each(|(domain, side)| *domain &= !side);
                changed = true;
            }
        }
        changed
    }

    /// Options with which a required reservation, or several together, cannot be met go; `None` when
    /// no package can meet them.
    fn cut_options(&mut self, node: &mut Node, required: &FactSet) -> Option<bool> {
        let ground = self.ground;
        let lines: Vec<usize> =
            (0..ground.lines.len()).filter(|line| required.contains(ground.lines[*line].fact)).collect();
        let mut changed = false;
        for line in &lines {
            let needed = i128::from(self.thresholds[*line]);
            // Each line alone first: it is cheap and exact for one sum. Together they see that what one line
            // needs another cannot give.
            changed |= self.single[*line].filter(ground, &mut node.domains, needed);
        }
        if ground.is_empty(&node.domains) {
            return None;
        }
        if lines.len() >= 2 {
            let (thresholds, control) = (&self.thresholds, self.control);
            // Each holds a number for every option: only so many are kept.
            if self.weighed.len() >= WEIGHED_MAX / ground.live.iter().map(Vec::len).sum::<usize>().max(1) {
                self.weighed.clear();
            }
            let weighed = self
                .weighed
                .entry(lines)
                // Weights for the whole problem, kept for all nodes that require the same lines. For each
                // node anew they would be a little better and cost more than the node.
                .or_insert_with_key(|lines| weigh(ground, lines, thresholds, &ground.everything(), control));
            let needed = weighed.needed(thresholds);
            if weighed.most(ground, &node.domains) < needed {
                return None;
            }
            changed |= weighed.filter(ground, &mut node.domains, needed);
        }
        Some(changed)
    }

    /// The package that looks best: most weighed utility, fewest chances of breaking something.
    fn candidate(&self, node: &Node) -> Found {
        let ground = self.ground;
        let mut risks: Vec<Vec<u64>> = ground.live.iter().map(|options| vec![0; options.len()]).collect();
        for at in &node.open {
            let sides = &ground.forbidden[*at].sides;
            let Overlap::Open(undecided) = ground.overlap(&node.domains, sides) else { continue };
            for side in sides {
                // A box with fewer open sides is more easily entered: each open side halves the risk.
                let risk = 1u64 << (24 - undecided.min(24));
                members(&side.words).for_each(|option| risks[side.issue][option] += risk);
            }
        }
        let choose = |(issue, risks): (usize, &Vec<u64>)| {
            let values = &self.guide.values[issue];
            // Without sums all values are equal and risk alone decides; the last entry makes the choice the
            // same on every run.
            let rank = |at: &usize| (values[*at], std::cmp::Reverse(risks[*at]), std::cmp::Reverse(*at));
            members(ground.domain(&node.domains, issue)).max_by_key(rank).unwrap_or(0) as u32
        };
        let package: Vec<u32> = risks.iter().enumerate().map(choose).collect();
        let mut broken = node.broken.clone();
        for at in &node.open {
            let forbidden = &ground.forbidden[*at];
            if Ground::contains(&forbidden.sides, &package) {
                broken.insert(forbidden.fact);
            }
        }
        for (at, line) in ground.lines.iter().enumerate() {
            if self.counted.contains(line.fact) && line.of(ground, &package) < self.thresholds[at] {
                broken.insert(line.fact);
            }
        }
        Found { package, broken }
    }

    /// Splits the node on a fact that the candidate breaks and another package of it might not.
    fn branch(&self, node: Node, candidate: &Found, stack: &mut Vec<Node>) {
        let excluded = self.excluded.iter().filter(|facts| facts.is_subset(&candidate.broken));
        // The excluded set nearest to being completed: the branch that avoids its fact has most left to
        // follow from it.
        let undecided = excluded.map(|facts| facts.minus(&node.broken)).min_by_key(FactSet::len);
        let Some(fact) = undecided.and_then(|facts| facts.iter().next()) else { return };
        let split = self
            .split_on_box(&node, fact, &candidate.package)
            .or_else(|| self.split_on_line(&node, fact, &candidate.package));
        // Never without a split. A box that holds the candidate and not the whole node has an undecided side.
        // A line that the candidate misses and the node could reach has an option or a bonus that brings
        // more.
        let Some((issue, first)) = split else { return };
        let mut rest = node.domains.clone();
        let domain = self.ground.domain_mut(&mut rest, issue);
        domain.iter_mut().zip(&first).for_each(|(domain, first)| *domain &= !first);
        // Both halves are smaller: the candidate's option is not in `first`, and `first` is not empty.
        let mut preferred = node.domains;
        self.ground.domain_mut(&mut preferred, issue).copy_from_slice(&first);
        stack.push(Node { domains: rest, open: node.open.clone(), broken: node.broken.clone() });
        stack.push(Node { domains: preferred, open: node.open, broken: node.broken });
    }

    /// An undecided side of a box of the fact that holds the package: the options outside it first.
    fn split_on_box(&self, node: &Node, fact: usize, package: &[u32]) -> Option<(usize, Vec<u64>)> {
        let boxes = node.open.iter().map(|at| &self.ground.forbidden[*at]);
        let holding = boxes.filter(|x| x.fact == fact && Ground::contains(&x.sides, package));
        let sides = holding.flat_map(|x| &x.sides);
        let undecided =
            sides.filter(|side| matches!(self.ground.side_overlap(&node.domains, side), Overlap::Open(_)));
        // The side that fewest live options lie in: outside it most is left to choose from.
        let side = undecided.min_by_key(|side| {
            let domain = self.ground.domain(&node.domains, side.issue);
            domain.iter().zip(&side.words).map(|(domain, side)| (domain & side).count_ones()).sum::<u32>()
        })?;
        let domain = self.ground.domain(&node.domains, side.issue);
        Some((side.issue, domain.iter().zip(&side.words).map(|(domain, side)| domain & !side).collect()))
    }

    /// The issue on which the line has most to gain over the package: the better options first.
    fn split_on_line(&self, node: &Node, fact: usize, package: &[u32]) -> Option<(usize, Vec<u64>)> {
        let ground = self.ground;
        let line = ground.lines.iter().find(|line| line.fact == fact)?;
        let gain = |issue: &usize| {
            let values = &line.values[*issue];
            let best = members(ground.domain(&node.domains, *issue)).map(|at| values[at]).max();
            best.unwrap_or(0) - values[package[*issue] as usize]
        };
        let issue = (0..ground.live.len()).max_by_key(|issue| (gain(issue), std::cmp::Reverse(*issue)))?;
        if gain(&issue) > 0 {
            let values = &line.values[issue];
            let mut better = vec![0u64; ground.domain(&node.domains, issue).len()];
            let taken = values[package[issue] as usize];
            for at in members(ground.domain(&node.domains, issue)).filter(|at| values[*at] > taken) {
                better[at / 64] |= 1 << (at % 64);
            }
            return Some((issue, better));
        }
        self.split_on_bonus(node, line, package)
    }

    /// Where options alone gain the line nothing: an undecided side of a box with points.
    fn split_on_bonus(
        &self,
        node: &Node,
        line: &super::ground::Line,
        package: &[u32],
    ) -> Option<(usize, Vec<u64>)> {
        let helps = |(at, units): &&(usize, i64)| {
            let sides = &self.ground.bonuses[*at];
            // A bonus that the package is not in, or a penalty that it is in, as long as the node leaves that
            // open.
            (*units > 0) != Ground::contains(sides, package)
                && matches!(self.ground.overlap(&node.domains, sides), Overlap::Open(_))
        };
        let (at, units) = line.bonuses.iter().filter(helps).max_by_key(|(_, units)| units.abs())?;
        let open = |side: &&super::ground::Side| {
            matches!(self.ground.side_overlap(&node.domains, side), Overlap::Open(_))
        };
        let sides = || self.ground.bonuses[*at].iter().filter(open);
        let side = sides()
            // For a bonus a side that the package is outside of: there the split takes it in. A penalty holds
            // the package on all sides; any open one leads out.
            .find(|side| !bit(&side.words, package[side.issue] as usize))
            .or_else(|| sides().next())?;
        let domain = self.ground.domain(&node.domains, side.issue);
        let keep = |(domain, side): (&u64, &u64)| if *units > 0 { domain & side } else { domain & !side };
        Some((side.issue, domain.iter().zip(&side.words).map(keep).collect()))
    }
}
