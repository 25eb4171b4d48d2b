//! Whether a party's answers bear with its brief, where that is at hand.
//!
//! A certificate brings its answers along, and anybody can write one: what a brief contradicts proves nothing. A brief
//! that breaks a tie which an answer leaves, or the other way round, is no contradiction as long as no inequality that
//! is drawn from the answer is false.

use crate::{Checked, Preferred, Said, ensure, values_one_by_one, worth_by_option};
use mediant_model::problem::{Choice, FactKind, Utility};
use mediant_model::statement::Standing;
use mediant_model::{Package, Problem};
use std::collections::BTreeSet;

/// Checks every answer against what the files say of the party.
pub(super) fn is_borne_out(problem: &Problem, party: usize, said: &[Said]) -> Checked<()> {
    let utility = problem.parties.get(party).and_then(|party| party.utility.as_ref());
    // What an option is worth by itself is known of those who value issues one by one.
    let worth = utility.filter(|utility| values_one_by_one(utility)).map(worth_by_option);
    for one in said {
        match one {
            Said::Accepts { package, yes } => accepts(problem, party, &read(problem, package)?, *yes)?,
            Said::Compares { first, second, better } => {
                let (first, second) = (read(problem, first)?, read(problem, second)?);
                if let Some(utility) = utility {
                    compares(utility, &first, &second, *better)?;
                }
            }
            Said::OrderOfOptions { issue, order } => {
                let index = problem.issue_named(issue)?;
                if let Some(worth) = worth.as_ref().and_then(|worth| worth.get(index)) {
                    let of = |option: &String| {
                        let option = problem.option_named(index, option)?;
                        Ok(worth.get(option).copied().unwrap_or_default())
                    };
                    descends(order, of, "an order of options contradicts the brief that is given")?;
                }
            }
            Said::OrderOfIssues { order } => {
                if let Some(worth) = &worth {
                    let of = |issue: &String| {
                        let options = worth.get(problem.issue_named(issue)?).into_iter().flatten();
                        let (least, most) = (options.clone().min(), options.max());
                        Ok(most.zip(least).map_or(0, |(most, least)| most - least))
                    };
                    descends(order, of, "an order of issues contradicts the brief that is given")?;
                }
            }
        }
    }
    Ok(())
}

fn read(problem: &Problem, package: &Choice) -> Checked<Package> {
    Ok(problem.chosen(package, &BTreeSet::new())?)
}

/// A walk-away that is a range leaves open what lies within it.
fn accepts(problem: &Problem, party: usize, package: &[u32], yes: bool) -> Checked<()> {
    let excluding = problem.facts.iter().filter(|fact| {
        fact.kind != FactKind::Reservation
            && fact.party.is_none_or(|of| of == party)
            && problem.breaks(fact, package)
    });
    // What binds everybody, and what somebody else reads into its behaviour, is not its word.
    let by_its_word = excluding
        .clone()
        .any(|fact| fact.party == Some(party) && fact.origin.standing != Some(Standing::Inferred));
    let excluded = excluding.count() > 0;
    let reservation = problem.parties.get(party).and_then(|party| party.reservation.as_ref());
    let worth = problem.utility(party, package).zip(reservation);
    let refuses = worth.is_some_and(|(worth, from)| worth < from.least);
    let would_accept = worth.is_some_and(|(worth, from)| worth >= from.firm) && !excluded;
    ensure(!(yes && (by_its_word || refuses)), "a package is accepted that the files given refuse")?;
    ensure(yes || !would_accept, "a package is refused that the brief given accepts")
}

fn compares(utility: &Utility, first: &[u32], second: &[u32], better: Preferred) -> Checked<()> {
    let (first, second) = (utility.of(first), utility.of(second));
    let agrees = match better {
        Preferred::First => first >= second,
        Preferred::Second => first <= second,
        Preferred::Neither => first == second,
    };
    ensure(agrees, "a comparison contradicts the brief that is given")
}

/// Checks that what stands in one group is worth the same, and nothing that comes later is worth more.
fn descends(order: &[Vec<String>], worth: impl Fn(&String) -> Checked<i64>, otherwise: &str) -> Checked<()> {
    let mut above = i64::MAX;
    for group in order {
        let worths = group.iter().map(&worth).collect::<Checked<Vec<i64>>>()?;
        let Some(first) = worths.first() else { continue };
        ensure(worths.iter().all(|worth| worth == first) && *first <= above, otherwise)?;
        above = *first;
    }
    Ok(())
}
