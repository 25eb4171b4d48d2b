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
        section.next-steps aria-label="Next" {
            h2 { "Next" }
            @if own.is_empty() && others.is_empty() && planned.is_empty() { p.empty { "Nothing waits, and nothing is planned." } }
            (listed(if view.is_mediators() { "Waits for you" } else { "Waits for us" }, &own))
            (listed("Waits for others", &others))
            @if !planned.is_empty() {
                h3 { "Planned" }
                ul { @for (_, session) in planned.iter().take(5) {
                    li {
                        strong { (sessions::title(view, session)) }
                        small {
                            (when::at_place(session.plan.on, session.plan.time.as_deref(), session.plan.time_zone.as_deref(), &view.who.zone))
                            @if let Some(place) = &session.plan.place { " · " bdi { (place) } }
                            @if !session.plan.people.is_empty() { " · " (view.people(&session.plan.people)) }
                        }
                    }
                } }
            }
            p { a href=(view.link("/sessions")) { "All sessions" } }
        }
    }
}

/// The same in one line that opens, for every other page.
pub(super) fn folded(view: &View<'_>) -> Markup {
    let (own, others) = waiting(view);
    if own.is_empty() && others.is_empty() {
        return html! {};
    }
    let whom = if view.is_mediators() { "you" } else { "us" };
    html! {
        details.fold.next {
            summary {
                "Next: " @if own.is_empty() { "nothing waits" } @else { (words::counted(own.len(), "thing waits", "things wait")) } " for " (whom)
                @if !others.is_empty() { ", " (others.len()) " for others" }
            }
            div { (listed(if view.is_mediators() { "Waits for you" } else { "Waits for us" }, &own)) (listed("Waits for others", &others)) }
        }
    }
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
            html! { a href="/" { "Let the talks go on" } small { "they rest until " (when::day(*until)) } },
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
            own(Some(by), html! { "A new door of the mediator: shut it or agree to it, above" small { "it opens " (when::moment(by, &view.who.zone)) } })
        })
        .collect();
    let asked = view.state.deletions.get(&party).filter(|asked| asked.answer.is_none());
    all.extend(asked.map(|_| {
        own(
            None,
            html! { a href=(view.link("/caucus")) { "May our caucus be deleted?" } " A principal answers" },
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
                all.push(own(None, html! { a href=(view.link("/")) { "Confirm or contest " (words::counted(*count, "entry", "entries")) " recorded on our word" } }));
            }
            all.extend(heard.iter().filter(|(of, _)| **of == party).map(|(_, count)| {
                own(None, html! { a href=(view.link("/caucus")) { "Say that we heard " (words::counted(*count, "message", "messages")) } " of the mediator" })
            }));
        }
        None => {
            all.extend(waits.iter().map(|(of, count)| {
                others(None, html! { (view.party(of)) ": confirm " (words::counted(*count, "entry", "entries")) " recorded on its word" })
            }));
            all.extend(heard.iter().map(|(of, count)| {
                others(None, html! { (view.party(of)) " has not confirmed hearing " (words::counted(*count, "message", "messages")) })
            }));
        }
    }
    all
}

fn of_rounds(view: &View<'_>) -> Vec<Waiting> {
    let party = view.own_party();
    let open = view.state.rounds.values().filter(|round| round.state == RoundState::Open);
    open.map(|round| {
        let title = html! { a href=(view.link("/rounds")) { "Round “" bdi { (round.title) } "”" } };
        let closes = html! { small { "closes " (when::moment(round.closes, &view.who.zone)) } };
        let missing: Vec<&PartyId> = view
            .state
            .negotiating()
            .map(|party| &party.id)
            .filter(|party| !round.received.contains_key(*party))
            .collect();
        let is_over = round.closes <= view.now;
        match &party {
            Some(party) if !round.received.contains_key(party) && !is_over => {
                own(Some(round.closes), html! { (title) ": answer it" (closes) })
            }
            Some(_) => others(Some(round.closes), html! { (title) ": the others, or its time" (closes) }),
            None if missing.is_empty() || is_over => {
                own(Some(round.closes), html! { (title) ": close it" (closes) })
            }
            None => others(
                Some(round.closes),
                html! { (title) ": no answer yet from " (view.parties(missing)) (closes) },
            ),
        }
    })
    .collect()
}

fn of_mediations(view: &View<'_>) -> Vec<Waiting> {
    let party = view.own_party();
    let of = |mediation: &&mediant_record::mediation::Mediation| {
        let title =
            html! { a href=(view.link("/mediation")) { "Mediation “" bdi { (mediation.title) } "”" } };
        let until =
            html! { small { "answers are taken until " (when::moment(mediation.closes, &view.who.zone)) } };
        let by = Some(mediation.closes);
        let has_told = |party: &PartyId| {
            mediation.progress.get(party).is_some_and(|known| known.forms >= mediation.forms())
        };
        let missing: Vec<&PartyId> = mediation.parties.iter().filter(|party| !has_told(party)).collect();
        match &party {
            Some(_) => own(by, html! { (title) ": answer what it asks" (until) }),
            None if missing.is_empty() => own(by, html! { (title) ": every ranking is in" (until) }),
            None => {
                others(by, html! { (title) ": rankings are missing from " (view.parties(missing)) (until) })
            }
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
            html! { a href=(link) { (words::counted(count, "clause", "clauses")) " of draft " (draft.number) } }
        };
        if let Some(count) = party.as_ref().and_then(|own| silent.remove(own)) {
            all.push(own(None, html! { "Answer " (text(count)) }));
        }
        let known = if party.is_some() { ", as far as we know" } else { "" };
        if place == Compartment::Table && !silent.is_empty() {
            let most = silent.values().max().copied().unwrap_or_default();
            all.push(others(
                None,
                html! { "No answer to " (text(most)) " from " (view.parties(silent.keys())) (known) },
            ));
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
        all.push(own(None, html! { a href=(view.link(path)) { "Answer " (words::counted(unanswered, "package", "packages")) } }));
    }
    if !silent.is_empty() {
        let known = if party.is_some() { ", as far as we know" } else { "" };
        all.push(others(None, html! { a href=(view.link(path)) { "Packages on the table" } ": no answer to all of them from " (view.parties(&silent)) (known) }));
    }
    all
}

fn of_communiques(view: &View<'_>) -> Vec<Waiting> {
    let party = view.own_party();
    let link = || html! { a href=(view.link("/communiques")) { "A communiqué" } };
    let open = view.state.communiques.values().filter(|communique| communique.published.is_none());
    open.map(|communique| {
        let missing: Vec<&PartyId> =
            communique.concerned.iter().filter(|party| !communique.agreed.contains_key(*party)).collect();
        match &party {
            Some(party) if missing.contains(&party) => own(None, html! { (link()) " waits for our consent" }),
            None if missing.is_empty() => own(None, html! { (link()) " is agreed: publish it" }),
            _ if missing.is_empty() => {
                others(None, html! { (link()) " is agreed: the mediator publishes it" })
            }
            _ => others(None, html! { (link()) " waits for the consent of " (view.parties(missing)) }),
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
                own(None, html! { a href=(text) { "Declare the agreement" } })
            }
            _ => others(None, html! { "The mediator declares the agreement" }),
        }];
    }
    match view.state.agreement_on_the_whole() {
        Some(agreement) if phase == Phase::Agreed => of_deeds(view, view.state.not_signed(agreement), "sign"),
        Some(agreement) if phase == Phase::Signed => {
            of_deeds(view, view.state.not_ratified(agreement), "ratify")
        }
        _ => Vec::new(),
    }
}

fn of_deeds(view: &View<'_>, mut missing: BTreeSet<&PartyId>, what: &str) -> Vec<Waiting> {
    let mut all = Vec::new();
    let link = html! { a href=(view.link("/agreement")) { "the agreement" } };
    if view.own_party().is_some_and(|party| missing.remove(&party)) {
        all.push(own(None, html! { "We " (what) " " (link) }));
    }
    if !missing.is_empty() {
        all.push(others(None, html! { (view.parties(missing)) " to " (what) " " (link) }));
    }
    all
}
