//! Packages found without going through all of them: coordinate search, the same every time.
//!
//! Apart from the best package of a party whose issues count one by one, and from the lower bound, nothing
//! here is exact, and nothing that rests on it is called so. It stands in where packages are too many to be
//! put in order: strategies get the same kind of answer, a package near a level, only found instead of looked
//! up. Chance comes from a seed, so that the same negotiation finds the same packages.

use super::enumerate::may_offer;
use crate::random::{Random, derived_seed};
use mediant_model::Problem;
use mediant_model::problem::{Package, Utility};

/// So many starts are tried for the best package of a party whose options interact.
const STARTS: u64 = 64;

/// The best package found for a party among those it may offer; the best there is where nothing but
/// the issues by themselves counts.
pub(super) fn best(problem: &Problem, party: usize, utility: &Utility) -> Option<Package> {
    let greedy: Package = problem
        .issues
        .iter()
        .enumerate()
        .map(|(issue, options)| {
            let count = options.options.len();
            (0..count).rev().max_by_key(|option| utility.points(issue, *option)).unwrap_or(0) as u32
        })
        .collect();
    let bound = super::enumerate::is_bound(problem, party);
    if utility.interactions.is_empty() && !bound {
        return Some(greedy);
    }
    // A seed of its own, not the negotiation's: a party's best package belongs to the scenario.
    let mut random = Random::new(derived_seed(0, &[party as u64]));
    let starts = std::iter::once(greedy).chain((0..STARTS).map(|_| anywhere(problem, &mut random)));
    let starts: Vec<Package> = starts.collect();
    let climbed = starts.into_iter().map(|start| climbed(problem, party, utility, start, &mut random));
    let allowed = climbed.filter(|package| may_offer(problem, party, package));
    allowed.max_by_key(|package| utility.of(package))
}

/// No package is worth less.
pub(super) fn lower_bound(problem: &Problem, utility: &Utility) -> i64 {
    let issues = problem.issues.iter().enumerate();
    let least: i64 = issues
        .map(|(issue, options)| {
            (0..options.options.len()).map(|option| utility.points(issue, option)).min().unwrap_or(0)
        })
        .sum();
    let penalties: i64 = utility.interactions.iter().map(|interaction| interaction.points.min(0)).sum();
    let sum = utility.constant + least + penalties;
    utility.cap.map_or(sum, |cap| cap.min(sum))
}

/// A package drawn evenly.
pub(crate) fn anywhere(problem: &Problem, random: &mut Random) -> Package {
    problem.issues.iter().map(|issue| random.index(issue.options.len()) as u32).collect()
}

/// Facts broken, then utility: what the climb raises.
fn score(problem: &Problem, party: usize, utility: &Utility, package: &[u32]) -> (i64, i64) {
    let broken = problem
        .facts
        .iter()
        .filter(|fact| fact.party.is_none_or(|of| of == party))
        .filter(|fact| fact.kind != mediant_model::problem::FactKind::Reservation)
        .filter(|fact| problem.breaks(fact, package))
        .count();
    (-(broken as i64), utility.of(package))
}

/// Changes one issue at a time for the better until no change helps.
fn climbed(
    problem: &Problem,
    party: usize,
    utility: &Utility,
    mut package: Package,
    random: &mut Random,
) -> Package {
    let mut order: Vec<usize> = (0..problem.issues.len()).collect();
    let mut now = score(problem, party, utility, &package);
    loop {
        random.shuffle(&mut order);
        let before = now;
        for issue in &order {
            let options = problem.issues.get(*issue).map_or(0, |issue| issue.options.len());
            for option in 0..options as u32 {
                let Some(slot) = package.get_mut(*issue) else { continue };
                let kept = std::mem::replace(slot, option);
                let then = score(problem, party, utility, &package);
                // The first part counts facts broken: a climb first gets out of what is forbidden and then
                // goes for utility.
                if then > now {
                    now = then;
                } else if let Some(slot) = package.get_mut(*issue) {
                    *slot = kept;
                }
            }
        }
        if now == before {
            return package;
        }
    }
}

/// Walks from a package down to one that is worth at least `target` and little more.
///
/// Issue by issue in a random order it takes the option that leaves least above the target, until nothing
/// changes or so many passes were made; the start is returned where it is worth less than the target itself.
pub(crate) fn descended(
    problem: &Problem,
    mut package: Package,
    target: f64,
    worth: impl Fn(&[u32]) -> f64,
    pay: impl Fn(u64),
    random: &mut Random,
) -> Package {
    const PASSES: usize = 4;
    let mut now = worth(&package);
    let mut order: Vec<usize> = (0..problem.issues.len()).collect();
    for _ in 0..PASSES {
        let before = now;
        random.shuffle(&mut order);
        for issue in &order {
            let options = problem.issues.get(*issue).map_or(0, |issue| issue.options.len()) as u32;
            pay(u64::from(options));
            // From a random option on: from the first, the same early options would be found near every
            // level.
            let turn = random.below(u64::from(options)) as u32;
            for option in (0..options).map(|step| (step + turn) % options) {
                let Some(slot) = package.get_mut(*issue) else { continue };
                let kept = std::mem::replace(slot, option);
                let then = worth(&package);
                // Downwards but not below the target: it ends just above, where no single change leads
                // closer.
                if then >= target && then < now {
                    now = then;
                } else if let Some(slot) = package.get_mut(*issue) {
                    *slot = kept;
                }
            }
        }
        if now == before {
            break;
        }
    }
    package
}
