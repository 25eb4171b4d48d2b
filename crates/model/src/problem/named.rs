//! Packages and facts by the ids that the case gives them.

use super::{FactId, Package, Problem, ProblemIssue};
use crate::OptionSet;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A package by ids: issue to option.
pub type Choice = BTreeMap<String, String>;

/// Names that do not say anything about a problem: why, as a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameError(String);

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NameError {}

impl From<NameError> for String {
    fn from(unnamed: NameError) -> Self {
        unnamed.0
    }
}

impl Problem {
    /// The package by ids; options that do not exist are left out.
    pub fn choice(&self, package: &[u32]) -> Choice {
        let options = self.issues.iter().zip(package);
        let named = options.filter_map(|(issue, option)| Some((issue, issue.options.get(*option as usize)?)));
        named.map(|(issue, option)| (issue.id.to_string(), option.to_string())).collect()
    }

    /// The package that takes these options and, on the issues of `last`, which are not named, the last one.
    ///
    /// Fails unless every other issue of the problem, and nothing else, is named with one of its options.
    pub fn chosen(&self, choice: &Choice, last: &BTreeSet<usize>) -> Result<Package, NameError> {
        let option = |(index, issue): (usize, &ProblemIssue)| match choice.get(issue.id.as_str()) {
            Some(id) => issue.options.iter().position(|option| option.as_str() == id),
            None => issue.options.len().checked_sub(1).filter(|_| last.contains(&index)),
        };
        let options = self.issues.iter().enumerate().map(|issue| Some(option(issue)? as u32));
        let package =
            options.collect::<Option<Package>>().filter(|all| all.len() == choice.len() + last.len());
        package.ok_or_else(|| NameError("a package has one option on the table for every issue".into()))
    }

    /// The index of a fact by its id.
    pub fn fact_named(&self, id: &str) -> Result<usize, NameError> {
        self.fact_index(&FactId::new(id)).ok_or_else(|| NameError(format!("there is no fact `{id}`")))
    }

    /// The indices of facts by their ids.
    pub fn facts_named(&self, ids: &[String]) -> Result<Vec<usize>, NameError> {
        ids.iter().map(|id| self.fact_named(id)).collect()
    }

    /// The index of an issue by its id.
    pub fn issue_named(&self, id: &str) -> Result<usize, NameError> {
        self.issue_index(&id.into()).ok_or_else(|| NameError(format!("there is no issue `{id}`")))
    }

    /// The index of an option of an issue by its id.
    pub fn option_named(&self, issue: usize, id: &str) -> Result<usize, NameError> {
        let options = self.issues.get(issue).map_or(&[][..], |issue| &issue.options);
        let index = options.iter().position(|option| option.as_str() == id);
        index.ok_or_else(|| NameError(format!("there is no option `{id}` on this issue")))
    }

    /// Options of an issue by their ids.
    pub fn options_named(&self, issue: usize, ids: &[String]) -> Result<OptionSet, NameError> {
        let size = self.issues.get(issue).map_or(0, |issue| issue.options.len());
        let indices = ids.iter().map(|id| self.option_named(issue, id));
        Ok(OptionSet::from_options(size, indices.collect::<Result<Vec<usize>, NameError>>()?))
    }

    /// The ids of facts by their indices; those that do not exist are left out.
    pub fn fact_names(&self, facts: impl IntoIterator<Item = usize>) -> Vec<String> {
        facts.into_iter().filter_map(|fact| Some(self.facts.get(fact)?.id.to_string())).collect()
    }

    /// Values of parties, in the problem's order, by the parties' ids; those without one are left out.
    pub fn by_party<T>(&self, values: impl IntoIterator<Item = Option<T>>) -> BTreeMap<String, T> {
        let each = self.parties.iter().zip(values);
        each.filter_map(|(party, value)| Some((party.id.to_string(), value?))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn names_and_indices_go_both_ways() {
        let problem = sample::problem();
        let names = problem.fact_names([2, 0, 9]);
        assert_eq!(problem.facts_named(&names), Ok(vec![2, 0]));
        assert!(problem.facts_named(&["a.red_line.7".into()]).is_err());
        assert_eq!(problem.options_named(0, &["keep".into()]), Ok(OptionSet::from_options(3, [2])));
        assert!(problem.options_named(0, &["sold".into()]).is_err());
        assert_eq!(problem.by_party([None, Some(4)]), BTreeMap::from([("b".into(), 4)]));
    }

    #[test]
    fn a_choice_names_every_issue_once_or_takes_the_last_option() {
        let problem = sample::problem();
        let none = BTreeSet::new();
        let all = (0..3).flat_map(|land| (0..2).map(move |water| vec![land, water]));
        for package in all {
            let named = problem.choice(&package);
            assert_eq!(problem.chosen(&named, &none), Ok(package.clone()));
            assert!(problem.chosen(&named, &BTreeSet::from([1])).is_err());
            let without = Choice::from_iter(named.into_iter().filter(|(issue, _)| issue == "land"));
            assert!(problem.chosen(&without, &none).is_err());
            assert_eq!(problem.chosen(&without, &BTreeSet::from([1])), Ok(vec![package[0], 1]));
            let unknown = Choice::from_iter(without.into_iter().chain([("x".into(), "shared".into())]));
            assert!(problem.chosen(&unknown, &none).is_err());
        }
    }
}
