//! What every package of a small problem breaks, and what it lacks to each walk-away value.
//!
//! A search that finds nothing has gone through everything anyway, once for each question; where there are few packages
//! they are gone through once for all questions. It says what cannot be found, never what is found: so every answer is that
//! of the search.

use crate::Control;
use crate::fact_set::FactSet;
use mediant_model::problem::FactKind;
use mediant_model::{Package, Problem};

/// Beyond so many packages each question is searched for itself.
const PACKAGES_MAX: u32 = 50_000;

/// So many packages are looked at between two looks at the time.
const PACKAGES_BETWEEN: usize = 1_000;

/// Every package, by what counts here.
pub struct Lacking {
    /// The facts that are walk-away values.
    reservations: Vec<usize>,
    /// The other facts that the package breaks, and the units it lacks to each walk-away value.
    packages: Vec<(FactSet, Vec<i64>)>,
}

impl Lacking {
    /// Goes through all packages; `None` where they are too many, a party can be outvoted, or time runs out.
    ///
    /// Cost: packages x facts.
    pub fn new(problem: &Problem, control: &dyn Control) -> Option<Self> {
        let count = u32::try_from(problem.package_count()).ok().filter(|count| *count <= PACKAGES_MAX)?;
        problem.is_unanimous().then_some(())?;
        let facts = || problem.facts.iter().enumerate();
        let reservations: Vec<usize> = facts()
            .filter(|(_, fact)| fact.kind == FactKind::Reservation)
            .map(|(index, fact)| fact.forbids.is_empty().then_some(index))
            .collect::<Option<_>>()?;
        let mut package: Package = vec![0; problem.issues.len()];
        let mut packages = Vec::with_capacity(count as usize);
        for number in 0..count as usize {
            if number.is_multiple_of(PACKAGES_BETWEEN) && control.should_stop() {
                return None;
            }
            let broken = facts()
                .filter(|(_, fact)| fact.kind != FactKind::Reservation && problem.breaks(fact, &package))
                .map(|(index, _)| index);
            packages.push((broken.collect(), lacks(problem, &reservations, &package)));
            // The next package, as an odometer counts.
            for (option, issue) in package.iter_mut().zip(&problem.issues) {
                *option += 1;
                if (*option as usize) < issue.options.len() {
                    break;
                }
                *option = 0;
            }
        }
        Some(Self { reservations, packages })
    }

    /// What each of these walk-away values has to give up, for every package that breaks nothing else outside the correction.
    pub fn needs(&self, correction: &FactSet, lowered: &[usize]) -> Vec<Vec<i64>> {
        let asked = |place: usize| {
            self.reservations
                .get(place)
                .is_some_and(|fact| lowered.contains(fact) || correction.contains(*fact))
        };
        let kept: Vec<usize> = (0..self.reservations.len()).filter(|place| !asked(*place)).collect();
        let places: Vec<usize> = lowered
            .iter()
            .filter_map(|fact| self.reservations.iter().position(|reservation| reservation == fact))
            .collect();
        let fitting = self.packages.iter().filter(|(broken, lacking)| {
            broken.is_subset(correction) && kept.iter().all(|place| lacking.get(*place) == Some(&0))
        });
        let of_lowered = |(_, lacking): &(FactSet, Vec<i64>)| {
            places.iter().filter_map(|place| lacking.get(*place).copied()).collect()
        };
        fitting.map(of_lowered).collect()
    }
}

/// What a package lacks to each of these walk-away values.
pub(super) fn lacks(problem: &Problem, reservations: &[usize], package: &[u32]) -> Vec<i64> {
    let of = |fact: &usize| {
        let party = problem.facts.get(*fact)?.party?;
        Some((problem.reservation(party)? - problem.utility(party, package)?).max(0))
    };
    reservations.iter().map(|fact| of(fact).unwrap_or(0)).collect()
}
