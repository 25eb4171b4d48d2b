//! Forms by which something said goes on record.

use crate::web::condition;
use crate::web::field::{Form, folded, pairs};
use crate::web::view::View;
use crate::web::words;
use maud::{Markup, html};
use mediant_model::{Issue, IssueKind, PartyId};

/// Forms to state something on an issue: as the mediator for any party, as a party for itself.
pub(super) fn forms(view: &View<'_>, issue: &Issue) -> Markup {
    let parties = speaking(view);
    if parties.is_empty() {
        return html! {};
    }
    let id = issue.id.as_str();
    let options = options_of(issue);
    html! {
        (folded("Record an answer on the whole issue", statement(view, "answer", &parties, |form| html! {
            (form.fixed("statement.issue", id))
            (form.choice("statement.stance", "Answer", &pairs(&words::STANCES), "open", ""))
        })))
        (folded("Record a position", statement(view, "position", &parties, |form| html! {
            (form.fixed("statement.issue", id))
            @if !options.is_empty() {
                (form.ticks(&condition::field("statement.wants", &issue.id), "It asks for one of", &options, &[], ""))
            }
        })))
        @if !options.is_empty() {
            (folded("Record a red line", statement(view, "red_line", &parties, |form| html! {
                (form.ticks(&condition::field("statement.never", &issue.id), "It will never accept", &options, &[], ""))
                (standing(view, form))
            })))
        }
        @if issue.is_disclosed() {
            (folded("Record a precondition", statement(view, "precondition", &parties, |form| html! {
                (form.fixed("statement.settled[]", id))
                p { "No deal that leaves this issue open." }
                (standing(view, form))
            })))
        }
        @if !options.is_empty() && others(view, issue).next().is_some() {
            (folded("Record a linkage", statement(view, "linkage", &parties, |form| html! {
                (form.ticks(&condition::field("statement.when", &issue.id), "With one of", &options, &[], ""))
                @for other in others(view, issue) {
                    (form.ticks(&condition::field("statement.then", &other.id), &format!("only with, on {}", other.name), &options_of(other), &[], ""))
                }
            })))
        }
        @if view.mediates() && !issue.is_disclosed() {
            (folded("Record that its substance is withheld by agreement", statement(view, "confidence", &[], |form| html! {
                (form.fixed("statement.issues[]", id))
                (form.ticks("statement.parties[]", "Agreed by", &everybody(view), &[], ""))
            })))
        }
        (folded("Record a remark", statement(view, "remark", &parties, |form| html! {
            (form.fixed("statement.issue", id))
        })))
    }
}

/// The options that an issue lists.
fn options_of(issue: &Issue) -> Vec<(String, String)> {
    match &issue.kind {
        IssueKind::Discrete(options) => {
            options.iter().map(|option| (option.id.to_string(), option.name.clone())).collect()
        }
        IssueKind::Range(_) | IssueKind::Withheld => Vec::new(),
    }
}

/// The other issues that list options.
fn others<'a>(view: &'a View<'_>, issue: &'a Issue) -> impl Iterator<Item = &'a Issue> {
    view.state.issues.iter().filter(|other| other.id != issue.id && !options_of(other).is_empty())
}

/// Every party, the third one included.
fn everybody(view: &View<'_>) -> Vec<(String, String)> {
    view.state.parties.iter().map(|party| (party.id.to_string(), party.name.clone())).collect()
}

/// Forms to state what is about no one issue: interests, alternatives.
pub(super) fn general(view: &View<'_>, of: &PartyId) -> Markup {
    if !view.speaks_for(of) {
        return html! {};
    }
    let parties = vec![(of.to_string(), view.party_name(of))];
    html! {
        (folded("Record an interest", statement(view, "interest", &parties, |_| html! {})))
        (folded("Record what it does without a deal", statement(view, "alternative", &parties, |form| html! {
            (form.choice("statement.trend", "For the party this gets", &pairs(&[
                ("", "not said"), ("improving", "better: it needs a deal less"),
                ("worsening", "worse: it needs a deal more"), ("steady", "neither"),
            ]), "", ""))
        })))
    }
}

/// The parties that the reader may speak for, with their names.
fn speaking(view: &View<'_>) -> Vec<(String, String)> {
    let parties = view.state.negotiating().filter(|party| view.speaks_for(&party.id));
    parties.map(|party| (party.id.to_string(), party.name.clone())).collect()
}

fn statement(
    view: &View<'_>,
    kind: &str,
    parties: &[(String, String)],
    own: impl Fn(&Form<'_>) -> Markup,
) -> Markup {
    let form = view.form("state");
    let fields = html! {
        (form.fixed("statement.kind", kind))
        @match parties {
            // What several agreed to is nobody's alone.
            [] => {}
            [(only, _)] => (form.fixed("statement.party", only)),
            several => (form.choice("statement.party", "Party", several, "", "")),
        }
        (own(&form))
        (form.text("statement.text", "In words", false, ""))
        div.row {
            (form.choice("statement.by:json", "Who said it", &speakers(view, parties), "", ""))
            (form.line("statement.by.described", "or described", false, "such as “an unnamed official”; leave the choice beside it empty"))
            (form.day("statement.on", "On", "today where empty"))
        }
        @if !view.state.sources.is_empty() {
            div.row {
                (form.choice("statement.source.source", "Source", &sources(view), "", ""))
                (form.line("statement.source.place", "Place in it", false, "such as P6 or p. 12; needs a source"))
            }
        }
        (publicity(view, &form, parties))
    };
    form.ends(fields, "Put it on record")
}

fn standing(view: &View<'_>, form: &Form<'_>) -> Markup {
    let of: &[(&str, &str)] = if view.mediates() {
        &[
            ("public", "declared in public"),
            ("told", "told in confidence"),
            ("inferred", "my own reading, not the party’s word"),
        ]
    } else {
        &[("public", "declared in public"), ("told", "told in confidence")]
    };
    form.choice("statement.standing", "How firmly it is known", &pairs(of), "told", "")
}

/// The people who may have said it.
fn speakers(view: &View<'_>, parties: &[(String, String)]) -> Vec<(String, String)> {
    let mut of = vec![(String::new(), "not said".to_owned())];
    for party in &view.state.parties {
        let known = view.mediates() || parties.iter().any(|(id, _)| id == party.id.as_str());
        for person in party.people.iter().filter(|_| known) {
            let value = serde_json::json!({ "person": person.id.as_str() }).to_string();
            of.push((value, format!("{} ({})", person.name, party.name)));
        }
    }
    of
}

fn sources(view: &View<'_>) -> Vec<(String, String)> {
    let mut of = vec![(String::new(), "none".to_owned())];
    of.extend(view.state.sources.iter().map(|source| (source.id.to_string(), source.title.clone())));
    of
}

fn publicity(view: &View<'_>, form: &Form<'_>, parties: &[(String, String)]) -> Markup {
    let mut of: Vec<(String, String)> = vec![("\"table\"".to_owned(), "everybody at the table".to_owned())];
    if super::opening::home(view) == "public" {
        of.push(("\"public\"".to_owned(), "everybody".to_owned()));
    }
    for (id, name) in parties {
        let value = serde_json::json!({ "caucus": id }).to_string();
        let words = if view.mediates() {
            format!("{name} and the mediator")
        } else {
            "we and the mediator".to_owned()
        };
        of.push((value, words));
    }
    if view.mediates() {
        of.push(("\"mediator\"".to_owned(), "the mediator alone".to_owned()));
    }
    form.choice("statement.publicity:json", "Who may know it", &of, "\"table\"", "")
}
