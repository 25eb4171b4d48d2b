//! What waits on the way to an agreement: the text, packages, communiqués, signatures.

use super::{Waiting, others, own};
use crate::view::View;
use crate::words;
use maud::html;
use mediant_model::PartyId;
use mediant_record::phase::Phase;
use mediant_record::{Compartment, Role};
use mediant_words::say;
use std::collections::{BTreeMap, BTreeSet};

/// Clauses of the text on the table, and of the one in the reader's own caucus, that somebody has not answered.
pub(super) fn of_the_text(view: &View<'_>) -> Vec<Waiting> {
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

pub(super) fn of_packages(view: &View<'_>) -> Vec<Waiting> {
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

pub(super) fn of_communiques(view: &View<'_>) -> Vec<Waiting> {
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
pub(super) fn of_agreement(view: &View<'_>) -> Vec<Waiting> {
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
