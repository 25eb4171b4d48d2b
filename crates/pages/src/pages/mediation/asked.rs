//! What a party is asked in a mediation, and what it answered.

use crate::field::{Form, folded};
use crate::form::key;
use crate::pages::packages;
use crate::view::View;
use crate::when;
use crate::words::{self, Tone};
use maud::{Markup, html};
use mediant_insight::interview::{Deposited, InterviewProgress, Questioning, RankedBy};
use mediant_model::{IssueId, OptionId, PartyId};
use mediant_record::Compartment;
use mediant_record::mediation::{Ask, Exchange, Mediation, MediationId, Options, Reply};
use std::collections::{BTreeMap, BTreeSet};

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

/// Answers to the form about a number.
const NUMBER: [(&str, &str); 3] =
    [("rising", "The more the better"), ("falling", "The less the better"), ("cannot_say", "We cannot say")];

/// The question of the moment.
pub(super) fn now(
    view: &View<'_>,
    id: &MediationId,
    mediation: &Mediation,
    party: &PartyId,
    asked: Option<&InterviewProgress>,
) -> Markup {
    html! {
        @if let Some(standing) = asked { (contradiction(view, id, mediation, party, standing)) }
        @match asked.map(|standing| (&standing.questioning, standing)) {
            _ if mediation.closes <= view.now => p { "Its time is over." },
            Some((Questioning::Asked(ask), standing)) => {
                @if !view.acts_for(party) { (question(view, ask)) }
                @else if ask.is_form() && !standing.deposited.is_empty() {
                    (deposited(view, id, mediation, party, standing))
                    (folded("Answer them one by one", form(view, id, mediation, party, ask, &standing.excluded)))
                }
                @else { (form(view, id, mediation, party, ask, &standing.excluded)) }
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
    }
}

/// What our brief says to the forms that are left: to be confirmed, all at once.
fn deposited(
    view: &View<'_>,
    id: &MediationId,
    mediation: &Mediation,
    party: &PartyId,
    standing: &InterviewProgress,
) -> Markup {
    let own = [Compartment::Caucus(party.clone())];
    let form =
        view.form("confirm_rankings").saying(view, "Who will read that we answered, and not what", &own);
    let all = &standing.deposited;
    let fields = html! {
        p { "Our brief says this already. Is it still our order?" }
        dl.facts data-part="deposited" { @for known in all {
            dt { (named(view, &known.question)) }
            dd {
                (order(view, &known.question, &known.order))
                @if known.by == RankedBy::Points { small { " by our points" } }
                @if leaves_out(mediation, known, &standing.excluded) { small { " (what our brief does not rank is not compared)" } }
            }
        } }
        (form.fixed("mediation", id.as_str()))
        (form.fixed("party", party.as_str()))
        @for (at, known) in all.iter().enumerate() {
            @let answered = serde_json::json!({ "question": known.question, "answer": { "order": known.order } });
            (form.fixed(&format!("rankings[{at}]:json"), &answered.to_string()))
        }
    };
    let take =
        if all.len() == 1 { "Yes, take it".to_owned() } else { format!("Yes, take all {}", all.len()) };
    form.ends_in(fields, html! { (key_button(1, None, &take, "primary")) })
}

/// What a ranking form is about, in a few words.
fn named(view: &View<'_>, ask: &Ask) -> Markup {
    match ask {
        Ask::RankOptions(issue) => html! { bdi { (view.issue_name(issue)) } },
        _ => html! { "Which issues matter most" },
    }
}

/// Whether an order leaves out something that could be chosen.
fn leaves_out(mediation: &Mediation, known: &Deposited, excluded: &Excluded) -> bool {
    let Ask::RankOptions(id) = &known.question else { return false };
    let out = excluded.get(id).map_or(0, BTreeSet::len);
    let mediated = mediation.issues.iter().find(|mediated| &mediated.issue == id);
    let left = mediated.map_or(0, |mediated| mediated.options.len().saturating_sub(out));
    known.order.iter().map(Vec::len).sum::<usize>() < left
}

/// A button that answers, with the key that presses it: read by the desk's script while the question has the focus.
fn key_button(key: usize, value: Option<&str>, label: &str, class: &str) -> Markup {
    html! {
        button type="submit" class=(class) name=[value.map(|_| "answer")] value=[value] data-press=(key) {
            kbd aria-hidden="true" { (key) } " " (label)
        }
    }
}

/// One button for each answer.
fn answers(of: &[(&str, &str)]) -> Markup {
    html! { @for (at, (value, label)) in of.iter().enumerate() { (key_button(at + 1, Some(*value), label, "answer")) } }
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
                        @if view.acts_for(party) { (folded("Answer it again", form(view, id, mediation, party, &one.exchange.question, &standing.excluded))) }
                    }
                } }
            }
        }
    }
}

/// What was answered, to be looked at and answered anew while the questioning lasts.
pub(super) fn told(
    view: &View<'_>,
    id: &MediationId,
    mediation: &Mediation,
    party: &PartyId,
    excluded: &Excluded,
) -> Markup {
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
                        @if open && view.acts_for(party) { (folded("Answer it again", form(view, id, mediation, party, &one.exchange.question, excluded))) }
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

/// Options that no question names, by issue.
pub(super) type Excluded = BTreeMap<IssueId, BTreeSet<OptionId>>;

fn form(
    view: &View<'_>,
    id: &MediationId,
    mediation: &Mediation,
    party: &PartyId,
    ask: &Ask,
    excluded: &Excluded,
) -> Markup {
    let own = [Compartment::Caucus(party.clone())];
    let begin =
        || view.form("answer_mediation").saying(view, "Who will read that we answered, and not what", &own);
    let form = begin();
    let about = about(&form, id, party, ask);
    match ask {
        Ask::Accept(_) => form.ends_in(html! { (about) (question(view, ask)) }, answers(&ACCEPTING)),
        Ask::Compare { .. } => form.ends_in(html! { (about) (question(view, ask)) }, answers(&COMPARING)),
        Ask::RankOptions(issue) if is_number(mediation, issue) => {
            let fields =
                html! { (about) (question(view, ask)) p { "Is more of it better for us, or less?" } };
            html! {
                (form.ends_in(fields, answers(&NUMBER)))
                (folded("It is not so simple: put some values in order", order_form(view, begin(), id, mediation, party, ask, excluded)))
            }
        }
        Ask::RankOptions(_) | Ask::RankIssues => {
            let unsaid = begin();
            let nothing =
                html! { (self::about(&unsaid, id, party, ask)) (unsaid.fixed("answer", "cannot_say")) };
            html! {
                (order_form(view, form, id, mediation, party, ask, excluded))
                (unsaid.ends_quietly(nothing, "We cannot say"))
            }
        }
    }
}

/// A place for each thing that a ranking form orders.
fn order_form(
    view: &View<'_>,
    form: Form<'_>,
    id: &MediationId,
    mediation: &Mediation,
    party: &PartyId,
    ask: &Ask,
    excluded: &Excluded,
) -> Markup {
    let things = things(view, mediation, ask, excluded);
    if things.len() < 2 {
        return html! { p { "What we said leaves one way only: there is nothing to put in order." } };
    }
    let places: Vec<(String, String)> =
        (1..=things.len()).map(|place| (place.to_string(), place.to_string())).collect();
    let fields = html! {
        (about(&form, id, party, ask)) (question(view, ask))
        p { small { "1 comes first. What is equal to us gets the same place." } }
        @for (name, words) in &things {
            (form.needed_choice(&format!("answer.places.{}:number", key(name)), words, "choose a place", &places))
        }
    };
    html! {
        (form.keeps(&format!("ranking of {party} in mediation {id}"), "").ends(fields, "Answer"))
        script type="module" src=(crate::assets::path("brief.js")) {}
    }
}

fn is_number(mediation: &Mediation, issue: &IssueId) -> bool {
    mediation.issues.iter().any(|mediated| &mediated.issue == issue && mediated.is_number())
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

/// What a form orders: names on record, and in words. Of a number the values that are asked about first; nothing that is excluded.
fn things(view: &View<'_>, mediation: &Mediation, ask: &Ask, excluded: &Excluded) -> Vec<(String, String)> {
    let issues = mediation.issues.iter();
    match ask {
        Ask::RankOptions(id) => {
            let of = issues.filter(|mediated| &mediated.issue == id);
            let options = of
                .flat_map(|mediated| if mediated.is_number() { &mediated.round } else { &mediated.options });
            let out = excluded.get(id);
            let left = options.filter(|option| out.is_none_or(|out| !out.contains(*option)));
            left.map(|option| (option.to_string(), view.option_name(id, option))).collect()
        }
        _ => issues.map(|mediated| (mediated.issue.to_string(), view.issue_name(&mediated.issue))).collect(),
    }
}

/// An order in words; of a number what it comes to.
fn order(view: &View<'_>, ask: &Ask, groups: &[Vec<String>]) -> Markup {
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
