//! The forms in which a party answers what it is asked in a mediation.

use super::asked::{order, question};
use crate::field::{Form, folded};
use crate::form::key;
use crate::view::View;
use maud::{Markup, html};
use mediant_insight::interview::{Deposited, RankedBy};
use mediant_model::{IssueId, OptionId, PartyId};
use mediant_record::Compartment;
use mediant_record::mediation::{Ask, MediatedIssue, Mediation, MediationId};
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

/// A mediation that asks a party, and what every answer of that party rests on.
#[derive(Clone, Copy)]
pub(super) struct Asking<'a> {
    pub(super) id: &'a MediationId,
    pub(super) mediation: &'a Mediation,
    pub(super) party: &'a PartyId,
    /// Options that no question names, by issue.
    pub(super) excluded: &'a BTreeMap<IssueId, BTreeSet<OptionId>>,
    /// Forms that leave nothing to put in order: said along with whatever is answered.
    pub(super) settled: &'a [Ask],
}

impl<'a> Asking<'a> {
    fn mediated(&self, issue: &IssueId) -> Option<&'a MediatedIssue> {
        self.mediation.issues.iter().find(|mediated| &mediated.issue == issue)
    }

    fn is_number(&self, issue: &IssueId) -> bool {
        self.mediated(issue).is_some_and(MediatedIssue::is_number)
    }

    /// Of these options those that a question may name.
    fn left(&self, issue: &IssueId, options: &'a [OptionId]) -> impl Iterator<Item = &'a OptionId> {
        let out = self.excluded.get(issue);
        options.iter().filter(move |option| out.is_none_or(|out| !out.contains(*option)))
    }

    fn form<'v>(&self, view: &'v View<'_>, kind: &'static str) -> Form<'v> {
        let own = [Compartment::Caucus(self.party.clone())];
        view.form(kind).saying(view, "Who will read that we answered, and not what", &own)
    }

    /// What every answer goes along with.
    fn about(&self, form: &Form<'_>, ask: &Ask) -> Markup {
        let beside: Vec<&Ask> = self.settled.iter().filter(|settled| *settled != ask).collect();
        html! {
            (form.fixed("mediation", self.id.as_str()))
            (form.fixed("party", self.party.as_str()))
            (form.fixed("question:json", &serde_json::json!(ask).to_string()))
            @if !beside.is_empty() { (form.fixed("settled:json", &serde_json::json!(beside).to_string())) }
        }
    }
}

/// The form that answers a question.
pub(super) fn form(view: &View<'_>, asking: Asking<'_>, ask: &Ask) -> Markup {
    match ask {
        Ask::Accept(_) => by_keys(view, asking, ask, html! {}, &ACCEPTING),
        Ask::Compare { .. } => by_keys(view, asking, ask, html! {}, &COMPARING),
        Ask::RankOptions(issue) if asking.is_number(issue) && things(view, asking, ask).len() > 1 => {
            let more = html! { p { "Is more of it better for us, or less?" } };
            html! {
                (by_keys(view, asking, ask, more, &NUMBER))
                (folded("It is not so simple: put some values in order", order_form(view, asking, ask, html! {})))
            }
        }
        Ask::RankOptions(_) | Ask::RankIssues => {
            let unsaid = asking.form(view, "answer_mediation");
            let nothing = html! { (asking.about(&unsaid, ask)) (unsaid.fixed("answer", "cannot_say")) };
            if things(view, asking, ask).len() < 2 {
                let words = html! { (nothing) p { "What we said leaves one way only: there is nothing to put in order." } };
                return unsaid.ends_in(words, key_button(1, None, "Go on", "primary"));
            }
            let id = unsaid.id("unsaid");
            let button = html! { button.quiet type="submit" form=(id) { "We cannot say" } };
            html! { (order_form(view, asking, ask, button)) (unsaid.apart(&id).ends_in(nothing, html! {})) }
        }
    }
}

/// What our brief says to the forms that are left: to be confirmed, all at once.
pub(super) fn deposited(view: &View<'_>, asking: Asking<'_>, all: &[Deposited]) -> Markup {
    let form = asking.form(view, "confirm_rankings");
    let said = all
        .iter()
        .map(|known| serde_json::json!({ "question": known.question, "answer": { "order": known.order } }));
    let settled =
        asking.settled.iter().map(|form| serde_json::json!({ "question": form, "answer": "cannot_say" }));
    let fields = html! {
        p { "Our brief says this already. Is it still our order?" }
        dl.facts.compact data-part="deposited" { @for known in all {
            dt { (named(view, &known.question)) }
            dd {
                (order(view, &known.question, &known.order))
                @if known.by == RankedBy::Points { small { " by our points" } }
                @if leaves_out(asking, known) { small { " (what our brief does not rank is not compared)" } }
            }
        } }
        (form.fixed("mediation", asking.id.as_str()))
        (form.fixed("party", asking.party.as_str()))
        @for (at, answered) in said.chain(settled).enumerate() {
            (form.fixed(&format!("rankings[{at}]:json"), &answered.to_string()))
        }
    };
    let take =
        if all.len() == 1 { "Yes, take it".to_owned() } else { format!("Yes, take all {}", all.len()) };
    form.ends_in(fields, key_button(1, None, &take, "primary"))
}

/// What a ranking form is about, in a few words.
fn named(view: &View<'_>, ask: &Ask) -> Markup {
    match ask {
        Ask::RankOptions(issue) => html! { bdi { (view.issue_name(issue)) } },
        _ => html! { "Which issues matter most" },
    }
}

/// Whether an order leaves out something that could be chosen.
fn leaves_out(asking: Asking<'_>, known: &Deposited) -> bool {
    let Ask::RankOptions(id) = &known.question else { return false };
    let left = asking.mediated(id).map_or(0, |mediated| asking.left(id, &mediated.options).count());
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

/// A question with a button for each answer.
fn by_keys(view: &View<'_>, asking: Asking<'_>, ask: &Ask, more: Markup, of: &[(&str, &str)]) -> Markup {
    let form = asking.form(view, "answer_mediation");
    let fields = html! { (asking.about(&form, ask)) (question(view, ask)) (more) };
    let buttons = html! { @for (at, (value, label)) in of.iter().enumerate() { (key_button(at + 1, Some(*value), label, "answer")) } };
    form.ends_in(fields, buttons)
}

/// A place for each thing that a ranking form orders, with a button beside the one that answers.
fn order_form(view: &View<'_>, asking: Asking<'_>, ask: &Ask, beside: Markup) -> Markup {
    let form = asking.form(view, "answer_mediation");
    let things = things(view, asking, ask);
    let places: Vec<(String, String)> =
        (1..=things.len()).map(|place| (place.to_string(), place.to_string())).collect();
    let fields = html! {
        (asking.about(&form, ask)) (question(view, ask))
        p { small { "1 comes first. What is equal to us gets the same place." } }
        @for (name, words) in &things {
            (form.needed_choice(&format!("answer.places.{}:number", key(name)), words, "place", &places))
        }
    };
    html! {
        (form.keeps(&format!("ranking of {} in mediation {}", asking.party, asking.id), "").ends_in(fields, html! {
            button.primary type="submit" { "Answer" } " " (beside)
        }))
        script type="module" src=(crate::assets::path("brief.js")) {}
    }
}

/// What a form orders: names on record, and in words. Of a number the values that are asked about first; nothing that is excluded.
fn things(view: &View<'_>, asking: Asking<'_>, ask: &Ask) -> Vec<(String, String)> {
    match ask {
        Ask::RankOptions(id) => {
            let Some(mediated) = asking.mediated(id) else { return Vec::new() };
            let options = if mediated.is_number() { &mediated.round } else { &mediated.options };
            asking
                .left(id, options)
                .map(|option| (option.to_string(), view.option_name(id, option)))
                .collect()
        }
        _ => {
            let issues = asking.mediation.issues.iter();
            issues.map(|mediated| (mediated.issue.to_string(), view.issue_name(&mediated.issue))).collect()
        }
    }
}
