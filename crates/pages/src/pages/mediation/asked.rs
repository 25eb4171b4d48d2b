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
use mediant_words::say;

/// The question of the moment, and behind it answers that do not go together: nothing stands before what is asked.
pub(super) fn now(view: &View<'_>, asking: Asking<'_>, asked: Option<&InterviewProgress>) -> Markup {
    html! {
        @match asked.map(|standing| (&standing.questioning, standing)) {
            _ if asking.mediation.closes <= view.now => p { (say!(view, asked.its_time_is_over)) },
            Some((Questioning::Asked(ask), standing)) => {
                @if !view.acts_for(asking.party) { (question(view, ask)) }
                @else if ask.is_form() && !standing.deposited.is_empty() {
                    (deposited(view, asking, &standing.deposited))
                    (folded(&say!(view, asked.answer_them_one_by_one), form(view, asking, ask)))
                }
                @else { (form(view, asking, ask)) }
                p { small { (say!(view, asked.this_binds_nobody)) } }
            }
            Some((Questioning::Enough, _)) => p { (say!(view, asked.asked_no_more_for_now, status = words::status(Tone::Agreed, say!(view, asked.all_answered)))) },
            Some((Questioning::NothingLeft, _)) => p { (say!(view, asked.no_question_is_left, status = words::status(Tone::Agreed, say!(view, asked.all_answered)))) },
            Some((Questioning::Unclear(why), _)) => {
                p { (say!(view, asked.what_was_said_does_not_fit, status = words::status(Tone::Blocked, say!(view, asked.nothing_can_be_asked)))) }
                ul { @for reason in why { li { (words::said(reason)) } } }
            }
            None => p { (say!(view, asked.nothing_is_asked_at_the_moment)) },
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
            section.notice data-part="contradiction" aria-label=(say!(view, asked.answers_that_do_not_go_together)) {
                h3 { (say!(view, asked.cannot_all_be_true, status = words::status(Tone::Partly, say!(view, asked.please_look_again)))) }
                p { (say!(view, asked.together_they_fit_nobody)) }
                ol.questions { @for one in all {
                    li {
                        (question(view, &one.exchange.question))
                        p { (we_said(view, &one.exchange)) }
                        @if view.acts_for(asking.party) { (folded(&say!(view, asked.answer_it_again), form(view, asking, &one.exchange.question))) }
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
                summary { (say!(view, asked.what_we_answered, count = told.len())) }
                ol.questions { @for one in told {
                    li {
                        (question(view, &one.exchange.question))
                        p data-part="told" { (we_said(view, &one.exchange)) small { " " (when::moment(one.trace.at, &view.who.zone)) } }
                        @if open && view.acts_for(asking.party) { (folded(&say!(view, asked.answer_it_again), form(view, asking, &one.exchange.question))) }
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
            html! { p { (say!(view, asked.order_the_ways_to_settle, issue = view.issue(issue))) } }
        }
        Ask::RankIssues => html! {
            p { (say!(view, asked.order_the_issues)) }
        },
        Ask::Accept(options) => {
            html! { p { (say!(view, asked.would_we_accept_this_package)) } (packages::as_list(view, options)) }
        }
        Ask::Compare { first, second } => {
            html! { p { (say!(view, asked.which_of_these_two)) } (two(view, first, second)) }
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
            caption.hidden { (say!(view, asked.the_two_packages_where_they_differ)) }
            thead { tr { th scope="col" { (say!(view, asked.issue)) } th scope="col" { (say!(view, asked.the_first)) } th scope="col" { (say!(view, asked.the_second)) } } }
            tbody { @for issue in &differ { tr {
                th scope="row" { bdi { (view.issue_name(issue)) } }
                td data-of=(say!(view, asked.the_first)) { bdi { (named(first, issue)) } }
                td data-of=(say!(view, asked.the_second)) { bdi { (named(second, issue)) } }
            } } }
        }
        @if !same.is_empty() { (folded(&say!(view, asked.the_same_in_both, count = same.len()), packages::as_list(view, &same))) }
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
        Some(numbers) if numbers.is_sorted_by(|one, next| one > next) => {
            html! { (say!(view, asked.the_more_the_better)) }
        }
        Some(numbers) if numbers.is_sorted_by(|one, next| one < next) => {
            html! { (say!(view, asked.the_less_the_better)) }
        }
        _ => {
            let then = say!(view, asked.then);
            let one = |group: &Vec<String>| {
                words::listed(view, group.iter().map(|one| html! { bdi { (name(one)) } }))
            };
            words::row(groups.iter().map(one), &then, &then)
        }
    }
}

fn we_said(view: &View<'_>, exchange: &Exchange) -> Markup {
    say!(view, asked.we_said, answer = html! { strong { (reply(view, exchange)) } })
}

/// An answer in words.
fn reply(view: &View<'_>, exchange: &Exchange) -> Markup {
    match &exchange.answer {
        Reply::Order(groups) => order(view, &exchange.question, groups),
        Reply::Yes => html! { (say!(view, asked.yes)) },
        Reply::No => html! { (say!(view, asked.no)) },
        Reply::First => html! { (say!(view, asked.the_first_is_better)) },
        Reply::Second => html! { (say!(view, asked.the_second_is_better)) },
        Reply::Equal => html! { (say!(view, asked.they_are_equal)) },
        Reply::CannotSay => html! { (say!(view, asked.we_cannot_say)) },
    }
}
