//! The least that a package can bring a party: what "accepts even its worst package" means in units.
//!
//! Issues that no interaction speaks of are independent: each brings its worst option. The others are gone through by
//! branch and bound, one component of issues that interactions tie together at a time. Options that lie in the same
//! regions differ in their own points alone, so only the worst of each such class can matter; a range of a million steps
//! has as many classes as its conditions make.

use super::Utility;
use std::collections::BTreeMap;

/// Steps of the search, over all components of a party; a step looks at one class of options and one interaction.
const STEPS_MAX: usize = 30_000_000;

/// The least utility of any package, and whether it is reached; otherwise no package brings less, and how much more
/// the worst one brings is not known, because the search was stopped.
///
/// Cost: options x interactions to prepare, then at most thirty million steps: below a second.
pub(super) fn least(utility: &Utility) -> (i64, bool) {
    let mut sum = utility.constant;
    let mut classes: BTreeMap<usize, Vec<Class>> = BTreeMap::new();
    for (issue, values) in utility.values.iter().enumerate() {
        let of_issue = classes_of(utility, issue, values);
        match of_issue.as_slice() {
            [] => {}
            // Every option lies in the same regions: nothing but its own points tells it apart.
            [only] => {
                sum += only.points;
                classes.insert(issue, of_issue);
            }
            _ => {
                classes.insert(issue, of_issue);
            }
        }
    }
    let (mut reached, mut steps) = (true, STEPS_MAX);
    for component in components(utility, &classes) {
        let search = Search::new(utility, &component, &classes);
        let (least, proven) = search.run(&mut steps);
        sum += least;
        reached &= proven;
    }
    (utility.cap.map_or(sum, |cap| sum.min(cap)), reached)
}

/// Options of an issue that lie in the same regions: the points of the worst, and which interactions hold it.
struct Class {
    points: i64,
    /// By place in the utility's list of interactions, ascending.
    inside: Vec<usize>,
}

/// The classes of an issue's options, the worst first. Regions without a side on the issue hold every option.
fn classes_of(utility: &Utility, issue: usize, values: &[i64]) -> Vec<Class> {
    let mut worst: BTreeMap<Vec<usize>, i64> = BTreeMap::new();
    let sides: Vec<_> = utility
        .interactions
        .iter()
        .enumerate()
        .filter_map(|(place, interaction)| Some((place, interaction.region.side(issue)?)))
        .collect();
    if sides.is_empty() {
        return values
            .iter()
            .min()
            .map(|points| Class { points: *points, inside: Vec::new() })
            .into_iter()
            .collect();
    }
    for (option, points) in values.iter().enumerate() {
        let inside =
            sides.iter().filter(|(_, side)| side.contains(option)).map(|(place, _)| *place).collect();
        worst.entry(inside).and_modify(|least| *least = (*least).min(*points)).or_insert(*points);
    }
    let mut classes: Vec<Class> =
        worst.into_iter().map(|(inside, points)| Class { points, inside }).collect();
    classes.sort_by(|a, b| (a.points, &a.inside).cmp(&(b.points, &b.inside)));
    classes
}

/// Issues and interactions that hang together.
struct Component {
    issues: Vec<usize>,
    interactions: Vec<usize>,
}

/// The components, ascending by their first interaction. An interaction whose region holds everything, or that speaks of
/// issues with a single class alone, is a component without a choice.
fn components(utility: &Utility, classes: &BTreeMap<usize, Vec<Class>>) -> Vec<Component> {
    let mut found: Vec<Component> = Vec::new();
    for (place, interaction) in utility.interactions.iter().enumerate() {
        let is_open = |issue: &usize| classes.get(issue).is_some_and(|classes| classes.len() > 1);
        let issues: Vec<usize> = interaction.region.sides().map(|(issue, _)| issue).filter(is_open).collect();
        let touches = |component: &Component| component.issues.iter().any(|issue| issues.contains(issue));
        let (tied, rest): (Vec<Component>, Vec<Component>) = found.into_iter().partition(touches);
        found = rest;
        let mut joined = Component { issues, interactions: vec![place] };
        for component in tied {
            joined.issues.extend(component.issues);
            joined.interactions.extend(component.interactions);
        }
        joined.issues.sort_unstable();
        joined.issues.dedup();
        joined.interactions.sort_unstable();
        found.push(joined);
    }
    // An issue that is closed by its single class may still lie outside a region.
    found.sort_by_key(|component| component.interactions.first().copied());
    found
}

/// Branch and bound over one component.
struct Search<'a> {
    /// For each issue its classes, the worst first.
    choices: Vec<&'a [Class]>,
    /// The points of each interaction that some package of the component reaches.
    points: BTreeMap<usize, i64>,
    /// After how many issues an interaction is decided: one behind the last that it speaks of.
    decided_at: BTreeMap<usize, usize>,
    /// For each issue the interactions that speak of it.
    spoken_of: Vec<Vec<usize>>,
    /// What the issues from each place on bring at the least.
    rest: Vec<i64>,
}

/// A place in the search: the issues before `depth` are settled.
struct Open {
    depth: usize,
    points: i64,
    /// The interactions that can still hold.
    alive: Vec<usize>,
}

impl<'a> Search<'a> {
    fn new(utility: &Utility, component: &Component, classes: &'a BTreeMap<usize, Vec<Class>>) -> Self {
        let of = |issue: &usize| classes.get(issue).map_or(&[][..], Vec::as_slice);
        let choices: Vec<&[Class]> = component.issues.iter().map(of).collect();
        let mut rest = vec![0; choices.len() + 1];
        for (depth, choice) in choices.iter().enumerate().rev() {
            let least = choice.first().map_or(0, |class| class.points);
            let behind = rest.get(depth + 1).copied().unwrap_or(0);
            if let Some(slot) = rest.get_mut(depth) {
                *slot = least + behind;
            }
        }
        let mut search = Self {
            spoken_of: vec![Vec::new(); choices.len()],
            choices,
            points: BTreeMap::new(),
            decided_at: BTreeMap::new(),
            rest,
        };
        for place in &component.interactions {
            let Some(interaction) = utility.interactions.get(*place) else { continue };
            let holds_closed = |issue: usize| {
                let only = classes.get(&issue).filter(|classes| classes.len() == 1);
                only.is_none_or(|classes| classes.iter().all(|class| class.inside.contains(place)))
            };
            if !interaction.region.sides().all(|(issue, _)| holds_closed(issue)) {
                continue;
            }
            let mut decided_at = 0;
            for (depth, issue) in component.issues.iter().enumerate() {
                if interaction.region.side(*issue).is_some() {
                    decided_at = depth + 1;
                    if let Some(spoken_of) = search.spoken_of.get_mut(depth) {
                        spoken_of.push(*place);
                    }
                }
            }
            search.points.insert(*place, interaction.points);
            search.decided_at.insert(*place, decided_at);
        }
        search
    }

    /// What every package below this place brings at the least: a penalty that can still hold counts, a bonus only
    /// once nothing can avoid it.
    fn bound(&self, open: &Open) -> i64 {
        let counted = open.alive.iter().map(|place| {
            let points = self.points.get(place).copied().unwrap_or(0);
            let decided = self.decided_at.get(place).is_some_and(|at| *at <= open.depth);
            if decided || points < 0 { points } else { 0 }
        });
        open.points + self.rest.get(open.depth).copied().unwrap_or(0) + counted.sum::<i64>()
    }

    /// The least, and whether it is reached by a package.
    fn run(&self, steps: &mut usize) -> (i64, bool) {
        let root = Open { depth: 0, points: 0, alive: self.points.keys().copied().collect() };
        let floor = self.bound(&root);
        let mut best: Option<i64> = None;
        // Depth first, the most promising class last on the stack so that it is looked at first.
        let mut stack = vec![root];
        while let Some(open) = stack.pop() {
            let bound = self.bound(&open);
            if best.is_some_and(|best| bound >= best) {
                continue;
            }
            let Some(classes) = self.choices.get(open.depth) else {
                best = Some(bound);
                continue;
            };
            let empty = Vec::new();
            let spoken_of = self.spoken_of.get(open.depth).unwrap_or(&empty);
            let mut below: Vec<(i64, Open)> = Vec::new();
            for class in *classes {
                let Some(left) = steps.checked_sub(open.alive.len() + 1) else { return (floor, false) };
                *steps = left;
                let stays = |place: &&usize| !spoken_of.contains(place) || class.inside.contains(place);
                let next = Open {
                    depth: open.depth + 1,
                    points: open.points + class.points,
                    alive: open.alive.iter().filter(stays).copied().collect(),
                };
                below.push((self.bound(&next), next));
            }
            below.sort_by_key(|(bound, _)| std::cmp::Reverse(*bound));
            stack.extend(below.into_iter().map(|(_, next)| next));
        }
        (best.unwrap_or(floor), true)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Interaction, Region};
    use super::*;
    use crate::OptionSet;
    use proptest::prelude::*;

    const SIZES: [usize; 4] = [1, 2, 3, 4];

    fn region() -> impl Strategy<Value = Region> {
        prop::collection::vec((0usize..4, 0u8..16), 0..4).prop_map(|sides| {
            sides.into_iter().fold(Region::everything(), |region, (issue, bits)| {
                let size = SIZES.get(issue).copied().unwrap_or(1);
                region.with(
                    issue,
                    OptionSet::from_options(size, (0..size).filter(|option| bits >> option & 1 == 1)),
                )
            })
        })
    }

    fn utility() -> impl Strategy<Value = Utility> {
        let values = SIZES.map(|size| prop::collection::vec(-9i64..10, size)).to_vec();
        let interactions = prop::collection::vec((region(), -9i64..10), 0..6);
        (values, interactions, -5i64..5, prop::option::of(-10i64..10)).prop_map(
            |(values, interactions, constant, cap)| {
                let stated = |(stated, (region, points))| Interaction { region, points, stated };
                let interactions = interactions.into_iter().enumerate().map(stated).collect();
                Utility { values, interactions, constant, cap }
            },
        )
    }

    proptest! {
        #[test]
        fn no_package_brings_less_and_one_brings_it(utility in utility()) {
            let packages = (0..24u32).map(|at| [0, at % 2, at / 2 % 3, at / 6]);
            let expected = packages.map(|package| utility.of(&package)).min();
            let (found, reached) = least(&utility);
            prop_assert!(reached);
            prop_assert_eq!(Some(found), expected);
        }
    }

    #[test]
    fn penalties_that_exclude_each_other_do_not_add_up() {
        let only = |option| Region::everything().with(0, OptionSet::from_options(2, [option]));
        let penalty = |option, points| Interaction { region: only(option), points, stated: option };
        let interactions = vec![penalty(0, -3), penalty(1, -2)];
        let utility = Utility { values: vec![vec![0, 0]], interactions, constant: 0, cap: None };
        assert_eq!(least(&utility), (-3, true));
    }
}
