//! How many packages reach everybody's walk-away value, certified from below and above.
//!
//! With every combination divided among its issues, utilities look like sums over issues, bounded from above; divided
//! the other way round, from below. Packages whose lower sums suffice are deals, those whose upper sums do not are
//! none, and both can be counted exactly. What lies between is narrowed by looking at the options of one issue after
//! another separately, the part with the most undecided packages first.
//!
//! Where the certainty comes from: for one party, dividing boxes gives numbers for single options whose sum
//! is at least the utility of every package. The same division of the negated utility gives sums that are at
//! most it. Counting sums is the additive kernel's exact job. Parties are divided one by one, since a count
//! needs no prices between them.

use super::instance::{Instance, Marks};
use super::landscape::{Effect, Landscape, PackageBox};
use super::simplify::Dominance;
use super::split::{Direction, Node};
use crate::kernel;
use crate::{Control, Layer, Layers};
use mediant_model::OptionSet;
use num_bigint::BigUint;
use std::collections::BTreeMap;

/// A certified number of packages.
use mediant_model::Count;

/// Parts into which the packages are divided at most.
const PARTS_MAX: usize = 4;
/// Passes over the combinations.
const SWEEPS: u32 = 20;

/// How many packages in no forbidden box reach the landscape's floors.
///
/// Exact where divided combinations decide about every package; otherwise as close as a few parts come. Cost:
/// for each part two counts of independent choices.
///
/// ```
/// use mediant_engine::Unlimited;
/// use mediant_engine::interaction::{Effect, Landscape, PackageBox, count};
/// use mediant_model::{Count, OptionSet};
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
/// assert_eq!(count(&landscape, &Unlimited), Count::exactly(3_u32));
/// ```
pub fn count(landscape: &Landscape, control: &dyn Control) -> Count {
    let mut parts = vec![Part::new(landscape.clone(), control)];
    while parts.len() < PARTS_MAX && !control.should_stop() {
        let open =
            parts.iter().enumerate().filter(|(_, part)| part.issue.is_some() && !part.count.is_exact());
        // The part that leaves most open: dividing a part that is nearly decided cannot bring the two counts
        // together.
        let Some((widest, _)) = open.max_by_key(|(_, part)| part.undecided()) else { break };
        let part = parts.swap_remove(widest);
        parts.extend(part.divided().into_iter().map(|landscape| Part::new(landscape, control)));
    }
    let sum = |of: fn(&Count) -> &BigUint| parts.iter().map(|part| of(&part.count)).sum();
    Count { lower: sum(|count| &count.lower), upper: sum(|count| &count.upper) }
}

/// Some of the packages.
struct Part {
    landscape: Landscape,
    count: Count,
    /// The issue to look at option by option.
    issue: Option<usize>,
}

impl Part {
    fn new(mut landscape: Landscape, control: &dyn Control) -> Self {
        landscape.simplify(Dominance::Keep);
        // Where no floor is above its cap, raw and clipped utilities reach the same floors: caps need no
        // further look.
        let beyond = !landscape.reaches(&landscape.floors);
        if landscape.is_empty() || beyond {
            let none = Count { lower: BigUint::ZERO, upper: BigUint::ZERO };
            return Self { landscape, count: none, issue: None };
        }
        let floors = landscape.floors.clone();
        let upper = kernel_count(&landscape, &floors, Sign::Up, control).upper;
        let mut avoiding = landscape.clone();
        // For the lower count packages may be left out but none counted wrongly: prohibitions are avoided
        // with too much room. For the upper count they are ignored.
        avoid_forbidden(&mut avoiding);
        let lower = match avoiding.is_empty() {
            true => BigUint::ZERO,
            false => kernel_count(&avoiding, &floors, Sign::Down, control).lower,
        };
        let issue = most_joined(&landscape);
        Self { count: Count { upper: upper.max(lower.clone()), lower }, landscape, issue }
    }

    fn undecided(&self) -> BigUint {
        &self.count.upper - &self.count.lower
    }

    /// The part by the options of its issue; those together that lie in the same boxes.
    fn divided(self) -> Vec<Landscape> {
        let Some(issue) = self.issue else { return vec![self.landscape] };
        let sides: Vec<&OptionSet> =
            self.landscape.boxes.iter().filter_map(|held| held.side(issue)).collect();
        let Some(live) = self.landscape.live.get(issue) else { return vec![self.landscape.clone()] };
        let mut groups: BTreeMap<Vec<bool>, Vec<usize>> = BTreeMap::new();
        for option in live.iter() {
            groups.entry(sides.iter().map(|side| side.contains(option)).collect()).or_default().push(option);
        }
        let narrowed = groups.into_values().map(|options| {
            let mut part = self.landscape.clone();
            part.live
                .get_mut(issue)
                .into_iter()
                .for_each(|l| *l = OptionSet::from_options(l.size(), options.clone()));
            part
        });
        narrowed.collect()
    }
}

/// The issue that most weight of boxes hangs on.
fn most_joined(landscape: &Landscape) -> Option<usize> {
    let mut weight = vec![0i64; landscape.issue_count()];
    for held in &landscape.boxes {
        let at_stake = match &held.effect {
            Effect::Points(points) => points.iter().map(|units| units.abs()).sum::<i64>(),
            // A prohibition decides about a package altogether: as heavy as the heaviest box.
            Effect::Forbidden => landscape.boxes.iter().map(largest).max().unwrap_or(1).max(1),
        };
        for (issue, _) in &held.sides {
            weight.get_mut(*issue).into_iter().for_each(|w| *w = w.saturating_add(at_stake));
        }
    }
    let most = weight.iter().copied().enumerate().max_by_key(|(issue, weight)| (*weight, usize::MAX - issue));
    most.filter(|(_, weight)| *weight > 0).map(|(issue, _)| issue)
}

/// The largest units that the box brings or costs anybody.
fn largest(held: &PackageBox) -> i64 {
    match &held.effect {
        Effect::Points(points) => points.iter().map(|units| units.abs()).max().unwrap_or(0),
        Effect::Forbidden => 0,
    }
}

/// Gives up, of each forbidden box, the options of its narrowest side: what is left is in none.
fn avoid_forbidden(landscape: &mut Landscape) {
    while let Some(place) = landscape.boxes.iter().position(PackageBox::is_forbidden) {
        let held = landscape.boxes.swap_remove(place);
        // Any side will do. The one with the fewest options gives up the fewest packages.
        let narrowest = held.sides.iter().min_by_key(|(_, options)| options.len());
        if let Some((issue, options)) = narrowest
            && let Some(live) = landscape.live.get_mut(*issue)
        {
            *live = live.intersection(&options.complement());
        }
        landscape.simplify(Dominance::Keep);
        if landscape.is_empty() {
            return;
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// Sums that utilities do not exceed.
    Up,
    /// Sums that utilities do not fall below.
    Down,
}

/// The count with every combination divided for each party alone, so that sums err to one side.
///
/// Forbidden boxes do not count.
fn kernel_count(landscape: &Landscape, floors: &[Option<i64>], sign: Sign, control: &dyn Control) -> Count {
    let asked: Vec<(usize, i64)> =
        floors.iter().enumerate().filter_map(|(party, floor)| Some((party, (*floor)?))).collect();
    let n = asked.len();
    let free = |issue: &usize| landscape.live.get(*issue).is_some_and(|live| live.len() > 1);
    let issues: Vec<usize> = (0..landscape.issue_count()).filter(free).collect();
    let all: BigUint = landscape.live.iter().map(|live| BigUint::from(live.len())).product();
    // Nobody asks for anything: every package is a deal.
    if n == 0 {
        return Count { lower: all.clone(), upper: all };
    }
    let mut columns: Vec<Column> = Vec::with_capacity(n);
    for (party, floor) in &asked {
        // Combinations are divided for each of up to a thousand parties.
        if control.should_stop() {
            return Count { lower: BigUint::ZERO, upper: all };
        }
        columns.push(Column::new(landscape, *party, *floor, sign));
    }
    let layer = |(place, issue): (usize, &usize)| {
        let count = landscape.live.get(*issue).map_or(0, OptionSet::len);
        let utilities = (0..count).flat_map(|option| {
            columns.iter().map(move |column| column.rows.get(place).and_then(|row| row.get(option)).copied())
        });
        Layer {
            issues: vec![*issue],
            options: (0..count as u32).collect(),
            utilities: utilities.map(Option::unwrap_or_default).collect(),
        }
    };
    let layers = Layers {
        party_count: n,
        issue_count: landscape.issue_count(),
        constant: columns.iter().map(|column| column.base).collect(),
        layers: issues.iter().enumerate().map(layer).collect(),
    };
    let reached: Vec<i64> = columns.iter().map(|column| column.floor).collect();
    kernel::count(&layers, &reached, control)
}

/// A party's utility as a sum over the free issues, off to one side.
struct Column {
    base: i64,
    rows: Vec<Vec<i64>>,
    /// What the sum must reach.
    floor: i64,
}

impl Column {
    fn new(landscape: &Landscape, party: usize, floor: i64, sign: Sign) -> Self {
        let mut own = landscape.clone();
        own.boxes.retain(|held| !held.is_forbidden());
        if sign == Sign::Down {
            // A bound from below on the utility is a bound from above on its negative: the same code serves
            // both.
            negate(&mut own);
        }
        let instance = Instance::new(&own);
        let prices: Vec<i64> = (0..instance.parties).map(|other| i64::from(other == party)).collect();
        // In whole units where they fit: then nothing is rounded, and a package exactly at the floor is
        // counted.
        let direction = Direction::in_units(&instance, &prices);
        let mut node = Node::root(&instance, &direction, None);
        for pass in 0..SWEEPS {
            let all = Marks::all(instance.issues());
            node.sweep(&instance, &direction, pass % 2 == 1, all, 0);
        }
        let slots = instance.slot_start.windows(2).map(|pair| (pair.first(), pair.last()));
        let row = |(start, end): (Option<&usize>, Option<&usize>)| -> Vec<i64> {
            let slots = start.copied().unwrap_or(0)..end.copied().unwrap_or(0);
            node.theta.get(slots).unwrap_or_default().to_vec()
        };
        let rows: Vec<Vec<i64>> = slots.map(row).collect();
        if sign == Sign::Up {
            return Self { base: node.base, rows, floor: direction.needed(floor.into()) };
        }
        // Of the negated utility the sum is an upper bound: rounded up, hence one step less is asked.
        let most = direction.needed(-i128::from(floor)) - i64::from(direction.is_coarse());
        let negated = |row: Vec<i64>| row.into_iter().map(|units| -units).collect();
        Self { base: -node.base, rows: rows.into_iter().map(negated).collect(), floor: -most }
    }
}

fn negate(landscape: &mut Landscape) {
    let units = landscape.values.iter_mut().flatten().chain(&mut landscape.constant);
    units.for_each(|units| *units = -*units);
    for held in &mut landscape.boxes {
        if let Effect::Points(points) = &mut held.effect {
            points.iter_mut().for_each(|units| *units = -*units);
        }
    }
}
