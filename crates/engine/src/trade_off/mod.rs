//! All ways to share what several walk-away values have to give up.
//!
//! Where a correction names several reservations, a package is a deal once each of them falls by what that package
//! needs. What packages need are vectors, one number for each reservation; the ways worth naming are the vectors that
//! no other undercuts everywhere. They are found one after the other: of what is not yet covered, the space below the
//! points known falls into zones, each bounded from above by a coordinate of some point (Klamroth, Lacour & Vanderpooten,
//! *On the representation of the search region in multi-objective optimization*, EJOR 245 (2015)). A zone without a
//! package is closed by a proof; a package found there is first improved until no coordinate can be lowered alone.

mod lacking;

use crate::Control;
use crate::fact_set::FactSet;
use crate::oracle::{Feasibility, Lowering, Oracle};
use crate::rule;
pub use lacking::Lacking;
use lacking::lacks;
use mediant_model::{Package, Problem};

/// As many ways are listed at most.
const WAYS_MAX: usize = 12;
/// As many zones are looked into at most, each one question to the oracle.
const ZONES_MAX: usize = 60;

/// One way to share what the reservations have to give up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TradeOff {
    /// The reservations that fall, ascending, with the units of their parties, above zero.
    pub units: Vec<(usize, i64)>,
    /// A package that is a deal then.
    pub package: Package,
}

/// The ways, and whether these are all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TradeOffs {
    /// The way nearest to asking the same of everybody first, the others by the first reservation, then the next.
    pub found: Vec<TradeOff>,
    /// Whether none is missing, and each is proven minimal.
    pub complete: bool,
    /// Whether each of those found is proven minimal.
    pub minimal: bool,
}

/// The minimal ways to lower the reservations of `lowered`, when of the facts of `correction` the others are dropped and
/// everything else stands. `known`: a package that breaks nothing but the correction. `lacking`: where all packages were
/// gone through, so that nothing is searched for that is not there.
///
/// Cost: for each way one search for each reservation, and for each zone one question; under a quorum times the number
/// of smallest winning coalitions.
pub fn trade_offs(
    problem: &Problem,
    oracle: &Oracle,
    lacking: Option<&Lacking>,
    (correction, lowered): (&FactSet, &FactSet),
    known: &Package,
    control: &dyn Control,
) -> TradeOffs {
    let standing = FactSet::all(problem.facts.len()).minus(correction);
    let lowered: Vec<usize> = lowered.iter().collect();
    let all_needs = lacking.map(|lacking| lacking.needs(correction, &lowered));
    let space = Space { problem, oracle, standing, lowered, all_needs, control };
    space.ways(known)
}

/// Where the ways are looked for.
struct Space<'a> {
    problem: &'a Problem,
    oracle: &'a Oracle,
    /// What stands whatever is given up.
    standing: FactSet,
    lowered: Vec<usize>,
    /// What every package needs, where all were gone through.
    all_needs: Option<Vec<Vec<i64>>>,
    control: &'a dyn Control,
}

/// Upper bounds, not reached, of what each reservation may give up; `None`: any.
type Zone = Vec<Option<i64>>;

impl Space<'_> {
    fn ways(&self, known: &Package) -> TradeOffs {
        let all: FactSet = self.lowered.iter().copied().collect();
        let (oracle, standing) = (self.oracle, &self.standing);
        let start = rule::least_lowering(oracle, self.problem, standing, &all, Some(known), self.control);
        let Lowering::By(_, package) = start else { return TradeOffs::default() };
        let mut found: Vec<(Vec<i64>, Package)> = Vec::new();
        let (mut complete, mut all_minimal) = (true, true);
        let mut zones: Vec<Zone> = vec![vec![None; self.lowered.len()]];
        let mut next = Some(package);
        let mut looked = 0;
        loop {
            if let Some(package) = next.take() {
                let (needs, package, minimal) = self.improved(package);
                all_minimal &= minimal;
                zones = split(zones, &needs);
                found.push((needs, package));
            }
            if found.len() >= WAYS_MAX {
                // Zones that were not looked into may hold further ways.
                complete &= zones.is_empty();
                break;
            }
            let Some(zone) = zones.pop() else { break };
            looked += 1;
            if looked > ZONES_MAX || self.control.should_stop() {
                complete = false;
                break;
            }
            match self.look_into(&zone) {
                Feasibility::Excluded => {}
                Feasibility::Unknown => complete = false,
                Feasibility::Respected(package) => {
                    // The rest of the zone is looked into again, cut by what was found.
                    zones.push(zone);
                    next = Some(package);
                }
            }
        }
        if let Some((_, rest)) = found.split_first_mut() {
            rest.sort();
        }
        let named = |(needs, package): (Vec<i64>, Package)| {
            let units = self.lowered.iter().copied().zip(needs).filter(|(_, units)| *units > 0).collect();
            TradeOff { units, package }
        };
        let found = found.into_iter().map(named).collect();
        TradeOffs { found, complete: complete && all_minimal, minimal: all_minimal }
    }

    /// What each reservation has to give up for the package.
    fn needs(&self, package: &[u32]) -> Vec<i64> {
        lacks(self.problem, &self.lowered, package)
    }

    /// Whether it is known that no package's needs are such.
    fn has_none(&self, such: impl Fn(&[i64]) -> bool) -> bool {
        self.all_needs.as_ref().is_some_and(|all| !all.iter().any(|needs| such(needs)))
    }

    /// A package that needs no more, of which no single need can be lowered while the others stay; its needs; and whether
    /// that is proven.
    ///
    /// One round suffices: what could not be lowered with the others at their needs cannot be lowered once those are less.
    fn improved(&self, mut package: Package) -> (Vec<i64>, Package, bool) {
        let mut needs = self.needs(&package);
        let mut minimal = true;
        for place in 0..self.lowered.len() {
            // With hundreds of reservations each of these searches begins with a table of its own.
            if self.control.should_stop() {
                minimal = false;
                break;
            }
            let Some(fact) = self.lowered.get(place).copied() else { continue };
            let lower = |other: &[i64]| {
                other.get(place) < needs.get(place)
                    && other.iter().zip(&needs).all(|(other, own)| other <= own)
            };
            if self.has_none(lower) {
                continue;
            }
            let of_others: Vec<(usize, i64)> = self
                .lowered
                .iter()
                .copied()
                .zip(needs.iter().copied())
                .filter(|(other, _)| *other != fact)
                .collect();
            let oracle = self.oracle.lowered_by(&of_others);
            let standing = of_others.iter().fold(self.standing.clone(), |all, (fact, _)| all.with(*fact));
            let alone = FactSet::from_iter([fact]);
            let least =
                rule::least_lowering(&oracle, self.problem, &standing, &alone, Some(&package), self.control);
            match least {
                Lowering::By(_, better) => {
                    package = better;
                    needs = self.needs(&package);
                }
                Lowering::Never | Lowering::Unknown => minimal = false,
            }
        }
        (needs, package, minimal)
    }

    /// Whether some package needs less than the zone's bounds everywhere.
    fn look_into(&self, zone: &Zone) -> Feasibility {
        let inside = |needs: &[i64]| {
            needs.iter().zip(zone).all(|(needs, bound)| bound.is_none_or(|bound| *needs < bound))
        };
        if self.has_none(inside) {
            return Feasibility::Excluded;
        }
        let bounded: Vec<(usize, i64)> = self
            .lowered
            .iter()
            .zip(zone)
            .filter_map(|(fact, bound)| Some((*fact, bound.as_ref()? - 1)))
            .collect();
        if bounded.iter().any(|(_, most)| *most < 0) {
            return Feasibility::Excluded;
        }
        let oracle = self.oracle.lowered_by(&bounded);
        let standing = bounded.iter().fold(self.standing.clone(), |all, (fact, _)| all.with(*fact));
        rule::passes(&oracle, self.problem, &standing, self.control)
    }
}

/// The zones without what the point undercuts or equals: a zone that holds it is divided by its coordinates. Zones that
/// lie in another go.
fn split(zones: Vec<Zone>, point: &[i64]) -> Vec<Zone> {
    let holds = |zone: &Zone| zone.iter().zip(point).all(|(bound, at)| bound.is_none_or(|bound| *at < bound));
    let (cut, mut kept): (Vec<Zone>, Vec<Zone>) = zones.into_iter().partition(holds);
    for zone in cut {
        for (place, at) in point.iter().enumerate().filter(|(_, at)| **at > 0) {
            let mut part = zone.clone();
            if let Some(bound) = part.get_mut(place) {
                *bound = Some(*at);
            }
            kept.push(part);
        }
    }
    let within = |a: &Zone, b: &Zone| {
        a.iter().zip(b).all(|(a, b)| match (a, b) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(a), Some(b)) => a <= b,
        })
    };
    let mut minimal: Vec<Zone> = Vec::new();
    kept.sort();
    kept.dedup();
    for (place, zone) in kept.iter().enumerate() {
        let needless = kept.iter().enumerate().any(|(other, larger)| other != place && within(zone, larger));
        if !needless {
            minimal.push(zone.clone());
        }
    }
    minimal
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Unlimited, sample};
    use mediant_model::problem::FactKind;
    use proptest::prelude::*;

    proptest! {
        /// Against all packages: the ways are the vectors of needs that no other undercuts.
        #[test]
        fn the_ways_are_those_of_enumeration(problem in sample::problem(), bits in any::<u64>()) {
            let is_reservation = |fact: usize| problem.facts[fact].kind == FactKind::Reservation;
            let lowered: FactSet =
                (0..problem.facts.len()).filter(|fact| is_reservation(*fact) && bits >> fact & 1 == 1).collect();
            let standing = FactSet::all(problem.facts.len()).minus(&lowered);
            let reduced = problem.with_facts(|index, _| standing.contains(index));
            let fitting: Vec<Package> =
                sample::packages(&problem).filter(|package| reduced.passes_rule(package)).collect();
            let oracle = Oracle::new(&problem, u64::MAX);
            let places: Vec<usize> = lowered.iter().collect();
            let lacking = Lacking::new(&problem, &Unlimited).map(|lacking| lacking.needs(&lowered, &places));
            let space = |all_needs: Option<Vec<Vec<i64>>>| Space {
                problem: &problem,
                oracle: &oracle,
                standing: standing.clone(),
                lowered: places.clone(),
                all_needs,
                control: &Unlimited,
            };
            let (searched, space) = (space(None), space(lacking));
            if !problem.is_unanimous() || fitting.is_empty() {
                return Ok(());
            }
            let all: Vec<Vec<i64>> = fitting.iter().map(|package| space.needs(package)).collect();
            let undercut = |needs: &Vec<i64>| {
                all.iter().any(|other| other != needs && other.iter().zip(needs).all(|(a, b)| a <= b))
            };
            let mut expected: Vec<Vec<i64>> = all.iter().filter(|needs| !undercut(needs)).cloned().collect();
            expected.sort();
            expected.dedup();
            let found = space.ways(&fitting[0]);
            // Knowing all packages changes no answer.
            prop_assert!(space.all_needs.is_some());
            prop_assert_eq!(&found, &searched.ways(&fitting[0]));
            let mut needs: Vec<Vec<i64>> = found.found.iter().map(|way| space.needs(&way.package)).collect();
            needs.sort();
            if found.complete {
                prop_assert_eq!(needs, expected);
            } else {
                prop_assert!(expected.len() > WAYS_MAX);
                prop_assert!(needs.iter().all(|needs| expected.contains(needs)));
            }
        }
    }
}
