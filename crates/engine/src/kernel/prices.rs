//! Prices λ: what a unit of each party's gain is worth, such that the dual bound is small.
//!
//! For any λ >= 0 every package's gains x satisfy λ·x <= h(λ) = Σ over layers of max λ·row. The prices minimise
//! h(λ) − a·log(d·λ) − Σ w_p log(λ_p − l_p): a = 0, w = 1, l = 0 for the Nash product; a = 1 with d the ideals and
//! a vanishing w for the least share; l the weights for a weighted sum. Newton steps on a soft-max smoothing whose
//! temperature falls. Floats only propose: the result is rounded to integers, under which every bound is exact.
//!
//! Indexing: parties run below `n <= N`.
//!
//! The bound is a maximum over choices, with corners where Newton's method has no second derivative. The soft
//! maximum has one everywhere and is off by at most temperature · log(choices) for each layer. So the
//! temperature starts where that is some per cent of a gain and falls until it is nothing. The logarithms
//! keep prices inside: at zero a party would not count, and the bound would say nothing about it.

use super::criterion::Criterion;
use super::gains::{Gains, Row, maxima};
use super::hull;
use crate::control::Control;

/// Integer prices for the criterion, gains counted from `floor`. Stopped, they are those reached: any prices bound.
pub(crate) fn prices<const N: usize>(
    gains: &Gains<N>,
    criterion: &Criterion<N>,
    floor: &[i64; N],
    control: &dyn Control,
) -> [i64; N] {
    if let Criterion::Shares { ideals } = criterion
        && ideals.iter().all(|ideal| *ideal <= 0)
    {
        // Nobody's share can differ: any prices will do that show that nobody can gain.
        let weights = std::array::from_fn(|p| i64::from(p < gains.n));
        return prices(gains, &Criterion::Sum { weights }, floor, control);
    }
    match gains.n {
        // A single party's price only sets the unit.
        0 | 1 => std::array::from_fn(|p| i64::from(p < gains.n)),
        2 => hull::prices(gains, criterion, floor),
        _ => Dual::new(gains, criterion, floor).solve(control),
    }
}

/// The rows without those half-way between their neighbours: such a row is never worth more than both, whatever the
/// prices. Of a range only the ends of its straight pieces are left.
fn ends<const N: usize>(rows: &[Row<N>]) -> Vec<&Row<N>> {
    let between = |at: usize| {
        let (Some(before), Some(after)) = (at.checked_sub(1).and_then(|at| rows.get(at)), rows.get(at + 1))
        else {
            return false;
        };
        (0..N).all(|p| rows[at].gains[p] - before.gains[p] == after.gains[p] - rows[at].gains[p])
    };
    rows.iter().enumerate().filter(|(at, _)| !between(*at)).map(|(_, row)| row).collect()
}

struct Dual<const N: usize> {
    n: usize,
    /// Units of each party that count as 1.
    scale: [f64; N],
    base: [f64; N],
    layers: Vec<Vec<[f64; N]>>,
    /// d and a: the weight of log(d·λ).
    ideals: [f64; N],
    pull: f64,
    /// l: prices stay above.
    lowest: [f64; N],
    /// Whether the barrier's weight vanishes with the temperature.
    vanishing: bool,
}

impl<const N: usize> Dual<N> {
    fn new(gains: &Gains<N>, criterion: &Criterion<N>, floor: &[i64; N]) -> Self {
        let n = gains.n;
        let mut range = [1_i64; N];
        let mut worst = gains.base;
        for rows in &gains.layers {
            let top = maxima(rows);
            for p in 0..n {
                let low = rows.iter().map(|row| row.gains[p]).min().unwrap_or(0);
                range[p] += top[p] - low;
                worst[p] += low;
            }
        }
        // Parties' units can be millions apart. On a scale where each party's range is 1, one temperature and
        // one step suit all.
        let scale = range.map(|range| range as f64);
        let mut base: [f64; N] = std::array::from_fn(|p| (gains.base[p] - floor[p]) as f64 / scale[p]);
        let normalised = |row: &[i64; N]| std::array::from_fn(|p| row[p] as f64 / scale[p]);
        let layers = gains
            .layers
            .iter()
            .map(|rows| ends(rows).into_iter().map(|row| normalised(&row.gains)).collect())
            .collect();
        let mut ideals = [0.0; N];
        let mut lowest = [0.0; N];
        let mut pull = 0.0;
        match criterion {
            Criterion::Product { .. } => {}
            Criterion::Shares { ideals: stated } => {
                pull = 1.0;
                let open = (0..n).filter(|p| stated[*p] > 0);
                let largest = open.clone().map(|p| stated[p] as f64 / scale[p]).fold(0.0, f64::max);
                let share = |p: usize| stated[p] as f64 / scale[p] / largest;
                // Raise all gains along the ideals until every package's are positive: h is then positive.
                let missing = |p: usize| (floor[p] - worst[p]) as f64 / scale[p] / share(p);
                let lift = 0.1 + open.clone().map(missing).fold(0.0, f64::max);
                for p in open {
                    ideals[p] = share(p);
                    base[p] += lift * share(p);
                }
            }
            Criterion::Sum { weights } => {
                let largest = (0..n).map(|p| weights[p] as f64 * scale[p]).fold(0.0, f64::max);
                for p in 0..n {
                    // For a sum prices are the weights and more: what is more pays for a floor that binds.
                    lowest[p] = weights[p] as f64 * scale[p] / largest;
                }
            }
        }
        // For a product the logarithm of the price is part of what is minimised and stays. For the others it
        // is a fence that has to be taken down, or the prices would be those of another rule.
        let vanishing = !matches!(criterion, Criterion::Product { .. });
        Self { n, scale, base, layers, ideals, pull, lowest, vanishing }
    }

    fn solve(&self, control: &dyn Control) -> [i64; N] {
        let mut prices: [f64; N] =
            std::array::from_fn(|p| if p < self.n { self.lowest[p] + 1.0 } else { 0.0 });
        let mut temperature = 0.05 * self.n as f64 / self.layers.len().max(1) as f64;
        let mut barrier = if self.vanishing { 0.05 } else { 1.0 };
        for _ in 0..ROUNDS {
            for _ in 0..STEPS {
                // A step that wins nothing ends this temperature only: at the next the problem has other
                // slopes.
                if control.should_stop() || !self.step(&mut prices, temperature, barrier) {
                    break;
                }
            }
            temperature *= 0.2;
            if self.vanishing {
                barrier *= 0.2;
            }
        }
        self.rounded(&prices)
    }

    /// One damped Newton step; false when there is nothing left to gain.
    fn step(&self, prices: &mut [f64; N], temperature: f64, barrier: f64) -> bool {
        let (value, gradient, hessian) = self.expand(prices, temperature, barrier);
        let Some(step) = solve_linear(self.n, hessian, gradient) else { return false };
        let decrease: f64 = (0..self.n).map(|p| step[p] * gradient[p]).sum();
        let is_useful = decrease.is_finite() && decrease > 1e-9;
        // Without a deal the bound falls for ever; a price this high proves it long before.
        if !is_useful || prices.iter().any(|price| *price > 1e6) {
            return false;
        }
        let mut length = 1.0;
        while length > 1e-8 {
            let tried: [f64; N] = std::array::from_fn(|p| prices[p] - length * step[p]);
            // Armijo's rule: at least a quarter of what the slope promises. Steps over a barrier have an
            // infinite value and are halved.
            if self.value(&tried, temperature, barrier) <= value - 0.25 * length * decrease {
                *prices = tried;
                return true;
            }
            length *= 0.5;
        }
        false
    }

    fn value(&self, prices: &[f64; N], temperature: f64, barrier: f64) -> f64 {
        let n = self.n;
        if (0..n).any(|p| prices[p] <= self.lowest[p]) {
            return f64::INFINITY;
        }
        let mut value: f64 = (0..n).map(|p| prices[p] * self.base[p]).sum();
        for rows in &self.layers {
            let worth = |row: &[f64; N]| (0..n).map(|p| prices[p] * row[p]).sum::<f64>();
            let best = rows.iter().map(worth).fold(f64::NEG_INFINITY, f64::max);
            let spread: f64 = rows
                .iter()
                .map(|row| (worth(row) - best) / temperature)
                .filter(|exponent| *exponent > NEGLIGIBLE)
                .map(f64::exp)
                .sum();
            value += best + temperature * spread.ln();
        }
        if self.pull > 0.0 {
            value -= self.pull * (0..n).map(|p| self.ideals[p] * prices[p]).sum::<f64>().ln();
        }
        value - barrier * (0..n).map(|p| (prices[p] - self.lowest[p]).ln()).sum::<f64>()
    }

    /// Value, gradient and Hessian.
    fn expand(&self, prices: &[f64; N], temperature: f64, barrier: f64) -> (f64, [f64; N], [[f64; N]; N]) {
        let n = self.n;
        let mut value: f64 = (0..n).map(|p| prices[p] * self.base[p]).sum();
        let mut gradient = self.base;
        let mut hessian = [[0.0; N]; N];
        let mut worths: Vec<f64> = Vec::new();
        for rows in &self.layers {
            worths.clear();
            worths.extend(rows.iter().map(|row| (0..n).map(|p| prices[p] * row[p]).sum::<f64>()));
            let best = worths.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let mut total = 0.0;
            let mut mean = [0.0; N];
            let mut square = [[0.0; N]; N];
            for (row, worth) in rows.iter().zip(&worths) {
                let exponent = (worth - best) / temperature;
                if exponent <= NEGLIGIBLE {
                    continue;
                }
                let weight = exponent.exp();
                total += weight;
                for p in 0..n {
                    let share = weight * row[p];
                    mean[p] += share;
                    for q in 0..=p {
                        square[p][q] += share * row[q];
                    }
                }
            }
            value += best + temperature * total.ln();
            for p in 0..n {
                mean[p] /= total;
                gradient[p] += mean[p];
                for q in 0..=p {
                    hessian[p][q] += (square[p][q] / total - mean[p] * mean[q]) / temperature;
                }
            }
        }
        if self.pull > 0.0 {
            let pulled: f64 = (0..n).map(|p| self.ideals[p] * prices[p]).sum();
            value -= self.pull * pulled.ln();
            for p in 0..n {
                gradient[p] -= self.pull * self.ideals[p] / pulled;
                for (slot, ideal) in hessian[p].iter_mut().zip(&self.ideals).take(p + 1) {
                    *slot += self.pull * self.ideals[p] * ideal / (pulled * pulled);
                }
            }
        }
        for p in 0..n {
            let above = prices[p] - self.lowest[p];
            value -= barrier * above.ln();
            gradient[p] -= barrier / above;
            hessian[p][p] += barrier / (above * above);
        }
        for p in 0..n {
            let (above, below) = hessian.split_at_mut(p);
            for (row, mirrored) in above.iter_mut().zip(&below[0]) {
                row[p] = *mirrored;
            }
        }
        (value, gradient, hessian)
    }

    /// Integers in the same proportion, per unit of each party.
    fn rounded(&self, prices: &[f64; N]) -> [i64; N] {
        let n = self.n;
        let per_unit: [f64; N] = std::array::from_fn(|p| if p < n { prices[p] / self.scale[p] } else { 0.0 });
        let (largest, widest) =
            (0..n).fold((0.0, 0.0), |(a, b): (f64, f64), p| (a.max(prices[p]), b.max(self.scale[p])));
        let highest = per_unit.iter().copied().fold(0.0, f64::max);
        let factor = (FINENESS * widest / largest).min(PRICE_MAX / highest);
        // For a product no price may round to zero: the means would then bound nothing.
        let least = i64::from(!self.vanishing);
        std::array::from_fn(|p| if p < n { ((per_unit[p] * factor).round() as i64).max(least) } else { 0 })
    }
}

const ROUNDS: usize = 9;
const STEPS: usize = 12;
/// Exponents below this add nothing to a soft maximum.
const NEGLIGIBLE: f64 = -30.0;
/// How finely the largest price is resolved for the party with the widest range.
const FINENESS: f64 = (1_u64 << 24) as f64;
/// Prices stay below this, so that λ·x fits i128.
const PRICE_MAX: f64 = (1_u64 << 55) as f64;

/// Solves a symmetric positive definite system of the first `n` rows by elimination with pivots.
fn solve_linear<const N: usize>(
    n: usize,
    mut matrix: [[f64; N]; N],
    mut right: [f64; N],
) -> Option<[f64; N]> {
    for column in 0..n {
        let pivot =
            (column..n).max_by(|a, b| matrix[*a][column].abs().total_cmp(&matrix[*b][column].abs()))?;
        matrix.swap(column, pivot);
        right.swap(column, pivot);
        let head = matrix[column];
        if head[column].abs() < 1e-300 {
            return None;
        }
        for row in column + 1..n {
            let factor = matrix[row][column] / head[column];
            for at in column..n {
                matrix[row][at] -= factor * head[at];
            }
            right[row] -= factor * right[column];
        }
    }
    let mut solution = [0.0; N];
    for row in (0..n).rev() {
        let known: f64 = (row + 1..n).map(|at| matrix[row][at] * solution[at]).sum();
        solution[row] = (right[row] - known) / matrix[row][row];
    }
    Some(solution)
}
