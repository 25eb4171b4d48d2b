//! The first page of a party, and that of everybody: where the talks stand, as far as the reader may know.

use super::{conclusion, desk, opening, people};
use crate::shell::{Here, Page};
use crate::stretch::Stretch;
use crate::view::View;
use crate::words::{self, Tone};
use crate::{next, standing, when, whose_word};
use maud::{Markup, html};
use mediant_insight::{Insight, InsightError};
use mediant_model::PartyId;
use mediant_record::item::Release;
use mediant_record::statement::Statement;
use mediant_record::talks::Stage;
use mediant_words::say;

/// The page of a party.
pub fn partys(view: &View<'_>, insight: Result<&Insight, &InsightError>, party: &PartyId) -> Page {
    let main = html! {
        @if view.state.stage == Stage::NotOpened { p.empty { (say!(view, stand.the_mediator_has_not_opened)) } }
        @else {
            p.lede { (desk::summary(view, insight.ok())) }
            (whose_word::for_us(view, party))
            (desk::hurdle(view, insight))
            @if !view.state.issues.is_empty() { h2 { (say!(view, stand.issues)) } (standing::table(view, insight.ok())) }
            @if let Some(interests) = standing::interests(view) { h2 { (say!(view, stand.what_they_need)) } (interests) }
            @if let Some(table) = standing::alternatives(view) { h2 { (say!(view, stand.alternatives_to_a_deal)) } (table) }
            (conclusion::section(view))
        }
    };
    let aside = html! {
        (next::section(view))
        (our_words(view, party))
        (our_mandates(view, party))
    };
    Page { title: say!(view, stand.where_we_stand).into_owned(), here: Here::Desk, main, aside: Some(aside) }
}

/// What the mediator may do with what the party told.
fn our_words(view: &View<'_>, party: &PartyId) -> Markup {
    let count = |release: Release| {
        view.state.items.values().filter(|item| &item.party == party && item.release == release).count()
    };
    let unconfirmed = view.state.heard.values().filter(|heard| {
        let for_us = matches!(&heard.trace.compartment, mediant_record::Compartment::Caucus(of) if of == party)
            || heard.trace.compartment == mediant_record::Compartment::Table;
        for_us && !heard.confirmed.contains_key(party)
    });
    let unconfirmed = unconfirmed.count();
    html! {
        section {
            h2 { (say!(view, stand.what_the_mediator_may_say)) }
            ul {
                @for release in words::RELEASES {
                    @let number = count(release);
                    @if number > 0 { li { (words::release_tag(view, release)) (words::counted(number, "item", "items")) ": " (words::release_meaning(view, release)) } }
                }
                @if words::RELEASES.iter().all(|release| count(*release) == 0) { li { (say!(view, stand.we_told_nothing_yet)) } }
                @if unconfirmed > 0 { li { (say!(view, stand.messages_from_the_mediator_not_confirmed, count = unconfirmed)) } }
            }
            p { a href=(view.link("/caucus")) { (say!(view, stand.our_caucus)) } }
        }
    }
}

fn our_mandates(view: &View<'_>, party: &PartyId) -> Markup {
    let mut given: Vec<_> = view.state.mandates.values().filter(|given| &given.party == party).collect();
    given.sort_by_key(|given| given.trace.index);
    html! {
        section {
            h2 { (say!(view, stand.our_mandates)) }
            ul {
                @for given in given {
                    li {
                        (view.person(&given.person)) ": "
                        @if given.is_live(view.today) { (words::status(Tone::Agreed, say!(view, stand.live))) } @else { (words::status(Tone::Ended, say!(view, stand.ended))) }
                        " " @match &given.issues { None => (say!(view, stand.all_issues)), Some(issues) => (view.issues(issues)) }
                        @if let Some((on, reason)) = &given.ended { small { (say!(view, stand.ended_from, day = when::day(*on))) @if let Some(reason) = reason { ": " (words::said(reason)) } } }
                        small { (whose_word::at(view, &given.trace)) }
                    }
                }
                @if !people::can_somebody_accept(view, party) { li { (say!(view, stand.can_accept_for_us_today, status = words::status(Tone::Blocked, say!(view, stand.nobody)))) } }
            }
            p { a href=(view.link("/people")) { (say!(view, stand.people_and_mandates)) } }
        }
    }
}

/// The page of everybody: what is public, and nothing else.
pub fn public(view: &View<'_>, insight: Result<&Insight, &InsightError>) -> Page {
    let Some(_) = &view.state.opening else {
        let main = html! {
            p.empty { (say!(view, stand.nothing_is_public_here)) }
            @if view.who.session.is_none() { p { a.button href="/sign-in" { (say!(view, stand.sign_in)) } } }
        };
        return Page {
            title: say!(view, stand.nothing_is_public).into_owned(),
            here: Here::Desk,
            main,
            aside: None,
        };
    };
    let main = html! {
        p.lede { (say!(view, stand.what_is_public_about_these_talks)) }
        (desk::hurdle(view, insight))
        @if !view.state.issues.is_empty() { h2 { (say!(view, stand.issues)) } (standing::table(view, insight.ok())) }
        @if let Some(interests) = standing::interests(view) { h2 { (say!(view, stand.what_they_need)) } (interests) }
        @if let Some(table) = standing::alternatives(view) { h2 { (say!(view, stand.alternatives_to_a_deal)) } (table) }
        (communiques(view))
        (notices(view))
        (remarks(view))
        (conclusion::agreed(view))
        h2 { (say!(view, stand.who_takes_part)) }
        (parties(view))
        (opening::rules(view))
    };
    Page {
        title: say!(view, stand.what_is_public).into_owned(),
        here: Here::Desk,
        main,
        aside: Some(desk_aside(view)),
    }
}

fn desk_aside(view: &View<'_>) -> Markup {
    let mut sessions: Vec<_> = view.state.sessions.values().collect();
    sessions.sort_by_key(|session| std::cmp::Reverse((session.plan.on, session.trace.index)));
    html! {
        section {
            h2 { (say!(view, stand.sessions)) }
            @if sessions.is_empty() { p.empty { (say!(view, stand.none_is_public)) } }
            ul { @for session in sessions.iter().take(8) {
                li { (super::sessions::title(view, session))
                    small {
                        (when::at_place(view, session.plan.on, session.plan.time.as_deref(), session.plan.time_zone.as_deref(), &view.who.zone))
                        @if let Some(place) = &session.plan.place { " · " bdi { (place) } }
                    } }
            } }
        }
    }
}

/// What those concerned agreed to say in public, newest first.
fn communiques(view: &View<'_>) -> Markup {
    let mut published: Vec<_> = view
        .state
        .communiques
        .values()
        .filter_map(|known| Some((known.published.as_ref()?, known)))
        .collect();
    published.sort_by_key(|(trace, _)| std::cmp::Reverse(trace.index));
    html! {
        @if !published.is_empty() {
            h2 { (say!(view, stand.communiques)) }
            @for (trace, known) in published.iter().take(3) {
                article.card {
                    @if let Some((text, _)) = known.wordings.last() { div.communique { (words::prose(text)) } }
                    p { small { (say!(view, stand.published_agreed_by, moment = when::moment(trace.at, &view.who.zone), parties = view.parties(&known.concerned), only_recorded = whose_word::only_recorded(view, &known.reported))) } }
                }
            }
            p { a href=(view.link("/communiques")) { (say!(view, stand.all_communiques)) } }
        }
    }
}

/// What the mediator said to everybody.
fn notices(view: &View<'_>) -> Markup {
    let public = view
        .state
        .heard
        .values()
        .filter(|heard| heard.trace.compartment == mediant_record::Compartment::Public);
    let mut public: Vec<_> = public.collect();
    public.sort_by_key(|heard| std::cmp::Reverse(heard.trace.index));
    html! {
        @if !public.is_empty() {
            h2 { (say!(view, stand.from_the_mediator)) }
            ul.items { @for heard in public {
                li {
                    @let said = words::said(heard.wording.read());
                    @match &heard.from { Some(from) => (say!(view, stand.words_of, party = view.party(from), said = said)), None => (said) }
                    small { (when::moment(heard.trace.at, &view.who.zone)) @if let Some(issue) = &heard.issue { " · " (say!(view, stand.on, issue = view.issue(issue))) } }
                }
            } }
        }
    }
}

fn remarks(view: &View<'_>) -> Markup {
    let general = standing::statements(view.state, |stated| {
        stated.content.issues().is_empty()
            && !matches!(stated.content, Statement::Alternative(_) | Statement::Interest(_))
    });
    let general = Stretch::new(view, "said", general);
    html! {
        @if !general.is_empty() {
            h2 { (say!(view, stand.said_besides)) }
            ul.items { @for entry in general.shown.iter().copied() {
                li { @if let Some(party) = entry.1.content.party() { strong { (view.party(party)) } " " } (standing::line(view, entry, None)) }
            } }
        }
    }
}

fn parties(view: &View<'_>) -> Markup {
    html! {
        ul.items { @for party in &view.state.parties {
            li { strong { bdi { (party.name) } }
                @if party.role == mediant_model::PartyRole::Third { ", " (say!(view, stand.third_party)) }
                @if !party.people.is_empty() { ": " (words::listed(view, party.people.iter().map(|person| html! { bdi { (person.name) } @if let Some(office) = &person.office { " (" bdi { (office) } ")" } }))) } }
        } }
    }
}
