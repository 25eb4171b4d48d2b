//! What was told in a caucus, whether it may travel, and the form that tells more.

use super::items_newest_first;
use crate::field::folded;
use crate::pages::people::on_whose_word;
use crate::stretch::Stretch;
use crate::view::View;
use crate::words::Tone;
use crate::{when, whose_word, words};
use maud::{Markup, html};
use mediant_model::{Issue, PartyId};
use mediant_record::case::CaucusRule;
use mediant_record::item::{Item, ItemId, Release, ReleaseItem};
use mediant_record::{Command, Compartment, Event};
use mediant_words::say;
use std::borrow::Cow;

pub(super) fn items(view: &View<'_>, party: &PartyId) -> Markup {
    let here = items_newest_first(view.state).into_iter().filter(|(_, item)| &item.party == party);
    let here = Stretch::new(view, "told", here);
    html! {
        @if here.is_empty() { p.empty { (say!(view, caucus.nothing_was_told_yet)) } }
        @for (id, item) in &here.shown { (self::item(view, id, item)) }
        (here.links(view))
    }
}

pub(super) fn item(view: &View<'_>, id: &ItemId, item: &Item) -> Markup {
    html! {
        article.item id=(format!("item-{}", id)) {
            p { (words::release_tag(view, item.release)) (words::said(item.text.read())) }
            p { small {
                @if let Some(person) = &item.person { (view.person(person)) " · " }
                (when::moment(item.trace.at, &view.who.zone))
                @if let Some(issue) = &item.issue { " · " (say!(view, caucus.on, issue = view.issue(issue))) }
                " · " (words::release_meaning(view, item.release))
                (whose_word::at(view, &item.trace))
            } }
            @if !item.passed_on.is_empty() {
                ul.log {
                    @for passed in &item.passed_on {
                        li {
                            (say!(view, caucus.passed_on_to_under, strong = html! { strong { bdi { (words::audience(view, &passed.to, |party| view.party_name(party))) } } }, release_word = words::release_word(view, passed.release), moment = when::moment(passed.trace.at, &view.who.zone), said = words::said(passed.wording.read())))
                            @if let Some(heard) = view.state.heard.get(&passed.heard) {
                                @if heard.confirmed.is_empty() { small { (say!(view, caucus.not_confirmed_yet)) } }
                                @else { small { (say!(view, caucus.confirmed_by, listed = words::listed(view, heard.confirmed.iter().map(|(party, (_, trace))| html! { (view.party(party)) (whose_word::at(view, trace)) })))) } }
                            }
                        }
                    }
                }
            }
            @if !item.releases.is_empty() {
                details.fold {
                    summary { (say!(view, caucus.how_its_release_changed)) }
                    ul.log { @for (release, person, trace) in &item.releases {
                        li { (words::release_word(view, *release)) ", " (when::moment(trace.at, &view.who.zone))
                            @if let Some(person) = person { " · " (say!(view, caucus.on_the_word_of, person = view.person(person))) }
                            (whose_word::at(view, trace)) }
                    } }
                }
            }
            @if let Some((person, reason, trace)) = &item.taken_back {
                p { (words::status(Tone::Blocked, say!(view, caucus.taken_back))) " " (when::moment(trace.at, &view.who.zone))
                    @if let Some(person) = person { " · " (say!(view, caucus.on_the_word_of, person = view.person(person))) }
                    @if let Some(reason) = reason { " · " (words::said(reason)) }
                    " · " (say!(view, caucus.nothing_of_it_may_pass)) small { (whose_word::at(view, trace)) } }
            }
            (whose_word::besides(view, |event| match event {
                Event::ItemReleased(released) => released.item == *id,
                Event::ItemTakenBack(back) => back.item == *id,
                _ => false,
            }))
            @if view.mediates() && item.release > Release::Held && item.taken_back.is_none() {
                p.act { @for hearer in view.state.negotiating().filter(|hearer| hearer.id != item.party) {
                    a.button href=(pass_on_path(id, &hearer.id)) { (say!(view, caucus.pass_on_to, name = html! { bdi { (hearer.name) } })) } " "
                } }
            }
            @if view.speaks_for(&item.party) && item.taken_back.is_none() {
                @if item.release > Release::Held || may_release(view, id) { (folded(&say!(view, caucus.release_or_hold), release(view, id, item))) }
                (folded(&say!(view, caucus.take_it_back), take_back(view, id, item)))
            }
        }
    }
}

/// The page on which passing an item on is looked at before it is done.
pub(crate) fn pass_on_path(item: &ItemId, hearer: &PartyId) -> String {
    format!("/pass-on/{}/{}", words::step(item.as_str()), words::step(hearer.as_str()))
}

/// Whether the reader may let an item travel further.
fn may_release(view: &View<'_>, id: &ItemId) -> bool {
    let release = Release::Public;
    view.offers(&Command::ReleaseItem(ReleaseItem { item: id.clone(), release, person: None }))
}

fn release(view: &View<'_>, id: &ItemId, item: &Item) -> Markup {
    let form = view.form("release_item").read_by(view, &Compartment::Caucus(item.party.clone()));
    let further = may_release(view, id);
    let of: Vec<(String, String)> = words::RELEASES
        .iter()
        .filter(|release| **release < item.release || (further && **release > item.release))
        .map(|release| {
            (
                words::release_value(*release).to_owned(),
                format!(
                    "{}: {}",
                    words::release_word(view, *release),
                    words::release_meaning(view, *release)
                ),
            )
        })
        .collect();
    let hint = if further { Cow::Borrowed("") } else { say!(view, caucus.further_takes_a_mandate) };
    let fields = html! {
        (form.fixed("item", id.as_str()))
        (form.choice("release", &say!(view, caucus.from_now_on), &of, "", &hint))
        (on_whose_word(view, &form, &item.party, &say!(view, caucus.on_whose_word)))
    };
    form.ends(fields, &say!(view, caucus.change_the_release))
}

fn take_back(view: &View<'_>, id: &ItemId, item: &Item) -> Markup {
    let form = view
        .form("take_item_back")
        .confirm(say!(view, caucus.take_this_item_back_nothing))
        .read_by(view, &Compartment::Caucus(item.party.clone()));
    let fields = html! {
        (form.fixed("item", id.as_str()))
        p { small { (say!(view, caucus.for_what_was_told_by_mistake)) } }
        (form.line("reason", &say!(view, caucus.why), false, ""))
        (on_whose_word(view, &form, &item.party, &say!(view, caucus.on_whose_word)))
    };
    form.ends(fields, &say!(view, caucus.take_it_back))
}

pub(super) fn issue_choice(view: &View<'_>, issues: &[Issue]) -> Vec<(String, String)> {
    let mut of = vec![(String::new(), say!(view, caucus.none_in_particular).into_owned())];
    of.extend(issues.iter().map(|issue| (issue.id.to_string(), issue.name.clone())));
    of
}

pub(super) fn tell(view: &View<'_>, party: &PartyId, rule: CaucusRule) -> Markup {
    let form = view.form("tell_item").read_by(view, &Compartment::Caucus(party.clone()));
    let default = match rule {
        CaucusRule::NothingWithoutRelease => "held",
        CaucusRule::SubstanceUnlessMarked => "substance",
    };
    let of: Vec<(&str, String)> = words::RELEASES
        .iter()
        .map(|release| {
            (
                words::release_value(*release),
                format!(
                    "{}: {}",
                    words::release_word(view, *release),
                    words::release_meaning(view, *release)
                ),
            )
        })
        .collect();
    let of: Vec<(&str, &str)> = of.iter().map(|(value, words)| (*value, words.as_str())).collect();
    let mut sessions = vec![(String::new(), say!(view, caucus.none_in_particular).into_owned())];
    let own = Compartment::Caucus(party.clone());
    sessions.extend(
        view.state.sessions.iter().filter(|(_, session)| own.is_within(&session.trace.compartment)).map(
            |(id, session)| {
                let day = session
                    .plan
                    .on
                    .map(when::day_text)
                    .unwrap_or_else(|| say!(view, caucus.day_not_fixed).into_owned());
                (
                    id.to_string(),
                    format!(
                        "{day}, {}",
                        session.plan.place.as_deref().unwrap_or(&say!(view, caucus.place_not_fixed))
                    ),
                )
            },
        ),
    );
    let fields = html! {
        (form.fixed("party", party.as_str()))
        (form.text("text", &say!(view, caucus.what), true, ""))
        (form.radios("release", &say!(view, caucus.how_far_it_may_travel), &of, Some(default)))
        (form.choice("issue", &say!(view, caucus.on_the_issue), &issue_choice(view, &view.state.issues), "", ""))
        (form.choice("session", &say!(view, caucus.in_the_session), &sessions, "", ""))
        (on_whose_word(view, &form, party, &say!(view, caucus.who_said_it)))
    };
    form.ends(fields, &say!(view, caucus.put_it_on_record))
}
