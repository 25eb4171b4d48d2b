//! The best packages by rules that need no more than places.
//!
//! A rule counts places, of every party on every issue that it ordered, all alike. What it counts makes a list of numbers; less
//! is better, the first number that differs decides. Lists add up over groups, and adding the same to two of them does not change
//! which is less; so the least list of each group make up the least of all. Only walk-away values tie groups
//! together: where the least list leaves somebody below one, partial packages are kept that no other beats in list and points.
//!
//! To compare places of different parties, and on different issues, is the rule's own doing and no statement of anybody's. Whoever
//! reads the answer is told the rule.

use super::place::{Place, Places};
use super::search::Field;
use super::terrain::{Choice, Group, Terrain};
use crate::Control;
use mediant_check::PlaceRule;
use mediant_model::Package;
use num_bigint::BigUint;

/// Partial packages kept at a time.
const KEPT_MAX: usize = 5_000;

/// The package that a rule picks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pick {
    /// The rule.
    pub rule: PlaceRule,
    /// One option an issue; it breaks nothing stated.
    pub package: Package,
    /// For each party and issue the place of what the party gets; `None` where it has none there.
    pub places: Vec<Vec<Option<Place>>>,
    /// How many packages do equally well by the rule; `None` where they were not counted.
    pub ties: Option<BigUint>,
    /// Whether numbers exist that fit what was stated and make it efficient; `None` where that is not known.
    pub can_be: Option<bool>,
    /// Whether it is efficient whatever the numbers, and whatever those without preferences like.
    pub whatever: Option<bool>,
    /// Where it cannot be efficient: a package that is sure to be better for somebody and worse for nobody.
    pub beaten_by: Option<Package>,
}

impl Pick {
    /// On how many issues somebody gets its last choice, each party counted by itself.
    pub fn last_choices(&self) -> usize {
        self.places.iter().flatten().flatten().filter(|place| place.is_last()).count()
    }
}

/// What a rule makes as small as possible, the first number first.
type List = Vec<i64>;

/// The places that a rule counts.
pub(super) struct Counted<'a> {
    places: &'a [Option<Places>],
    /// The most places that an issue has with a party.
    deepest: usize,
}

impl<'a> Counted<'a> {
    pub fn new(terrain: &Terrain, places: &'a [Option<Places>]) -> Self {
        let mut counted = Self { places, deepest: 0 };
        let all = terrain.groups.iter().flat_map(|group| {
            group.choices.iter().flat_map(|choice| counted.of(group, choice)).map(|place| place.of)
        });
        counted.deepest = all.max().unwrap_or(0);
        counted
    }

    fn of(&self, group: &Group, choice: &Choice) -> Vec<Place> {
        let each = group.issues.iter().zip(&choice.options);
        let places = each.flat_map(|(issue, option)| {
            self.places.iter().flatten().filter_map(|places| places.of(*issue, *option))
        });
        places.collect()
    }

    fn list(&self, rule: PlaceRule, group: &Group, choice: &Choice) -> List {
        let places = self.of(group, choice);
        let count = |holds: &dyn Fn(&Place) -> bool| {
            i64::try_from(places.iter().filter(|place| holds(place)).count()).unwrap_or(i64::MAX)
        };
        let head = match rule {
            PlaceRule::FewestLastChoices => Some(count(&|place| place.is_last())),
            PlaceRule::MostFirstChoices => Some(-count(&|place| place.at == 0)),
            PlaceRule::Leximin => None,
        };
        let worst_first = (1..self.deepest).rev().map(|at| count(&|place| place.at == at));
        head.into_iter().chain(worst_first).collect()
    }
}

/// A package that is best by the rule, with how many are as good; `None` where it takes too much to find.
pub(super) fn best(
    terrain: &Terrain,
    counted: &Counted<'_>,
    rule: PlaceRule,
    surely: &Field<'_>,
    control: &dyn Control,
) -> Option<(Vec<usize>, Option<BigUint>)> {
    let lists: Vec<Vec<List>> = terrain
        .groups
        .iter()
        .map(|group| group.choices.iter().map(|choice| counted.list(rule, group, choice)).collect())
        .collect();
    let mut least = Vec::with_capacity(lists.len());
    let mut tied: Vec<Vec<usize>> = Vec::with_capacity(lists.len());
    for (at, lists) in lists.iter().enumerate() {
        let best = lists.iter().min()?;
        let equal: Vec<usize> = (0..lists.len()).filter(|choice| lists.get(*choice) == Some(best)).collect();
        // Of equals one that is not beaten by another, where there is one.
        let chosen = equal.iter().find(|choice| !surely.is_beaten_alone(at, **choice)).or(equal.first())?;
        least.push(*chosen);
        tied.push(equal);
    }
    if terrain.meets_floor(&least) {
        let ties =
            all_meet(terrain, &tied).then(|| tied.iter().map(|tied| BigUint::from(tied.len())).product());
        return Some((least, ties));
    }
    Some((enough(terrain, &lists, control)?, None))
}

/// Whether every package of these choices brings everybody what it asks for.
fn all_meet(terrain: &Terrain, tied: &[Vec<usize>]) -> bool {
    let least = |party: usize| -> i64 {
        let each = terrain.groups.iter().zip(tied).filter_map(|(group, tied)| {
            let units = tied.iter().filter_map(|choice| group.choices.get(*choice)?.units.get(party));
            units.min().copied()
        });
        each.sum()
    };
    terrain.floor.iter().enumerate().all(|(party, floor)| *floor == i64::MIN || least(party) >= *floor)
}

struct Partial {
    list: List,
    /// What it brings each party that asks for something.
    units: Vec<i64>,
    taken: Vec<usize>,
}

/// The least list that brings everybody enough.
fn enough(terrain: &Terrain, lists: &[Vec<List>], control: &dyn Control) -> Option<Vec<usize>> {
    let asking: Vec<usize> =
        (0..terrain.floor.len()).filter(|party| terrain.floor.get(*party) != Some(&i64::MIN)).collect();
    let units = |choice: &Choice| -> Vec<i64> {
        asking.iter().map(|party| choice.units.get(*party).copied().unwrap_or(0)).collect()
    };
    let floor: Vec<i64> = asking.iter().filter_map(|party| terrain.floor.get(*party).copied()).collect();
    // What the groups from each place on can still bring.
    let mut after = vec![vec![0i64; asking.len()]];
    for group in terrain.groups.iter().rev() {
        let mut more = after.last()?.clone();
        for (place, sum) in more.iter_mut().enumerate() {
            *sum += group.choices.iter().filter_map(|choice| units(choice).get(place).copied()).max()?;
        }
        after.push(more);
    }
    after.reverse();
    let width = lists.iter().flatten().next()?.len();
    let mut partial = vec![Partial { list: vec![0; width], units: vec![0; asking.len()], taken: Vec::new() }];
    for (depth, (group, lists)) in terrain.groups.iter().zip(lists).enumerate() {
        let after = after.get(depth + 1)?;
        let mut longer = Vec::new();
        for before in &partial {
            if control.should_stop() || longer.len() > 20 * KEPT_MAX {
                return None;
            }
            for (place, (choice, list)) in group.choices.iter().zip(lists).enumerate() {
                let units: Vec<i64> = before.units.iter().zip(units(choice)).map(|(a, b)| a + b).collect();
                let mut reach = units.iter().zip(after).zip(&floor);
                if reach.all(|((sum, after), floor)| sum + after >= *floor) {
                    let list = before.list.iter().zip(list).map(|(a, b)| a + b).collect();
                    let taken = before.taken.iter().copied().chain([place]).collect();
                    longer.push(Partial { list, units, taken });
                }
            }
        }
        partial = foremost(longer);
        if partial.len() > KEPT_MAX {
            return None;
        }
    }
    partial.into_iter().next().map(|best| best.taken)
}

/// Those that no other equals or beats in list and points; the least list first.
fn foremost(mut all: Vec<Partial>) -> Vec<Partial> {
    all.sort_by(|one, other| one.list.cmp(&other.list).then_with(|| other.units.cmp(&one.units)));
    let mut kept: Vec<Partial> = Vec::new();
    for partial in all {
        let covers = |other: &Partial| other.units.iter().zip(&partial.units).all(|(a, b)| a >= b);
        if !kept.iter().any(covers) {
            kept.push(partial);
        }
    }
    kept
}
