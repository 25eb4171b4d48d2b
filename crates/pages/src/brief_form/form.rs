//! The form: its steps, and the buttons under them.

use super::moves::{GO, by_importance, plain};
use super::told::Fields;
use super::{ACTION, Names, issue_rows, lists};
use crate::field::{Form, folded};
use crate::form::key;
use crate::view::View;
use maud::{Markup, html};
use mediant_model::{Brief, Case, IssueId, PartyId};
use mediant_words::{Language, Speaks, say};
use std::borrow::Cow;
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
    pub fn class(&self, step: usize) -> String {
        let now = if step == self.shown.step { " now" } else { "" };
        format!("step{now}")
    }
}

impl Speaks for Part<'_, '_> {
    fn language(&self) -> Language {
        self.view.language
    }
}

/// The names of the steps, in order.
pub fn steps_of(names: &Names<'_>) -> Vec<String> {
    let issues = names.disclosed().map(|issue| issue.name.clone());
    let further = [
        say!(names, brief_form.what_matters_most),
        say!(names, brief_form.what_goes_together),
        say!(names, brief_form.without_a_deal),
    ];
    issues.chain(further.map(Cow::into_owned)).collect()
}

/// The form in which a brief is written.
pub fn form(view: &View<'_>, shown: &Shown<'_>, back: &str) -> Markup {
    let names = Names::of(view.state, view.language);
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
        button type="submit" name=(GO) value="keep" hidden { (say!(view, brief_form.keep)) }
        (form.fixed("party", shown.party.as_str()))
        @if part.value("with_points") == "on" { input type="hidden" name="with_points" value="on"; }
        (lists::gone(&part))
        div.brief-steps data-steps=(steps.len()) data-points=[with_points.then_some("")] {
            p.step-name { (say!(view, brief_form.step_of, step = html! { span data-step-number { (shown.step) } }, steps = steps.len())) }
            @if issues > 0 {
                table.brief-table {
                    caption { (say!(view, brief_form.order_the_options_of_each_issue)) }
                    thead { tr { th scope="col" { (say!(view, brief_form.option)) } th scope="col" { (say!(view, brief_form.order)) } th scope="col" { (say!(view, brief_form.out_of_the_question)) } th scope="col" { (say!(view, brief_form.points)) } } }
                    @for (at, issue) in names.disclosed().enumerate() {
                        (issue_rows::of_issue(&part, issue, at + 1))
                    }
                }
            }
            (what_matters(&part, issues + 1))
            (lists::together(&part, issues + 2))
            (lists::without_a_deal(&part, issues + 3))
        }
        p.readers { (say!(view, brief_form.yours_alone)) }
        p.kept role="status" data-kept-says { @if !shown.version.is_empty() { (say!(view, brief_form.kept)) } }
    };
    let buttons = buttons(view, shown, &steps);
    form.ends_in(fields, buttons)
}

fn buttons(view: &View<'_>, shown: &Shown<'_>, steps: &[String]) -> Markup {
    let (first, last) = (shown.step <= 1, shown.step >= steps.len());
    let to = |step: usize| format!("step.{step}");
    html! {
        button.narrow type="submit" name=(GO) value=(to(shown.step.saturating_sub(1))) data-go="back" hidden[first] { (say!(view, brief_form.back)) }
        " "
        button.narrow.primary type="submit" name=(GO) value=(to(shown.step + 1)) data-go="next" hidden[last] { (say!(view, brief_form.next)) }
        " "
        button.primary type="submit" name=(GO) value="look" { (say!(view, brief_form.hand_it_over)) }
        " "
        button.quiet type="submit" name=(GO) value="keep" data-keep { (say!(view, brief_form.keep_it_for_later)) }
        (folded(&say!(view, brief_form.all_steps), html! { span.all-steps { @for (at, name) in steps.iter().enumerate() {
            button.quiet type="submit" name=(GO) value=(to(at + 1)) data-go="step" aria-current=[(at + 1 == shown.step).then_some("step")] { (at + 1) ". " bdi { (name) } } " "
        } } }))
    }
}

fn what_matters(part: &Part<'_, '_>, step: usize) -> Markup {
    let issues = by_importance(&part.names, part.shown.fields);
    let name = |issue: &IssueId| part.view.issue_name(issue);
    html! {
        section class=(part.class(step)) data-step=(step) {
            h2 { (say!(part, brief_form.what_matters_most)) }
            p.hint { (say!(part, brief_form.one_counts_most)) }
            div.rows data-orders {
                @for issue in &issues {
                    @let path = key(issue.as_str());
                    div.brief-row data-row {
                        span.what { bdi { (name(issue)) } }
                        span.moves {
                            (part.button(&format!("rise.{path}"), &say!(part, brief_form.counts_more, issue = name(issue)), "↑"))
                            (part.button(&format!("sink.{path}"), &say!(part, brief_form.counts_less, issue = name(issue)), "↓"))
                        }
                        input.rank type="text" inputmode="numeric" size="3" name=(format!("importance.{path}")) value=(part.value(&format!("importance.{path}")))
                            aria-label=(say!(part, brief_form.place_of_issue, issue = name(issue)));
                        span.points-part { label { (say!(part, brief_form.weight)) " " input type="text" inputmode="decimal" size="4" name=(format!("weight.{path}")) value=(part.value(&format!("weight.{path}")))
                            aria-label=(say!(part, brief_form.weight_of, issue = name(issue))) placeholder="1"; } }
                    }
                }
            }
            p { (part.button("evenly", &say!(part, brief_form.points_by_the_order_where_none), &say!(part, brief_form.points_by_the_order))) }
        }
    }
}
