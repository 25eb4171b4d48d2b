//! What a party is asked in a mediation, and what it answered.

use super::answering::{Asking, deposited, form};
use crate::field::folded;
use crate::pages::packages;
use crate::view::View;
use crate::when;
use crate::words::{self, Tone};
use maud::{Markup, html};
use mediant_insight::interview::{InterviewProgress, Questioning};
use mediant_model::{IssueId, OptionId};
use mediant_record::mediation::{Ask, Exchange, MediationStage, Options, Reply};

/// The question of the moment, and behind it answers that do not go together: nothing stands before what is asked.
pub(super) fn now(view: &View<'_>, asking: Asking<'_>, asked: Option<&InterviewProgress>) -> Markup {
    html! {
        @match asked.map(|standing| (&standing.questioning, standing)) {
            _ if asking.mediation.closes <= view.now => p { "Its time is over." },
            Some((Questioning::Asked(ask), standing)) => {
                @if !view.acts_for(asking.party) { (question(view, ask)) }
                @else if ask.is_form() && !standing.deposited.is_empty() {
                    (deposited(view, asking, &standing.deposited))
                    (folded("Answer them one by one", form(view, asking, ask)))
                }
                @else { (form(view, asking, ask)) }
                p { small { "This binds nobody. What we accept in the end is what is put to us and what we answer then." } }
            }
            Some((Questioning::Enough, _)) => p { (words::status(Tone::Agreed, "all answered")) " We are asked no more for now." },
            Some((Questioning::NothingLeft, _)) => p { (words::status(Tone::Agreed, "all answered")) " No question is left that would tell anything new." },
            Some((Questioning::Unclear(why), _)) => {
                p { (words::status(Tone::Blocked, "Nothing can be asked.")) " What was said does not fit together:" }
                ul { @for reason in why { li { (words::said(reason)) } } }
            }
            None => p { "Nothing is asked at the moment." },
        }
        @if let Some(standing) = asked { (contradiction(view, asking, standing)) }
    }
}

/// Answers of ours that cannot all be true, each to be answered again.
fn contradiction(view: &View<'_>, asking: Asking<'_>, standing: &InterviewProgress) -> Markup {
    let told = view.state.told_in(asking.id);
    let all = standing.contradiction.iter().filter_map(|at| told.get(*at));
    html! {
        @if !standing.contradiction.is_empty() {
            section.notice data-part="contradiction" aria-label="Answers that do not go together" {
                h3 { (words::status(Tone::Partly, "Please look again")) " These answers of ours cannot all be true" }
                p { "Together they fit nobody who values the issues one by one. Perhaps one was a slip: answer it again. If all stand, leave them: nothing is then inferred from them, and we are asked about whole packages alone." }
                ol.questions { @for one in all {
                    li {
                        (question(view, &one.exchange.question))
                        p { "We said: " strong { (reply(view, &one.exchange)) } }
                        @if view.acts_for(asking.party) { (folded("Answer it again", form(view, asking, &one.exchange.question))) }
                    }
                } }
            }
        }
    }
}

/// What was answered, to be looked at and answered anew while the questioning lasts.
pub(super) fn told(view: &View<'_>, asking: Asking<'_>) -> Markup {
    let told = view.state.told_in(asking.id);
    let mediation = asking.mediation;
    let open = mediation.stage == MediationStage::Open && mediation.closes > view.now;
    html! {
        @if !told.is_empty() {
            details {
                summary { "What we answered (" (told.len()) ")" }
                ol.questions { @for one in told {
                    li {
                        (question(view, &one.exchange.question))
                        p data-part="told" { "We said: " strong { (reply(view, &one.exchange)) } small { " " (when::moment(one.trace.at, &view.who.zone)) } }
                        @if open && view.acts_for(asking.party) { (folded("Answer it again", form(view, asking, &one.exchange.question))) }
                    }
                } }
            }
        }
    }
}

/// A question in words.
pub(super) fn question(view: &View<'_>, ask: &Ask) -> Markup {
    match ask {
        Ask::RankOptions(issue) => {
            html! { p { "Order the ways to settle " (view.issue(issue)) " from best to worst for us." } }
        }
        Ask::RankIssues => html! {
            p { "Order the issues by what the step from our worst to our best option is worth to us." }
        },
        Ask::Accept(options) => {
            html! { p { "Would we accept this package?" } (packages::as_list(view, options)) }
        }
        Ask::Compare { first, second } => {
            html! { p { "Which of these two is better for us?" } (two(view, first, second)) }
        }
    }
}

/// Two packages side by side: where they differ, and what is the same in both.
fn two(view: &View<'_>, first: &Options, second: &Options) -> Markup {
    let differ: Vec<&IssueId> =
        first.keys().filter(|issue| first.get(*issue) != second.get(*issue)).collect();
    let same: Options = first
        .iter()
        .filter(|(issue, _)| !differ.contains(issue))
        .map(|(issue, option)| (issue.clone(), option.clone()))
        .collect();
    let named = |options: &Options, issue: &IssueId| {
        options.get(issue).map(|option: &OptionId| view.option_name(issue, option)).unwrap_or_default()
    };
    html! {
        table.side-by-side {
            caption.hidden { "The two packages where they differ" }
            thead { tr { th scope="col" { "Issue" } th scope="col" { "The first" } th scope="col" { "The second" } } }
            tbody { @for issue in &differ { tr {
                th scope="row" { bdi { (view.issue_name(issue)) } }
                td data-of="The first" { bdi { (named(first, issue)) } }
                td data-of="The second" { bdi { (named(second, issue)) } }
            } } }
        }
        @if !same.is_empty() { (folded(&format!("The same in both ({})", same.len()), packages::as_list(view, &same))) }
    }
}

/// An order in words; of a number what it comes to.
pub(super) fn order(view: &View<'_>, ask: &Ask, groups: &[Vec<String>]) -> Markup {
    let name = |name: &String| match ask {
        Ask::RankOptions(issue) => view.option_name(issue, &OptionId::new(name.clone())),
        _ => view.issue_name(&IssueId::new(name.clone())),
    };
    let numbers: Option<Vec<mediant_model::Number>> = match ask {
        Ask::RankOptions(issue) if view.is_number(issue) => groups
            .iter()
            .map(|group| if let [one] = group.as_slice() { one.parse().ok() } else { None })
            .collect(),
        _ => None,
    };
    match numbers.filter(|numbers| numbers.len() > 1) {
        Some(numbers) if numbers.is_sorted_by(|one, next| one > next) => html! { "the more the better" },
        Some(numbers) if numbers.is_sorted_by(|one, next| one < next) => html! { "the less the better" },
        _ => html! {
            @for (at, group) in groups.iter().enumerate() {
                @if at > 0 { ", then " }
                (words::listed(view, group.iter().map(|one| html! { bdi { (name(one)) } })))
            }
        },
    }
}

/// An answer in words.
fn reply(view: &View<'_>, exchange: &Exchange) -> Markup {
    match &exchange.answer {
        Reply::Order(groups) => order(view, &exchange.question, groups),
        Reply::Yes => html! { "yes" },
        Reply::No => html! { "no" },
        Reply::First => html! { "the first is better" },
        Reply::Second => html! { "the second is better" },
        Reply::Equal => html! { "they are equal" },
        Reply::CannotSay => html! { "we cannot say" },
    }
}
