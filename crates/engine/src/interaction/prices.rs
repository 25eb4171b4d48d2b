//! Prices under which the bound is tight for a fairness rule.
//!
//! Floats that propose: with the division of boxes held fixed, the problem looks additive, and the
//! prices that minimise the bound are found on a smoothed version of it. Any prices give valid bounds.
//!
//! Indices run over one instance's slots and parties.
//!
//! Nash: the product of gains is at most (h/n)^n divided by the product of prices (arithmetic and geometric
//! means). That is least where n·log h − Σ log λ is; over all scales of λ its minimum is that of h − Σ log λ,
//! which is convex. Shares: with prices that sum to 1 over ideals, h itself is the bound. The maximum over
//! options has corners, at which Newton's method stalls; the soft maximum `heat · log Σ exp(x/heat)` has
//! none, and tends to it as the heat falls.

use super::search::Search;
use super::split::Kind;
use crate::Control;

/// The problem as it looks with every box divided as at the first node.
struct View {
    parties: usize,
    slot_start: Vec<usize>,
    /// Units of each slot for each party, shares of boxes included.
    values: Vec<f64>,
    /// What forbidden boxes return to each slot, at prices of sum 1.
    returns: Vec<f64>,
    /// Units of every package, less what gains are counted from.
    base: Vec<f64>,
}

impl View {
    fn new(search: &Search, from: &[i64], total: f64) -> Self {
        let (instance, node, to) = (search.instance, &search.root, &search.direction);
        let parties = instance.parties;
        let mut values: Vec<f64> = instance.values.iter().map(|units| *units as f64).collect();
        let mut returns = vec![0.0; values.len() / parties.max(1)];
        let mut base: Vec<f64> =
            instance.constant.iter().zip(from).map(|(units, from)| *units as f64 - *from as f64).collect();
        for held in 0..instance.boxes() {
            let weight = to.weights[held].unsigned_abs().max(1) as f64;
            let points = instance.paid(held);
            let charge = node.charges[held] as f64;
            if to.kinds[held] == Kind::Penalty {
                for (base, units) in base.iter_mut().zip(points) {
                    // A charge is the part charge/weight of the penalty: counted for all, given back outside.
                    // So the view stays a sum over parties, and the prices can change while the division
                    // stays.
                    *base += charge / weight * *units as f64;
                }
            }
            for side in instance.sides(held) {
                let issue = instance.side_issue[side];
                let first = instance.slot_start[issue];
                for slot in first..instance.slot_start[issue + 1] {
                    let inside = instance.allows(side, slot - first);
                    let part = match to.kinds[held] {
                        Kind::Bonus if inside && to.weights[held] > 0 => node.shares[side] as f64 / weight,
                        Kind::Penalty if !inside => -charge / weight,
                        Kind::Forbidden if !inside => {
                            // A prohibition belongs to no party: its returns do not change with the prices.
                            returns[slot] += to.unscaled(node.charges[held]) / total;
                            continue;
                        }
                        _ => continue,
                    };
                    for (party, units) in points.iter().enumerate() {
                        values[slot * parties + party] += part * *units as f64;
                    }
                }
            }
        }
        Self { parties, slot_start: instance.slot_start.clone(), values, returns, base }
    }

    /// Scaled so that a typical gain is 1.
    fn scaled(mut self, by: &[f64]) -> Self {
        let parties = self.parties;
        for (index, value) in self.values.iter_mut().enumerate() {
            *value /= by[index % parties];
        }
        for (value, by) in self.base.iter_mut().zip(by) {
            *value /= by;
        }
        self
    }

    /// The smoothed bound, its gradient (smoothed gains) and, if asked for, its second derivatives; `None` when stopped: of a
    /// thousand parties the second derivatives are a million numbers for each option.
    fn smooth(
        &self,
        prices: &[f64],
        heat: f64,
        second: Option<&mut Vec<f64>>,
        control: &dyn Control,
    ) -> Option<(f64, Vec<f64>)> {
        let n = self.parties;
        let mut bound: f64 = prices.iter().zip(&self.base).map(|(price, base)| price * base).sum();
        let mut gains = self.base.clone();
        let mut curve = vec![0.0; n * n];
        let mut weights = Vec::new();
        for issue in self.slot_start.windows(2) {
            let (start, end) = (issue[0], issue[1]);
            if control.should_stop() {
                return None;
            }
            weights.clear();
            weights.extend((start..end).map(|slot| {
                let row = &self.values[slot * n..(slot + 1) * n];
                self.returns[slot] + row.iter().zip(prices).map(|(units, price)| units * price).sum::<f64>()
            }));
            // The largest is taken out before the exponential, or it would overflow.
            let top = weights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            weights.iter_mut().for_each(|weight| *weight = ((*weight - top) / heat).exp());
            let total: f64 = weights.iter().sum();
            bound += top + heat * total.ln();
            let mut mean = vec![0.0; n];
            for (weight, slot) in weights.iter().zip(start..end) {
                for (party, mean) in mean.iter_mut().enumerate() {
                    *mean += self.values[slot * n + party] * weight / total;
                }
            }
            if second.is_some() {
                // Options far behind do not bend the curve; this is the costly part, of the order of
                // parties².
                for (weight, slot) in weights.iter().zip(start..end).filter(|(weight, _)| **weight > 1e-12) {
                    for p in 0..n {
                        for q in 0..n {
                            let spread =
                                (self.values[slot * n + p] - mean[p]) * (self.values[slot * n + q] - mean[q]);
                            curve[p * n + q] += weight / total * spread / heat;
                        }
                    }
                }
            }
            gains.iter_mut().zip(&mean).for_each(|(gain, mean)| *gain += mean);
        }
        if let Some(second) = second {
            *second = curve;
        }
        Some((bound, gains))
    }
}

/// Prices that minimise bound − Σ log price: those of the largest product of gains.
///
/// Newton's method on the smoothed bound, the smoothing reduced step by step; from `start`, at
/// unit `by` for each party.
pub(super) fn product_prices(search: &Search, from: &[i64], by: &[f64], start: &[f64]) -> Vec<f64> {
    let view = view(search, from, by, start);
    let n = view.parties;
    let objective = |prices: &[f64], heat: f64| -> f64 {
        if prices.iter().any(|price| *price <= 0.0) {
            return f64::INFINITY;
        }
        let bound = view.smooth(prices, heat, None, search.control).map_or(f64::INFINITY, |(bound, _)| bound);
        bound - prices.iter().map(|price| price.ln()).sum::<f64>()
    };
    let mut prices = start.to_vec();
    let issues = (view.slot_start.len() - 1).max(1) as f64;
    for cooling in 0..6 {
        // The soft maximum is off by at most heat · log(options) for each issue, so the heat is shared among
        // issues.
        let heat = 0.05 * n as f64 / issues * 0.3f64.powi(cooling);
        for _ in 0..12 {
            if search.control.should_stop() {
                return prices;
            }
            let mut second = Vec::new();
            let Some((_, mut slope)) = view.smooth(&prices, heat, Some(&mut second), search.control) else {
                return prices;
            };
            for party in 0..n {
                // From −log of the price: it keeps prices away from zero without a barrier of its own.
                slope[party] -= 1.0 / prices[party];
                second[party * n + party] += 1.0 / (prices[party] * prices[party]);
            }
            let Some(step) = solve(second, slope.clone(), search.control) else { break };
            let fall: f64 = step.iter().zip(&slope).map(|(a, b)| a * b).sum();
            // Where the curve is nearly flat the linear system is close to singular and the step may be no
            // number at all.
            if fall.is_nan()
                || fall <= 1e-10
                || !line_search(&mut prices, &step, fall, |prices| objective(prices, heat))
            {
                break;
            }
        }
    }
    prices
}

fn line_search(prices: &mut Vec<f64>, step: &[f64], fall: f64, objective: impl Fn(&[f64]) -> f64) -> bool {
    let now = objective(prices);
    let mut length = 1.0;
    while length > 1e-9 {
        let next: Vec<f64> = prices.iter().zip(step).map(|(price, step)| price - length * step).collect();
        // Armijo's rule: at least a quarter of what the slope promises. Steps beyond zero have an infinite
        // objective and are halved away.
        if objective(&next) <= now - 0.25 * length * fall {
            *prices = next;
            return true;
        }
        length *= 0.5;
    }
    false
}

/// Prices that minimise the bound among those that sum to 1 at unit `by`: those of the largest least share.
///
/// Exponentiated gradient on the smoothed bound.
pub(super) fn share_prices(search: &Search, from: &[i64], by: &[f64], start: &[f64]) -> Vec<f64> {
    let view = view(search, from, by, start);
    let mut prices = start.to_vec();
    let mut best = (f64::INFINITY, prices.clone());
    for round in 0..120 {
        if search.control.should_stop() {
            break;
        }
        let heat = 0.02 / (1.0 + f64::from(round) / 10.0) / view.slot_start.len() as f64;
        let Some((bound, gains)) = view.smooth(&prices, heat, None, search.control) else { break };
        if bound < best.0 {
            best = (bound, prices.clone());
        }
        let mean: f64 = gains.iter().zip(&prices).map(|(gain, price)| gain * price).sum();
        let rate = 1.0 / (1.0 + f64::from(round) / 8.0);
        for (price, gain) in prices.iter_mut().zip(&gains) {
            // Whoever gains more than the priced mean gets a lower price. Clamped, since a first step could
            // throw a price to zero, from where products do not bring it back; hence also the least price
            // below.
            *price *= (-rate * (gain - mean)).clamp(-1.0, 1.0).exp();
        }
        let total: f64 = prices.iter().sum();
        prices.iter_mut().for_each(|price| *price = (*price / total).max(1e-9));
    }
    best.1
}

fn view(search: &Search, from: &[i64], by: &[f64], start: &[f64]) -> View {
    // Charges are in units of the current integer prices; bring them to those of `start`.
    let integer: f64 =
        search.direction.prices.iter().map(|price| *price as f64).zip(by).map(|(p, by)| p * by).sum();
    let float: f64 = start.iter().sum();
    View::new(search, from, (integer / float).max(f64::MIN_POSITIVE)).scaled(by)
}

/// Float prices at unit `by` as integers: the largest a million or so, none below 1.
pub(super) fn integer_prices(prices: &[f64], by: &[f64]) -> Vec<i64> {
    let per_unit: Vec<f64> = prices.iter().zip(by).map(|(price, by)| price / by).collect();
    let largest = per_unit.iter().copied().fold(0.0, f64::max);
    let finest = f64::from(1 << 20);
    // Never below 1: a price of zero would drop the party from the bound.
    per_unit.iter().map(|price| (price / largest * finest).round().clamp(1.0, finest) as i64).collect()
}

/// Gaussian elimination with pivoting; `None` where singular, or when stopped.
fn solve(mut matrix: Vec<f64>, mut right: Vec<f64>, control: &dyn Control) -> Option<Vec<f64>> {
    let n = right.len();
    for column in 0..n {
        if control.should_stop() {
            return None;
        }
        let pivot = (column..n)
            .max_by(|a, b| matrix[a * n + column].abs().total_cmp(&matrix[b * n + column].abs()))?;
        if matrix[pivot * n + column].abs() < 1e-300 {
            return None;
        }
        for entry in 0..n {
            matrix.swap(column * n + entry, pivot * n + entry);
        }
        right.swap(column, pivot);
        for row in column + 1..n {
            let factor = matrix[row * n + column] / matrix[column * n + column];
            for entry in column..n {
                matrix[row * n + entry] -= factor * matrix[column * n + entry];
            }
            right[row] -= factor * right[column];
        }
    }
    let mut solution = vec![0.0; n];
    for row in (0..n).rev() {
        let known: f64 = (row + 1..n).map(|entry| matrix[row * n + entry] * solution[entry]).sum();
        solution[row] = (right[row] - known) / matrix[row * n + row];
    }
    Some(solution)
}
