//! Conditions on packages in words, and as fields of a form.

use super::field::{Form, pairs};
use super::view::View;
use super::words;
use maud::{Markup, html};
use mediant_model::bounds::Bounds;
use mediant_model::issue::Range;
use mediant_model::{Condition, Issue, IssueId, IssueKind, Number, OptionId};
use mediant_words::say;
use std::borrow::Cow;

/// A condition in words: `“a” or “b” on Territory`.
pub fn words(view: &View<'_>, condition: &Condition) -> Markup {
    if let Some((issue, bounds)) = Bounds::of(condition) {
        return html! { bdi { (view.issue_name(issue)) } " " (bounds_words(view, issue, &bounds)) };
    }
    match condition {
        Condition::Options(issue, options) => {
            let issue_name = html! { bdi { (view.issue_name(issue)) } };
            say!(
                view,
                condition.options_on,
                options = options_words(view, issue, options),
                issue = issue_name
            )
        }
        Condition::Between(issue, ..) => {
            say!(view, condition.any_value, issue = html! { bdi { (view.issue_name(issue)) } })
        }
        Condition::All(parts) if parts.is_empty() => html! { (say!(view, condition.any_package)) },
        Condition::Any(parts) if parts.is_empty() => html! { (say!(view, condition.no_package)) },
        Condition::All(parts) => {
            let together = say!(view, condition.together_with);
            words::row(parts.iter().map(|part| words(view, part)), &together, &together)
        }
        Condition::Any(parts) => {
            let or = say!(view, condition.or);
            words::row(parts.iter().map(|part| words(view, part)), &or, &or)
        }
        Condition::Not(inner) => say!(view, condition.not, condition = words(view, inner)),
    }
}

/// Options of one issue in words, where the issue is named elsewhere.
pub fn on_issue(view: &View<'_>, condition: &Condition, on: &IssueId) -> Markup {
    if let Some((_, bounds)) = Bounds::of(condition).filter(|(issue, _)| *issue == on) {
        return bounds_words(view, on, &bounds);
    }
    match condition {
        Condition::Options(issue, options) if issue == on => options_words(view, issue, options),
        Condition::Not(inner) if matches!(&**inner, Condition::Options(issue, _) if issue == on) => {
            say!(view, condition.anything_but, condition = on_issue(view, inner, on))
        }
        other => words(view, other),
    }
}

/// What is never accepted of the issue that is named elsewhere: a bound that is itself excluded as people say it, `25 m³ or less`.
pub fn never_on_issue(view: &View<'_>, condition: &Condition, on: &IssueId) -> Markup {
    let end = |end: &Number| match unit(view, on) {
        Some(unit) => html! { bdi { (end) " " (unit) } },
        None => html! { bdi { (end) } },
    };
    match Bounds::of(condition).filter(|(issue, _)| *issue == on).map(|(_, bounds)| bounds) {
        Some(Bounds { min: None, max: Some(most), above: None, below: None }) => {
            say!(view, condition.or_less, end = end(&most))
        }
        Some(Bounds { min: Some(least), max: None, above: None, below: None }) => {
            say!(view, condition.or_more, end = end(&least))
        }
        _ => on_issue(view, condition, on),
    }
}

fn bounds_words(view: &View<'_>, issue: &IssueId, bounds: &Bounds) -> Markup {
    html! { bdi { (between(view, bounds, unit(view, issue))) } }
}

/// Where a number lies, with its unit where it has one.
fn between(view: &View<'_>, bounds: &Bounds, unit: Option<&str>) -> Cow<'static, str> {
    let unit = unit.map(|unit| format!(" {unit}")).unwrap_or_default();
    let end = |end: &Option<Number>| end.as_ref().map(ToString::to_string);
    let (least, most) = (end(&bounds.min), end(&bounds.max));
    // What is itself excluded bounds more than what is not.
    match ((end(&bounds.above), least), (end(&bounds.below), most)) {
        ((Some(low), _), (Some(high), _)) => {
            say!(view, condition.above_and_below, low = low, high = high, unit = unit)
        }
        ((Some(low), _), (None, Some(high))) => {
            say!(view, condition.above_and_at_most, low = low, high = high, unit = unit)
        }
        ((None, Some(low)), (Some(high), _)) => {
            say!(view, condition.at_least_and_below, low = low, high = high, unit = unit)
        }
        ((None, Some(low)), (None, Some(high))) if low == high => {
            say!(view, condition.exactly, end = low, unit = unit)
        }
        ((None, Some(low)), (None, Some(high))) => {
            say!(view, condition.from_to, low = low, high = high, unit = unit)
        }
        ((Some(low), _), (None, None)) => say!(view, condition.above, end = low, unit = unit),
        ((None, Some(low)), (None, None)) => say!(view, condition.at_least, end = low, unit = unit),
        ((None, None), (Some(high), _)) => say!(view, condition.below, end = high, unit = unit),
        ((None, None), (None, Some(high))) => say!(view, condition.at_most, end = high, unit = unit),
        ((None, None), (None, None)) => say!(view, condition.at_any_value),
    }
}

/// The unit of an issue that is settled by a number.
fn unit<'v>(view: &'v View<'_>, issue: &IssueId) -> Option<&'v str> {
    match &view.state.issues.iter().find(|known| &known.id == issue)?.kind {
        IssueKind::Range(range) => range.unit.as_deref(),
        IssueKind::Discrete(_) | IssueKind::Withheld => None,
    }
}

fn options_words(view: &View<'_>, issue: &IssueId, options: &[OptionId]) -> Markup {
    let quoted = options.iter().map(|option| html! { "“" bdi { (view.option_name(issue, option)) } "”" });
    let or = say!(view, condition.or);
    words::row(quoted, &or, &or)
}

/// The name of the field that holds options of an issue within a condition, such as `statement.never.territory[]`.
pub fn field(condition: &str, issue: &IssueId) -> String {
    format!("{}[]", path(condition, issue))
}

fn path(condition: &str, issue: &IssueId) -> String {
    let id = issue.as_str();
    // The wire's own words are written with one more sign in front.
    let reserved = id.starts_with('=') || matches!(id, "any" | "all" | "not");
    let name = if reserved { format!("={id}") } else { id.to_owned() };
    format!("{condition}.{}", super::form::key(&name))
}

/// Where a number lies that is never accepted, the usual one first.
pub const NEVER: [&str; 4] = ["above", "below", "exactly", "between"];
/// Where a number lies that is asked for.
pub const WANTED: [&str; 4] = ["exactly", "at_least", "at_most", "between"];
/// Where a number lies, in every way that there is.
pub const ANYWHERE: [&str; 6] = ["above", "below", "at_least", "at_most", "exactly", "between"];

/// Where a number lies, in words.
fn lies(form: &Form<'_>, how: &str) -> Cow<'static, str> {
    match how {
        "above" => say!(form, condition.lies_above),
        "below" => say!(form, condition.lies_below),
        "at_least" => say!(form, condition.lies_at_least),
        "at_most" => say!(form, condition.lies_at_most),
        "exactly" => say!(form, condition.lies_exactly),
        _ => say!(form, condition.lies_between),
    }
}

/// Fields for where a number lies: how, and the number, two of them for "between". Read by `form/bounds`.
pub fn number(
    form: &Form<'_>,
    condition: &str,
    issue: &Issue,
    range: &Range,
    legend: &str,
    how: &[&str],
    now: Option<&Bounds>,
) -> Markup {
    let path = path(condition, &issue.id);
    let unit = range.unit.as_ref().map(|unit| format!(" ({unit})")).unwrap_or_default();
    let how: Vec<(&str, Cow<'_, str>)> = how.iter().map(|value| (*value, lies(form, value))).collect();
    let (is, value, to) = now.map_or(("", String::new(), String::new()), shown);
    html! {
        fieldset.options {
            legend { (legend) }
            div.row {
                (form.choice(&format!("{path}.is:fixed"), &format!("{}:", issue.name), &pairs(&how), is, ""))
                (form.amount_with(&format!("{path}.value"), &say!(form, condition.number, unit = unit), &value, &say!(form, condition.between_bounds, least = range.min.to_string(), most = range.max.to_string())))
                (form.amount_with(&format!("{path}.to"), &say!(form, condition.and_number), &to, &say!(form, condition.for_between_alone)))
            }
        }
    }
}

/// Bounds as the fields show them.
fn shown(bounds: &Bounds) -> (&'static str, String, String) {
    let text = |end: &Option<Number>| end.as_ref().map(ToString::to_string).unwrap_or_default();
    match bounds {
        Bounds { above: Some(_), .. } => ("above", text(&bounds.above), String::new()),
        Bounds { below: Some(_), .. } => ("below", text(&bounds.below), String::new()),
        Bounds { min: Some(low), max: Some(high), .. } if low == high => {
            ("exactly", text(&bounds.min), String::new())
        }
        Bounds { min: Some(_), max: Some(_), .. } => ("between", text(&bounds.min), text(&bounds.max)),
        Bounds { min: Some(_), .. } => ("at_least", text(&bounds.min), String::new()),
        _ => ("at_most", text(&bounds.max), String::new()),
    }
}

/// Whether the fields can show the bounds: two ends that are not both included are no "between".
pub fn can_show(bounds: &Bounds) -> bool {
    let open = bounds.above.is_some() || bounds.below.is_some();
    let ends = [&bounds.min, &bounds.max, &bounds.above, &bounds.below];
    ends.iter().filter(|end| end.is_some()).count() == 1
        || !open && bounds.min.is_some() && bounds.max.is_some()
}
