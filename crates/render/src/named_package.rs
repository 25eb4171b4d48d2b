//! One package as a person writes it, `issue=option, issue=option, …`.

use mediant_model::problem::ProblemIssue;
use mediant_model::spelling::{did_you_mean, quoted};
use mediant_model::{Case, IssueId, Package, Problem};

/// The first thing in a written package that is not understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}: {help}")]
pub struct PackageError {
    /// The cause, in one sentence.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl PackageError {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }
}

/// The package that the text names: an option for every issue, by id or name.
///
/// # Errors
/// An unknown issue or option, an issue twice or not at all.
pub fn parse(text: &str, case: &Case, problem: &Problem) -> Result<Package, PackageError> {
    of_choices(choices(text)?, case, problem)
}

/// The package that takes these options: pairs of an issue and its option, each by id or name.
///
/// # Errors
/// An unknown issue or option, an issue twice or not at all.
pub fn of_choices<S: AsRef<str>>(
    choices: impl IntoIterator<Item = (S, String)>,
    case: &Case,
    problem: &Problem,
) -> Result<Package, PackageError> {
    let mut chosen: Vec<Option<u32>> = vec![None; problem.issues.len()];
    for (issue, option) in choices {
        let issue = issue.as_ref();
        let at = issue_index(issue, case, problem)?;
        let (Some(found), Some(place)) = (problem.issues.get(at), chosen.get_mut(at)) else { continue };
        if place.is_some() {
            let message = format!("the package names the issue {} twice", quoted(issue));
            return Err(PackageError::new(message, "give each issue one option"));
        }
        *place = Some(option_index(&option, found)?);
    }
    let issues = problem.issues.iter().zip(&chosen);
    let missing: Vec<&ProblemIssue> =
        issues.filter(|(_, chosen)| chosen.is_none()).map(|(issue, _)| issue).collect();
    if let Some(first) = missing.first() {
        let ids: Vec<String> = missing.iter().take(12).map(|issue| quoted(issue.id.as_str())).collect();
        let message = format!("the package has no option for {}", ids.join(", "));
        let option = first.options.last().map_or("…", |option| option.as_str());
        return Err(PackageError::new(
            message,
            format!("add for example {}", quoted(&format!("{}={option}", first.id))),
        ));
    }
    Ok(chosen.into_iter().flatten().collect())
}

/// The pairs of issue and option. A part without `=` belongs to the option before it: names may hold commas.
fn choices(text: &str) -> Result<Vec<(&str, String)>, PackageError> {
    let mut choices: Vec<(&str, String)> = Vec::new();
    for part in text.split(',') {
        match (part.split_once('='), choices.last_mut()) {
            (Some((issue, option)), _) => choices.push((issue.trim(), option.trim().to_owned())),
            (None, _) if part.trim().is_empty() => {}
            (None, Some((_, option))) => {
                option.push(',');
                option.push_str(part.trim_end());
            }
            (None, None) => {
                let message = format!("{} is not an issue with its option", quoted(part.trim()));
                return Err(PackageError::new(
                    message,
                    "write the package as `issue=option, issue=option, …`",
                ));
            }
        }
    }
    Ok(choices)
}

fn issue_index(word: &str, case: &Case, problem: &Problem) -> Result<usize, PackageError> {
    let issues = &problem.issues;
    let by_id = issues.iter().position(|issue| issue.id.as_str() == word);
    if let Some(found) = by_id.or_else(|| only(issues.iter().map(|issue| issue.name == word))) {
        return Ok(found);
    }
    if case.issue(&IssueId::new(word)).is_some() {
        let message = format!("the substance of {} is not disclosed, so it has no options", quoted(word));
        return Err(PackageError::new(message, "leave this issue out of the package"));
    }
    let known = did_you_mean(word, issues.iter().map(|issue| issue.id.as_str()));
    let message = format!("the case has no issue {}", quoted(word));
    Err(PackageError::new(message, known.unwrap_or_else(|| "the case file lists its issues".to_owned())))
}

fn option_index(word: &str, issue: &ProblemIssue) -> Result<u32, PackageError> {
    let by_id = issue.options.iter().position(|option| option.as_str() == word);
    if let Some(found) = by_id.or_else(|| only(issue.labels.iter().map(|label| label == word))) {
        return Ok(found as u32);
    }
    let known = did_you_mean(word, issue.options.iter().map(|option| option.as_str()));
    let message = format!("the issue {} has no option {}", quoted(issue.id.as_str()), quoted(word));
    Err(PackageError::new(message, known.unwrap_or_else(|| "the case file lists the options".to_owned())))
}

/// Where it is true, if that is one place only.
fn only(mut matches: impl Iterator<Item = bool>) -> Option<usize> {
    let first = matches.position(|matches| matches)?;
    matches.all(|matches| !matches).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_may_hold_commas() {
        let found = choices(" a = x , b=y, or z,c=1,").unwrap();
        assert_eq!(found, [("a", "x".to_owned()), ("b", "y, or z".to_owned()), ("c", "1".to_owned())]);
        assert!(choices("x, a=1").is_err());
    }
}
