//! What is offered often is wanted.

/// Guesses an additive utility from how often options are offered and how seldom issues change: the model of
/// HardHeaded (van Krimpen, Looije & Hajizadeh 2013), one of the best in the comparison of
/// Baarslag, Hendrikx, Hindriks & Jonker 2013.
#[derive(Clone, Debug)]
pub struct Frequency {
    /// Sums to 1.
    weights: Vec<f64>,
    /// How often each option was offered, and once more: issues x options.
    counts: Vec<Vec<f64>>,
    last: Option<Vec<u32>>,
}

/// The share of one issue that is handed to the issues that did not change.
const LEARNING: f64 = 0.2;

impl Frequency {
    /// Knows nothing yet: every issue counts the same, and every option.
    ///
    /// ```
    /// use mediant_sim::opponent::Frequency;
    ///
    /// let mut model = Frequency::new([3, 2].into_iter());
    /// for package in [[2, 0], [2, 1], [2, 0]] {
    ///     model.learn(&package);
    /// }
    /// assert_eq!(model.favourite(0), Some(2));
    /// assert!(model.worth(&[2, 0]) > model.worth(&[0, 0]));
    /// ```
    pub fn new(option_counts: impl ExactSizeIterator<Item = usize>) -> Self {
        let issues = option_counts.len().max(1) as f64;
        let counts: Vec<Vec<f64>> = option_counts.map(|options| vec![1.0; options]).collect();
        Self { weights: vec![1.0 / issues; counts.len()], counts, last: None }
    }

    /// Learns from an offer. Cost: the number of issues.
    pub fn learn(&mut self, package: &[u32]) {
        for (counts, option) in self.counts.iter_mut().zip(package) {
            counts.iter_mut().skip(*option as usize).take(1).for_each(|count| *count += 1.0);
        }
        if let Some(last) = self.last.replace(package.to_vec()) {
            let gain = LEARNING / self.weights.len().max(1) as f64;
            let pairs = self.weights.iter_mut().zip(last.iter().zip(package));
            pairs.filter(|(_, (before, now))| before == now).for_each(|(weight, _)| *weight += gain);
            let sum: f64 = self.weights.iter().sum();
            self.weights.iter_mut().for_each(|weight| *weight /= sum);
        }
    }

    /// What a package is guessed to be worth to the other, in 0..=1.
    pub fn worth(&self, package: &[u32]) -> f64 {
        let issues = self.weights.iter().zip(&self.counts).zip(package);
        issues
            .map(|((weight, counts), option)| {
                let most = counts.iter().copied().fold(1.0, f64::max);
                weight * counts.get(*option as usize).copied().unwrap_or(0.0) / most
            })
            .sum()
    }

    /// The option of an issue that was offered most often.
    pub fn favourite(&self, issue: usize) -> Option<u32> {
        let counts = self.counts.get(issue)?;
        let most = counts.iter().copied().fold(0.0, f64::max);
        counts.iter().position(|count| *count == most).map(|option| option as u32)
    }
}
