//! What fits a party that concedes steadily is believed.
//!
//! The weakness is in the assumption, not in the rule: an opponent that concedes in another way, or not at
//! all, is read as if it valued what it asks for the more. What it says is a guess, and strategies use it as
//! one: to choose among packages near a target, and to guess where the Nash point lies.

/// Guesses an additive utility by Bayes' rule: the scalable model of Hindriks & Tykhonov 2008, "Opponent modelling
/// in automated multi-issue negotiation using Bayesian learning", AAMAS 2008.
///
/// For each issue it holds hypotheses about its weight and about the shape of its evaluation: best at one option and
/// falling evenly to both ends, so that rising and falling throughout are among them. An offer is likely under a
/// hypothesis if it is then worth about what a party that concedes steadily would demand at that time. Each issue
/// is updated by itself, with expected values for the others, so that the cost is the sum and not the product of the
/// hypotheses.
#[derive(Clone, Debug)]
pub struct Bayes {
    issues: Vec<Issue>,
}

#[derive(Clone, Debug)]
struct Issue {
    /// How probable each weight is: the weight of hypothesis n is `(n + 1) / WEIGHTS`.
    weights: Vec<f64>,
    /// How probable it is that each option is the peak.
    peaks: Vec<f64>,
    /// What is expected of the weight, the issues summing to 1.
    weight: f64,
    /// What is expected of each option's evaluation, in 0..=1.
    values: Vec<f64>,
}

/// So many hypotheses about the weight of an issue.
const WEIGHTS: usize = 10;
/// How far a demand may be from the steady concession, as a standard deviation.
const SPREAD: f64 = 0.25;
/// The share conceded at the deadline by the party that is expected.
const CONCEDED: f64 = 0.5;

impl Bayes {
    /// Knows nothing yet.
    pub fn new(option_counts: impl ExactSizeIterator<Item = usize>) -> Self {
        let issues = option_counts.map(|options| {
            let options = options.max(1);
            Issue {
                weights: vec![1.0 / WEIGHTS as f64; WEIGHTS],
                peaks: vec![1.0 / options as f64; options],
                weight: 0.0,
                values: vec![0.0; options],
            }
        });
        let mut model = Self { issues: issues.collect() };
        model.expect();
        model
    }

    /// Learns from an offer made at a time in 0..=1. Cost: the sum over issues of hypotheses and squared options.
    pub fn learn(&mut self, package: &[u32], time: f64) {
        let demand = 1.0 - CONCEDED * time;
        let total = self.worth(package);
        for (issue, option) in self.issues.iter_mut().zip(package) {
            let value = issue.values.get(*option as usize).copied().unwrap_or(0.0);
            let rest = total - issue.weight * value;
            let weights = issue.weights.iter_mut().enumerate();
            weights.for_each(|(n, chance)| {
                let weight = (n + 1) as f64 / WEIGHTS as f64;
                // With this weight the other issues have what is left of 1.
                let others =
                    if issue.weight < 1.0 { rest * (1.0 - weight) / (1.0 - issue.weight) } else { 0.0 };
                *chance *= likelihood(others + weight * value, demand);
            });
            let size = issue.peaks.len();
            let peaks = issue.peaks.iter_mut().enumerate();
            peaks.for_each(|(peak, chance)| {
                *chance *= likelihood(rest + issue.weight * shape(peak, *option as usize, size), demand);
            });
            normalise(&mut issue.weights);
            normalise(&mut issue.peaks);
        }
        self.expect();
    }

    /// What a package is expected to be worth to the other, in 0..=1.
    pub fn worth(&self, package: &[u32]) -> f64 {
        let issues = self.issues.iter().zip(package);
        issues
            .map(|(issue, option)| issue.weight * issue.values.get(*option as usize).copied().unwrap_or(0.0))
            .sum()
    }

    /// Works out what is expected from what is believed.
    fn expect(&mut self) {
        for issue in &mut self.issues {
            let size = issue.peaks.len();
            for (option, value) in issue.values.iter_mut().enumerate() {
                let peaks = issue.peaks.iter().enumerate();
                *value = peaks.map(|(peak, chance)| chance * shape(peak, option, size)).sum();
            }
            let weights = issue.weights.iter().enumerate();
            issue.weight = weights.map(|(n, chance)| chance * (n + 1) as f64 / WEIGHTS as f64).sum();
        }
        let sum: f64 = self.issues.iter().map(|issue| issue.weight).sum();
        self.issues.iter_mut().for_each(|issue| issue.weight /= sum.max(f64::MIN_POSITIVE));
    }
}

/// The evaluation of an option where the best is `peak`: 1 there, falling evenly to 0 at the end farther away.
fn shape(peak: usize, option: usize, size: usize) -> f64 {
    let longest = peak.max(size.saturating_sub(1).saturating_sub(peak)).max(1);
    1.0 - peak.abs_diff(option) as f64 / longest as f64
}

fn likelihood(worth: f64, demand: f64) -> f64 {
    let off = (worth - demand) / SPREAD;
    (-off * off / 2.0).exp()
}

/// Makes chances sum to 1 and keeps every hypothesis possible.
fn normalise(chances: &mut [f64]) {
    let sum: f64 = chances.iter().sum();
    let even = 1.0 / chances.len().max(1) as f64;
    // A chance of zero would stay zero whatever comes; one odd offer would decide for good.
    const KEPT: f64 = 1e-6;
    for chance in chances.iter_mut() {
        let share = if sum > 0.0 { *chance / sum } else { even };
        *chance = share * (1.0 - KEPT) + even * KEPT;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::opponent::Frequency;
    use crate::random::Random;

    /// True points of the party to be guessed: shapes that the Bayesian model can express.
    const TRUE: [[f64; 5]; 3] =
        [[0.0, 0.15, 0.3, 0.45, 0.6], [0.3, 0.225, 0.15, 0.075, 0.0], [0.0, 0.05, 0.1, 0.05, 0.0]];

    fn truth(package: &[u32]) -> f64 {
        TRUE.iter().zip(package).map(|(points, option)| points[*option as usize]).sum()
    }

    fn packages() -> Vec<[u32; 3]> {
        (0..125).map(|n| [n % 5, n / 5 % 5, n / 25]).collect()
    }

    /// The correlation of guess and truth over all packages.
    fn correlation(guess: impl Fn(&[u32]) -> f64) -> f64 {
        let pairs: Vec<(f64, f64)> = packages().iter().map(|p| (guess(p), truth(p))).collect();
        let n = pairs.len() as f64;
        let (a, b) = (pairs.iter().map(|p| p.0).sum::<f64>() / n, pairs.iter().map(|p| p.1).sum::<f64>() / n);
        let covariance: f64 = pairs.iter().map(|p| (p.0 - a) * (p.1 - b)).sum();
        let spread = |f: fn(&(f64, f64)) -> f64, mean: f64| {
            pairs.iter().map(|p| (f(p) - mean).powi(2)).sum::<f64>().sqrt()
        };
        covariance / (spread(|p| p.0, a) * spread(|p| p.1, b)).max(1e-12)
    }

    #[test]
    fn both_models_learn_what_a_steady_party_wants() {
        let (mut bayes, mut frequency) =
            (Bayes::new([5, 5, 5].into_iter()), Frequency::new([5, 5, 5].into_iter()));
        assert!(correlation(|p| frequency.worth(p)).abs() < 1e-6);
        let mut random = Random::new(1);
        for round in 0..40 {
            let time = f64::from(round) / 40.0;
            let demand = 1.0 - 0.5 * time;
            let mut near: Vec<[u32; 3]> = packages();
            near.sort_by(|a, b| (truth(a) - demand).abs().total_cmp(&(truth(b) - demand).abs()));
            let offer = near[random.index(3)];
            bayes.learn(&offer, time);
            frequency.learn(&offer);
        }
        let (b, f) = (correlation(|p| bayes.worth(p)), correlation(|p| frequency.worth(p)));
        assert!(b > 0.8, "Bayes: {b}");
        assert!(f > 0.7, "frequency: {f}");
    }

    #[test]
    fn guesses_stay_between_0_and_1() {
        let mut bayes = Bayes::new([2, 1, 4].into_iter());
        let mut frequency = Frequency::new([2, 1, 4].into_iter());
        let mut random = Random::new(2);
        for round in 0..200 {
            let offer = [random.index(2) as u32, 0, random.index(4) as u32];
            bayes.learn(&offer, f64::from(round) / 200.0);
            frequency.learn(&offer);
            for guess in [bayes.worth(&offer), frequency.worth(&offer)] {
                assert!((-1e-9..=1.0 + 1e-9).contains(&guess), "{guess}");
            }
        }
    }
}
