//! The issues that conflicts turn on.
//!
//! A conflict *turns on* an issue when an option there that breaks none of the conflict's facts, and
//! is worth as much to each party as its best option there, would dissolve it. For red lines,
//! preconditions and linkages these are the issues that they speak of. Where reservation values
//! alone collide, almost any issue could make up for what is missing; then only those are named on
//! which the parties' interests are most opposed: where the option best for all together, by the
//! prices that prove the conflict (or at equal prices), falls furthest behind giving every party
//! its best.

use crate::Control;
use crate::analysis::Derivation;
use crate::derivation::derive;
use crate::fact_set::FactSet;
use crate::oracle::{Feasibility, Oracle};
use mediant_model::problem::{Fact, FactKind, Interaction};
use mediant_model::{OptionId, OptionSet, Package, Problem, Region};
use std::collections::BTreeMap;

/// A problem in which an issue is settled by an option that is not on the table yet.
///
/// The option counts as the best it could be for every party: worth each party's best option there,
/// in every bonus and no penalty. A constraint is there twice: where it is broken whatever the option is, and, as a
/// fact of its own, where the option might break it. A reservation is there for what the option could bring at
/// best, and as a fact that it might break whatever else is agreed.
pub(crate) struct Freed {
    pub problem: Problem,
    /// For each fact of `problem` the fact it came from.
    pub source: Vec<usize>,
    /// Those facts of `problem` that the option might break.
    pub at_stake: FactSet,
}

/// What an option that is not on the table may be like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// As far as a statement goes, like some option of substance that is on the table.
    LikeThoseKnown,
    /// Like one of those, or like none that any statement names.
    Anything,
}

impl Freed {
    pub fn new(problem: &Problem, issue: usize, unknown: Unknown) -> Self {
        let mut freed = problem.clone();
        let size = problem.issues.get(issue).map_or(0, |issue| issue.options.len());
        let is_open = problem.issues.get(issue).is_some_and(|issue| issue.may_be_left_open);
        let of_substance = 0..if is_open { size.saturating_sub(1) } else { size };
        let mut like = OptionSet::from_options(size + 1, of_substance);
        if unknown == Unknown::Anything {
            like.insert(size);
        }
        if let Some(settled) = freed.issues.get_mut(issue) {
            settled.options = vec![OptionId::new("new option")];
            settled.labels = vec!["new option".to_owned()];
            settled.may_be_left_open = false;
        }
        for party in &mut freed.parties {
            let Some(utility) = &mut party.utility else { continue };
            if let Some(values) = utility.values.get_mut(issue) {
                *values = vec![values.iter().copied().max().unwrap_or(0)];
            }
            // A bonus counts wherever its other issues are met, a penalty on this issue nowhere: nothing that
            // an option could be would do better, so what this problem excludes, every option excludes.
            let at_best = |stated: &Interaction| {
                let elsewhere = match stated.region.side(issue) {
                    Some(_) if stated.points < 0 => return None,
                    _ => stated.region.without(issue),
                };
                Some(Interaction { region: elsewhere, ..stated.clone() })
            };
            utility.interactions = utility.interactions.iter().filter_map(at_best).collect();
        }
        let (mut facts, mut source, mut at_stake) = (Vec::new(), Vec::new(), FactSet::empty());
        for (index, fact) in problem.facts.iter().enumerate() {
            let (whatever, maybe) = match fact.kind {
                // Nobody knows what the option is worth: at worst no package with it will do.
                FactKind::Reservation => (Vec::new(), vec![Region::everything()]),
                _ => (fact.broken_by_all(issue, size, &like), fact.broken_by_some(issue, size, &like)),
            };
            let part = |forbids: Vec<Region>| Fact { forbids, beyond: Vec::new(), ..fact.clone() };
            if fact.kind == FactKind::Reservation || !whatever.is_empty() {
                facts.push(part(whatever));
                source.push(index);
            }
            if !maybe.is_empty() {
                at_stake.insert(facts.len());
                // What an option might break is settled by no sum.
                facts.push(Fact { kind: FactKind::RedLine, ..part(maybe) });
                source.push(index);
            }
        }
        freed.facts = facts;
        Self { problem: freed, source, at_stake }
    }

    /// The same without what walk-away values ask of today's numbers: of an option that nobody knows, nobody knows what
    /// it brings.
    pub fn whatever_it_brings(self) -> Self {
        let is_sum = |fact: &Fact| fact.kind == FactKind::Reservation;
        let kept: Vec<usize> = (0..self.problem.facts.len())
            .filter(|fact| !self.problem.facts.get(*fact).is_some_and(is_sum))
            .collect();
        let at_stake = kept.iter().enumerate().filter(|(_, old)| self.at_stake.contains(**old));
        Self {
            at_stake: at_stake.map(|(new, _)| new).collect(),
            source: kept.iter().filter_map(|old| self.source.get(*old).copied()).collect(),
            problem: self.problem.with_facts(|index, _| kept.contains(&index)),
        }
    }

    /// The facts of `self.problem` that came from these and that the option cannot break.
    fn certain(&self, facts: &FactSet) -> FactSet {
        let from = self.source.iter().enumerate().filter(|(_, source)| facts.contains(**source));
        from.map(|(index, _)| index).filter(|index| !self.at_stake.contains(*index)).collect()
    }
}

/// For each conflict the issues it turns on, ascending; stopped, those found.
///
/// Cost: for each issue that might matter one preparation of an oracle, and one question for each conflict.
pub fn issues_turned_on(problem: &Problem, conflicts: &[FactSet], control: &dyn Control) -> Vec<Vec<usize>> {
    let mut turned: Vec<Vec<usize>> = vec![Vec::new(); conflicts.len()];
    for issue in 0..problem.issues.len() {
        if control.should_stop() {
            break;
        }
        let mut freed: Option<(Freed, Oracle)> = None;
        for (conflict, turned) in conflicts.iter().zip(&mut turned) {
            // There can be hundreds of conflicts, and each asks a search over all parties.
            if control.should_stop() {
                break;
            }
            if !may_turn_on(problem, conflict, issue) {
                continue;
            }
            let (freed, oracle) = freed.get_or_insert_with(|| {
                let freed = Freed::new(problem, issue, Unknown::Anything);
                let oracle = Oracle::new(&freed.problem, Oracle::EFFORT / 100);
                (freed, oracle)
            });
            if matches!(oracle.admits(&freed.certain(conflict), control), Feasibility::Respected(_)) {
                turned.push(issue);
            }
        }
    }
    for (conflict, turned) in conflicts.iter().zip(&mut turned) {
        if control.should_stop() {
            break;
        }
        if !turned.is_empty() && constraints(problem, conflict).next().is_none() {
            *turned = most_opposed(problem, conflict, &derive(problem, conflict, None, control), turned);
        }
    }
    turned
}

/// For each conflict and each issue it turns on, as their places, a package that shows it: with an option on the issue as
/// good as it could be, the rest of the package respects every fact of the conflict. Where a search ends early there is
/// none.
///
/// Cost: as [`issues_turned_on`], for the issues named alone.
pub(crate) fn witnesses(
    problem: &Problem,
    conflicts: &[(FactSet, &[usize])],
    control: &dyn Control,
) -> Vec<(usize, usize, Package)> {
    let mut found = Vec::new();
    for issue in 0..problem.issues.len() {
        let turning = || conflicts.iter().enumerate().filter(|(_, (_, issues))| issues.contains(&issue));
        if turning().next().is_none() {
            continue;
        }
        let freed = Freed::new(problem, issue, Unknown::Anything);
        let oracle = Oracle::new(&freed.problem, Oracle::EFFORT / 100);
        for (place, (facts, _)) in turning() {
            if let Feasibility::Respected(package) = oracle.admits(&freed.certain(facts), control) {
                found.push((place, issue, package));
            }
        }
    }
    found.sort_by_key(|(conflict, issue, _)| (*conflict, *issue));
    found
}

/// The issues that conflicts turn on, those of most conflicts first; of equals the first of the case.
pub fn hurdles<'a>(turned: impl Iterator<Item = &'a [usize]>) -> Vec<usize> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for issue in turned.flatten() {
        *counts.entry(*issue).or_default() += 1;
    }
    let mut hurdles: Vec<(usize, usize)> = counts.into_iter().collect();
    hurdles.sort_by_key(|(issue, count)| (std::cmp::Reverse(*count), *issue));
    hurdles.into_iter().map(|(issue, _)| issue).collect()
}

fn constraints<'a>(problem: &'a Problem, conflict: &'a FactSet) -> impl Iterator<Item = &'a Fact> {
    let facts = conflict.iter().filter_map(|fact| problem.facts.get(fact));
    facts.filter(|fact| fact.kind != FactKind::Reservation)
}

/// A conflict of constraints can only turn on issues that they speak of.
fn may_turn_on(problem: &Problem, conflict: &FactSet, issue: usize) -> bool {
    let has_reservation = conflict.len() > constraints(problem, conflict).count();
    let speaks = |fact: &Fact| fact.forbids.iter().any(|region| region.side(issue).is_some());
    let is_spoken_of = constraints(problem, conflict).any(speaks);
    is_spoken_of || has_reservation && constraints(problem, conflict).next().is_none()
}

/// Of the issues those with the largest disagreement, at the derivation's prices or at equal ones.
fn most_opposed(
    problem: &Problem,
    conflict: &FactSet,
    derivation: &Derivation,
    issues: &[usize],
) -> Vec<usize> {
    let prices: BTreeMap<usize, i64> = match derivation {
        Derivation::Prices { reservations, prices, .. } => {
            reservations.iter().copied().zip(prices.iter().copied()).collect()
        }
        _ => {
            let weights = problem.together().weights;
            let weight = |fact: usize| weights.get(problem.facts.get(fact)?.party?).copied();
            conflict.iter().map(|fact| (fact, weight(fact).unwrap_or(1))).collect()
        }
    };
    let rows = |issue: usize| -> Vec<(i128, &Vec<i64>)> {
        let of = |(fact, price): (&usize, &i64)| {
            let party = problem.parties.get(problem.facts.get(*fact)?.party?)?;
            Some((i128::from(*price), party.utility.as_ref()?.values.get(issue)?))
        };
        prices.iter().filter_map(of).collect()
    };
    let disagreement = |issue: &usize| {
        let rows = rows(*issue);
        let best = |(price, values): &(i128, &Vec<i64>)| {
            price * values.iter().map(|units| i128::from(*units)).max().unwrap_or(0)
        };
        let together = |option: usize| {
            let units = |(price, values): &(i128, &Vec<i64>)| {
                price * i128::from(values.get(option).copied().unwrap_or(0))
            };
            rows.iter().map(units).sum::<i128>()
        };
        let options = problem.issues.get(*issue).map_or(0, |issue| issue.options.len());
        rows.iter().map(best).sum::<i128>() - (0..options).map(together).max().unwrap_or(0)
    };
    let most = issues.iter().map(disagreement).max().unwrap_or(0);
    issues.iter().copied().filter(|issue| most > 0 && disagreement(issue) == most).collect()
}
