//! A new case in three steps: what it is about and who may know of it, who the sides are, what is to be settled.
//!
//! Each step is one form and one request. Steps two and three can be looked at again later: they add what is named.

use super::opening::who_knows;
use super::templates::{self, Template};
use crate::assets;
use crate::field::{Form, folded};
use crate::shell::{Here, Page};
use crate::view::View;
use maud::{Markup, html};
use mediant_record::Role;

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
pub(super) fn steps(at: usize) -> Markup {
    let steps = ["What it is about", "Who the sides are", "What is to be settled"];
    html! {
        ol.steps aria-label="Steps" {
            @for (step, words) in (1..).zip(steps) {
                li aria-current=[(step == at).then_some("step")] { (words) }
            }
        }
    }
}

/// The second step: the sides, their people, who decides, who speaks.
pub fn sides(view: &View<'_>) -> Page {
    let template = templates::asked(view);
    let form = view.form("add_parties").back(issues_path(template)).read_as_chosen();
    let rows = SIDES.max(template.map_or(0, |template| template.sides.len()));
    let fields = html! {
        @for row in 0..rows {
            @let name = template.and_then(|template| template.sides.get(row)).copied().unwrap_or_default();
            (side(&form, row, name))
        }
        (who_knows(view, &form, false))
    };
    let main = html! {
        (steps(2))
        (templates::notice(template))
        p.lede { "Name each side and its people, one name a line. Rows left empty are none. Nobody gets a message from this." }
        (form.ends(fields, "Go on to what is to be settled"))
        p { a href=(issues_path(template)) { "The sides are named: go on" } }
    };
    Page { title: "New case: who the sides are".to_owned(), here: Here::Elsewhere, main, aside: None }
}

fn side(form: &Form<'_>, row: usize, name: &str) -> Markup {
    let at = |field: &str| format!("parties[{row}].{field}");
    html! {
        fieldset.new-side {
            legend { "Side " (row + 1) }
            div.row {
                (form.line_with(&at("name"), "Name of the side", name, row == 0, ""))
                (form.text_with(&at("decides:lines"), "Who decides", "", 2, false, "principals, one name a line"))
                (form.text_with(&at("speaks:lines"), "Who speaks", "", 2, false, "delegates, one name a line"))
            }
            (form.tick(&at("mandate"), "What those who speak accept counts for their side, on every issue (a mandate)", false))
            (folded("Details", form.line(&at("id"), "Short name", false, "as briefs and brackets write it; made from the name where empty")))
        }
    }
}

/// The third step: the issues and the ways to settle them.
pub fn issues(view: &View<'_>) -> Page {
    let template = templates::asked(view);
    let back = if view.who.role == Role::Mediator { "/accounts" } else { "/" };
    let form = view.form("add_issues").back(back).read_as_chosen();
    let given = template.map(|template| template.issues).unwrap_or_default();
    let rows = ISSUES.max(given.len() + 2);
    let fields = html! {
        @for row in 0..rows { (issue(&form, row, given.get(row))) }
        (folded("Paste from a spreadsheet, or choose a CSV file", html! {
            p.hint { "One issue a row, without a heading row: its name, then a column for each option; or from, to, step and unit. The rows are added after those above." }
            (form.text_with("table", "Rows", "", 6, false, "columns apart by tabs, semicolons or commas"))
            (chooser("table", "CSV file", ".csv,.tsv,.txt,text/csv"))
        }))
        (who_knows(view, &form, true))
    };
    let main = html! {
        (steps(3))
        (templates::notice(template))
        p.lede { "Write each matter with the options there are, one a line, or with the numbers that settle it. Rows left empty are none; everything can be added later." }
        (form.ends(fields, "Put them on record"))
        p { a href=(back) { "Leave this for later" } }
        script type="module" src=(assets::path("begin.js")) {}
    };
    Page { title: "New case: what is to be settled".to_owned(), here: Here::Elsewhere, main, aside: None }
}

fn issue(form: &Form<'_>, row: usize, given: Option<&templates::Matter>) -> Markup {
    let at = |field: &str| format!("issues[{row}].{field}");
    let (name, options, numbers) = match given {
        Some((name, templates::Ways::Options(options))) => (*name, options.join("\n"), [""; 4]),
        Some((name, templates::Ways::Numbers(numbers))) => (*name, String::new(), *numbers),
        None => ("", String::new(), [""; 4]),
    };
    let [from, to, step, unit] = numbers;
    html! {
        fieldset.new-issue {
            legend { "Issue " (row + 1) }
            div.row {
                (form.line_with(&at("name"), "Name of the issue", name, false, ""))
                (form.text_with(&at("options:lines"), "Its options", &options, 3, false, "one a line"))
                fieldset.numbers {
                    legend { "or a number" }
                    (form.line_with(&at("numbers.from"), "From", from, false, ""))
                    (form.line_with(&at("numbers.to"), "To", to, false, ""))
                    (form.line_with(&at("numbers.step"), "In steps of", step, false, ""))
                    (form.line_with(&at("numbers.unit"), "Unit", unit, false, ""))
                }
            }
            (folded("Details", form.line(&at("id"), "Short name", false, "as briefs and conditions write it; made from the name where empty")))
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
            p { a href="/new-case/sides" { "Name several sides at once" } " · " a href="/new-case/issues" { "Add several issues at once" } }
        }
    }
}
