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
use mediant_words::say;

/// What was agreed, signed and ratified, with the forms that the reader may use.
pub(super) fn section(view: &View<'_>) -> Markup {
    html! {
        (agreed(view))
        @if view.mediates() {
            h2 { (say!(view, conclusion.the_talks_as_a_whole)) }
            @match &view.state.stage {
                Stage::Going => {
                    @if view.state.phase() == Phase::AgreedInSubstance { p { a.button href="/text#declare" { (say!(view, conclusion.declare_the_agreement)) } } }
                    (folded(&say!(view, conclusion.let_the_talks_rest), pause(view)))
                    (folded(&say!(view, conclusion.break_the_talks_off), break_off(view)))
                }
                Stage::Paused { .. } | Stage::BrokenOff { .. } => { (folded(&say!(view, conclusion.let_the_talks_go_on), resume(view))) }
                Stage::NotOpened | Stage::Closed { .. } => {}
            }
            @if matches!(view.who.role, Role::Mediator) && !matches!(view.state.stage, Stage::Closed { .. }) {
                (folded(&say!(view, conclusion.close_the_case), close(view)))
            }
        }
        @if let Some(own) = view.own_party().filter(|own| view.has(&Authority::MandateOnAll(own.clone())) && view.who.role.acts_for(own) && view.state.stage == Stage::Going) {
            h2 { (say!(view, conclusion.the_talks_as_a_whole)) }
            (folded(&say!(view, conclusion.break_the_talks_off), break_off_for(view, &own)))
        }
        (deeds(view))
    }
}

/// What was agreed, signed and ratified.
pub(super) fn agreed(view: &View<'_>) -> Markup {
    html! {
        @if !view.state.agreements.is_empty() {
            h2 { (say!(view, conclusion.agreed)) }
            ul.items {
                @for agreement in &view.state.agreements {
                    li {
                        (words::status(Tone::Agreed, say!(view, conclusion.agreed_2))) " "
                        (about(view, &agreement.about))
                        small { (say!(view, conclusion.accepted_by, moment = when::moment(agreement.trace.at, &view.who.zone), parties = view.parties(&agreement.accepted_by), only_recorded = whose_word::only_recorded(view, &agreement.reported))) }
                    }
                }
                @for deed in &view.state.signatures {
                    li { (say!(view, conclusion.by, status = words::status(Tone::Agreed, say!(view, conclusion.signed)), party = view.party(&deed.party), day = when::day(deed.on)))
                        small { @if let Some(by) = &deed.by { (view.person(&by.as_str().into())) } (whose_word::at(view, &deed.trace)) } }
                }
                @for deed in &view.state.ratifications {
                    li { (say!(view, conclusion.by, status = words::status(Tone::Agreed, say!(view, conclusion.ratified)), party = view.party(&deed.party), day = when::day(deed.on)))
                        small { @if let Some(by) = &deed.by { (words::said(by)) } (whose_word::at(view, &deed.trace)) } }
                }
            }
            (whose_word::besides(view, |event| matches!(event, Event::Signed(_) | Event::Ratified(_))))
            @if view.state.agreement_on_the_whole().is_some() {
                p { a.button href=(view.link("/agreement")) { (say!(view, conclusion.the_agreement_read_print_or_download)) } }
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
            section id="declare" { (folded(&say!(view, conclusion.declare_that_there_is_an_agreement), {
                let form = view.form("declare_agreement").confirm(say!(view, conclusion.declare_the_agreement_2)).read_as_chosen();
                let fields = html! {
                    p { (say!(view, conclusion.refused_unless_the_rule_of_agreement)) }
                    (form.choice("about:json", &say!(view, conclusion.on), &of, "", ""))
                    (who_knows(view, &form, false))
                };
                form.ends(fields, &say!(view, conclusion.declare_the_agreement))
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
                (folded(&say!(view, conclusion.record_the_signature_of, party = party.name), {
                    let place = place_of_deeds(view);
                    let form = view.form("record_signature").confirm(say!(view, conclusion.record_the_signature)).read_by(view, &place);
                    let fields = html! {
                        (form.fixed("party", party.id.as_str()))
                        (form.fixed("in", &place.name()))
                        (super::people::on_whose_word(view, &form, &party.id, &say!(view, conclusion.who_signs)))
                        (form.day("on", &say!(view, conclusion.on), &say!(view, conclusion.today_where_empty)))
                    };
                    form.ends(fields, &say!(view, conclusion.record_the_signature_2))
                }))
            } @else if signed && !ratified && ratifies {
                (folded(&say!(view, conclusion.record_the_ratification_by, party = party.name), {
                    let place = place_of_deeds(view);
                    let form = view.form("record_ratification").read_by(view, &place);
                    let fields = html! {
                        (form.fixed("party", party.id.as_str()))
                        (form.fixed("in", &place.name()))
                        (form.line("by_act_of", &say!(view, conclusion.by_which_body_or_act), false, ""))
                        (form.day("on", &say!(view, conclusion.on), &say!(view, conclusion.today_where_empty)))
                    };
                    form.ends(fields, &say!(view, conclusion.record_the_ratification))
                }))
            }
        }
    }
}

fn pause(view: &View<'_>) -> Markup {
    let form = view.form("pause_talks").read_by(view, &home_place(view));
    let fields = html! { (form.fixed("in", home(view))) (form.day("until", &say!(view, conclusion.until), &say!(view, conclusion.open_where_empty))) (form.line("reason", &say!(view, conclusion.why), false, "")) };
    form.ends(fields, &say!(view, conclusion.let_them_rest))
}

fn resume(view: &View<'_>) -> Markup {
    let form = view.form("resume_talks").read_by(view, &home_place(view));
    let fields = html! { (form.fixed("in", home(view))) };
    form.ends(fields, &say!(view, conclusion.let_them_go_on))
}

fn break_off(view: &View<'_>) -> Markup {
    let form = view
        .form("break_off_talks")
        .confirm(say!(view, conclusion.break_the_talks_off_2))
        .read_by(view, &home_place(view));
    let mut of = vec![(String::new(), say!(view, conclusion.the_mediator_or_all).into_owned())];
    of.extend(view.state.negotiating().map(|party| (party.id.to_string(), party.name.clone())));
    let fields = html! {
        (form.fixed("in", home(view)))
        (form.choice("party", &say!(view, conclusion.who_breaks_them_off), &of, "", ""))
        (form.line("reason", &say!(view, conclusion.why), false, ""))
    };
    form.ends(fields, &say!(view, conclusion.break_them_off))
}

/// A party breaks the talks off.
fn break_off_for(view: &View<'_>, party: &PartyId) -> Markup {
    let form = view
        .form("break_off_talks")
        .confirm(say!(view, conclusion.break_the_talks_off_2))
        .read_by(view, &home_place(view));
    let fields = html! {
        (form.fixed("in", home(view)))
        (form.fixed("party", party.as_str()))
        (form.line("reason", &say!(view, conclusion.why), false, ""))
    };
    form.ends_quietly(fields, &say!(view, conclusion.break_them_off))
}

fn close(view: &View<'_>) -> Markup {
    let form = view
        .form("close_case")
        .confirm(say!(view, conclusion.close_the_case_nothing_can))
        .read_by(view, &home_place(view));
    let fields = html! { (form.fixed("in", home(view))) (form.line("outcome", &say!(view, conclusion.how_it_ended), false, "")) };
    form.ends_quietly(fields, &say!(view, conclusion.close_the_case_for_good))
}

/// What was agreed to, without its words.
fn about(view: &View<'_>, agreed: &Agreed) -> Markup {
    let Agreed::Draft { draft, clauses } = agreed else {
        return html! { (say!(view, conclusion.a_package)) };
    };
    let draft = match view.state.drafts.get(draft) {
        Some(known) => say!(
            view,
            conclusion.draft_called,
            number = known.number,
            title = html! { bdi { (known.title) } }
        ),
        None => html! { (say!(view, conclusion.a_draft)) },
    };
    match clauses {
        Some(clauses) => say!(view, conclusion.clauses_of, draft = draft, count = clauses.len()),
        None => draft,
    }
}
