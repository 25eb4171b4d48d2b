//! Deleting a caucus, which its party is asked about first; and what a delegation keeps to itself, which it deletes itself.

use crate::field::folded;
use crate::view::View;
use crate::when;
use crate::words::{self, Tone};
use maud::{Markup, html};
use mediant_model::PartyId;
use mediant_record::authority::Authority;
use mediant_record::deletion::MayDelete;
use mediant_record::{Compartment, Role};
use mediant_words::say;

/// That a caucus was deleted, with what its party was told of it.
pub fn notice(view: &View<'_>, party: &PartyId) -> Markup {
    let caucus = Compartment::Caucus(party.clone());
    let own = Compartment::Delegation(party.clone());
    html! {
        @if view.state.deleted.contains(&caucus) {
            p { (say!(view, deletion.its_key_was_destroyed_nobody_can, status = words::status(Tone::Ended, say!(view, deletion.deleted)))) }
            @if let Some(told) = &view.state.deletion_told {
                p {
                    (say!(view, deletion.the_mediator_deleted, moment = when::moment(told.trace.at, &view.who.zone), entries = told.entries, link = html! { code.link { (told.link) } }))
                }
            }
        }
        @if view.state.deleted.contains(&own) {
            p { (say!(view, deletion.what_the_delegation_kept_to_itself, status = words::status(Tone::Ended, say!(view, deletion.deleted)), party = view.party(party))) }
        }
        @if let Some(question) = asked(view, party) { (question) }
    }
}

/// At the top of every page of a party: that the mediator asks whether its caucus may be deleted, as long as nobody has answered; and on
/// its first page that it was.
pub fn at_the_top(view: &View<'_>, on_first_page: bool) -> Markup {
    let Some(own) = view.own_party() else { return html! {} };
    let waits = view.state.deletions.get(&own).filter(|asked| asked.answer.is_none());
    let gone = view.state.deleted.contains(&Compartment::Caucus(own.clone()));
    html! {
        @if let Some(asked) = waits.filter(|_| !gone) {
            section.notice role="alert" aria-label=(say!(view, deletion.may_our_caucus_be_deleted)) {
                p {
                    (say!(view, deletion.the_mediator_asked_on_nobody_could, status = words::status(Tone::Blocked, say!(view, deletion.may_our_caucus_be_deleted)), moment = when::moment(asked.trace.at, &view.who.zone))) " "
                    @match view.state.may_delete(&own, view.now) {
                        MayDelete::Waits(until) => { (say!(view, deletion.without_an_answer_of_a_principal, moment = when::moment(until, &view.who.zone))) " " }
                        _ => { (say!(view, deletion.no_answer_of_a_principal_came)) " " }
                    }
                    a href=(view.link("/caucus")) { (say!(view, deletion.agree_or_refuse)) } "."
                }
            }
        }
        @if on_first_page && gone {
            section.notice role="status" aria-label=(say!(view, deletion.our_caucus_was_deleted)) {
                p { (words::status(Tone::Ended, say!(view, deletion.our_caucus_was_deleted_2))) " " a href=(view.link("/caucus")) { (say!(view, deletion.when_by_whom_and_what)) } "." }
            }
        }
    }
}

/// The question to a principal whether the caucus may be deleted, or what was answered.
fn asked(view: &View<'_>, party: &PartyId) -> Option<Markup> {
    let asked = view.state.deletions.get(party)?;
    let answers = matches!(&view.who.role, Role::Principal(own) if own == party)
        && view.has(&Authority::Office(party.clone()));
    let form = |agrees: bool, button: &str| {
        let form = view.form("answer_deletion").read_by(view, &Compartment::Caucus(party.clone()));
        let form =
            if agrees { form.confirm(say!(view, deletion.agree_that_the_caucus_is_deleted)) } else { form };
        let fields = html! {
            (form.fixed("party", party.as_str()))
            (form.fixed("agrees:bool", if agrees { "true" } else { "false" }))
        };
        form.ends_quietly(fields, button)
    };
    Some(html! {
        div.notice role="status" {
            p {
                (say!(view, deletion.on_the_mediator_asked_whether, status = words::status(Tone::Open, say!(view, deletion.asked)), moment = when::moment(asked.trace.at, &view.who.zone))) " "
                @match view.state.may_delete(party, view.now) {
                    MayDelete::Refused => (say!(view, deletion.refused, party = view.party(party))),
                    MayDelete::Waits(until) => { (say!(view, deletion.without_an_answer_the_mediator_may, moment = when::moment(until, &view.who.zone))) }
                    MayDelete::Yes if asked.answer.is_some() => (say!(view, deletion.agreed, party = view.party(party))),
                    MayDelete::Yes | MayDelete::NotAsked => { (say!(view, deletion.no_answer_came_in_time)) }
                }
            }
            @if answers { (form(true, &say!(view, deletion.agree))) (form(false, &say!(view, deletion.refuse))) }
        }
    })
}

/// What the reader may ask for: the mediator that the caucus is deleted, a principal that what the delegation keeps to itself is.
pub fn acts(view: &View<'_>, party: &PartyId) -> Markup {
    let gone = view.state.deleted.contains(&Compartment::Caucus(party.clone()))
        || view.state.deleted.contains(&Compartment::Delegation(party.clone()));
    let mediator = view.mediates() && view.who.role == Role::Mediator;
    let principal = matches!(&view.who.role, Role::Principal(own) if own == party)
        && view.has(&Authority::Office(party.clone()));
    html! {
        @if mediator && !gone {
            section { h2 { (say!(view, deletion.delete)) }
                @match view.state.may_delete(party, view.now) {
                    MayDelete::Yes => { (folded(&say!(view, deletion.delete_this_caucus_for_good), delete(view, party))) }
                    MayDelete::NotAsked => { (folded(&say!(view, deletion.ask_whether_this_caucus_may), ask(view, party))) }
                    MayDelete::Waits(until) => { p { (say!(view, deletion.was_asked_and_may_answer_until, party = view.party(party), moment = when::moment(until, &view.who.zone))) } }
                    MayDelete::Refused => { p { (say!(view, deletion.refused_that_this_caucus_is_deleted, party = view.party(party))) } }
                }
            }
        }
        @if principal && !gone {
            section { h2 { (say!(view, deletion.delete)) } (folded(&say!(view, deletion.delete_what_the_delegation_keeps), delete_own(view, party))) }
        }
    }
}

fn ask(view: &View<'_>, party: &PartyId) -> Markup {
    let form = view.form("ask_to_delete").read_by(view, &Compartment::Caucus(party.clone()));
    let fields = html! {
        p { (say!(view, deletion.the_party_is_asked_first)) }
        (form.fixed("party", party.as_str()))
    };
    form.ends_quietly(fields, &say!(view, deletion.ask))
}

fn delete(view: &View<'_>, party: &PartyId) -> Markup {
    let form = view
        .form("delete_compartment")
        .confirm(say!(view, deletion.delete_this_caucus_for_good_its_key))
        .saying(view, &say!(view, deletion.who_will_read_on_record), &[Compartment::Mediator]);
    let fields = html! {
        p { (say!(view, deletion.its_key_is_destroyed_nobody_can)) }
        (form.fixed("compartment", &Compartment::Caucus(party.clone()).name()))
    };
    form.ends_quietly(fields, &say!(view, deletion.delete_it_for_good))
}

fn delete_own(view: &View<'_>, party: &PartyId) -> Markup {
    let form = view
        .form("delete_compartment")
        .confirm(say!(view, deletion.delete_what_the_delegation_keeps_to_itself))
        .saying(view, &say!(view, deletion.who_will_read), &[Compartment::Caucus(party.clone())]);
    let fields = html! {
        p { (say!(view, deletion.notes_drafts_of_briefs_and_answers)) }
        (form.fixed("compartment", &Compartment::Delegation(party.clone()).name()))
    };
    form.ends_quietly(fields, &say!(view, deletion.delete_it_for_good))
}
