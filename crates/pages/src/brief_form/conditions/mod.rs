//! Conditions on packages in words that a person can read, write and choose from a list:
//! `Turns: by the day or by need; Yearly fee: at most 300`.
//!
//! What stands between semicolons holds together. `all of (…)`, `any of (…)` and `not (…)` put conditions together in other
//! ways. A name that could be misread stands in quotes, with a quote in it doubled; `#` stands before a short name that no name tells from the rest. Every
//! condition can be written, and is read as it was.

mod reading;

pub use reading::{read, read_citations, read_issues, read_tiers};

use super::names::Names;
use super::numbers::number_words;
use mediant_model::{Condition, IssueId, Number, OptionId};

/// The words of the notation, which is the same in every language: it is read again as it is written.
const ALL_OF: [&str; 2] = ["all", "of"];

const ANY_OF: [&str; 2] = ["any", "of"];

const ANY_NUMBER: [&str; 2] = ["any", "number"];

const AND_AT_MOST: [&str; 3] = ["and", "at", "most"];

pub(super) const AT_LEAST: [&str; 2] = ["at", "least"];

pub(super) const AT_MOST: [&str; 2] = ["at", "most"];

/// A condition in words.
pub fn written(names: &Names<'_>, condition: &Condition) -> String {
    match condition {
        Condition::All(parts) if parts.len() > 1 => joined(names, parts),
        other => unit(names, other),
    }
}

fn joined(names: &Names<'_>, parts: &[Condition]) -> String {
    parts.iter().map(|part| unit(names, part)).collect::<Vec<_>>().join("; ")
}

fn unit(names: &Names<'_>, condition: &Condition) -> String {
    match condition {
        Condition::All(parts) if parts.is_empty() => "always".to_owned(),
        Condition::Any(parts) if parts.is_empty() => "never".to_owned(),
        Condition::All(parts) => format!("{} ({})", ALL_OF.join(" "), joined(names, parts)),
        Condition::Any(parts) => format!("{} ({})", ANY_OF.join(" "), joined(names, parts)),
        Condition::Not(inner) => format!("not ({})", written(names, inner)),
        Condition::Options(issue, options) => {
            let named: Vec<String> =
                options.iter().map(|option| quoted(&names.option_words(issue, option))).collect();
            let named = if named.is_empty() { "nothing".to_owned() } else { named.join(" or ") };
            format!("{}: {named}", quoted(&names.issue_words(issue)))
        }
        Condition::Between(issue, low, high) => {
            let bounds = match (low, high) {
                (Some(low), Some(high)) => {
                    let (least, most) = (bound(&AT_LEAST, low), bound(&AND_AT_MOST, high));
                    format!("{least} {most}")
                }
                (Some(low), None) => bound(&AT_LEAST, low),
                (None, Some(high)) => bound(&AT_MOST, high),
                (None, None) => ANY_NUMBER.join(" "),
            };
            format!("{}: {bounds}", quoted(&names.issue_words(issue)))
        }
    }
}

fn bound(how: &[&str], number: &Number) -> String {
    format!("{} {}", how.join(" "), number_words(number))
}

/// A condition on an issue as it begins, up to the number: `Yearly fee: at most `.
pub(super) fn begun(issue: &str, how: &[&str]) -> String {
    format!("{issue}: {} ", how.join(" "))
}

/// A name as it is, or in quotes where it could be misread.
pub(super) fn quoted(name: &str) -> String {
    let first = name.split(' ').next().unwrap_or_default();
    let is_plain = !name.is_empty()
        && name.split(' ').all(|word| {
            !word.is_empty()
                && word != "or"
                && !word.chars().any(|c| c.is_whitespace() || is_mark(c) || c == '"')
        })
        && !matches!(first, "at" | "any" | "all" | "not" | "always" | "never" | "nothing");
    if is_plain { name.to_owned() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
}

fn is_mark(c: char) -> bool {
    matches!(c, ':' | ';' | '(' | ')')
}

/// Issues as a list.
pub fn written_issues(names: &Names<'_>, issues: &[IssueId]) -> String {
    let named: Vec<String> = issues.iter().map(|issue| quoted(&names.issue_words(issue))).collect();
    named.join("; ")
}

/// Tiers in words.
pub fn written_tiers(names: &Names<'_>, issue: &IssueId, tiers: &[Vec<OptionId>]) -> String {
    let tier = |tier: &Vec<OptionId>| {
        tier.iter().map(|option| names.option_words(issue, option)).collect::<Vec<_>>().join(" = ")
    };
    tiers.iter().map(tier).collect::<Vec<_>>().join("; ")
}
