//! Who comes in for a party: its doors, and to whoever lets people in the accounts, invitations and sign-ins.

mod access;
mod qr;

pub use access::{access, sign_ins};

use super::record::Facts;
use crate::shell::{Here, Page};
use crate::view::View;
use crate::when;
use crate::words::{self, Tone};
use maud::{Markup, html};
use mediant_model::{PartyId, PersonId};
use mediant_record::authority::Authority;
use mediant_record::door::{AgreeToDoor, Announced, CloseDoor, Door, DoorId, OpenedBy};
use mediant_record::{Command, Compartment, Role};
use mediant_words::say;

/// The page of a party: everybody of it reads who comes in, and a principal lets people in and out.
pub fn page(view: &View<'_>, facts: &Facts, own: &PartyId) -> Page {
    let decides = matches!(&view.who.role, Role::Principal(_)) && view.has(&Authority::Office(own.clone()));
    let main = html! {
        p.lede { (say!(view, doors.who_comes_in_by_a_door, party = view.party(own))) }
        (doors(view, own))
        @if decides { (access(view, facts)) (sign_ins(view, facts)) }
        @else { p.quiet { (say!(view, doors.a_principal_of_the_party_lets)) } }
    };
    Page { title: say!(view, doors.who_comes_in).into_owned(), here: Here::Doors, main, aside: None }
}

/// The page of the mediator: who may sign in, who is invited, who is not yet, and what happened to accounts.
pub fn of_mediator(view: &View<'_>, facts: &Facts) -> Page {
    let main = html! {
        p.lede { (say!(view, doors.nobody_comes_in_without_an_invitation)) }
        (access(view, facts))
        (sign_ins(view, facts))
    };
    Page { title: say!(view, doors.who_comes_in).into_owned(), here: Here::Doors, main, aside: None }
}

fn doors(view: &View<'_>, own: &PartyId) -> Markup {
    let doors = view.state.doors_of(own);
    html! {
        @if doors.is_empty() { p.empty { (say!(view, doors.no_door_is_on_record)) } }
        @else {
            table {
                caption { (say!(view, doors.doors_in_the_order)) }
                thead { tr { th scope="col" { (say!(view, doors.for_word)) } th scope="col" { (say!(view, doors.on_whose_word)) } th scope="col" { (say!(view, doors.state)) } } }
                tbody { @for (_, door) in doors {
                    tr {
                        th scope="row" { (whom(view, door.person.as_ref(), &door.role)) }
                        td data-of=(say!(view, doors.on_whose_word)) { (word_of(view, door)) }
                        td data-of=(say!(view, doors.state)) { (state_of(view, door)) }
                    }
                } }
            }
        }
    }
}

/// Somebody in a place, such as "Anna (A, principal)".
pub fn whom(view: &View<'_>, person: Option<&PersonId>, role: &Role) -> Markup {
    let role = words::role(view, role, |party| view.party_name(party));
    let name = match person {
        Some(person) => view.person(person),
        None => html! { (say!(view, doors.nobody_in_particular)) },
    };
    say!(view, doors.somebody_as, name = name, role = html! { bdi { (role) } })
}

fn word_of(view: &View<'_>, door: &Door) -> Markup {
    let by = |trace: &mediant_record::state::Trace| match &trace.by.person {
        Some(person) => view.person(person),
        None => html! { bdi { (words::role(view, &trace.by.role, |party| view.party_name(party))) } },
    };
    match (&door.opened, &door.announced) {
        (Some((OpenedBy::Mediator, _)), _) => html! { (say!(view, doors.opened_by_mediator)) },
        (Some((OpenedBy::Principal, trace)), _) => by(trace),
        (Some((OpenedBy::Before, _)), _) => html! { (say!(view, doors.opened_before)) },
        (Some((OpenedBy::Announced, _)) | None, Some(announced)) => {
            let when = when::moment(announced.trace.at, &view.who.zone);
            match &announced.agreed {
                Some(agreed) => say!(view, doors.announced_and_agreed, when = when, who = by(agreed)),
                None => say!(view, doors.announced, when = when),
            }
        }
        (Some((OpenedBy::Announced, _)) | None, None) => html! { (say!(view, doors.of_the_mediator)) },
    }
}

fn state_of(view: &View<'_>, door: &Door) -> Markup {
    if let Some(closed) = &door.closed {
        let word = if door.opened.is_some() { say!(view, doors.closed) } else { say!(view, doors.shut) };
        let when = when::moment(closed.at, &view.who.zone);
        return say!(view, doors.closed_on, status = words::status(Tone::Ended, word), when = when);
    }
    if let Some((_, trace)) = &door.opened {
        let status = words::status(Tone::Agreed, say!(view, doors.open));
        return say!(view, doors.open_since, status = status, when = when::moment(trace.at, &view.who.zone));
    }
    match door.waiting() {
        Some(waiting) => opens(view, waiting),
        None => html! {},
    }
}

fn opens(view: &View<'_>, waiting: &Announced) -> Markup {
    let status = words::status(Tone::Blocked, say!(view, doors.waits));
    if waiting.agreed.is_some() {
        say!(view, doors.waits_agreed, status = status)
    } else {
        say!(view, doors.waits_until, status = status, when = when::moment(waiting.opens(), &view.who.zone))
    }
}

/// What everybody of a party is told on every page as long as a new door waits.
pub fn notices(view: &View<'_>) -> Markup {
    let Some(own) = view.own_party() else { return html! {} };
    html! {
        @for (id, door, waiting) in view.state.doors_waiting(&own) {
            section.notice role="alert" aria-label=(say!(view, doors.a_new_door)) data-door=(id) {
                p {
                    (say!(view, doors.the_mediator_wants_to_let_somebody, status = words::status(Tone::Blocked, say!(view, doors.a_new_door_2)), party = view.party(&own), whom = whom(view, door.person.as_ref(), &door.role))) " "
                    @if waiting.agreed.is_some() { (say!(view, doors.your_party_agreed_whoever_has_the_link)) }
                    @else { (say!(view, doors.from_on_whoever_has_the_link_can, moment = when::moment(waiting.opens(), &view.who.zone))) }
                }
                (answers(view, id, waiting))
            }
        }
    }
}

fn answers(view: &View<'_>, id: &DoorId, waiting: &Announced) -> Markup {
    let own: Vec<Compartment> = view.own_party().map(Compartment::Caucus).into_iter().collect();
    let shut = Command::CloseDoor(CloseDoor { door: id.clone() });
    let agree = Command::AgreeToDoor(AgreeToDoor { door: id.clone() });
    html! {
        @if view.offers(&shut) {
            ({
                let form = view.form("close_door").read_by_all(view, &own);
                let fields = html! { (form.fixed("door", id.as_str())) };
                form.ends_quietly(fields, &say!(view, doors.shut_the_door))
            })
        }
        @if waiting.agreed.is_none() && view.offers(&agree) {
            ({
                let form = view.form("agree_to_door").confirm(say!(view, doors.let_this_person_in_for_your)).read_by_all(view, &own);
                let fields = html! { (form.fixed("door", id.as_str())) };
                form.ends_quietly(fields, &say!(view, doors.agree_it_opens_at_once))
            })
        }
    }
}
