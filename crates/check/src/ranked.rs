//! What orders without numbers say of packages.
//!
//! A ranking fits every sum of points, one for each issue, that keeps its orders: strictly between tiers, equally within
//! one. Where issues are ranked too, it is their ranges that are kept in order, from the worst to the best option. Of an
//! option that is not listed, and of everything where a party gave no ranking, it says nothing.
//!
//! Whether one package *might* be worth more than another is decided by ranges alone: on each issue the step from the one
//! to the other is at most some share of the range, 1, 0 or -1 of it, and the ranges that keep their order are sums of
//! those in which the most important issues, down to some tier, have 1 and the rest 0, and of those in which one issue
//! without a rank has 1. So the most that the step can be worth is above 0 exactly if it is for one of these. It can be
//! 0, and no more, exactly if each is 0 and every share is reached: sums that are nowhere above 0 and somewhere 0 between
//! the ends are 0 throughout. `crates/check/tests/it/ranked.rs` holds this against points that were drawn.

use crate::certificate::{Efficiency, Numbers};
use crate::claim::Ground;
use crate::meaning::Settlement;
use crate::{Checked, Meaning, ensure, mixed};
use mediant_model::brief::Ranking;
use mediant_model::problem::Choice;
use mediant_model::{Package, Problem};
use std::collections::{BTreeMap, BTreeSet};

/// So many packages are gone through at most.
const PACKAGES_MAX: usize = 100_000;
/// So many are compared each with each; of more each is compared group by group of issues that hang together.
const COMPARED_MAX: usize = 3_000;

const TOO_MANY: &str = "there are more than 100000 packages to compare";
const NO_STATEMENTS: &str = "what follows from rankings is read in the statements, which are not at hand";
const NO_RANKING: &str =
    "that follows from no ranking: each party has points, or none without them ranked anything";

/// Checks that these are the packages, among those that break nothing stated, which no other of them might be better than
/// for somebody and worse for nobody.
pub(crate) fn prove_efficient(ground: &Ground<'_>, listed: &[Choice]) -> Checked<()> {
    let orders = Orders::new(ground)?;
    ensure(orders.is_ranked(), NO_RANKING)?;
    if ground.problem.package_count() > COMPARED_MAX.into() {
        return mixed::prove_efficient(ground, &orders.views, listed);
    }
    let packages = admissible(ground)?;
    let listed: BTreeSet<Package> =
        listed.iter().map(|choice| ground.package(choice)).collect::<Checked<_>>()?;
    let all = listed.iter().all(|package| packages.contains(package));
    ensure(all, "a package that is to be efficient breaks something stated")?;
    for package in &packages {
        ground.watch.look()?;
        let dominated = packages.iter().any(|other| orders.might_dominate(other, package));
        ensure(
            dominated != listed.contains(package),
            "which packages are efficient whatever the numbers behind the rankings is stated wrongly",
        )?;
    }
    Ok(())
}

/// Checks what is said of one package by rankings.
pub(crate) fn prove(ground: &Ground<'_>, package: &Choice, said: &Efficiency) -> Checked<()> {
    let orders = Orders::new(ground)?;
    ensure(orders.is_ranked(), NO_RANKING)?;
    let package = ground.package(package)?;
    let admissible_one = |choice: &Choice| {
        let other = ground.package(choice)?;
        let stands = ground.problem.is_unanimously_acceptable(&other);
        ensure(stands, "the other package breaks something stated")?;
        Ok::<Package, crate::ClaimError>(other)
    };
    match said {
        Efficiency::DominatedWhatever { by } => ensure(
            orders.is_sure_to_dominate(&admissible_one(by)?, &package),
            "the other package is not better for somebody and worse for nobody whatever the numbers",
        ),
        Efficiency::PerhapsDominated { by, unless } => {
            ensure(
                orders.might_dominate(&admissible_one(by)?, &package),
                "no numbers make the other package better for somebody and worse for nobody",
            )?;
            unless.as_ref().map_or(Ok(()), |numbers| prove_efficient_with(ground, &orders, &package, numbers))
        }
        Efficiency::EfficientWhatever {} if ground.problem.package_count() > PACKAGES_MAX.into() => {
            mixed::prove_unbeaten(ground, &orders.views, &package)
        }
        Efficiency::EfficientWhatever {} => {
            let mut dominated = false;
            for other in admissible(ground)? {
                ground.watch.look()?;
                dominated |= orders.might_dominate(&other, &package);
            }
            ensure(!dominated, "for some numbers another package is better for somebody and worse for nobody")
        }
        Efficiency::Dominated { .. } | Efficiency::Efficient { .. } => {
            Err("that is said of points, not of rankings".into())
        }
    }
}

/// Checks that the numbers fit the rankings, and that by them and the points nothing is better for somebody and worse
/// for nobody.
fn prove_efficient_with(
    ground: &Ground<'_>,
    orders: &Orders<'_>,
    package: &[u32],
    numbers: &Numbers,
) -> Checked<()> {
    let worths = orders.with_numbers(numbers)?;
    let worth = |package: &[u32]| -> Vec<i128> {
        worths.iter().map(|worth| worth.of(ground.problem, package)).collect()
    };
    let own = worth(package);
    let mut dominated = false;
    for other in admissible(ground)? {
        ground.watch.look()?;
        let theirs = worth(&other);
        dominated |= theirs != own && theirs.iter().zip(&own).all(|(theirs, own)| theirs >= own);
    }
    ensure(!dominated, "by the numbers given another package is better for somebody and worse for nobody")
}

/// The packages that break nothing stated; of a walk-away range the upper end counts.
fn admissible(ground: &Ground<'_>) -> Checked<BTreeSet<Package>> {
    let problem = ground.problem;
    let sizes = problem.issues.iter().map(|issue| issue.options.len());
    let count = sizes.clone().try_fold(1usize, |count, size| count.checked_mul(size));
    ensure(count.is_some_and(|count| count <= PACKAGES_MAX), TOO_MANY)?;
    let mut packages: Vec<Package> = vec![Package::new()];
    for size in sizes {
        ground.watch.look()?;
        let longer = |package: Package| {
            (0..size as u32).map(move |option| {
                let mut longer = package.clone();
                longer.push(option);
                longer
            })
        };
        packages = packages.into_iter().flat_map(longer).collect();
    }
    let stands = packages.into_iter().filter(|package| problem.is_unanimously_acceptable(package));
    stands
        .map(|package| {
            ground.watch.look()?;
            // Held against the statements as they were written.
            ground.package(&problem.choice(&package))
        })
        .collect()
}

/// What is known of each party's preferences, in the order of the problem.
pub(crate) struct Orders<'a> {
    problem: &'a Problem,
    pub(crate) views: Vec<View>,
    ranked: bool,
}

pub(crate) enum View {
    Points(usize),
    Order(Order),
}

/// A party's ranking.
pub(crate) struct Order {
    pub(crate) issues: Vec<OfIssue>,
    /// How many tiers of importance there are.
    pub(crate) depth: usize,
}

/// A party's order of the options of an issue, by their places in the problem.
pub(crate) struct OfIssue {
    /// The tier of each option, the best first; `None` where it is not listed.
    pub(crate) tiers: Vec<Option<usize>>,
    /// The issue's tier of importance, where it is ranked and can have a range.
    pub(crate) rank: Option<usize>,
}

/// How much of an issue's range a step is worth at most, and whether that much or only close to it.
pub(crate) struct Rise {
    pub(crate) most: i64,
    pub(crate) reached: bool,
}

/// What a party might think of a second package beside a first.
struct Opinion {
    better: bool,
    as_good: bool,
}

impl<'a> Orders<'a> {
    pub(crate) fn new(ground: &Ground<'a>) -> Checked<Self> {
        let meaning = ground.meaning.ok_or(NO_STATEMENTS)?;
        let problem = ground.problem;
        let mut ranked = false;
        let mut views = Vec::with_capacity(problem.parties.len());
        for (index, party) in problem.parties.iter().enumerate() {
            let id = party.id.as_str();
            if party.utility.is_some() {
                views.push(View::Points(index));
                continue;
            }
            let ranking = meaning.ranking(id);
            ranked |= ranking.is_some();
            views.push(View::Order(Order::new(problem, meaning, ranking)?));
        }
        Ok(Self { problem, views, ranked })
    }

    /// Whether some party without points ranked anything.
    fn is_ranked(&self) -> bool {
        self.ranked
    }

    /// Whether there are numbers that make `other` better than `package` for somebody and worse for nobody: those of one
    /// party say nothing of another's.
    fn might_dominate(&self, other: &[u32], package: &[u32]) -> bool {
        let opinions = || self.views.iter().map(|view| view.opinion(self.problem, package, other));
        opinions().all(|opinion| opinion.as_good) && opinions().any(|opinion| opinion.better)
    }

    /// Whether all numbers make `other` better than `package` for somebody and worse for nobody.
    fn is_sure_to_dominate(&self, other: &[u32], package: &[u32]) -> bool {
        let back = || self.views.iter().map(|view| view.opinion(self.problem, other, package));
        back().all(|opinion| !opinion.better) && back().any(|opinion| !opinion.as_good)
    }

    /// Points for each party: its own, or those given, which must fit what it ranked.
    fn with_numbers<'n>(&'n self, numbers: &'n Numbers) -> Checked<Vec<Worth>> {
        let of = |(view, party): (&View, &mediant_model::problem::ProblemParty)| match view {
            View::Points(index) => Ok(Worth::Points(*index)),
            View::Order(order) => {
                let given = numbers.get(party.id.as_str()).ok_or("a party without points has no numbers")?;
                let values = self.problem.issues.iter().map(|issue| {
                    let of_issue = given.get(issue.id.as_str()).ok_or("the numbers leave out an issue")?;
                    let each = issue.options.iter().map(|option| {
                        of_issue.get(option.as_str()).copied().ok_or("the numbers leave out an option")
                    });
                    each.collect::<Result<Vec<i64>, &str>>()
                });
                let values = values.collect::<Result<Vec<_>, &str>>()?;
                ensure(order.fits(&values), "the numbers do not keep the order that a party gave")?;
                Ok(Worth::Given(values))
            }
        };
        self.views.iter().zip(&self.problem.parties).map(of).collect()
    }
}

/// What packages are worth to a party.
enum Worth {
    Points(usize),
    Given(Vec<Vec<i64>>),
}

impl Worth {
    fn of(&self, problem: &Problem, package: &[u32]) -> i128 {
        match self {
            Self::Points(party) => problem.utility(*party, package).unwrap_or(0).into(),
            Self::Given(values) => {
                let points = values.iter().zip(package).filter_map(|(of, option)| of.get(*option as usize));
                points.map(|points| i128::from(*points)).sum()
            }
        }
    }
}

impl View {
    /// What the party might think of `second` beside `first`.
    fn opinion(&self, problem: &Problem, first: &[u32], second: &[u32]) -> Opinion {
        match self {
            Self::Points(party) => {
                let (first, second) = (problem.utility(*party, first), problem.utility(*party, second));
                Opinion { better: second > first, as_good: second >= first }
            }
            Self::Order(order) => order.opinion(first, second),
        }
    }
}

impl Order {
    fn new(problem: &Problem, meaning: &Meaning<'_>, ranking: Option<&Ranking>) -> Checked<Self> {
        let mut issues = Vec::with_capacity(problem.issues.len());
        for issue in &problem.issues {
            let mut tiers = Vec::with_capacity(issue.options.len());
            for option in &issue.options {
                let settled: Settlement = meaning.settlement(issue.id.as_str(), option.as_str())?;
                tiers.push(ranking.and_then(|ranking| Meaning::tier(ranking, issue.id.as_str(), &settled)));
            }
            let rank = ranking
                .and_then(|ranking| ranking.importance.iter().position(|tier| tier.contains(&issue.id)));
            issues.push(OfIssue { tiers, rank });
        }
        settle_empty_ranges(&mut issues);
        Ok(Self { issues, depth: ranking.map_or(0, |ranking| ranking.importance.len()) })
    }

    fn opinion(&self, first: &[u32], second: &[u32]) -> Opinion {
        let mut by_rank = vec![0; self.depth];
        let (mut reached, mut free_rises, mut free_falls) = (true, false, false);
        for ((issue, from), to) in self.issues.iter().zip(first).zip(second) {
            let rise = issue.rise(*from as usize, *to as usize);
            reached &= rise.reached;
            match issue.rank.and_then(|rank| by_rank.get_mut(rank)) {
                Some(sum) => *sum += rise.most,
                None => {
                    free_rises |= rise.most > 0;
                    free_falls |= rise.most < 0;
                }
            }
        }
        let sums: Vec<i64> = by_rank
            .iter()
            .scan(0, |sum, more| {
                *sum += more;
                Some(*sum)
            })
            .collect();
        let better = free_rises || sums.iter().any(|sum| *sum > 0);
        let even = reached && !free_falls && sums.iter().all(|sum| *sum == 0);
        Opinion { better, as_good: better || even }
    }

    /// Whether these points, by issue and option, keep the orders.
    fn fits(&self, values: &[Vec<i64>]) -> bool {
        let keeps = |tiers: &[(usize, i128)]| {
            tiers.iter().all(|(a, x)| tiers.iter().all(|(b, y)| a.cmp(b) == y.cmp(x)))
        };
        let options = self.issues.iter().zip(values).all(|(issue, values)| {
            let listed = issue.tiers.iter().zip(values);
            let listed = listed.filter_map(|(tier, value)| Some(((*tier)?, i128::from(*value))));
            keeps(&listed.collect::<Vec<_>>())
        });
        let ranges = self.issues.iter().zip(values).filter_map(|(issue, values)| {
            let (least, most) = (values.iter().min()?, values.iter().max()?);
            Some((issue.rank?, i128::from(*most) - i128::from(*least)))
        });
        options && keeps(&ranges.collect::<Vec<_>>())
    }
}

/// What is as important as an issue without a range has none either: to the party all its options are equal. If an issue
/// is less important than one without a range, or equally so though its options differ, no numbers at all fit; the rank of
/// the issues without a range then says nothing.
fn settle_empty_ranges(issues: &mut [OfIssue]) {
    let empty: BTreeSet<usize> =
        issues.iter().filter(|issue| issue.is_level()).filter_map(|issue| issue.rank).collect();
    if let Some(first) = empty.first().copied() {
        let ranked = || issues.iter().filter(|issue| issue.rank.is_some());
        let fits = ranked().all(|issue| issue.rank <= Some(first))
            && ranked().filter(|issue| issue.rank == Some(first)).all(|issue| !issue.differs());
        for issue in issues.iter_mut().filter(|issue| fits && issue.rank == Some(first)) {
            issue.tiers.iter_mut().for_each(|tier| *tier = Some(0));
        }
    }
    for issue in issues.iter_mut().filter(|issue| issue.is_level()) {
        issue.rank = None;
    }
}

impl OfIssue {
    /// The best and the worst tier that an option has.
    fn ends(&self) -> Option<(usize, usize)> {
        let listed = || self.tiers.iter().flatten().copied();
        listed().min().zip(listed().max())
    }

    /// Whether some of its options are known to be worth more than others.
    fn differs(&self) -> bool {
        self.ends().is_some_and(|(best, worst)| best < worst)
    }

    /// Whether all its options are equal.
    fn is_level(&self) -> bool {
        !self.tiers.contains(&None) && !self.differs()
    }

    pub(crate) fn rise(&self, from: usize, to: usize) -> Rise {
        let tier = |option: usize| self.tiers.get(option).copied().flatten();
        let whole = !self.tiers.contains(&None);
        let (best, worst) = self.ends().unwrap_or((0, 0));
        match (tier(from), tier(to)) {
            _ if from == to => Rise { most: 0, reached: true },
            (Some(from), Some(to)) if from == to => Rise { most: 0, reached: true },
            // As far apart as all that is listed: that may be the range.
            (Some(from), Some(to)) if to < from => Rise { most: 1, reached: (to, from) == (best, worst) },
            // With everything listed it is the range.
            (Some(from), Some(to)) if whole && (from, to) == (best, worst) => {
                Rise { most: -1, reached: true }
            }
            // A fall, as small as one likes.
            (Some(_), Some(_)) => Rise { most: 0, reached: false },
            // An option that is not listed may be worth anything.
            (from, to) => Rise {
                most: 1,
                reached: from.is_none_or(|from| from == worst) && to.is_none_or(|to| to == best),
            },
        }
    }
}

/// Numbers by party, issue and option, of utilities by their places.
pub fn numbers_of(problem: &Problem, utilities: &[mediant_model::problem::Utility]) -> Numbers {
    let parties = problem.parties.iter().zip(utilities).filter(|(party, _)| party.utility.is_none());
    let of = |(party, utility): (&mediant_model::problem::ProblemParty, &mediant_model::problem::Utility)| {
        let issues = problem.issues.iter().zip(&utility.values).map(|(issue, values)| {
            let options = issue.options.iter().map(ToString::to_string).zip(values.iter().copied());
            (issue.id.to_string(), options.collect::<BTreeMap<_, _>>())
        });
        (party.id.to_string(), issues.collect())
    };
    parties.map(of).collect()
}
