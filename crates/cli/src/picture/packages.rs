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
/// A grid costs options times cells; beyond this a sample is drawn.
const GRID_WORK_MAX: usize = 30_000_000;
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
    pub(super) fn of(problem: &Problem) -> Self {
        let [Some(first), Some(second)] = [utility(problem, 0), utility(problem, 1)] else {
            return Self::None;
        };
        let count = problem.package_count().to_u64().unwrap_or(u64::MAX);
        if count <= POINTS_MAX {
            return Self::Points(points(problem, count, (0..count).map(u128::from)));
        }
        let options: usize = problem.issues.iter().map(|issue| issue.options.len()).sum();
        if first.is_additive() && second.is_additive() && options * CELLS * CELLS * 4 <= GRID_WORK_MAX * 4 {
            return Self::Density(density(problem, first, second));
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
    /// Every cell with packages: its middle and how densely it is filled.
    pub(super) fn filled(&self) -> impl Iterator<Item = ([f64; 2], f64)> + '_ {
        let [low_x, low_y] = self.low;
        let [step_x, step_y] = self.step;
        self.cells.iter().enumerate().filter(|(_, filled)| **filled > 0.0).map(move |(index, filled)| {
            let (x, y) = ((index % CELLS) as f64, (index / CELLS) as f64);
            ([low_x + step_x * x, low_y + step_y * y], *filled)
        })
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
    seen.into_iter().map(|pair| pair.map(|units| problem.shown(units))).collect()
}

/// How many packages lie where, by adding one issue after the other to a grid.
///
/// A value between two cells is shared between them, so that means stay exact and only edges blur.
fn density(problem: &Problem, first: &Utility, second: &Utility) -> Density {
    let extents = [first, second].map(|utility| {
        let ends = utility.values.iter().map(|values| {
            (values.iter().copied().min().unwrap_or(0), values.iter().copied().max().unwrap_or(0))
        });
        ends.fold((utility.constant, utility.constant), |sum, ends| (sum.0 + ends.0, sum.1 + ends.1))
    });
    let steps = extents.map(|(low, high)| ((high - low) as f64 / (CELLS - 1) as f64).max(f64::MIN_POSITIVE));
    let mut grid = vec![0.0f64; CELLS * CELLS];
    if let Some(corner) = grid.first_mut() {
        *corner = 1.0;
    }
    for (of_first, of_second) in first.values.iter().zip(&second.values) {
        let least = [of_first, of_second].map(|values| values.iter().copied().min().unwrap_or(0));
        let mut next = vec![0.0f64; CELLS * CELLS];
        let share = 1.0 / of_first.len() as f64;
        for (a, b) in of_first.iter().zip(of_second) {
            let shift = |value: i64, least: i64, step: f64| {
                let cells = (value - least) as f64 / step;
                (cells.floor() as usize, cells - cells.floor())
            };
            let [least_a, least_b] = least;
            let [step_a, step_b] = steps;
            let ((dx, fx), (dy, fy)) = (shift(*a, least_a, step_a), shift(*b, least_b, step_b));
            for (ox, oy, weight) in [
                (0, 0, (1.0 - fx) * (1.0 - fy)),
                (1, 0, fx * (1.0 - fy)),
                (0, 1, (1.0 - fx) * fy),
                (1, 1, fx * fy),
            ] {
                add_shifted(&grid, &mut next, dx + ox, dy + oy, weight * share);
            }
        }
        grid = next;
    }
    let most = grid.iter().copied().fold(0.0, f64::max).ln();
    let least = grid.iter().copied().filter(|share| *share > 1e-30).fold(f64::INFINITY, f64::min).ln();
    let span = (most - least).max(1e-9);
    let cells =
        grid.iter().map(|share| if *share > 1e-30 { 0.04 + 0.96 * (share.ln() - least) / span } else { 0.0 });
    Density {
        low: extents.map(|(low, _)| problem.shown(low)),
        step: steps.map(|step| step / problem.denominator as f64),
        cells: cells.collect(),
    }
}

fn add_shifted(from: &[f64], to: &mut [f64], dx: usize, dy: usize, weight: f64) {
    if weight <= 0.0 || dx >= CELLS || dy >= CELLS {
        return;
    }
    for (source, target) in from.chunks_exact(CELLS).zip(to.chunks_exact_mut(CELLS).skip(dy)) {
        for (share, cell) in source.iter().zip(target.iter_mut().skip(dx)) {
            *cell += share * weight;
        }
    }
}
