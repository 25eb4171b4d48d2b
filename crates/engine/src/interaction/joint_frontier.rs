//! The frontier of any number of parties, complete or to a stated accuracy.
//!
//! What no known point is at least as good as lies above one of several *corners* (Klamroth, Lacour and
//! Vanderpooten, EJOR 245, 2015): one search for each corner, with prices that part it from what the bound allows,
//! finds an efficient package above it or proves that there is none. Corners are first raised by a large part of
//! each party's range, then by less and less: whenever all are closed, every package has a point that is nowhere
//! further below it than that. Raised by nothing, the frontier is complete.
//!
//! What holds: every package that no known point is at least as good as reaches some corner. A new point
//! keeps that true: a corner at or below it is replaced by one for each party, with that party's utility one
//! more than the point's, since what the point does not cover beats it somewhere. Corners above others say
//! nothing new and go; without that their number would multiply with every point.

use super::clique::cliques;
use super::fair::{Best, aim, scale, settle};
use super::instance::Instance;
use super::landscape::Landscape;
use super::objective::Objective;
use super::search::{Effort, Ended, Search};
use super::simplify::Dominance;
use crate::Control;
use mediant_model::FrontierPoint;
use std::fmt;

/// How far to go for a frontier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrontierLimits {
    /// With more points than this the frontier is left at the accuracy it has.
    pub points: usize,
    /// With more nodes of searches than this too.
    pub nodes: u64,
}

impl Default for FrontierLimits {
    fn default() -> Self {
        Self { points: 4_000, nodes: 30_000 }
    }
}

/// The frontier of some parties over the packages that a landscape's floors accept.
#[derive(Clone, PartialEq)]
pub struct JointFrontier {
    /// Efficient points: worth (clipped), largest first, and a package that has it.
    pub points: Vec<FrontierPoint>,
    /// Whether these are all.
    pub complete: bool,
    /// Where not: units for each party. Every package that is at least so far above the floors has a point that is
    /// for nobody more than this below it. `None`: nothing is promised.
    pub within: Option<Vec<i64>>,
    /// Nodes of the searches.
    pub nodes: u64,
}

impl fmt::Debug for JointFrontier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "JointFrontier({} points, complete: {}, confidential)", self.points.len(), self.complete)
    }
}

/// The frontier of a landscape.
///
/// Cost: about a search for each point and party, and corners², which grow with the points and steeply with the
/// parties.
///
/// ```
/// use mediant_engine::Unlimited;
/// use mediant_engine::interaction::{Effect, Effort, FrontierLimits, Landscape, PackageBox, joint_frontier};
/// use mediant_model::OptionSet;
///
/// // Two issues of two options each; a row is what an option brings each of three parties.
/// let landscape = Landscape {
///     party_count: 3,
///     live: vec![OptionSet::full(2), OptionSet::full(2)],
///     values: vec![vec![6, 0, 2, 0, 4, 2], vec![3, 0, 0, 0, 7, 5]],
///     constant: vec![0, 0, 0],
///     // What would be best for all three is excluded.
///     boxes: vec![PackageBox {
///         sides: vec![(0, OptionSet::from_options(2, [0])), (1, OptionSet::from_options(2, [1]))],
///         effect: Effect::Forbidden,
///     }],
///     caps: vec![None; 3],
///     floors: vec![None; 3],
///     impossible: None,
/// };
///
/// let found = joint_frontier(&landscape, FrontierLimits::default(), Effort::default(), &Unlimited);
/// assert!(found.complete);
/// let points: Vec<&[i64]> = found.points.iter().map(|point| point.utilities.as_slice()).collect();
/// assert_eq!(points, [[9, 0, 2], [3, 4, 2], [0, 11, 7]]);
/// ```
pub fn joint_frontier(
    landscape: &Landscape,
    limits: FrontierLimits,
    effort: Effort,
    control: &dyn Control,
) -> JointFrontier {
    // Tables for hundreds of parties take seconds.
    if control.should_stop() {
        return JointFrontier { points: Vec::new(), complete: false, within: None, nodes: 0 };
    }
    let mut landscape = landscape.clone();
    landscape.simplify(Dominance::Remove);
    let nothing = JointFrontier { points: Vec::new(), complete: true, within: None, nodes: 0 };
    if landscape.is_empty() {
        return nothing;
    }
    let instance = Instance::with_cliques(&landscape, &cliques(&landscape, effort.cliques));
    // Where nothing is asked: what every package is worth at least.
    let floor = |party: usize| {
        let stated = landscape.floors.get(party).copied().flatten();
        // Clipped, a package may be worth less than any raw utility: the floor must not lie above what a
        // package is worth.
        stated.unwrap_or_else(|| instance.range(party).0.min(instance.caps[party]))
    };
    let floors: Vec<i64> = (0..instance.parties).map(floor).collect();
    if reached(&instance, &floors).is_none() {
        return nothing;
    }
    let mut build = Build {
        search: Search::new(&instance, effort, control),
        corners: vec![Corner { least: floors.clone(), empty_from: None }],
        points: Vec::new(),
        limits,
    };
    let (complete, within) = build.refine(&floors);
    let nodes = build.search.nodes;
    let mut points = build.points;
    points.sort_by(|a, b| b.cmp(a));
    let points = points
        .into_iter()
        .map(|(utilities, options)| FrontierPoint { utilities, package: instance.package(&options) });
    JointFrontier { points: points.collect(), complete, within, nodes }
}

/// The least worth vector at or above `least` that caps and steps let a package have.
fn reached(instance: &Instance, least: &[i64]) -> Option<Vec<i64>> {
    least.iter().enumerate().map(|(party, least)| instance.reach(party, *least)).collect()
}

/// A least vector of what no known point is at least as good as.
///
/// Not rounded to what packages can be worth: a vector that lies a margin below a package need not be one's worth.
struct Corner {
    least: Vec<i64>,
    /// Raised by the range divided by two to this power it is known that no package lies above; `WHOLE`: not at all.
    empty_from: Option<u32>,
}

/// The halvings after which nothing is left of any range.
const WHOLE: u32 = 63;
/// Margins, as halvings of the ranges: each closes corners that the next need not look at as closely.
const HALVINGS: [u32; 5] = [4, 6, 8, 10, WHOLE];

/// Bytes that corners may take.
const CORNER_BYTES: usize = 256 << 20;
/// Corners held against all others between two questions whether to go on.
const BETWEEN_STOPS: usize = 64;

struct Build<'a> {
    search: Search<'a>,
    corners: Vec<Corner>,
    points: Vec<(Vec<i64>, Vec<u32>)>,
    limits: FrontierLimits,
}

impl Build<'_> {
    /// Closes all corners, ever closer; says whether nothing is missing, and else how far off points may be.
    fn refine(&mut self, floors: &[i64]) -> (bool, Option<Vec<i64>>) {
        let most = |party: usize| self.search.instance.range(party).1.min(self.search.instance.caps[party]);
        let ranges: Vec<i64> = floors
            .iter()
            .enumerate()
            .map(|(party, floor)| most(party).saturating_sub(*floor).max(0))
            .collect();
        let mut within = None;
        for halvings in HALVINGS {
            // Coarse first: a few points that are far apart, each closing large parts, instead of thousands
            // in one place when the budget ends.
            let margin: Vec<i64> = ranges.iter().map(|range| range >> halvings).collect();
            // Ranges of a few units are at zero before the last level; what is closed then is closed whole.
            let is_last = margin.iter().all(|units| *units == 0);
            let level = if is_last { WHOLE } else { halvings };
            if !self.close(level, &margin) {
                return (false, within);
            }
            if is_last {
                return (true, None);
            }
            within = Some(margin);
        }
        (false, within)
    }

    /// Closes all corners, raised by the margin; false when a limit or the control ended it.
    fn close(&mut self, level: u32, margin: &[i64]) -> bool {
        let is_open = |corner: &Corner| corner.empty_from.is_none_or(|from| from < level);
        while let Some(place) = self.corners.iter().position(is_open) {
            let bytes = self.corners.len().saturating_mul(8 * self.search.instance.parties);
            if self.points.len() > self.limits.points
                || self.search.nodes > self.limits.nodes
                || bytes > CORNER_BYTES
                || self.search.control.should_stop()
            {
                return false;
            }
            let Some(corner) = self.corners.get(place) else { return false };
            let raised: Vec<i64> = corner
                .least
                .iter()
                .zip(margin)
                .map(|(least, margin)| least.saturating_add(*margin))
                .collect();
            match self.above(&raised) {
                Above::Package(worth, options) => {
                    if !self.add(worth, options) {
                        return false;
                    }
                }
                Above::Nothing => {
                    self.corners
                        .get_mut(place)
                        .into_iter()
                        .for_each(|corner| corner.empty_from = Some(level));
                }
                Above::Unknown => return false,
            }
        }
        true
    }

    /// An efficient package at or above the vector.
    fn above(&mut self, least: &[i64]) -> Above {
        let instance = self.search.instance;
        // Some party cannot have that much at all.
        let Some(least) = reached(instance, least) else { return Above::Nothing };
        let prices = aim(&mut self.search, &Objective::Existence, &least);
        // The best by positive prices of those above: whoever beats it is above as well.
        let rule = Objective::Sum(prices);
        let mut goal = Best::new(instance, &rule, &least, least.clone());
        let left = self.limits.nodes.saturating_sub(self.search.nodes);
        let ended = settle(&mut self.search, &mut goal, &scale(instance, &least), Some(left));
        // A package of a search that was stopped is not taken: it might not be efficient, and points are
        // never withdrawn.
        match (goal.best, ended) {
            (Some((worth, options)), Ended::Complete) => Above::Package(worth, options),
            (None, Ended::Complete) => Above::Nothing,
            (_, Ended::Stopped(_)) => Above::Unknown,
        }
    }

    /// Divides the corners below a new point: what is left beats it for some party. False when it was stopped: corners are
    /// then missing, and no longer tell where packages may lie.
    fn add(&mut self, worth: Vec<i64>, options: Vec<u32>) -> bool {
        let instance = self.search.instance;
        let is_below = |corner: &Corner| corner.least.iter().zip(&worth).all(|(least, worth)| least <= worth);
        let (below, mut kept): (Vec<Corner>, Vec<Corner>) =
            std::mem::take(&mut self.corners).into_iter().partition(is_below);
        let mut parts = Vec::new();
        for corner in below {
            for (party, units) in worth.iter().enumerate() {
                // Nothing is better for this party, so nothing beats the point there.
                if instance.next(party, *units).is_none() {
                    continue;
                }
                let mut least = corner.least.clone();
                least.get_mut(party).into_iter().for_each(|least| *least = units.saturating_add(1));
                parts.push(Corner { least, empty_from: corner.empty_from });
            }
        }
        self.points.push((worth, options));
        // Ascending, so that a part that covers others comes before them and they are dropped.
        parts.sort_by(|a, b| a.least.cmp(&b.least));
        for (place, part) in parts.into_iter().enumerate() {
            // Of many parties a point divides a corner into as many, each held against all others.
            if place.is_multiple_of(BETWEEN_STOPS) && self.search.control.should_stop() {
                return false;
            }
            // What lies above the part lies above a corner that it is at least as large as.
            let needless = |other: &Corner| other.least.iter().zip(&part.least).all(|(a, b)| a <= b);
            if !kept.iter().any(needless) {
                kept.push(part);
            }
        }
        self.corners = kept;
        true
    }
}

enum Above {
    Package(Vec<i64>, Vec<u32>),
    Nothing,
    Unknown,
}
