//! The complete frontier of two parties.
//!
//! First the ends, then supported points by weighted sums, then between two neighbours of those
//! one search with the prices of the line through them (the two-phase method, Ulungu & Teghem). A
//! search looks for packages above some *corner*: one step better for the first party than the next
//! known point and one step better for the second party than this one. When no corner can be
//! reached any more, the frontier is complete.
//!
//! What holds: the archive's points are real packages, none at least as good as another. Between two
//! neighbours there is room only above their corner; a window is closed when a complete search finds that no
//! corner in it can be reached. The windows meet at known points and the outer two have no end, so that
//! together they cover everything.

use super::best::PricedSum;
use super::clique::cliques;
use super::instance::Instance;
use super::landscape::Landscape;
use super::local::improve;
use super::search::{Effort, Ended, Goal, Search};
use super::simplify::Dominance;
use super::split::PRICE_MAX;
use crate::Control;
use mediant_model::FrontierPoint;
use num_integer::Integer;
use std::fmt;

/// The frontier of two parties over the packages that a landscape's floors accept.
#[derive(Clone, PartialEq)]
pub struct PairFrontier {
    /// Points by the first party's utility, descending: worth (clipped), and a package that has it.
    pub points: Vec<FrontierPoint>,
    /// What may still be missing; empty when the frontier is complete.
    pub open: Vec<OpenWindow>,
    /// Nodes of the search.
    pub nodes: u64,
}

/// A part of the frontier that was not searched to the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenWindow {
    /// Missing points are worth more than this to the first party (`None`: no limit) …
    pub above: Option<i64>,
    /// … and at most this (`None`: no limit).
    pub below: Option<i64>,
    /// The prices of the bound.
    pub prices: Vec<i64>,
    /// In a missing point, utilities times prices sum to at most this.
    pub bound: i128,
}

impl PairFrontier {
    /// Whether every point of the frontier is there.
    pub fn is_complete(&self) -> bool {
        self.open.is_empty()
    }
}

impl fmt::Debug for PairFrontier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PairFrontier({} points, {} open, confidential)", self.points.len(), self.open.len())
    }
}

/// The frontier of a landscape of two parties; `None` for another number of parties.
///
/// Every package in no forbidden box that reaches the floors is at most as good for both parties as
/// some point, unless `open` says otherwise. Stopping keeps what is known.
///
/// ```
/// use mediant_engine::Unlimited;
/// use mediant_engine::interaction::{Effect, Effort, Landscape, PackageBox, pair_frontier};
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
/// let found = pair_frontier(&landscape, Effort::default(), &Unlimited).ok_or("there are two parties")?;
/// assert!(found.is_complete());
/// let points: Vec<&[i64]> = found.points.iter().map(|point| point.utilities.as_slice()).collect();
/// assert_eq!(points, [[9, 0], [3, 4], [0, 11]]);
/// # Ok::<(), &str>(())
/// ```
pub fn pair_frontier(landscape: &Landscape, effort: Effort, control: &dyn Control) -> Option<PairFrontier> {
    if landscape.party_count != 2 {
        return None;
    }
    let mut landscape = landscape.clone();
    landscape.simplify(Dominance::Remove);
    if landscape.is_empty() {
        return Some(PairFrontier { points: Vec::new(), open: Vec::new(), nodes: 0 });
    }
    let instance = Instance::with_cliques(&landscape, &cliques(&landscape, effort.cliques));
    let floors: Vec<i64> = (0..2).map(|party| landscape.floors[party].unwrap_or(i64::MIN / 2)).collect();
    let mut build = Build {
        search: Search::new(&instance, effort, control),
        archive: Archive { instance: &instance, floors: [floors[0], floors[1]], points: Vec::new() },
        open: Vec::new(),
        control,
    };
    build.run();
    let Build { search, archive, open, .. } = build;
    let points = archive.points.into_iter().map(|point| FrontierPoint {
        utilities: point.worth.to_vec(),
        package: instance.package(&point.options),
    });
    Some(PairFrontier { points: points.collect(), open, nodes: search.nodes })
}

struct Build<'a> {
    search: Search<'a>,
    archive: Archive<'a>,
    open: Vec<OpenWindow>,
    control: &'a dyn Control,
}

impl Build<'_> {
    fn run(&mut self) {
        let instance = self.search.instance;
        let ends = [self.end_prices(instance, 0), self.end_prices(instance, 1)];
        // The end of each side first: everything else lies between.
        let first = self.best_sum(&ends[0]);
        let last = self.best_sum(&ends[1]);
        let mut supported = Vec::new();
        if let (Some(first), Some(last)) = (first, last) {
            supported.push(first);
            self.between(first, last, &mut supported);
            supported.push(last);
        }
        // Points may have been found that beat a clipped or stopped end: windows go by the archive.
        supported.retain(|worth| self.archive.points.iter().any(|point| point.worth == *worth));
        supported.sort_by(|a, b| b.cmp(a));
        supported.dedup();
        let top = supported.first().map(|worth| worth[0]);
        let bottom = supported.last().map(|worth| worth[0]);
        for pair in supported.windows(2) {
            self.window(Some(pair[1][0]), Some(pair[0][0]), &normal(pair[0], pair[1]));
        }
        match (top, bottom) {
            (Some(top), Some(bottom)) => {
                self.window(Some(top), None, &ends[0]);
                self.window(None, Some(bottom), &ends[1]);
            }
            _ => self.window(None, None, &[1, 1]),
        }
    }

    /// Prices under which the party's best package wins, the other's utility breaking ties.
    fn end_prices(&self, instance: &Instance, party: usize) -> [i64; 2] {
        let (least, most) = instance.range(1 - party);
        // One step of the party outweighs all that the other can have: the weighted sum then is
        // lexicographic. Cut off by the largest price, or at a cap between two steps, it may not be: that
        // costs a search, no point.
        let price = ((most - least) / instance.steps[party] + 1).min(PRICE_MAX - 1);
        if party == 0 { [price, 1] } else { [1, price] }
    }

    /// Supported points strictly between two known ones, in order.
    fn between(&mut self, a: [i64; 2], b: [i64; 2], supported: &mut Vec<[i64; 2]>) {
        let [first, second] = [self.search.instance.steps[0], self.search.instance.steps[1]];
        let mut todo = vec![(a, b)];
        while let Some((a, b)) = todo.pop() {
            if supported.last() != Some(&a) {
                supported.push(a);
            }
            // One step apart on either side: on the grid there is nothing strictly between.
            if a[0] - b[0] <= first || b[1] - a[1] <= second || self.control.should_stop() {
                continue;
            }
            let prices = normal(a, b);
            if let Some(c) =
                // Strictly above the line, or it is no new corner of the hull, and the same pair would be
                // asked about for ever.
                self.best_sum(&prices).filter(|c| a[0] > c[0] && c[0] > b[0] && above(&prices, *c, a))
            {
                // The later half below, so that points come out from the first end to the last.
                todo.push((c, b));
                todo.push((a, c));
            }
        }
    }

    /// The known point with the largest priced sum after a search for better ones.
    fn best_sum(&mut self, prices: &[i64; 2]) -> Option<[i64; 2]> {
        self.search.aim(prices);
        let known = self.archive.best(prices);
        let mut goal = Sum { archive: &mut self.archive, best: known, prices: *prices };
        let probe = self.search.effort.probe_nodes;
        // A short look first. Most weighted sums end in it, and local search would cost more than that.
        if let Ended::Stopped(_) = self.search.explore(&mut goal, Some(probe)) {
            let start = self.search.pointed();
            let score = PricedSum { prices: prices.to_vec(), floors: goal.archive.floors.to_vec() };
            let kicks = self.search.effort.kicks;
            improve(self.search.instance, &start, kicks, &mut goal, self.control, &|worth, broken| {
                score.of(worth, broken)
            });
            self.search.explore(&mut goal, None);
        }
        let top = self.archive.best(prices)?;
        self.archive.points.iter().map(|point| point.worth).find(|worth| priced(prices, *worth) == top)
    }

    fn window(&mut self, above: Option<i64>, below: Option<i64>, prices: &[i64; 2]) {
        self.search.aim(prices);
        let mut goal = Window { archive: &mut self.archive, above, below };
        if let Ended::Stopped(bound) = self.search.explore(&mut goal, None) {
            self.open.push(OpenWindow { above, below, prices: prices.to_vec(), bound });
        }
    }
}

/// Prices for which both points are worth the same, small enough for the search.
pub(super) fn normal(a: [i64; 2], b: [i64; 2]) -> [i64; 2] {
    let (mut first, mut second) = ((b[1] - a[1]).max(1), (a[0] - b[0]).max(1));
    let divisor = first.gcd(&second);
    (first, second) = (first / divisor, second / divisor);
    // Halved, the line is a little off. Any prices bound, and the window is searched to its end all the same.
    while first.max(second) >= PRICE_MAX {
        (first, second) = ((first / 2).max(1), (second / 2).max(1));
    }
    [first, second]
}

fn priced(prices: &[i64; 2], worth: [i64; 2]) -> i128 {
    i128::from(prices[0]) * i128::from(worth[0]) + i128::from(prices[1]) * i128::from(worth[1])
}

fn above(prices: &[i64; 2], c: [i64; 2], a: [i64; 2]) -> bool {
    priced(prices, c) > priced(prices, a)
}

struct Known {
    worth: [i64; 2],
    options: Vec<u32>,
}

/// Known points that no other known one equals or beats; the first party descending.
struct Archive<'a> {
    instance: &'a Instance,
    floors: [i64; 2],
    points: Vec<Known>,
}

impl Archive<'_> {
    fn offer(&mut self, worth: [i64; 2], options: &[u32]) {
        if worth[0] < self.floors[0] || worth[1] < self.floors[1] {
            return;
        }
        // Of all that are at least as good for the first party the last is the best for the second: one look
        // decides.
        let at = self.points.partition_point(|point| point.worth[0] >= worth[0]);
        if at > 0 && self.points[at - 1].worth[1] >= worth[1] {
            return;
        }
        let from = self.points.partition_point(|point| point.worth[0] > worth[0]);
        // Those it beats are neighbours: the second party's utilities ascend.
        let beaten = self.points[from..].iter().take_while(|point| point.worth[1] <= worth[1]).count();
        self.points.splice(from..from + beaten, [Known { worth, options: options.to_vec() }]);
    }

    /// The least acceptable value that is better than the point for the party.
    fn beyond(&self, party: usize, point: Option<[i64; 2]>) -> Option<i64> {
        match point {
            Some(worth) => self.instance.next(party, worth[party]).map(|next| next.max(self.floors[party])),
            None => Some(self.floors[party]),
        }
    }

    fn best(&self, prices: &[i64; 2]) -> Option<i128> {
        self.points.iter().map(|point| priced(prices, point.worth)).max()
    }

    /// The least priced sum of a corner between `above` and `below` that lies within `most`.
    fn least_corner(
        &self,
        above: Option<i64>,
        below: Option<i64>,
        prices: &[i64],
        most: &[i64],
    ) -> Option<i128> {
        if most[0] < self.floors[0] || most[1] < self.floors[1] {
            return None;
        }
        // Corner j lies between point j - 1 and point j.
        let first = below.map_or(0, |below| self.points.partition_point(|point| point.worth[0] >= below));
        let mut least: Option<i128> = None;
        for index in first..=self.points.len() {
            let left = index.checked_sub(1).and_then(|index| self.points.get(index)).map(|point| point.worth);
            let right = self.points.get(index).map(|point| point.worth);
            // Past the window's lower end: those corners are another search's.
            if above.is_some_and(|above| left.is_some_and(|left| left[0] <= above)) {
                break;
            }
            let corner = [self.beyond(0, right), self.beyond(1, left)];
            // A party that is at its cap already cannot have more: no package lies in that corner.
            let [Some(first), Some(second)] = corner else { continue };
            let corner = [first, second];
            if corner[0] <= most[0] && corner[1] <= most[1] {
                let value = priced(&[prices[0], prices[1]], corner);
                least = Some(least.map_or(value, |least| least.min(value)));
            }
        }
        least
    }
}

/// Looks for points between two known ones.
struct Window<'a, 'b> {
    archive: &'a mut Archive<'b>,
    above: Option<i64>,
    below: Option<i64>,
}

impl Goal for Window<'_, '_> {
    fn threshold(&mut self, prices: &[i64], most: &[i64]) -> Option<i128> {
        self.archive.least_corner(self.above, self.below, prices, most)
    }

    fn offer(&mut self, worth: &[i64], options: &[u32]) {
        if let [first, second] = worth {
            self.archive.offer([*first, *second], options);
        }
    }
}

/// Looks for a larger priced sum; whatever it sees goes into the archive.
struct Sum<'a, 'b> {
    archive: &'a mut Archive<'b>,
    best: Option<i128>,
    prices: [i64; 2],
}

impl Goal for Sum<'_, '_> {
    fn threshold(&mut self, _: &[i64], most: &[i64]) -> Option<i128> {
        let floors = self.archive.floors;
        if most[0] < floors[0] || most[1] < floors[1] {
            return None;
        }
        let needed = self.best.map_or(priced(&self.prices, floors), |best| best + 1);
        (priced(&self.prices, [most[0], most[1]]) >= needed).then_some(needed)
    }

    fn offer(&mut self, worth: &[i64], options: &[u32]) {
        let [first, second] = worth else { return };
        let worth = [*first, *second];
        if worth[0] >= self.archive.floors[0] && worth[1] >= self.archive.floors[1] {
            self.archive.offer(worth, options);
            self.best = self.best.max(Some(priced(&self.prices, worth)));
        }
    }
}
