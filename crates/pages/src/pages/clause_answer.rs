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
use std::collections::BTreeSet;

const ANSWERS: [(&str, &str); 5] = [
    ("accept", "Accept"),
    ("accept_ad_referendum", "Accept ad referendum (subject to the principal)"),
    ("bracket", "Put words in brackets"),
    ("amend", "Ask for other words"),
    ("reject", "Reject"),
];
/// Those that take no mandate.
const REFUSALS: &[(&str, &str)] =
    &[("bracket", "Put words in brackets"), ("amend", "Ask for other words"), ("reject", "Reject")];

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
            @let label = if view.mediates() { format!("Record the answer of {}", party.name) } else { "Answer".to_owned() };
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
                    (form.radios("answer", "Answer", if accepts { &ANSWERS } else { REFUSALS }, None))
                    (form.line("words", "Words in brackets", false, "word for word from the clause; needed for brackets alone"))
                    (form.text_with("text", "The clause as it should read", &state.clause.text, 3, false, "counts for other words alone"))
                    (form.line("note", "Why", false, ""))
                    @if view.mediates() { (form.choice("person", "On whose word", &choice_of_people(view, &party.id, Some("not said")), "", "acceptance needs a live mandate")) }
                    @if *place == Compartment::Table {
                        (form.audience(view, "in", "Who will read the answer", &answers_read(&own), None))
                    } @else { (form.fixed("in", &own.name())) }
                };
                form.ends(fields, "Give the answer")
            })) }
        }
    }
}

/// Who may read the answer to something that is on the table: one has to be chosen.
pub(super) fn answers_read(own: &Compartment) -> [Readership; 2] {
    [Readership::named(own.clone(), "in confidence"), Readership::named(Compartment::Table, "at the table")]
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
            p.notice { (words::status(Tone::Blocked, "no mandate"))
                @if view.who.person.is_none() { " Your account is nobody’s in particular, so it binds nobody" }
                @else { " You have no live mandate " @if missing.is_empty() { "over all issues" } @else { "on " (view.issues(&missing)) } }
                ": you can reject or ask for other words, not accept, and not undo what was accepted." }
        }
    }
}
