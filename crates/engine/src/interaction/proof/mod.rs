//! Proofs by bounds that an independent checker can replay.
//!
//! A tree of boxes of packages, split on options of one issue, without the options that others can stand in for at
//! nobody's cost; where anything better lies above one of several corners, each corner that the first bounds leave
//! open has a tree of its own. A leaf is closed by upper bounds on priced utility (prices, and the division of every
//! combination) that leave no room for anything better than claimed, or is small enough for the checker to go
//! through. The form is [`mediant_check`]'s; nothing is used that the checker does not know.
//!
//! Issues are numbered as in the problem, or as in one [`Instance`]; every list of options has an entry for each.
//!
//! Why it proves. Whoever claims that nothing is better than a package claims that nothing reaches a corner.
//! The tree divides all packages: each branch of a split holds some options of one issue, together all that
//! are left; an exchange leaves a package at least as good for everybody in the box for each one it takes
//! out. At a leaf, every package is worth at most the bound under its prices, and anything above the corner
//! at least the corner's. So the checker needs sums and comparisons, goes through small boxes by itself, and
//! needs to believe nothing about how the tree was found.
//!
//! The writer leaves the search's own devices out: no dropped boxes, no cliques, no floats in what is
//! written. A tree has some more nodes for it, and the checker stays short.

mod beyond;
mod corner;
mod division;
mod written;

pub use beyond::Beyond;

use super::branch::undecided_issue;
use super::instance::Instance;
use super::landscape::{Effect, Landscape, PackageBox};
use crate::Control;
use corner::{Corner, corners, floor};
use division::{Divided, Evaluated, Part, divided, evaluated};
use mediant_check::{Corners, Exchange, Node};
use mediant_model::problem::Combination;
use mediant_model::{OptionSet, Problem, Region};
use std::collections::BTreeMap;
use std::ops::Range;

/// How large a proof may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProofLimits {
    /// The most nodes.
    pub nodes: usize,
    /// Boxes with at most this many packages are left to the checker to go through.
    pub replayed: u64,
}

impl Default for ProofLimits {
    fn default() -> Self {
        Self { nodes: 20_000, replayed: 256 }
    }
}

/// A proof that no package which respects the facts (indices) is beyond what is claimed.
///
/// `None` when it would take more nodes than allowed, or when stopped. A false claim gets none either, or one that the
/// checker refuses: boxes that are small enough are left to it, and not looked through here.
///
/// ```
/// use mediant_check::{Case, Certificate, Claim, verify};
/// use mediant_engine::Unlimited;
/// use mediant_engine::interaction::{Beyond, ProofLimits, bounds_proof};
/// use mediant_formats::{InputFile, read};
/// use mediant_model::{Problem, problem::Options};
///
/// let file = InputFile::new("fence.toml", r#"
///     mediant = 1
///     title = "A fence"
///     [parties]
///     north = { name = "North" }
///     south = { name = "South" }
///     [issues.height]
///     options = { low = "one metre", high = "two metres" }
///     [[red_lines]]
///     party = "north"
///     never = { height = "low" }
///     kind = "public"
///     [[red_lines]]
///     party = "south"
///     never = { height = "high" }
///     kind = "public"
/// "#);
/// let (read, _) = read(&[file]).map_err(|faults| format!("{faults:?}"))?;
/// let problem = Problem::compile(&read.case, &read.briefs, &Options::default()).map_err(|all| format!("{all:?}"))?;
/// // Whether the checker, which holds no solver, accepts that these facts leave no package.
/// let is_shown = |facts: &[usize]| {
///     let proof = bounds_proof(&problem, facts, &Beyond::Nothing, ProofLimits::default(), &Unlimited);
///     proof.is_some_and(|proof| {
///         let facts = facts.iter().map(|fact| problem.facts[*fact].id.to_string()).collect();
///         let claim = Claim::NoDeal { change: Vec::new(), cases: vec![Case { facts, proof }] };
///         verify(&problem, &Certificate::new(&problem, vec![claim])).is_ok()
///     })
/// };
///
/// assert!(is_shown(&[0, 1]));
/// // One red line leaves the other height, and nothing shows what is not so.
/// assert!(!is_shown(&[0]));
/// # Ok::<(), String>(())
/// ```
pub fn bounds_proof(
    problem: &Problem,
    facts: &[usize],
    beyond: &Beyond,
    limits: ProofLimits,
    control: &dyn Control,
) -> Option<Vec<Node>> {
    let mut writer = Writer::new(problem, facts, beyond, limits, control);
    let corners = 0..writer.corners.len();
    let mut open = vec![Task { place: 0, options: problem.all_options(), before: Vec::new(), corners }];
    // Places are given out before their nodes are known, since parents name their children. A leaf without
    // bounds closes nothing, so one that was forgotten would be refused, not believed.
    writer.nodes.push(Node::Bounds { bounds: Vec::new() });
    while let Some(task) = open.pop() {
        // A false claim has no proof: the tree would grow for ever.
        if control.should_stop() || writer.nodes.len() > limits.nodes {
            return None;
        }
        writer.visit(task, &mut open)?;
    }
    Some(writer.nodes)
}

/// A box that still has to be closed.
#[derive(Clone)]
struct Task {
    place: usize,
    options: Vec<OptionSet>,
    /// Divisions of the box around it, by their prices' place: a good start.
    before: Vec<(usize, Divided)>,
    /// The corners to rule out.
    corners: Range<usize>,
}

struct Writer<'a> {
    problem: &'a Problem,
    combinations: Vec<Combination>,
    values: Landscape,
    corners: Vec<Corner>,
    nodes: Vec<Node>,
    limits: ProofLimits,
    control: &'a dyn Control,
}

impl<'a> Writer<'a> {
    fn new(
        problem: &'a Problem,
        facts: &[usize],
        beyond: &Beyond,
        limits: ProofLimits,
        control: &'a dyn Control,
    ) -> Self {
        let scope = crate::Scope::of_facts(problem, facts.iter().copied()).with_all_utilities();
        // Boxes come from `combinations`, numbered as the checker numbers them: a bound has to name the boxes
        // that it divides.
        let values = Landscape { boxes: Vec::new(), ..Landscape::new(problem, &scope) };
        let combinations = problem.combinations(facts);
        let mut writer =
            Self { problem, combinations, values, corners: Vec::new(), nodes: Vec::new(), limits, control };
        let floor = floor(problem, facts);
        let mut all: Vec<OptionSet> = writer.values.live.clone();
        // For the corners only: prices aimed at what is left after the exchanges are tighter, and any prices
        // will do.
        writer.exchanges(&mut all);
        let cut = writer.cut(&all);
        let part = writer.part(&all, &cut);
        writer.corners = corners(&part.instance, beyond, &floor, control);
        // Above a cap is nothing, which the checker sees for itself.
        writer.corners.retain(|corner| writer.values.reaches(&corner.least));
        writer
    }

    /// The combinations that matter in a box.
    fn cut(&self, options: &[OptionSet]) -> Vec<(usize, Region)> {
        let cut = self.combinations.iter().enumerate();
        cut.filter_map(|(index, combination)| Some((index, combination.region.within(options)?))).collect()
    }

    fn visit(&mut self, mut task: Task, open: &mut Vec<Task>) -> Option<()> {
        let cut = self.cut(&task.options);
        let forbidden = |index: &usize| self.combinations.get(*index).is_some_and(|c| c.forbidden);
        if task.options.iter().any(OptionSet::is_empty)
            || cut.iter().any(|(index, region)| region.width() == 0 && forbidden(index))
        {
            return Some(()); // the checker sees that nothing is left
        }
        let alone = cut.iter().find(|(index, region)| region.width() == 1 && forbidden(index));
        if let Some((issue, side)) = alone.and_then(|(_, region)| region.sides().next()) {
            // The checker takes forbidden options out by itself.
            let left = task.options.get_mut(issue)?;
            *left = left.intersection(&side.complement());
            open.push(task);
            return Some(());
        }
        // In every box anew: with fewer options, boxes fall away or hold throughout, and more options can be
        // exchanged.
        let exchanges = self.exchanges(&mut task.options);
        if !exchanges.is_empty() {
            let node = self.nodes.len();
            self.nodes.push(Node::Bounds { bounds: Vec::new() });
            self.set(task.place, Node::Exchange { exchanges, node })?;
            task.place = node;
            open.push(task);
            return Some(());
        }
        let packages = task.options.iter().map(|options| options.len() as u64);
        // Saturating: of 10^40 packages it is enough to know that they are many.
        let packages = packages.fold(1u64, u64::saturating_mul);
        if packages <= self.limits.replayed {
            // With several corners the checker could drop too much by the prices of one: by none.
            let single = self.corners.get(task.corners.clone()).filter(|corners| corners.len() == 1);
            let prices = single.and_then(<[Corner]>::first).map_or_else(Vec::new, Corner::total_prices);
            return self.set(task.place, Node::Layers { prices: self.named_prices(&prices) });
        }
        let part = self.part(&task.options, &cut);
        let bounds = self.evaluate(&part, &task);
        let is_open = |corner: &usize| !bounds.iter().any(|by| self.excludes(by, *corner, by.bound));
        let uncovered: Vec<usize> = task.corners.clone().filter(is_open).collect();
        if uncovered.is_empty() {
            let leaf = self.leaf(&part, &bounds, task.corners.clone());
            return self.set(task.place, leaf);
        }
        // A bound's prices suit one corner. Together the corners would force a branch wherever one of them is
        // open.
        if task.corners.len() > 1 {
            return self.divide(&task, &part, &bounds, &uncovered, open);
        }
        self.narrow(task, &part, &bounds, open)
    }

    /// Removes the options that others can stand in for at nobody's cost; says which, in order.
    fn exchanges(&self, options: &mut [OptionSet]) -> Vec<Exchange> {
        let mut made = Vec::new();
        let mut stale: Vec<bool> = options.iter().map(|left| left.len() > 1).collect();
        while let Some(issue) = stale.iter().position(|stale| *stale) {
            stale[issue] = false;
            for from in options[issue].clone().iter() {
                let by = options[issue]
                    .iter()
                    .find(|to| self.problem.may_exchange(options, &self.combinations, issue, (from, *to)));
                if let Some(to) = by {
                    options[issue].remove(from);
                    made.push(self.exchange(issue, from, to));
                    // With an option fewer, combinations fall out of the box or hold throughout.
                    let joined = self.combinations.iter().filter(|held| held.region.side(issue).is_some());
                    for (other, _) in joined.flat_map(|held| held.region.sides()) {
                        stale[other] = options[other].len() > 1;
                    }
                }
            }
        }
        made
    }

    /// Closes the corners that the bounds rule out and leaves each of the others to itself.
    fn divide(
        &mut self,
        task: &Task,
        part: &Part,
        bounds: &[Evaluated],
        uncovered: &[usize],
        open: &mut Vec<Task>,
    ) -> Option<()> {
        let before: Vec<(usize, Divided)> =
            bounds.iter().map(|bound| (bound.key, divided(part, bound))).collect();
        let mut parts = Vec::new();
        let mut from = task.corners.start;
        for corner in uncovered.iter().copied().chain([task.corners.end]) {
            // Between two open corners lie those that the bounds close: one leaf for the whole run of them.
            if from < corner {
                parts.push(Corners { from, to: corner, node: self.nodes.len() });
                let leaf = self.leaf(part, bounds, from..corner);
                self.nodes.push(leaf);
            }
            if corner < task.corners.end {
                let place = self.nodes.len();
                parts.push(Corners { from: corner, to: corner + 1, node: place });
                self.nodes.push(Node::Bounds { bounds: Vec::new() });
                // Alone now, it is worth prices of its own.
                self.corners.get_mut(corner)?.aim(&part.instance, self.control);
                let before = before.iter().filter(|(key, _)| *key == corner).cloned().collect();
                let corners = corner..corner + 1;
                open.push(Task { place, options: task.options.clone(), before, corners });
            }
            from = corner + 1;
        }
        self.set(task.place, Node::Corners { parts })
    }

    /// Puts aside options that the bounds already rule out, or branches.
    fn narrow(&mut self, task: Task, part: &Part, bounds: &[Evaluated], open: &mut Vec<Task>) -> Option<()> {
        let before: Vec<(usize, Divided)> =
            bounds.iter().map(|bound| (bound.key, divided(part, bound))).collect();
        let mut task = Task { before, ..task };
        let mut narrowed = false;
        for issue in 0..part.instance.issues() {
            // The bound less the best option of the issue plus this one: if that is below the corner, all
            // packages with the option are closed by the same division. One leaf for them is far smaller than
            // a branch for each.
            for (by, closed) in self.closed(part, bounds, issue, task.corners.start) {
                let (name, _) = part.instance.names(issue, 0);
                let left = task.options.get(name)?;
                let out = OptionSet::from_options(
                    left.size(),
                    closed.iter().map(|o| part.instance.names(issue, *o).1),
                );
                let rest = left.intersection(&out.complement());
                let leaf = self.nodes.len();
                let branches = vec![self.branch(name, &out, leaf), self.branch(name, &rest, leaf + 1)];
                self.nodes.push(self.written(part, bounds.get(by).into_iter()));
                self.nodes.push(Node::Bounds { bounds: Vec::new() });
                self.set(task.place, Node::Split { issue: self.issue_name(name), branches })?;
                // The rest takes the place beside the leaf and is split further from there; so the next
                // issue's leaf stands below this one's, and both hold.
                task.place = leaf + 1;
                let is_done = rest.is_empty();
                *task.options.get_mut(name)? = rest;
                if is_done {
                    return Some(());
                }
                narrowed = true;
            }
        }
        if narrowed {
            open.push(task);
            return Some(());
        }
        let bound = bounds.iter().find(|bound| bound.key == task.corners.start).or_else(|| bounds.first())?;
        let options: Vec<u32> = (0..part.instance.issues())
            .map(|issue| bound.division.best(&part.instance, issue).0 as u32)
            .collect();
        let issue = undecided_issue(&part.instance, &bound.direction, &bound.division, &options)?;
        let (name, option) = part.instance.names(issue, *options.get(issue)? as usize);
        let one = OptionSet::from_options(task.options.get(name)?.size(), [option]);
        let rest = task.options.get(name)?.intersection(&one.complement());
        let mut branches = Vec::new();
        for options in [rest, one] {
            let place = self.nodes.len();
            branches.push(self.branch(name, &options, place));
            self.nodes.push(Node::Bounds { bounds: Vec::new() });
            let mut inner = Task { place, ..task.clone() };
            *inner.options.get_mut(name)? = options;
            // The part with the option that the bound points to comes last and is looked at first: it takes
            // more work, and shows soonest that a proof will not come within the limits.
            open.push(inner);
        }
        self.set(task.place, Node::Split { issue: self.issue_name(name), branches })
    }

    /// Options of the issue with which a bound (by its index) leaves nothing above the corner.
    fn closed(
        &self,
        part: &Part,
        bounds: &[Evaluated],
        issue: usize,
        corner: usize,
    ) -> BTreeMap<usize, Vec<usize>> {
        let slots = part.instance.slot_start[issue]..part.instance.slot_start[issue + 1];
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for slot in slots.clone() {
            let by = bounds.iter().position(|bound| {
                let best = bound.division.best(&part.instance, issue).1;
                let spare = bound.division.bound(&part.instance) - best;
                // The bound over packages with this option: its θ in place of the best.
                let lower = bound.direction.allowed(spare + bound.division.theta[slot]);
                self.excludes(bound, corner, lower)
            });
            if let Some(by) = by {
                groups.entry(by).or_default().push(slot - slots.start);
            }
        }
        groups
    }

    fn set(&mut self, place: usize, node: Node) -> Option<()> {
        *self.nodes.get_mut(place)? = node;
        (self.nodes.len() <= self.limits.nodes).then_some(())
    }

    /// Bounds for the corners, each for those that the bounds before it leave open; first, where
    /// there are many corners, what each party can have at most.
    fn evaluate(&self, part: &Part, task: &Task) -> Vec<Evaluated> {
        let known = |key: usize| task.before.iter().find(|(of, _)| *of == key).map(|(_, divided)| divided);
        let mut bounds: Vec<Evaluated> = Vec::new();
        if self.corners.len() > 1 {
            for party in 0..part.instance.parties {
                let key = self.corners.len() + party;
                let alone = (0..part.instance.parties).map(|other| if other == party { 1 << 12 } else { 0 });
                // By one party's utility alone: among many corners most lie beyond what some party can have
                // here, and one bound closes them all.
                bounds.push(evaluated(part, key, &alone.collect::<Vec<i64>>(), known(key)));
            }
        }
        for key in task.corners.clone() {
            let Some(corner) = self.corners.get(key) else { continue };
            let tried = |bound: &Evaluated| {
                bound.direction.prices == corner.prices || self.excludes(bound, key, bound.bound)
            };
            // A bound at a neighbour's prices often closes this corner as well; each further one makes the
            // proof longer.
            if !bounds.iter().any(tried) {
                bounds.push(evaluated(part, key, &corner.prices, known(key)));
            }
        }
        bounds
    }

    /// Whether the bound, lowered to `bound`, rules the corner out.
    fn excludes(&self, by: &Evaluated, corner: usize, bound: i128) -> bool {
        self.corners.get(corner).is_some_and(|corner| corner.is_above(&by.direction.prices, bound))
    }

    /// The box as a landscape: combinations on one issue become values of its options.
    fn part(&self, options: &[OptionSet], cut: &[(usize, Region)]) -> Part {
        let mut landscape = Landscape { live: options.to_vec(), ..self.values.clone() };
        let mut of = Vec::new();
        for (index, region) in cut {
            let Some(combination) = self.combinations.get(*index) else { continue };
            let sides: Vec<(usize, OptionSet)> =
                region.sides().map(|(issue, options)| (issue, options.clone())).collect();
            if combination.forbidden || sides.len() > 1 {
                let effect = match combination.forbidden {
                    true => Effect::Forbidden,
                    false => Effect::Points(combination.points.clone()),
                };
                landscape.boxes.push(PackageBox { sides, effect });
                of.push(*index);
                continue;
            }
            match sides.first() {
                Some((issue, options)) => landscape.value(*issue, options, &combination.points),
                None => super::add(&mut landscape.constant, &combination.points),
            }
        }
        Part { instance: Instance::new(&landscape), of }
    }
}
