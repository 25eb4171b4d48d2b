//! What comes next for whoever reads a page: what waits for them, what waits for others as far as they may know, and what is
//! planned, each in the order of time.

use super::pages::{caucus, mediation, sessions};
use super::view::View;
use super::{when, words};
use jiff::Timestamp;
use maud::{Markup, html};
use mediant_model::{Date, PartyId};
use mediant_record::phase::Phase;
use mediant_record::round::RoundState;
use mediant_record::talks::Stage;
use mediant_record::{Compartment, Role};
use mediant_words::say;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

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

/// Clauses of the text on the table, and of the one in the reader's own caucus, that somebody has not answered.
fn of_the_text(view: &View<'_>) -> Vec<Waiting> {
    let mut all = Vec::new();
    if view.state.agreement_on_the_whole().is_some() || !view.state.is_going() {
        return all;
    }
    let party = view.own_party();
    let places = std::iter::once(Compartment::Table).chain(party.clone().map(Compartment::Caucus));
    for place in places {
        let Some((id, draft)) = view.state.latest_draft(&place) else { continue };
        let mut silent: BTreeMap<PartyId, usize> = BTreeMap::new();
        for clause in view.state.clauses(draft) {
            for party in &clause.tally.silent {
                *silent.entry(party.clone()).or_default() += 1;
            }
        }
        let link = view.link(&format!("/text?draft={}", words::step(id.as_str())));
        let text = |count: usize| {
            html! { a href=(link) { (say!(view, next.clauses_of_draft, count = count, number = draft.number)) } }
        };
        if let Some(count) = party.as_ref().and_then(|own| silent.remove(own)) {
            all.push(own(None, html! { (say!(view, next.answer, text = text(count))) }));
        }
        if place == Compartment::Table && !silent.is_empty() {
            let most = silent.values().max().copied().unwrap_or_default();
            let (text, parties) = (text(most), view.parties(silent.keys()));
            let words = if party.is_some() {
                say!(view, next.text_unanswered_as_far_as_we_know, text = text, parties = parties)
            } else {
                say!(view, next.text_unanswered, text = text, parties = parties)
            };
            all.push(others(None, words));
        }
    }
    all
}

fn of_packages(view: &View<'_>) -> Vec<Waiting> {
    if view.state.agreement_on_the_whole().is_some() || !view.state.is_going() {
        return Vec::new();
    }
    let party = view.own_party();
    let path = if view.is_mediators() { "/deal" } else { "/packages" };
    let (mut unanswered, mut silent) = (0_usize, BTreeSet::new());
    for package in view.state.packages.values() {
        let is_open = package.trace.compartment == Compartment::Table;
        let tally = view.state.package_tally(package);
        unanswered += usize::from(party.as_ref().is_some_and(|own| {
            (is_open || package.trace.compartment.party() == Some(own)) && tally.silent.contains(own)
        }));
        if is_open {
            silent.extend(tally.silent.into_iter().filter(|of| Some(of) != party.as_ref()));
        }
    }
    let mut all = Vec::new();
    if unanswered > 0 {
        all.push(own(
            None,
            html! { a href=(view.link(path)) { (say!(view, next.answer_packages, count = unanswered)) } },
        ));
    }
    if !silent.is_empty() {
        let link = html! { a href=(view.link(path)) { (say!(view, next.packages_on_the_table)) } };
        let parties = view.parties(&silent);
        let words = if party.is_some() {
            say!(view, next.packages_unanswered_as_far_as_we_know, link = link, parties = parties)
        } else {
            say!(view, next.packages_unanswered, link = link, parties = parties)
        };
        all.push(others(None, words));
    }
    all
}

fn of_communiques(view: &View<'_>) -> Vec<Waiting> {
    let party = view.own_party();
    let link = || html! { a href=(view.link("/communiques")) { (say!(view, next.a_communique)) } };
    let open = view.state.communiques.values().filter(|communique| communique.published.is_none());
    open.map(|communique| {
        let missing: Vec<&PartyId> =
            communique.concerned.iter().filter(|party| !communique.agreed.contains_key(*party)).collect();
        match &party {
            Some(party) if missing.contains(&party) => own(None, html! { (say!(view, next.waits_for_our_consent, link = link())) }),
            None if missing.is_empty() => own(None, html! { (say!(view, next.is_agreed_publish_it, link = link())) }),
            _ if missing.is_empty() => {
                others(None, html! { (say!(view, next.is_agreed_the_mediator_publishes_it, link = link())) })
            }
            _ => others(None, html! { (say!(view, next.waits_for_the_consent_of, link = link(), parties = view.parties(missing))) }),
        }
    })
    .collect()
}

/// Declaring, signing, ratifying.
fn of_agreement(view: &View<'_>) -> Vec<Waiting> {
    let phase = view.state.phase();
    if phase == Phase::AgreedInSubstance {
        let text = view.link("/text#declare");
        return vec![match view.who.role {
            Role::Mediator | Role::Team if view.is_mediators() => {
                own(None, html! { a href=(text) { (say!(view, next.declare_the_agreement)) } })
            }
            _ => others(None, html! { (say!(view, next.the_mediator_declares_the_agreement)) }),
        }];
    }
    match view.state.agreement_on_the_whole() {
        Some(agreement) if phase == Phase::Agreed => of_deeds(view, view.state.not_signed(agreement), true),
        Some(agreement) if phase == Phase::Signed => {
            of_deeds(view, view.state.not_ratified(agreement), false)
        }
        _ => Vec::new(),
    }
}

fn of_deeds(view: &View<'_>, mut missing: BTreeSet<&PartyId>, signs: bool) -> Vec<Waiting> {
    let mut all = Vec::new();
    let link = html! { a href=(view.link("/agreement")) { (say!(view, next.the_agreement)) } };
    if view.own_party().is_some_and(|party| missing.remove(&party)) {
        let words = if signs {
            say!(view, next.we_sign, link = link)
        } else {
            say!(view, next.we_ratify, link = link)
        };
        all.push(own(None, words));
    }
    if !missing.is_empty() {
        let parties = view.parties(missing);
        let words = if signs {
            say!(view, next.others_sign, parties = parties, link = link)
        } else {
            say!(view, next.others_ratify, parties = parties, link = link)
        };
        all.push(others(None, words));
    }
    all
}
