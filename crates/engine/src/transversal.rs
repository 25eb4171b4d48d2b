//! Minimal transversals: the smallest sets that share an element with every given set.
//!
//! Conflicts and corrections are each other's minimal transversals (Reiter, *A theory of diagnosis
//! from first principles*, Artificial Intelligence 32 (1987), theorem 4.4): a set of facts is a
//! minimal conflict if and only if it is a minimal set that shares a fact with every minimal correction.
//!
//! What holds on the way: every element of the set so far is the only one in some edge, its critical edges. A
//! set with an element that is not needed can only grow into sets with an element that is not needed, so it
//! is given up at once. Choosing the elements of one edge in turn, each without those tried before it,
//! reaches every minimal transversal exactly once; no list of those found has to be searched.

use crate::Control;
use crate::fact_set::FactSet;

/// Minimal transversals, sorted, and whether these are all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transversals {
    /// The sets found: all, or, of more than `limit`, the smallest.
    pub sets: Vec<FactSet>,
    /// Whether no other exists.
    pub complete: bool,
}

/// All minimal sets that share an element with each of `edges`, at most `limit`.
///
/// Method: MMCS (Murakami & Uno, *Efficient algorithms for dualizing large-scale hypergraphs*,
/// Discrete Applied Mathematics 170 (2014)): depth first, keeping a set only while each of its
/// elements is the only one in some edge. Where there are more than `limit`, sets of one element are
/// looked for first, then of two, and so on. Without edges the empty set is the only transversal;
/// with an empty edge there is none.
///
/// ```
/// use mediant_engine::transversal::minimal_transversals;
/// use mediant_engine::{FactSet, Unlimited};
///
/// let set = |facts: &[usize]| facts.iter().copied().collect::<FactSet>();
/// // Two conflicts that share a fact: drop that, or one of each.
/// let found = minimal_transversals(&[set(&[0, 1]), set(&[1, 2])], 10, &Unlimited);
/// assert_eq!(found.sets, [set(&[1]), set(&[0, 2])]);
/// assert!(found.complete);
/// ```
pub fn minimal_transversals(edges: &[FactSet], limit: usize, control: &dyn Control) -> Transversals {
    let mut minimal: Vec<&FactSet> = Vec::new();
    let mut sorted: Vec<&FactSet> = edges.iter().collect();
    sorted.sort();
    for edge in sorted {
        // An edge around another is met whenever that one is. Sorted by size, the smaller ones come first.
        if !minimal.iter().any(|small| small.is_subset(edge)) {
            minimal.push(edge);
        }
    }
    let edges: Vec<FactSet> = minimal.into_iter().cloned().collect();
    let longest = edges.len();
    let mut found = run(&edges, limit, longest, control);
    if !found.complete {
        found.sets = shortest(&edges, limit, longest, control);
    }
    found.sets.sort();
    found
}

/// The shortest `limit` transversals, so that what is left out of too many is the least readable.
fn shortest(edges: &[FactSet], limit: usize, longest: usize, control: &dyn Control) -> Vec<FactSet> {
    let mut sets: Vec<FactSet> = Vec::new();
    for size in 1..=longest {
        let up_to = run(edges, limit, size, control);
        // Complete for this size: all transversals of at most so many elements are known.
        if up_to.complete {
            sets = up_to.sets;
            continue;
        }
        let longer = up_to.sets.into_iter().filter(|set| set.len() == size);
        sets.extend(longer);
        sets.truncate(limit);
        break;
    }
    sets
}

struct Run<'a> {
    edges: &'a [FactSet],
    limit: usize,
    size_max: usize,
    control: &'a dyn Control,
    found: Transversals,
}

fn run(edges: &[FactSet], limit: usize, size_max: usize, control: &dyn Control) -> Transversals {
    let found = Transversals { sets: Vec::new(), complete: true };
    let mut run = Run { edges, limit, size_max, control, found };
    let candidates = edges.iter().fold(FactSet::empty(), |all, edge| all.union(edge));
    run.extend(&mut Vec::new(), (0..edges.len()).collect(), Vec::new(), candidates);
    run.found
}

impl Run<'_> {
    /// `chosen` is the set so far, `missed` the edges it does not meet, `critical` for each element
    /// the edges it alone meets, `candidates` what may still be added.
    fn extend(
        &mut self,
        chosen: &mut Vec<usize>,
        missed: Vec<usize>,
        critical: Vec<Vec<usize>>,
        mut candidates: FactSet,
    ) {
        if self.control.should_stop() {
            self.found.complete = false;
        }
        if !self.found.complete {
            return;
        }
        let edges = self.edges;
        // The edge with the fewest ways on keeps the tree narrow.
        let open = missed.iter().filter_map(|edge| edges.get(*edge));
        let Some(next) = open.map(|edge| edge.intersection(&candidates)).min_by_key(FactSet::len) else {
            if self.found.sets.len() < self.limit {
                self.found.sets.push(chosen.iter().copied().collect());
            } else {
                self.found.complete = false;
            }
            return;
        };
        if chosen.len() >= self.size_max {
            return;
        }
        // Elements of this edge come back one by one below, after they were tried: that is what keeps a set
        // from being found twice.
        candidates = candidates.minus(&next);
        for element in next.iter() {
            let meets = |edge: &usize| edges.get(*edge).is_some_and(|edge| edge.contains(element));
            let mut still: Vec<Vec<usize>> = critical
                .iter()
                .map(|own| own.iter().copied().filter(|edge| !meets(edge)).collect())
                .collect();
            // Some earlier element would have lost its last critical edge: the set would not be minimal any
            // more, and no addition mends that.
            if still.iter().all(|own| !own.is_empty()) {
                let (met, rest): (Vec<usize>, Vec<usize>) = missed.iter().copied().partition(meets);
                still.push(met);
                chosen.push(element);
                self.extend(chosen, rest, still, candidates.clone());
                chosen.pop();
            }
            candidates.insert(element);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Unlimited;
    use proptest::prelude::*;

    fn brute(edges: &[FactSet], count: usize) -> Vec<FactSet> {
        let subsets = (0..1u32 << count).map(|bits| (0..count).filter(|e| bits >> e & 1 == 1).collect());
        let hits = |set: &FactSet| edges.iter().all(|edge| !edge.is_disjoint(set));
        let all: Vec<FactSet> = subsets.filter(hits).collect();
        let minimal = |set: &&FactSet| set.iter().all(|element| !hits(&set.without(element)));
        let mut sets: Vec<FactSet> = all.iter().filter(minimal).cloned().collect();
        sets.sort();
        sets
    }

    proptest! {
        #[test]
        fn all_minimal_transversals_and_no_other(
            edges in proptest::collection::vec(proptest::collection::btree_set(0usize..8, 0..5), 0..7)
        ) {
            let edges: Vec<FactSet> = edges.into_iter().map(|edge| edge.into_iter().collect()).collect();
            let expected = brute(&edges, 8);
            let found = minimal_transversals(&edges, 1000, &Unlimited);
            prop_assert!(found.complete);
            prop_assert_eq!(&found.sets, &expected);
            let few = minimal_transversals(&edges, 2, &Unlimited);
            prop_assert_eq!(few.complete, expected.len() <= 2);
            prop_assert!(few.sets.iter().all(|set| expected.contains(set)));
            prop_assert_eq!(few.sets.first().map(FactSet::len), expected.first().map(FactSet::len));
        }
    }
}
