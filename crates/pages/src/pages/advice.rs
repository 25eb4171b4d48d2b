//! What somebody of our own side recommends to answer, and answers to all that is left at once.

use super::clause_answer;
use crate::field::folded;
use crate::view::View;
use crate::words;
use maud::{Markup, html};
use mediant_model::PartyId;
use mediant_record::advice::{Advised, Recommendation};
use mediant_record::draft::{AnswerClauses, ClauseState, ClauseVerdict, DraftId};
use mediant_record::package::Verdict;
use mediant_record::round::Round;
use mediant_record::{Command, Compartment, Role};
use mediant_words::say;
use serde_json::json;

/// What a recommendation is about, in a few words.
pub(super) fn on(view: &View<'_>, on: &Advised) -> Markup {
    match on {
        Advised::Clause { draft, clause } => {
            let known = view.state.drafts.get(draft);
            let found = known.and_then(|known| known.clauses.iter().find(|other| &other.id == clause));
            html! { (say!(view, advice.the_clause, map = html! { bdi { (found.map(|found| found.heading.clone()).unwrap_or_default()) } })) }
        }
        Advised::Package(id) => {
            let known =
                view.state.packages.get(id).map(|known| super::packages::in_words(view, &known.options));
            html! { (say!(view, advice.the_package, known = html! { bdi { (known.unwrap_or_default()) } })) }
        }
        Advised::Question { round, question } => {
            let at = |round: &Round| round.questions.iter().position(|known| &known.id == question);
            let known = view.state.rounds.get(round).and_then(|round| Some((round, at(round)?)));
            html! { @match known { Some((round, at)) => { (say!(view, advice.question_of_the_round, what = at + 1, title = html! { bdi { (round.title) } })) }, None => (say!(view, advice.a_question_of_a_round)) } }
        }
    }
}

/// What was recommended to us on it last, by whom.
pub(super) fn said(view: &View<'_>, on: &Advised) -> Markup {
    html! {
        @if let Some(known) = view.state.recommended(on) {
            p.recommended data-part="recommended" {
                (say!(view, advice.recommends_to_us, by = by(view, known), verdict = html! { strong { (words::verdict(view, known.verdict).0) } }))
                @if let Some(note) = &known.note { " · “" (words::said(note)) "”" }
            }
        }
    }
}

fn by(view: &View<'_>, known: &Recommendation) -> Markup {
    html! { @match &known.person { Some(person) => (view.person(person)), None => (say!(view, advice.somebody_of_us)) } }
}

/// A delegate's form to recommend an answer to its own side.
pub(super) fn form(view: &View<'_>, on: &Advised) -> Markup {
    let Some(party) = view.own_party().filter(|party| view.acts_for(party)) else { return html! {} };
    if !matches!(view.who.role, Role::Delegate(_)) {
        return html! {};
    }
    folded(&say!(view, advice.recommend_an_answer_to_our_principal), {
        let form = view.form("recommend").read_by(view, &Compartment::Delegation(party.clone()));
        let fields = html! {
            (form.fixed("party", party.as_str()))
            (form.fixed("on:json", &json!(on).to_string()))
            (form.radios("verdict", &say!(view, advice.what_we_recommend), &words::verdicts(view), None))
            (form.line("note", &say!(view, advice.why), false, ""))
        };
        form.ends(fields, &say!(view, advice.recommend_it))
    })
}

/// Clauses that we have not answered, and can answer all at once: with yes, or as our delegate recommends.
pub(super) fn clauses(
    view: &View<'_>,
    place: &Compartment,
    draft: &DraftId,
    clauses: &[ClauseState<'_>],
) -> Markup {
    let Some(party) = view.own_party().filter(|party| view.acts_for(party)) else { return html! {} };
    if !matches!(place, Compartment::Table) && *place != Compartment::Caucus(party.clone()) {
        return html! {};
    }
    // Who has a key signs each acceptance at the table by itself.
    let person = view.who.person.as_ref();
    if person.is_some_and(|person| !view.state.keys_of(&party, person).is_empty()) {
        return html! {};
    }
    let is_left = |state: &&ClauseState<'_>| {
        !state.answers.contains_key(&party) && !mediant_record::wording::is_bracketed(&state.clause.text)
    };
    let left: Vec<&ClauseState<'_>> = clauses.iter().filter(is_left).collect();
    let accepted = left.iter().map(|state| verdict(state, Verdict::Accept));
    let advised = left.iter().filter_map(|state| {
        let on = Advised::Clause { draft: draft.clone(), clause: state.clause.id.clone() };
        Some(verdict(state, view.state.recommended(&on)?.verdict))
    });
    let about = (place, draft, &party);
    html! {
        (at_once(view, about, &accepted.collect::<Vec<_>>(), &say!(view, advice.accept_all_that_is_left)))
        (at_once(view, about, &advised.collect::<Vec<_>>(), &say!(view, advice.answer_all_as_recommended_by_our)))
    }
}

fn verdict(state: &ClauseState<'_>, verdict: Verdict) -> ClauseVerdict {
    ClauseVerdict { clause: state.clause.id.clone(), verdict }
}

/// A form that answers several clauses of a draft in a place for a party.
fn at_once(
    view: &View<'_>,
    (place, draft, party): (&Compartment, &DraftId, &PartyId),
    answers: &[ClauseVerdict],
    what: &str,
) -> Markup {
    let command = Command::AnswerClauses(AnswerClauses {
        r#in: place.clone(),
        draft: draft.clone(),
        party: party.clone(),
        person: None,
        answers: answers.to_vec(),
    });
    if answers.len() < 2 || !view.offers(&command) {
        return html! {};
    }
    let label = format!("{what} ({})", answers.len());
    let own = Compartment::Caucus(party.clone());
    let is_open = *place == Compartment::Table;
    let form = view.form("answer_clauses").confirm(say!(view, advice.answer_all_of_these_clauses));
    let form = if is_open { form.read_as_chosen() } else { form.read_by(view, &own) };
    let fields = html! {
        ul { @for answer in answers { li {
            (on(view, &Advised::Clause { draft: draft.clone(), clause: answer.clause.clone() })) ": " (words::verdict(view, answer.verdict).0)
        } } }
        (form.fixed("draft", draft.as_str()))
        (form.fixed("party", party.as_str()))
        @for (at, answer) in answers.iter().enumerate() { (form.fixed(&format!("answers[{at}]:json"), &json!(answer).to_string())) }
        @if is_open { (form.audience(view, "in", &say!(view, advice.who_will_read_the_answers), &clause_answer::answers_read(view, &own), None)) }
        @else { (form.fixed("in", &own.name())) }
    };
    folded(&label, form.ends(fields, what))
}
