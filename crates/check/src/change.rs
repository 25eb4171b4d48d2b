//! The problem after an opening's change.

use crate::certificate::Change;
use mediant_model::problem::{Fact, FactId, FactKind};
use mediant_model::{OptionId, OptionSet, Problem, Region};
use std::collections::BTreeMap;

/// The problem after the changes, and the issues that got an option, with the option's index.
pub(crate) fn changed(
    problem: &Problem,
    changes: &[Change],
) -> Result<(Problem, BTreeMap<usize, u32>), String> {
    let (mut problem, mut new) = (problem.clone(), BTreeMap::new());
    for change in changes {
        match change {
            Change::Fact { fact, by } => {
                let index = fact_index(&problem, fact)?;
                let fact = problem.facts.get_mut(index).ok_or("a change names an unknown fact")?;
                let Some(by) = by else {
                    drop_fact(fact);
                    continue;
                };
                let moved = fact.party.filter(|_| fact.kind == FactKind::Reservation);
                let moved = moved.and_then(|party| problem.parties.get_mut(party)?.reservation.as_mut());
                let moved = moved.ok_or("a change moves a fact that is no reservation")?;
                moved.firm =
                    moved.firm.checked_add(*by).ok_or("a change moves a reservation beyond all bounds")?;
            }
            Change::NewOption { new_option, must_not_break } => {
                let issue = problem.issue_index(&new_option.as_str().into());
                let issue = issue.ok_or("a change gives an option to an unknown issue")?;
                let kept = must_not_break.iter().map(|fact| fact_index(&problem, fact));
                let kept = kept.collect::<Result<Vec<usize>, String>>()?;
                let option = add_option(&mut problem, issue, &kept)?;
                if new.insert(issue, option).is_some() {
                    return Err("a change gives two options to one issue".into());
                }
            }
        }
    }
    Ok((problem, new))
}

pub(crate) fn fact_index(problem: &Problem, id: &str) -> Result<usize, String> {
    problem.fact_index(&FactId::new(id)).ok_or_else(|| format!("there is no fact `{id}`"))
}

/// Makes the fact bind nobody, without taking its name away.
fn drop_fact(fact: &mut Fact) {
    fact.kind = FactKind::RedLine;
    fact.forbids = Vec::new();
}

/// Adds an option that breaks none of `kept` and counts as the worst for every other fact.
fn add_option(problem: &mut Problem, issue: usize, kept: &[usize]) -> Result<u32, String> {
    let open = problem.issues.get_mut(issue).ok_or("a change gives an option to an unknown issue")?;
    let new = open.options.len();
    let left_open = open.may_be_left_open.then(|| new.saturating_sub(1));
    open.options.push(OptionId::new("new option"));
    open.labels.push("new option".into());
    for (index, fact) in problem.facts.iter_mut().enumerate() {
        if fact.kind == FactKind::Reservation {
            drop_fact(fact);
            if !kept.contains(&index) {
                fact.forbids = vec![Region::everything().with(issue, OptionSet::of(new + 1, [new]))];
            }
            continue;
        }
        for region in &mut fact.forbids {
            let mut wider = Region::everything();
            for (place, side) in region.sides() {
                let worst = !kept.contains(&index) && side.iter().any(|option| Some(option) != left_open);
                let side = match place == issue {
                    true => OptionSet::of(new + 1, side.iter().chain(worst.then_some(new))),
                    false => side.clone(),
                };
                wider.narrow(place, side);
            }
            *region = wider;
        }
    }
    u32::try_from(new).map_err(|_| "an issue has too many options".into())
}
