//! What statements say of an option that is not on the table yet.
//!
//! Nobody knows the option, but that it settles its issue. So of a statement it is asked what every option does, on the table
//! or not, or what some option on the table does; and what the option is worth nobody knows at all.

use super::{Condition, Issue, OptionId, Says};
use super::{KnownStance, Meaning, Passing, Settlement, Statement, gather, speaks_of, turns};
use mediant_model::problem::Choice;

/// How a package may be settled once the issue takes an option that nobody knows.
struct Ways {
    /// As with each option of substance that is on the table.
    known: Vec<Vec<Settlement>>,
    /// And as with one that no statement names.
    unknown: Vec<Settlement>,
}

impl Meaning<'_> {
    /// What is known of whether the agreement rule passes a package with a new option on the issue, and the rest as given.
    ///
    /// The option breaks none of the statements `kept` that some option would not break, and is worth enough where that is a
    /// walk-away value. Every other statement it breaks as soon as some option of substance on the table does, and it is
    /// worth enough to nobody else who stated points.
    ///
    /// # Errors
    /// There is no such issue, or the rest does not settle all others.
    pub fn passes_with_new(&self, issue: &str, kept: &[String], rest: &Choice) -> Result<Passing, String> {
        let ways = self.ways(issue, rest)?;
        let is_kept = |name: &str| kept.iter().any(|kept| kept == name);
        let broken = |statement: &Statement<'_>| {
            let breaks = |way: &Vec<Settlement>| self.is_broken(statement, &way.iter().collect::<Vec<_>>());
            if is_kept(&statement.name) {
                breaks(&ways.unknown) && ways.known.iter().all(breaks)
            } else {
                ways.known.iter().any(breaks)
            }
        };
        let verdict = |id: &str| {
            let Some(party) = self.party(id) else { return KnownStance::NotSaid };
            let too_little = party.points.is_some() && !is_kept(&format!("{id}.reservation"));
            if too_little || party.excludes.iter().any(broken) {
                KnownStance::Refuses
            } else if party.points.is_some() {
                KnownStance::Accepts
            } else {
                KnownStance::NotSaid
            }
        };
        Ok(self.passing(!self.common.iter().any(broken), verdict))
    }

    fn ways(&self, issue: &str, rest: &Choice) -> Result<Ways, String> {
        let found = self.issue(issue).ok_or_else(|| format!("there is no issue `{issue}`"))?;
        if rest.len() + 1 != self.issues.len() || rest.contains_key(issue) {
            return Err("the rest of a package has one option for every other issue".into());
        }
        let settled = self.issues.iter().map(|other| {
            if other.id == found.id {
                // Stands in until the ways are known.
                return Ok(Settlement::LeftOpen);
            }
            let option = rest.get(other.id.as_str());
            let option = option.ok_or_else(|| format!("a package leaves out `{}`", other.id))?;
            self.settlement(other.id.as_str(), option)
        });
        let settled: Vec<Settlement> = settled.collect::<Result<_, String>>()?;
        let place = self.places.get(&found.id).copied().unwrap_or_default();
        let with = |here: Settlement| {
            let mut way = settled.clone();
            way.get_mut(place).into_iter().for_each(|slot| *slot = here.clone());
            way
        };
        let entries: Vec<&Condition> = self.entries(found);
        let known = turns(found, None, &entries).ok_or("a range without a grid")?;
        Ok(Ways {
            known: known.into_iter().map(with).collect(),
            unknown: with(Settlement::Option(OptionId::from(UNKNOWN))),
        })
    }

    /// What statements say of the issue, entry by entry.
    fn entries(&self, issue: &Issue) -> Vec<&Condition> {
        let mut entries = Vec::new();
        for statement in self.statements() {
            match &statement.says {
                Says::Never(condition) => gather(condition, &mut entries),
                Says::Only(required) => {
                    required.require.iter().for_each(|condition| gather(condition, &mut entries));
                }
                Says::Linked(linkage) => {
                    gather(&linkage.when, &mut entries);
                    gather(&linkage.then, &mut entries);
                }
            }
        }
        entries.retain(|entry| speaks_of(entry, &issue.id));
        entries
    }
}

/// The name of an option that no case can have: it is no text that a reader takes.
const UNKNOWN: &str = "\0";
