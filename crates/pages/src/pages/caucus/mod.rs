//! The conversation of one party with the mediator: what was told, how far it may travel, where it went.

mod items;
mod messages;

pub(super) use items::pass_on_path;
use items::{issue_choice, items, tell};
use messages::{heard, notes, say};

use super::deletion;
use crate::field::folded;
use crate::shell::{Here, Page};
use crate::stretch::Stretch;
use crate::view::View;
use crate::{standing, when, whose_word, words};
use maud::{Markup, html};
use mediant_model::PartyId;
use mediant_record::item::{Audience, Item, ItemId};
use mediant_record::state::State;
use mediant_record::{Compartment, Event};
use mediant_words::say;

/// The page: to the mediator the caucus with the party, to the party its own.
pub fn page(view: &View<'_>, party: &PartyId) -> Option<Page> {
    view.state.negotiating().find(|known| &known.id == party)?;
    let name = view.party_name(party);
    let deleted = view.state.deleted.contains(&Compartment::Caucus(party.clone()));
    let rule = view.state.opening.as_ref().map(|opening| opening.caucus_rule).unwrap_or_default();
    let main = html! {
        p.lede {
            @if view.is_mediators() { (say!(view, caucus.between_and_you, party = view.party(party))) " " } @else { (say!(view, caucus.between_us_and_the_mediator_nobody)) " " }
            (say!(view, caucus.the_rule, caucus_rule = words::caucus_rule(view, rule)))
        }
        (deletion::notice(view, party))
        h2 { @if view.is_mediators() { (say!(view, caucus.what_told, party = view.party(party))) } @else { (say!(view, caucus.what_we_told)) } }
        (items(view, party))
        @if view.speaks_for(party) && !deleted { (folded(&say!(view, caucus.tell_something), tell(view, party, rule))) }
        h2 { @if view.is_mediators() { (say!(view, caucus.what_heard_from_you, party = view.party(party))) } @else { (say!(view, caucus.what_we_heard_from_the_mediator)) } }
        (heard(view, party))
        @if view.mediates() && !deleted { (folded(&say!(view, caucus.say_something_of_your_own), say(view, party))) }
        h2 { (say!(view, caucus.notes)) }
        (notes(view, party))
        @if view.is_mediators() { (briefs(view, party)) }
        (confided(view, party))
    };
    let aside = html! {
        (sessions(view, party))
        @if view.is_mediators() {
            section {
                h2 { (say!(view, caucus.what_sees, name = html! { bdi { (name) } })) }
                p { a href=(words::preview(party)) { (say!(view, caucus.preview_its_pages)) } }
            }
        }
        (deletion::acts(view, party))
    };
    let title = if view.is_mediators() {
        say!(view, caucus.title_caucus_with, name = name).into_owned()
    } else {
        say!(view, caucus.our_caucus).into_owned()
    };
    Some(Page { title, here: Here::Caucus(party.clone()), main, aside: Some(aside) })
}

/// Items told, newest first.
pub(super) fn items_newest_first(state: &State) -> Vec<(&ItemId, &Item)> {
    let mut all: Vec<_> = state.items.iter().collect();
    all.sort_by_key(|(_, item)| std::cmp::Reverse(item.trace.index));
    all
}

/// Whether somebody who is passed something this way includes the party.
pub(super) fn reaches(to: &Audience, party: &PartyId) -> bool {
    match to {
        Audience::Party(hearer) => hearer == party,
        Audience::Table | Audience::Public => true,
    }
}

/// How many messages in its own caucus each party has not confirmed to have heard, as far as the reader knows.
pub(crate) fn unconfirmed<'a>(view: &'a View<'_>) -> Vec<(&'a PartyId, usize)> {
    let parties = view.state.negotiating().map(|party| &party.id);
    let count = |party: &PartyId| {
        let own = Compartment::Caucus(party.clone());
        view.state
            .heard
            .values()
            .filter(|heard| heard.trace.compartment == own && !heard.confirmed.contains_key(party))
            .count()
    };
    parties.map(|party| (party, count(party))).filter(|(_, count)| *count > 0).collect()
}

/// The brief a party deposited, to the mediator.
fn briefs(view: &View<'_>, party: &PartyId) -> Markup {
    let known = view.state.briefs.get(party);
    let deposited = known.and_then(|briefs| briefs.deposited.last());
    let estimate = known.and_then(|briefs| briefs.estimate.as_ref());
    html! {
        h2 { (say!(view, caucus.brief)) }
        @match deposited {
            Some(brief) => {
                p { (say!(view, caucus.version_deposited, version = brief.version, moment = when::moment(brief.trace.at, &view.who.zone), at = whose_word::at(view, &brief.trace))) }
                details.fold { summary { (say!(view, caucus.read_it)) } (super::brief::on_record(view, brief.text.read())) (folded(&say!(view, caucus.as_a_file), html! { pre.file { (brief.text.read()) } })) }
            }
            None => p.empty { (say!(view, caucus.no_brief_was_deposited)) }
        }
        (whose_word::besides(view, |event| matches!(event, Event::BriefDeposited(brief) if brief.party == *party)))
        @if let Some(estimate) = estimate {
            details.fold { summary { (say!(view, caucus.your_estimate_of_it, moment = when::moment(estimate.trace.at, &view.who.zone))) } (super::brief::on_record(view, estimate.text.read())) }
        }
        @if view.mediates() {
            p { a href=(super::brief::home(&view.who.role, party)) { (say!(view, caucus.estimate_what_its_brief_might_say)) } }
            (folded(&say!(view, caucus.estimate_it_by_a_file), {
                let form = view.form("estimate_brief").read_by(view, &Compartment::Mediator);
                let text = estimate.map_or_else(|| format!("mediant_brief = 1\nparty = {}\n", toml_text(party.as_str())), |brief| brief.text.read().to_owned());
                let fields = html! {
                    (form.fixed("party", party.as_str()))
                    (form.file("text", &say!(view, caucus.brief_file), &text, 12, true, &say!(view, caucus.yours_alone_the_analysis_uses)))
                };
                form.ends(fields, &say!(view, caucus.keep_the_estimate))
            }))
        }
    }
}

/// A text as a string of a file.
pub(super) fn toml_text(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Statements made in this caucus.
fn confided(view: &View<'_>, party: &PartyId) -> Markup {
    let own = Compartment::Caucus(party.clone());
    let here = standing::statements(view.state, |stated| stated.trace.compartment == own);
    let here = Stretch::new(view, "stated", here);
    html! {
        @if !here.is_empty() {
            h2 { (say!(view, caucus.stated_in_confidence)) }
            ul.items { @for entry in &here.shown { li { (standing::line(view, *entry, None)) } } }
            (here.links(view))
        }
    }
}

fn sessions(view: &View<'_>, party: &PartyId) -> Markup {
    let mut here: Vec<_> =
        view.state.sessions.values().filter(|session| session.plan.parties.contains(party)).collect();
    here.sort_by_key(|session| std::cmp::Reverse((session.plan.on, session.trace.index)));
    html! {
        section {
            h2 { (say!(view, caucus.sessions)) }
            @if here.is_empty() { p.empty { (say!(view, caucus.none)) } }
            ul { @for session in here.iter().take(6) {
                li {
                    (super::sessions::title(view, session))
                    small {
                        (when::at_place(view, session.plan.on, session.plan.time.as_deref(), session.plan.time_zone.as_deref(), &view.who.zone))
                        @if let Some(place) = &session.plan.place { " · " bdi { (place) } }
                    }
                }
            } }
            p { a href=(view.link("/sessions")) { (say!(view, caucus.all_sessions)) } }
        }
    }
}
