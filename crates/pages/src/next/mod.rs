//! What comes next for whoever reads a page: what waits for them, what waits for others as far as they may know, and what is
//! planned, each in the order of time.

mod agreeing;

use agreeing::{of_agreement, of_communiques, of_packages, of_the_text};

use super::pages::{caucus, mediation, sessions};
use super::view::View;
use super::when;
use jiff::Timestamp;
use maud::{Markup, html};
use mediant_model::{Date, PartyId};
use mediant_record::round::RoundState;
use mediant_record::talks::Stage;
use mediant_words::say;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// One thing that waits.
struct Waiting {
    /// By when; without one it waits behind those that have one.
    by: Option<Timestamp>,
    /// Whether it waits for whoever reads this.
    is_own: bool,
    words: Markup,
}

/// The section of a first page.
pub(super) fn section(view: &View<'_>) -> Markup {
    let (own, others) = waiting(view);
    let planned = sessions::upcoming(view);
    html! {
        section.next-steps aria-label=(say!(view, next.next)) {
            h2 { (say!(view, next.next)) }
            @if own.is_empty() && others.is_empty() && planned.is_empty() { p.empty { (say!(view, next.nothing_waits_and_nothing_is_planned)) } }
            (listed(&own_heading(view), &own))
            (listed(&say!(view, next.waits_for_others), &others))
            @if !planned.is_empty() {
                h3 { (say!(view, next.planned)) }
                ul { @for (_, session) in planned.iter().take(5) {
                    li {
                        strong { (sessions::title(view, session)) }
                        small {
                            (when::at_place(view, session.plan.on, session.plan.time.as_deref(), session.plan.time_zone.as_deref(), &view.who.zone))
                            @if let Some(place) = &session.plan.place { " · " bdi { (place) } }
                            @if !session.plan.people.is_empty() { " · " (view.people(&session.plan.people)) }
                        }
                    }
                } }
            }
            p { a href=(view.link("/sessions")) { (say!(view, next.all_sessions)) } }
        }
    }
}

/// The same in one line that opens, for every other page.
pub(super) fn folded(view: &View<'_>) -> Markup {
    let (own, others) = waiting(view);
    if own.is_empty() && others.is_empty() {
        return html! {};
    }
    html! {
        details.fold.next {
            summary {
                @if view.is_mediators() { (say!(view, next.folded_for_you, own = own.len(), others = others.len())) }
                @else { (say!(view, next.folded_for_us, own = own.len(), others = others.len())) }
            }
            div { (listed(&own_heading(view), &own)) (listed(&say!(view, next.waits_for_others), &others)) }
        }
    }
}

/// What stands over what waits for the reader.
fn own_heading(view: &View<'_>) -> Cow<'static, str> {
    if view.is_mediators() { say!(view, next.waits_for_you) } else { say!(view, next.waits_for_us) }
}

fn listed(heading: &str, of: &[Waiting]) -> Markup {
    html! { @if !of.is_empty() { h3 { (heading) } ul { @for one in of { li { (one.words) } } } } }
}

/// What waits for the reader, and what waits for others, in the order of time.
fn waiting(view: &View<'_>) -> (Vec<Waiting>, Vec<Waiting>) {
    if view.is_public() {
        return (Vec::new(), Vec::new());
    }
    let mut all = Vec::new();
    all.extend(of_stage(view));
    all.extend(of_doors(view));
    all.extend(of_words(view));
    all.extend(of_rounds(view));
    all.extend(of_mediations(view));
    all.extend(of_the_text(view));
    all.extend(of_packages(view));
    all.extend(of_communiques(view));
    all.extend(of_agreement(view));
    all.sort_by_key(|one| (one.by.is_none(), one.by));
    all.into_iter().partition(|one| one.is_own)
}

fn own(by: Option<Timestamp>, words: Markup) -> Waiting {
    Waiting { by, is_own: true, words }
}

fn others(by: Option<Timestamp>, words: Markup) -> Waiting {
    Waiting { by, is_own: false, words }
}

/// The beginning of a day where the reader is.
fn moment_of(view: &View<'_>, day: Date) -> Option<Timestamp> {
    view.who.zone.zone.to_timestamp(day.at(0, 0, 0, 0)).ok()
}

fn of_stage(view: &View<'_>) -> Option<Waiting> {
    match &view.state.stage {
        Stage::Paused { until: Some(until), .. } if view.is_mediators() => Some(own(
            moment_of(view, *until),
            html! { a href="/" { (say!(view, next.let_the_talks_go_on)) } small { (say!(view, next.they_rest_until, day = when::day(*until))) } },
        )),
        _ => None,
    }
}

fn of_doors(view: &View<'_>) -> Vec<Waiting> {
    let Some(party) = view.own_party() else { return Vec::new() };
    let waiting = view.state.doors_waiting(&party).into_iter();
    let mut all: Vec<Waiting> = waiting
        .map(|(_, _, announced)| {
            let by = announced.opens();
            own(Some(by), html! { (say!(view, next.a_new_door_of_the_mediator)) small { (say!(view, next.it_opens, moment = when::moment(by, &view.who.zone))) } })
        })
        .collect();
    let asked = view.state.deletions.get(&party).filter(|asked| asked.answer.is_none());
    all.extend(asked.map(|_| {
        own(
            None,
            html! { (say!(view, next.a_principal_answers, link = html! { a href=(view.link("/caucus")) { (say!(view, next.may_our_caucus_be_deleted)) } })) },
        )
    }));
    all
}

/// What waits for a party's word, and what it has not confirmed to have heard.
fn of_words(view: &View<'_>) -> Vec<Waiting> {
    let mut all = Vec::new();
    let mut waits: BTreeMap<&PartyId, usize> = BTreeMap::new();
    for act in view.state.reported().filter(|act| act.waits()) {
        *waits.entry(&act.party).or_default() += 1;
    }
    let heard = caucus::unconfirmed(view);
    match view.own_party() {
        Some(party) => {
            if let Some(count) = waits.get(&party) {
                all.push(own(None, html! { a href=(view.link("/")) { (say!(view, next.confirm_or_contest_entries_recorded, count = *count)) } }));
            }
            all.extend(heard.iter().filter(|(of, _)| **of == party).map(|(_, count)| {
                own(None, html! { (say!(view, next.of_the_mediator, link = html! { a href=(view.link("/caucus")) { (say!(view, next.say_that_we_heard_messages, count = *count)) } })) })
            }));
        }
        None => {
            all.extend(waits.iter().map(|(of, count)| {
                others(None, html! { (say!(view, next.confirm_entries_recorded_on_its_word, party = view.party(of), count = *count)) })
            }));
            all.extend(heard.iter().map(|(of, count)| {
                others(None, html! { (say!(view, next.has_not_confirmed_hearing_messages, party = view.party(of), count = *count)) })
            }));
        }
    }
    all
}

fn of_rounds(view: &View<'_>) -> Vec<Waiting> {
    let party = view.own_party();
    let open = view.state.rounds.values().filter(|round| round.state == RoundState::Open);
    open.map(|round| {
        let title = html! { a href=(view.link("/rounds")) { (say!(view, next.round, title = html! { bdi { (round.title) } })) } };
        let closes = html! { small { (say!(view, next.closes, moment = when::moment(round.closes, &view.who.zone))) } };
        let missing: Vec<&PartyId> = view
            .state
            .negotiating()
            .map(|party| &party.id)
            .filter(|party| !round.received.contains_key(*party))
            .collect();
        let is_over = round.closes <= view.now;
        match &party {
            Some(party) if !round.received.contains_key(party) && !is_over => {
                own(Some(round.closes), html! { (say!(view, next.answer_it, title = title, closes = closes)) })
            }
            Some(_) => others(Some(round.closes), html! { (say!(view, next.the_others_or_its_time, title = title, closes = closes)) }),
            None if missing.is_empty() || is_over => {
                own(Some(round.closes), html! { (say!(view, next.close_it, title = title, closes = closes)) })
            }
            None => others(
                Some(round.closes),
                html! { (say!(view, next.no_answer_yet_from, title = title, parties = view.parties(missing), closes = closes)) },
            ),
        }
    })
    .collect()
}

fn of_mediations(view: &View<'_>) -> Vec<Waiting> {
    let party = view.own_party();
    let of = |mediation: &&mediant_record::mediation::Mediation| {
        let title = html! { a href=(view.link("/mediation")) { (say!(view, next.mediation, title = html! { bdi { (mediation.title) } })) } };
        let until = html! { small { (say!(view, next.answers_are_taken_until, moment = when::moment(mediation.closes, &view.who.zone))) } };
        let by = Some(mediation.closes);
        let has_told = |party: &PartyId| {
            mediation.progress.get(party).is_some_and(|known| known.forms >= mediation.forms())
        };
        let missing: Vec<&PartyId> = mediation.parties.iter().filter(|party| !has_told(party)).collect();
        match &party {
            Some(_) => {
                own(by, html! { (say!(view, next.answer_what_it_asks, title = title, until = until)) })
            }
            None if missing.is_empty() => {
                own(by, html! { (say!(view, next.every_ranking_is_in, title = title, until = until)) })
            }
            None => others(
                by,
                html! { (say!(view, next.rankings_are_missing_from, title = title, parties = view.parties(missing), until = until)) },
            ),
        }
    };
    mediation::open_for(view).iter().map(of).collect()
}
