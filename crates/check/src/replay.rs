//! Going through a box of packages, component by component.

use crate::better::{Better, Floor, at_least, priced};
use crate::live::{Combination, Live};
use mediant_model::Problem;
use std::collections::{BTreeMap, BTreeSet};

/// The most combinations of a component that are gone through.
const COMBINATIONS_MAX: usize = 10_000_000;
/// The most utility vectors, none dominated, that are kept at a time.
const KEPT_MAX: usize = 2_000_000;

/// Checks that no package of the box has a better vector above the floor, by going through them.
pub(crate) fn replay(
    problem: &Problem,
    live: &Live,
    (better, floor): (&Better, &Floor),
    prices: &[i128],
) -> Result<(), String> {
    let corners = better.corners(floor);
    // Whatever is below one of these cannot become better: see `crate`, "layers".
    let threshold = corners.iter().map(|corner| better.threshold(corner, prices)).min().flatten();
    let least: Floor = (0..floor.len())
        .map(|party| corners.iter().map(|c| c.get(party).copied().flatten()).min().flatten())
        .collect();

    let mut layers = Vec::new();
    for issues in components(live) {
        let mut layer: Vec<(i128, Vec<i64>)> = choices(problem, live, &issues)?
            .into_iter()
            .map(|vector| (priced(prices, &vector), vector))
            .collect();
        layer.sort_by(|a, b| b.cmp(a));
        layers.push(layer);
    }
    // For each layer the most that it and those after it can add, priced and party by party.
    let mut most = vec![(0, vec![0; floor.len()])];
    for layer in layers.iter().rev() {
        let (mut value, mut each) = most.last().cloned().unwrap_or_default();
        value += layer.first().map_or(0, |(value, _)| *value);
        for (party, most) in each.iter_mut().enumerate() {
            *most += layer.iter().filter_map(|(_, vector)| vector.get(party)).max().unwrap_or(&0);
        }
        most.push((value, each));
    }
    most.reverse();

    let mut kept = vec![constant(problem, live)];
    for (layer, (value_after, each_after)) in layers.iter().zip(most.iter().skip(1)) {
        let mut next = Kept::default();
        for start in &kept {
            let value = priced(prices, start) + value_after;
            for (choice_value, choice) in layer {
                if threshold.is_some_and(|threshold| value + choice_value < threshold) {
                    break; // choices descend in value
                }
                let sum: Vec<i64> = start.iter().zip(choice).map(|(a, b)| a + b).collect();
                let reachable = sum.iter().zip(each_after).map(|(sum, after)| sum + after);
                if reachable.zip(&least).all(|(most, least)| least.is_none_or(|least| most >= least)) {
                    next.push(sum)?;
                }
            }
        }
        kept = next.done()?;
    }
    let reaches =
        |utilities: &Vec<i64>| utilities.iter().zip(floor).all(|(u, least)| least.is_none_or(|l| *u >= l));
    let clipped = kept.into_iter().map(|sums| clip(problem, sums));
    match clipped.into_iter().any(|utilities| reaches(&utilities) && better.includes(&utilities)) {
        true => Err("a package that respects the facts of a case is better than claimed".into()),
        false => Ok(()),
    }
}

/// Groups of issues such that every combination lies within a group.
fn components(live: &Live) -> Vec<Vec<usize>> {
    let mut group: Vec<usize> = (0..live.options.len()).collect();
    for combination in &live.combinations {
        let joined: BTreeSet<usize> =
            combination.region.sides().filter_map(|(issue, _)| group.get(issue).copied()).collect();
        if let Some(first) = joined.first() {
            group.iter_mut().filter(|name| joined.contains(name)).for_each(|name| *name = *first);
        }
    }
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (issue, name) in group.into_iter().enumerate() {
        members.entry(name).or_default().push(issue);
    }
    members.into_values().collect()
}

/// What the admissible combinations of these issues bring, without those that another dominates.
fn choices(problem: &Problem, live: &Live, issues: &[usize]) -> Result<Vec<Vec<i64>>, String> {
    let open: Vec<Vec<usize>> =
        issues.iter().filter_map(|i| live.options.get(*i)).map(|set| set.iter().collect()).collect();
    let count = open.iter().try_fold(1usize, |count, options| count.checked_mul(options.len()));
    let count = count.filter(|count| *count <= COMBINATIONS_MAX).ok_or_else(|| {
        format!("a group of {} joined issues has more than {COMBINATIONS_MAX} combinations", issues.len())
    })?;
    let touches = |c: &&Combination| c.region.sides().any(|(issue, _)| issues.contains(&issue));
    let combinations: Vec<&Combination> = live.combinations.iter().filter(touches).collect();
    let mut package = vec![0u32; live.options.len()];
    let mut kept = Kept::default();
    'next: for number in 0..count {
        let (mut rest, mut sum) = (number, vec![0i64; problem.parties.len()]);
        for (issue, options) in issues.iter().zip(&open) {
            let option = options.get(rest % options.len()).copied().unwrap_or(0);
            rest /= options.len();
            package.get_mut(*issue).into_iter().for_each(|slot| *slot = option as u32);
            let points = problem.parties.iter().map(|party| points(party, *issue, option));
            sum.iter_mut().zip(points).for_each(|(sum, points)| *sum += points);
        }
        for combination in combinations.iter().filter(|combination| combination.region.contains(&package)) {
            if combination.forbidden {
                continue 'next;
            }
            sum.iter_mut().zip(&combination.points).for_each(|(sum, points)| *sum += points);
        }
        kept.push(sum)?;
    }
    kept.done()
}

/// The party's points for an option by itself.
pub(crate) fn points(party: &mediant_model::problem::ProblemParty, issue: usize, option: usize) -> i64 {
    let values = party.utility.as_ref().and_then(|utility| utility.values.get(issue));
    values.and_then(|values| values.get(option)).copied().unwrap_or(0)
}

/// What every package of the box brings.
pub(crate) fn constant(problem: &Problem, live: &Live) -> Vec<i64> {
    let constant =
        |party: usize| problem.parties.get(party)?.utility.as_ref().map(|utility| utility.constant);
    let mut sum: Vec<i64> = (0..problem.parties.len()).map(|party| constant(party).unwrap_or(0)).collect();
    for combination in live.combinations.iter().filter(|combination| combination.region.width() == 0) {
        sum.iter_mut().zip(&combination.points).for_each(|(sum, points)| *sum += points);
    }
    sum
}

fn clip(problem: &Problem, sums: Vec<i64>) -> Vec<i64> {
    let caps = problem.parties.iter().map(|party| party.utility.as_ref().and_then(|utility| utility.cap));
    sums.into_iter().zip(caps).map(|(sum, cap)| cap.map_or(sum, |cap| sum.min(cap))).collect()
}

/// Utility vectors, of which dominated ones are dropped from time to time.
#[derive(Default)]
struct Kept {
    vectors: Vec<Vec<i64>>,
    after_last: usize,
}

impl Kept {
    fn push(&mut self, vector: Vec<i64>) -> Result<(), String> {
        self.vectors.push(vector);
        if self.vectors.len() > 2 * self.after_last + 100_000 {
            self.vectors = undominated(std::mem::take(&mut self.vectors));
            self.after_last = self.vectors.len();
            if self.after_last > KEPT_MAX {
                return Err(format!("more than {KEPT_MAX} partial packages have to be kept"));
            }
        }
        Ok(())
    }

    fn done(self) -> Result<Vec<Vec<i64>>, String> {
        Ok(undominated(self.vectors))
    }
}

/// The vectors without repetition and without those for which another is at least as good for everybody.
///
/// Up to three parties by a sweep (Kung, Luccio, Preparata 1975), n log n; beyond, by comparing pairs.
pub(crate) fn undominated(mut vectors: Vec<Vec<i64>>) -> Vec<Vec<i64>> {
    let mut kept: Vec<Vec<i64>> = Vec::new();
    if vectors.first().is_none_or(|vector| vector.len() > 3) {
        // What dominates has the larger sum, so it comes first.
        vectors.sort_by_cached_key(|vector| {
            std::cmp::Reverse((vector.iter().map(|u| i128::from(*u)).sum::<i128>(), vector.clone()))
        });
        for vector in vectors {
            if !kept.iter().any(|other| at_least(other, &vector)) {
                kept.push(vector);
            }
        }
        return kept;
    }
    // First utilities descend, so `steps` (second utility to third, falling) holds all rivals.
    vectors.sort_by(|a, b| b.cmp(a));
    let mut steps: BTreeMap<i64, i64> = BTreeMap::new();
    for vector in vectors {
        let [second, third] = [1, 2].map(|party| vector.get(party).copied().unwrap_or(0));
        if steps.range(second..).next().is_some_and(|(_, best)| *best >= third) {
            continue;
        }
        while let Some((lower, _)) = steps.range(..=second).next_back().filter(|(_, other)| **other <= third)
        {
            let lower = *lower;
            steps.remove(&lower);
        }
        steps.insert(second, third);
        kept.push(vector);
    }
    kept
}
