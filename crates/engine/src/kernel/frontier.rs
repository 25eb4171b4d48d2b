//! Every Pareto-efficient utility vector, with a package for each.
//!
//! Layers are joined from the last to the first (Nemhauser & Ullmann, Management Science 15 (1969)):
//! the efficient sums of the layers behind a layer, shifted by each of its choices, contain all efficient
//! sums from that layer on. Sums that cannot reach the reservations any more are dropped on the way.
//!
//! Indexing: `rest` is a position in the frontier it was built from; parties run below `N`.
//!
//! What holds: the points of a stage are the efficient sums of the layers behind it, without those that
//! cannot reach the reservations whatever comes before. A dominated sum stays dominated with anything added,
//! so leaving it out loses no point. Each point remembers the choice and the point behind it; a package is
//! read off by following these.
//!
//! Thinned, the same holds up to `epsilon`. Errors of the stages add up, since a sum of points each off by so
//! much is off by the sum, and so that is what is stated.

use super::archive::at_least;
use super::efficient::EfficientLayers;
use super::gains::{Gains, Row, maxima, sum};
use super::skyline::{self, Point};
use crate::control::Control;
use crate::layers::Layers;
use mediant_model::FrontierPoint;
use rayon::prelude::*;
use std::borrow::Cow;

/// The frontier of an additive problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frontier {
    /// The points, by utilities, largest first; each with the first package that brings them: by smallest choice, layer
    /// after layer.
    pub points: Vec<FrontierPoint>,
    /// For each point, how many packages have its utilities; `u64::MAX` if more. With `epsilon` a lower bound.
    pub packages: Vec<u64>,
    /// Whether every efficient utility vector is among `points`.
    pub complete: bool,
    /// Where not complete: how many units of utility each party may be off (party_count).
    ///
    /// Every package that gives each party its reservation plus its `epsilon` is matched by a point that
    /// gives each party at least as much less `epsilon`. Packages closer to a reservation than that may be
    /// missing. None if the search was stopped before anything could be said; then there are no points.
    pub epsilon: Option<Vec<i64>>,
}

/// How large a frontier may grow before it is thinned out to a stated accuracy.
pub const POINTS_MAX: usize = 200_000;

/// The complete frontier among the packages that give every party at least its reservation.
///
/// `reservations`: party_count units, or `None` for the frontier of all packages. Beyond `points_max`
/// points (say [`POINTS_MAX`]) the frontier is thinned to a stated accuracy.
/// Cost: the sum over layers of frontier size times choices, times a logarithm.
///
/// ```
/// use mediant_engine::kernel::{POINTS_MAX, frontier};
/// use mediant_engine::{Layer, Layers, Unlimited};
///
/// // Two issues with two options each; the first matters more to the first party, the second to the second.
/// let layer = |issue: usize, utilities: [i64; 4]| Layer {
///     issues: vec![issue],
///     options: vec![0, 1],
///     utilities: utilities.to_vec(),
/// };
/// let layers = Layers {
///     party_count: 2,
///     issue_count: 2,
///     constant: vec![0, 0],
///     layers: vec![layer(0, [6, 0, 0, 4]), layer(1, [3, 0, 0, 7])],
/// };
///
/// let found = frontier(&layers, Some(&[1, 1]), POINTS_MAX, &Unlimited);
/// assert!(found.complete);
/// let best = found.points.first().map(|point| (point.utilities.as_slice(), point.package.as_slice()));
/// assert_eq!(best, Some(([6, 7].as_slice(), [0, 1].as_slice())));
/// ```
pub fn frontier(
    layers: &Layers,
    reservations: Option<&[i64]>,
    points_max: usize,
    control: &dyn Control,
) -> Frontier {
    frontier_of(&EfficientLayers::new(layers), reservations, points_max, control)
}

/// [`frontier`] of layers that are already reduced.
pub fn frontier_of(
    efficient: &EfficientLayers,
    reservations: Option<&[i64]>,
    points_max: usize,
    control: &dyn Control,
) -> Frontier {
    if efficient.layers.party_count > super::PARTIES_MAX {
        return given_up();
    }
    super::by_party_count!(efficient.layers.party_count, join(efficient, reservations, points_max, control))
}

fn join<const N: usize>(
    efficient: &EfficientLayers,
    reservations: Option<&[i64]>,
    points_max: usize,
    control: &dyn Control,
) -> Frontier {
    if control.should_stop() {
        return given_up();
    }
    let mut gains: Gains<N> = Gains::over(efficient, reservations.unwrap_or(&[]));
    // Without reservations gains are utilities, and nothing is dropped for falling short.
    let floor = reservations.map(|_| [0; N]);
    if let Some(floor) = &floor {
        gains.restrict(floor);
    }
    let falls_short = floor.is_some_and(|floor| !at_least(&gains.best(), &floor));
    if gains.is_empty() || falls_short {
        return Frontier { points: Vec::new(), packages: Vec::new(), complete: true, epsilon: None };
    }
    let packages = gains.folded.iter().fold(1_u64, |all, folded| all.saturating_mul(folded.2.into()));
    let mut before: Vec<[i64; N]> = vec![[0; N]];
    for rows in &gains.layers {
        let last = before.last().copied().unwrap_or([0; N]);
        // What the layers in front can add at most: a sum that even this would not lift to the floor goes at
        // once.
        before.push(sum(&last, &maxima(rows)));
    }
    // Folded layers have one row each, which may stand for several choices: so many packages has every point.
    let start = Point { gains: gains.base, packages, choice: 0, rest: 0 };
    let mut stages: Vec<Vec<Point<N>>> = vec![vec![start]];
    let mut epsilon = [0_i64; N];
    let total = gains.layers.len();
    let mut bytes_left = STAGES_BYTES;
    for (index, rows) in gains.layers.iter().enumerate().rev() {
        if control.should_stop() {
            return given_up();
        }
        control.progress("frontier", u32::try_from((total - 1 - index) * 1000 / total).ok());
        let reach = floor.map(|floor| std::array::from_fn(|p| floor[p] - before[index][p]));
        let Some(rows) = fit(stages.last_mut(), rows, &mut epsilon) else { return given_up() };
        let behind = stages.last().map_or(&[][..], Vec::as_slice);
        let joined =
            if N == 2 { merge(behind, &rows, reach, control) } else { expand(behind, &rows, reach, control) };
        let Some(mut points) = joined else { return given_up() };
        // As many points as there is room for, if the stages to come are to have as many.
        let room = bytes_left / (index + 1) / size_of::<Point<N>>();
        if !thin(&mut points, points_max.min(room.max(POINTS_LEAST)), &mut epsilon) {
            return given_up();
        }
        bytes_left = bytes_left.saturating_sub(points.len() * size_of::<Point<N>>());
        stages.push(points);
    }
    let offset = reservations.unwrap_or(&[]);
    collect(efficient, &gains, &stages, offset, epsilon)
}

/// No points, and nothing promised.
fn given_up() -> Frontier {
    Frontier { points: Vec::new(), packages: Vec::new(), complete: false, epsilon: None }
}

/// Bytes that the points of all stages may take.
const STAGES_BYTES: usize = 400 << 20;
/// However many stages there are, each may have so many points.
const POINTS_LEAST: usize = 200;

/// Sums of a point and a row that one stage may try: of a range with a million steps behind another there were a
/// million millions.
const SUMS_MAX: usize = 1 << 28;

/// The rows, and the points of the stage behind them, so few that all sums can be tried; what that can cost is added to
/// `epsilon`. `None` where they cannot be.
fn fit<'r, const N: usize>(
    behind: Option<&mut Vec<Point<N>>>,
    rows: &'r [Row<N>],
    epsilon: &mut [i64; N],
) -> Option<Cow<'r, [Row<N>]>> {
    let Some(behind) = behind.filter(|behind| behind.len().saturating_mul(rows.len()) > SUMS_MAX) else {
        return Some(Cow::Borrowed(rows));
    };
    // Points times rows are what a stage costs. Where both are long each gets the square root.
    let even = SUMS_MAX.isqrt();
    // The smaller of the two stays as it is, if there is room for it beside a fair number of the other.
    let points_max = if rows.len() <= even { SUMS_MAX / rows.len() } else { behind.len().min(even) };
    thin(behind, points_max, epsilon).then_some(())?;
    let rows_max = SUMS_MAX / behind.len().max(1);
    if rows.len() <= rows_max {
        return Some(Cow::Borrowed(rows));
    }
    let (mut thinned, lost) = one_a_cell(rows, |row| row.gains, rows_max)?;
    (0..N).for_each(|p| epsilon[p] += lost[p]);
    // By choice again, as everything downstream supposes: of equal packages the first choice stands.
    thinned.sort_unstable_by_key(|row| row.choice);
    Some(Cow::Owned(thinned))
}

/// Bytes of sums that are held before those that are not efficient go.
const HELD_BYTES: usize = 64 << 20;

/// All sums of a point and a row that can still reach, reduced to the efficient ones; `None` when stopped.
///
/// As many rows at a time as fit: the sums of all of them may be more than there is room for.
fn expand<const N: usize>(
    behind: &[Point<N>],
    rows: &[Row<N>],
    reach: Option<[i64; N]>,
    control: &dyn Control,
) -> Option<Vec<Point<N>>> {
    let shifted = |row: &Row<N>| shift(behind, *row, reach).collect::<Vec<_>>();
    let row_bytes = behind.len().max(1) * size_of::<Point<N>>();
    let mut points: Vec<Point<N>> = Vec::new();
    for rows in rows.chunks((HELD_BYTES / row_bytes).max(1)) {
        if behind.len() * rows.len() < 50_000 {
            points.extend(rows.iter().flat_map(shifted));
        } else {
            points.par_extend(rows.par_iter().flat_map_iter(shifted));
        }
        // After each part: the efficient ones of a union are those of the efficient ones of its parts.
        if !skyline::keep_efficient_unless(&mut points, control) {
            return None;
        }
    }
    Some(points)
}

fn shift<const N: usize>(
    behind: &[Point<N>],
    row: Row<N>,
    reach: Option<[i64; N]>,
) -> impl Iterator<Item = Point<N>> + '_ {
    (0_u32..).zip(behind).filter_map(move |(rest, point)| {
        let gains = sum(&point.gains, &row.gains);
        let reaches = reach.is_none_or(|reach| at_least(&gains, &reach));
        let packages = point.packages.saturating_mul(row.equal.into());
        reaches.then_some(Point { gains, packages, choice: row.choice, rest })
    })
}

/// Two parties: shifted frontiers are sorted already, so they are merged two by two, as many as fit at a time. `None` when
/// stopped.
fn merge<const N: usize>(
    behind: &[Point<N>],
    rows: &[Row<N>],
    reach: Option<[i64; N]>,
    control: &dyn Control,
) -> Option<Vec<Point<N>>> {
    let join = |pair: &[Vec<Point<N>>]| match pair {
        [a, b] => merge_two(a, b),
        _ => pair.concat(),
    };
    let at_a_time = (HELD_BYTES / (behind.len().max(1) * size_of::<Point<N>>())).max(2);
    let mut merged: Vec<Point<N>> = Vec::new();
    for rows in rows.chunks(at_a_time) {
        let mut lists: Vec<Vec<Point<N>>> =
            rows.iter().map(|row| shift(behind, *row, reach).collect()).collect();
        while lists.len() > 1 {
            if control.should_stop() {
                return None;
            }
            // Short merges are over before another thread has begun.
            let is_long = behind.len() > 2_000 && lists.len() > 2;
            lists = if is_long {
                lists.par_chunks(2).map(join).collect()
            } else {
                lists.chunks(2).map(join).collect()
            };
        }
        let list = lists.pop().unwrap_or_default();
        merged = if merged.is_empty() { list } else { merge_two(&merged, &list) };
    }
    Some(merged)
}

/// Merges two frontiers of two parties, each by the first party descending, the second ascending.
fn merge_two<const N: usize>(a: &[Point<N>], b: &[Point<N>]) -> Vec<Point<N>> {
    let mut merged: Vec<Point<N>> = Vec::with_capacity(a.len() + b.len());
    let (mut i, mut j) = (0, 0);
    let mut best = i64::MIN;
    while i < a.len() || j < b.len() {
        let first = match (a.get(i), b.get(j)) {
            // Larger gains first; of equal ones the smaller choice first, hence the choices the other way
            // round.
            (Some(x), Some(y)) => (x.gains, y.choice) >= (y.gains, x.choice),
            (x, _) => x.is_some(),
        };
        let point = if first { a[i] } else { b[j] };
        i += usize::from(first);
        j += usize::from(!first);
        match merged.last_mut() {
            Some(last) if last.gains == point.gains => {
                last.packages = last.packages.saturating_add(point.packages);
            }
            // The first party's gains only fall from here on, so whatever brings the second no more is
            // dominated.
            Some(_) if point.gains[1] <= best => {}
            _ => {
                best = point.gains[1];
                merged.push(point);
            }
        }
    }
    merged
}

/// Keeps one point per cell of a grid, as coarse as it takes; what that can cost is added to `epsilon`. False where even the
/// coarsest grid leaves too many: of many parties nearly every point has a cell to itself.
fn thin<const N: usize>(points: &mut Vec<Point<N>>, points_max: usize, epsilon: &mut [i64; N]) -> bool {
    if points.len() <= points_max {
        return true;
    }
    // To half of what is allowed: to the limit itself, every stage that follows would be thinned again and
    // each time lose some accuracy.
    let Some((mut thinned, lost)) = one_a_cell(points, |point| point.gains, points_max / 2) else {
        return false;
    };
    (0..N).for_each(|p| epsilon[p] += lost[p]);
    skyline::keep_efficient(&mut thinned);
    *points = thinned;
    true
}

/// One of the items in each cell of the finest grid with at most so many cells that hold one; and how much less of each
/// party's gains than one left out the item kept in its cell can have.
fn one_a_cell<T: Copy + Send + Sync, const N: usize>(
    items: &[T],
    gains: impl Fn(&T) -> [i64; N] + Sync,
    most: usize,
) -> Option<(Vec<T>, [i64; N])> {
    let range: [i64; N] = std::array::from_fn(|p| {
        let values = items.iter().map(|item| gains(item)[p]);
        values.clone().max().unwrap_or(0) - values.min().unwrap_or(0)
    });
    let mut found = None;
    let (mut coarse, mut fine) = (0, FINEST);
    // Finer grids have more cells, so the finest that will do is found by halving.
    while coarse + 1 < fine {
        let fineness = (coarse + fine) / 2;
        let step: [i64; N] = std::array::from_fn(|p| (range[p] >> fineness) + 1);
        let cell = |item: &T| -> [i64; N] {
            let gains = gains(item);
            std::array::from_fn(|p| gains[p].div_euclid(step[p]))
        };
        let mut kept = items.to_vec();
        // Stable: of a cell the same item stays on any number of threads.
        kept.par_sort_by_cached_key(cell);
        kept.dedup_by_key(|item| cell(item));
        if kept.len() <= most {
            found = Some((kept, step.map(|step| step - 1)));
            coarse = fineness;
        } else {
            fine = fineness;
        }
    }
    found
}

/// The finest grid tried divides each party's range by two to less than this power.
const FINEST: u32 = 14;

fn collect<const N: usize>(
    efficient: &EfficientLayers,
    gains: &Gains<N>,
    stages: &[Vec<Point<N>>],
    offset: &[i64],
    epsilon: [i64; N],
) -> Frontier {
    let complete = epsilon == [0; N];
    let last = stages.last().map_or(&[][..], Vec::as_slice);
    let build = |point: &Point<N>| {
        let mut choices = Vec::with_capacity(gains.layers.len());
        let mut at = *point;
        // Stages were built from the last layer to the first, so going back through them gives choices in the
        // order of the layers.
        for stage in stages.iter().rev().skip(1) {
            choices.push(at.choice);
            at = stage[at.rest as usize];
        }
        let package = efficient.package(&gains.all_choices(choices.into_iter()));
        let reservation = |p: usize| offset.get(p).copied().unwrap_or(0);
        let utilities = (0..gains.n).map(|p| point.gains[p] + reservation(p)).collect();
        (FrontierPoint { utilities, package }, point.packages)
    };
    let mut points: Vec<(FrontierPoint, u64)> = if last.len() * stages.len() < 50_000 {
        last.iter().map(build).collect()
    } else {
        last.par_iter().map(build).collect()
    };
    points.sort_unstable_by(|(a, _), (b, _)| b.utilities.cmp(&a.utilities));
    let (points, packages) = points.into_iter().unzip();
    let epsilon = (!complete).then(|| epsilon[..gains.n].to_vec());
    Frontier { points, packages, complete, epsilon }
}
