//! Conditions on packages in words, and as fields of a form.

use super::view::View;
use maud::{Markup, html};
use mediant_model::{Condition, IssueId, OptionId};

/// A condition in words: `“a” or “b” on Territory`.
pub fn words(view: &View<'_>, condition: &Condition) -> Markup {
    match condition {
        Condition::Options(issue, options) => html! {
            (options_words(view, issue, options)) " on " bdi { (view.issue_name(issue)) }
        },
        Condition::Between(issue, low, high) => html! {
            bdi { (view.issue_name(issue)) }
            @if let Some(low) = low { " at least " (low.to_string()) }
            @if low.is_some() && high.is_some() { " and" }
            @if let Some(high) = high { " at most " (high.to_string()) }
        },
        Condition::All(parts) if parts.is_empty() => html! { "any package" },
        Condition::Any(parts) if parts.is_empty() => html! { "no package" },
        Condition::All(parts) => joined(view, parts, " together with "),
        Condition::Any(parts) => joined(view, parts, " or "),
        Condition::Not(inner) => html! { "not (" (words(view, inner)) ")" },
    }
}

/// Options of one issue in words, where the issue is named elsewhere.
pub fn on_issue(view: &View<'_>, condition: &Condition, on: &IssueId) -> Markup {
    match condition {
        Condition::Options(issue, options) if issue == on => options_words(view, issue, options),
        Condition::Not(inner) if matches!(&**inner, Condition::Options(issue, _) if issue == on) => {
            html! { "anything but " (on_issue(view, inner, on)) }
        }
        other => words(view, other),
    }
}

fn options_words(view: &View<'_>, issue: &IssueId, options: &[OptionId]) -> Markup {
    html! {
        @for (at, option) in options.iter().enumerate() {
            @if at > 0 { " or " }
            "“" bdi { (view.option_name(issue, option)) } "”"
        }
    }
}

fn joined(view: &View<'_>, parts: &[Condition], by: &str) -> Markup {
    html! {
        @for (at, part) in parts.iter().enumerate() {
            @if at > 0 { (by) }
            (words(view, part))
        }
    }
}

/// The name of the field that holds options of an issue within a condition, such as `statement.never.territory[]`.
pub fn field(condition: &str, issue: &IssueId) -> String {
    let id = issue.as_str();
    // The wire's own words are written with one more sign in front.
    let reserved = id.starts_with('=') || matches!(id, "any" | "all" | "not");
    let name = if reserved { format!("={id}") } else { id.to_owned() };
    format!("{condition}.{}[]", super::form::key(&name))
}
