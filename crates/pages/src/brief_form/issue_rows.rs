//! One issue of the form: its options in order, what is out of the question, points.

use super::form::Part;
use super::moves::in_order;
use crate::field::folded;
use crate::form::key;
use maud::{Markup, html};
use mediant_model::issue::Range;
use mediant_model::{Issue, IssueKind, Number, OptionId};
use mediant_words::say;
use std::borrow::Cow;

/// The rows of an issue in the table.
pub(super) fn of_issue(part: &Part<'_, '_>, issue: &Issue, step: usize) -> Markup {
    let path = key(issue.id.as_str());
    html! {
        tbody class=(part.class(step)) data-step=(step) data-orders {
            tr.issue-name { th colspan="4" scope="rowgroup" {
                span.step-title { bdi { (issue.name) } }
                @if !matches!(issue.kind, IssueKind::Range(_)) { span.moves { (part.button(&format!("listed.{path}"), &say!(part, brief_form.this_is_our_order_of, issue = issue.name), &say!(part, brief_form.this_is_our_order))) } }
            } }
            @match &issue.kind {
                IssueKind::Range(range) => (of_range(part, issue, range, &path)),
                IssueKind::Discrete(_) | IssueKind::Withheld => {}
            }
            @for option in in_order(&part.names, part.shown.fields, issue) { (of_option(part, issue, &option, &path)) }
            tr.more { td colspan="4" {
                span.ask-points { (part.button("points", &say!(part, brief_form.give_points_as_well_to, issue = issue.name), &say!(part, brief_form.give_points_as_well))) }
                (folded(&say!(part, brief_form.more), more(part, issue, &path)))
            } }
        }
    }
}

fn of_option(part: &Part<'_, '_>, issue: &Issue, option: &OptionId, path: &str) -> Markup {
    let own = key(option.as_str());
    let name = part.view.option_name(&issue.id, option);
    let (rank, never) = (format!("rank.{path}.{own}"), format!("never.{path}.{own}"));
    // The points of leaving it open are the issue's own.
    let points =
        if option.is_left_open() { format!("left_open.{path}") } else { format!("points.{path}.{own}") };
    let is_range = matches!(issue.kind, IssueKind::Range(_));
    html! {
        tr data-row {
            th scope="row" { bdi { (name) } }
            td data-of=(say!(part, brief_form.order)) {
                @if !is_range {
                    span.moves {
                        (part.button(&format!("up.{path}.{own}"), &say!(part, brief_form.better, issue = issue.name, option = name), "↑"))
                        (part.button(&format!("down.{path}.{own}"), &say!(part, brief_form.worse, issue = issue.name, option = name), "↓"))
                    }
                    input.rank type="text" inputmode="numeric" size="3" name=(rank) value=(part.value(&rank)) aria-label=(say!(part, brief_form.place_of, issue = issue.name, option = name));
                }
            }
            td data-of=(say!(part, brief_form.never)) { label.never { input type="checkbox" name=(never) value="on" checked[!part.value(&never).is_empty()] aria-label=(say!(part, brief_form.out_of_the_question_of, issue = issue.name, option = name)); span { (say!(part, brief_form.never_small)) } } }
            td.points-part data-of=(say!(part, brief_form.points)) { input.points type="text" inputmode="decimal" size="5" name=(points) value=(part.value(&points)) aria-label=(say!(part, brief_form.points_of, issue = issue.name, option = name)); }
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
        (Some(least), _) if least.as_str() == first => say!(part, brief_form.less_is_better_now),
        (_, Some(most)) if most.as_str() == first => say!(part, brief_form.more_is_better_now),
        _ if order.is_empty() => Cow::default(),
        _ => say!(part, brief_form.in_an_order_of_your_own),
    };
    let number = |name: &str, label: Cow<'_, str>| {
        html! {
            input.number type="text" inputmode="decimal" size="6" name=(name) value=(part.value(name)) aria-label=(label);
        }
    };
    let points_at = |name: &str, end: &Number| {
        let label = say!(part, brief_form.points_at_end_of, issue = issue.name, end = end.to_string());
        say!(part, brief_form.at_end, end = end.to_string(), points = number(name, label))
    };
    html! {
        tr { th scope="row" { (say!(part, brief_form.from_to, least = range.min.to_string(), most = range.max.to_string(), unit = unit)) }
            td data-of=(say!(part, brief_form.order)) colspan="3" { span.moves {
                (part.button(&format!("falling.{path}"), &say!(part, brief_form.more_is_better_on, issue = issue.name), &say!(part, brief_form.more_is_better))) " "
                (part.button(&format!("rising.{path}"), &say!(part, brief_form.less_is_better_on, issue = issue.name), &say!(part, brief_form.less_is_better)))
            } " " span.is-now { (now) } } }
        tr { th scope="row" { (say!(part, brief_form.out_of_the_question)) }
            td data-of=(say!(part, brief_form.never)) colspan="3" { span.ends {
                label { (say!(part, brief_form.or_less, number = number(&least, say!(part, brief_form.never_this_or_less, issue = issue.name, unit = unit)))) }
                label { (say!(part, brief_form.or_more, number = number(&most, say!(part, brief_form.never_this_or_more, issue = issue.name, unit = unit)))) }
            } } }
        tr.points-part { th scope="row" { (say!(part, brief_form.points)) }
            td data-of=(say!(part, brief_form.points)) colspan="3" { span.ends {
                label { (points_at(&low, &range.min)) }
                label { (points_at(&high, &range.max)) }
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
                (line("order", &say!(part, brief_form.numbers_in_order), &say!(part, brief_form.numbers_in_order_such_as)))
                (line("corners", &say!(part, brief_form.points_in_between), &say!(part, brief_form.points_in_between_such_as)))
                @let exact = format!("exact.{path}");
                div.tick {
                    input type="checkbox" id=(form.id(&exact)) name=(exact) value="on" checked[!part.value(&exact).is_empty()];
                    label for=(form.id(&exact)) { (say!(part, brief_form.points_of_every_number)) }
                }
            }
            IssueKind::Discrete(_) | IssueKind::Withheld => (line("why", &say!(part, brief_form.why_out_of_the_question), "")),
        }
    }
}
