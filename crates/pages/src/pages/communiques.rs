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
use mediant_words::say;
use std::collections::BTreeSet;

/// The public texts that were agreed, and those that are being agreed.
pub fn page(view: &View<'_>) -> Page {
    let mut all: Vec<(&CommuniqueId, &Communique)> = view.state.communiques.iter().collect();
    all.sort_by_key(|(_, communique)| std::cmp::Reverse(communique.trace.index));
    let all = Stretch::new(view, "texts", all);
    let main = html! {
        p.lede { @if view.is_public() { (say!(view, communiques.what_those_concerned_agreed_to_say)) } @else { (say!(view, communiques.a_communique_says_in_public_what)) } }
        @if view.mediates() && view.state.negotiating().next().is_some() { (folded(&say!(view, communiques.propose_a_communique), propose(view, None))) }
        @if all.is_empty() { p.empty { (say!(view, communiques.none_yet)) } }
        @for (id, communique) in &all.shown { (article(view, id, communique)) }
        (all.links(view))
    };
    Page { title: say!(view, communiques.title).into_owned(), here: Here::Communiques, main, aside: None }
}

fn article(view: &View<'_>, id: &CommuniqueId, communique: &Communique) -> Markup {
    let latest = communique.wordings.last();
    let count = communique.wordings.len();
    let missing: Vec<&PartyId> =
        communique.concerned.iter().filter(|party| !communique.agreed.contains_key(*party)).collect();
    html! {
        article.card {
            h2 {
                @if let Some(trace) = &communique.published { (words::status(Tone::Agreed, say!(view, communiques.published))) " " (when::moment(trace.at, &view.who.zone)) }
                @else if missing.is_empty() { (words::status(Tone::Agreed, say!(view, communiques.agreed_not_published_yet))) }
                @else { (words::status(Tone::Open, say!(view, communiques.proposed))) " " (when::moment(communique.trace.at, &view.who.zone)) }
            }
            @if let Some(session) = communique.session.as_ref().and_then(|session| view.state.sessions.get(session)) {
                p { small {
                    @let title = super::sessions::title(view, session);
                    @match session.plan.on {
                        Some(day) => (say!(view, communiques.about_session_on, session = title, day = when::day(day))),
                        None => (say!(view, communiques.about_session, session = title)),
                    }
                } }
            }
            @if let Some((text, _)) = latest { div.communique { (words::prose(text)) } }
            @if communique.published.is_some() { p { small { (say!(view, communiques.agreed_by, parties = view.parties(&communique.concerned), only_recorded = whose_word::only_recorded(view, &communique.reported))) } } }
            @if !view.is_public() {
                p { small {
                    @let concerned = view.parties(&communique.concerned);
                    @if communique.agreed.is_empty() { (say!(view, communiques.concerned_agreed_by_nobody, concerned = concerned, wording = count)) }
                    @else {
                        @let agreed = words::listed(view, communique.agreed.iter().map(|(party, (_, trace))| agreed(view, party, trace)));
                        (say!(view, communiques.concerned_agreed, concerned = concerned, wording = count, agreed = agreed))
                    }
                } }
                (whose_word::besides(view, |event| matches!(event, Event::CommuniqueAgreed(agreed) if agreed.communique == *id)))
                @if let [.., (before, _), (after, _)] = communique.wordings.as_slice() {
                    details.fold { summary { (say!(view, communiques.what_changed_since_the_wording_before)) } p dir="auto" { (diff::marked(before, after)) } }
                }
            }
            @if communique.published.is_none() {
                @for party in &missing { @if view.speaks_for(party) { (agree(view, id, communique, party)) } }
                @if view.mediates() {
                    @if missing.is_empty() { (publish(view, id)) }
                    (folded(&say!(view, communiques.word_it_anew), propose(view, Some((id, communique)))))
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
        (super::people::on_whose_word(view, &form, party, &say!(view, communiques.agrees_on_the_word_of, party = view.party_name(party))))
    };
    let button = if view.mediates() {
        say!(view, communiques.agrees_to_it, party = view.party_name(party)).into_owned()
    } else {
        say!(view, communiques.we_agree_to_this_wording).into_owned()
    };
    form.ends(fields, &button)
}

fn publish(view: &View<'_>, id: &CommuniqueId) -> Markup {
    let form = view
        .form("publish_communique")
        .confirm(say!(view, communiques.publish_it_everybody_reads))
        .read_by(view, &Compartment::Public);
    let fields = html! { (form.fixed("communique", id.as_str())) };
    form.ends(fields, &say!(view, communiques.publish_it))
}

fn propose(view: &View<'_>, known: Option<(&CommuniqueId, &Communique)>) -> Markup {
    let form = view.form("propose_communique").read_as_chosen();
    let value = |parties: &BTreeSet<PartyId>| serde_json::json!(parties).to_string();
    let parties: BTreeSet<PartyId> = view.state.negotiating().map(|party| party.id.clone()).collect();
    let mut of: Vec<Readership> = parties
        .iter()
        .map(|party| {
            let how = say!(view, communiques.alone_agrees, party = view.party_name(party));
            Readership::sent_as(value(&[party.clone()].into()), how, Compartment::Caucus(party.clone()))
        })
        .collect();
    if parties.len() > 1 {
        of.push(Readership::sent_as(
            value(&parties),
            say!(view, communiques.every_party_agrees),
            Compartment::Table,
        ));
    }
    let chosen_before = known.map(|(_, communique)| value(&communique.concerned));
    // A new wording goes to those who know the old one.
    of.retain(|one| chosen_before.as_ref().is_none_or(|before| *before == one.value));
    let mut sessions = vec![(String::new(), say!(view, communiques.none_in_particular).into_owned())];
    sessions.extend(view.state.sessions.iter().map(|(id, session)| {
        let names: Vec<String> = session.plan.parties.iter().map(|party| view.party_name(party)).collect();
        let day = session
            .plan
            .on
            .map(when::day_text)
            .unwrap_or_else(|| say!(view, communiques.day_not_fixed).into_owned());
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
        (form.text_with("text", &say!(view, communiques.text), text, 5, true, ""))
        (form.choice("session", &say!(view, communiques.about_the_session), &sessions, &chosen, &say!(view, communiques.those_concerned_have_to_know)))
        (form.audience(view, "concerned:json", &say!(view, communiques.who_has_to_agree_and_reads), &of, chosen_before.as_deref()))
    };
    form.ends(
        fields,
        &if known.is_some() {
            say!(view, communiques.propose_this_wording)
        } else {
            say!(view, communiques.propose_it)
        },
    )
}
