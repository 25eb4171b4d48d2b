//! What can be said where some parties gave points, some an order for each issue, some nothing but what they exclude.
//!
//! **Idea.** An order fits every additive utility that keeps it ([`ordinal`](crate::ordinal)). Whether a second package is
//! better than a first for somebody and worse for nobody, for some such utilities or for all of them, depends on sums over
//! issues: of points, of steps up, of falls from top to bottom. So it is decided group by group of issues that statements join,
//! without comparing all pairs of packages, at any size.
//!
//! **Who is compared.** A party that states neither points nor an order may prefer any package, and then each could be
//! efficient: it alone may like it best. That would say nothing. So *can be efficient* is said among those who stated a
//! preference, the others set aside by name. *Efficient whatever the numbers* is said of all, the silent included.
//!
//! **What is exact.** That a package is sure to be beaten, and that it is efficient whatever the numbers: always. That it can be
//! efficient follows from not being sure to be beaten where nobody ranked the issues: let every party think little of what is above
//! what it gets, and much of what is below. Then whoever is worse off on any issue is worse off in sum, so only what is sure to beat
//! the package beats it. With ranks of issues not being beaten for sure is necessary for it; where packages are few, numbers are looked for that
//! show it, and where they are not found the count is bounded. A package that
//! beats another is worth as much to everyone with points, so walk-away values ask for nothing more.
//!
//! **Limits.** Joined issues have at most [`CHOICES_MAX`] combinations, and no party's points are cut off at a cap; else
//! [`Reach::TooLarge`] says so. Counts beyond what is gone through are bounded from both sides.
//!
//! **Sources.** Aziz, Biró, Lang, Lesca & Monnot, *Efficient reallocation under additive and responsive preferences*, Theoretical
//! Computer Science 790 (2019), for the notions; Rollon & Larrosa, *Bucket elimination for multiobjective optimization problems*,
//! Journal of Heuristics 12 (2006), for keeping what is not dominated group by group.

mod beside;
mod can_be;
mod place;
mod rule;
mod search;
mod terrain;

pub use can_be::{CanBe, NAMED_MAX};
pub use mediant_check::PlaceRule;
pub use place::Place;
pub use rule::Pick;
pub use terrain::CHOICES_MAX;

use crate::Control;
use crate::ordinal::favour::favouring;
use crate::ordinal::order::View;
use beside::{Asked, Comparison};
use mediant_check::Claim;
use mediant_model::{Package, Problem};
use num_bigint::BigUint;
use place::Places;
use rule::{Counted, best};
use search::Field;
use std::collections::BTreeSet;
use terrain::{Laid, Terrain};

/// Packages that nobody excluded are named where they are at most so many.
const LEFT_MAX: usize = 12;
/// Among so many packages numbers are looked for by which one is efficient.
const SHOWN_MAX: usize = 1_000;
/// Packages that the verifier goes through to count those that can be efficient, at most.
const COUNTED_BY_CHECK: u32 = 10_000;
/// Packages that are efficient whatever the numbers, at most so many.
const WHATEVER_MAX: usize = 10_000;

/// What preferences of different kinds say about the packages that nobody excluded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mixed {
    /// The parties that stated points or an order, ascending.
    pub compared: Vec<usize>,
    /// The parties that stated neither.
    pub aside: Vec<usize>,
    /// The parties whose options have no places: combinations of issues count for them.
    pub placeless: Vec<usize>,
    /// How far it was decided.
    pub reach: Reach,
}

/// What was found, or why nothing was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// It was looked at.
    Found {
        /// The packages that nobody excluded, where they are few.
        left: Vec<Package>,
        /// Those that can be efficient; `None` where fewer than two parties stated a preference, or it takes too much.
        can_be: Option<CanBe>,
        /// The best by each rule, as far as they were found.
        picks: Vec<Pick>,
    },
    /// What was stated excludes every package.
    NothingLeft,
    /// More hangs together than is gone through.
    TooLarge,
}

/// What is known of one package.
pub(crate) struct Judged {
    pub beaten_for_sure_by: Option<Option<Package>>,
    pub might_be_beaten_by: Option<Option<Package>>,
    /// Whether not being beaten for sure means that it can be efficient.
    pub exact: bool,
}

/// Everything, for a problem whose parties are known by these views.
pub(crate) fn mixed(problem: &Problem, views: &[View], control: &dyn Control) -> Mixed {
    let (compared, aside): (Vec<usize>, Vec<usize>) =
        (0..views.len()).partition(|party| speaks(views, *party));
    let places: Vec<Option<Places>> = views.iter().map(|view| Places::new(problem, view)).collect();
    let placeless = compared.iter().copied().filter(|party| places.get(*party).is_some_and(Option::is_none));
    let placeless = placeless.collect();
    let reach = match Terrain::lay_out(problem) {
        Laid::Nothing => Reach::NothingLeft,
        Laid::TooLarge => Reach::TooLarge,
        Laid::Out(terrain) => found(problem, &terrain, views, (&compared, &places), control),
    };
    Mixed { compared, aside, placeless, reach }
}

/// Whether a party stated a preference between any packages.
fn speaks(views: &[View], party: usize) -> bool {
    views.get(party).is_some_and(|view| match view {
        View::Points(_) => true,
        View::Order(order) => order.says_something(),
    })
}

/// Whether somebody ranked issues, so that not being beaten for sure is not enough.
fn is_exact(views: &[View], compared: &[usize]) -> bool {
    let ranks = |party: &usize| matches!(views.get(*party), Some(View::Order(order)) if order.ranks_issues());
    !compared.iter().any(ranks)
}

/// Whether some numbers that fit make the package efficient among all of these, as far as a few of them tell.
fn shown_by_numbers(
    problem: &Problem,
    views: &[View],
    compared: &[usize],
    all: &[Package],
    package: &[u32],
) -> bool {
    favouring(problem, views, package).any(|utilities| {
        let worth = |package: &[u32]| -> Vec<i64> {
            compared
                .iter()
                .filter_map(|party| utilities.get(*party))
                .map(|utility| utility.of(package))
                .collect()
        };
        let own = worth(package);
        let beats =
            |theirs: Vec<i64>| theirs != own && theirs.iter().zip(&own).all(|(theirs, own)| theirs >= own);
        !all.iter().any(|other| beats(worth(other)))
    })
}

fn found(
    problem: &Problem,
    terrain: &Terrain,
    views: &[View],
    (compared, places): (&[usize], &[Option<Places>]),
    control: &dyn Control,
) -> Reach {
    let everybody: Vec<usize> = (0..views.len()).collect();
    let surely = Comparison::new(Asked::Surely, views, compared);
    let might = Comparison::new(Asked::Might, views, &everybody);
    let exact = is_exact(views, compared);
    let left = terrain.few(LEFT_MAX);
    // What one party likes best by itself is no compromise.
    let Some(surely) = Field::new(terrain, &surely, control).filter(|_| compared.len() > 1) else {
        return Reach::Found { left, can_be: None, picks: Vec::new() };
    };
    let might = Field::new(terrain, &might, control);
    let pointed: Vec<usize> =
        compared.iter().copied().filter(|party| matches!(views.get(*party), Some(View::Points(_)))).collect();
    let can_be = can_be::can_be(terrain, &surely, &pointed, exact, control);
    // With ranks of issues numbers are looked for, where packages are few.
    let all = if exact { Vec::new() } else { terrain.few(SHOWN_MAX) };
    let shown = |package: &[u32]| shown_by_numbers(problem, views, compared, &all, package);
    let can_be = match (exact, all.is_empty()) {
        (true, _) => can_be,
        (false, false) => can_be.shown_by(shown),
        (false, true) => can_be.shown_by(|_| false),
    };
    if places.iter().flatten().filter(|places| places.says_something()).count() < 2 {
        return Reach::Found { left, can_be: Some(can_be), picks: Vec::new() };
    }
    let counted = Counted::new(terrain, places);
    let pick = |rule: PlaceRule| {
        let (chosen, ties) = best(terrain, &counted, rule, &surely, control)?;
        let package = terrain.package(&chosen);
        let beaten = surely.beaten_by(&chosen, control);
        let whatever = might.as_ref().and_then(|might| might.beaten_by(&chosen, control));
        let of = |places: &Option<Places>| {
            let each = package.iter().enumerate();
            each.map(|(issue, option)| places.as_ref()?.of(issue, *option)).collect()
        };
        Some(Pick {
            rule,
            places: places.iter().map(of).collect(),
            ties,
            can_be: match &beaten {
                Some(Some(_)) => Some(false),
                Some(None) if exact || whatever == Some(None) => Some(true),
                Some(None) => (!all.is_empty() && shown(&package)).then_some(true),
                None => None,
            },
            whatever: whatever.map(|by| by.is_none()),
            beaten_by: beaten.flatten(),
            package,
        })
    };
    let picks = PlaceRule::ALL.into_iter().filter_map(pick).collect();
    Reach::Found { left, can_be: Some(can_be), picks }
}

/// The packages that are efficient whatever the numbers, by name; `None` where they are too many, or it takes too much.
pub(crate) fn efficient_whatever(
    problem: &Problem,
    views: &[View],
    control: &dyn Control,
) -> Option<Vec<Package>> {
    let terrain = match Terrain::lay_out(problem) {
        Laid::Out(terrain) => terrain,
        Laid::Nothing => return Some(Vec::new()),
        Laid::TooLarge => return None,
    };
    let everybody: Vec<usize> = (0..views.len()).collect();
    let might = Comparison::new(Asked::Might, views, &everybody);
    let found = Field::new(&terrain, &might, control)?.unbeaten(WHATEVER_MAX, WHATEVER_MAX as u64, control);
    let mut packages = found.packages;
    packages.sort();
    found.complete.then_some(packages)
}

/// What is known of one package, which breaks nothing stated; `None` where it does, or it takes too much.
///
/// `compared`: whether those alone are compared that stated a preference; else the silent, too, may prefer anything.
pub(crate) fn judged(
    problem: &Problem,
    views: &[View],
    package: &[u32],
    control: &dyn Control,
) -> Option<Judged> {
    let Laid::Out(terrain) = Terrain::lay_out(problem) else { return None };
    let chosen = terrain.chosen(package)?;
    let everybody: Vec<usize> = (0..views.len()).collect();
    let beaten_by = |asked: Asked| {
        let comparison = Comparison::new(asked, views, &everybody);
        Field::new(&terrain, &comparison, control)?.beaten_by(&chosen, control)
    };
    Some(Judged {
        beaten_for_sure_by: beaten_by(Asked::Surely),
        might_be_beaten_by: beaten_by(Asked::Might),
        exact: is_exact(views, &everybody),
    })
}

impl Mixed {
    /// Whether what was stated excludes every package, as far as that is seen here.
    pub(crate) fn is_nothing_left(&self, problem: &Problem) -> bool {
        match &self.reach {
            Reach::NothingLeft => true,
            Reach::Found { can_be: Some(can_be), .. } => can_be.count.upper == BigUint::ZERO,
            // Few packages are gone through elsewhere.
            Reach::Found { can_be: None, .. } | Reach::TooLarge => {
                crate::ordinal::is_none_admissible(problem)
            }
        }
    }

    /// What of it a certificate can claim.
    pub fn claims(&self, problem: &Problem) -> Vec<Claim> {
        let Reach::Found { can_be, picks, .. } = &self.reach else { return Vec::new() };
        let few = problem.package_count() <= COUNTED_BY_CHECK.into();
        let efficient = can_be
            .as_ref()
            .filter(|can_be| can_be.is_provable && !can_be.packages.is_empty())
            .map(|can_be| {
                let picked = picks.iter().filter(|pick| pick.can_be == Some(true)).map(|pick| &pick.package);
                let named: BTreeSet<&Package> = can_be.packages.iter().chain(picked).collect();
                Claim::CanBeEfficient {
                    // With the points of several parties the verifier looks at each package.
                    count: Some(can_be.count.lower.to_string())
                        .filter(|_| can_be.count.is_exact() && (can_be.is_product || few)),
                    packages: named.into_iter().map(|package| problem.choice(package)).collect(),
                }
            });
        let picked = picks.iter().map(|pick| Claim::Picked {
            rule: pick.rule,
            package: problem.choice(&pick.package),
            ties: pick.ties.as_ref().map(ToString::to_string),
        });
        efficient.into_iter().chain(picked).collect()
    }
}

#[cfg(test)]
mod tests;
