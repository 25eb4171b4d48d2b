//! The packages that break nothing stated, as choices of groups of issues that hang together.

use crate::claim::Ground;
use crate::{Checked, ensure};
use mediant_model::problem::Part;
use mediant_model::{Package, Problem};
use std::collections::BTreeSet;

/// A group has so many choices at most: each is compared with each.
const CHOICES_MAX: usize = 2_000;

const TOO_MANY: &str = "more than 2000 combinations of issues hang together";
const CAPPED: &str = "the points of a party are cut off at a cap, so that they do not add up";

/// One choice of each group makes a package.
pub(crate) struct Groups {
    pub(crate) groups: Vec<Group>,
    /// What the choices of a package must bring each party together, where it asks for something.
    pub(crate) floor: Vec<Option<i64>>,
}

pub(crate) struct Group {
    pub(crate) issues: Vec<usize>,
    pub(crate) choices: Vec<Choice>,
}

pub(crate) struct Choice {
    /// An option for each issue of the group; of other issues it says nothing.
    pub(crate) package: Package,
    /// What it brings each party.
    pub(crate) units: Vec<i64>,
}

impl Groups {
    pub(crate) fn new(ground: &Ground<'_>) -> Checked<Self> {
        let problem = ground.problem;
        ensure(!problem.parties.iter().any(is_capped), CAPPED)?;
        ensure(problem.issues.iter().all(|issue| issue.options.len() <= CHOICES_MAX), TOO_MANY)?;
        let facts: Vec<usize> = (0..problem.facts.len()).collect();
        let combinations = problem.combinations(&facts);
        let part = problem.part(problem.all_options(), &combinations);
        ensure(!part.lacks_options(), "no package breaks nothing stated")?;
        let mut groups = Vec::new();
        for issues in part.components() {
            ground.watch.look()?;
            ensure(part.size(&issues) <= CHOICES_MAX, TOO_MANY)?;
            let choices = choices(problem, &part, &issues);
            ensure(!choices.is_empty(), "no package breaks nothing stated")?;
            groups.push(Group { issues: issues.into_iter().collect(), choices });
        }
        let floor = problem.floor(&facts).into_iter().zip(&part.constant);
        let floor =
            floor.map(|(floor, constant)| (floor > i64::MIN).then(|| floor.saturating_sub(*constant)));
        Ok(Self { groups, floor: floor.collect() })
    }

    /// The places of the package's choices; it breaks nothing stated.
    pub(crate) fn places(&self, package: &[u32]) -> Checked<Vec<usize>> {
        let place = |group: &Group| {
            let same = |choice: &Choice| {
                group.issues.iter().all(|issue| choice.package.get(*issue) == package.get(*issue))
            };
            group.choices.iter().position(same)
        };
        let places: Option<Vec<usize>> = self.groups.iter().map(place).collect();
        Ok(places.filter(|places| self.is_enough(places)).ok_or("a package breaks something stated")?)
    }

    /// Whether these choices bring everybody what it asks for.
    pub(crate) fn is_enough(&self, places: &[usize]) -> bool {
        let chosen = || self.groups.iter().zip(places).filter_map(|(group, place)| group.choices.get(*place));
        self.floor.iter().enumerate().all(|(party, floor)| {
            floor.is_none_or(|floor| {
                chosen().filter_map(|choice| choice.units.get(party)).sum::<i64>() >= floor
            })
        })
    }
}

fn is_capped(party: &mediant_model::problem::ProblemParty) -> bool {
    party.utility.as_ref().is_some_and(|utility| utility.cap.is_some())
}

/// All ways to settle the issues that no statement excludes, counted up like an odometer.
fn choices(problem: &Problem, part: &Part<'_>, issues: &BTreeSet<usize>) -> Vec<Choice> {
    let mut all = Vec::new();
    for mut number in 0..part.size(issues) {
        let (mut package, mut units) = (vec![0u32; problem.issues.len()], vec![0i64; problem.parties.len()]);
        for issue in issues {
            let Some(options) = part.points.get(*issue).filter(|options| !options.is_empty()) else {
                continue;
            };
            let taken = options.iter().nth(number % options.len());
            number /= options.len();
            if let (Some((option, points)), Some(entry)) = (taken, package.get_mut(*issue)) {
                *entry = u32::try_from(*option).unwrap_or(u32::MAX);
                units.iter_mut().zip(points).for_each(|(sum, points)| *sum += points);
            }
        }
        let here = part.joined.iter().filter(|joined| {
            joined.region.sides().any(|(issue, _)| issues.contains(&issue))
                && joined.region.contains(&package)
        });
        let mut allowed = true;
        for joined in here {
            allowed &= !joined.combination.forbidden;
            units.iter_mut().zip(&joined.combination.points).for_each(|(sum, points)| *sum += points);
        }
        if allowed {
            all.push(Choice { package, units });
        }
    }
    all
}
