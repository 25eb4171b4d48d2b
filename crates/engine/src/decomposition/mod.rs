//! From a compiled problem to independent choices.
//!
//! Red lines, preconditions, linkages and interactions join issues. Issues that nothing joins are
//! choices of their own; issues that are joined become one choice among their admissible
//! combinations, enumerated. What is left is a plain sum ([`Layers`]), for the additive kernel.
//! Where a group of joined issues has too many combinations, [`interaction`](crate::interaction)
//! takes over.
//!
//! Why it is exact: a package's utility is a sum over issues and boxes, and every box lies on the issues of
//! one group. So what is agreed in one group changes nothing in what another brings or forbids, and the best
//! of the whole is put together from what is efficient in each. Caps are the one thing that ties groups
//! together again: they are kept aside.

mod component;
mod cost;
mod enumerate;
mod scope;

pub use component::Component;
pub use cost::Cost;
pub use scope::Scope;

use crate::interaction::{Admissible, Dominance, Landscape, admissible_package};
use crate::{Control, Layer, Layers, Share};
use mediant_model::problem::FactKind;
use mediant_model::{Package, Problem};

/// Which combinations of joined issues become choices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Every admissible combination: nothing is lost, counts and ties are exact.
    All,
    /// One combination for every utility vector that no other combination of the same issues beats
    /// or equals for all parties. Frontier vectors, solution vectors and existence stay the same.
    Undominated,
}

/// Which groups of joined issues are gone through combination by combination.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// All of them, where their [`Cost`] says that it is the better way; otherwise none.
    ByCost,
    /// Those of at most so many combinations.
    UpTo(u64),
}

/// A problem, decomposed for one [`Scope`].
#[derive(Clone, Debug, PartialEq)]
pub enum Decomposed {
    /// A sum of independent choices.
    Layers {
        /// The choices and what they are worth, caps left aside.
        layers: Layers,
        /// Caps that the sum does not respect; `None` where there is none, where no package
        /// reaches it, or where clipping could be done inside a single layer.
        ///
        /// Clipping is monotone. Hence, with `u` clipped to `min(u, cap)`: whether a package
        /// reaches a reservation that is at most the cap, and how many do, is the same with and
        /// without; and the clipped frontier is the non-dominated part of the frontier's clipped
        /// points. Nash, Kalai-Smorodinsky, leximin and utilitarian are *not* those of the
        /// unclipped sum: take them from the clipped frontier, or from
        /// [`interaction`](crate::interaction), which knows caps.
        caps: Vec<Option<i64>>,
    },
    /// The constraints alone exclude every package.
    Empty {
        /// The issues that cannot be settled.
        issues: Vec<usize>,
        /// Facts (indices) that together exclude every package; not necessarily a minimal set.
        facts: Vec<usize>,
    },
    /// Some groups of joined issues have more combinations than allowed.
    TooLarge {
        /// The groups that are too large to enumerate.
        components: Vec<Component>,
        /// A package that breaks no constraint (reservations aside); `None` when the search for
        /// one was stopped.
        possible: Option<Package>,
    },
}

/// Decomposes the problem for the facts and utilities in scope.
///
/// Whether the constraints alone leave a package is answered exactly, at any size, unless
/// `control` stops the search for one (`TooLarge` with `possible: None`). `route` says
/// which groups to enumerate; memory for [`Keep::All`] is combinations times issues x 4 + parties x 8
/// bytes.
///
/// Cost: linear in the problem, plus for each group its combinations x its boxes.
///
/// ```
/// use mediant_engine::{Decomposed, Keep, Route, Scope, Unlimited, decompose};
/// use mediant_formats::{InputFile, read};
/// use mediant_model::{Problem, problem::Options};
///
/// let file = InputFile::new("bridge.toml", r#"
///     mediant = 1
///     title = "A bridge"
///     [parties]
///     east = { name = "East" }
///     west = { name = "West" }
///     [issues.bridge]
///     options = { leave = "stays as it is", repair = "is repaired" }
///     [issues.toll]
///     options = { none = "no toll", small = "a small toll" }
///     [issues.lamps]
///     options = { gas = "gas", electric = "electric" }
///     [[linkages]]
///     if = { bridge = "repair" }
///     then = { toll = "small" }
/// "#);
/// let (read, _) = read(&[file]).map_err(|faults| format!("{faults:?}"))?;
/// let problem = Problem::compile(&read.case, &read.briefs, &Options::default()).map_err(|all| format!("{all:?}"))?;
///
/// let scope = Scope::everything(&problem);
/// let Decomposed::Layers { layers, .. } = decompose(&problem, &scope, Keep::All, Route::ByCost, &Unlimited) else {
///     return Err("a problem as small as this is enumerated".to_owned());
/// };
/// // The linkage joins bridge and toll into one choice of three combinations; the lamps are a choice of their own.
/// let choices = layers.layers.iter().map(|layer| (layer.issues.clone(), layer.choice_count(layers.party_count)));
/// assert_eq!(choices.collect::<Vec<_>>(), [(vec![0, 1], 3), (vec![2], 2)]);
/// # Ok::<(), String>(())
/// ```
pub fn decompose(
    problem: &Problem,
    scope: &Scope,
    keep: Keep,
    route: Route,
    control: &dyn Control,
) -> Decomposed {
    let mut landscape = Landscape::new(problem, scope);
    landscape.simplify(Dominance::Keep);
    if let Some(issues) = landscape.impossible {
        return empty(problem, scope, issues);
    }
    let components = component::components(&landscape);
    let mut possible = Some(vec![0u32; landscape.issue_count()]);
    for part in &components {
        match admissible_package(&landscape, &part.issues, control) {
            Admissible::None => return empty(problem, scope, part.issues.clone()),
            Admissible::Package(options) => fill(&mut possible, &part.issues, &options),
            Admissible::Unknown => possible = None,
        }
    }
    let searches = route == Route::ByCost && !Cost::new(&landscape, &components).favours_enumeration();
    let is_too_large = |part: &&Component| match route {
        Route::ByCost => searches && part.issues.len() > 1,
        Route::UpTo(limit) => part.exceeds(limit),
    };
    let too_large: Vec<Component> = components.iter().filter(is_too_large).cloned().collect();
    if !too_large.is_empty() {
        return Decomposed::TooLarge { components: too_large, possible };
    }
    // Going through combinations that takes longer than was thought leaves the rest of the budget to searching them.
    let share = Share::one_of(2, control);
    let layers: Option<Vec<Layer>> =
        components.iter().map(|part| enumerate::layer(&landscape, part, keep, &share)).collect();
    let Some(layers) = layers else { return Decomposed::TooLarge { components, possible } };
    let mut layers = Layers {
        party_count: landscape.party_count,
        issue_count: landscape.issue_count(),
        constant: landscape.constant.clone(),
        layers,
    };
    let caps = settle_caps(&mut layers, &landscape.caps);
    Decomposed::Layers { layers, caps }
}

/// What answering about the packages in scope is estimated to take.
pub fn cost(problem: &Problem, scope: &Scope) -> Cost {
    let mut landscape = Landscape::new(problem, scope);
    landscape.simplify(Dominance::Keep);
    Cost::new(&landscape, &component::components(&landscape))
}

fn fill(package: &mut Option<Package>, issues: &[usize], options: &[u32]) {
    let Some(package) = package else { return };
    for (issue, option) in issues.iter().zip(options) {
        if let Some(entry) = package.get_mut(*issue) {
            *entry = *option;
        }
    }
}

/// The facts behind an impossible group of issues: all binding facts that constraints join with it.
///
/// Constraints on issues that are not joined to the group, directly or through others, cannot
/// matter to it; so these facts exclude every package on their own.
fn empty(problem: &Problem, scope: &Scope, issues: Vec<usize>) -> Decomposed {
    let mut joined = issues.clone();
    let mut facts: Vec<usize> = Vec::new();
    let constraints: Vec<usize> = (0..problem.facts.len())
        .filter(|index| {
            scope.binds(*index)
                && problem.facts.get(*index).is_some_and(|fact| fact.kind != FactKind::Reservation)
        })
        .collect();
    loop {
        let before = facts.len();
        for index in constraints.iter().filter(|index| problem.facts.get(**index).is_some()) {
            let Some(fact) = problem.facts.get(*index) else { continue };
            let touches = fact.forbids.iter().any(|region| {
                region.width() == 0 || region.sides().any(|(issue, _)| joined.contains(&issue))
            });
            if touches && !facts.contains(index) {
                facts.push(*index);
                joined.extend(fact.forbids.iter().flat_map(|region| region.sides().map(|(issue, _)| issue)));
            }
        }
        if facts.len() == before {
            facts.sort_unstable();
            return Decomposed::Empty { issues, facts };
        }
    }
}

/// Drops caps that no package reaches and clips inside a layer where one layer decides alone;
/// returns the caps that are left.
fn settle_caps(layers: &mut Layers, caps: &[Option<i64>]) -> Vec<Option<i64>> {
    let party_count = layers.party_count;
    caps.iter().enumerate().map(|(party, cap)| settle_cap(layers, party_count, party, (*cap)?)).collect()
}

fn settle_cap(layers: &mut Layers, party_count: usize, party: usize, cap: i64) -> Option<i64> {
    let units = |layer: &Layer| -> Vec<i64> {
        layer.rows(party_count).filter_map(|row| row.get(party).copied()).collect()
    };
    let ranges: Vec<(i64, i64)> = layers
        .layers
        .iter()
        .map(|layer| {
            let units = units(layer);
            (units.iter().copied().min().unwrap_or(0), units.iter().copied().max().unwrap_or(0))
        })
        .collect();
    let constant = layers.constant.get(party).copied().unwrap_or(0);
    if constant + ranges.iter().map(|(_, most)| most).sum::<i64>() <= cap {
        return None;
    }
    let mut varying = ranges.iter().enumerate().filter(|(_, (least, most))| least < most);
    let (place, others) = match (varying.next(), varying.next()) {
        (Some((place, (_, most))), None) => {
            (place, constant + ranges.iter().map(|(_, most)| most).sum::<i64>() - most)
        }
        // Every package is worth the same, more than the cap.
        (None, _) => {
            let excess = constant + ranges.iter().map(|(_, most)| most).sum::<i64>() - cap;
            if let Some(entry) = layers.constant.get_mut(party) {
                *entry -= excess;
            }
            return None;
        }
        _ => return Some(cap),
    };
    if let Some(layer) = layers.layers.get_mut(place) {
        for row in layer.utilities.chunks_exact_mut(party_count) {
            if let Some(entry) = row.get_mut(party) {
                *entry = (*entry).min(cap - others);
            }
        }
    }
    None
}
