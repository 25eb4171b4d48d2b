//! Confidence intervals of means, by resampling.

use mediant_sim::Random;

/// Observations that are not independent of each other: repetitions of one pairing in one scenario.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cluster {
    /// The sum of the observations.
    pub sum: f64,
    /// How many they are.
    pub count: u64,
}

/// A mean with its confidence interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mean {
    /// The mean of all observations.
    pub value: f64,
    /// How many there are.
    pub count: u64,
    /// Lower and upper end of the interval; `None` with fewer than two clusters, from which nothing follows.
    pub interval: Option<(f64, f64)>,
}

/// So many resamples are drawn: with 1,999 both ends of a 95 % interval are order statistics.
pub const RESAMPLES: usize = 1_999;
/// The confidence of intervals, in per cent.
pub const CONFIDENCE_PERCENT: usize = 95;

impl Cluster {
    /// The cluster with one more observation.
    pub fn add(&mut self, observation: f64) {
        self.sum += observation;
        self.count += 1;
    }
}

/// The mean over all observations, with a 95 % percentile interval of the cluster bootstrap.
///
/// Whole clusters are drawn with replacement, as many as there are (Davison & Hinkley, *Bootstrap Methods and
/// their Application*, 1997, section 3.8), since strategies without chance repeat themselves exactly: drawing
/// single negotiations would take copies for evidence. The ends are the percentiles of the resampled means
/// (Efron & Tibshirani, *An Introduction to the Bootstrap*, 1993, chapter 13). `None` without observations.
/// Cost: [`RESAMPLES`] x clusters.
pub fn mean(clusters: &[Cluster], random: &mut Random) -> Option<Mean> {
    let of = |sum: f64, count: u64| (count > 0).then(|| sum / count as f64);
    // A pairing in which this was not observed is no evidence of anything, and would be drawn as one of
    // nothing.
    let filled: Vec<Cluster> = clusters.iter().copied().filter(|cluster| cluster.count > 0).collect();
    let count: u64 = filled.iter().map(|cluster| cluster.count).sum();
    let value = of(filled.iter().map(|cluster| cluster.sum).sum(), count)?;
    if filled.len() < 2 {
        return Some(Mean { value, count, interval: None });
    }
    let mut drawn = Vec::with_capacity(RESAMPLES);
    for _ in 0..RESAMPLES {
        let mut resample = Cluster::default();
        for _ in 0..filled.len() {
            let cluster = filled.get(random.index(filled.len())).copied().unwrap_or_default();
            resample.sum += cluster.sum;
            resample.count += cluster.count;
        }
        // Sums over counts, not the mean of means: clusters may differ in size, and the figure is a mean over
        // observations.
        drawn.extend(of(resample.sum, resample.count));
    }
    drawn.sort_by(f64::total_cmp);
    // Of the sorted means number (B + 1)·α from either end.
    let outside = (drawn.len() + 1) * (100 - CONFIDENCE_PERCENT) / 200;
    let low = drawn.get(outside.saturating_sub(1)).copied();
    let high = drawn.get(drawn.len().saturating_sub(outside.max(1))).copied();
    Some(Mean { value, count, interval: low.zip(high) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn singles(values: &[f64]) -> Vec<Cluster> {
        values.iter().map(|value| Cluster { sum: *value, count: 1 }).collect()
    }

    /// A normal deviate, by Box and Muller.
    fn normal(random: &mut Random) -> f64 {
        (-2.0 * (1.0 - random.unit()).ln()).sqrt() * (std::f64::consts::TAU * random.unit()).cos()
    }

    #[test]
    fn a_normal_sample_gets_the_interval_of_the_normal_theory() {
        let mut random = Random::new(1);
        let sample: Vec<f64> = (0..2_000).map(|_| 3.0 + 2.0 * normal(&mut random)).collect();
        let found = mean(&singles(&sample), &mut random).unwrap();
        let variance = sample.iter().map(|x| (x - found.value).powi(2)).sum::<f64>() / 1_999.0;
        let half = 1.96 * (variance / 2_000.0).sqrt();
        let (low, high) = found.interval.unwrap();
        // The ends of 1,999 resamples scatter by a few per cent of the width.
        assert!((low - (found.value - half)).abs() < 0.15 * half, "{low} {found:?} {half}");
        assert!((high - (found.value + half)).abs() < 0.15 * half);
    }

    #[test]
    fn intervals_cover_the_true_mean_about_as_often_as_they_say() {
        let mut random = Random::new(2);
        let covered = (0..400)
            .filter(|_| {
                let sample: Vec<f64> = (0..60).map(|_| random.unit()).collect();
                let (low, high) = mean(&singles(&sample), &mut random).unwrap().interval.unwrap();
                low <= 0.5 && 0.5 <= high
            })
            .count();
        // 95 % of 400 is 380; the percentile interval of 60 observations is a little narrow.
        assert!((360..=395).contains(&covered), "{covered}");
    }

    #[test]
    fn copies_within_a_cluster_are_no_evidence() {
        let few = singles(&[0.2, 0.4, 0.9, 0.5, 0.3]);
        let copies: Vec<Cluster> = few.iter().map(|c| Cluster { sum: c.sum * 100.0, count: 100 }).collect();
        let (a, b) = (mean(&few, &mut Random::new(3)).unwrap(), mean(&copies, &mut Random::new(3)).unwrap());
        assert!((a.value - b.value).abs() < 1e-12);
        let ((low, high), (low_b, high_b)) = (a.interval.unwrap(), b.interval.unwrap());
        assert!((low - low_b).abs() < 1e-12 && (high - high_b).abs() < 1e-12);
    }

    #[test]
    fn too_little_gives_no_interval() {
        assert_eq!(mean(&[], &mut Random::new(0)), None);
        assert_eq!(mean(&[Cluster::default()], &mut Random::new(0)), None);
        let one = mean(&singles(&[0.7]), &mut Random::new(0)).unwrap();
        assert_eq!((one.value, one.count, one.interval), (0.7, 1, None));
    }
}
