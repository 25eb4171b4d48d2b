//! The efficient ones of many gain vectors.
//!
//! Two parties: sort and sweep. Three: sort and staircase (Kung, Luccio & Preparata, J. ACM 22 (1975)).
//! Four and more: best sum first, each candidate held against an archive of those kept (a logarithmic
//! forest of k-d trees, Bentley & Saxe 1980). Large sets first pass a coarse grid that discards most of
//! them in linear time. All orders are total, so threads never change the result.
//!
//! Indexing: grid cells are computed below the table's size; parties run below `N`.
//!
//! All methods rest on one order: whatever dominates a vector comes before it, by the first entry or by the
//! sum. So a vector need only be held against those kept so far, and what is kept is never taken back.

use super::archive::{Archive, at_least};
use crate::control::{Control, Unlimited};
use rayon::prelude::*;

/// A gain vector with the step that leads to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Point<const N: usize> {
    pub gains: [i64; N],
    /// How many packages give these gains; saturates at `u64::MAX`.
    pub packages: u64,
    /// The choice made in the layer just added.
    pub choice: u32,
    /// Position of the rest in the frontier that this one was built from.
    pub rest: u32,
}

/// Sizes from which a linear pass over a grid pays before sorting.
const GRID_FROM: usize = 2_000;

/// Sizes from which a parallel sort pays.
const PARALLEL_FROM: usize = 60_000;

/// The rows of a layer (rows x `n`) as points; rows that are clearly dominated may be left out.
pub(crate) fn candidates<const N: usize>(utilities: &[i64], n: usize) -> Vec<Point<N>> {
    let n = n.max(1);
    let point = |(choice, row): (usize, &[i64])| Point {
        gains: widen(row),
        packages: 1,
        choice: u32::try_from(choice).unwrap_or(u32::MAX),
        rest: 0,
    };
    if utilities.len() < GRID_FROM * n {
        return utilities.chunks_exact(n).enumerate().map(point).collect();
    }
    let parts = || utilities.par_chunks(PART * n);
    let extent = parts().map(|part| Extent::<N>::from_vectors(part.chunks_exact(n).map(widen)));
    let extent = extent.reduce(Extent::nothing, Extent::join);
    let Some(empty) = Grid::over(extent) else {
        return utilities.chunks_exact(n).enumerate().map(point).collect();
    };
    // A grid for each thread, joined by maximum: the order in which threads end cannot matter.
    let fill = |part: &[i64]| empty.clone().filled(part.chunks_exact(n).map(widen));
    let grid = parts().map(fill).reduce(|| empty.clone(), Grid::join).spread();
    let open = |(part, rows): (usize, &[i64])| -> Vec<Point<N>> {
        let rows = rows.chunks_exact(n).enumerate();
        let open = rows.filter(|(_, row)| !grid.dominates(&widen(row)));
        open.map(|(at, row)| point((part * PART + at, row))).collect()
    };
    parts().enumerate().flat_map_iter(open).collect()
}

/// How many rows a thread takes at a time.
const PART: usize = 65_536;

fn widen<const N: usize>(row: &[i64]) -> [i64; N] {
    <[i64; N]>::try_from(row).unwrap_or_else(|_| {
        let mut gains = [0; N];
        gains.iter_mut().zip(row).for_each(|(slot, value)| *slot = *value);
        gains
    })
}

/// Keeps one point for each efficient gain vector: the one with the smallest choice; counts add up.
///
/// The result is sorted by gains, descending, for up to three parties, otherwise by their sum.
pub(crate) fn keep_efficient<const N: usize>(points: &mut Vec<Point<N>>) {
    keep_efficient_unless(points, &Unlimited);
}

/// [`keep_efficient`], unless it is stopped: then some that are not efficient may be left. Whether it came to its end.
pub(crate) fn keep_efficient_unless<const N: usize>(
    points: &mut Vec<Point<N>>,
    control: &dyn Control,
) -> bool {
    // Only what is strictly beaten goes here. Equal vectors stay, since their counts still have to be added
    // up.
    if points.len() >= GRID_FROM
        && let Some(grid) = Grid::over(Extent::from_vectors(points.iter().map(|point| point.gains)))
    {
        let grid = grid.filled(points.iter().map(|point| point.gains)).spread();
        points.retain(|point| !grid.dominates(&point.gains));
    }
    if N <= 3 {
        sort(points, |a, b| b.gains.cmp(&a.gains).then(a.choice.cmp(&b.choice)));
        merge_equal(points);
        if N <= 2 {
            sweep(points)
        } else {
            staircase(points)
        }
        true
    } else {
        keep_efficient_of_many(points, control)
    }
}

/// The places of the vectors, each of `n` numbers, that no other equals or beats for everybody, ascending; of equal ones the
/// first. `None` when stopped.
///
/// Cost: as [`keep_efficient`] up to the kernel's number of parties; beyond, vectors times those left.
pub(crate) fn efficient_among(vectors: &[&[i64]], n: usize, control: &dyn Control) -> Option<Vec<usize>> {
    if n > super::PARTIES_MAX {
        return efficient_of_very_many(vectors, control);
    }
    super::by_party_count!(n, places(vectors, control))
}

fn places<const N: usize>(vectors: &[&[i64]], control: &dyn Control) -> Option<Vec<usize>> {
    let point =
        |(choice, vector): (u32, &&[i64])| Point { gains: widen(vector), packages: 1, choice, rest: 0 };
    let mut points: Vec<Point<N>> = (0..).zip(vectors).map(point).collect();
    let is_done = keep_efficient_unless(&mut points, control);
    let mut places: Vec<usize> = points.iter().map(|point| point.choice as usize).collect();
    places.sort_unstable();
    is_done.then_some(places)
}

fn efficient_of_very_many(vectors: &[&[i64]], control: &dyn Control) -> Option<Vec<usize>> {
    let covers = |a: &[i64], b: &[i64]| a.iter().zip(b).all(|(a, b)| a >= b);
    let mut order: Vec<(i128, usize)> = vectors
        .iter()
        .enumerate()
        .map(|(place, vector)| (vector.iter().map(|units| i128::from(*units)).sum(), place))
        .collect();
    // Whatever covers a vector has a larger sum, or is equal to it.
    order.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut kept: Vec<usize> = Vec::new();
    for (_, place) in order {
        if control.should_stop() {
            return None;
        }
        if !kept.iter().any(|other| covers(vectors[*other], vectors[place])) {
            kept.push(place);
        }
    }
    kept.sort_unstable();
    Some(kept)
}

fn sort<T: Send>(items: &mut [T], order: impl Fn(&T, &T) -> std::cmp::Ordering + Sync) {
    if items.len() < PARALLEL_FROM {
        items.sort_unstable_by(order)
    } else {
        items.par_sort_unstable_by(order)
    }
}

/// Merges neighbours with equal gains into the first of them.
fn merge_equal<const N: usize>(points: &mut Vec<Point<N>>) {
    points.dedup_by(|next, kept| {
        let equal = next.gains == kept.gains;
        if equal {
            kept.packages = kept.packages.saturating_add(next.packages);
        }
        equal
    });
}

fn sweep<const N: usize>(points: &mut Vec<Point<N>>) {
    let mut best = None;
    points.retain(|point| {
        let efficient = best.is_none_or(|best| point.gains[1] > best);
        if efficient {
            best = Some(point.gains[1]);
        }
        efficient
    });
}

/// Three parties, best first party first: a point is efficient unless one before it, at least as good
/// for the second, is at least as good for the third.
fn staircase<const N: usize>(points: &mut Vec<Point<N>>) {
    let mut seconds: Vec<i64> = points.iter().map(|point| point.gains[1]).collect();
    seconds.sort_unstable();
    seconds.dedup();
    // A Fenwick tree of maxima; rank 1 is the best for the second party.
    // The best third entry among those seen, for every prefix of ranks: asked and raised in logarithmic time.
    let mut thirds = vec![i64::MIN; seconds.len() + 1];
    points.retain(|point| {
        let below = seconds.partition_point(|second| *second < point.gains[1]);
        let rank = seconds.len() - below;
        let third = point.gains[2];
        let mut at = rank;
        while at > 0 {
            if thirds[at] >= third {
                return false;
            }
            // Down the tree: the next shorter prefix. Below, upwards, the next longer one.
            at &= at - 1;
        }
        let mut at = rank;
        while at < thirds.len() {
            thirds[at] = thirds[at].max(third);
            at += at & at.wrapping_neg();
        }
        true
    });
}

fn keep_efficient_of_many<const N: usize>(points: &mut Vec<Point<N>>, control: &dyn Control) -> bool {
    let mut keyed: Vec<(i128, Point<N>)> =
        points.iter().map(|point| (point.gains.iter().map(|gain| i128::from(*gain)).sum(), *point)).collect();
    // By the sum, since whatever dominates a vector has a larger one. Then by gains, so that equal ones stand
    // together.
    sort(&mut keyed, |a, b| b.0.cmp(&a.0).then(b.1.gains.cmp(&a.1.gains)).then(a.1.choice.cmp(&b.1.choice)));
    points.clear();
    points.extend(keyed.into_iter().map(|(_, point)| point));
    merge_equal(points);
    let mut archive = Archive::default();
    let mut kept = Vec::with_capacity(points.len() / 4);
    for block in points.chunks(BLOCK) {
        // Comparing with everything kept takes the longer the more is kept.
        if control.should_stop() {
            return false;
        }
        let open = |point: &Point<N>| !archive.dominates(&point.gains);
        let survivors: Vec<Point<N>> = if archive.len() < BLOCK {
            block.iter().filter(|point| open(point)).copied().collect()
        } else {
            block.par_iter().filter(|point| open(point)).copied().collect()
        };
        // A block is held against the archive as it was, all of it at once; what dominates within the block
        // is found here, in order.
        let mut fresh: Vec<[i64; N]> = Vec::new();
        for point in survivors {
            if !fresh.iter().rev().any(|other| at_least(other, &point.gains)) {
                fresh.push(point.gains);
                kept.push(point);
            }
        }
        archive.extend(fresh);
    }
    *points = kept;
    true
}

/// How many candidates are held against the archive before the archive grows.
const BLOCK: usize = 512;

/// The smallest and the largest entry of each party.
#[derive(Clone, Copy)]
struct Extent<const N: usize> {
    lowest: [i64; N],
    highest: [i64; N],
}

impl<const N: usize> Extent<N> {
    fn nothing() -> Self {
        Self { lowest: [i64::MAX; N], highest: [i64::MIN; N] }
    }

    fn from_vectors(vectors: impl Iterator<Item = [i64; N]>) -> Self {
        vectors.fold(Self::nothing(), |extent, vector| extent.join(Self { lowest: vector, highest: vector }))
    }

    fn join(self, other: Self) -> Self {
        Self {
            lowest: std::array::from_fn(|p| self.lowest[p].min(other.lowest[p])),
            highest: std::array::from_fn(|p| self.highest[p].max(other.highest[p])),
        }
    }
}

/// A coarse grid over all parties but the last that knows, per cell, the best that points beyond the
/// cell in every direction give the last party.
#[derive(Clone)]
struct Grid<const N: usize> {
    lowest: [i64; N],
    shift: [u32; N],
    side: usize,
    /// Best for the last party in this cell; once spread, in all beyond it, too (side^(N-1)).
    best: Vec<i64>,
}

impl<const N: usize> Grid<N> {
    /// An empty grid; none for more than four parties.
    fn over(extent: Extent<N>) -> Option<Self> {
        // In each number of dimensions so many cells that the table stays in a cache.
        let side: usize = match N {
            2 => 4096,
            3 => 192,
            4 => 40,
            _ => return None,
        };
        let Extent { lowest, highest } = extent;
        // A cell is a power of two wide: it is found by a shift, not a division, for each of millions of
        // vectors.
        let shift = std::array::from_fn(|p| {
            let range = i128::from(highest[p]) - i128::from(lowest[p]);
            (0..127).find(|shift| range >> shift < side as i128).unwrap_or(0)
        });
        Some(Self { lowest, shift, side, best: vec![i64::MIN; side.pow(N as u32 - 1)] })
    }

    fn filled(mut self, vectors: impl Iterator<Item = [i64; N]>) -> Self {
        for vector in vectors {
            if let Some(best) = self.cell(&vector, 0).and_then(|cell| self.best.get_mut(cell)) {
                *best = (*best).max(vector[N - 1]);
            }
        }
        self
    }

    fn join(mut self, other: Self) -> Self {
        self.best.iter_mut().zip(other.best).for_each(|(best, other)| *best = (*best).max(other));
        self
    }

    fn cell(&self, vector: &[i64; N], beyond: usize) -> Option<usize> {
        let mut cell = 0;
        for (p, value) in vector.iter().enumerate().take(N - 1) {
            // One cell further in every direction: a point there is better for sure, whatever its place in
            // its own cell. Within the same cell nobody knows.
            let place = ((value - self.lowest[p]) >> self.shift[p]) as usize + beyond;
            if place >= self.side {
                return None;
            }
            cell = cell * self.side + place;
        }
        Some(cell)
    }

    fn spread(mut self) -> Self {
        for p in 0..N - 1 {
            let stride = self.side.pow((N - 2 - p) as u32);
            // From the far end: each cell takes what the next one in this direction already has from all
            // beyond it.
            for cell in (0..self.best.len() - stride).rev() {
                if (cell / stride) % self.side + 1 < self.side {
                    self.best[cell] = self.best[cell].max(self.best[cell + stride]);
                }
            }
        }
        self
    }

    /// Whether a point beyond the vector's cell is strictly better for all but the last and as good for it.
    fn dominates(&self, vector: &[i64; N]) -> bool {
        self.cell(vector, 1).is_some_and(|cell| self.best[cell] >= vector[N - 1])
    }
}
