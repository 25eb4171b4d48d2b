//! The form: its steps, and the buttons under them.

use super::moves::{GO, by_importance, plain};
use super::told::Fields;
use super::{ACTION, Names, issue_rows, lists};
use crate::field::{Form, folded};
use crate::form::key;
use crate::view::View;
use maud::{Markup, html};
use mediant_model::{Brief, Case, IssueId, PartyId};
use std::collections::BTreeMap;

/// What the form is shown from.
pub struct Shown<'a> {
    /// Whose brief it is.
    pub party: &'a PartyId,
    /// What stands in it.
    pub fields: &'a Fields,
    /// The step that a narrow window shows, from 1.
    pub step: usize,
    /// Under which name its draft is kept.
    pub draft: &'a str,
    /// The version of the draft that is shown; empty for none.
    pub version: &'a str,
    /// The brief as far as it reads, and the case, for the packages to choose between.
    pub brief: Option<&'a Brief>,
    /// The case that it is for.
    pub case: &'a Case,
}

/// What every part of the form is made from.
pub(super) struct Part<'a, 's> {
    pub view: &'a View<'s>,
    pub names: Names<'a>,
    pub form: &'a Form<'a>,
    pub shown: &'a Shown<'a>,
    /// What stands in the fields, by their names.
    pub values: BTreeMap<&'a str, &'a str>,
}

impl Part<'_, '_> {
    /// What stands in a field.
    pub fn value(&self, name: &str) -> &str {
        self.values.get(plain(name)).copied().unwrap_or_default()
    }

    /// A button that changes the form and comes back to it.
    pub fn button(&self, go: &str, label: &str, words: &str) -> Markup {
        html! { button type="submit" class="move" name=(GO) value=(go) aria-label=(label) { (words) } }
    }

    /// How a step is shown: on a narrow window one at a time.
    pub fn class(&self, step: usize) -> &'static str {
        if step == self.shown.step { "step now" } else { "step" }
    }
}

/// The names of the steps, in order.
pub fn steps_of(names: &Names<'_>) -> Vec<String> {
    let issues = names.disclosed().map(|issue| issue.name.clone());
    let further = ["What matters most", "What goes together", "Without a deal"];
    issues.chain(further.map(str::to_owned)).collect()
}

/// The form in which a brief is written.
pub fn form(view: &View<'_>, shown: &Shown<'_>, back: &str) -> Markup {
    let names = Names::of(view.state);
    let steps = steps_of(&names);
    let issues = names.disclosed().count();
    let form = view.form("draft_brief").to(ACTION).back(format!("{back}?step={}", shown.step));
    let form = form.keeps(shown.draft, shown.version);
    let values = shown.fields.iter().map(|(name, value)| (plain(name), value.trim())).collect();
    let part = Part { view, names, form: &form, shown, values };
    let with_points = shown.fields.iter().any(|(name, _)| {
        ["with_points", "points.", "low.", "high.", "corners."].iter().any(|begins| name.starts_with(begins))
    });
    let fields = html! {
        // Whoever presses Enter in a field keeps what stands there, and moves nothing.
        button type="submit" name=(GO) value="keep" hidden { "Keep" }
        (form.fixed("party", shown.party.as_str()))
        @if part.value("with_points") == "on" { input type="hidden" name="with_points" value="on"; }
        (lists::gone(&part))
        div.brief-steps data-steps=(steps.len()) data-points=[with_points.then_some("")] {
            p.step-name { "Step " span data-step-number { (shown.step) } " of " (steps.len()) }
            @if issues > 0 {
                table.brief-table {
                    caption { "Order the options of each issue, 1 for the best, the same number for equals. Tick what is out of the question. Points only if you wish." }
                    thead { tr { th scope="col" { "Option" } th scope="col" { "Order" } th scope="col" { "Out of the question" } th scope="col" { "Points" } } }
                    @for (at, issue) in names.disclosed().enumerate() {
                        (issue_rows::of_issue(&part, issue, at + 1))
                    }
                }
            }
            (what_matters(&part, issues + 1))
            (lists::together(&part, issues + 2))
            (lists::without_a_deal(&part, issues + 3))
        }
        p.readers { "Yours alone until you show it or hand it over." }
        p.kept role="status" data-kept-says { @if !shown.version.is_empty() { "Kept." } }
    };
    let buttons = buttons(shown, &steps);
    form.ends_in(fields, buttons)
}

fn buttons(shown: &Shown<'_>, steps: &[String]) -> Markup {
    let (first, last) = (shown.step <= 1, shown.step >= steps.len());
    let to = |step: usize| format!("step.{step}");
    html! {
        button.narrow type="submit" name=(GO) value=(to(shown.step.saturating_sub(1))) data-go="back" hidden[first] { "Back" }
        " "
        button.narrow.primary type="submit" name=(GO) value=(to(shown.step + 1)) data-go="next" hidden[last] { "Next" }
        " "
        button.primary type="submit" name=(GO) value="look" { "Hand it over…" }
        " "
        button.quiet type="submit" name=(GO) value="keep" data-keep { "Keep it for later" }
        (folded("All steps", html! { span.all-steps { @for (at, name) in steps.iter().enumerate() {
            button.quiet type="submit" name=(GO) value=(to(at + 1)) data-go="step" aria-current=[(at + 1 == shown.step).then_some("step")] { (at + 1) ". " bdi { (name) } } " "
        } } }))
    }
}

fn what_matters(part: &Part<'_, '_>, step: usize) -> Markup {
    let issues = by_importance(&part.names, part.shown.fields);
    let name = |issue: &IssueId| part.view.issue_name(issue);
    html! {
        section class=(part.class(step)) data-step=(step) {
            h2 { "What matters most" }
            p.hint { "1 counts most for us. Only if you wish." }
            div.rows data-orders {
                @for issue in &issues {
                    @let path = key(issue.as_str());
                    div.brief-row data-row {
                        span.what { bdi { (name(issue)) } }
                        span.moves {
                            (part.button(&format!("rise.{path}"), &format!("{}: counts more", name(issue)), "↑"))
                            (part.button(&format!("sink.{path}"), &format!("{}: counts less", name(issue)), "↓"))
                        }
                        input.rank type="text" inputmode="numeric" size="3" name=(format!("importance.{path}")) value=(part.value(&format!("importance.{path}")))
                            aria-label=(format!("Place of {}", name(issue)));
                        span.points-part { label { "weight " input type="text" inputmode="decimal" size="4" name=(format!("weight.{path}")) value=(part.value(&format!("weight.{path}")))
                            aria-label=(format!("Weight of {}", name(issue))) placeholder="1"; } }
                    }
                }
            }
            p { (part.button("evenly", "Points by the order, where there are none yet", "Points by the order")) }
        }
    }
}
