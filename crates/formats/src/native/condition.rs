//! Conditions: `{ issue = option | [options] | { min, max, above, below } }`, nested by `all`, `any` and `not`.

use super::fields::{Diagnostics, Fields, FromToml, UNREADABLE, Value};
use mediant_model::bounds::Bounds;
use mediant_model::{Condition, IssueId, Number, OptionId};
use toml::de::DeValue;

impl FromToml for Condition {
    /// A table with one entry is that entry, with none or several all of them together.
    fn from_toml(value: &Value<'_>, problems: &Diagnostics<'_>) -> Option<Self> {
        let fields = Fields::new(value, "a condition", problems)?;
        let parts: Option<Vec<Self>> =
            fields.entries().map(|(key, _, value)| part(key, value, problems)).collect();
        let mut parts = parts?;
        if parts.len() == 1 { parts.pop() } else { Some(Self::All(parts)) }
    }
}

/// Stands for a condition that could not be read.
pub(super) fn unreadable() -> Condition {
    Condition::Options(IssueId::new(UNREADABLE), Vec::new())
}

fn part(key: &str, value: &Value<'_>, problems: &Diagnostics<'_>) -> Option<Condition> {
    match key {
        "all" => Some(Condition::All(branches(value, problems)?)),
        "any" => Some(Condition::Any(branches(value, problems)?)),
        "not" => Some(Condition::Not(Box::new(Condition::from_toml(value, problems)?))),
        issue => on_issue(IssueId::new(issue), value, problems),
    }
}

fn branches(value: &Value<'_>, problems: &Diagnostics<'_>) -> Option<Vec<Condition>> {
    if let DeValue::Array(_) = value.get_ref() {
        return Vec::from_toml(value, problems);
    }
    problems.error_help(
        value.span(),
        "expected a list of conditions",
        "write `any = [{ … }, { … }]`; to offer several options of one issue, write `issue = [\"a\", \"b\"]`",
    );
    None
}

fn on_issue(issue: IssueId, value: &Value<'_>, problems: &Diagnostics<'_>) -> Option<Condition> {
    match value.get_ref() {
        DeValue::Table(_) => {
            let bounds = Fields::new(value, "a condition on a range", problems)?;
            let (min, max) = (bounds.optional::<Number>("min"), bounds.optional::<Number>("max"));
            let (above, below) = (bounds.optional::<Number>("above"), bounds.optional::<Number>("below"));
            bounds.close();
            if min.is_some() && above.is_some() || max.is_some() && below.is_some() {
                let help = "`min` and `max` are included, `above` and `below` are not";
                problems.error_help(value.span(), "two bounds on one side: give one of them", help);
                return None;
            }
            Some(Bounds { min, max, above, below }.condition(issue))
        }
        _ => Some(Condition::Options(issue, Vec::<OptionId>::from_toml(value, problems)?)),
    }
}
