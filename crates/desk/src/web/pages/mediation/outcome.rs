//! What followed from everybody's answers, for the mediator: what is certain, proven and estimated stand apart.

use crate::web::pages::packages;
use crate::web::view::View;
use crate::web::when;
use crate::web::words::{self, Tone};
use maud::{Markup, html};
use mediant_record::mediation::{Estimated, Outcome};
use mediant_record::state::Mediation;

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
fn outcome_kind(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Package { .. } => "package",
        Outcome::NoDeal { .. } => "no_deal",
        Outcome::NothingFound => "nothing_found",
    }
}

fn one(view: &View<'_>, outcome: &Outcome) -> Markup {
    match outcome {
        Outcome::Package { options, accepted, proven, estimated, agreed } => html! {
            (packages::as_list(view, options))
            dl.statements {
                dt data-part="certain" { "Certain" }
                dd {
                    @if *accepted { (words::status(Tone::Agreed, "accepted by all")) " Every party said, asked alone, that it would accept this very package." }
                    @else { (words::status(Tone::Open, "not known")) " Not every party was asked about this very package and said yes." }
                }
                dt data-part="proven" { "Proven" }
                dd { @match proven {
                    Some(share) => { "It reaches at least " (percent(*share)) " of the largest product of gains, whatever the parties did not say." }
                    None => "Nothing was worked out that would hold whatever the parties did not say.",
                } }
                dt data-part="estimated" { "Estimated" }
                dd { (estimate(estimated)) }
            }
            @if let Some(agreed) = agreed {
                p { (words::status(Tone::Agreed, "accepted by all")) " Should it be refused: of this one every party said, asked alone, that it would accept it." }
                (packages::as_list(view, agreed))
                p { a href=(packages::look_path(agreed)) { "Look at it, and put it to them" } }
            }
            p { a href=(packages::look_path(options)) { "What the parties could infer from it, and put it to them" } }
        },
        Outcome::NoDeal { refusals } => html! {
            p {
                (words::status(Tone::Blocked, "no deal"))
                " From what the parties refused it follows that no package is acceptable to all of them. It rests on "
                (words::counted(usize::try_from(*refusals).unwrap_or(usize::MAX), "answer", "answers"))
                ", which are not shown: ask the parties to look at theirs again, or bring a new option onto the table."
            }
        },
        Outcome::NothingFound => html! {
            p {
                (words::status(Tone::Open, "nothing found"))
                " Every package that was found was refused by somebody. That there is none is not proven: go on asking, or bring a new option onto the table."
            }
        },
    }
}

fn estimate(estimated: &Estimated) -> Markup {
    html! {
        "On average " (percent(estimated.share)) " of the largest product of gains, and nine times in ten at least "
        (percent(estimated.share_low)) "; all accept it with a likelihood of " (percent(estimated.acceptance)) ". "
        small { "This holds as far as the parties are as was assumed before anybody answered: " (words::said(&estimated.prior)) "." }
    }
}

/// Thousandths as a whole percentage; never more than what is there.
fn percent(thousandths: u32) -> String {
    format!("{} %", thousandths / 10)
}
