//! Depth-first branch and bound over the options of issues.
//!
//! At every node: settle boxes, drop dominated options, compare the bound with the least value that
//! is still of interest, drop options and settle bonuses that cannot reach it, improve the division
//! of boxes, look at the package that the bound points to, and branch where the bound is most
//! undecided: on a bonus, where it is half in one, otherwise on an issue.
//!
//! A bonus that is settled is dropped: its packages then count for less than they are worth. That is
//! right where none of them is of interest, because the bound says so or because they were gone
//! through. It stays right with dominance, which lets option q stand in for v. Say x with v is of
//! interest, in no dropped bonus, and q takes it into one. Not counting that bonus, the new package is
//! worth at least what x is to everybody, so the bound did not drop it; and if the bonus was gone
//! through and costs nobody anything, then so was a package at least as good as x.
//!
//! What is of interest is the [`Goal`]'s business: the same search finds frontiers, fair packages
//! and proofs that there are none.
//!
//! Indices come from one [`Instance`]; see there for why they are in range.
//!
//! What has to hold when a node is left: each package in it that is of interest, or one at least as good for
//! everybody, has been offered to the goal, or lies in a node that is still to come. The goal's threshold
//! only rises, so what was ruled out once stays ruled out.

use super::branch::{undecided_bonus, undecided_issue};
use super::instance::{Instance, Marks};
use super::prune::{PartyBounds, filter, propagate, settle_bonuses};
use super::split::{Direction, Node};
use crate::Control;

/// What a search looks for.
pub(super) trait Goal {
    /// The least priced utility that could still be of interest where no package is worth more
    /// than `most` to each party; `None` where nothing there is of interest.
    fn threshold(&mut self, prices: &[i64], most: &[i64]) -> Option<i128>;

    /// A package's worth (clipped) and its combination of options.
    fn offer(&mut self, worth: &[i64], options: &[u32]);
}

/// How hard the search works at each node. Any values give right answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// Passes of dividing at the first node.
    pub root_sweeps: u32,
    /// Passes at every other node.
    pub node_sweeps: u32,
    /// A pass is repeated while it lowers the bound by at least this part of what is missing.
    pub patience: i64,
    /// Changes below this part of what is missing do not make neighbours dirty.
    pub tolerance: i64,
    /// Whether dominance is tested within subproblems.
    pub dominance: bool,
    /// Nodes tried before local search looks for a better package.
    pub probe_nodes: u64,
    /// Kicks of the local search.
    pub kicks: u32,
    /// In how many cliques of boxes that exclude each other a box is looked at; 0: none are looked for. Bounds are
    /// lower with them, but on everything measured nodes cost more than that saves.
    pub cliques: usize,
}

impl Default for Effort {
    fn default() -> Self {
        Self {
            root_sweeps: 30,
            node_sweeps: 4,
            patience: 5,
            tolerance: 256,
            dominance: true,
            probe_nodes: 30,
            kicks: 100,
            cliques: 0,
        }
    }
}

/// How a search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// Nothing of interest is left.
    Complete,
    /// Stopped by the control or a limit on nodes: every package not looked at has at most this
    /// priced utility.
    Stopped(i128),
}

/// Bytes that the nodes one inside the other may take: with a range of a million steps one takes some ten million.
const NODES_BYTES: usize = 256 << 20;
/// So many nodes one inside the other fit onto a thread's stack.
const DEPTH_MAX: usize = 800;

pub(super) struct Search<'a> {
    pub instance: &'a Instance,
    pub control: &'a dyn Control,
    pub effort: Effort,
    pub direction: Direction,
    pub root: Node,
    /// Nodes looked at so far, over all searches.
    pub nodes: u64,
    limit: u64,
    /// Nodes one inside the other, at most.
    depth_max: usize,
    stopped: bool,
    /// The largest scaled bound of what a stopped search left.
    left: i64,
    spare: Vec<Node>,
    party_bounds: PartyBounds,
    worth: Vec<i64>,
}

impl<'a> Search<'a> {
    pub fn new(instance: &'a Instance, effort: Effort, control: &'a dyn Control) -> Self {
        let direction = Direction::new(instance, &vec![1; instance.parties]);
        let root = Node::root(instance, &direction, None);
        Self {
            instance,
            control,
            effort,
            direction,
            root,
            nodes: 0,
            limit: u64::MAX,
            depth_max: (NODES_BYTES / instance.node_bytes()).min(DEPTH_MAX),
            stopped: false,
            left: i64::MIN,
            spare: Vec::new(),
            party_bounds: PartyBounds::default(),
            worth: Vec::new(),
        }
    }

    /// Turns to other prices, keeping how boxes are divided.
    pub fn aim(&mut self, prices: &[i64]) {
        let direction = Direction::new(self.instance, prices);
        self.root = Node::root(self.instance, &direction, Some((&self.direction, &self.root)));
        self.direction = direction;
    }

    /// Improves the first node's division; returns the largest priced utility it allows.
    pub fn descend(&mut self, sweeps: u32) -> i128 {
        let mut bound = self.root.bound(self.instance);
        for pass in 0..sweeps {
            let all = Marks::all(self.instance.issues());
            self.root.sweep(self.instance, &self.direction, pass % 2 == 1, all, 0);
            let lower = self.root.bound(self.instance);
            // Passes go through the boxes in turn forwards and backwards. A pass without gain may be followed
            // by one with gain, so the first few are not believed.
            if lower == bound && pass > 4 || self.control.should_stop() {
                break;
            }
            bound = lower;
        }
        self.direction.allowed(self.root.bound(self.instance))
    }

    /// The package to which the first node's bound points.
    pub fn pointed(&self) -> Vec<u32> {
        (0..self.instance.issues()).map(|issue| self.root.best(self.instance, issue).0 as u32).collect()
    }

    /// Looks through everything of interest to the goal, or through at most `nodes` nodes.
    pub fn explore(&mut self, goal: &mut dyn Goal, nodes: Option<u64>) -> Ended {
        // The count goes on over all searches, so the limit of this one is counted from where it stands.
        self.limit = nodes.map_or(u64::MAX, |nodes| self.nodes.saturating_add(nodes));
        self.stopped = false;
        self.left = i64::MIN;
        self.descend(self.effort.root_sweeps);
        let mut node = self.spare.pop().unwrap_or_default();
        node.copy_from(&self.root);
        self.visit(goal, node, Marks::all(self.instance.issues()), 0);
        if self.stopped { Ended::Stopped(self.direction.allowed(self.left)) } else { Ended::Complete }
    }

    fn visit(&mut self, goal: &mut dyn Goal, mut node: Node, mut changed: Marks, depth: usize) {
        let mut dirty = if depth == 0 { changed.clone() } else { Marks::none(self.instance.issues()) };
        let mut options = Vec::with_capacity(self.instance.issues());
        loop {
            self.nodes += 1;
            // `|=`: once stopped, every node on the way back stops too, and each adds its own bound to what
            // is left. Without that a stopped search would claim the subproblems that it had set aside.
            self.stopped |= self.nodes > self.limit || depth > self.depth_max || self.control.should_stop();
            if self.stopped {
                self.left = self.left.max(node.bound(self.instance));
                break;
            }
            // The first node may take more: what is won there, all others inherit.
            let sweeps = if depth == 0 { 20.min(self.effort.root_sweeps) } else { self.effort.node_sweeps };
            if !self.tighten(goal, &mut node, changed, &mut dirty, sweeps) {
                break;
            }
            self.point(&node, &mut options);
            self.evaluate(goal, &options);
            if !self.last_filter(goal, &mut node, &mut dirty) {
                break;
            }
            // The last filter may have left another package than the one just looked at.
            self.point(&node, &mut options);
            // The loop is the second branch: the child takes one side of the decision, and the same node goes
            // on with the other. Depth grows with decisions taken, not with options left out.
            if let Some(held) = undecided_bonus(self.instance, &self.direction, &node, &options) {
                let mut mark = Marks::none(self.instance.issues());
                let mut child = self.spare.pop().unwrap_or_default();
                child.copy_from(&node);
                child.enter(self.instance, held, &mut mark);
                self.visit(goal, child, mark.clone(), depth + 1);
                // What is in the bonus has been gone through.
                node.release(self.instance, &self.direction, held, &mut dirty);
                changed = mark;
                continue;
            }
            let Some(issue) = undecided_issue(self.instance, &self.direction, &node, &options) else {
                // A single package is left, and the last filter may have left another than the one looked at
                // above. Without this line an early version lost a package once in some eight thousand random
                // instances.
                self.evaluate(goal, &options);
                break;
            };
            let option = options[issue] as usize;
            let child = self.child(&node, issue, option);
            let mut mark = Marks::none(self.instance.issues());
            mark.set(issue);
            self.visit(goal, child, mark.clone(), depth + 1);
            // Packages with this option have been gone through. Should it have been the last, propagation
            // sees the empty issue.
            node.live[self.instance.word_start[issue] + option / 64] &= !(1 << (option % 64));
            changed = mark;
        }
        self.spare.push(node);
    }

    fn child(&mut self, node: &Node, issue: usize, option: usize) -> Node {
        let mut child = self.spare.pop().unwrap_or_default();
        child.copy_from(node);
        for index in self.instance.word_start[issue]..self.instance.word_start[issue + 1] {
            let word = index - self.instance.word_start[issue];
            child.live[index] = if word == option / 64 { 1 << (option % 64) } else { 0 };
        }
        child
    }

    /// Settles, filters and improves the node; false when nothing of interest is left in it.
    fn tighten(
        &mut self,
        goal: &mut dyn Goal,
        node: &mut Node,
        changed: Marks,
        dirty: &mut Marks,
        sweeps: u32,
    ) -> bool {
        let instance = self.instance;
        if !propagate(instance, &self.direction, node, changed, dirty, self.effort.dominance) {
            return false;
        }
        let Some(mut needed) = self.needed(goal, node) else { return false };
        let mut bound = node.bound(instance);
        if bound < needed {
            return false;
        }
        for pass in 0..sweeps {
            let mut removed = Marks::none(instance.issues());
            let filtered = filter(instance, node, bound, needed, &mut removed);
            if filtered && !self.follow(goal, node, (&mut bound, &mut needed), removed, dirty) {
                return false;
            }
            let mut narrowed = Marks::none(instance.issues());
            if settle_bonuses(instance, &self.direction, node, bound.saturating_sub(needed), &mut narrowed)
                && !self.follow(goal, node, (&mut bound, &mut needed), narrowed, dirty)
            {
                return false;
            }
            // Relative to what is missing: near the threshold small moves decide, far from it they only cost
            // time.
            let tolerance = (bound - needed) / self.effort.tolerance.max(1);
            let todo = std::mem::take(dirty);
            *dirty = node.sweep(instance, &self.direction, pass % 2 == 1, todo, tolerance);
            let lower = node.bound(instance);
            let won = bound - lower;
            bound = lower;
            if bound < needed {
                return false;
            }
            // With this little won a pass, closing the gap by dividing alone would take longer than
            // branching. After a filter the next pass works on a smaller problem and gets another chance.
            if !filtered && won.saturating_mul(self.effort.patience) < bound - needed {
                break;
            }
        }
        true
    }

    /// Propagates from the issues in `changed` and takes the bounds anew; false when nothing of interest is left.
    fn follow(
        &mut self,
        goal: &mut dyn Goal,
        node: &mut Node,
        (bound, needed): (&mut i64, &mut i64),
        changed: Marks,
        dirty: &mut Marks,
    ) -> bool {
        if !propagate(self.instance, &self.direction, node, changed, dirty, self.effort.dominance) {
            return false;
        }
        let Some(now) = self.needed(goal, node) else { return false };
        (*needed, *bound) = (now, node.bound(self.instance));
        bound >= needed
    }

    fn last_filter(&mut self, goal: &mut dyn Goal, node: &mut Node, dirty: &mut Marks) -> bool {
        // What each party can have at most has hardly changed since; what was found may ask for more.
        let exact = goal.threshold(&self.direction.prices, &self.party_bounds.most);
        let Some(needed) = exact.map(|exact| self.direction.needed(exact)) else { return false };
        let bound = node.bound(self.instance);
        if bound < needed {
            return false;
        }
        let mut removed = Marks::none(self.instance.issues());
        !filter(self.instance, node, bound, needed, &mut removed)
            || propagate(self.instance, &self.direction, node, removed, dirty, self.effort.dominance)
    }

    fn needed(&mut self, goal: &mut dyn Goal, node: &Node) -> Option<i64> {
        self.party_bounds.update(self.instance, &self.direction, node);
        let exact = goal.threshold(&self.direction.prices, &self.party_bounds.most)?;
        Some(self.direction.needed(exact))
    }

    fn point(&self, node: &Node, options: &mut Vec<u32>) {
        options.clear();
        options.extend((0..self.instance.issues()).map(|issue| node.best(self.instance, issue).0 as u32));
    }

    /// Offers the combination to the goal, unless it is forbidden.
    pub fn evaluate(&mut self, goal: &mut dyn Goal, options: &[u32]) {
        // The bound may point into a forbidden box: a charge lowers what is inside, but need not make it
        // lose.
        if self.instance.evaluate(options, &mut self.worth) {
            self.instance.clip(&mut self.worth);
            goal.offer(&self.worth, options);
        }
    }
}
