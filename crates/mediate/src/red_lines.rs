//! What a party told it will never accept.

use mediant_model::Problem;
use mediant_model::problem::{FactKind, Region};

/// For each party of the problem the packages it will never accept, as it told the mediator, and those that bind
/// everybody. Walk-away values are not among them: mediation does without numbers.
pub fn told_red_lines(problem: &Problem) -> Vec<Vec<Region>> {
    let told = |party: usize| {
        let facts = problem.facts.iter().filter(|fact| fact.kind != FactKind::Reservation);
        let his = facts.filter(|fact| fact.party.is_none_or(|of| of == party));
        his.flat_map(|fact| fact.forbids.iter().cloned()).collect()
    };
    (0..problem.parties.len()).map(told).collect()
}
