//! How talks come to an end, or rest: agreement, signature, ratification, pause.

use super::opening::{home, home_place, who_knows};
use crate::field::folded;
use crate::view::View;
use crate::words::{self, Tone};
use crate::{when, whose_word};
use maud::{Markup, html};
use mediant_model::PartyId;
use mediant_record::agreement::Agreed;
use mediant_record::authority::Authority;
use mediant_record::phase::Phase;
use mediant_record::talks::Stage;
use mediant_record::{Compartment, Event, Role};

/// What was agreed, signed and ratified, with the forms that the reader may use.
pub(super) fn section(view: &View<'_>) -> Markup {
    html! {
        (agreed(view))
        @if view.mediates() {
            h2 { "The talks as a whole" }
            @match &view.state.stage {
                Stage::Going => {
                    @if view.state.phase() == Phase::AgreedInSubstance { p { a.button href="/text#declare" { "Declare the agreement" } } }
                    (folded("Let the talks rest", pause(view)))
                    (folded("Break the talks off", break_off(view)))
                }
                Stage::Paused { .. } | Stage::BrokenOff { .. } => { (folded("Let the talks go on", resume(view))) }
                Stage::NotOpened | Stage::Closed { .. } => {}
            }
            @if matches!(view.who.role, Role::Mediator) && !matches!(view.state.stage, Stage::Closed { .. }) {
                (folded("Close the case", close(view)))
            }
        }
        @if let Some(own) = view.own_party().filter(|own| view.has(&Authority::MandateOnAll(own.clone())) && view.who.role.acts_for(own) && view.state.stage == Stage::Going) {
            h2 { "The talks as a whole" }
            (folded("Break the talks off", break_off_for(view, &own)))
        }
        (deeds(view))
    }
}

/// What was agreed, signed and ratified.
pub(super) fn agreed(view: &View<'_>) -> Markup {
    html! {
        @if !view.state.agreements.is_empty() {
            h2 { "Agreed" }
            ul.items {
                @for agreement in &view.state.agreements {
                    li {
                        (words::status(Tone::Agreed, "agreed")) " "
                        @match &agreement.about {
                            Agreed::Draft { draft, clauses } => {
                                @match view.state.drafts.get(draft) {
                                    Some(known) => { "draft " (known.number) ", “" bdi { (known.title) } "”" }
                                    None => "a draft",
                                }
                                @if let Some(clauses) = clauses { ", " (words::counted(clauses.len(), "clause", "clauses")) }
                            }
                            Agreed::Package(_) => "a package",
                        }
                        small { (when::moment(agreement.trace.at, &view.who.zone)) " · accepted by " (view.parties(&agreement.accepted_by)) (whose_word::only_recorded(view, &agreement.reported)) }
                    }
                }
                @for deed in &view.state.signatures {
                    li { (words::status(Tone::Agreed, "signed")) " by " (view.party(&deed.party)) ", " (when::day(deed.on))
                        small { @if let Some(by) = &deed.by { (view.person(&by.as_str().into())) } (whose_word::at(view, &deed.trace)) } }
                }
                @for deed in &view.state.ratifications {
                    li { (words::status(Tone::Agreed, "ratified")) " by " (view.party(&deed.party)) ", " (when::day(deed.on))
                        small { @if let Some(by) = &deed.by { (words::said(by)) } (whose_word::at(view, &deed.trace)) } }
                }
            }
            (whose_word::besides(view, |event| matches!(event, Event::Signed(_) | Event::Ratified(_))))
            @if view.state.agreement_on_the_whole().is_some() {
                p { a.button href=(view.link("/agreement")) { "The agreement: read, print or download it" } }
            }
        }
    }
}

/// Declaring an agreement on the latest draft, or on a package that is on the table: where the text is.
pub(super) fn declare(view: &View<'_>) -> Markup {
    let draft = view.state.latest_draft(&Compartment::Table);
    let packages: Vec<_> = view
        .state
        .packages
        .iter()
        .filter(|(_, package)| package.trace.compartment == Compartment::Table)
        .collect();
    let mut of = Vec::new();
    if let Some((id, draft)) = draft {
        let value = serde_json::json!({ "draft": { "draft": id.as_str() } }).to_string();
        of.push((value, format!("draft {}: {}", draft.number, draft.title)));
    }
    of.extend(packages.iter().map(|(id, package)| {
        let value = serde_json::json!({ "package": id.as_str() }).to_string();
        (value, format!("package: {}", super::packages::in_words(view, &package.options)))
    }));
    if !view.mediates() || !view.state.is_going() {
        return html! {};
    }
    html! {
        @if !of.is_empty() {
            section id="declare" { (folded("Declare that there is an agreement", {
                let form = view.form("declare_agreement").confirm("Declare the agreement?").read_as_chosen();
                let fields = html! {
                    p { "Refused unless the rule of agreement is met." }
                    (form.choice("about:json", "On", &of, "", ""))
                    (who_knows(view, &form, false))
                };
                form.ends(fields, "Declare the agreement")
            })) }
        }
    }
}

/// Where signatures stand: with the agreement, and with nobody who does not know of that.
fn place_of_deeds(view: &View<'_>) -> Compartment {
    match view.state.agreements.last().map(|agreement| &agreement.trace.compartment) {
        Some(Compartment::Public) => Compartment::Public,
        _ => Compartment::Table,
    }
}

/// Signing and ratifying, for whoever may record it.
pub(super) fn deeds(view: &View<'_>) -> Markup {
    if view.state.agreements.is_empty() {
        return html! {};
    }
    html! {
        @for party in view.state.negotiating().filter(|party| view.speaks_for(&party.id)) {
            @let signed = view.state.signatures.iter().any(|deed| deed.party == party.id);
            @let ratified = view.state.ratifications.iter().any(|deed| deed.party == party.id);
            @let signs = view.has(&Authority::MandateOnAll(party.id.clone()));
            @let ratifies = view.has(&Authority::Office(party.id.clone()));
            @if !signed && signs {
                (folded(&format!("Record the signature of {}", party.name), {
                    let place = place_of_deeds(view);
                    let form = view.form("record_signature").confirm("Record the signature?").read_by(view, &place);
                    let fields = html! {
                        (form.fixed("party", party.id.as_str()))
                        (form.fixed("in", &place.name()))
                        (super::people::on_whose_word(view, &form, &party.id, "Who signs"))
                        (form.day("on", "On", "today where empty"))
                    };
                    form.ends(fields, "Record the signature")
                }))
            } @else if signed && !ratified && ratifies {
                (folded(&format!("Record the ratification by {}", party.name), {
                    let place = place_of_deeds(view);
                    let form = view.form("record_ratification").read_by(view, &place);
                    let fields = html! {
                        (form.fixed("party", party.id.as_str()))
                        (form.fixed("in", &place.name()))
                        (form.line("by_act_of", "By which body or act", false, ""))
                        (form.day("on", "On", "today where empty"))
                    };
                    form.ends(fields, "Record the ratification")
                }))
            }
        }
    }
}

fn pause(view: &View<'_>) -> Markup {
    let form = view.form("pause_talks").read_by(view, &home_place(view));
    let fields = html! { (form.fixed("in", home(view))) (form.day("until", "Until", "open where empty")) (form.line("reason", "Why", false, "")) };
    form.ends(fields, "Let them rest")
}

fn resume(view: &View<'_>) -> Markup {
    let form = view.form("resume_talks").read_by(view, &home_place(view));
    let fields = html! { (form.fixed("in", home(view))) };
    form.ends(fields, "Let them go on")
}

fn break_off(view: &View<'_>) -> Markup {
    let form = view.form("break_off_talks").confirm("Break the talks off?").read_by(view, &home_place(view));
    let mut of = vec![(String::new(), "the mediator, or all".to_owned())];
    of.extend(view.state.negotiating().map(|party| (party.id.to_string(), party.name.clone())));
    let fields = html! {
        (form.fixed("in", home(view)))
        (form.choice("party", "Who breaks them off", &of, "", ""))
        (form.line("reason", "Why", false, ""))
    };
    form.ends(fields, "Break them off")
}

/// A party breaks the talks off.
fn break_off_for(view: &View<'_>, party: &PartyId) -> Markup {
    let form = view.form("break_off_talks").confirm("Break the talks off?").read_by(view, &home_place(view));
    let fields = html! {
        (form.fixed("in", home(view)))
        (form.fixed("party", party.as_str()))
        (form.line("reason", "Why", false, ""))
    };
    form.ends_quietly(fields, "Break them off")
}

fn close(view: &View<'_>) -> Markup {
    let form = view
        .form("close_case")
        .confirm("Close the case? Nothing can be added any more.")
        .read_by(view, &home_place(view));
    let fields = html! { (form.fixed("in", home(view))) (form.line("outcome", "How it ended", false, "")) };
    form.ends_quietly(fields, "Close the case for good")
}
