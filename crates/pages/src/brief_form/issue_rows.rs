//! One issue of the form: its options in order, what is out of the question, points.

use super::form::Part;
use super::moves::in_order;
use crate::field::folded;
use crate::form::key;
use maud::{Markup, html};
use mediant_model::issue::Range;
use mediant_model::{Issue, IssueKind, OptionId};

/// The rows of an issue in the table.
pub(super) fn of_issue(part: &Part<'_, '_>, issue: &Issue, step: usize) -> Markup {
    let path = key(issue.id.as_str());
    html! {
        tbody class=(part.class(step)) data-step=(step) data-orders {
            tr.issue-name { th colspan="4" scope="rowgroup" {
                span.step-title { bdi { (issue.name) } }
                @if !matches!(issue.kind, IssueKind::Range(_)) { span.moves { (part.button(&format!("listed.{path}"), &format!("{}: this is our order", issue.name), "This is our order")) } }
            } }
            @match &issue.kind {
                IssueKind::Range(range) => (of_range(part, issue, range, &path)),
                IssueKind::Discrete(_) | IssueKind::Withheld => {}
            }
            @for option in in_order(&part.names, part.shown.fields, issue) { (of_option(part, issue, &option, &path)) }
            tr.more { td colspan="4" {
                span.ask-points { (part.button("points", &format!("Give points as well to the options of {}", issue.name), "Give points as well")) }
                (folded("More", more(part, issue, &path)))
            } }
        }
    }
}

fn of_option(part: &Part<'_, '_>, issue: &Issue, option: &OptionId, path: &str) -> Markup {
    let own = key(option.as_str());
    let name = part.view.option_name(&issue.id, option);
    let label = |what: &str| format!("{what} of {}: {name}", issue.name);
    let (rank, never) = (format!("rank.{path}.{own}"), format!("never.{path}.{own}"));
    // The points of leaving it open are the issue's own.
    let points =
        if option.is_left_open() { format!("left_open.{path}") } else { format!("points.{path}.{own}") };
    let is_range = matches!(issue.kind, IssueKind::Range(_));
    html! {
        tr data-row {
            th scope="row" { bdi { (name) } }
            td data-of="Order" {
                @if !is_range {
                    span.moves {
                        (part.button(&format!("up.{path}.{own}"), &format!("{}: {name}: better", issue.name), "↑"))
                        (part.button(&format!("down.{path}.{own}"), &format!("{}: {name}: worse", issue.name), "↓"))
                    }
                    input.rank type="text" inputmode="numeric" size="3" name=(rank) value=(part.value(&rank)) aria-label=(label("Place"));
                }
            }
            td data-of="Never" { label.never { input type="checkbox" name=(never) value="on" checked[!part.value(&never).is_empty()] aria-label=(label("Out of the question")); span { "never" } } }
            td.points-part data-of="Points" { input.points type="text" inputmode="decimal" size="5" name=(points) value=(part.value(&points)) aria-label=(label("Points")); }
        }
    }
}

fn of_range(part: &Part<'_, '_>, issue: &Issue, range: &Range, path: &str) -> Markup {
    let unit = range.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
    let (least, most) = (format!("least.{path}"), format!("most.{path}"));
    let (low, high) = (format!("low.{path}"), format!("high.{path}"));
    let order = part.value(&format!("order.{path}"));
    let ids = issue.option_ids();
    let first = order.split(';').next().unwrap_or_default().trim();
    let now = match (ids.first(), ids.last()) {
        (Some(least), _) if least.as_str() == first => "Less is better.",
        (_, Some(most)) if most.as_str() == first => "More is better.",
        _ if order.is_empty() => "",
        _ => "In an order of your own: see More.",
    };
    let number = |name: &str, label: String| {
        html! {
            input.number type="text" inputmode="decimal" size="6" name=(name) value=(part.value(name)) aria-label=(format!("{}: {label}", issue.name));
        }
    };
    html! {
        tr { th scope="row" { (range.min.to_string()) " to " (range.max.to_string()) (unit) }
            td data-of="Order" colspan="3" { span.moves {
                (part.button(&format!("falling.{path}"), &format!("{}: more is better", issue.name), "More is better")) " "
                (part.button(&format!("rising.{path}"), &format!("{}: less is better", issue.name), "Less is better"))
            } " " span.is-now { (now) } } }
        tr { th scope="row" { "Out of the question" }
            td data-of="Never" colspan="3" { span.ends {
                label { (number(&least, format!("never this or less, in{unit}"))) " or less" }
                label { (number(&most, format!("never this or more, in{unit}"))) " or more" }
            } } }
        tr.points-part { th scope="row" { "Points" }
            td data-of="Points" colspan="3" { span.ends {
                label { "at " (range.min.to_string()) " " (number(&low, format!("points at {}", range.min))) }
                label { "at " (range.max.to_string()) " " (number(&high, format!("points at {}", range.max))) }
            } } }
    }
}

/// What few need to say of an issue.
fn more(part: &Part<'_, '_>, issue: &Issue, path: &str) -> Markup {
    let form = part.form;
    let line = |field: &str, label: &str, hint: &str| {
        let name = format!("{field}.{path}");
        form.line_with(&name, label, part.value(&name), false, hint)
    };
    html! {
        @match &issue.kind {
            IssueKind::Range(_) => {
                (line("order", "Numbers in order, best first", "such as 100; 150 = 200; 250"))
                (line("corners", "Points at numbers in between", "such as 40: 7; 50: 8"))
                @let exact = format!("exact.{path}");
                div.tick {
                    input type="checkbox" id=(form.id(&exact)) name=(exact) value="on" checked[!part.value(&exact).is_empty()];
                    label for=(form.id(&exact)) { "These are the points of every number, and no line between them" }
                }
            }
            IssueKind::Discrete(_) | IssueKind::Withheld => (line("why", "Why something is out of the question", "")),
        }
    }
}
