//! Efficiency (Pareto): when a utility vector leaves nothing to gain for everybody.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Whether `a` is at least as good as `b` for everybody.
pub fn at_least(a: &[i64], b: &[i64]) -> bool {
    a.iter().zip(b).all(|(a, b)| a >= b)
}

/// Whether no point is at least as good as the vector for everybody.
pub fn is_beyond(points: &BTreeSet<Vec<i64>>, vector: &[i64]) -> bool {
    !points.contains(vector) && !points.iter().any(|point| at_least(point, vector))
}

/// The least vectors beyond the points, none of which is at least as good as another; ascending.
///
/// A vector is beyond the points exactly if it is at least as good as one of these; `i64::MIN` where nothing is
/// asked. For two parties the points are a staircase: between two steps it beats the lower one for the first party and
/// the upper one for the second, each by a unit. For more, every point divides the least vectors that it is at least as
/// good as by the party for whom it is beaten (Klamroth, Lacour, Vanderpooten, EJOR 245, 2015). Points below
/// `i64::MAX`, of `parties` utilities. Cost beyond two parties: points x least vectors².
pub fn least_beyond(points: &BTreeSet<Vec<i64>>, parties: usize) -> Vec<Vec<i64>> {
    if parties == 2 {
        let above = |party: usize| points.iter().filter_map(move |point| Some(point.get(party)? + 1));
        let steps = [i64::MIN].into_iter().chain(above(0)).zip(above(1).chain([i64::MIN]));
        return steps.map(|(first, second)| vec![first, second]).collect();
    }
    let mut least: BTreeSet<Vec<i64>> = BTreeSet::from([vec![i64::MIN; parties]]);
    for point in points {
        let below: Vec<Vec<i64>> = least.iter().filter(|corner| at_least(point, corner)).cloned().collect();
        least.retain(|corner| !at_least(point, corner));
        let beaten = |corner: &Vec<i64>, party: usize| {
            let each = corner.iter().zip(point).enumerate();
            each.map(|(other, (least, units))| if other == party { units + 1 } else { *least }).collect()
        };
        let parts: BTreeSet<Vec<i64>> =
            below.iter().flat_map(|corner| (0..parties).map(|party| beaten(corner, party))).collect();
        for part in parts {
            if !least.iter().any(|other| at_least(&part, other)) {
                least.insert(part);
            }
        }
    }
    least.into_iter().collect()
}

/// How many vectors are collected before dominated ones are dropped for the first time.
const COLLECTED_FIRST: usize = 100_000;

/// The vectors without repetition and without those for which another is at least as good for everybody.
///
/// All of the same length. Dominated ones are dropped now and then on the way; `None` when more than
/// `most` are left then. Up to three parties by a sweep (Kung, Luccio, Preparata, *On finding the maxima
/// of a set of vectors*, JACM 22, 1975, section 2), n log n; beyond, by comparing pairs, n times those left.
///
/// ```
/// use mediant_model::efficiency::undominated;
///
/// let vectors = [vec![3, 1], vec![1, 3], vec![1, 1], vec![3, 1]];
/// let mut kept = undominated(vectors, 10).unwrap_or_default();
/// kept.sort();
/// assert_eq!(kept, [[1, 3], [3, 1]]);
/// ```
pub fn undominated(vectors: impl IntoIterator<Item = Vec<i64>>, most: usize) -> Option<Vec<Vec<i64>>> {
    let (mut kept, mut limit) = (Vec::new(), COLLECTED_FIRST);
    for vector in vectors {
        kept.push(vector);
        if kept.len() >= limit {
            kept = maxima(kept);
            limit = 2 * kept.len() + COLLECTED_FIRST;
            (kept.len() <= most).then_some(())?;
        }
    }
    Some(maxima(kept)).filter(|kept| kept.len() <= most)
}

fn maxima(mut vectors: Vec<Vec<i64>>) -> Vec<Vec<i64>> {
    let sweep = vectors.first().is_some_and(|vector| vector.len() <= 3);
    // What dominates comes first: it has the larger first utility, and the larger sum.
    let first =
        |vector: &Vec<i64>| if sweep { 0 } else { vector.iter().map(|units| i128::from(*units)).sum() };
    vectors.sort_by_cached_key(|vector| Reverse((first(vector), vector.clone())));
    let mut kept: Vec<Vec<i64>> = Vec::new();
    let mut steps = BTreeMap::new(); // second utility to third, falling: the best of those kept
    for vector in vectors {
        let [second, third] = [1, 2].map(|party| vector.get(party).copied().unwrap_or(0));
        let beaten = match sweep {
            true => steps.range(second..).next().is_some_and(|(_, best)| *best >= third),
            false => kept.iter().any(|other| at_least(other, &vector)),
        };
        if beaten {
            continue;
        }
        while let Some((&lower, _)) =
            steps.range(..=second).next_back().filter(|step| sweep && *step.1 <= third)
        {
            steps.remove(&lower);
        }
        steps.insert(second, third);
        kept.push(vector);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn one_of_each_that_nothing_beats_is_left(
            all in (1usize..6).prop_flat_map(|parties| {
                prop::collection::vec(prop::collection::vec(0i64..5, parties), 0..40)
            })
        ) {
            let beaten = |vector: &Vec<i64>| all.iter().any(|other| other != vector && at_least(other, vector));
            let mut expected: Vec<Vec<i64>> = all.iter().filter(|vector| !beaten(vector)).cloned().collect();
            expected.sort();
            expected.dedup();
            let mut found = undominated(all.clone(), usize::MAX).unwrap_or_default();
            found.sort();
            prop_assert_eq!(&found, &expected);
            let enough = expected.len();
            prop_assert!(undominated(all.clone(), enough).is_some());
            prop_assert!(enough == 0 || undominated(all, enough - 1).is_none());
        }

        #[test]
        fn beyond_two_parties_too(
            points in prop::collection::vec(prop::collection::vec(0i64..5, 3), 0..12)
        ) {
            let points: BTreeSet<Vec<i64>> = undominated(points, 12).into_iter().flatten().collect();
            let least = least_beyond(&points, 3);
            let all = (-1..6).flat_map(|a| (-1..6).flat_map(move |b| (-1..6).map(move |c| [a, b, c])));
            for vector in all {
                let above = least.iter().any(|least| at_least(&vector, least));
                prop_assert_eq!(is_beyond(&points, &vector), above);
            }
            let needless = |a: &Vec<i64>| least.iter().any(|b| a != b && at_least(a, b));
            prop_assert!(!least.iter().any(needless));
        }

        #[test]
        fn what_no_point_reaches_is_above_a_least_vector(
            points in prop::collection::vec(prop::collection::vec(0i64..8, 2), 0..12)
        ) {
            let points: BTreeSet<Vec<i64>> = undominated(points, 12).into_iter().flatten().collect();
            let least = least_beyond(&points, 2);
            for vector in (-1..9).flat_map(|first| (-1..9).map(move |second| [first, second])) {
                let above = least.iter().any(|least| at_least(&vector, least));
                prop_assert_eq!(is_beyond(&points, &vector), above);
            }
        }
    }
}
