//! The steps of the form that are about no one issue: combinations, and what a party does without a deal.

use super::form::Part;
use super::moves::{GO, PICK};
use super::told::options_of;
use super::{read, walk};
use crate::field::{folded, pairs};
use maud::{Markup, html};
use mediant_model::{IssueKind, OptionId};

/// Rows of a list: those in which something stands, and one more.
fn rows(part: &Part<'_, '_>, list: &str) -> usize {
    let begin = format!("{list}[");
    let numbers = part
        .shown
        .fields
        .iter()
        .filter_map(|(name, _)| name.strip_prefix(&begin)?.split_once(']')?.0.parse::<usize>().ok());
    numbers.max().map_or(1, |most| most.saturating_add(2)).min(ROWS_MAX)
}

/// Rows of a list that the form shows at most.
const ROWS_MAX: usize = 500;

/// A list with its rows, folded away as long as nothing stands in it.
fn list(part: &Part<'_, '_>, list: &str, summary: &str, row: impl Fn(&str) -> Markup) -> Markup {
    let count = rows(part, list);
    html! {
        details.fold open[count > 1] {
            summary { (summary) @if count > 1 { " (" (count - 1) ")" } }
            @for at in 0..count {
                fieldset.clause-fields {
                    legend { (summary) ", " (at + 1) @if at + 1 == count { " (new)" } }
                    (row(&format!("{list}[{at}]")))
                }
            }
            p { (part.button("more", &format!("{summary}: one more"), "One more")) }
        }
    }
}

/// A condition: in words, put together from a list.
fn condition(part: &Part<'_, '_>, name: &str, label: &str) -> Markup {
    let (id, pick) = (part.form.id(name), format!("{PICK}{name}"));
    let hint = format!("{id}-hint");
    html! {
        div.field.condition data-condition {
            label for=(id) { (label) }
            textarea id=(id) name=(name) rows="2" dir="auto" aria-describedby=(hint) { "\n" (part.value(name)) }
            span.pick {
                select name=(pick) aria-label=(format!("{label}: an option to put in")) {
                    option value="" { "Choose an option" }
                    @for issue in part.names.disclosed() {
                        optgroup label=(issue.name) {
                            @let words = super::conditions::quoted(&part.names.issue_words(&issue.id));
                            @for option in choices(part, issue) {
                                @let of = super::conditions::quoted(&part.names.option_words(&issue.id, &option));
                                option value=(format!("{words}: {of}")) { (part.view.option_name(&issue.id, &option)) }
                            }
                            @if matches!(issue.kind, IssueKind::Range(_)) {
                                option value=(format!("{words}: at least ")) { "at least …" }
                                option value=(format!("{words}: at most ")) { "at most …" }
                            }
                        }
                    }
                }
                (part.button(&format!("put.{name}"), &format!("{label}: put it in"), "Put it in"))
            }
            small.hint id=(hint) { "such as Turns: by the day or by need; Yearly fee: at most 300" }
        }
    }
}

/// What can be chosen of an issue from a short list.
fn choices(part: &Part<'_, '_>, issue: &mediant_model::Issue) -> Vec<OptionId> {
    options_of(&part.names, issue)
}

/// What is the same of every statement, for whoever needs it.
fn details(part: &Part<'_, '_>, row: &str, has_standing: bool) -> Markup {
    let form = part.form;
    let line = |field: &str, label: &str, hint: &str| {
        let name = format!("{row}.{field}");
        form.line_with(&name, label, part.value(&name), false, hint)
    };
    let choice = |field: &str, label: &str, of: &[(&str, &str)]| {
        let name = format!("{row}.{field}");
        let mut of = pairs(of);
        let chosen = part.value(&name);
        // Another party's caucus is nothing that one chooses, but a file can say it.
        if !of.iter().any(|(value, _)| value == chosen) {
            of.push((chosen.to_owned(), chosen.to_owned()));
        }
        form.choice(&name, label, &of, chosen, "")
    };
    folded(
        "Who said it, when, and where it stands",
        html! {
            div.row {
                (line("by", "Who said it", "a name, or a description"))
                (line("on:day", "On", "before that day it does not count"))
                (line("until:day", "Until", "from that day it counts no more"))
            }
            (line("sources", "Where it stands", "a document, a colon and the place in it; a semicolon before the next"))
            div.row {
                @if has_standing { (choice("standing", "How firmly it is known", &[("", "told in confidence"), ("public", "declared in public"), ("inferred", "somebody’s reading")])) }
                (choice("publicity", "Who may know of it", &[("", "we and the mediator"), ("public", "everybody"), ("table", "the table"), ("mediator", "the mediator alone")]))
            }
        },
    )
}

fn text(part: &Part<'_, '_>, row: &str, label: &str) -> Markup {
    let name = format!("{row}.text");
    part.form.text_with(&name, label, part.value(&name), 2, false, "")
}

/// The step of what goes together.
pub(super) fn together(part: &Part<'_, '_>, step: usize) -> Markup {
    let form = part.form;
    let line =
        |name: &str, label: &str, hint: &str| form.line_with(name, label, part.value(name), false, hint);
    let issues: Vec<(String, String)> =
        part.names.disclosed().map(|issue| (issue.id.to_string(), issue.name.clone())).collect();
    let settled: Vec<String> =
        part.shown.fields.iter().filter(|(name, _)| name == "settled[]").map(|(_, id)| id.clone()).collect();
    html! {
        section class=(part.class(step)) data-step=(step) {
            h2 { "What goes together" }
            p.hint { "For what one option alone does not say. Leave out what you do not need." }
            @if part.names.partial { (form.ticks("settled[]", "No deal that leaves open", &issues, &settled, "")) }
            (list(part, "red", "Combinations that are out of the question", |row| html! {
                (condition(part, &format!("{row}.when"), "Never"))
                (text(part, row, "Why"))
                (details(part, row, true))
            }))
            (list(part, "required", "What a deal must have", |row| html! {
                (condition(part, &format!("{row}.when"), "Only with"))
                (line(&format!("{row}.settled"), "And with these issues settled", "their names, a semicolon between them"))
                (text(part, row, "Why"))
                (details(part, row, true))
            }))
            (list(part, "link", "One thing only with another", |row| html! {
                (condition(part, &format!("{row}.when"), "If"))
                (condition(part, &format!("{row}.then"), "Then only with"))
                (text(part, row, "Why"))
                (details(part, row, false))
            }))
            (list(part, "bonus", "Combinations that are worth more or less", |row| html! {
                (condition(part, &format!("{row}.when"), "Together"))
                (line(&format!("{row}.points"), "Points on top", "less than 0 to take away"))
                (text(part, row, "Why"))
            }))
        }
    }
}

/// The step of what a party does without a deal.
pub(super) fn without_a_deal(part: &Part<'_, '_>, step: usize) -> Markup {
    let form = part.form;
    let line =
        |name: &str, label: &str, hint: &str| form.line_with(name, label, part.value(name), false, hint);
    let trends = pairs(&[
        ("", "not said"),
        ("improving", "better: we need a deal less"),
        ("worsening", "worse: we need a deal more"),
        ("steady", "neither"),
    ]);
    html! {
        section class=(part.class(step)) data-step=(step) {
            h2 { "Without a deal" }
            (rather(part))
            (walk_away(part, 0))
            @let later = rows(part, "walk");
            (list_of_further(part, later))
            (list(part, "without", "What we do without a deal", |row| html! {
                (text(part, row, "In words"))
                (form.choice(&format!("{row}.trend"), "For us this gets", &trends, part.value(&format!("{row}.trend")), ""))
                (details(part, row, false))
            }))
            (list(part, "interest", "What we need behind all this", |row| html! {
                (text(part, row, "In words"))
                (details(part, row, false))
            }))
            (folded("Rarely needed", html! {
                (form.choice("default", "Where no walk-away value stands, we take", &pairs(&[("", "any package"), ("zero", "what is worth 0 points or more")]), part.value("default"), ""))
                div.row {
                    (line("constant", "Points of every package", ""))
                    (line("cap", "At most so many points", ""))
                    (line("discount", "What is left of it at the deadline", "such as 0.9"))
                }
                div.tick {
                    input type="checkbox" id=(form.id("counts")) name="counts" value="on" checked[!part.value("counts").is_empty()];
                    label for=(form.id("counts")) { "We count in points, even where none stand here" }
                }
            }))
        }
    }
}

fn walk_away(part: &Part<'_, '_>, at: usize) -> Markup {
    let form = part.form;
    let line = |field: &str, label: &str, hint: &str| {
        let name = format!("walk[{at}].{field}");
        form.line_with(&name, label, part.value(&name), false, hint)
    };
    html! {
        div.row.pair {
            (line("value", "Walk-away value", "in points: below it, rather no deal"))
            (line("up_to", "Up to", "not sure? from here a deal for certain"))
        }
        (folded("Since when, and why", html! { div.row { (line("from:day", "From", "the first day it holds")) (line("because", "Why", "")) } }))
    }
}

/// Walk-away values of later days.
fn list_of_further(part: &Part<'_, '_>, count: usize) -> Markup {
    html! {
        details.fold open[count > 2] {
            summary { "A walk-away value of a later day" }
            @for at in 1..count.max(2) { (walk_away(part, at)) }
        }
    }
}

/// The choice between packages and no deal.
fn rather(part: &Part<'_, '_>) -> Markup {
    let asked = walk::answered(part.shown.fields);
    let packages: Vec<walk::Package> = if asked.is_empty() {
        part.shown.brief.map(|brief| walk::shown(part.shown.case, brief)).unwrap_or_default()
    } else {
        asked.into_iter().map(|(package, _)| package).collect()
    };
    let answers = [("take", "we take it"), ("none", "rather no deal"), ("", "not sure")];
    html! {
        @if packages.is_empty() {
            p.hint { "With points given, you can choose between packages and no deal instead." }
        } @else {
            (folded("Choose between packages and no deal", html! {
                @for (at, package) in packages.iter().enumerate() {
                    @let name = format!("rather[{at}].answer");
                    @let json = serde_json::json!(package.iter().map(|(issue, option)| (issue.to_string(), option.to_string())).collect::<std::collections::BTreeMap<_, _>>());
                    fieldset.options {
                        legend { "Package " (at + 1) ": " (crate::pages::packages::in_words(part.view, package)) }
                        input type="hidden" name=(format!("rather[{at}].package:fixed")) value=(json);
                        @for (value, words) in answers {
                            @let id = format!("{}-{value}", part.form.id(&name));
                            div.tick {
                                input type="radio" id=(id) name=(name) value=(value) checked[part.value(&name) == value];
                                label for=(id) { (words) }
                            }
                        }
                    }
                }
                p { (part.button("walk", "Work the value out from these answers", "Work the value out")) }
            }))
        }
    }
}

/// What was said of issues and options that are not on the table any more: named, and kept until it is taken out.
pub(super) fn gone(part: &Part<'_, '_>) -> Markup {
    let gone = read::gone(&part.names, part.shown.fields);
    let kept =
        part.shown.fields.iter().filter(|field| !read::gone(&part.names, &vec![(*field).clone()]).is_empty());
    html! {
        @if !gone.is_empty() {
            div.notice {
                p { "Not on the table any more. What you said of it is kept here, and does not go along when you hand the brief over:" }
                ul { @for one in &gone {
                    li { bdi { (part.view.issue_name(&one.issue)) } @if let Some(option) = &one.option { ", " bdi { (part.view.option_name(&one.issue, option)) } }
                        ": " (words_of(&one.what)) @if one.value != "on" { " " bdi { (one.value) } } }
                } }
                button.quiet type="submit" name=(GO) value="without" { "Take it out" }
            }
            @for (name, value) in kept { input type="hidden" name=(name) value=(value); }
        }
    }
}

fn words_of(what: &str) -> &'static str {
    match what {
        "rank" | "order" => "place",
        "never" | "least" | "most" => "out of the question",
        "why" => "why it is out of the question",
        "weight" => "weight",
        "importance" => "how much it matters",
        _ => "points",
    }
}
