//! The steps of the form that are about no one issue: combinations, and what a party does without a deal.

use super::form::Part;
use super::moves::{GO, PICK};
use super::told::options_of;
use super::{read, walk};
use crate::field::{folded, pairs};
use maud::{Markup, html};
use mediant_model::{IssueKind, OptionId};
use mediant_words::say;
use std::borrow::Cow;

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
            summary { @if count > 1 { (say!(part, brief_form.so_many_of, list = summary, count = count - 1)) } @else { (summary) } }
            @for at in 0..count {
                fieldset.clause-fields {
                    legend { @if at + 1 == count { (say!(part, brief_form.new_row_of, list = summary, number = at + 1)) } @else { (say!(part, brief_form.row_of, list = summary, number = at + 1)) } }
                    (row(&format!("{list}[{at}]")))
                }
            }
            p { (part.button("more", &say!(part, brief_form.one_more_of, list = summary), &say!(part, brief_form.one_more))) }
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
                select name=(pick) aria-label=(say!(part, brief_form.an_option_to_put_into, condition = label)) {
                    option value="" { (say!(part, brief_form.choose_an_option)) }
                    @for issue in part.names.disclosed() {
                        optgroup label=(issue.name) {
                            @let words = super::conditions::quoted(&part.names.issue_words(&issue.id));
                            @for option in choices(part, issue) {
                                @let of = super::conditions::quoted(&part.names.option_words(&issue.id, &option));
                                option value=(format!("{words}: {of}")) { (part.view.option_name(&issue.id, &option)) }
                            }
                            @if matches!(issue.kind, IssueKind::Range(_)) {
                                option value=(super::conditions::begun(&words, &super::conditions::AT_LEAST)) { (say!(part, brief_form.at_least_so_much)) }
                                option value=(super::conditions::begun(&words, &super::conditions::AT_MOST)) { (say!(part, brief_form.at_most_so_much)) }
                            }
                        }
                    }
                }
                (part.button(&format!("put.{name}"), &say!(part, brief_form.put_it_into, condition = label), &say!(part, brief_form.put_it_in)))
            }
            small.hint id=(hint) { (say!(part, brief_form.a_condition_such_as)) }
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
    let choice = |field: &str, label: &str, of: &[(&str, Cow<'_, str>)]| {
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
        &say!(part, brief_form.who_said_it_when_and_where),
        html! {
            div.row {
                (line("by", &say!(part, brief_form.who_said_it), &say!(part, brief_form.a_name_or_a_description)))
                (line("on:day", &say!(part, brief_form.on), &say!(part, brief_form.before_that_day)))
                (line("until:day", &say!(part, brief_form.until), &say!(part, brief_form.from_that_day)))
            }
            (line("sources", &say!(part, brief_form.where_it_stands), &say!(part, brief_form.a_document_and_the_place_in_it)))
            div.row {
                @if has_standing { (choice("standing", &say!(part, brief_form.how_firmly_it_is_known), &[("", say!(part, brief_form.told_in_confidence)), ("public", say!(part, brief_form.declared_in_public)), ("inferred", say!(part, brief_form.somebodys_reading))])) }
                (choice("publicity", &say!(part, brief_form.who_may_know_of_it), &[("", say!(part, brief_form.we_and_the_mediator)), ("public", say!(part, brief_form.everybody)), ("table", say!(part, brief_form.the_table)), ("mediator", say!(part, brief_form.the_mediator_alone))]))
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
            h2 { (say!(part, brief_form.what_goes_together)) }
            p.hint { (say!(part, brief_form.for_what_one_option_does_not_say)) }
            @if part.names.partial { (form.ticks("settled[]", &say!(part, brief_form.no_deal_that_leaves_open_field), &issues, &settled, "")) }
            (list(part, "red", &say!(part, brief_form.combinations_out_of_the_question), |row| html! {
                (condition(part, &format!("{row}.when"), &say!(part, brief_form.never)))
                (text(part, row, &say!(part, brief_form.why)))
                (details(part, row, true))
            }))
            (list(part, "required", &say!(part, brief_form.what_a_deal_must_have), |row| html! {
                (condition(part, &format!("{row}.when"), &say!(part, brief_form.only_with_field)))
                (line(&format!("{row}.settled"), &say!(part, brief_form.and_with_these_issues_settled), &say!(part, brief_form.their_names)))
                (text(part, row, &say!(part, brief_form.why)))
                (details(part, row, true))
            }))
            (list(part, "link", &say!(part, brief_form.one_thing_only_with_another), |row| html! {
                (condition(part, &format!("{row}.when"), &say!(part, brief_form.if_field)))
                (condition(part, &format!("{row}.then"), &say!(part, brief_form.then_only_with)))
                (text(part, row, &say!(part, brief_form.why)))
                (details(part, row, false))
            }))
            (list(part, "bonus", &say!(part, brief_form.combinations_worth_more_or_less), |row| html! {
                (condition(part, &format!("{row}.when"), &say!(part, brief_form.together)))
                (line(&format!("{row}.points"), &say!(part, brief_form.points_on_top), &say!(part, brief_form.less_than_0_to_take_away)))
                (text(part, row, &say!(part, brief_form.why)))
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
        ("", say!(part, brief_form.not_said)),
        ("improving", say!(part, brief_form.this_gets_better)),
        ("worsening", say!(part, brief_form.this_gets_worse)),
        ("steady", say!(part, brief_form.neither)),
    ]);
    html! {
        section class=(part.class(step)) data-step=(step) {
            h2 { (say!(part, brief_form.without_a_deal)) }
            (rather(part))
            (walk_away(part, 0))
            @let later = rows(part, "walk");
            (list_of_further(part, later))
            (list(part, "without", &say!(part, brief_form.what_we_do_without_a_deal), |row| html! {
                (text(part, row, &say!(part, brief_form.in_words)))
                (form.choice(&format!("{row}.trend"), &say!(part, brief_form.for_us_this_gets), &trends, part.value(&format!("{row}.trend")), ""))
                (details(part, row, false))
            }))
            (list(part, "interest", &say!(part, brief_form.what_we_need_behind_all_this), |row| html! {
                (text(part, row, &say!(part, brief_form.in_words)))
                (details(part, row, false))
            }))
            (folded(&say!(part, brief_form.rarely_needed), html! {
                (form.choice("default", &say!(part, brief_form.where_no_walk_away_value_stands), &pairs(&[("", say!(part, brief_form.any_package)), ("zero", say!(part, brief_form.worth_0_points_or_more))]), part.value("default"), ""))
                div.row {
                    (line("constant", &say!(part, brief_form.points_of_every_package), ""))
                    (line("cap", &say!(part, brief_form.at_most_so_many_points), ""))
                    (line("discount", &say!(part, brief_form.what_is_left_at_the_deadline), &say!(part, brief_form.left_at_the_deadline_such_as)))
                }
                div.tick {
                    input type="checkbox" id=(form.id("counts")) name="counts" value="on" checked[!part.value("counts").is_empty()];
                    label for=(form.id("counts")) { (say!(part, brief_form.we_count_in_points)) }
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
            (line("value", &say!(part, brief_form.walk_away_value), &say!(part, brief_form.below_it_rather_no_deal)))
            (line("up_to", &say!(part, brief_form.up_to), &say!(part, brief_form.from_here_a_deal_for_certain)))
        }
        (folded(&say!(part, brief_form.since_when_and_why), html! { div.row { (line("from:day", &say!(part, brief_form.from), &say!(part, brief_form.the_first_day_it_holds))) (line("because", &say!(part, brief_form.why), "")) } }))
    }
}

/// Walk-away values of later days.
fn list_of_further(part: &Part<'_, '_>, count: usize) -> Markup {
    html! {
        details.fold open[count > 2] {
            summary { (say!(part, brief_form.a_walk_away_value_of_a_later_day)) }
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
    let answers = [
        ("take", say!(part, brief_form.we_take_it)),
        ("none", say!(part, brief_form.rather_no_deal)),
        ("", say!(part, brief_form.not_sure)),
    ];
    html! {
        @if packages.is_empty() {
            p.hint { (say!(part, brief_form.with_points_given_you_can_choose)) }
        } @else {
            (folded(&say!(part, brief_form.choose_between_packages_and_no_deal), html! {
                @for (at, package) in packages.iter().enumerate() {
                    @let name = format!("rather[{at}].answer");
                    @let json = serde_json::json!(package.iter().map(|(issue, option)| (issue.to_string(), option.to_string())).collect::<std::collections::BTreeMap<_, _>>());
                    fieldset.options {
                        legend { (say!(part, brief_form.package, number = at + 1, package = crate::pages::packages::in_words(part.view, package))) }
                        input type="hidden" name=(format!("rather[{at}].package:fixed")) value=(json);
                        @for (value, words) in &answers {
                            @let id = format!("{}-{value}", part.form.id(&name));
                            div.tick {
                                input type="radio" id=(id) name=(name) value=(value) checked[part.value(&name) == *value];
                                label for=(id) { (words) }
                            }
                        }
                    }
                }
                p { (part.button("walk", &say!(part, brief_form.work_the_value_out_from_these), &say!(part, brief_form.work_the_value_out))) }
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
                p { (say!(part, brief_form.not_on_the_table_any_more)) }
                ul { @for one in &gone {
                    li { bdi { (part.view.issue_name(&one.issue)) } @if let Some(option) = &one.option { ", " bdi { (part.view.option_name(&one.issue, option)) } }
                        ": " (words_of(part, &one.what)) @if one.value != "on" { " " bdi { (one.value) } } }
                } }
                button.quiet type="submit" name=(GO) value="without" { (say!(part, brief_form.take_it_out)) }
            }
            @for (name, value) in kept { input type="hidden" name=(name) value=(value); }
        }
    }
}

fn words_of(part: &Part<'_, '_>, what: &str) -> Cow<'static, str> {
    match what {
        "rank" | "order" => say!(part, brief_form.gone_place),
        "never" | "least" | "most" => say!(part, brief_form.gone_out_of_the_question),
        "why" => say!(part, brief_form.gone_why),
        "weight" => say!(part, brief_form.weight),
        "importance" => say!(part, brief_form.gone_how_much_it_matters),
        _ => say!(part, brief_form.gone_points),
    }
}
