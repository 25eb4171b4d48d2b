//! Going through a box of packages, component by component.

use crate::better::{Better, Floor, at_least, priced};
use crate::proof::{Cut, constant, points};
use mediant_model::{OptionSet, Problem};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The most combinations of a component that are gone through.
const COMBINATIONS_MAX: usize = 10_000_000;
/// The most utility vectors, none dominated, that are kept at a time.
const KEPT_MAX: usize = 2_000_000;
/// How many are collected before dominated ones are dropped for the first time.
const LIMIT_FIRST: usize = 100_000;

/// Checks that no package of the box has a better vector above the floor.
///
/// Drops what a threshold or a least utility puts out of reach even with the best of the rest, and
/// what another partial package dominates: both could only become better if something kept does.
pub(crate) fn replay(
    problem: &Problem,
    part: (&[OptionSet], &Cut<'_>),
    (better, floor): (&Better, &Floor),
    prices: &[i128],
) -> Result<(), String> {
    let corners = better.corners(floor);
    let threshold = corners.iter().map(|corner| better.threshold(corner, prices)).min().flatten();
    let least =
        |party| corners.iter().map(|corner: &Floor| corner.get(party).copied().flatten()).min().flatten();
    let least: Floor = (0..floor.len()).map(least).collect();

    let mut layers = Vec::new();
    // What a layer and those after it can add at most, priced and party by party; the last layer first.
    let mut most = vec![(0, vec![0; floor.len()])];
    for issues in components(part) {
        let choices = choices(problem, part, &issues)?.into_iter();
        let mut layer: Vec<(i128, Vec<i64>)> =
            choices.map(|vector| (priced(prices, &vector), vector)).collect();
        layer.sort_by(|a, b| b.cmp(a));
        let (mut value, mut each) = most.last().cloned().unwrap_or_default();
        value += layer.first().map_or(0, |(value, _)| *value);
        for (party, most) in each.iter_mut().enumerate() {
            *most += layer.iter().filter_map(|(_, vector)| vector.get(party)).max().unwrap_or(&0);
        }
        most.push((value, each));
        layers.push(layer);
    }
    let mut kept = vec![constant(problem)];
    for (layer, (value_after, each_after)) in layers.iter().zip(&most).rev() {
        let mut next = (Vec::new(), LIMIT_FIRST);
        for start in &kept {
            let value = priced(prices, start) + value_after;
            let near =
                |(choice, _): &&(i128, _)| threshold.is_none_or(|threshold| value + choice >= threshold);
            for (_, choice) in layer.iter().take_while(near) {
                let sum: Vec<i64> = start.iter().zip(choice).map(|(a, b)| a + b).collect();
                let mut reach = sum.iter().zip(each_after).map(|(sum, after)| sum + after).zip(&least);
                if reach.all(|(most, least)| least.is_none_or(|least| most >= least)) {
                    keep(&mut next, sum)?;
                }
            }
        }
        kept = undominated(next.0);
    }
    let caps = || problem.parties.iter().map(|party| party.utility.as_ref().and_then(|utility| utility.cap));
    let is_better = |sums: Vec<i64>| {
        let clipped = sums.into_iter().zip(caps()).map(|(sum, cap)| cap.map_or(sum, |cap| sum.min(cap)));
        let clipped: Vec<i64> = clipped.collect();
        clipped.iter().zip(floor).all(|(u, least)| least.is_none_or(|least| *u >= least))
            && better.includes(&clipped)
    };
    match kept.into_iter().any(is_better) {
        true => Err("a package that respects the facts of a case is better than claimed".into()),
        false => Ok(()),
    }
}

/// Groups of issues such that every combination lies within a group; at least one group.
fn components((options, cut): (&[OptionSet], &Cut<'_>)) -> Vec<BTreeSet<usize>> {
    let mut group: Vec<usize> = (0..options.len()).collect();
    for (_, region, _) in cut {
        let joined = region.sides().filter_map(|(issue, _)| group.get(issue).copied());
        let joined: BTreeSet<usize> = joined.collect();
        let least = joined.first().copied();
        group.iter_mut().filter(|name| joined.contains(name)).for_each(|name| *name = least.unwrap_or(*name));
    }
    let mut members = BTreeMap::from([(0, BTreeSet::new())]);
    for (issue, name) in group.into_iter().enumerate() {
        members.entry(name).or_default().insert(issue);
    }
    members.into_values().collect()
}

/// What the admissible combinations of these issues bring, without those that another dominates.
fn choices(
    problem: &Problem,
    (options, cut): (&[OptionSet], &Cut<'_>),
    issues: &BTreeSet<usize>,
) -> Result<Vec<Vec<i64>>, String> {
    let open = issues.iter().filter_map(|issue| Some((*issue, options.get(*issue)?.iter().collect())));
    let open: Vec<(usize, Vec<usize>)> = open.collect();
    let count = open.iter().try_fold(1usize, |count, (_, options)| count.checked_mul(options.len()));
    let count = count.filter(|count| *count <= COMBINATIONS_MAX);
    let count = count.ok_or_else(|| format!("more than {COMBINATIONS_MAX} combinations of joined issues"))?;
    // A combination without sides holds everywhere: the first group counts it.
    let here = |issue: Option<usize>| issues.contains(&issue.unwrap_or(0)) || options.is_empty();
    let here: Vec<_> =
        cut.iter().filter(|(_, region, _)| here(region.sides().next().map(|side| side.0))).collect();
    let (mut package, mut kept) = (vec![0u32; options.len()], (Vec::new(), LIMIT_FIRST));
    for number in 0..count {
        let (mut rest, mut sum) = (number, vec![0i64; problem.parties.len()]);
        for (issue, options) in &open {
            let option = options.get(rest % options.len()).copied().unwrap_or(0);
            rest /= options.len();
            package.get_mut(*issue).into_iter().for_each(|slot| *slot = option as u32);
            sum.iter_mut().zip(points(problem, *issue, option)).for_each(|(sum, points)| *sum += points);
        }
        let holding = || here.iter().filter(|(_, region, _)| region.contains(&package)).map(|(_, _, c)| c);
        if !holding().any(|combination| combination.forbidden) {
            for combination in holding() {
                sum.iter_mut().zip(&combination.points).for_each(|(sum, points)| *sum += points);
            }
            keep(&mut kept, sum)?;
        }
    }
    Ok(undominated(kept.0))
}

/// Adds a vector to those kept; drops dominated ones whenever `kept` reaches the limit, which then moves on.
fn keep((kept, limit): &mut (Vec<Vec<i64>>, usize), vector: Vec<i64>) -> Result<(), String> {
    kept.push(vector);
    if kept.len() >= *limit {
        *kept = undominated(std::mem::take(kept));
        *limit = 2 * kept.len() + LIMIT_FIRST;
    }
    let fits = *limit <= 2 * KEPT_MAX;
    fits.then_some(()).ok_or_else(|| format!("more than {KEPT_MAX} partial packages have to be kept"))
}

/// The vectors without repetition and without those for which another is at least as good for everybody.
///
/// Up to three parties by a sweep (Kung, Luccio, Preparata 1975), n log n; beyond, by comparing pairs.
pub(crate) fn undominated(mut vectors: Vec<Vec<i64>>) -> Vec<Vec<i64>> {
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
