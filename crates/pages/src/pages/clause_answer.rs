//! The forms by which a clause is answered.

use super::people::choice_of_people;
use crate::field::folded;
use crate::reads::Readership;
use crate::view::View;
use crate::words::{self, Tone};
use maud::{Markup, html};
use mediant_model::PartyId;
use mediant_record::authority::Authority;
use mediant_record::draft::{AnswerClause, ClauseAnswer, ClauseState, DraftId};
use mediant_record::{Command, Compartment};
use mediant_words::say;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// What can be answered; without a mandate, what takes none.
fn answers(view: &View<'_>, accepts: bool) -> Vec<(&'static str, Cow<'static, str>)> {
    let mut answers = Vec::new();
    if accepts {
        answers.push(("accept", say!(view, clause_answer.choose_accept)));
        answers.push(("accept_ad_referendum", say!(view, clause_answer.choose_accept_ad_referendum)));
    }
    answers.push(("bracket", say!(view, clause_answer.choose_bracket)));
    answers.push(("amend", say!(view, clause_answer.choose_amend)));
    answers.push(("reject", say!(view, clause_answer.choose_reject)));
    answers
}

/// The forms for the parties that the reader may speak for.
pub(super) fn answering(
    view: &View<'_>,
    place: &Compartment,
    draft: &DraftId,
    state: &ClauseState<'_>,
) -> Markup {
    let speaking = view.state.negotiating().filter(|party| match place {
        Compartment::Table => view.speaks_for(&party.id),
        Compartment::Caucus(of) => of == &party.id && view.speaks_for(of),
        Compartment::Public | Compartment::Mediator | Compartment::Report(_) | Compartment::Delegation(_) => {
            false
        }
    });
    html! {
        @for party in speaking {
            @let accepts = may_accept(view, &party.id, state);
            @if !accepts { (mandate_notice(view, &party.id, state)) }
            @let label = if view.mediates() { say!(view, clause_answer.record_the_answer_of, party = party.name).into_owned() } else { say!(view, clause_answer.answer).into_owned() };
            @let refuse = Command::AnswerClause(AnswerClause {
                r#in: place.clone(),
                draft: draft.clone(),
                clause: state.clause.id.clone(),
                party: party.id.clone(),
                person: None,
                answer: ClauseAnswer::Reject,
                note: None,
            });
            // What undoes an acceptance takes what the acceptance took.
            @if accepts || view.offers(&refuse) { (folded(&label, {
                let form = view.form("answer_clause");
                let own = Compartment::Caucus(party.id.clone());
                let form = if *place == Compartment::Table { form.read_as_chosen() } else { form.read_by(view, &own) };
                let fields = html! {
                    (form.fixed("draft", draft.as_str()))
                    (form.fixed("clause", state.clause.id.as_str()))
                    (form.fixed("party", party.id.as_str()))
                    (form.radios("answer", &say!(view, clause_answer.answer), &answers(view, accepts), None))
                    (form.line("words", &say!(view, clause_answer.words_in_brackets), false, &say!(view, clause_answer.word_for_word_from_the_clause)))
                    (form.text_with("text", &say!(view, clause_answer.the_clause_as_it_should_read), &state.clause.text, 3, false, &say!(view, clause_answer.counts_for_other_words_alone)))
                    (form.line("note", &say!(view, clause_answer.why), false, ""))
                    @if view.mediates() { (form.choice("person", &say!(view, clause_answer.on_whose_word), &choice_of_people(view, &party.id, Some(say!(view, clause_answer.not_said).as_ref())), "", &say!(view, clause_answer.acceptance_needs_a_live_mandate))) }
                    @if *place == Compartment::Table {
                        (form.audience(view, "in", &say!(view, clause_answer.who_will_read_the_answer), &answers_read(view, &own), None))
                    } @else { (form.fixed("in", &own.name())) }
                };
                form.ends(fields, &say!(view, clause_answer.give_the_answer))
            })) }
        }
    }
}

/// Who may read the answer to something that is on the table: one has to be chosen.
pub(super) fn answers_read(view: &View<'_>, own: &Compartment) -> [Readership; 2] {
    [
        Readership::named(own.clone(), say!(view, clause_answer.in_confidence)),
        Readership::named(Compartment::Table, say!(view, clause_answer.at_the_table)),
    ]
}

/// Whether the reader could accept the clause for the party, or record that it does.
fn may_accept(view: &View<'_>, party: &PartyId, state: &ClauseState<'_>) -> bool {
    let on = state.clause.issue.iter().cloned().collect();
    view.has(&Authority::on(party, on))
}

/// Says beforehand that an acceptance would be refused, where the one who reads has no mandate for it.
fn mandate_notice(view: &View<'_>, party: &PartyId, state: &ClauseState<'_>) -> Markup {
    let issues: BTreeSet<_> = state.clause.issue.iter().cloned().collect();
    let missing = view.who.person.as_ref().map_or_else(
        || Some(issues.clone()),
        |person| view.state.missing_mandate(party, person, &issues, view.today),
    );
    html! {
        @if let Some(missing) = missing {
            p.notice {
                @let status = words::status(Tone::Blocked, say!(view, clause_answer.no_mandate));
                @if view.who.person.is_none() { (say!(view, clause_answer.nobodys_account, status = status)) }
                @else if missing.is_empty() { (say!(view, clause_answer.no_mandate_at_all, status = status)) }
                @else { (say!(view, clause_answer.no_mandate_on, status = status, issues = view.issues(&missing))) }
            }
        }
    }
}
