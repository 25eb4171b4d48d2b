//! What lowering reservation values alone could do.

use crate::Control;
use crate::analysis::Concession;
use crate::fact_set::FactSet;
use crate::oracle::{Lowering, Oracle};
use crate::rule;
use mediant_model::Problem;
use mediant_model::problem::FactKind;

/// What lowering reservation values would take.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Concessions {
    /// For each party the least it alone would have to give up, every other fact standing.
    pub alone: Vec<Option<Concession>>,
    /// The least that every party would have to give up alike: the package that leaves the one worst
    /// off nearest to its reservation value.
    pub equal: Option<Concession>,
    /// Whether every question was answered.
    pub complete: bool,
}

/// The cheapest concession of each party alone and the least equal one, where there is no deal.
///
/// `None` stands where no lowering helps, or where a party has no reservation value. Units are the
/// problem's, the same for every party. Cost: one search for each party, and one more; under a
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
        match rule::least_lowering(oracle, problem, &all.minus(&lowered), &lowered, None, control) {
            Lowering::By(units, package) => (units > 0).then_some(Concession { units, package }),
            Lowering::Never => None,
            Lowering::Unknown => {
                complete = false;
                None
            }
        }
    };
    let alone = (0..problem.parties.len()).map(|party| least(of_party(Some(party)))).collect();
    let equal = least(of_party(None));
    Concessions { alone, equal, complete }
}
