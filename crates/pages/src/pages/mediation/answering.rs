//! The forms in which a party answers what it is asked in a mediation.

use super::asked::{order, question};
use crate::field::{Form, folded};
use crate::form::key;
use crate::scripts::Script;
use crate::view::View;
use maud::{Markup, html};
use mediant_insight::interview::{Deposited, RankedBy};
use mediant_model::{IssueId, OptionId, PartyId};
use mediant_record::Compartment;
use mediant_record::mediation::{Ask, MediatedIssue, Mediation, MediationId};
use mediant_words::say;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// An answer as it is sent, and in words.
type Answer = (&'static str, Cow<'static, str>);

/// Answers to "would we accept it?".
fn accepting(view: &View<'_>) -> [Answer; 3] {
    [
        ("yes", say!(view, asked.yes_we_would_accept_it)),
        ("no", say!(view, asked.no_we_would_not)),
        ("cannot_say", say!(view, asked.we_cannot_say_button)),
    ]
}

/// Answers to "which is better?".
fn comparing(view: &View<'_>) -> [Answer; 4] {
    [
        ("first", say!(view, asked.the_first_is_better_for_us)),
        ("second", say!(view, asked.the_second_is_better_for_us)),
        ("equal", say!(view, asked.they_are_equal_to_us)),
        ("cannot_say", say!(view, asked.we_cannot_say_button)),
    ]
}

/// Answers to the form about a number.
fn of_a_number(view: &View<'_>) -> [Answer; 3] {
    [
        ("rising", say!(view, asked.the_more_the_better_button)),
        ("falling", say!(view, asked.the_less_the_better_button)),
        ("cannot_say", say!(view, asked.we_cannot_say_button)),
    ]
}

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
        view.form(kind).saying(view, &say!(view, asked.who_will_read_that_we_answered), &own)
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
        Ask::Accept(_) => by_keys(view, asking, ask, html! {}, &accepting(view)),
        Ask::Compare { .. } => by_keys(view, asking, ask, html! {}, &comparing(view)),
        Ask::RankOptions(issue) if asking.is_number(issue) && things(view, asking, ask).len() > 1 => {
            let more = html! { p { (say!(view, asked.is_more_of_it_better)) } };
            html! {
                (by_keys(view, asking, ask, more, &of_a_number(view)))
                (folded(&say!(view, asked.it_is_not_so_simple), order_form(view, asking, ask, html! {})))
            }
        }
        Ask::RankOptions(_) | Ask::RankIssues => {
            let unsaid = asking.form(view, "answer_mediation");
            let nothing = html! { (asking.about(&unsaid, ask)) (unsaid.fixed("answer", "cannot_say")) };
            if things(view, asking, ask).len() < 2 {
                let words = html! { (nothing) p { (say!(view, asked.nothing_to_put_in_order)) } };
                return unsaid.ends_in(words, key_button(1, None, &say!(view, asked.go_on), "primary"));
            }
            let id = unsaid.id("unsaid");
            let button =
                html! { button.quiet type="submit" form=(id) { (say!(view, asked.we_cannot_say_button)) } };
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
        p { (say!(view, asked.our_brief_says_this_already)) }
        dl.facts.compact data-part="deposited" { @for known in all {
            dt { (named(view, &known.question)) }
            dd {
                (order(view, &known.question, &known.order))
                @if known.by == RankedBy::Points { small { " " (say!(view, asked.by_our_points)) } }
                @if leaves_out(asking, known) { small { " " (say!(view, asked.what_is_not_ranked_is_not_compared)) } }
            }
        } }
        (form.fixed("mediation", asking.id.as_str()))
        (form.fixed("party", asking.party.as_str()))
        @for (at, answered) in said.chain(settled).enumerate() {
            (form.fixed(&format!("rankings[{at}]:json"), &answered.to_string()))
        }
    };
    let take = match all.len() {
        1 => say!(view, asked.yes_take_it),
        several => say!(view, asked.yes_take_all, count = several),
    };
    form.ends_in(fields, key_button(1, None, &take, "primary"))
}

/// What a ranking form is about, in a few words.
fn named(view: &View<'_>, ask: &Ask) -> Markup {
    match ask {
        Ask::RankOptions(issue) => html! { bdi { (view.issue_name(issue)) } },
        _ => html! { (say!(view, asked.which_issues_matter_most)) },
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
fn by_keys(view: &View<'_>, asking: Asking<'_>, ask: &Ask, more: Markup, of: &[Answer]) -> Markup {
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
        p { small { (say!(view, asked.equal_things_get_the_same_place)) } }
        @for (name, words) in &things {
            (form.needed_choice(&format!("answer.places.{}:number", key(name)), words, &say!(view, asked.place), &places))
        }
    };
    html! {
        (form.keeps(&format!("ranking of {} in mediation {}", asking.party, asking.id), "").ends_in(fields, html! {
            button.primary type="submit" { (say!(view, asked.answer)) } " " (beside)
        }))
        (Script::Brief.element(view))
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
