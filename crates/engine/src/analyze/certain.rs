//! What is certain, where some parties said nothing and others gave a range.

use super::{Settings, existence};
use crate::analysis::NoDeal;
use crate::control::Control;
use crate::fact_set::FactSet;
use crate::oracle::{Feasibility, Oracle};
use crate::rule;
use mediant_model::problem::{Fact, FactId, FactKind, FactOrigin};
use mediant_model::{Package, Problem, Region};

/// A package that the agreement rule passes whatever those say who did not say: enough parties are known to accept it.
///
/// `known`: one that no statement excludes, where there is one. Cost: that of asking whether a deal exists.
pub(super) fn deal(
    problem: &Problem,
    known: Option<&[u32]>,
    settings: &Settings,
    control: &dyn Control,
) -> Option<Package> {
    let is_sure = |package: &[u32]| problem.outcome(package) == Some(true);
    if let Some(package) = known.filter(|package| is_sure(package)) {
        return Some(package.to_vec());
    }
    // Whoever states no points cannot be known to accept: as if it refused everything.
    let silent = |party: &usize| problem.parties.get(*party).is_some_and(|party| party.utility.is_none());
    let mut sure = problem.clone();
    sure.facts.extend((0..problem.parties.len()).filter(silent).map(|party| Fact {
        id: FactId::new("did not say"),
        kind: FactKind::RedLine,
        party: Some(party),
        forbids: vec![Region::everything()],
        beyond: Vec::new(),
        origin: FactOrigin::default(),
    }));
    existence(&sure, settings, control).witness.filter(|package| is_sure(package))
}

/// Says of each conflict and each opening whether it stands for certain, where walk-away values are ranges.
///
/// `at_least`: the problem with every range read at its lower end. Cost: one question for each conflict.
pub(super) fn mark(at_least: &Problem, exists: Option<bool>, no_deal: &mut NoDeal, control: &dyn Control) {
    let oracle = Oracle::new(at_least, Oracle::EFFORT);
    for conflict in &mut no_deal.conflicts {
        let standing: FactSet = conflict.facts.iter().copied().collect();
        conflict.certain = rule::passes(&oracle, at_least, &standing, control) == Feasibility::Excluded;
    }
    for opening in no_deal.openings.iter_mut().chain(&mut no_deal.unlike) {
        opening.certain = exists == Some(false);
    }
}
