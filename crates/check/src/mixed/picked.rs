//! Whether a package is best by a rule on places: which choice each party gets on each issue.
//!
//! A rule makes a list of numbers of a package, which is the sum of those of its groups; the least is best, the first number
//! that differs decides. Adding the same to two lists does not change which is less. So the least lists of all groups are the least
//! there is; and where nothing asks for points that is all. Else what can still become less than claimed is gone through.

use super::groups::{Choice, Group, Groups};
use crate::claim::Ground;
use crate::ranked::View;
use crate::{Checked, ensure};
use mediant_model::answer::PlaceRule;
use num_bigint::BigUint;
use std::collections::BTreeSet;

const KEPT_MAX: usize = 50_000;

/// The place of an option with a party, from 0, and how many there are.
type Place = (usize, usize);

/// The places of every option of every issue, for each party.
pub(crate) struct Places(Vec<Vec<Option<Vec<Place>>>>);

impl Places {
    pub(crate) fn new(ground: &Ground<'_>, views: &[View]) -> Self {
        let problem = ground.problem;
        let of = |view: &View| -> Vec<Option<Vec<Place>>> {
            match view {
                View::Points(party) => {
                    let utility = problem.parties.get(*party).and_then(|party| party.utility.as_ref());
                    let Some(utility) = utility.filter(|utility| utility.is_additive()) else {
                        return Vec::new();
                    };
                    // More points come first.
                    utility
                        .values
                        .iter()
                        .map(|values| placed(values.iter().map(|v| Some(-v)).collect()))
                        .collect()
                }
                View::Order(order) => order.issues.iter().map(|issue| placed(issue.tiers.clone())).collect(),
            }
        };
        Self(views.iter().map(of).collect())
    }

    fn list(&self, rule: PlaceRule, deepest: usize, group: &Group, choice: &Choice) -> Vec<i64> {
        let mut list = vec![0; deepest + 1];
        for (at, of) in self.each(group, choice) {
            let counts = match rule {
                PlaceRule::FewestLastChoices => i64::from(at + 1 == of),
                PlaceRule::MostFirstChoices => -i64::from(at == 0),
                PlaceRule::Leximin => 0,
            };
            list.first_mut().into_iter().for_each(|head| *head += counts);
            // The worst place comes first; a first choice weighs nothing.
            if at > 0 {
                list.get_mut(deepest + 1 - at).into_iter().for_each(|entry| *entry += 1);
            }
        }
        list
    }

    fn each(&self, group: &Group, choice: &Choice) -> Vec<Place> {
        let of_issue = |issue: &usize| {
            let option = choice.package.get(*issue).copied().unwrap_or(0) as usize;
            let places =
                self.0.iter().filter_map(move |party| party.get(*issue)?.as_ref()?.get(option).copied());
            places.collect::<Vec<Place>>()
        };
        group.issues.iter().flat_map(of_issue).collect()
    }
}

/// Places by keys, the least first; what has none comes after all. `None` where all are the same, or nothing is known.
fn placed<K: Ord + Copy>(keys: Vec<Option<K>>) -> Option<Vec<Place>> {
    let known: BTreeSet<K> = keys.iter().flatten().copied().collect();
    let of = known.len() + usize::from(keys.iter().any(Option::is_none));
    let at = |key: &Option<K>| match key {
        Some(key) => (known.range(..*key).count(), of),
        None => (known.len(), of),
    };
    (!known.is_empty() && of > 1).then(|| keys.iter().map(at).collect())
}

/// Checks that no package that breaks nothing stated has a lesser list than this one, and how many have the same.
pub(crate) fn prove(
    ground: &Ground<'_>,
    groups: &Groups,
    places: &Places,
    rule: PlaceRule,
    package: &[u32],
    ties: Option<&str>,
) -> Checked<()> {
    let taken = groups.places(package)?;
    let each =
        groups.groups.iter().flat_map(|group| group.choices.iter().flat_map(|c| places.each(group, c)));
    let deepest = each.map(|(_, of)| of).max().unwrap_or(0);
    ensure(deepest > 0, "no party has a first and a last choice")?;
    let lists: Vec<Vec<Vec<i64>>> = groups
        .groups
        .iter()
        .map(|group| group.choices.iter().map(|choice| places.list(rule, deepest, group, choice)).collect())
        .collect();
    let mut claimed = vec![0; deepest + 1];
    let mut least = vec![vec![0; deepest + 1]];
    for (lists, taken) in lists.iter().zip(&taken).rev() {
        let own = lists.get(*taken).ok_or("a package is none of the case")?;
        add(&mut claimed, own);
        let mut after = least.last().cloned().unwrap_or_default();
        add(&mut after, lists.iter().min().ok_or("a package is none of the case")?);
        least.push(after);
    }
    least.reverse();
    let at_best = least.first() == Some(&claimed);
    if !at_best {
        ensure(
            !is_less_possible(ground, groups, &lists, &least, &claimed)?,
            "by the rule another package is better, and breaks nothing stated either",
        )?;
    }
    let Some(ties) = ties else { return Ok(()) };
    ensure(
        at_best,
        "how many packages are as good by the rule is not counted where walk-away values decide",
    )?;
    let equal: Vec<Vec<usize>> = lists
        .iter()
        .map(|lists| {
            let best = lists.iter().min();
            (0..lists.len()).filter(|place| lists.get(*place) == best).collect()
        })
        .collect();
    ensure(
        all_enough(groups, &equal),
        "how many packages are as good by the rule is not counted where walk-away values decide",
    )?;
    let counted: BigUint = equal.iter().map(|equal| BigUint::from(equal.len())).product();
    ensure(counted.to_string() == ties, "the number of packages that are as good by the rule is another")
}

fn add(sum: &mut [i64], more: &[i64]) {
    sum.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
}

/// Whether all packages of these choices bring everybody what it asks for.
fn all_enough(groups: &Groups, equal: &[Vec<usize>]) -> bool {
    groups.floor.iter().enumerate().all(|(party, floor)| {
        floor.is_none_or(|floor| {
            let least = groups.groups.iter().zip(equal).map(|(group, equal)| {
                let units = equal.iter().filter_map(|place| group.choices.get(*place)?.units.get(party));
                units.min().copied().unwrap_or(0)
            });
            least.sum::<i64>() >= floor
        })
    })
}

/// Whether some package with enough for everybody has a list below the one claimed.
fn is_less_possible(
    ground: &Ground<'_>,
    groups: &Groups,
    lists: &[Vec<Vec<i64>>],
    least: &[Vec<i64>],
    claimed: &[i64],
) -> Checked<bool> {
    let parties = groups.floor.len();
    let mut most_after = vec![vec![0i64; parties]];
    for group in groups.groups.iter().rev() {
        let mut more = most_after.last().cloned().unwrap_or_default();
        for (party, sum) in more.iter_mut().enumerate() {
            *sum += group.choices.iter().filter_map(|choice| choice.units.get(party)).max().unwrap_or(&0);
        }
        most_after.push(more);
    }
    most_after.reverse();
    let mut partial: Vec<(Vec<i64>, Vec<i64>)> = vec![(vec![0; claimed.len()], vec![0; parties])];
    for (at, (group, lists)) in groups.groups.iter().zip(lists).enumerate() {
        let (Some(least), Some(most)) = (least.get(at + 1), most_after.get(at + 1)) else { return Ok(false) };
        let mut longer: Vec<(Vec<i64>, Vec<i64>)> = Vec::new();
        for (list, units) in &partial {
            ground.watch.look()?;
            for (choice, more) in group.choices.iter().zip(lists) {
                let (mut list, mut units) = (list.clone(), units.clone());
                add(&mut list, more);
                add(&mut units, &choice.units);
                let mut at_best = list.clone();
                add(&mut at_best, least);
                let reach = |party: usize, floor: i64| {
                    units.get(party).zip(most.get(party)).is_some_and(|(units, most)| units + most >= floor)
                };
                let enough = groups
                    .floor
                    .iter()
                    .enumerate()
                    .all(|(party, floor)| floor.is_none_or(|floor| reach(party, floor)));
                if enough && at_best.as_slice() < claimed {
                    // Of a party that asks for nothing no points count.
                    units
                        .iter_mut()
                        .zip(&groups.floor)
                        .filter(|(_, floor)| floor.is_none())
                        .for_each(|(units, _)| *units = 0);
                    longer.push((list, units));
                }
            }
            ensure(longer.len() <= 20 * KEPT_MAX, "too many packages could be better by the rule")?;
        }
        longer.sort_by(|(a, x), (b, y)| a.cmp(b).then_with(|| y.cmp(x)));
        let mut kept: Vec<(Vec<i64>, Vec<i64>)> = Vec::new();
        for (list, units) in longer {
            let covered = |(_, other): &(Vec<i64>, Vec<i64>)| other.iter().zip(&units).all(|(a, b)| a >= b);
            if !kept.iter().any(covered) {
                kept.push((list, units));
            }
        }
        ensure(kept.len() <= KEPT_MAX, "too many packages could be better by the rule")?;
        partial = kept;
    }
    Ok(!partial.is_empty())
}
