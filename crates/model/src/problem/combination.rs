//! What given facts ask of packages, and what combinations of options bring.

use super::{FactKind, Problem, Region};
use std::collections::BTreeMap;
use std::fmt;

/// A region of packages, what it brings each party (units), and whether a fact excludes it.
#[derive(Clone, PartialEq)]
pub struct Combination {
    /// Where it applies.
    pub region: Region,
    /// Units for each party; 0 where it brings nothing.
    pub points: Vec<i64>,
    /// Whether a fact excludes the region.
    pub forbidden: bool,
}

impl fmt::Debug for Combination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Combination(confidential)")
    }
}

impl Problem {
    /// The regions that these facts exclude and those of all interactions, each once, ascending.
    pub fn combinations(&self, facts: &[usize]) -> Vec<Combination> {
        let facts = facts.iter().filter_map(|fact| self.facts.get(*fact));
        let excluded = facts.filter(|fact| fact.kind != FactKind::Reservation).flat_map(|fact| &fact.forbids);
        let mut merged: BTreeMap<&Region, (Vec<i64>, bool)> = BTreeMap::new();
        let blank = || (vec![0; self.parties.len()], false);
        for region in excluded {
            merged.entry(region).or_insert_with(blank).1 = true;
        }
        for (index, party) in self.parties.iter().enumerate() {
            for interaction in party.utility.iter().flat_map(|utility| &utility.interactions) {
                let points = &mut merged.entry(&interaction.region).or_insert_with(blank).0;
                points.get_mut(index).into_iter().for_each(|points| *points += interaction.points);
            }
        }
        let combination = |(region, (points, forbidden)): (&Region, _)| Combination {
            region: region.clone(),
            points,
            forbidden,
        };
        merged.into_iter().map(combination).collect()
    }

    /// The least utilities that the reservations among these facts ask for; `i64::MIN` where none does.
    pub fn floor(&self, facts: &[usize]) -> Vec<i64> {
        let mut floor = vec![i64::MIN; self.parties.len()];
        let facts = facts.iter().filter_map(|fact| self.facts.get(*fact));
        for party in facts.filter(|fact| fact.kind == FactKind::Reservation).filter_map(|fact| fact.party) {
            let valued = self.parties.get(party).is_some_and(|party| party.utility.is_some());
            let least = self.reservation(party).filter(|_| valued).unwrap_or(i64::MIN);
            floor.get_mut(party).into_iter().for_each(|floor| *floor = least);
        }
        floor
    }
}
