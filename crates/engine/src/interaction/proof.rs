//! Proofs by bounds that an independent checker can replay.
//!
//! A tree of boxes of packages, split on options of one issue; a leaf is closed by upper bounds on
//! priced utility (prices, and the division of every combination) that leave no room for anything
//! better than claimed, or is small enough for the checker to go through. The form is
//! [`mediant_check`]'s; neither dominance nor anything else that the checker does not know is used.

use super::fair::aim;
use super::instance::Instance;
use super::landscape::{Effect, Landscape, PackageBox};
use super::pair_frontier::normal;
use super::rule::{Rule, priced};
use super::search::{Effort, Search, undecided_issue};
use super::split::{Direction, Kind, Node as Division};
use crate::Control;
use mediant_check::{Bound, Branch, Node, Share};
use mediant_model::problem::{Combination, FactKind};
use mediant_model::{OptionSet, Problem, Region};
use num_bigint::BigUint;
use num_traits::ToPrimitive;
use std::collections::BTreeMap;

/// Passes over the combinations for a bound without a predecessor, and with one.
const SWEEPS: (u32, u32) = (40, 10);

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

/// What no package of a proof is.
#[derive(Clone, Debug, PartialEq)]
pub enum Beyond {
    /// Anything: no package respects the facts.
    Nothing,
    /// Above all of these points of two parties, none of which is at least as good as another.
    Points(Vec<Vec<i64>>),
    /// Of a larger product of gains, counted from `from`, than this worth.
    Nash {
        /// What gains are counted from.
        from: Vec<i64>,
        /// The utilities of the best package.
        best: Vec<i64>,
    },
    /// Of lexicographically larger ascending shares of the ideals than this worth.
    Shares {
        /// What gains are counted from.
        from: Vec<i64>,
        /// The ideal gains; 1 for leximin.
        ideals: Vec<i64>,
        /// The utilities of the best package.
        best: Vec<i64>,
    },
    /// Of a larger sum of utilities times prices than this.
    Sum {
        /// The prices.
        prices: Vec<i64>,
        /// The claimed sum.
        value: i128,
    },
}

/// A proof that no package which respects the facts (indices) is beyond what is claimed.
///
/// `None` when it would take more nodes than allowed, or when stopped. Fails in the same way on
/// a false claim. A cap counts as the checker counts it: nothing lies above it, but bounds below it ignore
/// it, so that a fair package where a cap cuts may take many nodes.
pub fn bounds_proof(
    problem: &Problem,
    facts: &[usize],
    beyond: &Beyond,
    limits: ProofLimits,
    control: &dyn Control,
) -> Option<Vec<Node>> {
    let mut writer = Writer::new(problem, facts, beyond, limits, control);
    let all = problem.issues.iter().map(|issue| OptionSet::full(issue.options.len())).collect();
    let mut open: Vec<Task> = vec![Task { place: 0, options: all, before: Vec::new() }];
    writer.nodes.push(Node::Bounds { bounds: Vec::new() });
    while let Some(task) = open.pop() {
        if control.should_stop() || writer.nodes.len() > limits.nodes {
            return None;
        }
        writer.visit(task, &mut open)?;
    }
    Some(writer.nodes)
}

/// A box that still has to be closed.
struct Task {
    place: usize,
    options: Vec<OptionSet>,
    /// Divisions of the box around it, by their prices' place: a good start.
    before: Vec<(usize, Divided)>,
}

/// A division in priced units: by combination and issue the share, by combination the charge.
#[derive(Clone, Default)]
struct Divided {
    inside: BTreeMap<(usize, usize), i64>,
    outside: BTreeMap<usize, i64>,
}

struct Writer<'a> {
    problem: &'a Problem,
    combinations: Vec<Combination>,
    values: Landscape,
    corners: Vec<Corner>,
    nodes: Vec<Node>,
    limits: ProofLimits,
}

/// A least vector that anything better reaches, and the prices to rule it out with.
struct Corner {
    least: Vec<Option<i64>>,
    prices: Vec<i64>,
    /// What anything better is worth at these prices at least, beyond the corner itself.
    needed: Option<i128>,
}

/// An upper bound over a box.
struct Evaluated {
    /// Which of the writer's prices.
    key: usize,
    direction: Direction,
    division: Division,
    bound: i128,
}

/// A box as a landscape.
struct Part {
    instance: Instance,
    /// For each box of the instance its combination.
    of: Vec<usize>,
}

impl<'a> Writer<'a> {
    fn new(
        problem: &'a Problem,
        facts: &[usize],
        beyond: &Beyond,
        limits: ProofLimits,
        control: &dyn Control,
    ) -> Self {
        let scope = crate::Scope::of_facts(problem, facts.iter().copied()).with_all_utilities();
        let values = Landscape { boxes: Vec::new(), ..Landscape::of(problem, &scope) };
        let combinations = problem.combinations(facts);
        let mut writer =
            Self { problem, combinations, values, corners: Vec::new(), nodes: Vec::new(), limits };
        let floor = floor(problem, facts);
        let all: Vec<OptionSet> = writer.values.live.clone();
        let cut = writer.cut(&all);
        let part = writer.part(&all, &cut);
        writer.corners = corners(&part.instance, beyond, &floor, control);
        writer.corners.retain(|corner| writer.values.reaches(&corner.least));
        writer
    }

    /// The combinations that matter in a box.
    fn cut(&self, options: &[OptionSet]) -> Vec<(usize, Region)> {
        let cut = self.combinations.iter().enumerate();
        cut.filter_map(|(index, combination)| Some((index, combination.region.within(options)?))).collect()
    }

    fn visit(&mut self, task: Task, open: &mut Vec<Task>) -> Option<()> {
        let cut = self.cut(&task.options);
        let forbidden = |index: &usize| self.combinations.get(*index).is_some_and(|c| c.forbidden);
        if task.options.iter().any(OptionSet::is_empty)
            || cut.iter().any(|(index, region)| region.width() == 0 && forbidden(index))
        {
            return Some(()); // the checker sees that nothing is left
        }
        let alone = cut.iter().find(|(index, region)| region.width() == 1 && forbidden(index));
        if let Some((issue, side)) = alone.and_then(|(_, region)| region.sides().next()) {
            let rest = task.options.get(issue)?.intersection(&side.complement());
            let parts = [(side.clone(), Vec::new()), (rest, task.before.clone())];
            return self.split(&task, issue, parts, open);
        }
        let packages = task.options.iter().map(|options| options.len() as u64);
        let packages = packages.fold(1u64, u64::saturating_mul);
        if packages <= self.limits.replayed {
            let prices = self.corners.first().map_or_else(Vec::new, |corner| corner.prices.clone());
            // With several corners the checker could drop too much by the prices of one: by none.
            let prices = if self.corners.len() == 1 { prices } else { Vec::new() };
            return self.set(task.place, Node::Layers { prices: self.named_prices(&prices) });
        }
        let part = self.part(&task.options, &cut);
        let bounds = self.evaluate(&part, &task.before);
        let uncovered =
            (0..self.corners.len()).find(|corner| !bounds.iter().any(|b| self.excludes(b, *corner, b.bound)));
        let Some(uncovered) = uncovered else {
            let leaf = self.leaf(&part, &bounds);
            return self.set(task.place, leaf);
        };
        self.narrow(task, &part, &bounds, uncovered, open)
    }

    /// Puts aside options that the bounds already rule out, or branches.
    fn narrow(
        &mut self,
        task: Task,
        part: &Part,
        bounds: &[Evaluated],
        uncovered: usize,
        open: &mut Vec<Task>,
    ) -> Option<()> {
        let before: Vec<(usize, Divided)> =
            bounds.iter().map(|bound| (bound.key, divided(part, bound))).collect();
        let leaf = self.leaf(part, bounds);
        let mut task = Task { before, ..task };
        let mut narrowed = false;
        for issue in 0..part.instance.issues() {
            let groups = self.closed(part, bounds, issue);
            if groups.is_empty() {
                continue;
            }
            let (name, _) = part.instance.names(issue, 0);
            let mut rest = task.options.get(name)?.clone();
            let mut branches = Vec::new();
            for group in groups {
                let options = group.iter().map(|option| part.instance.names(issue, *option).1);
                let out = OptionSet::of(rest.size(), options);
                rest = rest.intersection(&out.complement());
                branches.push(self.branch(name, &out, self.nodes.len()));
                self.nodes.push(leaf.clone());
            }
            let place = self.nodes.len();
            branches.push(self.branch(name, &rest, place));
            self.nodes.push(Node::Bounds { bounds: Vec::new() });
            self.set(task.place, Node::Split { issue: self.issue_name(name), branches })?;
            task.place = place;
            let is_done = rest.is_empty();
            *task.options.get_mut(name)? = rest;
            if is_done {
                return Some(());
            }
            narrowed = true;
        }
        if narrowed {
            open.push(task);
            return Some(());
        }
        let bound = bounds.iter().find(|bound| bound.key == uncovered).or_else(|| bounds.first())?;
        let options: Vec<u32> = (0..part.instance.issues())
            .map(|issue| bound.division.best(&part.instance, issue).0 as u32)
            .collect();
        let issue = undecided_issue(&part.instance, &bound.direction, &bound.division, &options)?;
        let (name, option) = part.instance.names(issue, *options.get(issue)? as usize);
        let one = OptionSet::of(task.options.get(name)?.size(), [option]);
        let rest = task.options.get(name)?.intersection(&one.complement());
        let parts = [(rest, task.before.clone()), (one, task.before.clone())];
        self.split(&task, name, parts, open)
    }

    /// Options of the issue with which the bounds leave nothing beyond what is claimed, in groups
    /// for which the same bounds do it.
    fn closed(&self, part: &Part, bounds: &[Evaluated], issue: usize) -> Vec<Vec<usize>> {
        let first = part.instance.slot_start[issue];
        let spare: Vec<i64> = bounds
            .iter()
            .map(|bound| bound.division.bound(&part.instance) - bound.division.best(&part.instance, issue).1)
            .collect();
        let mut groups: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
        for slot in first..part.instance.slot_start[issue + 1] {
            let by = |corner: usize| {
                bounds.iter().zip(&spare).position(|(bound, spare)| {
                    let lower = bound.direction.allowed(spare + bound.division.theta[slot]);
                    self.excludes(bound, corner, lower)
                })
            };
            if let Some(by) = (0..self.corners.len()).map(by).collect::<Option<Vec<usize>>>() {
                groups.entry(by).or_default().push(slot - first);
            }
        }
        groups.into_values().collect()
    }

    fn split(
        &mut self,
        task: &Task,
        issue: usize,
        parts: [(OptionSet, Vec<(usize, Divided)>); 2],
        open: &mut Vec<Task>,
    ) -> Option<()> {
        let mut branches = Vec::new();
        for (options, before) in parts {
            let place = self.nodes.len();
            branches.push(self.branch(issue, &options, place));
            self.nodes.push(Node::Bounds { bounds: Vec::new() });
            let mut inner = task.options.clone();
            *inner.get_mut(issue)? = options;
            open.push(Task { place, options: inner, before });
        }
        self.set(task.place, Node::Split { issue: self.issue_name(issue), branches })
    }

    fn set(&mut self, place: usize, node: Node) -> Option<()> {
        *self.nodes.get_mut(place)? = node;
        (self.nodes.len() <= self.limits.nodes).then_some(())
    }

    /// Bounds for the corners, each for those that the bounds before it leave open; first, where
    /// there are many corners, what each party can have at most.
    fn evaluate(&self, part: &Part, before: &[(usize, Divided)]) -> Vec<Evaluated> {
        let known = |key: usize| before.iter().find(|(of, _)| *of == key).map(|(_, divided)| divided);
        let mut bounds: Vec<Evaluated> = Vec::new();
        if self.corners.len() > 1 {
            for party in 0..part.instance.parties {
                let key = self.corners.len() + party;
                let alone = (0..part.instance.parties).map(|other| if other == party { 1 << 12 } else { 0 });
                bounds.push(evaluated(part, key, &alone.collect::<Vec<i64>>(), known(key)));
            }
        }
        for (key, corner) in self.corners.iter().enumerate() {
            if !bounds.iter().any(|bound| self.excludes(bound, key, bound.bound)) {
                bounds.push(evaluated(part, key, &corner.prices, known(key)));
            }
        }
        bounds
    }

    /// Whether the bound, lowered to `bound`, rules the corner out.
    fn excludes(&self, by: &Evaluated, corner: usize, bound: i128) -> bool {
        let Some(corner) = self.corners.get(corner) else { return false };
        let prices = &by.direction.prices;
        let terms = corner.least.iter().zip(prices).filter(|(_, price)| **price > 0);
        let least: Option<i128> =
            terms.map(|(least, price)| Some(i128::from((*least)?) * i128::from(*price))).sum();
        let own = corner.needed.filter(|_| *prices == corner.prices);
        least.max(own).is_some_and(|least| least > bound)
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

    fn leaf(&self, part: &Part, bounds: &[Evaluated]) -> Node {
        let written = bounds.iter().map(|bound| {
            let divided = divided(part, bound);
            let mut shares: BTreeMap<usize, Share> = BTreeMap::new();
            let blank = |of| Share { of, inside: BTreeMap::new(), outside: 0 };
            for ((of, issue), share) in divided.inside.iter().filter(|(_, share)| **share > 0) {
                let entry = shares.entry(*of).or_insert_with(|| blank(*of));
                entry.inside.insert(self.issue_name(*issue), share.unsigned_abs());
            }
            for (of, charge) in divided.outside.iter().filter(|(_, charge)| **charge > 0) {
                shares.entry(*of).or_insert_with(|| blank(*of)).outside = charge.unsigned_abs();
            }
            Bound {
                prices: self.named_prices(&bound.direction.prices),
                shares: shares.into_values().collect(),
            }
        });
        Node::Bounds { bounds: written.collect() }
    }

    fn named_prices(&self, prices: &[i64]) -> mediant_check::Prices {
        let prices: Vec<u64> = prices.iter().map(|price| price.unsigned_abs()).collect();
        mediant_check::prices(self.problem, &prices)
    }

    fn issue_name(&self, issue: usize) -> String {
        self.problem.issues.get(issue).map_or_else(String::new, |issue| issue.id.to_string())
    }

    fn branch(&self, issue: usize, options: &OptionSet, node: usize) -> Branch {
        let names = self.problem.issues.get(issue).map_or(&[][..], |issue| &issue.options);
        let options = options.iter().filter_map(|option| names.get(option)).map(|name| name.to_string());
        Branch { options: options.collect(), node }
    }
}

fn evaluated(part: &Part, key: usize, prices: &[i64], known: Option<&Divided>) -> Evaluated {
    let instance = &part.instance;
    let direction = Direction::in_units(instance, prices);
    let mut division = match known {
        None => Division::root(instance, &direction, None),
        Some(known) => restored(part, &direction, known),
    };
    let sweeps = if known.is_some() { SWEEPS.1 } else { SWEEPS.0 };
    let mut bound = division.bound(instance);
    for pass in 0..sweeps {
        let all = super::instance::Marks::all(instance.issues());
        division.sweep(instance, &direction, pass % 2 == 1, all, 0);
        let lower = division.bound(instance);
        if lower == bound && pass > 2 {
            break;
        }
        bound = lower;
    }
    let bound = direction.allowed(division.bound(instance));
    Evaluated { key, direction, division, bound }
}

/// The division of a box around this one, as far as it still applies.
fn restored(part: &Part, direction: &Direction, known: &Divided) -> Division {
    let instance = &part.instance;
    let mut division = Division::undivided(instance, direction);
    for (held, of) in part.of.iter().enumerate() {
        if direction.kinds[held] == Kind::Bonus {
            division.assign(instance, direction, held, |side| {
                let (issue, _) = instance.names(instance.side_issue[side], 0);
                direction.needed(known.inside.get(&(*of, issue)).copied().unwrap_or(0).into())
            });
        } else {
            let charge = known.outside.get(of).copied().unwrap_or(0);
            division.assign_charge(instance, direction, held, direction.needed(charge.into()));
        }
    }
    division
}

fn divided(part: &Part, bound: &Evaluated) -> Divided {
    let (instance, direction) = (&part.instance, &bound.direction);
    let mut divided = Divided::default();
    for (held, of) in part.of.iter().enumerate() {
        if direction.kinds[held] == Kind::Bonus {
            for side in instance.sides(held) {
                let (issue, _) = instance.names(instance.side_issue[side], 0);
                let share = direction.in_full(bound.division.shares[side]);
                divided.inside.insert((*of, issue), share.min(1 << 61) as i64);
            }
        } else {
            let charge = direction.in_full(bound.division.charges[held]);
            divided.outside.insert(*of, charge.min(1 << 61) as i64);
        }
    }
    divided
}

/// The least utilities that the reservations among the facts ask for.
fn floor(problem: &Problem, facts: &[usize]) -> Vec<Option<i64>> {
    let mut floor = vec![None; problem.parties.len()];
    for fact in facts.iter().filter_map(|fact| problem.facts.get(*fact)) {
        if let (FactKind::Reservation, Some(party)) = (fact.kind, fact.party)
            && problem.parties.get(party).is_some_and(|party| party.utility.is_some())
            && let Some(entry) = floor.get_mut(party)
        {
            *entry = problem.reservation(party);
        }
    }
    floor
}

/// What anything beyond the claim reaches, as the checker sees it, with prices to rule it out.
fn corners(
    instance: &Instance,
    beyond: &Beyond,
    floor: &[Option<i64>],
    control: &dyn Control,
) -> Vec<Corner> {
    let raised = |least: Vec<Option<i64>>| -> Vec<Option<i64>> {
        least.into_iter().zip(floor).map(|(least, floor)| least.max(*floor)).collect()
    };
    let aimed = |rule: &Rule, from: &[i64]| {
        let mut search = Search::new(instance, Effort::default(), control);
        aim(&mut search, rule, from)
    };
    let single = |least: Vec<Option<i64>>, prices: Vec<i64>, needed: Option<i128>| {
        vec![Corner { least: raised(least), prices, needed }]
    };
    match beyond {
        Beyond::Nothing => {
            let from: Vec<i64> =
                (0..instance.parties).map(|p| floor[p].unwrap_or(instance.range(p).0)).collect();
            let ideals = (0..instance.parties).map(|p| match floor[p] {
                Some(floor) => (instance.range(p).1 - floor).max(1),
                None => 0,
            });
            let prices = aimed(&Rule::Shares(ideals.collect()), &from);
            let prices =
                prices.iter().zip(floor).map(|(price, floor)| if floor.is_some() { *price } else { 0 });
            single(vec![None; instance.parties], prices.collect(), None)
        }
        Beyond::Nash { from, best } => {
            let prices = aimed(&Rule::Nash, from);
            let needed = least_sum(&prices, from, best);
            single(from.iter().map(|from| Some(from + 1)).collect(), prices, needed)
        }
        Beyond::Shares { from, ideals, best } => {
            let prices = aimed(&Rule::Shares(ideals.clone()), from);
            single(least_shares(from, ideals, best), prices, None)
        }
        Beyond::Sum { prices, value } => {
            single(vec![None; instance.parties], prices.clone(), Some(value.saturating_add(1)))
        }
        Beyond::Points(points) => staircase(instance, points, &raised),
    }
}

/// Gains whose product is larger have at least this priced sum (arithmetic and geometric means).
fn least_sum(prices: &[i64], from: &[i64], best: &[i64]) -> Option<i128> {
    let n = u32::try_from(prices.len()).ok()?;
    let gains = best.iter().zip(from).map(|(best, from)| BigUint::from((best - from).max(0).unsigned_abs()));
    let product: BigUint = gains.product();
    let all: BigUint = prices.iter().map(|price| BigUint::from(price.unsigned_abs())).product();
    let power = BigUint::from(n).pow(n) * all * (product + 1u32);
    let root = power.nth_root(n);
    let short = root.pow(n) < power;
    Some((root + u32::from(short)).to_i128()? + priced(prices, from))
}

/// No share of anything better is below the least one claimed.
fn least_shares(from: &[i64], ideals: &[i64], best: &[i64]) -> Vec<Option<i64>> {
    let shares = best.iter().zip(from).zip(ideals).filter(|(_, ideal)| **ideal > 0);
    let shares = shares.map(|((best, from), ideal)| (i128::from(best - from), i128::from(*ideal)));
    let Some((gain, divisor)) = shares.min_by(|a, b| (a.0 * b.1).cmp(&(b.0 * a.1))) else {
        return vec![None; from.len()];
    };
    let least = |from: i64, ideal: i64| {
        let own = -(-gain * i128::from(ideal)).div_euclid(divisor);
        i64::try_from(i128::from(from) + own).ok().filter(|_| ideal > 0)
    };
    from.iter().zip(ideals).map(|(from, ideal)| least(*from, *ideal)).collect()
}

/// Between neighbours of a staircase: one step better than each for one of the two parties.
fn staircase(
    instance: &Instance,
    points: &[Vec<i64>],
    raised: &dyn Fn(Vec<Option<i64>>) -> Vec<Option<i64>>,
) -> Vec<Corner> {
    let mut points: Vec<[i64; 2]> =
        points.iter().filter_map(|point| Some([*point.first()?, *point.get(1)?])).collect();
    points.sort_unstable();
    (0..=points.len())
        .map(|index| {
            let below = index.checked_sub(1).and_then(|index| points.get(index)).copied();
            let above = points.get(index).copied();
            let least = raised(vec![below.map(|point| point[0] + 1), above.map(|point| point[1] + 1)]);
            let prices = match (below, above) {
                (Some(below), Some(above)) => normal(above, below),
                _ => end(instance, &least, below.is_some()),
            };
            let finer = if prices.iter().all(|price| *price < 1 << 40) { 1 << 12 } else { 1 };
            let prices = prices.iter().map(|price| price * finer).collect();
            Corner { least, prices, needed: None }
        })
        .collect()
}

/// Prices for what lies beyond the last point of one party.
fn end(instance: &Instance, least: &[Option<i64>], first: bool) -> [i64; 2] {
    let (party, other) = if first { (0, 1) } else { (1, 0) };
    let (low, high) = instance.range(other);
    let mut prices = [1; 2];
    prices[party] = ((high - low) / instance.steps[party] + 1).min(1 << 40);
    prices[other] = i64::from(least[other].is_some());
    prices
}
