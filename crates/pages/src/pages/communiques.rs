//! Public texts about sessions: proposed to those concerned, agreed, published.

use crate::field::folded;
use crate::reads::Readership;
use crate::shell::{Here, Page};
use crate::stretch::Stretch;
use crate::view::View;
use crate::words::{self, Tone};
use crate::{diff, when, whose_word};
use maud::{Markup, html};
use mediant_model::PartyId;
use mediant_record::communique::{Communique, CommuniqueId};
use mediant_record::state::Trace;
use mediant_record::{Compartment, Event};
use std::collections::BTreeSet;

/// The public texts that were agreed, and those that are being agreed.
pub fn page(view: &View<'_>) -> Page {
    let mut all: Vec<(&CommuniqueId, &Communique)> = view.state.communiques.iter().collect();
    all.sort_by_key(|(_, communique)| std::cmp::Reverse(communique.trace.index));
    let all = Stretch::new(view, "texts", all);
    let main = html! {
        p.lede { @if view.is_public() { "What those concerned agreed to say in public." } @else { "A communiqué says in public what those concerned agreed to say. A new wording needs everybody’s consent anew." } }
        @if view.mediates() && view.state.negotiating().next().is_some() { (folded("Propose a communiqué", propose(view, None))) }
        @if all.is_empty() { p.empty { "None yet." } }
        @for (id, communique) in &all.shown { (article(view, id, communique)) }
        (all.links(view))
    };
    Page { title: "Communiqués".to_owned(), here: Here::Communiques, main, aside: None }
}

fn article(view: &View<'_>, id: &CommuniqueId, communique: &Communique) -> Markup {
    let latest = communique.wordings.last();
    let count = communique.wordings.len();
    let missing: Vec<&PartyId> =
        communique.concerned.iter().filter(|party| !communique.agreed.contains_key(*party)).collect();
    html! {
        article.card {
            h2 {
                @if let Some(trace) = &communique.published { (words::status(Tone::Agreed, "published")) " " (when::moment(trace.at, &view.who.zone)) }
                @else if missing.is_empty() { (words::status(Tone::Agreed, "agreed, not published yet")) }
                @else { (words::status(Tone::Open, "proposed")) " " (when::moment(communique.trace.at, &view.who.zone)) }
            }
            @if let Some(session) = communique.session.as_ref().and_then(|session| view.state.sessions.get(session)) {
                p { small { "About: " (super::sessions::title(view, session))
                    @if let Some(day) = session.plan.on { ", " (when::day(day)) } } }
            }
            @if let Some((text, _)) = latest { div.communique { (words::prose(text)) } }
            @if communique.published.is_some() { p { small { "Agreed by " (view.parties(&communique.concerned)) "." (whose_word::only_recorded(view, &communique.reported)) } } }
            @if !view.is_public() {
                p { small {
                    "Concerned: " (view.parties(&communique.concerned)) " · wording " (count) " · agreed: "
                    @if communique.agreed.is_empty() { "nobody yet" } @else { (words::listed(communique.agreed.iter().map(|(party, (_, trace))| agreed(view, party, trace)))) }
                } }
                (whose_word::besides(view, |event| matches!(event, Event::CommuniqueAgreed(agreed) if agreed.communique == *id)))
                @if let [.., (before, _), (after, _)] = communique.wordings.as_slice() {
                    details.fold { summary { "What changed since the wording before" } p dir="auto" { (diff::marked(before, after)) } }
                }
            }
            @if communique.published.is_none() {
                @for party in &missing { @if view.speaks_for(party) { (agree(view, id, communique, party)) } }
                @if view.mediates() {
                    @if missing.is_empty() { (publish(view, id)) }
                    (folded("Word it anew", propose(view, Some((id, communique)))))
                }
            }
        }
    }
}

/// A party that agreed, and whose word that is where it is not its own.
fn agreed(view: &View<'_>, party: &PartyId, trace: &Trace) -> Markup {
    html! { (view.party(party)) @if let Some(act) = view.state.reported_at(trace) { " (" (whose_word::of(view, act)) ")" } }
}

fn agree(view: &View<'_>, id: &CommuniqueId, communique: &Communique, party: &PartyId) -> Markup {
    let count = communique.wordings.len();
    let form = view.form("agree_communique").read_by(view, &communique.trace.compartment);
    let fields = html! {
        (form.fixed("communique", id.as_str()))
        (form.fixed("party", party.as_str()))
        input type="hidden" name="wording:number" value=(count);
        (super::people::on_whose_word(view, &form, party, &format!("{} agrees on the word of", view.party_name(party))))
    };
    let button = if view.mediates() {
        format!("{} agrees to it", view.party_name(party))
    } else {
        "We agree to this wording".to_owned()
    };
    form.ends(fields, &button)
}

fn publish(view: &View<'_>, id: &CommuniqueId) -> Markup {
    let form = view
        .form("publish_communique")
        .confirm("Publish it? Everybody reads it from then on.")
        .read_by(view, &Compartment::Public);
    let fields = html! { (form.fixed("communique", id.as_str())) };
    form.ends(fields, "Publish it")
}

fn propose(view: &View<'_>, known: Option<(&CommuniqueId, &Communique)>) -> Markup {
    let form = view.form("propose_communique").read_as_chosen();
    let value = |parties: &BTreeSet<PartyId>| serde_json::json!(parties).to_string();
    let parties: BTreeSet<PartyId> = view.state.negotiating().map(|party| party.id.clone()).collect();
    let mut of: Vec<Readership> = parties
        .iter()
        .map(|party| {
            let how = format!("{} alone agrees", view.party_name(party));
            Readership::sent_as(value(&[party.clone()].into()), how, Compartment::Caucus(party.clone()))
        })
        .collect();
    if parties.len() > 1 {
        of.push(Readership::sent_as(value(&parties), "every party agrees", Compartment::Table));
    }
    let chosen_before = known.map(|(_, communique)| value(&communique.concerned));
    // A new wording goes to those who know the old one.
    of.retain(|one| chosen_before.as_ref().is_none_or(|before| *before == one.value));
    let mut sessions = vec![(String::new(), "none in particular".to_owned())];
    sessions.extend(view.state.sessions.iter().map(|(id, session)| {
        let names: Vec<String> = session.plan.parties.iter().map(|party| view.party_name(party)).collect();
        let day = session.plan.on.map(when::day_text).unwrap_or_else(|| "day not fixed".to_owned());
        (id.to_string(), format!("{day}: {}", names.join(", ")))
    }));
    let chosen = known
        .and_then(|(_, communique)| communique.session.as_ref())
        .map(ToString::to_string)
        .unwrap_or_default();
    let text = known
        .and_then(|(_, communique)| communique.wordings.last())
        .map(|(text, _)| text.as_str())
        .unwrap_or("");
    let fields = html! {
        @if let Some((id, _)) = known { (form.fixed("communique", id.as_str())) }
        (form.text_with("text", "Text", text, 5, true, ""))
        (form.choice("session", "About the session", &sessions, &chosen, "those concerned have to know of it"))
        (form.audience(view, "concerned:json", "Who has to agree, and reads it until it is published", &of, chosen_before.as_deref()))
    };
    form.ends(fields, if known.is_some() { "Propose this wording" } else { "Propose it to those concerned" })
}
