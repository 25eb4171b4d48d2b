//! A part of the packages: what given facts leave of a box.

use super::{Combination, Problem, Region};
use crate::OptionSet;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The packages of a box (options of each issue) that lie in no forbidden combination, and what they bring.
///
/// Told as simply as the box allows: a combination that holds everywhere in it is part of the constant,
/// one on a single issue of the points of options; forbidden options are not there. Only combinations
/// of several issues remain.
#[derive(Clone)]
pub struct Part<'a> {
    /// The options of each issue that are left.
    pub options: Vec<OptionSet>,
    /// What every package brings each party, before caps.
    pub constant: Vec<i64>,
    /// What each option that is left brings each party besides, by issue.
    pub points: Vec<BTreeMap<usize, Vec<i64>>>,
    /// The combinations of several issues, as they look in the box.
    pub joined: Vec<Joined<'a>>,
}

/// A combination of at least two issues within a [`Part`].
#[derive(Clone)]
pub struct Joined<'a> {
    /// Its index in the list that the part was made from.
    pub of: usize,
    /// Where in the box it applies.
    pub region: Region,
    /// What it brings.
    pub combination: &'a Combination,
}

impl fmt::Debug for Part<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Part({} issues, confidential)", self.options.len())
    }
}

impl Problem {
    /// All options of each issue: the box of all packages.
    pub fn all_options(&self) -> Vec<OptionSet> {
        self.issues.iter().map(|issue| OptionSet::full(issue.options.len())).collect()
    }

    /// The packages with these options (a set for each issue) outside the forbidden combinations.
    ///
    /// Cost: combinations x their sides; once more for each time that forbidden options make
    /// further combinations simpler.
    pub fn part<'a>(&self, mut options: Vec<OptionSet>, combinations: &'a [Combination]) -> Part<'a> {
        let cut = |options: &[OptionSet]| -> Vec<Joined<'a>> {
            let all = combinations.iter().enumerate();
            let seen = |(of, combination): (usize, &'a Combination)| {
                Some(Joined { of, region: combination.region.within(options)?, combination })
            };
            all.filter_map(seen).collect()
        };
        let mut joined = cut(&options);
        loop {
            let before = options.clone();
            joined.iter().for_each(|joined| joined.forbid(&mut options));
            if options == before {
                break;
            }
            joined = cut(&options);
        }
        let of_issue = |(issue, left): (usize, &OptionSet)| {
            left.iter().map(|option| (option, self.points(issue, option))).collect()
        };
        let points = options.iter().enumerate().map(of_issue).collect();
        let mut part = Part { constant: self.constant(), points, joined: Vec::new(), options };
        joined.into_iter().for_each(|joined| part.apply(joined));
        part
    }
}

impl Joined<'_> {
    /// Takes away the options that it forbids by themselves: all, where it forbids the whole box.
    fn forbid(&self, options: &mut [OptionSet]) {
        match self.region.sides().next() {
            _ if !self.combination.forbidden || self.region.width() > 1 => {}
            None => options.iter_mut().for_each(|left| *left = OptionSet::empty(left.size())),
            Some((issue, side)) => {
                let left = options.get_mut(issue).into_iter();
                left.for_each(|left| *left = left.intersection(&side.complement()));
            }
        }
    }
}

impl<'a> Part<'a> {
    fn apply(&mut self, joined: Joined<'a>) {
        let points = &joined.combination.points;
        if joined.region.width() > 1 {
            self.joined.push(joined);
        } else if let Some((issue, side)) = joined.region.sides().next() {
            let options = self.points.get_mut(issue).into_iter().flatten();
            options.filter(|(option, _)| side.contains(**option)).for_each(|(_, sum)| add(sum, points));
        } else {
            add(&mut self.constant, points);
        }
    }

    /// Whether an issue has no option left, so that there is no package.
    ///
    /// Combinations of several issues may still exclude every package where this is false.
    pub fn lacks_options(&self) -> bool {
        self.options.iter().any(OptionSet::is_empty)
    }

    /// The box of this part, narrowed on an issue to these options.
    pub fn narrowed(&self, issue: usize, to: &OptionSet) -> Vec<OptionSet> {
        let mut options = self.options.clone();
        options.get_mut(issue).into_iter().for_each(|left| *left = left.intersection(to));
        options
    }

    /// Groups of issues such that every remaining combination lies within a group.
    pub fn components(&self) -> Vec<BTreeSet<usize>> {
        let mut group: Vec<usize> = (0..self.points.len()).collect();
        for joined in &self.joined {
            let issues = joined.region.sides().filter_map(|(issue, _)| group.get(issue).copied());
            let names: BTreeSet<usize> = issues.collect();
            let least = names.first().copied();
            group
                .iter_mut()
                .filter(|name| names.contains(name))
                .for_each(|name| *name = least.unwrap_or(*name));
        }
        let mut members: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for (issue, name) in group.into_iter().enumerate() {
            members.entry(name).or_default().insert(issue);
        }
        members.into_values().collect()
    }

    /// How many combinations the options of these issues have, forbidden ones included; `usize::MAX` if more.
    pub fn size(&self, issues: &BTreeSet<usize>) -> usize {
        let options = issues.iter().filter_map(|issue| self.points.get(*issue));
        options.fold(1, |size, options| size.saturating_mul(options.len()))
    }

    /// What each combination of these issues' options that is not forbidden brings each party, without
    /// the constant. The issues are a component. Cost: [`Part::size`] x combinations of the component.
    pub fn choices(&self, issues: &BTreeSet<usize>) -> impl Iterator<Item = Vec<i64>> {
        let open = issues.iter().filter_map(|issue| Some((*issue, self.points.get(*issue)?)));
        let open = open.map(|(issue, options)| (issue, options.iter().collect::<Vec<_>>()));
        let open: Vec<_> = open.collect();
        let here = |joined: &&Joined<'a>| joined.region.sides().any(|(issue, _)| issues.contains(&issue));
        let here: Vec<&Joined<'a>> = self.joined.iter().filter(here).collect();
        let mut package = vec![0u32; self.points.len()];
        (0..self.size(issues)).filter_map(move |mut number| {
            let mut sum = vec![0; self.constant.len()];
            for (issue, options) in &open {
                let (option, points) = options.get(number % options.len())?;
                number /= options.len();
                package.get_mut(*issue).into_iter().for_each(|slot| *slot = **option as u32);
                add(&mut sum, points);
            }
            for joined in here.iter().filter(|joined| joined.region.contains(&package)) {
                (!joined.combination.forbidden).then_some(())?;
                add(&mut sum, &joined.combination.points);
            }
            Some(sum)
        })
    }
}

fn add(sum: &mut [i64], points: &[i64]) {
    sum.iter_mut().zip(points).for_each(|(sum, points)| *sum += points);
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    /// What the packages of a part bring, as the model's definitions say, going through all of them.
    fn brought(problem: &Problem, facts: &[usize], options: &[OptionSet]) -> Vec<Vec<i64>> {
        let packages = (0..3u32).flat_map(|land| (0..2u32).map(move |water| [land, water]));
        let inside = |package: &[u32; 2]| {
            let mut each = options.iter().zip(package);
            let respected =
                facts.iter().all(|fact| !problem.facts[*fact].forbids.iter().any(|r| r.contains(package)));
            respected && each.all(|(options, option)| options.contains(*option as usize))
        };
        let mut all: Vec<Vec<i64>> =
            packages.filter(inside).map(|package| problem.utilities(&package)).collect();
        all.sort();
        all
    }

    #[test]
    fn a_part_brings_what_its_packages_are_worth() {
        let problem = sample::problem();
        for facts in [&[][..], &[0], &[1], &[2], &[0, 1, 2, 3]] {
            let combinations = problem.combinations(facts);
            for bits in 0..32usize {
                let land = OptionSet::from_options(3, (0..3).filter(|option| bits >> option & 1 == 1));
                let options = vec![
                    land,
                    OptionSet::from_options(2, (0..2).filter(|option| bits >> 3 >> option & 1 == 1)),
                ];
                let part = problem.part(options.clone(), &combinations);
                let mut sums = vec![part.constant.clone()];
                for issues in part.components() {
                    let choices: Vec<Vec<i64>> = part.choices(&issues).collect();
                    let extended = sums.iter().flat_map(|sum| {
                        choices.iter().map(|choice| sum.iter().zip(choice).map(|(a, b)| a + b).collect())
                    });
                    sums = extended.collect();
                }
                let mut clipped: Vec<Vec<i64>> = sums.iter().map(|sum| problem.clipped(sum)).collect();
                clipped.sort();
                let expected = brought(&problem, facts, &options);
                assert!(!part.lacks_options() || expected.is_empty());
                if !part.lacks_options() {
                    assert_eq!(clipped, expected, "{facts:?} {options:?}");
                }
            }
        }
    }
}
