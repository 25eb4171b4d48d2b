//! That a list of conflicts and a list of openings are whole.
//!
//! Whatever lets a deal come about lets a fact of every conflict fall; and what lets a fact of every possible conflict
//! fall lets a deal come about. So if the smallest sets that meet every listed conflict are just the listed openings,
//! neither list can lack anything: a smallest opening that is not listed would meet every listed conflict, so it
//! would contain a listed opening; and a conflict that is not listed would meet every listed opening, so it would
//! contain a listed conflict (Reiter, *A Theory of Diagnosis from First Principles*, Artificial Intelligence 32, 1987).

use crate::certificate::Claim;
use crate::claim::{Ground, fact_of};
use crate::{Checked, ensure};
use std::collections::BTreeSet;

/// So many sets are looked at, at a time.
const SETS_MAX: usize = 50_000;
/// So many pairs of sets are held against each other in all: a few seconds.
const PAIRS_MAX: usize = 20_000_000;
/// And so many between two looks at the time.
const PAIRS_BETWEEN: usize = 100_000;
const TOO_MANY: &str = "there are too many smallest openings to tell whether all are listed";

/// Checks that the conflicts and openings among the claims are all there are; each by itself is checked elsewhere.
pub(crate) fn check(ground: &Ground<'_>, claims: &[Claim]) -> Checked<()> {
    let conflicts: Vec<BTreeSet<&str>> = claims
        .iter()
        .filter_map(|claim| match claim {
            Claim::Conflict { facts, .. } => Some(facts.iter().map(String::as_str).collect()),
            _ => None,
        })
        .collect();
    let openings = claims.iter().filter_map(|claim| match claim {
        // An option that is new lets nothing fall.
        Claim::Opening { change, .. } => change.iter().map(fact_of).collect::<Option<BTreeSet<&str>>>(),
        _ => None,
    });
    ensure(!conflicts.is_empty(), "no conflict is listed")?;
    let mut smallest: Vec<BTreeSet<&str>> = vec![BTreeSet::new()];
    let mut pairs = 0usize;
    for conflict in &conflicts {
        let (meet, miss): (Vec<_>, Vec<_>) = smallest.into_iter().partition(|set| !set.is_disjoint(conflict));
        let grown = miss.iter().flat_map(|set| {
            conflict.iter().map(|fact| set.iter().copied().chain([*fact]).collect::<BTreeSet<&str>>())
        });
        let mut needed = BTreeSet::new();
        let mut since_look = 0;
        for set in grown {
            pairs += meet.len();
            since_look += meet.len() + 1;
            if since_look > PAIRS_BETWEEN {
                since_look = 0;
                ground.watch.look()?;
            }
            ensure(pairs <= PAIRS_MAX && needed.len() <= SETS_MAX, TOO_MANY)?;
            if !meet.iter().any(|other| other.is_subset(&set)) {
                needed.insert(set);
            }
        }
        // Of two that grew neither contains the other: before, neither did, and each met the conflict in one fact alone.
        smallest = meet;
        smallest.extend(needed);
        ensure(smallest.len() <= SETS_MAX, TOO_MANY)?;
    }
    let listed = minimal(ground, openings.collect())?;
    ensure(
        smallest.into_iter().collect::<BTreeSet<_>>() == listed,
        "the conflicts and openings listed are not all there are",
    )
}

/// The sets that contain no other.
fn minimal<'a>(
    ground: &Ground<'_>,
    sets: BTreeSet<BTreeSet<&'a str>>,
) -> Checked<BTreeSet<BTreeSet<&'a str>>> {
    let is_minimal =
        |set: &&BTreeSet<&str>| !sets.iter().any(|other| other.len() < set.len() && other.is_subset(set));
    ground.watch.through(sets.iter(), |sets| sets.filter(is_minimal).cloned().collect())
}
