//! Where the talks are, at the top of every page, and what comes next for whoever reads it.

use super::next;
use super::shell::Here;
use super::view::View;
use super::when;
use super::whose_word;
use super::words::{self, Tone};
use maud::{Markup, html};
use mediant_model::PartyId;
use mediant_record::agreement::{Agreement, Deed};
use mediant_record::phase::Phase;
use mediant_record::talks::Stage;
use mediant_words::{Speaks, say};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// A phase in words, with its sign and colour.
pub fn word(language: impl Speaks, phase: Phase) -> (Cow<'static, str>, Tone) {
    match phase {
        Phase::Preparing => (say!(language, phase.preparing), Tone::Open),
        Phase::Exploring => (say!(language, phase.exploring), Tone::Open),
        Phase::Drafting => (say!(language, phase.drafting), Tone::Partly),
        Phase::AgreedInSubstance => (say!(language, phase.agreed_in_substance), Tone::Partly),
        Phase::Agreed => (say!(language, phase.agreed), Tone::Agreed),
        Phase::Signed => (say!(language, phase.signed), Tone::Agreed),
        Phase::Ratified => (say!(language, phase.ratified), Tone::Agreed),
        Phase::Paused => (say!(language, phase.paused), Tone::Partly),
        Phase::BrokenOff => (say!(language, phase.broken_off), Tone::Blocked),
        Phase::Closed => (say!(language, phase.closed), Tone::Ended),
    }
}

/// The line at the top of a page; nothing for whoever knows of no talks.
pub(super) fn line(view: &View<'_>, here: &Here) -> Markup {
    let Some(phase) = view.state.phase_told() else { return html! {} };
    html! {
        p.phase data-phase=(phase.word()) { (sentence(view, phase)) }
        @if !matches!(here, Here::Desk) { (next::folded(view)) }
    }
}

fn sentence(view: &View<'_>, phase: Phase) -> Markup {
    let (word, tone) = word(view, phase);
    let status = words::status(tone, word);
    match phase {
        Phase::Preparing => say!(view, phase.is_preparing, status = status),
        Phase::Exploring => say!(view, phase.is_exploring, status = status),
        Phase::Drafting => {
            let link = html! { a href=(view.link("/text")) { (say!(view, phase.a_text_is_on_the_table)) } };
            say!(view, phase.is_drafting, status = status, link = link)
        }
        Phase::AgreedInSubstance => say!(view, phase.is_agreed_in_substance, status = status),
        Phase::Agreed | Phase::Signed | Phase::Ratified => of_agreement(view, phase, status),
        Phase::Paused | Phase::BrokenOff | Phase::Closed => of_stage(view, status),
    }
}

/// Who still has to sign or ratify.
fn of_agreement(view: &View<'_>, phase: Phase, status: Markup) -> Markup {
    let Some(agreement) = view.state.agreement_on_the_whole() else { return status };
    let day = when::day(view.who.zone.day_of(agreement.trace.at));
    let missing = match phase {
        Phase::Agreed => view.state.not_signed(agreement),
        _ => view.state.not_ratified(agreement),
    };
    html! {
        (say!(view, phase.is_agreed, status = status, day = day, parties = view.parties(&agreement.accepted_by)))
        (on_their_word(view, agreement)) " "
        @if !missing.is_empty() {
            @let parties = view.parties(missing);
            @if phase == Phase::Agreed { (say!(view, phase.not_signed_yet, parties = parties)) }
            @else { (say!(view, phase.not_ratified_yet, parties = parties)) }
            " "
        }
        a href=(view.link("/agreement")) { (say!(view, phase.read_the_agreement)) }
    }
}

/// Why the talks do not simply go on.
fn of_stage(view: &View<'_>, status: Markup) -> Markup {
    let why =
        |reason: &Option<String>| html! { @if let Some(reason) = reason { ": " (words::said(reason)) } };
    match &view.state.stage {
        Stage::NotOpened | Stage::Going => status,
        Stage::Paused { until, reason, trace } => {
            let (since, why) = (when::moment(trace.at, &view.who.zone), why(reason));
            match until {
                Some(until) => {
                    let until = when::day(*until);
                    say!(
                        view,
                        phase.is_paused_until,
                        status = status,
                        since = since,
                        until = until,
                        why = why
                    )
                }
                None => say!(view, phase.is_paused, status = status, since = since, why = why),
            }
        }
        Stage::BrokenOff { party, reason, trace } => {
            let moment = when::moment(trace.at, &view.who.zone);
            let why = html! { (why(reason)) (whose_word::at(view, trace)) };
            match party {
                Some(party) => {
                    let party = view.party(party);
                    say!(
                        view,
                        phase.is_broken_off_by,
                        status = status,
                        party = party,
                        moment = moment,
                        why = why
                    )
                }
                None => say!(view, phase.is_broken_off, status = status, moment = moment, why = why),
            }
        }
        Stage::Closed { outcome, trace } => {
            let since = when::moment(trace.at, &view.who.zone);
            html! {
                (say!(view, phase.is_closed, status = status, since = since, why = why(outcome)))
                @if let Some(agreement) = view.state.agreement_on_the_whole() { " " (as_agreed(view, agreement)) }
            }
        }
    }
}

fn as_agreed(view: &View<'_>, agreement: &Agreement) -> Markup {
    let parties = view.parties(&agreement.accepted_by);
    let link = html! { a href=(view.link("/agreement")) { (say!(view, phase.read_the_agreement)) } };
    say!(
        view,
        phase.agreed_by,
        parties = parties,
        on_their_word = on_their_word(view, agreement),
        link = link
    )
}

/// What of an agreement is on record by the mediator's word alone: acceptances when it was declared, and signatures and ratifications
/// now. Nothing where all of it is the parties' own.
fn on_their_word(view: &View<'_>, agreement: &Agreement) -> Markup {
    let of = |deeds: &[Deed]| -> BTreeSet<PartyId> {
        let reported = deeds.iter().filter(|deed| view.state.is_only_reported(&deed.trace));
        reported.map(|deed| deed.party.clone()).collect()
    };
    let (signed, ratified) = (of(&view.state.signatures), of(&view.state.ratifications));
    html! {
        (whose_word::only_recorded(view, &agreement.reported))
        @if !signed.is_empty() {
            " " span.reported { (say!(view, phase.signed_on_their_word, parties = view.parties(&signed))) }
        }
        @if !ratified.is_empty() {
            " " span.reported { (say!(view, phase.ratified_on_their_word, parties = view.parties(&ratified))) }
        }
    }
}

/// On a first page, in the place of what the engine knows of a deal: there is one.
pub(super) fn headline(view: &View<'_>) -> Option<Markup> {
    let phase = view.state.phase();
    let agreement = view.state.agreement_on_the_whole()?;
    let sentence = match phase {
        Phase::Signed => say!(view, phase.there_is_one_signed),
        Phase::Ratified => say!(view, phase.there_is_one_ratified),
        _ => say!(view, phase.there_is_one),
    };
    let parties = view.parties(&agreement.accepted_by);
    let day = when::day(view.who.zone.day_of(agreement.trace.at));
    let link = html! { a href=(view.link("/agreement")) { (say!(view, phase.read_print_or_download_it)) } };
    let on_their_word = on_their_word(view, agreement);
    Some(html! {
        section.hurdle aria-label=(say!(view, phase.is_there_a_deal)) {
            p.verdict { strong.status.agreed { (sentence) } }
            p { (say!(view, phase.agreed_by_on, parties = parties, day = day, on_their_word = on_their_word, link = link)) }
        }
    })
}
