//! Weights of parties under which even the best package falls short.
//!
//! For weights λ >= 0 every package's weighed utility is at most h(λ) = Σ_issue max_option λ·u. If
//! that is below λ·r no package reaches the reservation values r: a proof in one line. Floats
//! propose λ; whether it proves anything is decided in integers.
//!
//! Indexing: as in [`ground`](super::ground).
//!
//! The same idea as Lagrange multipliers for the reservations: λ·(u − r) is relaxed into one sum, whose
//! maximum is found issue by issue. A sum cannot see everything: where no weights prove it, packages may
//! still be missing, and then the search divides. The other way round it never errs: one set of integer
//! weights with a negative margin is a proof.

use super::ground::{Domains, Ground, Overlap, members};
use crate::Control;

/// A weighed sum of utilities over live options.
#[derive(Clone, Debug)]
pub(super) struct Weighed {
    /// Lines with their integer weights.
    pub weights: Vec<(usize, i64)>,
    pub values: Vec<Vec<i128>>,
    pub bonuses: Vec<(usize, i128)>,
    pub constant: i128,
}

/// Rounds of improving the weights of three and more lines.
const ROUNDS: usize = 160;
/// Halvings of the range of the one free weight of two lines.
const HALVINGS: usize = 48;
/// The largest weight gets about this size.
const WEIGHT_SCALE: f64 = (1u64 << 24) as f64;

impl Weighed {
    pub fn new(ground: &Ground, weights: Vec<(usize, i64)>) -> Self {
        let mut values: Vec<Vec<i128>> = ground.live.iter().map(|options| vec![0; options.len()]).collect();
        let (mut bonuses, mut constant) = (Vec::new(), 0);
        for (line, weight) in &weights {
            let (line, weight) = (&ground.lines[*line], i128::from(*weight));
            constant += weight * i128::from(line.constant);
            for (sums, units) in values.iter_mut().zip(&line.values) {
                sums.iter_mut().zip(units).for_each(|(sum, units)| *sum += weight * i128::from(*units));
            }
            bonuses.extend(line.bonuses.iter().map(|(at, units)| (*at, weight * i128::from(*units))));
        }
        Self { weights, values, bonuses, constant }
    }

    /// What the weighed sum must reach.
    pub fn needed(&self, thresholds: &[i64]) -> i128 {
        self.weights.iter().map(|(line, weight)| i128::from(*weight) * i128::from(thresholds[*line])).sum()
    }

    /// The most that the boxes add for any package of the domains.
    fn bonus(&self, ground: &Ground, domains: &[u64]) -> i128 {
        let added =
            self.bonuses.iter().map(|(at, points)| match ground.overlap(domains, &ground.bonuses[*at]) {
                Overlap::Outside => 0,
                // Not yet decided: a bonus is hoped for, a penalty hoped away. Both at once may be more than
                // any package has.
                Overlap::Open(_) => *points.max(&0),
                Overlap::Inside => *points,
            });
        added.sum()
    }

    /// No package of the domains is worth more.
    pub fn most(&self, ground: &Ground, domains: &[u64]) -> i128 {
        let best = self.values.iter().enumerate().map(|(issue, values)| {
            members(ground.domain(domains, issue)).map(|at| values[at]).max().unwrap_or(0)
        });
        self.constant + self.bonus(ground, domains) + best.sum::<i128>()
    }

    /// Removes the options with which no package reaches `needed`; whether any was removed.
    ///
    /// A domain may become empty: then no package reaches it.
    pub fn filter(&self, ground: &Ground, domains: &mut Domains, needed: i128) -> bool {
        let most = self.most(ground, domains);
        let mut removed = false;
        for (issue, values) in self.values.iter().enumerate() {
            let domain = ground.domain_mut(domains, issue);
            let best = members(domain).map(|at| values[at]).max().unwrap_or(0);
            // With the best of everything else an option needs at least this. One `most` for all issues is
            // enough: an option that goes is never the best of its issue unless nothing is left at all.
            let floor = needed - (most - best);
            for word in 0..domain.len() {
                let mut rest = domain[word];
                while rest != 0 {
                    let at = rest.trailing_zeros() as usize;
                    rest &= rest - 1;
                    if values[word * 64 + at] < floor {
                        domain[word] &= !(1 << at);
                        removed = true;
                    }
                }
            }
        }
        removed
    }
}

/// Weights for the lines under which the best package falls short of the thresholds, or comes as
/// near to falling short as was found, also when stopped.
pub(super) fn weigh(
    ground: &Ground,
    lines: &[usize],
    thresholds: &[i64],
    domains: &[u64],
    control: &dyn Control,
) -> Weighed {
    let scales: Vec<f64> = lines.iter().map(|line| spread(ground, *line, domains)).collect();
    let view = View { ground, lines, thresholds, domains, scales };
    match lines {
        [] => Weighed::new(ground, Vec::new()),
        [only] => Weighed::new(ground, vec![(*only, 1)]),
        [_, _] => view.halve(control),
        _ => view.descend(control),
    }
}

struct View<'a> {
    ground: &'a Ground,
    lines: &'a [usize],
    thresholds: &'a [i64],
    domains: &'a [u64],
    scales: Vec<f64>,
}

impl View<'_> {
    /// Two lines: h is convex in the one free weight, and the gains of the best package are its slope.
    fn halve(&self, control: &dyn Control) -> Weighed {
        // Halving by the slope instead of trying weights: convexity says on which side the least is.
        let (mut low, mut high) = (0.0f64, 1.0f64);
        let mut best = self.round(&[0.5, 0.5]);
        let mut least = self.margin(&best);
        for _ in 0..HALVINGS {
            if control.should_stop() {
                break;
            }
            let middle = (low + high) / 2.0;
            let shares = [middle, 1.0 - middle];
            // Rounded before it is judged: what counts is the integer weights, not the floats they came from.
            let weighed = self.round(&shares);
            let margin = self.margin(&weighed);
            let gains = self.gains(&weighed);
            if self.relative(margin, &weighed) < self.relative(least, &best) {
                (least, best) = (margin, weighed);
            }
            if least < 0 {
                break;
            }
            let slope = gains.first().copied().unwrap_or(0.0) - gains.get(1).copied().unwrap_or(0.0);
            // Where the best package serves the first line better than the second, a larger weight on the
            // first only helps it.
            if slope > 0.0 { high = middle } else { low = middle }
        }
        best
    }

    /// More lines: multiplicative weights (Arora, Hazan & Kale, *Theory of Computing* 8 (2012), section 3.3),
    /// shrinking the weight of whoever the best package serves well.
    fn descend(&self, control: &dyn Control) -> Weighed {
        let mut shares = vec![1.0 / self.lines.len() as f64; self.lines.len()];
        let mut best = self.round(&shares);
        let mut least = self.margin(&best);
        for round in 0..ROUNDS {
            if least < 0 || control.should_stop() {
                break;
            }
            let weighed = self.round(&shares);
            let gains = self.gains(&weighed);
            // Relative to the largest gain, so that no factor below is negative.
            let largest = gains.iter().fold(1e-12f64, |most, gain| most.max(gain.abs()));
            let step = 0.5 / (1.0 + round as f64 / 8.0);
            for (share, gain) in shares.iter_mut().zip(&gains) {
                *share *= 1.0 - step * gain / largest;
            }
            let total: f64 = shares.iter().sum();
            // Products never bring a share back from zero, so none gets there.
            shares.iter_mut().for_each(|share| *share = (*share / total).max(1e-9));
            let margin = self.margin(&weighed);
            if self.relative(margin, &weighed) < self.relative(least, &best) {
                (least, best) = (margin, weighed);
            }
        }
        best
    }

    /// Integer weights from shares of lines that were scaled to equal spread.
    fn round(&self, shares: &[f64]) -> Weighed {
        let raw: Vec<f64> = shares.iter().zip(&self.scales).map(|(share, scale)| share / scale).collect();
        let largest = raw.iter().fold(f64::MIN_POSITIVE, |most, weight| most.max(*weight));
        let integer = |weight: f64| (weight / largest * WEIGHT_SCALE) as i64;
        let weights = self.lines.iter().zip(&raw).map(|(line, weight)| (*line, integer(*weight))).collect();
        Weighed::new(self.ground, weights)
    }

    /// How much the best package has beyond what is needed; below zero is a proof.
    fn margin(&self, weighed: &Weighed) -> i128 {
        weighed.most(self.ground, self.domains) - weighed.needed(self.thresholds)
    }

    /// The margin on a scale that does not depend on how large the weights are.
    fn relative(&self, margin: i128, weighed: &Weighed) -> f64 {
        let scale = |(line, scale): (&(usize, i64), &f64)| line.1 as f64 * scale;
        margin as f64 / weighed.weights.iter().zip(&self.scales).map(scale).sum::<f64>().max(1.0)
    }

    /// For each line what the package best under the weights has beyond the threshold, in spreads.
    fn gains(&self, weighed: &Weighed) -> Vec<f64> {
        let choose = |(issue, values): (usize, &Vec<i128>)| {
            let options = members(self.ground.domain(self.domains, issue));
            options.max_by_key(|at| (values[*at], std::cmp::Reverse(*at))).unwrap_or(0) as u32
        };
        let package: Vec<u32> = weighed.values.iter().enumerate().map(choose).collect();
        let gain = |(line, scale): (&usize, &f64)| {
            let units = self.ground.lines[*line].of(self.ground, &package);
            (units as f64 - self.thresholds[*line] as f64) / scale
        };
        self.lines.iter().zip(&self.scales).map(gain).collect()
    }
}

/// The distance between a line's best and worst option, added over issues; at least 1.
fn spread(ground: &Ground, line: usize, domains: &[u64]) -> f64 {
    let of_issue = |(issue, values): (usize, &Vec<i64>)| {
        let units = || members(ground.domain(domains, issue)).map(|at| values[at]);
        units().max().unwrap_or(0) as f64 - units().min().unwrap_or(0) as f64
    };
    let bonuses = ground.lines[line].bonuses.iter().map(|(_, units)| units.abs() as f64);
    let options: f64 = ground.lines[line].values.iter().enumerate().map(of_issue).sum();
    (options + bonuses.sum::<f64>()).max(1.0)
}
