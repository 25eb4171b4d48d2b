//! Whether enough parties can agree, where there are too many coalitions to ask one by one.
//!
//! Implicit hitting sets (Moreno-Centeno & Karp, *The implicit hitting set approach*, Operations Research 61 (2013)): parties
//! that cannot all accept one package are a *clash*. A coalition that accepts a package leaves out somebody of every clash, so
//! the parties left out hit all clashes. The smallest set that hits those known so far is left out, and the others are asked:
//! either they can agree, or they hold a clash that was not known. If more would have to be left out than the quorum
//! spares, no coalition wins.

use super::{Found, Settings, over};
use crate::control::Control;
use crate::decomposition::Scope;
use mediant_model::{Package, Problem};
use std::collections::BTreeSet;

/// Steps that the search for a smallest hitting set may take; with more, nothing is known.
const STEPS_MAX: usize = 200_000;

/// Parties, by their indices.
type Parties = BTreeSet<usize>;

/// Whether some winning coalition accepts a package, and such a package; `None` where the search was stopped.
pub(super) fn search(
    problem: &Problem,
    settings: &Settings,
    control: &dyn Control,
) -> (Option<bool>, Option<Package>) {
    let all: Parties = (0..problem.parties.len()).collect();
    let vetoes: Parties = all
        .iter()
        .copied()
        .filter(|party| problem.parties.get(*party).is_some_and(|party| party.veto))
        .collect();
    let spared = all.len().saturating_sub(problem.quorum);
    let light = Settings { frontier_points_max: 0, ..settings.clone() };
    let ask = |coalition: &Parties| -> Found {
        let members: Vec<usize> = coalition.iter().copied().collect();
        over(problem, &Scope::of_coalition(problem, &members), &light, control)
    };
    let mut clashes: Vec<Parties> = Vec::new();
    loop {
        if control.should_stop() {
            return (None, None);
        }
        let Some(left_out) = smallest_hitting(&clashes, &vetoes, spared, control) else {
            return (None, None);
        };
        let Some(left_out) = left_out else { return (Some(false), None) };
        let coalition: Parties = all.difference(&left_out).copied().collect();
        match ask(&coalition) {
            Found { exists: Some(true), witness: Some(package), .. } => return (Some(true), Some(package)),
            Found { exists: Some(false), .. } => {}
            _ => return (None, None),
        }
        // As small a clash as can be: whoever can be left out of it without making room for a package is.
        let mut clash = coalition;
        // The smaller a clash, the more it says: somebody of it has to be left out of every coalition, and
        // there are fewer to choose from.
        for party in clash.clone() {
            let mut smaller = clash.clone();
            smaller.remove(&party);
            if control.should_stop() {
                return (None, None);
            }
            if ask(&smaller).exists == Some(false) {
                clash = smaller;
            }
        }
        clashes.push(clash);
    }
}

/// A smallest set of parties without a veto, of at most `most`, that shares one with every clash. Inside `None` where there
/// is no such set; outside where the search took too long.
fn smallest_hitting(
    clashes: &[Parties],
    vetoes: &Parties,
    most: usize,
    control: &dyn Control,
) -> Option<Option<Parties>> {
    let mut steps = STEPS_MAX;
    for size in 0..=most {
        let mut chosen = Parties::new();
        if control.should_stop() {
            return None;
        }
        if extend(clashes, vetoes, size, &mut chosen, (&mut steps, control))? {
            return Some(Some(chosen));
        }
    }
    Some(None)
}

/// Whether up to `size` more parties make the chosen ones hit every clash; they are then among them. `None` when the steps are
/// used up or the search is stopped: of a thousand parties a step goes through as many in every clash.
fn extend(
    clashes: &[Parties],
    vetoes: &Parties,
    size: usize,
    chosen: &mut Parties,
    (steps, control): (&mut usize, &dyn Control),
) -> Option<bool> {
    *steps = steps.checked_sub(1).filter(|_| !control.should_stop())?;
    // The open clash with the fewest ways out: some party of it has to be left out.
    let open = clashes.iter().filter(|clash| clash.is_disjoint(chosen));
    let Some(clash) = open.min_by_key(|clash| clash.difference(vetoes).count()) else { return Some(true) };
    if size == 0 {
        return Some(false);
    }
    for party in clash.difference(vetoes) {
        chosen.insert(*party);
        if extend(clashes, vetoes, size - 1, chosen, (steps, control))? {
            return Some(true);
        }
        chosen.remove(party);
    }
    Some(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Unlimited, sample};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_says_what_the_rule_says(problem in sample::problem()) {
            prop_assume!(!problem.is_unanimous());
            let expected = sample::packages(&problem).any(|package| problem.passes_rule(&package));
            let (exists, package) = search(&problem, &Settings::default(), &Unlimited);
            prop_assert_eq!(exists, Some(expected));
            if let Some(package) = package {
                prop_assert!(problem.passes_rule(&package));
            }
        }

        #[test]
        fn no_smaller_set_hits_all(
            sets in prop::collection::vec(prop::collection::btree_set(0usize..6, 1..4), 0..6),
            vetoes in prop::collection::btree_set(0usize..6, 0..2),
            most in 0usize..5,
        ) {
            let hits = |bits: u32| {
                let set: Parties = (0..6).filter(|party| bits >> party & 1 == 1).collect();
                (set.len() <= most && set.is_disjoint(&vetoes) && sets.iter().all(|clash| !clash.is_disjoint(&set)))
                    .then_some(set.len())
            };
            let expected = (0..64).filter_map(hits).min();
            let found = smallest_hitting(&sets, &vetoes, most, &Unlimited).flatten();
            prop_assert_eq!(found.as_ref().map(|set| set.len()), expected);
        }
    }
}
