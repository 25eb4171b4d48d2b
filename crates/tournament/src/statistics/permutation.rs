//! Whether paired differences could be chance.
//!
//! Exact without any assumption on how scores are distributed: if neither strategy of a pair is better, each
//! difference could as well have come out with the other sign, so all patterns of signs are as likely as the
//! one observed. What it does suppose is that differences are independent of each other.

use mediant_sim::Random;

/// The result of a test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Significance {
    /// The two-sided p-value.
    pub p: f64,
    /// Whether all signs were gone through; otherwise a sample of them was drawn.
    pub exact: bool,
}

/// Up to so many differences other than zero all signs are gone through: 65,536 of them.
const ENUMERATED_MAX: u32 = 16;
/// Beyond, so many are drawn.
const DRAWS: u64 = 9_999;

/// The two-sided permutation test of paired differences: under the hypothesis that neither of a pair is better,
/// the sign of every difference is as likely to be the other one.
///
/// The p-value is the share of sign patterns whose sum is at least as far from zero as the one observed (Fisher,
/// *The Design of Experiments*, 1935, section 21; Good, *Permutation, Parametric and Bootstrap Tests of
/// Hypotheses*, 3rd ed. 2005, section 3.7). With more than 16 differences other than zero 9,999 patterns are drawn
/// and the observed one counts among them (Phipson & Smyth 2010), so that p is never 0. Sums that differ by
/// rounding alone (10^-12 of the greatest possible sum) count as equal.
/// Cost: at most 2^16 or 9,999 times the number of differences.
pub fn paired(differences: &[f64], random: &mut Random) -> Significance {
    // A difference of zero has no sign: it changes no sum and would only double the patterns.
    let sizes: Vec<f64> = differences.iter().copied().filter(|difference| *difference != 0.0).collect();
    let observed = sizes.iter().sum::<f64>().abs();
    let tolerance = 1e-12 * sizes.iter().map(|size| size.abs()).sum::<f64>();
    let reaches = |sum: f64| sum.abs() >= observed - tolerance;
    match u32::try_from(sizes.len()) {
        Ok(count) if count <= ENUMERATED_MAX => {
            let patterns = 1_u64 << count;
            let signed = |pattern: u64| -> f64 {
                let sign = |place: usize| if pattern >> place & 1 == 1 { -1.0 } else { 1.0 };
                sizes.iter().enumerate().map(|(place, size)| sign(place) * size).sum()
            };
            let reaching = (0..patterns).filter(|pattern| reaches(signed(*pattern))).count();
            Significance { p: reaching as f64 / patterns as f64, exact: true }
        }
        _ => {
            let mut drawn = || -> f64 {
                let signs = sizes.chunks(64).map(|chunk| (chunk, random.bits()));
                let sums = signs.map(|(chunk, bits)| -> f64 {
                    let sign = |place: usize| if bits >> place & 1 == 1 { -1.0 } else { 1.0 };
                    chunk.iter().enumerate().map(|(place, size)| sign(place) * size).sum()
                });
                sums.sum()
            };
            let reaching = (0..DRAWS).filter(|_| reaches(drawn())).count();
            Significance { p: (reaching + 1) as f64 / (DRAWS + 1) as f64, exact: false }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// All sign patterns in whole numbers, one by one, by recursion.
    fn enumerated(differences: &[i64]) -> f64 {
        fn go(rest: &[i64], sum: i64, observed: i64) -> (u64, u64) {
            let Some((first, rest)) = rest.split_first() else {
                return (u64::from(sum.abs() >= observed), 1);
            };
            let (a, b) = (go(rest, sum + first, observed), go(rest, sum - first, observed));
            (a.0 + b.0, a.1 + b.1)
        }
        let (reaching, all) = go(differences, 0, differences.iter().sum::<i64>().abs());
        reaching as f64 / all as f64
    }

    proptest! {
        #[test]
        fn the_exact_test_is_the_full_enumeration(differences in prop::collection::vec(-9i64..10, 0..11)) {
            let as_floats: Vec<f64> = differences.iter().map(|d| *d as f64 / 7.0).collect();
            let found = paired(&as_floats, &mut Random::new(0));
            prop_assert!(found.exact);
            prop_assert!((found.p - enumerated(&differences)).abs() < 1e-12);
        }
    }

    #[test]
    fn darwins_maize_gives_fishers_figure() {
        // Fisher 1935, section 21: 15 differences of heights in eighths of an inch, sum 314; of 32,768 patterns
        // 863 have a sum at least as great, so 1,726 in either direction.
        let eighths = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];
        let differences: Vec<f64> = eighths.iter().map(|d| f64::from(*d) / 8.0).collect();
        let found = paired(&differences, &mut Random::new(0));
        assert!(found.exact);
        assert!((found.p * 32_768.0 - 1_726.0).abs() < 1e-6, "{}", found.p * 32_768.0);
    }

    #[test]
    fn drawn_patterns_come_near_the_full_enumeration() {
        let integers: Vec<i64> =
            (0..20).map(|i| if i % 3 == 0 { -(i % 7) - 1 } else { (i * 5) % 11 + 1 }).collect();
        let floats: Vec<f64> = integers.iter().map(|d| *d as f64).collect();
        let (found, truth) = (paired(&floats, &mut Random::new(5)), enumerated(&integers));
        assert!(!found.exact);
        // Five standard deviations of 9,999 draws.
        let slack = 5.0 * (truth * (1.0 - truth) / 9_999.0).sqrt() + 1e-3;
        assert!((found.p - truth).abs() < slack, "{} {truth}", found.p);
    }

    #[test]
    fn no_difference_is_no_evidence() {
        assert_eq!(paired(&[], &mut Random::new(0)).p, 1.0);
        assert_eq!(paired(&[0.0; 40], &mut Random::new(0)).p, 1.0);
    }
}
