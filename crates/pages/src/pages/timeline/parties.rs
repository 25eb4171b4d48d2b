//! Sentences of the timeline about parties, their people, who comes in, and mandates.

use super::{Told, covers, holder, named, why};
use crate::pages::doors;
use crate::view::View;
use crate::{when, words};
use maud::{Markup, html};
use mediant_record::door::{DoorAgreed, DoorAnnounced, DoorClosed, DoorId, DoorOpened, OpenedBy};
use mediant_record::mandate::{MandateGiven, MandateLimited, MandateRevoked};
use mediant_record::party::PartyJoined;
use mediant_record::person::{PersonLeft, PersonNamed, PersonReturned};
use mediant_words::say;

impl Told for PartyJoined {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { party } = self;
        html! { (say!(view, timeline.joined, named = named(&party.name))) }
    }
}

impl Told for PersonNamed {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { party, person, .. } = self;
        html! { (say!(view, timeline.was_named_as_of, named = named(&person.name), person_role = words::person_role(view, person.role), party = view.party(party))) }
    }
}

impl Told for PersonLeft {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { party, person, on, how, reason, .. } = self;
        html! {
            (say!(view, timeline.no_longer_speaks_for_from, person = view.person(person), party = view.party(party), day = when::day(*on), departure = words::departure(view, how, |other| view.person(other)), why = why(reason)))
        }
    }
}

impl Told for PersonReturned {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { party, person, on, reason, .. } = self;
        html! {
            (say!(view, timeline.speaks_for_again_from, person = view.person(person), party = view.party(party), day = when::day(*on), why = why(reason)))
        }
    }
}

impl Told for DoorAnnounced {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { role, person, .. } = self;
        html! {
            (say!(view, timeline.the_mediator_announced_a_new_door, whom = doors::whom(view, person.as_ref(), role)))
        }
    }
}

impl Told for DoorAgreed {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { door } = self;
        html! {
            (say!(view, timeline.the_new_door_for_was_agreed, behind = behind(view, door)))
        }
    }
}

impl Told for DoorOpened {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { role, person, let_in_by, .. } = self;
        let whom = doors::whom(view, person.as_ref(), role);
        match let_in_by {
            OpenedBy::Mediator => say!(view, timeline.let_in_by_mediator, whom = whom),
            OpenedBy::Principal => say!(view, timeline.let_in_by_principal, whom = whom),
            OpenedBy::Announced => say!(view, timeline.let_in_by_new_door, whom = whom),
            OpenedBy::Before => say!(view, timeline.has_an_older_account, whom = whom),
        }
    }
}

impl Told for DoorClosed {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { door } = self;
        html! {
            (say!(view, timeline.the_door_for_was_closed_nobody, behind = behind(view, door)))
        }
    }
}

impl Told for MandateGiven {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { party, person, issues, until, .. } = self;
        let (person, party, covers) = (view.person(person), view.party(party), covers(view, issues));
        match until {
            Some(until) => {
                let until = when::day(*until);
                say!(
                    view,
                    timeline.mandate_given_until,
                    person = person,
                    party = party,
                    covers = covers,
                    until = until
                )
            }
            None => say!(view, timeline.mandate_given, person = person, party = party, covers = covers),
        }
    }
}

impl Told for MandateLimited {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { mandate, issues, until } = self;
        let (holder, covers) = (holder(view, mandate), covers(view, issues));
        match until {
            Some(until) => {
                let until = when::day(*until);
                say!(view, timeline.mandate_limited_until, holder = holder, covers = covers, until = until)
            }
            None => say!(view, timeline.mandate_limited, holder = holder, covers = covers),
        }
    }
}

impl Told for MandateRevoked {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { mandate, on, reason } = self;
        html! { (say!(view, timeline.the_mandate_of_ended_on, holder = holder(view, mandate), day = when::day(*on), why = why(reason))) }
    }
}

/// Whom a door is for.
fn behind(view: &View<'_>, door: &DoorId) -> Markup {
    match view.state.doors.get(door) {
        Some(door) => doors::whom(view, door.person.as_ref(), &door.role),
        None => html! { (say!(view, timeline.somebody)) },
    }
}
