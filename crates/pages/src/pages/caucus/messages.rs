//! What the mediator passed on and said, and the notes of a caucus.

use super::issue_choice;
use crate::field::folded;
use crate::reads::Readership;
use crate::stretch::Stretch;
use crate::view::View;
use crate::{when, whose_word, words};
use maud::{Markup, html};
use mediant_model::PartyId;
use mediant_record::hearing::{HeardId, HeardOnRecord};
use mediant_record::{Compartment, Event};
use mediant_words::say;

pub(super) fn heard(view: &View<'_>, party: &PartyId) -> Markup {
    let own = Compartment::Caucus(party.clone());
    let here = |heard: &HeardOnRecord| {
        heard.trace.compartment == own
            || matches!(heard.trace.compartment, Compartment::Table | Compartment::Public)
    };
    let mut all: Vec<(&HeardId, &HeardOnRecord)> =
        view.state.heard.iter().filter(|(_, heard)| here(heard)).collect();
    all.sort_by_key(|(_, heard)| std::cmp::Reverse(heard.trace.index));
    let all = Stretch::new(view, "heard", all);
    html! {
        @if all.is_empty() { p.empty { (say!(view, caucus.nothing_yet)) } }
        @for (id, heard) in &all.shown {
            article.item {
                p {
                    @let said = words::said(heard.wording.read());
                    @match &heard.from { Some(from) => (say!(view, caucus.words_of, party = view.party(from), said = said)), None => (said) }
                }
                p { small {
                    (words::place_tag(view, &heard.trace.compartment, |party| view.party_name(party)))
                    (when::moment(heard.trace.at, &view.who.zone))
                    @if let Some(issue) = &heard.issue { " · " (say!(view, caucus.on, issue = view.issue(issue))) }
                    // What everybody reads nobody confirms.
                    @if heard.trace.compartment != Compartment::Public { @match heard.confirmed.get(party) {
                        Some((_, trace)) => { " · " (say!(view, caucus.confirmed, moment = when::moment(trace.at, &view.who.zone), at = whose_word::at(view, trace))) }
                        None => { " · " (say!(view, caucus.not_confirmed_yet)) }
                    } }
                } }
                (whose_word::besides(view, |event| matches!(event, Event::HearingConfirmed(confirmed) if confirmed.heard == **id && confirmed.party == *party)))
                @if view.speaks_for(party) && heard.trace.compartment != Compartment::Public && !heard.confirmed.contains_key(party) {
                    ({
                        let form = view.form("confirm_hearing").read_by(view, &heard.trace.compartment);
                        let fields = html! { (form.fixed("heard", id.as_str())) (form.fixed("party", party.as_str())) };
                        form.ends_quietly(fields, &if view.mediates() { say!(view, caucus.it_confirmed_hearing) } else { say!(view, caucus.we_have_heard_this) })
                    })
                }
            }
        }
    }
}

pub(super) fn say(view: &View<'_>, party: &PartyId) -> Markup {
    let form = view.form("say").read_as_chosen();
    let alone = serde_json::json!({ "party": party.as_str() }).to_string();
    let mut to = vec![
        Readership::sent_as(&alone, say!(view, caucus.in_confidence), Compartment::Caucus(party.clone())),
        Readership::sent_as("\"table\"", say!(view, caucus.at_the_table), Compartment::Table),
    ];
    if crate::pages::opening::home(view) == "public" {
        to.push(Readership::sent_as("\"public\"", "", Compartment::Public));
    }
    let fields = html! {
        (form.audience(view, "to:json", &say!(view, caucus.who_will_read_it), &to, Some(&alone)))
        (form.text("wording", &say!(view, caucus.what), true, &say!(view, caucus.held_words_of_others_are_refused)))
        (form.choice("issue", &say!(view, caucus.on_the_issue), &issue_choice(view, &view.state.issues), "", ""))
    };
    form.ends(fields, &say!(view, caucus.say_it))
}

pub(super) fn notes(view: &View<'_>, party: &PartyId) -> Markup {
    let own = Compartment::Caucus(party.clone());
    let here = view.state.notes.values().filter(|note| match &note.trace.compartment {
        Compartment::Mediator => note.about.as_ref() == Some(party),
        Compartment::Delegation(of) => of == party,
        other => *other == own,
    });
    let mut here: Vec<_> = here.collect();
    here.sort_by_key(|note| std::cmp::Reverse(note.trace.index));
    let here = Stretch::new(view, "notes", here);
    let mut places = Vec::new();
    if view.mediates() {
        places.push(Compartment::Mediator);
    }
    if !view.preview && view.own_party().as_ref() == Some(party) && view.who.session.is_some() {
        places.push(Compartment::Delegation(party.clone()));
    }
    if !places.is_empty() {
        places.push(own);
    }
    // Nothing is added to what was deleted.
    places.retain(|place| !view.state.deleted.contains(place));
    let places: Vec<Readership> = places.into_iter().map(|place| Readership::named(place, "")).collect();
    html! {
        @if here.is_empty() { p.empty { (say!(view, caucus.none)) } }
        @for note in &here.shown {
            article.item {
                (words::prose(note.text.read()))
                p { small { (words::place_tag(view, &note.trace.compartment, |party| view.party_name(party))) (when::moment(note.trace.at, &view.who.zone)) } }
            }
        }
        (here.links(view))
        @if !places.is_empty() {
            (folded(&say!(view, caucus.write_a_note), {
                let form = view.form("write_note").read_as_chosen();
                let fewest = places.first().map(|place| place.value.as_str());
                let fields = html! {
                    (form.text("text", &say!(view, caucus.note), true, ""))
                    (form.audience(view, "in", &say!(view, caucus.who_will_read_it), &places, fewest))
                    (form.fixed("about", party.as_str()))
                };
                form.ends(fields, &say!(view, caucus.write_the_note))
            }))
        }
    }
}
