//! The packages that break nothing stated, as independent groups of issues.
//!
//! Red lines, preconditions and linkages join issues, and so do combinations of options that bring points. Between groups
//! nothing is joined but by walk-away values, which ask for sums.

use mediant_model::problem::Part;
use mediant_model::{Package, Problem};
use std::collections::BTreeSet;

/// Choices that a group may have; each is compared with each.
pub const CHOICES_MAX: usize = 2_000;

/// Groups, one choice of each making a package.
pub(crate) struct Terrain {
    pub groups: Vec<Group>,
    /// What the choices must bring each party together; `i64::MIN` where it asks for nothing.
    pub floor: Vec<i64>,
    issue_count: usize,
}

/// Issues that something joins.
pub(crate) struct Group {
    /// Ascending.
    pub issues: Vec<usize>,
    pub choices: Vec<Choice>,
}

/// One way to settle the issues of a group.
pub(crate) struct Choice {
    /// For each of the group's issues.
    pub options: Vec<u32>,
    /// What it brings each party; 0 where there are no points.
    pub units: Vec<i64>,
}

/// What was found of a problem.
pub(crate) enum Laid {
    Out(Terrain),
    /// What was stated excludes every package, walk-away values aside.
    Nothing,
    /// A group has more than [`CHOICES_MAX`] choices, or points are cut off at a cap.
    TooLarge,
}

impl Terrain {
    /// Cost: for each group its combinations x what joins its issues.
    pub fn lay_out(problem: &Problem) -> Laid {
        let capped = |party: &mediant_model::problem::ProblemParty| {
            party.utility.as_ref().is_some_and(|utility| utility.cap.is_some())
        };
        let many = |issue: &mediant_model::problem::ProblemIssue| issue.options.len() > CHOICES_MAX;
        if problem.parties.iter().any(capped) || problem.issues.iter().any(many) {
            return Laid::TooLarge;
        }
        let facts: Vec<usize> = (0..problem.facts.len()).collect();
        let combinations = problem.combinations(&facts);
        let part = problem.part(problem.all_options(), &combinations);
        if part.lacks_options() {
            return Laid::Nothing;
        }
        let components = part.components();
        if components.iter().any(|issues| part.size(issues) > CHOICES_MAX) {
            return Laid::TooLarge;
        }
        let groups: Vec<Group> = components.iter().map(|issues| group(&part, issues)).collect();
        if groups.iter().any(|group| group.choices.is_empty()) {
            return Laid::Nothing;
        }
        let asked = problem.floor(&facts).into_iter().zip(&part.constant);
        let less = |(floor, constant): (i64, &i64)| {
            if floor == i64::MIN { floor } else { floor.saturating_sub(*constant) }
        };
        Laid::Out(Self { groups, floor: asked.map(less).collect(), issue_count: problem.issues.len() })
    }

    /// The package with these choices, one for each group.
    pub fn package(&self, chosen: &[usize]) -> Package {
        let mut package = vec![0; self.issue_count];
        for (group, choice) in self.groups.iter().zip(chosen) {
            let options = group.choices.get(*choice).map(|choice| choice.options.as_slice());
            for (issue, option) in group.issues.iter().zip(options.unwrap_or_default()) {
                package.get_mut(*issue).into_iter().for_each(|entry| *entry = *option);
            }
        }
        package
    }

    /// All packages, where they are at most so many; else none.
    pub fn few(&self, most: usize) -> Vec<Package> {
        let sizes = self.groups.iter().map(|group| group.choices.len());
        let count = sizes.fold(1usize, |count, size| count.saturating_mul(size));
        if count > CHOICES_MAX {
            return Vec::new();
        }
        let chosen = |number: usize| {
            let place = |rest: &mut usize, group: &Group| {
                let place = *rest % group.choices.len().max(1);
                *rest /= group.choices.len().max(1);
                Some(place)
            };
            self.groups.iter().scan(number, place).collect::<Vec<usize>>()
        };
        let all = (0..count).map(chosen).filter(|chosen| self.meets_floor(chosen));
        let mut all: Vec<Package> = all.map(|chosen| self.package(&chosen)).collect();
        all.sort();
        if all.len() > most { Vec::new() } else { all }
    }

    /// The choices that make up a package; `None` where it breaks something stated.
    pub fn chosen(&self, package: &[u32]) -> Option<Vec<usize>> {
        let of_group = |group: &Group| {
            let options: Vec<u32> =
                group.issues.iter().filter_map(|issue| package.get(*issue)).copied().collect();
            group.choices.iter().position(|choice| choice.options == options)
        };
        let chosen: Vec<usize> = self.groups.iter().map(of_group).collect::<Option<_>>()?;
        self.meets_floor(&chosen).then_some(chosen)
    }

    /// Whether the choices bring every party what it asks for.
    pub fn meets_floor(&self, chosen: &[usize]) -> bool {
        let units = |party: usize| -> i64 {
            let each =
                self.groups.iter().zip(chosen).filter_map(|(group, choice)| group.choices.get(*choice));
            each.filter_map(|choice| choice.units.get(party)).sum()
        };
        self.floor.iter().enumerate().all(|(party, floor)| *floor == i64::MIN || units(party) >= *floor)
    }
}

fn group(part: &Part<'_>, issues: &BTreeSet<usize>) -> Group {
    let mut choices = vec![(vec![0u32; part.points.len()], Vec::new(), vec![0i64; part.constant.len()])];
    for issue in issues {
        let options = part.points.get(*issue).into_iter().flatten();
        let options: Vec<(&usize, &Vec<i64>)> = options.collect();
        let longer = |(package, taken, units): (Package, Vec<u32>, Vec<i64>)| {
            options.clone().into_iter().map(move |(option, points)| {
                let (mut package, mut taken, mut units) = (package.clone(), taken.clone(), units.clone());
                // Options are numbered in 32 bits.
                let option = u32::try_from(*option).unwrap_or(u32::MAX);
                package.get_mut(*issue).into_iter().for_each(|entry| *entry = option);
                taken.push(option);
                units.iter_mut().zip(points).for_each(|(sum, points)| *sum += points);
                (package, taken, units)
            })
        };
        choices = choices.into_iter().flat_map(longer).collect();
    }
    let joined = || {
        let here = |joined: &&mediant_model::problem::Joined<'_>| {
            joined.region.sides().any(|(issue, _)| issues.contains(&issue))
        };
        part.joined.iter().filter(here)
    };
    let settle = |(package, options, mut units): (Package, Vec<u32>, Vec<i64>)| {
        for joined in joined().filter(|joined| joined.region.contains(&package)) {
            if joined.combination.forbidden {
                return None;
            }
            units.iter_mut().zip(&joined.combination.points).for_each(|(sum, points)| *sum += points);
        }
        Some(Choice { options, units })
    };
    Group {
        issues: issues.iter().copied().collect(),
        choices: choices.into_iter().filter_map(settle).collect(),
    }
}
