//! What followed from everybody's answers, for the mediator: what is certain, what follows and what is estimated stand apart.

use crate::pages::packages;
use crate::view::View;
use crate::when;
use crate::words::{self, Tone};
use maud::{Markup, html};
use mediant_model::{IssueId, OptionId};
use mediant_record::mediation::{Estimated, Mediation, MediationOutcome};
use mediant_words::say;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Every outcome of the mediation, the latest first.
pub(super) fn all(view: &View<'_>, mediation: &Mediation) -> Markup {
    html! {
        @for (at, (outcome, trace)) in mediation.outcomes.iter().enumerate().rev() {
            section data-outcome=(outcome_kind(outcome)) aria-label=(say!(view, outcome.what_it_came_to_the_nth, number = at + 1)) {
                h3 { (say!(view, outcome.what_it_came_to, when = when::moment(trace.at, &view.who.zone))) }
                (one(view, outcome))
            }
        }
    }
}

/// What an outcome is, for programs and tests that read the page.
fn outcome_kind(outcome: &MediationOutcome) -> &'static str {
    match outcome {
        MediationOutcome::Package { .. } => "package",
        MediationOutcome::NoDeal { .. } => "no_deal",
        MediationOutcome::NothingFound => "nothing_found",
    }
}

fn one(view: &View<'_>, outcome: &MediationOutcome) -> Markup {
    match outcome {
        MediationOutcome::Package { options, agreed, among, accepted, estimated, unfit, .. } => {
            html! {
                (packages::as_list(view, options))
                (in_plain_words(view, *accepted, estimated, *unfit))
                (looked_at(view, among, &say!(view, outcome.this_compares_it_with)))
                (method(view, outcome))
                @if let Some(agreed) = agreed {
                    p { (say!(view, outcome.should_it_be_refused, status = words::status(Tone::Agreed, say!(view, outcome.accepted)))) }
                    (packages::as_list(view, agreed))
                    p { a href=(packages::look_path(agreed)) { (say!(view, outcome.look_at_it_and_put_it_to_them)) } }
                }
                p { a href=(packages::look_path(options)) { (say!(view, outcome.what_the_parties_could_infer)) } }
            }
        }
        MediationOutcome::NoDeal { refusals, proven_if, among } => html! {
            p { (no_deal(view, *refusals, proven_if.as_deref(), among.is_empty())) }
            (looked_at(view, among, &say!(view, outcome.of_other_values_nothing_is_said)))
        },
        MediationOutcome::NothingFound => html! {
            p { (say!(view, outcome.every_package_found_was_refused, status = words::status(Tone::Open, say!(view, outcome.nothing_found)))) }
        },
    }
}

/// That there is no deal, what it rests on, and whether that is of all packages or of those of the values that were looked at.
fn no_deal(view: &View<'_>, answers: u32, proven_if: Option<&str>, of_all: bool) -> Markup {
    let status = words::status(Tone::Blocked, say!(view, outcome.no_deal));
    let condition = proven_if.map(condition_of);
    match (condition, of_all) {
        (Some(condition), true) => {
            say!(
                view,
                outcome.no_package_can_get_it,
                status = status,
                condition = condition,
                answers = answers
            )
        }
        (Some(condition), false) => {
            say!(
                view,
                outcome.no_package_looked_at_can_get_it,
                status = status,
                condition = condition,
                answers = answers
            )
        }
        (None, true) => say!(view, outcome.every_package_was_refused, status = status, answers = answers),
        (None, false) => {
            say!(view, outcome.every_package_looked_at_was_refused, status = status, answers = answers)
        }
    }
}

/// Under which condition something is proven.
fn condition_of(condition: &str) -> Markup {
    html! { span data-part="condition" { (words::said(condition)) } }
}

/// What is to be said of a package, to somebody in a hurry.
fn in_plain_words(view: &View<'_>, accepted: bool, estimated: &Estimated, unfit: bool) -> Markup {
    html! {
        p data-part="plainly" {
            @if accepted { (say!(view, outcome.enough_sides_would_accept_it, status = words::status(Tone::Agreed, say!(view, outcome.accepted)))) " " }
            @if unfit {
                (say!(view, outcome.how_good_it_is_cannot_be_estimated))
            } @else {
                @let least = html! { strong { (percent(estimated.share_low)) } };
                @if estimated.share >= estimated.share_low {
                    (say!(view, outcome.in_nine_of_ten_cases_and_on_average, least = least, average = percent(estimated.share)))
                } @else { (say!(view, outcome.in_nine_of_ten_cases, least = least)) }
                @if !accepted { " " (say!(view, outcome.that_enough_sides_accept_it, chance = chance(view, estimated.acceptance))) }
            }
        }
    }
}

/// A likelihood in thousandths as people say it.
fn chance(view: &View<'_>, thousandths: u32) -> Cow<'static, str> {
    match thousandths {
        0..50 => say!(view, outcome.hardly_likely),
        950.. => say!(view, outcome.nearly_certain),
        _ => say!(view, outcome.times_in_ten, times = (thousandths + 50) / 100),
    }
}

/// The values of numbers that were looked at, where there are others.
fn looked_at(view: &View<'_>, among: &BTreeMap<IssueId, Vec<OptionId>>, lead: &str) -> Markup {
    html! {
        @if !among.is_empty() {
            details data-part="among" {
                summary { (say!(view, outcome.not_every_value_was_looked_at)) }
                p { (lead) }
                ul { @for (issue, values) in among { li { (view.issue(issue)) ": " (super::left_out::listed(view, issue, values)) } } }
            }
        }
    }
}

/// What is certain, what follows from the answers, what is estimated and how: one click away.
fn method(view: &View<'_>, outcome: &MediationOutcome) -> Markup {
    let MediationOutcome::Package { accepted, proven, proven_if, estimated, unfit, .. } = outcome else {
        return html! {};
    };
    html! {
        details data-part="method" {
            summary { (say!(view, outcome.how_this_is_known)) }
            dl.statements {
                dt data-part="certain" { (say!(view, outcome.certain)) }
                dd {
                    @if *accepted { (say!(view, outcome.as_many_as_it_takes_would_accept_it, status = words::status(Tone::Agreed, say!(view, outcome.accepted)))) }
                    @else { (say!(view, outcome.not_as_many_as_it_takes, status = words::status(Tone::Open, say!(view, outcome.not_known)))) }
                }
                dt data-part="proven" { (say!(view, outcome.by_the_answers)) }
                dd { @match (proven, proven_if) {
                    _ if *unfit => (say!(view, outcome.nothing_by_the_answers)),
                    (Some(1_000), Some(condition)) => (say!(view, outcome.no_package_has_a_larger_product, condition = condition_of(condition))),
                    (Some(share), Some(condition)) => (say!(view, outcome.its_product_is_at_least, condition = condition_of(condition), share = percent(*share))),
                    _ => (say!(view, outcome.nothing_about_how_near_it_is)),
                } }
                dt data-part="estimated" { (say!(view, outcome.estimated)) }
                dd { @if *unfit { (say!(view, outcome.nothing_that_would_fit)) } @else { (estimate(view, estimated)) } }
            }
        }
    }
}

fn estimate(view: &View<'_>, estimated: &Estimated) -> Markup {
    html! {
        (say!(view, outcome.on_average, share = percent(estimated.share), least = percent(estimated.share_low), acceptance = percent(estimated.acceptance))) " "
        small { (say!(view, outcome.this_holds_as_far_as, prior = words::said(&estimated.prior))) }
    }
}

/// Thousandths as a whole percentage; never more than what is there.
fn percent(thousandths: u32) -> String {
    format!("{} %", thousandths / 10)
}
