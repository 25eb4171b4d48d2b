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
use std::collections::BTreeSet;

/// A phase in words, with its sign and colour.
pub fn word(phase: Phase) -> (&'static str, Tone) {
    match phase {
        Phase::Preparing => ("Preparing", Tone::Open),
        Phase::Exploring => ("Exploring", Tone::Open),
        Phase::Drafting => ("Drafting", Tone::Partly),
        Phase::AgreedInSubstance => ("Agreed in substance", Tone::Partly),
        Phase::Agreed => ("Agreed", Tone::Agreed),
        Phase::Signed => ("Signed", Tone::Agreed),
        Phase::Ratified => ("Ratified", Tone::Agreed),
        Phase::Paused => ("The talks rest", Tone::Partly),
        Phase::BrokenOff => ("The talks were broken off", Tone::Blocked),
        Phase::Closed => ("The case is closed", Tone::Ended),
    }
}

/// The line at the top of a page; nothing for whoever knows of no talks.
pub(super) fn line(view: &View<'_>, here: &Here) -> Markup {
    let Some(phase) = view.state.phase_told() else { return html! {} };
    let (word, tone) = word(phase);
    html! {
        p.phase data-phase=(phase.word()) { (words::status(tone, word)) (sentence(view, phase)) }
        @if !matches!(here, Here::Desk) { (next::folded(view)) }
    }
}

fn sentence(view: &View<'_>, phase: Phase) -> Markup {
    html! {
        @match phase {
            Phase::Preparing => ". Nobody has said anything on record yet.",
            Phase::Exploring => ". No text is on the table yet.",
            Phase::Drafting => { ". " a href=(view.link("/text")) { "A text is on the table" } ", and not all of it is accepted." }
            Phase::AgreedInSubstance => ". Enough parties accept all of it. It is not declared yet.",
            Phase::Agreed | Phase::Signed | Phase::Ratified => (of_agreement(view, phase)),
            Phase::Paused | Phase::BrokenOff | Phase::Closed => (of_stage(view)),
        }
    }
}

/// Who still has to sign or ratify.
fn of_agreement(view: &View<'_>, phase: Phase) -> Markup {
    let Some(agreement) = view.state.agreement_on_the_whole() else { return html! {} };
    let (missing, what) = match phase {
        Phase::Agreed => (view.state.not_signed(agreement), "signed"),
        _ => (view.state.not_ratified(agreement), "ratified"),
    };
    html! {
        " on " (when::day(view.who.zone.day_of(agreement.trace.at))) " by " (view.parties(&agreement.accepted_by)) "."
        (on_their_word(view, agreement)) " "
        @if !missing.is_empty() { "Not " (what) " yet, as far as is on record here: " (view.parties(missing)) ". " }
        a href=(view.link("/agreement")) { "Read the agreement" }
    }
}

/// Why the talks do not simply go on.
fn of_stage(view: &View<'_>) -> Markup {
    let why =
        |reason: &Option<String>| html! { @if let Some(reason) = reason { ": " (words::said(reason)) } };
    html! {
        @match &view.state.stage {
            Stage::NotOpened | Stage::Going => {}
            Stage::Paused { until, reason, trace } => {
                " since " (when::moment(trace.at, &view.who.zone))
                @if let Some(until) = until { ", until " (when::day(*until)) }
                (why(reason)) "."
            }
            Stage::BrokenOff { party, reason, trace } => {
                @if let Some(party) = party { " by " (view.party(party)) }
                ", " (when::moment(trace.at, &view.who.zone)) (why(reason)) (whose_word::at(view, trace)) "."
            }
            Stage::Closed { outcome, trace } => {
                " since " (when::moment(trace.at, &view.who.zone)) (why(outcome)) "."
                @if let Some(agreement) = view.state.agreement_on_the_whole() { " " (as_agreed(view, agreement)) }
            }
        }
    }
}

fn as_agreed(view: &View<'_>, agreement: &Agreement) -> Markup {
    html! { "Agreed by " (view.parties(&agreement.accepted_by)) "." (on_their_word(view, agreement)) " " a href=(view.link("/agreement")) { "Read the agreement" } "." }
}

/// What of an agreement is on record by the mediator's word alone: acceptances when it was declared, and signatures and ratifications
/// now. Nothing where all of it is the parties' own.
fn on_their_word(view: &View<'_>, agreement: &Agreement) -> Markup {
    let of = |deeds: &[Deed]| -> BTreeSet<PartyId> {
        let reported = deeds.iter().filter(|deed| view.state.is_only_reported(&deed.trace));
        reported.map(|deed| deed.party.clone()).collect()
    };
    html! {
        (whose_word::only_recorded(view, &agreement.reported))
        @for (what, parties) in [("Signed", of(&view.state.signatures)), ("Ratified", of(&view.state.ratifications))] {
            @if !parties.is_empty() {
                " " span.reported { (what) " for " (view.parties(&parties)) " on record by the mediator’s word, not confirmed by the party." }
            }
        }
    }
}

/// On a first page, in the place of what the engine knows of a deal: there is one.
pub(super) fn headline(view: &View<'_>) -> Option<Markup> {
    let phase = view.state.phase();
    let agreement = view.state.agreement_on_the_whole()?;
    let sentence = match phase {
        Phase::Signed => "There is an agreement, and everybody whose agreement it is has signed it.",
        Phase::Ratified => "There is an agreement, signed and ratified.",
        _ => "There is an agreement.",
    };
    Some(html! {
        section.hurdle aria-label="Is there a deal?" {
            p.verdict { strong.status.agreed { (sentence) } }
            p { "Agreed by " (view.parties(&agreement.accepted_by)) " on " (when::day(view.who.zone.day_of(agreement.trace.at))) "."
                (on_their_word(view, agreement)) " "
                a href=(view.link("/agreement")) { "Read, print or download it" } "." }
        }
    })
}
