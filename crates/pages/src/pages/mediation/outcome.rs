//! What followed from everybody's answers, for the mediator: what is certain, what follows and what is estimated stand apart.

use crate::pages::packages;
use crate::view::View;
use crate::when;
use crate::words::{self, Tone};
use maud::{Markup, html};
use mediant_model::{IssueId, OptionId};
use mediant_record::mediation::{Estimated, Mediation, MediationOutcome};
use std::collections::BTreeMap;

/// Why nothing is said under the assumption.
const UNFIT: &str = "what some party answered, or its brief, shows that it does not value the issues one by one, or that not all of its answers are true.";

/// Every outcome of the mediation, the latest first.
pub(super) fn all(view: &View<'_>, mediation: &Mediation) -> Markup {
    html! {
        @for (at, (outcome, trace)) in mediation.outcomes.iter().enumerate().rev() {
            section data-outcome=(outcome_kind(outcome)) aria-label=(format!("What it came to, {}", at + 1)) {
                h3 { "What it came to, " (when::moment(trace.at, &view.who.zone)) }
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
                (in_plain_words(*accepted, estimated, *unfit))
                (looked_at(view, among, "This compares it with packages of these values:"))
                (method(outcome))
                @if let Some(agreed) = agreed {
                    p { (words::status(Tone::Agreed, "accepted")) " Should it be refused: of this one as many as the rule of agreement takes said, asked alone, that they would accept it." }
                    (packages::as_list(view, agreed))
                    p { a href=(packages::look_path(agreed)) { "Look at it, and put it to them" } }
                }
                p { a href=(packages::look_path(options)) { "What the parties could infer from it, and put it to them" } }
            }
        }
        MediationOutcome::NoDeal { refusals, proven_if, among } => html! {
            p {
                (words::status(Tone::Blocked, "no deal"))
                @let what = if among.is_empty() { "no package" } else { "no package of the values that were looked at" };
                @let each = if among.is_empty() { "Every package" } else { "Every package of the values that were looked at" };
                @if let Some(condition) = proven_if {
                    " If " span data-part="condition" { (words::said(condition)) } ", it follows from what was refused that " (what) " can get the acceptances that the rule of agreement takes. It rests on "
                } @else {
                    " " (each) " was refused, in so many words, by so many that the rule of agreement cannot pass it. It rests on "
                }
                (words::counted(usize::try_from(*refusals).unwrap_or(usize::MAX), "answer", "answers"))
                ", which are not shown: ask the parties to look at theirs again, or bring a new option onto the table."
            }
            (looked_at(view, among, "Of other values nothing is said. Looked at were:"))
        },
        MediationOutcome::NothingFound => html! {
            p {
                (words::status(Tone::Open, "nothing found"))
                " Every package that was found was refused by too many. That there is none is not proven: go on asking, or bring a new option onto the table."
            }
        },
    }
}

/// What is to be said of a package, to somebody in a hurry.
fn in_plain_words(accepted: bool, estimated: &Estimated, unfit: bool) -> Markup {
    html! {
        p data-part="plainly" {
            @if accepted { (words::status(Tone::Agreed, "accepted")) " Asked alone, enough sides said that they would accept it. " }
            @if unfit {
                "How good it is cannot be estimated: some answers do not fit together."
            } @else {
                "In nine of ten cases this is at least " strong { (percent(estimated.share_low)) } " of the best that there is for all of them together"
                @if estimated.share >= estimated.share_low { ", and " (percent(estimated.share)) " on average" } "."
                @if !accepted { " That enough sides accept it: " (chance(estimated.acceptance)) "." }
            }
        }
    }
}

/// A likelihood in thousandths as people say it.
fn chance(thousandths: u32) -> String {
    match thousandths {
        0..50 => "hardly likely".to_owned(),
        950.. => "nearly certain".to_owned(),
        _ => format!("about {} times in ten", (thousandths + 50) / 100),
    }
}

/// The values of numbers that were looked at, where there are others.
fn looked_at(view: &View<'_>, among: &BTreeMap<IssueId, Vec<OptionId>>, lead: &str) -> Markup {
    html! {
        @if !among.is_empty() {
            details data-part="among" {
                summary { "Not every value was looked at" }
                p { (lead) }
                ul { @for (issue, values) in among { li { (view.issue(issue)) ": " (super::left_out::listed(view, issue, values)) } } }
            }
        }
    }
}

/// What is certain, what follows from the answers, what is estimated and how: one click away.
fn method(outcome: &MediationOutcome) -> Markup {
    let MediationOutcome::Package { accepted, proven, proven_if, estimated, unfit, .. } = outcome else {
        return html! {};
    };
    html! {
        details data-part="method" {
            summary { "How this is known" }
            dl.statements {
                dt data-part="certain" { "Certain" }
                dd {
                    @if *accepted { (words::status(Tone::Agreed, "accepted")) " As many as the rule of agreement takes said, asked alone, that they would accept this very package." }
                    @else { (words::status(Tone::Open, "not known")) " Not as many as the rule of agreement takes were asked about this very package and said yes." }
                }
                dt data-part="proven" { "By the answers" }
                dd { @match (proven, proven_if) {
                    _ if *unfit => { "Nothing: " (UNFIT) }
                    (Some(share), Some(condition)) => {
                        "If " span data-part="condition" { (words::said(condition)) } ", "
                        @if *share == 1_000 { "no package that all accept has a larger product of gains." }
                        @else { "its product of gains is at least " (percent(*share)) " of that of any package that all accept." }
                    }
                    _ => "Nothing was worked out about how near it is to the best.",
                } }
                dt data-part="estimated" { "Estimated" }
                dd { @if *unfit { "Nothing that would fit: " (UNFIT) } @else { (estimate(estimated)) } }
            }
        }
    }
}

fn estimate(estimated: &Estimated) -> Markup {
    html! {
        "On average " (percent(estimated.share)) " of the largest product of gains, and nine times in ten at least "
        (percent(estimated.share_low)) "; enough accept it with a likelihood of " (percent(estimated.acceptance)) ". "
        small { "This holds as far as the parties are as was assumed before anybody answered: " (words::said(&estimated.prior)) "." }
    }
}

/// Thousandths as a whole percentage; never more than what is there.
fn percent(thousandths: u32) -> String {
    format!("{} %", thousandths / 10)
}
