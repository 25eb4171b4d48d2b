//! Where the packages of two parties lie: each one, or how many lie where.
//!
//! Indices into the grid are computed from its own sizes.

use mediant_model::Problem;
use mediant_model::problem::Utility;
use num_traits::ToPrimitive;
use std::collections::BTreeSet;

/// Up to so many packages are drawn one by one.
const POINTS_MAX: u64 = 4_000;
/// Cells of the grid, along each party's axis.
const CELLS: usize = 84;
/// Up to so many packages are counted one by one.
const COUNTED_MAX: u64 = 4_000_000;
/// How much finer the grid is on which issues are added up.
const FINER: usize = 4;
/// Options that can be added up in a reasonable time; beyond this a sample is drawn.
const OPTIONS_MAX: usize = 2_000;
/// Packages of a sample.
const SAMPLE: u64 = 6_000;

/// Where packages lie.
#[derive(Default)]
pub(super) enum Packages {
    /// Nowhere to be drawn.
    #[default]
    None,
    /// Here, each utility vector once.
    Points(Vec<[f64; 2]>),
    /// A sample lies here.
    Sample(Vec<[f64; 2]>),
    /// So densely: the logarithm of the share of packages, 0 for none to 1 for most.
    Density(Density),
}

/// A grid over the rectangle of all utilities.
pub(super) struct Density {
    pub(super) low: [f64; 2],
    pub(super) step: [f64; 2],
    /// `CELLS` x `CELLS`, the first party's axis running fastest.
    pub(super) cells: Vec<f64>,
}

impl Packages {
    pub(super) fn new(problem: &Problem) -> Self {
        let [Some(first), Some(second)] = [utility(problem, 0), utility(problem, 1)] else {
            return Self::None;
        };
        let count = problem.package_count().to_u64().unwrap_or(u64::MAX);
        if count <= POINTS_MAX {
            return Self::Points(points(problem, count, (0..count).map(u128::from)));
        }
        let options: usize = problem.issues.iter().map(|issue| issue.options.len()).sum();
        if first.is_additive() && second.is_additive() && (count <= COUNTED_MAX || options <= OPTIONS_MAX) {
            return Self::Density(density(problem, first, second, count));
        }
        // Golden-ratio steps visit the numbers of packages evenly and always in the same order.
        let step = (count as f64 * 0.618_033_988_749_895) as u128 | 1;
        let walk = (0..SAMPLE).map(|index| (u128::from(index) * step) % u128::from(count));
        Self::Sample(points(problem, count, walk))
    }

    /// Least and greatest utility of a party among all packages drawn.
    pub(super) fn extent(&self, party: usize) -> Option<(f64, f64)> {
        match self {
            Self::None => None,
            Self::Points(points) | Self::Sample(points) => {
                let values = || points.iter().filter_map(|point| point.get(party).copied());
                Some((values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max)))
            }
            Self::Density(density) => {
                let (low, step) = (density.low.get(party)?, density.step.get(party)?);
                Some((*low, low + step * (CELLS - 1) as f64))
            }
        }
    }
}

impl Density {
    /// Every cell with packages: its middle and how densely it is filled, row by row.
    pub(super) fn filled(&self) -> impl Iterator<Item = ([f64; 2], f64)> + '_ {
        let [low_x, low_y] = self.low;
        let [step_x, step_y] = self.step;
        self.cells.iter().enumerate().filter(|(_, filled)| **filled > 0.0).map(move |(index, filled)| {
            let (x, y) = ((index % CELLS) as f64, (index / CELLS) as f64);
            ([low_x + step_x * x, low_y + step_y * y], *filled)
        })
    }

    /// Empties the cells that lie wholly beyond a frontier that nothing lies beyond: blur, not packages.
    pub(super) fn clip(&mut self, frontier: &[Vec<f64>], reservations: &[f64]) {
        let (low, step) = (self.low, self.step);
        for (index, filled) in self.cells.iter_mut().enumerate() {
            let place = [(index % CELLS) as f64, (index / CELLS) as f64];
            let corner = [0, 1].map(|party: usize| low[party] + step[party] * (place[party] - 0.5));
            let within = corner.iter().zip(reservations).all(|(value, least)| value >= least);
            let reached = frontier
                .iter()
                .any(|point| point.iter().zip(corner).all(|(reached, value)| *reached >= value));
            if within && !reached {
                *filled = 0.0;
            }
        }
    }
}

fn utility(problem: &Problem, party: usize) -> Option<&Utility> {
    problem.parties.get(party)?.utility.as_ref()
}

/// The utilities of the packages with these numbers, each pair once.
fn points(problem: &Problem, count: u64, numbers: impl Iterator<Item = u128>) -> Vec<[f64; 2]> {
    let sizes: Vec<u128> = problem.issues.iter().map(|issue| issue.options.len() as u128).collect();
    let mut seen: BTreeSet<[i64; 2]> = BTreeSet::new();
    for (index, number) in numbers.enumerate() {
        let mut rest = number;
        let mut package: Vec<u32> = Vec::with_capacity(sizes.len());
        for (place, size) in sizes.iter().enumerate() {
            // Where there are more packages than a number holds, later issues would never move: stir them.
            let stirred = if count == u64::MAX {
                rest.wrapping_add((index as u128 + 7) * (place as u128 * 2_654_435_761 + 1))
            } else {
                rest
            };
            package.push((stirred % size) as u32);
            rest /= size;
        }
        if let (Some(first), Some(second)) = (problem.utility(0, &package), problem.utility(1, &package)) {
            seen.insert([first, second]);
        }
    }
    seen.into_iter().map(|[first, second]| [problem.shown(0, first), problem.shown(1, second)]).collect()
}

/// How many packages lie where: one by one where that is quick, else by adding one issue after the other to a finer grid.
fn density(problem: &Problem, first: &Utility, second: &Utility, count: u64) -> Density {
    let extents = [first, second].map(|utility| {
        let ends = utility.values.iter().map(|values| {
            (values.iter().copied().min().unwrap_or(0), values.iter().copied().max().unwrap_or(0))
        });
        ends.fold((utility.constant, utility.constant), |sum, ends| (sum.0 + ends.0, sum.1 + ends.1))
    });
    let steps = extents.map(|(low, high)| ((high - low) as f64 / (CELLS - 1) as f64).max(f64::MIN_POSITIVE));
    let grid = if count <= COUNTED_MAX {
        counted(first, second, extents.map(|(low, _)| low), steps)
    } else {
        added(first, second, steps)
    };
    let most = grid.iter().copied().fold(0.0, f64::max);
    let cells = grid.iter().map(|share| if *share > most * 1e-12 { (share / most).powf(0.3) } else { 0.0 });
    Density {
        low: [0, 1].map(|party: usize| problem.shown(party, extents[party].0)),
        step: [0, 1].map(|party: usize| steps[party] * problem.shown(party, 1)),
        cells: cells.collect(),
    }
}

/// Every package counted in its cell.
fn counted(first: &Utility, second: &Utility, low: [i64; 2], steps: [f64; 2]) -> Vec<f64> {
    let mut grid = vec![0.0f64; CELLS * CELLS];
    // All issues but the last are expanded to pairs; the last is gone through for each of them.
    let mut pairs = vec![[first.constant - low[0], second.constant - low[1]]];
    let mut issues: Vec<_> = first.values.iter().zip(&second.values).collect();
    let last = issues.pop();
    for (of_first, of_second) in issues {
        let each = |[a, b]: [i64; 2]| of_first.iter().zip(of_second).map(move |(x, y)| [a + x, b + y]);
        pairs = pairs.into_iter().flat_map(each).collect();
    }
    let inverse = steps.map(|step| 1.0 / step);
    for [a, b] in pairs {
        for (x, y) in last.iter().flat_map(|(of_first, of_second)| of_first.iter().zip(of_second.iter())) {
            let column = ((a + x) as f64 * inverse[0]).round() as usize;
            let row = ((b + y) as f64 * inverse[1]).round() as usize;
            if let Some(cell) = grid.get_mut(row * CELLS + column) {
                *cell += 1.0;
            }
        }
    }
    grid
}

/// Shares of packages by convolution. Values are rounded to a grid that is finer by [`FINER`], issue by issue.
fn added(first: &Utility, second: &Utility, steps: [f64; 2]) -> Vec<f64> {
    let side = CELLS * FINER;
    let fine = steps.map(|step| step / FINER as f64);
    let mut grid = vec![0.0f64; side * side];
    if let Some(corner) = grid.first_mut() {
        *corner = 1.0;
    }
    // What rounding took from one issue is given to the next, so that errors do not add up.
    let mut owed = [0.0f64; 2];
    for (of_first, of_second) in first.values.iter().zip(&second.values) {
        let least = [of_first, of_second].map(|values| values.iter().copied().min().unwrap_or(0));
        let share = 1.0 / of_first.len() as f64;
        let exact: Vec<[f64; 2]> = of_first
            .iter()
            .zip(of_second)
            .map(|(a, b)| [(a - least[0]) as f64 / fine[0], (b - least[1]) as f64 / fine[1]])
            .collect();
        let mut next = vec![0.0f64; side * side];
        let mut left = [0.0f64; 2];
        for [x, y] in &exact {
            let (dx, dy) = ((x + owed[0]).round().max(0.0), (y + owed[1]).round().max(0.0));
            left = [left[0] + (x - dx) * share, left[1] + (y - dy) * share];
            add_shifted(&grid, &mut next, side, dx as usize, dy as usize, share);
        }
        owed = [owed[0] + left[0], owed[1] + left[1]].map(|owed| owed.clamp(-0.5, 0.5));
        grid = next;
    }
    let mut coarse = vec![0.0f64; CELLS * CELLS];
    for (row, line) in grid.chunks_exact(side).enumerate() {
        for (column, share) in line.iter().enumerate() {
            let at = |fine: usize| (fine + FINER / 2) / FINER;
            if let Some(cell) = coarse.get_mut(at(row).min(CELLS - 1) * CELLS + at(column).min(CELLS - 1)) {
                *cell += share;
            }
        }
    }
    coarse
}

fn add_shifted(from: &[f64], to: &mut [f64], side: usize, dx: usize, dy: usize, weight: f64) {
    if dx >= side || dy >= side {
        return;
    }
    for (source, target) in from.chunks_exact(side).zip(to.chunks_exact_mut(side).skip(dy)) {
        for (share, cell) in source.iter().zip(target.iter_mut().skip(dx)) {
            *cell += share * weight;
        }
    }
}
