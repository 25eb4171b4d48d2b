//! What a party is asked in a mediation, and what it answered.

use crate::mediation::{InterviewProgress, Questioning};
use crate::web::field::{Form, folded};
use crate::web::form::key;
use crate::web::pages::packages;
use crate::web::view::View;
use crate::web::when;
use crate::web::words::{self, Tone};
use maud::{Markup, html};
use mediant_model::{IssueId, OptionId, PartyId};
use mediant_record::Compartment;
use mediant_record::mediation::{Ask, Exchange, Mediation, MediationId, Options, Reply};

/// Answers to "would we accept it?".
const ACCEPTING: [(&str, &str); 3] =
    [("yes", "Yes, we would accept it"), ("no", "No, we would not"), ("cannot_say", "We cannot say")];
/// Answers to "which is better?".
const COMPARING: [(&str, &str); 4] = [
    ("first", "The first is better for us"),
    ("second", "The second is better for us"),
    ("equal", "They are equal to us"),
    ("cannot_say", "We cannot say"),
];

/// The question of the moment.
pub(super) fn now(
    view: &View<'_>,
    id: &MediationId,
    mediation: &Mediation,
    party: &PartyId,
    asked: Option<&InterviewProgress>,
) -> Markup {
    html! {
        section.question aria-label="What we are asked" {
            @if let Some(standing) = asked { (contradiction(view, id, mediation, party, standing)) }
            @match asked.map(|standing| &standing.questioning) {
                _ if mediation.closes <= view.now => p { "Its time is over." },
                Some(Questioning::Asked(ask)) => {
                    h3 { "What we are asked" }
                    @if view.acts_for(party) { (form(view, id, mediation, party, ask)) } @else { (question(view, ask)) }
                    p { small { "This binds nobody. What we accept in the end is what is put to us and what we answer then." } }
                }
                Some(Questioning::Enough) => p { (words::status(Tone::Agreed, "all answered")) " We are asked no more for now." },
                Some(Questioning::NothingLeft) => p { (words::status(Tone::Agreed, "all answered")) " No question is left that would tell anything new." },
                Some(Questioning::Unclear(why)) => {
                    p { (words::status(Tone::Blocked, "Nothing can be asked.")) " What was said does not fit together:" }
                    ul { @for reason in why { li { (words::said(reason)) } } }
                }
                None => p { "Nothing is asked at the moment." },
            }
        }
    }
}

/// Answers of ours that cannot all be true, each to be answered again.
fn contradiction(
    view: &View<'_>,
    id: &MediationId,
    mediation: &Mediation,
    party: &PartyId,
    standing: &InterviewProgress,
) -> Markup {
    let told = view.state.told_in(id);
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
                        @if view.acts_for(party) { (folded("Answer it again", form(view, id, mediation, party, &one.exchange.question))) }
                    }
                } }
            }
        }
    }
}

/// What was answered, to be looked at and answered anew while the questioning lasts.
pub(super) fn told(view: &View<'_>, id: &MediationId, mediation: &Mediation, party: &PartyId) -> Markup {
    let told = view.state.told_in(id);
    let open =
        mediation.stage == mediant_record::mediation::MediationStage::Open && mediation.closes > view.now;
    html! {
        @if !told.is_empty() {
            details {
                summary { "What we answered (" (told.len()) ")" }
                ol.questions { @for one in told {
                    li {
                        (question(view, &one.exchange.question))
                        p data-part="told" { "We said: " strong { (reply(view, &one.exchange)) } small { " " (when::moment(one.trace.at, &view.who.zone)) } }
                        @if open && view.acts_for(party) { (folded("Answer it again", form(view, id, mediation, party, &one.exchange.question))) }
                    }
                } }
            }
        }
    }
}

/// A question in words.
fn question(view: &View<'_>, ask: &Ask) -> Markup {
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
        table {
            caption.hidden { "The two packages where they differ" }
            thead { tr { th scope="col" { "Issue" } th scope="col" { "The first" } th scope="col" { "The second" } } }
            tbody { @for issue in &differ { tr {
                th scope="row" { bdi { (view.issue_name(issue)) } }
                td data-of="The first" { bdi { (named(first, issue)) } }
                td data-of="The second" { bdi { (named(second, issue)) } }
            } } }
        }
        @if !same.is_empty() { p { "The same in both:" } (packages::as_list(view, &same)) }
    }
}

fn form(view: &View<'_>, id: &MediationId, mediation: &Mediation, party: &PartyId, ask: &Ask) -> Markup {
    let own = [Compartment::Caucus(party.clone())];
    let begin =
        || view.form("answer_mediation").saying(view, "Who will read that we answered, and not what", &own);
    let form = begin();
    let about = about(&form, id, party, ask);
    match ask {
        Ask::Accept(_) => {
            let fields = html! { (about) (question(view, ask)) (form.radios("answer", "Our answer", &ACCEPTING, None)) };
            form.ends(fields, "Answer")
        }
        Ask::Compare { .. } => {
            let fields = html! { (about) (question(view, ask)) (form.radios("answer", "Our answer", &COMPARING, None)) };
            form.ends(fields, "Answer")
        }
        Ask::RankOptions(_) | Ask::RankIssues => {
            let things = things(view, mediation, ask);
            let places: Vec<(String, String)> =
                (1..=things.len()).map(|place| (place.to_string(), place.to_string())).collect();
            let fields = html! {
                (about) (question(view, ask))
                p { small { "1 comes first. What is equal to us gets the same place." } }
                @for (name, words) in &things {
                    (form.needed_choice(&format!("answer.places.{}:number", key(name)), words, "choose a place", &places))
                }
            };
            let unsaid = begin();
            let nothing =
                html! { (self::about(&unsaid, id, party, ask)) (unsaid.fixed("answer", "cannot_say")) };
            html! { (form.keeps(&format!("ranking of {party} in mediation {id}"), "").ends(fields, "Answer")) script type="module" src=(crate::web::assets::path("brief.js")) {} (unsaid.ends_quietly(nothing, "We cannot say")) }
        }
    }
}

/// What every answer goes along with.
fn about(form: &Form<'_>, id: &MediationId, party: &PartyId, ask: &Ask) -> Markup {
    let question = serde_json::json!(ask).to_string();
    html! {
        (form.fixed("mediation", id.as_str()))
        (form.fixed("party", party.as_str()))
        (form.fixed("question:json", &question))
    }
}

/// What a form orders: names on record, and in words.
fn things(view: &View<'_>, mediation: &Mediation, ask: &Ask) -> Vec<(String, String)> {
    let issues = mediation.issues.iter();
    match ask {
        Ask::RankOptions(id) => {
            let options =
                issues.filter(|mediated| &mediated.issue == id).flat_map(|mediated| &mediated.options);
            options.map(|option| (option.to_string(), view.option_name(id, option))).collect()
        }
        _ => issues.map(|mediated| (mediated.issue.to_string(), view.issue_name(&mediated.issue))).collect(),
    }
}

/// An answer in words.
fn reply(view: &View<'_>, exchange: &Exchange) -> Markup {
    let name = |name: &String| match &exchange.question {
        Ask::RankOptions(issue) => view.option_name(issue, &OptionId::new(name.clone())),
        _ => view.issue_name(&IssueId::new(name.clone())),
    };
    match &exchange.answer {
        Reply::Order(groups) => html! {
            @for (at, group) in groups.iter().enumerate() {
                @if at > 0 { ", then " }
                (words::listed(group.iter().map(|one| html! { bdi { (name(one)) } })))
            }
        },
        Reply::Yes => html! { "yes" },
        Reply::No => html! { "no" },
        Reply::First => html! { "the first is better" },
        Reply::Second => html! { "the second is better" },
        Reply::Equal => html! { "they are equal" },
        Reply::CannotSay => html! { "we cannot say" },
    }
}
