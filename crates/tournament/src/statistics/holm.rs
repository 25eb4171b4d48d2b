//! Many tests at once.
//!
//! Of many comparisons some come out small by chance alone. Holm's procedure holds the smallest p-value
//! against all hypotheses, the next against one fewer, and so on: it is never weaker than dividing the level
//! by the number of tests, and it supposes nothing about how the tests depend on each other.

/// p-values adjusted so that the chance of even one false finding among all of them stays below the level at which
/// they are read (Holm, "A simple sequentially rejective multiple test procedure", *Scandinavian Journal of
/// Statistics* 6, 1979; adjusted values as in Wright 1992). In the order in which they came.
pub fn adjusted(p_values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    let p = |at: usize| p_values.get(at).copied().unwrap_or(1.0);
    order.sort_by(|a, b| p(*a).total_cmp(&p(*b)));
    let mut adjusted = vec![1.0; p_values.len()];
    let mut least: f64 = 0.0;
    for (rank, at) in order.iter().enumerate() {
        let remaining = (p_values.len() - rank) as f64;
        // The maximum so far: a hypothesis is only rejected if all with smaller p-values are, so adjusted
        // values may not fall.
        least = least.max((remaining * p(*at)).min(1.0));
        adjusted.get_mut(*at).into_iter().for_each(|slot| *slot = least);
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::adjusted;
    use proptest::prelude::*;

    fn near(found: &[f64], expected: &[f64]) {
        assert_eq!(found.len(), expected.len());
        assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12), "{found:?}");
    }

    #[test]
    fn the_textbook_example() {
        // Four hypotheses with p 0.01, 0.04, 0.03 and 0.005 (the example of the encyclopedias): the procedure rejects
        // the first and the last at 5 %, and stops.
        near(&adjusted(&[0.01, 0.04, 0.03, 0.005]), &[0.03, 0.06, 0.06, 0.02]);
    }

    #[test]
    fn ties_and_ones() {
        near(&adjusted(&[]), &[]);
        near(&adjusted(&[0.2]), &[0.2]);
        near(&adjusted(&[0.5, 0.5, 1.0]), &[1.0, 1.0, 1.0]);
    }

    /// The procedure as Holm states it: step down while p(k) <= level / (m - k + 1).
    fn rejected(p: &[f64], level: f64) -> Vec<bool> {
        let mut order: Vec<usize> = (0..p.len()).collect();
        order.sort_by(|a, b| p[*a].total_cmp(&p[*b]));
        let mut rejected = vec![false; p.len()];
        for (rank, at) in order.iter().enumerate() {
            if (p.len() - rank) as f64 * p[*at] > level {
                break;
            }
            rejected[*at] = true;
        }
        rejected
    }

    proptest! {
        #[test]
        fn reading_adjusted_values_is_stepping_down(p in prop::collection::vec(0.0f64..1.0, 0..12), level in 0.001f64..0.5) {
            let by_value: Vec<bool> = adjusted(&p).iter().map(|p| *p <= level).collect();
            prop_assert_eq!(by_value, rejected(&p, level));
        }
    }
}
