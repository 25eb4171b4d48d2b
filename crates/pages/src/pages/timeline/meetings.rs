//! Sentences of the timeline about what is said and heard: sessions, notes, items told in confidence, messages.

use super::{Told, plan_words, session_name, why};
use crate::view::View;
use crate::{when, words};
use maud::{Markup, html};
use mediant_record::hearing::{Heard, HearingConfirmed};
use mediant_record::item::{ItemPassedOn, ItemReleased, ItemTakenBack, ItemTold};
use mediant_record::note::NoteWritten;
use mediant_record::session::{SessionCancelled, SessionHeld, SessionMoved, SessionPlanned};
use mediant_words::say;

impl Told for SessionPlanned {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { plan, .. } = self;
        html! { (say!(view, timeline.a_session_was_planned, plan_words = plan_words(view, plan))) }
    }
}

impl Told for SessionMoved {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { plan, reason, .. } = self;
        html! { (say!(view, timeline.a_session_was_moved, plan_words = plan_words(view, plan), why = why(reason))) }
    }
}

impl Told for SessionHeld {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { session, on, summary, .. } = self;
        html! { (say!(view, timeline.was_held_on, session_name = session_name(view, session), day = when::day(*on), why = why(summary))) }
    }
}

impl Told for SessionCancelled {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { session, reason } = self;
        html! { (say!(view, timeline.was_cancelled, session_name = session_name(view, session), why = why(reason))) }
    }
}

impl Told for NoteWritten {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { text, .. } = self;
        html! { (say!(view, timeline.note, said = words::said(text.read()))) }
    }
}

impl Told for ItemTold {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { party, release, text, .. } = self;
        html! { (say!(view, timeline.told, party = view.party(party), release_tag = words::release_tag(view, *release), said = words::said(text.read()))) }
    }
}

impl Told for ItemReleased {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { item, release, .. } = self;
        html! { (say!(view, timeline.an_item_may_travel, release_word = words::release_word(view, *release), item_words = item_words(view, item))) }
    }
}

impl Told for ItemTakenBack {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { item, reason, .. } = self;
        html! { (say!(view, timeline.an_item_was_taken_back, item_words = item_words(view, item), why = why(reason))) }
    }
}

impl Told for ItemPassedOn {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { to, release, wording, .. } = self;
        html! {
            (say!(view, timeline.an_item_was_passed, audience = html! { bdi { (words::audience(view, to, |party| view.party_name(party))) } }, release_word = words::release_word(view, *release), said = words::said(wording.read())))
        }
    }
}

impl Told for Heard {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { wording, from, .. } = self;
        let said = words::said(wording.read());
        match from {
            Some(from) => say!(view, timeline.heard_of, party = view.party(from), said = said),
            None => say!(view, timeline.heard, said = said),
        }
    }
}

impl Told for HearingConfirmed {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { party, .. } = self;
        html! { (say!(view, timeline.confirmed_having_heard_the_mediators_message, party = view.party(party))) }
    }
}

fn item_words(view: &View<'_>, item: &mediant_record::item::ItemId) -> Markup {
    match view.state.items.get(item) {
        Some(item) => words::said(&crate::pages::shortened(item.text.read())),
        None => html! { (say!(view, timeline.an_item)) },
    }
}
