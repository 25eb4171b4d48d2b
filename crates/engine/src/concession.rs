//! What lowering reservation values alone could do.

use crate::Control;
use crate::analysis::{Concession, EqualConcession};
use crate::fact_set::FactSet;
use crate::oracle::{Lowering, Oracle};
use crate::rule;
use mediant_model::problem::FactKind;
use mediant_model::{Number, Problem};

/// What lowering reservation values would take.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Concessions {
    /// For each party the least it alone would have to give up, every other fact standing.
    pub alone: Vec<Option<Concession>>,
    /// The least that every party would have to give up alike: the package that leaves the one worst
    /// off nearest to its reservation value.
    pub equal: Option<EqualConcession>,
    /// Whether every question was answered.
    pub complete: bool,
}

/// The cheapest concession of each party alone and the least equal one, where there is no deal.
///
/// `None` stands where no lowering helps, or where a party has no reservation value. Cost: one search for each party, and one more; under a
/// quorum times the number of smallest winning coalitions.
pub fn concessions(problem: &Problem, oracle: &Oracle, control: &dyn Control) -> Concessions {
    let all = FactSet::all(problem.facts.len());
    let of_party = |party: Option<usize>| -> FactSet {
        let facts = problem.facts.iter().enumerate();
        let reservations = facts.filter(|(_, fact)| fact.kind == FactKind::Reservation);
        reservations
            .filter(|(_, fact)| party.is_none() || fact.party == party)
            .map(|(index, _)| index)
            .collect()
    };
    let mut complete = true;
    let mut least = |lowered: FactSet| {
        if lowered.is_empty() {
            return None;
        }
        if control.should_stop() {
            complete = false;
            return None;
        }
        match rule::least_lowering(oracle, problem, &all.minus(&lowered), &lowered, None, control) {
            Lowering::By(shared, package) => (shared > 0).then_some((shared, package)),
            Lowering::Never => None,
            Lowering::Unknown => {
                complete = false;
                None
            }
        }
    };
    let together = problem.together();
    let weight = |party: usize| together.weights.get(party).copied().unwrap_or(1).max(1);
    let alone = (0..problem.parties.len())
        .map(|party| {
            let (shared, package) = least(of_party(Some(party)))?;
            Some(Concession { units: i64::try_from(shared / i128::from(weight(party))).ok()?, package })
        })
        .collect();
    // Where scales lie too far apart to be compared, no amount is the same for everybody.
    let equal = together.exact.then(|| least(of_party(None))).flatten().and_then(|(shared, package)| {
        let of_each = |shared: i128| -> Vec<i64> {
            let has = |party: usize| problem.reservation(party).is_some();
            let own = |party: usize| i64::try_from(shared / i128::from(weight(party))).unwrap_or(i64::MAX);
            (0..problem.parties.len()).map(|party| if has(party) { own(party) } else { 0 }).collect()
        };
        let unit = problem.parties.first()?.scale.unit.checked_div(&Number::from(weight(0)))?;
        let amount = &Number::ratio(shared, 1)? * &unit;
        Some(EqualConcession { amount, units: of_each(shared), too_little: of_each(shared - 1), package })
    });
    Concessions { alone, equal, complete }
}
