//! That a conflict turns on an issue.
//!
//! It does where an option there would dissolve it: one that breaks none of the conflict's statements, and is worth as much
//! to each party as its best option there. Nobody knows that option, so of a statement it is asked whether every option
//! breaks it, on the table or not; and of a party what it would be worth at best.

use crate::claim::Ground;
use crate::{Checked, ensure};
use mediant_model::OptionSet;
use mediant_model::problem::{Choice, FactKind, Utility};
use std::collections::{BTreeMap, BTreeSet};

/// Checks that with such an option on the issue, and the rest of the package, all the facts are respected.
pub(crate) fn check(ground: &Ground<'_>, issue: &str, facts: &[String], rest: &Choice) -> Checked<()> {
    let problem = ground.problem;
    let place = problem.issue_named(issue)?;
    let rest = problem.chosen(rest, &BTreeSet::from([place]))?;
    let settled = problem.issues.get(place).ok_or("there is no such issue")?;
    let size = settled.options.len();
    // The one numbered `size` is not on the table; leaving the issue open is no option of substance.
    let left_open = settled.may_be_left_open.then(|| size.saturating_sub(1));
    let options = OptionSet::from_options(size + 1, (0..=size).filter(|option| Some(*option) != left_open));
    for fact in problem.facts_named(facts)? {
        ground.watch.look()?;
        let fact = problem.facts.get(fact).ok_or("there is no such fact")?;
        if fact.kind == FactKind::Reservation {
            let party = fact.party.and_then(|party| problem.parties.get(party));
            let stated = party.and_then(|party| Some((party.utility.as_ref()?, party.reservation.as_ref()?)));
            let (utility, walk_away) = stated.ok_or("a walk-away value stands without points")?;
            ensure(
                at_best(utility, place, &rest) >= i128::from(walk_away.firm),
                "not even the best option on an issue is worth enough to a party",
            )?;
        } else {
            let broken = fact.broken_by_all(place, size, &options);
            ensure(
                !broken.iter().any(|region| region.contains(&rest)),
                "a statement of a conflict is broken whatever settles the issue",
            )?;
        }
    }
    Ok(())
}

/// What the package is worth with an option on the issue that brings as much as the best there, every bonus that the
/// rest allows and no penalty that speaks of the issue.
fn at_best(utility: &Utility, issue: usize, rest: &[u32]) -> i128 {
    let points = utility.values.iter().zip(rest).enumerate().map(|(place, (values, option))| {
        let here = if place == issue { values.iter().max() } else { values.get(*option as usize) };
        here.copied().map_or(0, i128::from)
    });
    // What was stated as one counts once, whatever boxes it became.
    let mut counted: BTreeMap<usize, i128> = BTreeMap::new();
    for interaction in &utility.interactions {
        let spoken_of = interaction.region.side(issue);
        let avoided = spoken_of.is_some_and(|side| interaction.points < 0 || side.is_empty());
        if !avoided && interaction.region.without(issue).contains(rest) {
            counted.insert(interaction.stated, interaction.points.into());
        }
    }
    let total = points.sum::<i128>() + counted.values().sum::<i128>() + i128::from(utility.constant);
    utility.cap.map_or(total, |cap| total.min(cap.into()))
}
