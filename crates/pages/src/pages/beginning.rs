//! A new case in three steps: what it is about and who may know of it, who the sides are, what is to be settled.
//!
//! Each step is one form and one request. Steps two and three can be looked at again later: they add what is named.

use super::opening::who_knows;
use super::templates::{self, Template};
use crate::field::{Form, folded};
use crate::scripts::Script;
use crate::shell::{Here, Page};
use crate::view::View;
use maud::{Markup, html};
use mediant_record::Role;
use mediant_words::say;
use std::borrow::Cow;

/// Rows for sides.
const SIDES: usize = 4;
/// Rows for issues.
const ISSUES: usize = 8;

/// Where the second step is, with the template that the first one was begun from.
pub(super) fn sides_path(template: Option<&Template>) -> String {
    with(template, "/new-case/sides")
}

fn issues_path(template: Option<&Template>) -> String {
    with(template, "/new-case/issues")
}

fn with(template: Option<&Template>, path: &str) -> String {
    template.map_or_else(|| path.to_owned(), |template| format!("{path}?template={}", template.id))
}

/// In which step one is, of three.
pub(super) fn steps(view: &View<'_>, at: usize) -> Markup {
    let steps = [
        say!(view, beginning.step_about),
        say!(view, beginning.step_sides),
        say!(view, beginning.step_issues),
    ];
    html! {
        ol.steps aria-label=(say!(view, beginning.steps)) {
            @for (step, words) in (1..).zip(steps) {
                li aria-current=[(step == at).then_some("step")] { (words) }
            }
        }
    }
}

/// The second step: the sides, their people, who decides, who speaks.
pub fn sides(view: &View<'_>) -> Page {
    let template = templates::asked(view);
    let template = template.as_ref();
    let form = view.form("add_parties").back(issues_path(template)).read_as_chosen();
    let rows = SIDES.max(template.map_or(0, |template| template.sides.len()));
    let fields = html! {
        @for row in 0..rows {
            @let name = template.and_then(|template| template.sides.get(row)).map(Cow::as_ref).unwrap_or_default();
            (side(&form, row, name))
        }
        (who_knows(view, &form, false))
    };
    let main = html! {
        (steps(view, 2))
        (templates::notice(view, template))
        p.lede { (say!(view, beginning.name_each_side_and_its_people)) }
        (form.ends(fields, &say!(view, beginning.go_on_to_what)))
        p { a href=(issues_path(template)) { (say!(view, beginning.the_sides_are_named_go_on)) } }
    };
    Page {
        title: say!(view, beginning.new_case_who_the_sides_are).into_owned(),
        here: Here::Elsewhere,
        main,
        aside: None,
    }
}

fn side(form: &Form<'_>, row: usize, name: &str) -> Markup {
    let at = |field: &str| format!("parties[{row}].{field}");
    html! {
        fieldset.new-side {
            legend { (say!(form, beginning.side, what = row + 1)) }
            div.row {
                (form.line_with(&at("name"), &say!(form, beginning.name_of_the_side), name, row == 0, ""))
                (form.text_with(&at("decides:lines"), &say!(form, beginning.who_decides), "", 2, false, &say!(form, beginning.principals_one_name_a_line)))
                (form.text_with(&at("speaks:lines"), &say!(form, beginning.who_speaks), "", 2, false, &say!(form, beginning.delegates_one_name_a_line)))
            }
            (form.tick(&at("mandate"), &say!(form, beginning.what_those_who_speak_accept_counts), false))
            (folded(&say!(form, beginning.details), form.line(&at("id"), &say!(form, beginning.short_name), false, &say!(form, beginning.as_briefs_and_brackets_write))))
        }
    }
}

/// The third step: the issues and the ways to settle them.
pub fn issues(view: &View<'_>) -> Page {
    let template = templates::asked(view);
    let back = if view.who.role == Role::Mediator { "/accounts" } else { "/" };
    let form = view.form("add_issues").back(back).read_as_chosen();
    let template = template.as_ref();
    let given = template.map(|template| template.issues.as_slice()).unwrap_or_default();
    let rows = ISSUES.max(given.len() + 2);
    let fields = html! {
        @for row in 0..rows { (issue(&form, row, given.get(row))) }
        (folded(&say!(view, beginning.paste_from_a_spreadsheet_or_choose), html! {
            p.hint { (say!(view, beginning.one_issue_a_row_without)) }
            (form.text_with("table", &say!(view, beginning.rows), "", 6, false, &say!(view, beginning.columns_apart_by_tabs_semicolons)))
            (chooser("table", &say!(view, beginning.csv_file), ".csv,.tsv,.txt,text/csv"))
        }))
        (who_knows(view, &form, true))
    };
    let main = html! {
        (steps(view, 3))
        (templates::notice(view, template))
        p.lede { (say!(view, beginning.write_each_matter_with_the_options)) }
        (form.ends(fields, &say!(view, beginning.put_them_on_record)))
        p { a href=(back) { (say!(view, beginning.leave_this_for_later)) } }
        (Script::Begin.element(view))
    };
    Page { title: say!(view, beginning.new_case_what).into_owned(), here: Here::Elsewhere, main, aside: None }
}

fn issue(form: &Form<'_>, row: usize, given: Option<&templates::Matter>) -> Markup {
    let at = |field: &str| format!("issues[{row}].{field}");
    let (name, options, numbers) = match given {
        Some((name, templates::Ways::Options(options))) => (name.as_ref(), options.join("\n"), [""; 4]),
        Some((name, templates::Ways::Numbers([from, to, step], unit))) => {
            (name.as_ref(), String::new(), [*from, *to, *step, unit.as_ref()])
        }
        None => ("", String::new(), [""; 4]),
    };
    let [from, to, step, unit] = numbers;
    html! {
        fieldset.new-issue {
            legend { (say!(form, beginning.issue, what = row + 1)) }
            div.row {
                (form.line_with(&at("name"), &say!(form, beginning.name_of_the_issue), name, false, ""))
                (form.text_with(&at("options:lines"), &say!(form, beginning.its_options), &options, 3, false, &say!(form, beginning.one_a_line)))
                fieldset.numbers {
                    legend { (say!(form, beginning.or_a_number)) }
                    (form.line_with(&at("numbers.from"), &say!(form, beginning.from), from, false, ""))
                    (form.line_with(&at("numbers.to"), &say!(form, beginning.to), to, false, ""))
                    (form.line_with(&at("numbers.step"), &say!(form, beginning.in_steps_of), step, false, ""))
                    (form.line_with(&at("numbers.unit"), &say!(form, beginning.unit), unit, false, ""))
                }
            }
            (folded(&say!(form, beginning.details), form.line(&at("id"), &say!(form, beginning.short_name), false, &say!(form, beginning.as_briefs_and_conditions_write))))
        }
    }
}

/// A file that fills the field of this name in its form, where there is script.
pub(super) fn chooser(into: &str, label: &str, accept: &str) -> Markup {
    html! {
        div.field data-needs-script="" hidden {
            span { (label) }
            input type="file" aria-label=(label) accept=(accept) data-file-into=(into);
            small.hint role="status" {}
        }
    }
}

/// The way back to the steps, for whoever sets the case up.
pub(super) fn ways(view: &View<'_>) -> Markup {
    html! {
        @if view.mediates() {
            p { a href="/new-case/sides" { (say!(view, beginning.name_several_sides_at_once)) } " · " a href="/new-case/issues" { (say!(view, beginning.add_several_issues_at_once)) } }
        }
    }
}
