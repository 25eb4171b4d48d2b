//! Who speaks for whom, and under which mandate.

mod forms;

use forms::{add_party, give, leaving, limit, name_person, name_source, returning, revoke};

use super::{beginning, opening};
use crate::field::{Form, folded};
use crate::shell::{Here, Page};
use crate::view::View;
use crate::words::{self, Tone};
use crate::{when, whose_word};
use maud::{Markup, html};
use mediant_model::party::PersonRole;
use mediant_model::{Party, PartyId, PartyRole, Person};
use mediant_record::authority::Authority;
use mediant_record::mandate::{GivenMandate, MandateId};
use mediant_record::mending::Subject;
use mediant_record::person::RecordReturn;
use mediant_record::{Command, Event, Role};
use mediant_words::say;

/// Who speaks for whom, under which mandate.
pub fn page(view: &View<'_>) -> Page {
    let main = html! {
        p.lede { (say!(view, people.acceptance_counts_only_from_somebody)) }
        @for party in &view.state.parties { (of_party(view, party)) }
        @if view.state.parties.is_empty() { p.empty { (say!(view, people.no_party_has_joined_yet)) } }
        (beginning::ways(view))
        @if view.who.role == Role::Mediator && view.mediates() { p { a href="/accounts" { (say!(view, people.who_comes_in_invite_people)) } } }
        @if view.mediates() { (folded(&say!(view, people.add_a_party), add_party(view))) (folded(&say!(view, people.name_a_source), name_source(view))) }
        @if view.who.session.is_some() && !view.preview { p { a href="/mend" { (say!(view, people.put_names_and_words_right)) } } }
        (opening::rules(view))
    };
    Page { title: say!(view, people.people_and_mandates).into_owned(), here: Here::People, main, aside: None }
}

fn of_party(view: &View<'_>, party: &Party) -> Markup {
    html! {
        section.party aria-label=(party.name) {
            h2 { bdi { (party.name) } @if party.role == PartyRole::Third { ", " (say!(view, people.third_party)) } (super::mending::link(view, &Subject::Party(party.id.clone()))) }
            @if party.people.is_empty() { p.empty { (say!(view, people.nobody_was_named_yet)) } }
            @else {
                table {
                    caption { (say!(view, people.who_speaks_for, name = html! { bdi { (party.name) } })) }
                    thead { tr {
                        th scope="col" { (say!(view, people.person)) } th scope="col" { (say!(view, people.place)) } th scope="col" { (say!(view, people.mandates)) }
                        @if may_change(view, party) { th scope="col" { (say!(view, people.act)) } }
                    } }
                    tbody { @for person in &party.people { (row(view, party, person)) } }
                }
            }
            @if !party.factions.is_empty() {
                p { (say!(view, people.voices_within, listed = words::listed(view, party.factions.iter().map(|faction| html! { @let name = html! { bdi { (faction.name) } }; @if faction.veto { (say!(view, people.with_veto, name = name)) } @else { (name) } })))) }
            }
            @if may_change(view, party) {
                @if may_give(view, party) { (folded(&say!(view, people.name_a_person), name_person(view, party))) }
                @if may_give(view, party) && !of_whom(view, party).is_empty() { (folded(&say!(view, people.give_a_mandate), give(view, party))) }
                (super::stating::general(view, &party.id))
            }
        }
    }
}

fn may_change(view: &View<'_>, party: &Party) -> bool {
    view.speaks_for(&party.id)
}

/// Only a principal in office gives and takes authority; the mediator records what was reported.
fn may_give(view: &View<'_>, party: &Party) -> bool {
    view.speaks_for(&party.id) && view.has(&Authority::Office(party.id.clone()))
}

/// Those to whom the reader may give a mandate: whoever speaks for the party, and not oneself.
fn of_whom<'p>(view: &View<'_>, party: &'p Party) -> Vec<&'p Person> {
    let may = |person: &&Person| {
        view.state.speaks(&party.id, &person.id, view.today)
            && view.has(&Authority::OfficeOver(party.id.clone(), person.id.clone()))
    };
    party.people.iter().filter(may).collect()
}

fn row(view: &View<'_>, party: &Party, person: &Person) -> Markup {
    let left = view.state.left.get(&(party.id.clone(), person.id.clone()));
    let mut mandates: Vec<_> = view.state.mandates_of(&party.id, &person.id).collect();
    mandates.sort_by_key(|(_, given)| std::cmp::Reverse(given.trace.index));
    html! {
        tr {
            th scope="row" {
                bdi { (person.name) } (super::mending::link(view, &Subject::Person { party: party.id.clone(), person: person.id.clone() }))
                @if let Some(office) = &person.office { small { (words::said(office)) } }
            }
            td data-of=(say!(view, people.place)) {
                (words::person_role(view, person.role))
                @if person.leads { " · " (say!(view, people.leads)) }
                @if let Some(left) = left {
                    div { (words::status(Tone::Ended, if left.back.is_some() { say!(view, people.had_left) } else { say!(view, people.left) })) " " (when::day(left.on)) ": "
                        (words::departure(view, &left.how, |other| view.person(other)))
                        @if let Some(reason) = &left.reason { small { (words::said(reason)) } }
                        @if let Some(source) = &left.source { small { (view.citation(source)) } }
                        small { (whose_word::at(view, &left.trace)) } }
                    @if let Some(back) = &left.back {
                        div { (say!(view, people.back_from, status = words::status(Tone::Open, say!(view, people.back)), day = when::day(back.on)))
                            @if let Some(reason) = &back.reason { ": " small { (words::said(reason)) } }
                            @if let Some(source) = &back.source { small { (view.citation(source)) } }
                            small { (whose_word::at(view, &back.trace)) } }
                    }
                }
            }
            td data-of=(say!(view, people.mandates)) {
                @if mandates.is_empty() {
                    @if person.role == PersonRole::Principal { (say!(view, people.decides_for_the_party)) } @else { span.quiet { (say!(view, people.none)) } }
                }
                @for (id, given) in mandates { div.voice { (mandate(view, party, id, given)) } }
                (whose_word::besides(view, |event| matches!(event, Event::MandateGiven(given) if given.party == party.id && given.person == person.id)))
            }
            @if may_change(view, party) {
                td data-of=(say!(view, people.act)) {
                    @let gone = left.is_some_and(|left| left.back.is_none());
                    @if !gone && may_record_departure(view, party, person) { (folded(&say!(view, people.record_leaving), leaving(view, party, person))) }
                    @else if gone && may_record_return(view, party, person) { (folded(&say!(view, people.record_the_return), returning(view, party, person))) }
                    @else { span.quiet { (say!(view, people.none)) } }
                }
            }
        }
    }
}

fn may_record_departure(view: &View<'_>, party: &Party, person: &Person) -> bool {
    let is_not_the_teams =
        view.who.role == Role::Team && person.role == PersonRole::Principal && view.state.has_come(&party.id);
    view.speaks_for(&party.id)
        && !is_not_the_teams
        && view.has(&Authority::OneselfOr(party.id.clone(), person.id.clone()))
}

fn may_record_return(view: &View<'_>, party: &Party, person: &Person) -> bool {
    !view.state.is_the_partys_own_to_say(&party.id, &view.who.role, view.today)
        && view.offers(&coming_back(party, person))
}

/// The command that the form makes by which somebody is back.
fn coming_back(party: &Party, person: &Person) -> Command {
    let (party, person) = (party.id.clone(), person.id.clone());
    Command::RecordReturn(RecordReturn { party, person, on: None, reason: None, source: None })
}

fn mandate(view: &View<'_>, party: &Party, id: &MandateId, given: &GivenMandate) -> Markup {
    html! {
        (mandate_status(view, given)) " "
        @match &given.issues { None => (say!(view, people.all_issues)), Some(issues) => (view.issues(issues)) }
        small {
            @if let Some(from) = given.from { (say!(view, people.mandate_from, day = when::day(from))) " · " }
            @if let Some(until) = given.until { (say!(view, people.mandate_until, day = when::day(until))) " · " }
            @if let Some((on, reason)) = &given.ended {
                (say!(view, people.mandate_ended, day = when::day(*on))) @if let Some(reason) = reason { ": " (words::said(reason)) } " · "
            }
            @if let Some(source) = &given.source { (view.citation(source)) " · " }
            (words::known_to(view, &given.trace.compartment, |party| view.party_name(party)))
            (whose_word::at(view, &given.trace))
        }
        // What changed it leaves no other trace.
        (whose_word::all(view, |event| match event {
            Event::MandateLimited(limited) => limited.mandate == *id,
            Event::MandateCorrected(corrected) => corrected.mandate == *id,
            Event::MandateRevoked(revoked) => revoked.mandate == *id,
            _ => false,
        }))
        (super::mending::mandate_link(view, id))
        @let changes = Authority::OfficeOver(party.id.clone(), given.person.clone());
        @if given.ended.is_none() && may_give(view, party) && view.has(&changes) { (folded(&say!(view, people.limit_or_widen), limit(view, id, given))) }
        @if given.ended.as_ref().is_none_or(|(on, _)| view.today < *on) && may_give(view, party) { (folded(&say!(view, people.revoke), revoke(view, id, given))) }
    }
}

fn mandate_status(view: &View<'_>, given: &GivenMandate) -> Markup {
    if given.is_live(view.today) {
        words::status(Tone::Agreed, say!(view, people.live))
    } else if given.ended.as_ref().is_none_or(|(on, _)| *on > view.today)
        && given.from.is_some_and(|from| view.today < from)
    {
        words::status(Tone::Open, say!(view, people.not_begun))
    } else {
        words::status(Tone::Ended, say!(view, people.ended))
    }
}

/// Whether somebody could accept something for the party today.
pub(super) fn can_somebody_accept(view: &View<'_>, party: &PartyId) -> bool {
    let Some(known) = view.state.party(party) else { return false };
    known.people.iter().any(|person| {
        let speaks = view.state.speaks(party, &person.id, view.today);
        let live = || view.state.mandates_of(party, &person.id).any(|(_, given)| given.is_live(view.today));
        speaks && (person.role == PersonRole::Principal || live())
    })
}

/// A party's people for a field, with nobody in front where that is allowed.
pub(super) fn choice_of_people(
    view: &View<'_>,
    party: &PartyId,
    nobody: Option<&str>,
) -> Vec<(String, String)> {
    let mut of: Vec<(String, String)> =
        nobody.map(|words| (String::new(), words.to_owned())).into_iter().collect();
    let people = view.state.party(party).map(|party| party.people.as_slice()).unwrap_or_default();
    let there = people.iter().filter(|person| view.state.speaks(party, &person.id, view.today));
    of.extend(there.map(|person| (person.id.to_string(), person.name.clone())));
    of
}

/// On whose word something is recorded: a field for the mediator; whoever asks, for a party.
pub(super) fn on_whose_word(view: &View<'_>, form: &Form<'_>, party: &PartyId, label: &str) -> Markup {
    if view.mediates() {
        form.choice(
            "person",
            label,
            &choice_of_people(view, party, Some(say!(view, people.not_said).as_ref())),
            "",
            "",
        )
    } else {
        html! {}
    }
}
