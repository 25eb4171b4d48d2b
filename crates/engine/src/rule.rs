//! The agreement rule: whose acceptance makes a deal.
//!
//! Under a quorum a party without a veto can be outvoted, red lines and all: its facts then do not
//! bind. A package passes if it is possible and the parties that accept it win; so a question about
//! the rule is a question about each smallest winning coalition.
//!
//! Why only the smallest winning coalitions: whatever a larger one accepts, each smaller one in it accepts as
//! well, and a smaller one has fewer facts to respect. So a package passes if and only if all of some
//! smallest winning coalition accept it.

use crate::Control;
use crate::analysis::Count;
use crate::fact_set::FactSet;
use crate::oracle::{Breach, Feasibility, Lowering, Oracle};
use mediant_model::{Package, Problem};
use num_bigint::{BigInt, BigUint};
use num_traits::{One, Signed, Zero};
use std::collections::{BTreeMap, BTreeSet};

/// Coalitions beyond this number are not gone through one by one.
const COALITIONS_MAX: usize = 5_000;

/// The smallest winning coalitions, each ascending, in lexicographic order; `None` when more than 5,000.
///
/// Every veto is in each of them, and as many other parties as the quorum still asks for.
pub fn smallest_coalitions(problem: &Problem) -> Option<Vec<Vec<usize>>> {
    let (vetoes, others) = by_veto(problem);
    let wanted = problem.quorum.saturating_sub(vetoes.len());
    let chosen = choices(&others, wanted, COALITIONS_MAX)?;
    let with_vetoes = |chosen: Vec<usize>| {
        let mut coalition: Vec<usize> = vetoes.iter().copied().chain(chosen).collect();
        coalition.sort_unstable();
        coalition
    };
    let mut coalitions: Vec<Vec<usize>> = chosen.into_iter().map(with_vetoes).collect();
    coalitions.sort();
    Some(coalitions)
}

/// The facts that bind when these parties are to agree: theirs, and those that bind everybody.
pub fn facts_binding(problem: &Problem, coalition: &[usize]) -> FactSet {
    let binds = |party: Option<usize>| party.is_none_or(|party| coalition.contains(&party));
    let facts = problem.facts.iter().enumerate();
    facts.filter(|(_, fact)| binds(fact.party)).map(|(index, _)| index).collect()
}

/// Whether the rule passes some package when only the facts of `standing` stand.
///
/// Monotone: with fewer facts standing a deal is never harder. Cost: under a quorum, up to one
/// question to the oracle for each smallest winning coalition.
pub fn passes(oracle: &Oracle, problem: &Problem, standing: &FactSet, control: &dyn Control) -> Feasibility {
    if problem.is_unanimous() {
        return oracle.admits(standing, control);
    }
    let Some(coalitions) = smallest_coalitions(problem) else { return Feasibility::Unknown };
    let mut asked: Vec<FactSet> = Vec::new();
    let mut verdict = Feasibility::Excluded;
    for coalition in coalitions {
        // Coalitions that differ in parties without a fact that stands ask the same question.
        let binding = standing.intersection(&facts_binding(problem, &coalition));
        if asked.contains(&binding) {
            continue;
        }
        if control.should_stop() {
            return Feasibility::Unknown;
        }
        match oracle.admits(&binding, control) {
            Feasibility::Excluded => {}
            Feasibility::Respected(package) => return Feasibility::Respected(package),
            // Another coalition may still have a package; without one, "none" would no longer be proven.
            Feasibility::Unknown => verdict = Feasibility::Unknown,
        }
        asked.push(binding);
    }
    verdict
}

/// By how much the reservations of `lowered` must all fall so that the rule passes a package when
/// the facts of `standing` stand besides. `known`: a package that the rule passes without `lowered`.
pub fn least_lowering(
    oracle: &Oracle,
    problem: &Problem,
    standing: &FactSet,
    lowered: &FactSet,
    known: Option<&Package>,
    control: &dyn Control,
) -> Lowering {
    if problem.is_unanimous() {
        return oracle.least_lowering(standing, lowered, known, control);
    }
    let Some(coalitions) = smallest_coalitions(problem) else { return Lowering::Unknown };
    let mut best = Lowering::Never;
    for coalition in coalitions {
        if control.should_stop() {
            return Lowering::Unknown;
        }
        let binding = facts_binding(problem, &coalition);
        let of_coalition = (standing.intersection(&binding), lowered.intersection(&binding));
        match (oracle.least_lowering(&of_coalition.0, &of_coalition.1, None, control), &best) {
            // The least of all is not known if one of them is not.
            (Lowering::Unknown, _) => return Lowering::Unknown,
            (Lowering::By(units, _), Lowering::By(least, _)) if units >= *least => {}
            (Lowering::By(units, package), _) => best = Lowering::By(units, package),
            (Lowering::Never, _) => {}
        }
    }
    best
}

/// What [`corrections`] found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Corrections {
    /// Sorted; none contains another.
    pub sets: Vec<Breach>,
    /// Whether every way to choose the parties that are won over was tried. Otherwise there may be more corrections, and
    /// smaller ones than those found.
    pub complete: bool,
}

/// The minimal sets of facts without which the rule passes a package, each with such a package. The empty set when the
/// rule passes one as it is.
///
/// Under unanimity these are the breaches. Under a quorum a package needs no more of its broken
/// facts to fall than those of a smallest winning coalition; of the ways to choose one, each is tried: of more than
/// `ways_max` for one breach, those that need the fewest facts to fall.
pub fn corrections(problem: &Problem, breaches: &[Breach], ways_max: usize) -> Corrections {
    let mut corrections: Vec<Breach> = Vec::new();
    let mut complete = true;
    for breach in breaches {
        // At least one way of each: a breach without any would look as if nothing could be done about it.
        let most = ways_max.min(ALL_WAYS_MAX.saturating_sub(corrections.len())).max(1);
        let (ways, are_all) = ways(problem, breach, most);
        corrections.extend(ways);
        complete &= are_all;
    }
    corrections.sort();
    let mut sets: Vec<Breach> = Vec::new();
    for correction in corrections {
        if !sets.iter().any(|known| known.facts.is_subset(&correction.facts)) {
            sets.push(correction);
        }
    }
    Corrections { sets, complete }
}

/// For all breaches together more ways than this are not compared with each other.
const ALL_WAYS_MAX: usize = 50_000;

/// The ways to let facts of the breach fall so that its package passes, at most `most`, and whether these are all.
fn ways(problem: &Problem, breach: &Breach, most: usize) -> (Vec<Breach>, bool) {
    if problem.is_unanimous() {
        return (vec![breach.clone()], true);
    }
    let owner = |fact: &usize| problem.facts.get(*fact).and_then(|fact| fact.party);
    let (vetoes, others) = by_veto(problem);
    let mut broken: BTreeMap<usize, usize> = BTreeMap::new();
    for party in breach.facts.iter().filter_map(|fact| owner(&fact)) {
        *broken.entry(party).or_default() += 1;
    }
    let (refusing, accepting): (Vec<usize>, Vec<usize>) =
        others.iter().partition(|party| broken.contains_key(party));
    let wanted = problem.quorum.saturating_sub(vetoes.len() + accepting.len());
    let facts_of = |party: &usize| broken.get(party).copied().unwrap_or(0);
    let weighed: Vec<(usize, usize)> = refusing.iter().map(|party| (facts_of(party), *party)).collect();
    let (won_over, are_all) = lightest(weighed, wanted, most);
    let of = |won: Vec<usize>| {
        let falls =
            |fact: &usize| owner(fact).is_none_or(|party| vetoes.contains(&party) || won.contains(&party));
        Breach { facts: breach.facts.iter().filter(falls).collect(), package: breach.package.clone() }
    };
    (won_over.into_iter().map(of).collect(), are_all)
}

/// The ways to choose `count` of the items, given with their weights: at most `most`, the lightest first, and whether
/// these are all.
///
/// Sorted by weight, the first `count` items are the lightest choice. Moving one item of a choice to the next place makes it
/// no lighter, and every choice is reached by such moves; so what waits in the queue holds the next lightest.
fn lightest(mut weighed: Vec<(usize, usize)>, count: usize, most: usize) -> (Vec<Vec<usize>>, bool) {
    weighed.sort_unstable();
    let weight =
        |places: &[usize]| places.iter().filter_map(|at| weighed.get(*at)).map(|(weight, _)| weight).sum();
    let mut waiting: BTreeSet<(usize, Vec<usize>)> = BTreeSet::new();
    let mut found = Vec::new();
    if count <= weighed.len() {
        let first: Vec<usize> = (0..count).collect();
        waiting.insert((weight(&first), first));
    }
    while let Some((_, places)) = waiting.pop_first() {
        if found.len() >= most {
            return (found, false);
        }
        for (at, place) in places.iter().enumerate() {
            let end = places.get(at + 1).copied().unwrap_or(weighed.len());
            if place + 1 < end {
                let mut moved = places.clone();
                moved.get_mut(at).into_iter().for_each(|place| *place += 1);
                waiting.insert((weight(&moved), moved));
            }
            // Never more than can still be taken.
            while waiting.len() > most - found.len() {
                waiting.pop_last();
            }
        }
        found.push(places.iter().filter_map(|at| weighed.get(*at)).map(|(_, item)| *item).collect());
    }
    (found, true)
}

/// A breach whose package the rule passes when only the facts of `standing` stand, `breaches` being all there are.
///
/// Whatever package the rule passes then breaks a minimal breach or more, so that of this breach no more facts stand, and its
/// package passes as well. Cost: a look at each breach.
pub fn passed<'a>(problem: &Problem, breaches: &'a [Breach], standing: &FactSet) -> Option<&'a Breach> {
    let owner = |fact: usize| problem.facts.get(fact).and_then(|fact| fact.party);
    breaches.iter().find(|breach| {
        let broken = breach.facts.intersection(standing);
        // What binds everybody nobody can be outvoted on.
        let owners: Option<BTreeSet<usize>> = broken.iter().map(owner).collect();
        owners.is_some_and(|owners| problem.wins(|party| !owners.contains(&party)))
    })
}

/// Whether each of these facts has to fall, so that the rule passes a package once all of them do; `breaches` being all there are.
pub fn needs_all(problem: &Problem, breaches: &[Breach], facts: &FactSet) -> bool {
    let others = FactSet::all(problem.facts.len()).minus(facts);
    facts.iter().all(|fact| passed(problem, breaches, &others.with(fact)).is_none())
}

/// How many packages the rule passes, from how many are accepted by all of a set of parties.
///
/// `accepted_by` gets parties in ascending order and counts the possible packages that each of them
/// accepts. With `k` acceptances wanted besides the vetoes V, of `m` other parties, it is
/// Σ_{j=k..m} (−1)^{j−k} C(j−1, k−1) Σ_{|K|=j} N(V ∪ K) (Jordan's formula for "at least k of m events";
/// Feller, *An Introduction to Probability Theory*, vol. 1, 3rd ed., section IV.5): exact where the
/// counts are. `None` when a count is missing or there are more than 16 parties without a veto.
/// Cost: up to 2^m counts.
pub fn count(problem: &Problem, mut accepted_by: impl FnMut(&[usize]) -> Option<Count>) -> Option<Count> {
    let (vetoes, others) = by_veto(problem);
    let wanted = problem.quorum.saturating_sub(vetoes.len());
    if wanted == 0 {
        return accepted_by(&vetoes);
    }
    if others.len() > 16 {
        return None;
    }
    let (mut lower, mut upper) = (BigInt::zero(), BigInt::zero());
    for size in wanted..=others.len() {
        let factor = BigInt::from(binomial(size - 1, wanted - 1));
        let is_added = (size - wanted).is_multiple_of(2);
        for chosen in choices(&others, size, usize::MAX)? {
            let mut parties: Vec<usize> = vetoes.iter().copied().chain(chosen).collect();
            parties.sort_unstable();
            let count = accepted_by(&parties)?;
            // What is subtracted is bounded the other way round: from the lower count goes the most that it
            // may be.
            let (least, most) = (BigInt::from(count.lower) * &factor, BigInt::from(count.upper) * &factor);
            if is_added {
                lower += least;
                upper += most;
            } else {
                lower -= most;
                upper -= least;
            }
        }
    }
    let natural =
        |number: BigInt| if number.is_negative() { BigUint::zero() } else { number.magnitude().clone() };
    Some(Count { lower: natural(lower), upper: natural(upper) })
}

fn by_veto(problem: &Problem) -> (Vec<usize>, Vec<usize>) {
    let all = 0..problem.parties.len();
    if problem.is_unanimous() {
        return (all.collect(), Vec::new());
    }
    all.partition(|party| problem.parties.get(*party).is_some_and(|party| party.veto))
}

/// All ways to choose `count` of the items, in lexicographic order; `None` when more than `limit`.
fn choices(items: &[usize], count: usize, limit: usize) -> Option<Vec<Vec<usize>>> {
    if binomial(items.len(), count) > BigUint::from(limit) {
        return None;
    }
    let mut chosen: Vec<Vec<usize>> = vec![Vec::new()];
    let mut complete = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let left = items.len() - at - 1;
        let mut next = Vec::new();
        for set in chosen {
            if set.len() == count {
                complete.push(set);
                continue;
            }
            let mut with = set.clone();
            with.push(*item);
            next.push(with);
            if set.len() + left >= count {
                next.push(set);
            }
        }
        chosen = next;
    }
    complete.extend(chosen.into_iter().filter(|set| set.len() == count));
    complete.sort();
    Some(complete)
}

fn binomial(of: usize, take: usize) -> BigUint {
    if take > of {
        return BigUint::zero();
    }
    (0..take).fold(BigUint::one(), |product, step| product * (of - step) / (step + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Unlimited, sample};
    use proptest::prelude::*;

    #[test]
    fn choices_are_all_and_in_order() {
        let found = choices(&[3, 5, 9], 2, 10).unwrap_or_default();
        assert_eq!(found, [vec![3, 5], vec![3, 9], vec![5, 9]]);
        assert_eq!(choices(&[1, 2], 3, 10), Some(Vec::new()));
        assert_eq!(choices(&[1, 2], 0, 10), Some(vec![Vec::new()]));
        assert_eq!(choices(&(0..30).collect::<Vec<_>>(), 15, 1000), None);
    }

    proptest! {
        #[test]
        fn the_rule_passes_what_the_problem_says(problem in sample::problem(), bits in any::<u64>()) {
            let standing: FactSet = (0..problem.facts.len()).filter(|fact| bits >> fact & 1 == 1).collect();
            let reduced = problem.with_facts(|index, _| standing.contains(index));
            let expected = sample::packages(&problem).any(|package| reduced.passes_rule(&package));
            match passes(&Oracle::new(&problem, u64::MAX), &problem, &standing, &Unlimited) {
                Feasibility::Respected(package) => prop_assert!(reduced.passes_rule(&package)),
                Feasibility::Excluded => prop_assert!(!expected),
                Feasibility::Unknown => prop_assert!(false, "gave up"),
            }
        }

        #[test]
        fn packages_are_counted_by_inclusion_and_exclusion(problem in sample::problem()) {
            let expected = sample::packages(&problem).filter(|package| problem.passes_rule(package)).count();
            let accepted_by = |parties: &[usize]| {
                let all_accept = |package: &Vec<u32>| {
                    problem.is_possible(package) && parties.iter().all(|party| problem.accepts(*party, package))
                };
                Some(Count::exactly(sample::packages(&problem).filter(all_accept).count()))
            };
            prop_assert_eq!(count(&problem, accepted_by), Some(Count::exactly(expected)));
        }
    }
}
