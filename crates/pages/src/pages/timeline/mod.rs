//! Everything in order, as its reader knows it.
//!
//! What an event says stands in the file of its noun: `Told`.

mod deeds;
mod matters;
mod mediations;
mod meetings;
mod mendings;
mod parties;
mod proposals;
mod publications;
mod the_case;

use crate::shell::{Here, Page};
use crate::view::View;
use crate::{when, whose_word, words};
use maud::{Markup, html};
use mediant_model::IssueId;
use mediant_record::actor::ActingAccount;
use mediant_record::event::{Event, Placed, Recorded};
use mediant_record::session::Plan;
use mediant_words::say;
use std::collections::BTreeSet;

/// How many events a page shows.
pub const SHOWN: u64 = 50;

/// The page: events with their places in the reader's own view, newest first; `before` where it begins.
pub fn page(view: &View<'_>, events: &[(u64, Placed)], before: Option<u64>) -> Page {
    let oldest = events.iter().map(|(index, _)| *index).min();
    let older = oldest.filter(|index| *index > 1);
    let newer = before.is_some();
    let main = html! {
        p.lede {
            @let count = view.state.seen;
            @if view.is_public() { (say!(view, timeline.lede_in_public, count = count)) } @else { (say!(view, timeline.lede, count = count)) }
        }
        @if events.is_empty() { p.empty { (say!(view, timeline.nothing_yet)) } }
        @else {
            table.timeline {
                caption { (say!(view, timeline.newest_first)) }
                thead { tr { th scope="col" { (say!(view, timeline.no)) } th scope="col" { (say!(view, timeline.when)) } th scope="col" { (say!(view, timeline.what)) } th scope="col" { (say!(view, timeline.known_to)) } } }
                tbody { @for (index, placed) in events { (row(view, *index, placed)) } }
            }
        }
        nav.pages aria-label=(say!(view, timeline.pages_of_the_timeline)) {
            @if newer { a href=(view.link("/timeline")) { (say!(view, timeline.newest)) } }
            @if let Some(index) = older { a href=(view.link(&format!("/timeline?before={index}"))) { (say!(view, timeline.older)) } }
        }
    };
    Page { title: say!(view, timeline.timeline).into_owned(), here: Here::Timeline, main, aside: None }
}

fn row(view: &View<'_>, index: u64, placed: &Placed) -> Markup {
    let recorded = &placed.recorded;
    let by = words::role(view, &recorded.by.role, |party| view.party_name(party));
    html! {
        tr data-event=(recorded.event.kind()) {
            th scope="row" { (index) }
            td data-of=(say!(view, timeline.when)) { (when::moment(recorded.at, &view.who.zone)) }
            td data-of=(say!(view, timeline.what)) {
                (sentence(view, &recorded.event))
                @if let Some(act) = view.state.reported_by(&recorded.id) { small { (whose_word::of(view, act)) } }
                small {
                    (recorded_by(view, recorded, html! { bdi { (by) } }))
                }
            }
            td data-of=(say!(view, timeline.known_to)) { bdi { (words::known_to(view, &placed.compartment, |party| view.party_name(party))) } }
        }
    }
}

/// Who recorded an event, and through whose account where the reader is told.
fn recorded_by(view: &View<'_>, recorded: &Recorded, role: Markup) -> Markup {
    let by = match &recorded.by.person {
        Some(person) => say!(view, timeline.person_in_role, person = view.person(person), role = role),
        None => role,
    };
    match account_shown(view, recorded) {
        Some(account) => {
            say!(view, timeline.recorded_signed_in_as, by = by, name = html! { bdi { (account.name) } })
        }
        None => say!(view, timeline.recorded_by, by = by),
    }
}

/// The account through which an event was recorded, where the reader is told. A preview is looked at by somebody else than its
/// reader: there it is nobody's to see.
fn account_shown<'a>(view: &View<'_>, recorded: &'a Recorded) -> Option<&'a ActingAccount> {
    recorded.account.as_ref().filter(|_| !view.preview && recorded.shows_account_to(&view.state.reader()))
}

/// What a kind of event says on the timeline. A kind without a sentence does not compile.
trait Told {
    /// What happened, in a sentence.
    fn told(&self, view: &View<'_>) -> Markup;
}

/// What happened, in a sentence.
pub(crate) fn sentence(view: &View<'_>, event: &Event) -> Markup {
    mediant_record::of_each_event!(event, told => told.told(view))
}

fn named(name: &str) -> Markup {
    html! { "“" bdi { (name) } "”" }
}

fn why(reason: &Option<String>) -> Markup {
    html! { @if let Some(reason) = reason { ": " (words::said(reason)) } }
}

/// What a mandate covers.
fn covers(view: &View<'_>, issues: &Option<BTreeSet<IssueId>>) -> Markup {
    match issues {
        None => html! { (say!(view, timeline.all_issues)) },
        Some(issues) => view.issues(issues),
    }
}

fn holder(view: &View<'_>, mandate: &mediant_record::mandate::MandateId) -> Markup {
    match view.state.mandates.get(mandate) {
        Some(given) => view.person(&given.person),
        None => html! { (say!(view, timeline.somebody)) },
    }
}

fn session_name(view: &View<'_>, session: &mediant_record::session::SessionId) -> Markup {
    match view.state.sessions.get(session) {
        Some(session) => super::sessions::title(view, session),
        None => html! { (say!(view, timeline.a_session)) },
    }
}

fn plan_words(view: &View<'_>, plan: &Plan) -> Markup {
    html! {
        (view.parties(&plan.parties)) ", "
        (when::at_place(view, plan.on, plan.time.as_deref(), plan.time_zone.as_deref(), &view.who.zone))
        @if let Some(place) = &plan.place { ", " bdi { (place) } }
    }
}
