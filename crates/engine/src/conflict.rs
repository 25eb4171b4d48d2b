//! All minimal sets of facts that no package respects together, and all minimal ways out of them.
//!
//! A *conflict* is a minimal set of facts with which standing, all others forgotten, there is no deal:
//! a minimal unsatisfiable subset. A *correction* is a minimal set of facts without which there is
//! one. Each conflict is a minimal set that shares a fact with every correction, and the other way
//! round (Reiter 1987). So the corrections are searched for directly ([`Oracle::breaches`]) and the
//! conflicts follow as their [minimal transversals](crate::transversal). Where the search for
//! corrections gives up, both grow in turn, one question to the oracle at a time, as in MARCO
//! (Liffiton, Previti, Malik & Marques-Silva, *Fast, flexible MUS enumeration*, Constraints 21
//! (2016)); what is then listed is still proven, though it may not be all.
//!
//! Under a quorum "there is a deal" means that the agreement rule passes a package. Facts of a party
//! that can be outvoted then block nothing alone: a conflict names facts that, standing together,
//! leave no winning coalition a package.

use crate::Control;
use crate::fact_set::FactSet;
use crate::oracle::{Breach, Feasibility, Oracle};
use crate::rule::{self, Corrections};
use crate::transversal::minimal_transversals;
use mediant_model::{Package, Problem};

/// How much is listed at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Conflicts; of more, the shortest.
    pub conflicts: usize,
    /// Corrections; of more, the shortest.
    pub corrections: usize,
    /// Ways to choose whom to win over, of one package that too few accept; of more, those with the fewest facts.
    pub ways: usize,
}

impl Default for Limits {
    /// What a reader might still go through.
    fn default() -> Self {
        Self { conflicts: 500, corrections: 2_000, ways: 5_000 }
    }
}

/// The conflicts and corrections of a problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blockage {
    /// Minimal conflicts, the shortest first. Empty when there is a deal.
    pub conflicts: Vec<Blocked>,
    /// Corrections with a package that is a deal then; minimal where `complete`, otherwise some of
    /// them may name more than is needed. With a deal as things are: one, empty.
    pub corrections: Vec<Breach>,
    /// Whether all conflicts and all corrections are listed.
    pub complete: bool,
}

/// A minimal conflict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocked {
    /// The facts that no package respects together, none of them without need.
    pub facts: FactSet,
    /// For each fact, ascending, a package that is a deal when all the others of them stand.
    pub witnesses: Vec<Package>,
}

/// Finds what blocks a deal.
///
/// Deterministic; sorted by size, then by facts. Cost: one search over what facts exclude, plus time
/// linear in facts for each conflict; both lists can be exponential in the number of facts.
pub fn blockage(problem: &Problem, oracle: &Oracle, limits: &Limits, control: &dyn Control) -> Blockage {
    // All of them are needed to prove any of them minimal, and for the conflicts.
    let found = oracle.breaches(limits.corrections.max(BREACHES_MAX), control);
    let Corrections { sets: mut corrections, complete } =
        rule::corrections(problem, &found.breaches, limits.ways);
    if !found.complete {
        return alternate(problem, &oracle.with_part_of_effort(100), corrections, limits, control);
    }
    if !complete {
        return some_of(problem, &found.breaches, corrections, limits, control);
    }
    let edges: Vec<FactSet> = corrections.iter().map(|correction| correction.facts.clone()).collect();
    let found = minimal_transversals(&edges, limits.conflicts, control);
    let conflicts = with_witnesses(found.sets, &corrections);
    let complete = found.complete && corrections.len() <= limits.corrections;
    corrections.truncate(limits.corrections);
    Blockage { conflicts, corrections, complete }
}

/// Breaches gathered at most.
const BREACHES_MAX: usize = 10_000;

/// Questions that conflicts and corrections may cost to prove each other.
const QUESTIONS_MAX: usize = 400;

/// Corrections that are listed although it is not proven that less would not do.
const UNPROVEN_MAX: usize = 20;

/// Some corrections and conflicts where all breaches are known, but not all ways to win enough parties over for them.
///
/// The breaches alone say of any set of facts whether a deal is left, so that each correction and each conflict listed is proven
/// minimal. Conflicts: what remains of all facts when one after the other is dropped that blocks nothing, from a few places to begin.
fn some_of(
    problem: &Problem,
    breaches: &[Breach],
    mut corrections: Vec<Breach>,
    limits: &Limits,
    control: &dyn Control,
) -> Blockage {
    let named = breaches.iter().fold(FactSet::empty(), |all, breach| all.union(&breach.facts));
    let passed = |standing: &FactSet| rule::passed(problem, breaches, standing);
    corrections.truncate(limits.corrections);
    corrections
        .retain(|correction| !control.should_stop() && rule::needs_all(problem, breaches, &correction.facts));
    let order: Vec<usize> = named.iter().collect();
    let mut conflicts: Vec<Blocked> = Vec::new();
    for start in 0..STARTS.min(order.len()) {
        let first = start * order.len() / STARTS.min(order.len());
        let mut facts = named.clone();
        for fact in order.iter().cycle().skip(first).take(order.len()) {
            let fewer = facts.without(*fact);
            if !control.should_stop() && passed(&fewer).is_none() {
                facts = fewer;
            }
        }
        // Stopped, nobody has looked whether each of them is needed. With a deal as things are there is nothing to name.
        if control.should_stop() || passed(&facts).is_some() {
            break;
        }
        let witness = |fact: usize| Some(passed(&facts.without(fact))?.package.clone());
        let witnesses: Option<Vec<Package>> = facts.iter().map(witness).collect();
        if let Some(witnesses) = witnesses
            && !conflicts.iter().any(|known| known.facts == facts)
        {
            conflicts.push(Blocked { facts, witnesses });
        }
    }
    conflicts.sort_by(|a, b| a.facts.cmp(&b.facts));
    conflicts.truncate(limits.conflicts);
    Blockage { conflicts, corrections, complete: false }
}

/// Places among the facts from which a conflict is looked for.
const STARTS: usize = 8;

/// The sets that are minimal as far as the corrections show, with a witness for each fact.
fn with_witnesses(sets: Vec<FactSet>, corrections: &[Breach]) -> Vec<Blocked> {
    let of = |facts: FactSet| {
        let witnesses = facts.iter().map(|fact| spared(corrections, &facts, fact).cloned());
        Some(Blocked { witnesses: witnesses.collect::<Option<Vec<Package>>>()?, facts })
    };
    sets.into_iter().filter_map(of).collect()
}

/// A package that is a deal when of the conflict's facts all but this one stand.
fn spared<'a>(corrections: &'a [Breach], conflict: &FactSet, fact: usize) -> Option<&'a Package> {
    let lets_go = |correction: &&Breach| {
        correction.facts.contains(fact) && correction.facts.is_disjoint(&conflict.without(fact))
    };
    corrections.iter().find(lets_go).map(|correction| &correction.package)
}

/// Lets conflicts and corrections prove each other where the corrections known may not be all.
///
/// A minimal transversal of the known corrections is a conflict if it leaves no package; otherwise
/// the package found leads to a further correction.
fn alternate(
    problem: &Problem,
    oracle: &Oracle,
    mut corrections: Vec<Breach>,
    limits: &Limits,
    control: &dyn Control,
) -> Blockage {
    let all = FactSet::all(problem.facts.len());
    let mut conflicts: Vec<FactSet> = Vec::new();
    let mut asked: Vec<FactSet> = Vec::new();
    let mut complete = false;
    let mut questions_left = QUESTIONS_MAX;
    // Each round adds a correction or a conflict; questions that the oracle gives up on end the search.
    while questions_left > 0 {
        let edges: Vec<FactSet> = corrections.iter().map(|correction| correction.facts.clone()).collect();
        let candidates = minimal_transversals(&edges, limits.conflicts, control);
        let unknown: Vec<FactSet> = candidates
            .sets
            .iter()
            .filter(|set| !conflicts.contains(set) && !asked.contains(set))
            .cloned()
            .collect();
        let known = corrections.len();
        for set in unknown {
            // A correction found meanwhile may leave these facts a package.
            if corrections.iter().skip(known).any(|correction| correction.facts.is_disjoint(&set)) {
                continue;
            }
            // The set stays asked and unanswered, so that the lists are not called complete.
            if questions_left == 0 || control.should_stop() {
                asked.push(set);
                break;
            }
            questions_left -= 1;
            match rule::passes(oracle, problem, &set, control) {
                Feasibility::Excluded => conflicts.push(set),
                Feasibility::Unknown => asked.push(set),
                Feasibility::Respected(package) => {
                    corrections.push(correction(problem, oracle, &all, set, package, control));
                }
            }
        }
        if corrections.len() == known {
            complete = candidates.complete && asked.is_empty();
            break;
        }
        corrections = minimal(corrections);
    }
    conflicts.sort();
    // A conflict found early may not be minimal against corrections found later: it then goes.
    let mut conflicts = with_witnesses(conflicts, &corrections);
    if !complete {
        // As many as the questions left can prove, or a few of the shortest: each opens a deal.
        questions_left = QUESTIONS_MAX;
        let mut kept = 0;
        corrections.retain(|correction| {
            let enough = questions_left >= correction.facts.len();
            questions_left = questions_left.saturating_sub(correction.facts.len());
            let keep = enough && is_minimal(problem, oracle, &all, &correction.facts, control)
                || kept < UNPROVEN_MAX;
            kept += usize::from(keep);
            keep
        });
    }
    conflicts.truncate(limits.conflicts);
    corrections.truncate(limits.corrections);
    Blockage { conflicts, corrections, complete }
}

/// Lets facts stand again, one by one, as long as the rule passes a package: what is left out is a correction.
fn correction(
    problem: &Problem,
    oracle: &Oracle,
    all: &FactSet,
    mut standing: FactSet,
    mut package: Package,
    control: &dyn Control,
) -> Breach {
    for fact in all.minus(&standing).iter() {
        let more = standing.with(fact);
        // Often the same package respects one more fact: that costs a look, not a search.
        let reduced = problem.with_facts(|index, _| more.contains(index));
        if reduced.passes_rule(&package) {
            standing = more;
        } else if let Feasibility::Respected(other) = rule::passes(oracle, problem, &more, control) {
            (standing, package) = (more, other);
        }
    }
    Breach { facts: all.minus(&standing), package }
}

fn minimal(mut corrections: Vec<Breach>) -> Vec<Breach> {
    corrections.sort();
    let mut kept: Vec<Breach> = Vec::new();
    for correction in corrections {
        if !kept.iter().any(|known| known.facts.is_subset(&correction.facts)) {
            kept.push(correction);
        }
    }
    kept
}

/// Whether letting any one of the facts stand again closes the deal; proven.
fn is_minimal(
    problem: &Problem,
    oracle: &Oracle,
    all: &FactSet,
    facts: &FactSet,
    control: &dyn Control,
) -> bool {
    let closed = |fact: usize| {
        let standing = all.minus(facts).with(fact);
        rule::passes(oracle, problem, &standing, control) == Feasibility::Excluded
    };
    facts.iter().all(closed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Unlimited, sample};
    use proptest::prelude::*;

    /// Whether a deal exists when only these facts stand, by going through all packages.
    fn passes(problem: &Problem, standing: &FactSet) -> bool {
        let reduced = problem.with_facts(|index, _| standing.contains(index));
        sample::packages(problem).any(|package| reduced.passes_rule(&package))
    }

    fn subsets(problem: &Problem) -> impl Iterator<Item = FactSet> {
        let count = problem.facts.len();
        (0..1u64 << count).map(move |bits| (0..count).filter(|fact| bits >> fact & 1 == 1).collect())
    }

    fn conflicts(problem: &Problem) -> Vec<FactSet> {
        let blocked: Vec<FactSet> = subsets(problem).filter(|set| !passes(problem, set)).collect();
        let minimal = |set: &&FactSet| set.iter().all(|fact| !blocked.contains(&set.without(fact)));
        let mut conflicts: Vec<FactSet> = blocked.iter().filter(minimal).cloned().collect();
        conflicts.sort();
        conflicts
    }

    fn corrections(problem: &Problem) -> Vec<FactSet> {
        let all = FactSet::all(problem.facts.len());
        let opens: Vec<FactSet> = subsets(problem).filter(|set| passes(problem, &all.minus(set))).collect();
        let minimal = |set: &&FactSet| set.iter().all(|fact| !opens.contains(&set.without(fact)));
        let mut corrections: Vec<FactSet> = opens.iter().filter(minimal).cloned().collect();
        corrections.sort();
        corrections
    }

    fn facts(corrections: &[Breach]) -> Vec<FactSet> {
        corrections.iter().map(|correction| correction.facts.clone()).collect()
    }

    fn sets(found: &Blockage) -> Vec<FactSet> {
        found.conflicts.iter().map(|conflict| conflict.facts.clone()).collect()
    }

    const ALL: Limits = Limits { conflicts: usize::MAX, corrections: usize::MAX, ways: usize::MAX };

    proptest! {
        #[test]
        fn conflicts_and_corrections_are_those_of_all_subsets(problem in sample::problem()) {
            let found = blockage(&problem, &Oracle::new(&problem, u64::MAX), &ALL, &Unlimited);
            prop_assert!(found.complete);
            prop_assert_eq!(sets(&found), conflicts(&problem));
            prop_assert_eq!(facts(&found.corrections), corrections(&problem));
            let everything = FactSet::all(problem.facts.len());
            for correction in &found.corrections {
                let standing = everything.minus(&correction.facts);
                let reduced = problem.with_facts(|index, _| standing.contains(index));
                prop_assert!(reduced.passes_rule(&correction.package));
            }
            for conflict in &found.conflicts {
                prop_assert_eq!(conflict.witnesses.len(), conflict.facts.len());
                for (fact, package) in conflict.facts.iter().zip(&conflict.witnesses) {
                    let others = problem.with_facts(|index, _| index != fact && conflict.facts.contains(index));
                    prop_assert!(others.passes_rule(package));
                }
            }
        }

        #[test]
        fn conflicts_and_corrections_prove_each_other(problem in sample::problem()) {
            let oracle = Oracle::new(&problem, u64::MAX);
            let found = alternate(&problem, &oracle, Vec::new(), &ALL, &Unlimited);
            prop_assert!(found.complete);
            prop_assert_eq!(sets(&found), conflicts(&problem));
            prop_assert_eq!(facts(&found.corrections), corrections(&problem));
        }

        #[test]
        fn what_is_found_with_little_effort_is_still_right(problem in sample::problem(), effort in 1u64..12) {
            let found = blockage(&problem, &Oracle::new(&problem, effort), &ALL, &Unlimited);
            let (all_conflicts, all_corrections) = (conflicts(&problem), corrections(&problem));
            prop_assert!(found.conflicts.iter().all(|conflict| all_conflicts.contains(&conflict.facts)));
            let opens = |set: &FactSet| all_corrections.iter().any(|minimal| minimal.is_subset(set));
            prop_assert!(facts(&found.corrections).iter().all(opens));
            if found.complete {
                prop_assert_eq!(sets(&found), all_conflicts);
                prop_assert_eq!(facts(&found.corrections), all_corrections);
            }
        }

        #[test]
        fn what_few_ways_show_is_right_and_not_called_all(problem in sample::problem(), ways in 1usize..3) {
            let limits = Limits { ways, ..ALL };
            let found = blockage(&problem, &Oracle::new(&problem, u64::MAX), &limits, &Unlimited);
            let (all_conflicts, all_corrections) = (conflicts(&problem), corrections(&problem));
            prop_assert!(sets(&found).iter().all(|set| all_conflicts.contains(set)));
            prop_assert!(facts(&found.corrections).iter().all(|set| all_corrections.contains(set)));
            // Where there is a way out, one of the shortest is named; where there is a conflict, one.
            let shortest = |sets: &[FactSet]| sets.first().map(FactSet::len);
            prop_assert_eq!(shortest(&facts(&found.corrections)), shortest(&all_corrections));
            prop_assert_eq!(sets(&found).is_empty(), all_conflicts.is_empty());
            if found.complete {
                prop_assert_eq!(sets(&found), all_conflicts);
                prop_assert_eq!(facts(&found.corrections), all_corrections);
            }
            let everything = FactSet::all(problem.facts.len());
            for correction in &found.corrections {
                let standing = everything.minus(&correction.facts);
                let reduced = problem.with_facts(|index, _| standing.contains(index));
                prop_assert!(reduced.passes_rule(&correction.package));
            }
            for conflict in &found.conflicts {
                for (fact, package) in conflict.facts.iter().zip(&conflict.witnesses) {
                    let others = problem.with_facts(|index, _| index != fact && conflict.facts.contains(index));
                    prop_assert!(others.passes_rule(package));
                }
            }
        }

        #[test]
        fn dropping_a_fact_never_destroys_a_deal(problem in sample::problem(), dropped in 0usize..12) {
            let fewer = problem.with_facts(|index, _| index != dropped);
            let before = blockage(&problem, &Oracle::new(&problem, u64::MAX), &ALL, &Unlimited);
            let after = blockage(&fewer, &Oracle::new(&fewer, u64::MAX), &ALL, &Unlimited);
            prop_assert!(!before.conflicts.is_empty() || after.conflicts.is_empty());
        }
    }
}
