//! What rankings alone say about the efficiency of a package.
//!
//! A ranking orders the options of an issue, in tiers, and perhaps the issues by what the step from
//! the worst to the best option is worth. It fits every additive utility that keeps these orders,
//! strictly between tiers and equally within one; of options it does not list it says nothing. A
//! package is *necessarily efficient* if under every such utilities no admissible package dominates
//! it, *possibly efficient* if under some.
//!
//! What a party can think of two packages depends on its own utility alone, so a dominating package
//! exists under some utilities exactly if some package might be at least as good for each party and
//! might be better for one. For a single party both are decided exactly:
//!
//! * On each issue the step from `x` to `y` is up, down, level or unknown; its size is free between
//!   0 and the issue's range, and equals the range where it leads from the bottom to the top tier.
//! * So `y` might be better exactly if the ranges can be chosen with Σ range over steps up − Σ range
//!   over falls from top to bottom > 0. With ranges ordered by importance that is so exactly if, for
//!   some number of most important tiers of issues, they hold more steps up than such falls, or if
//!   there is a step up on an issue that importance does not rank (Abel summation, as in the
//!   dominance tests for rank-ordered weights; Kmietowicz & Pearman, *Decision Theory and Incomplete
//!   Knowledge*, 1981, ch. 3).
//!
//! These are the notions of Aziz, Biró, Lang, Lesca & Monnot, *Efficient reallocation under additive
//! and responsive preferences*, Theoretical Computer Science 790 (2019). A package that some other is
//! sure to dominate is not possibly efficient. Conversely, without importance, let every party think
//! little of steps up from the package and much of steps down: then only what is sure to dominate
//! dominates, so the test is exact. With importance a few such utilities are tried; where none will
//! do and nothing is sure to dominate, the answer is unknown.

pub(crate) mod favour;
mod findings;
pub(crate) mod order;

pub use findings::{Efficient, Findings, rankings};

use crate::{Control, mixed};
use favour::favouring;
use mediant_model::brief::Ranking;
use mediant_model::problem::Utility;
use mediant_model::{Package, Problem};
use order::{Order, View};

/// Packages gone through one by one, at most.
pub const PACKAGES_MAX: u64 = 100_000;
/// Packages compared each with each, at most.
const COMPARED_MAX: u32 = 3_000;

/// What rankings say about a package.
#[derive(Clone, Debug, PartialEq)]
pub struct Efficiency {
    /// Whether it is efficient under all utilities that fit; `None` when unknown.
    pub necessary: Option<bool>,
    /// Whether it is efficient under some; `None` when unknown.
    pub possible: Option<bool>,
    /// An admissible package that dominates it under all utilities that fit.
    pub dominated_by: Option<Package>,
    /// An admissible package that dominates it under some.
    pub maybe_dominated_by: Option<Package>,
    /// One utility for each party by which no admissible package dominates it, where it is efficient under some and not
    /// under all.
    pub efficient_by: Option<Vec<Utility>>,
}

/// What the rankings (one for each party; `None` where there is none) say about a package.
///
/// Admissible are the packages that break no fact. A party with points is taken by its points. A
/// party with neither might think anything. Exact while there are at most 100,000 packages, but for
/// `possible` under importance (see the module); beyond, exact as well where not too much hangs together
/// ([`mixed`]), but without utilities to show for it. Else only packages that differ from this one on one or two issues
/// are looked at, and packages that no party ranks lower anywhere.
///
/// Cost: packages x parties x issues; beyond, that of the groups.
pub fn efficiency(
    problem: &Problem,
    rankings: &[Option<&Ranking>],
    package: &[u32],
    control: &dyn Control,
) -> Efficiency {
    let views = views(problem, rankings);
    let count = problem.package_count();
    if count > PACKAGES_MAX.into()
        && let Some(found) = mixed::judged(problem, &views, package, control)
    {
        return by_groups(found);
    }
    let space = Space::around(problem, &views, package);
    Judge { problem, views: &views, space: &space, control }.judge(package)
}

/// What is known where packages were not gone through.
fn by_groups(found: mixed::Judged) -> Efficiency {
    let not_beaten = |by: &Option<Option<Package>>| by.as_ref().map(Option::is_none);
    let necessary = not_beaten(&found.might_be_beaten_by);
    let possible = match not_beaten(&found.beaten_for_sure_by) {
        _ if necessary == Some(true) => Some(true),
        Some(true) => found.exact.then_some(true),
        other => other,
    };
    Efficiency {
        necessary,
        possible,
        dominated_by: found.beaten_for_sure_by.flatten(),
        maybe_dominated_by: found.might_be_beaten_by.flatten(),
        efficient_by: None,
    }
}

/// The admissible packages that are efficient under all utilities that fit, in lexicographic order; `None` where they are more
/// than ten thousand, where it takes too much, or when stopped.
///
/// Found group by group of issues that statements join, at any size ([`mixed`]); where too much is joined
/// for that, package by package, of 3,000 at most.
pub fn necessarily_efficient(
    problem: &Problem,
    rankings: &[Option<&Ranking>],
    control: &dyn Control,
) -> Option<Vec<Package>> {
    let views = views(problem, rankings);
    mixed::efficient_whatever(problem, &views, control).or_else(|| one_by_one(problem, &views, control))
}

fn one_by_one(problem: &Problem, views: &[View], control: &dyn Control) -> Option<Vec<Package>> {
    if problem.package_count() > COMPARED_MAX.into() {
        return None;
    }
    let space = Space::whole(problem)?;
    let judge = Judge { problem, views, space: &space, control };
    let mut efficient = Vec::new();
    for package in &space.packages {
        if control.should_stop() {
            return None;
        }
        let dominated = space.packages.iter().any(|other| judge.might_dominate(other, package));
        if !dominated {
            efficient.push(package.clone());
        }
    }
    Some(efficient)
}

pub(crate) fn views(problem: &Problem, rankings: &[Option<&Ranking>]) -> Vec<View> {
    let of = |(index, party): (usize, &mediant_model::problem::ProblemParty)| match &party.utility {
        Some(utility) => View::Points(utility.clone()),
        None => View::Order(Order::new(problem, rankings.get(index).copied().flatten())),
    };
    problem.parties.iter().enumerate().map(of).collect()
}

/// Whether each of few packages breaks something; `false` where they are not few.
pub(crate) fn is_none_admissible(problem: &Problem) -> bool {
    Space::whole(problem).is_some_and(|space| space.packages.is_empty())
}

/// Admissible packages to compare with.
struct Space {
    packages: Vec<Package>,
    is_whole: bool,
}

impl Space {
    fn whole(problem: &Problem) -> Option<Self> {
        let options: Vec<Vec<u32>> = all_options(problem);
        let packages = product(&options)?;
        let packages = packages.into_iter().filter(|package| problem.is_unanimously_acceptable(package));
        Some(Self { packages: packages.collect(), is_whole: true })
    }

    fn around(problem: &Problem, views: &[View], package: &[u32]) -> Self {
        if let Some(space) = Self::whole(problem) {
            return space;
        }
        let mut packages = neighbours(problem, package);
        let not_lower = |(issue, options): (usize, &Vec<u32>)| -> Vec<u32> {
            let taken = package.get(issue).copied().unwrap_or(0);
            let kept = |option: &u32| views.iter().all(|view| view.is_not_lower(issue, *option, taken));
            options.iter().copied().filter(kept).collect()
        };
        let options: Vec<Vec<u32>> = all_options(problem).iter().enumerate().map(not_lower).collect();
        packages.extend(product(&options).unwrap_or_default());
        packages.retain(|package| problem.is_unanimously_acceptable(package));
        Self { packages, is_whole: false }
    }
}

fn all_options(problem: &Problem) -> Vec<Vec<u32>> {
    problem.issues.iter().map(|issue| (0..issue.options.len() as u32).collect()).collect()
}

/// Every way to take one of the options of each issue; `None` when more than 100,000.
fn product(options: &[Vec<u32>]) -> Option<Vec<Package>> {
    let count = options.iter().try_fold(1u64, |count, of_issue| count.checked_mul(of_issue.len() as u64));
    if count.is_none_or(|count| count > PACKAGES_MAX) {
        return None;
    }
    let mut packages: Vec<Package> = vec![Vec::new()];
    for of_issue in options {
        let longer = |package: &Package| {
            let package = package.clone();
            of_issue.iter().map(move |option| package.iter().copied().chain([*option]).collect::<Package>())
        };
        packages = packages.iter().flat_map(longer).collect();
    }
    Some(packages)
}

/// The packages that differ on one or two issues, as far as the limit goes.
fn neighbours(problem: &Problem, package: &[u32]) -> Vec<Package> {
    let mut near = Vec::new();
    let options = all_options(problem);
    let changed = |from: &[u32], issue: usize, option: u32| {
        let mut to = from.to_vec();
        if let Some(entry) = to.get_mut(issue) {
            *entry = option;
        }
        to
    };
    for (first, of_first) in options.iter().enumerate() {
        for option in of_first {
            let one = changed(package, first, *option);
            for (second, of_second) in options.iter().enumerate().skip(first + 1) {
                for option in of_second {
                    if near.len() as u64 >= PACKAGES_MAX {
                        return near;
                    }
                    near.push(changed(&one, second, *option));
                }
            }
            near.push(one);
        }
    }
    near
}

struct Judge<'a> {
    problem: &'a Problem,
    views: &'a [View],
    space: &'a Space,
    control: &'a dyn Control,
}

impl Judge<'_> {
    fn judge(&self, package: &[u32]) -> Efficiency {
        let others = || self.space.packages.iter();
        let maybe = others().find(|other| self.might_dominate(other, package)).cloned();
        let surely = others().find(|other| self.is_sure_to_dominate(other, package)).cloned();
        let stopped = self.control.should_stop();
        let necessary = match &maybe {
            Some(_) => Some(false),
            None => (self.space.is_whole && !stopped).then_some(true),
        };
        // Utilities are looked for only where it is open, and only against all packages: against some of them
        // they would prove nothing.
        let depends = surely.is_none() && necessary != Some(true) && self.space.is_whole && !stopped;
        let efficient_by = if depends { self.efficient_somehow(package) } else { None };
        let possible = match (&surely, necessary) {
            (Some(_), _) => Some(false),
            (None, Some(true)) => Some(true),
            _ => efficient_by.is_some().then_some(true),
        };
        Efficiency { necessary, possible, dominated_by: surely, maybe_dominated_by: maybe, efficient_by }
    }

    /// Whether under some utilities `other` dominates `package`.
    fn might_dominate(&self, other: &[u32], package: &[u32]) -> bool {
        let mut might_be_better = false;
        for view in self.views {
            let opinion = view.compare(package, other);
            if !opinion.might_be_as_good {
                return false;
            }
            might_be_better |= opinion.might_be_better;
        }
        might_be_better
    }

    /// Whether under all utilities `other` dominates `package`.
    fn is_sure_to_dominate(&self, other: &[u32], package: &[u32]) -> bool {
        // `other` is surely as good if `package` could not be better.
        let back = || self.views.iter().map(|view| view.compare(other, package));
        back().all(|opinion| !opinion.might_be_better) && back().any(|opinion| !opinion.might_be_as_good)
    }

    /// Utilities under which nothing dominates the package, where some are found.
    fn efficient_somehow(&self, package: &[u32]) -> Option<Vec<Utility>> {
        favouring(self.problem, self.views, package).find(|utilities| {
            let worth =
                |package: &[u32]| utilities.iter().map(|utility| utility.of(package)).collect::<Vec<i64>>();
            let own = worth(package);
            !self.space.packages.iter().any(|other| {
                let theirs = worth(other);
                theirs != own && theirs.iter().zip(&own).all(|(theirs, own)| theirs >= own)
            })
        })
    }
}

#[cfg(test)]
mod tests;
