//! The conversation of one party with the mediator: what was told, how far it may travel, where it went.

use super::deletion;
use super::people::on_whose_word;
use crate::field::folded;
use crate::reads::Readership;
use crate::shell::{Here, Page};
use crate::stretch::Stretch;
use crate::view::View;
use crate::words::Tone;
use crate::{standing, when, whose_word, words};
use maud::{Markup, html};
use mediant_model::{Issue, PartyId};
use mediant_record::case::CaucusRule;
use mediant_record::hearing::{HeardId, HeardOnRecord};
use mediant_record::item::{Audience, Item, ItemId, Release, ReleaseItem};
use mediant_record::state::State;
use mediant_record::{Command, Compartment, Event};
use mediant_words::say;
use std::borrow::Cow;

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

fn items(view: &View<'_>, party: &PartyId) -> Markup {
    let here = items_newest_first(view.state).into_iter().filter(|(_, item)| &item.party == party);
    let here = Stretch::new(view, "told", here);
    html! {
        @if here.is_empty() { p.empty { (say!(view, caucus.nothing_was_told_yet)) } }
        @for (id, item) in &here.shown { (self::item(view, id, item)) }
        (here.links(view))
    }
}

fn item(view: &View<'_>, id: &ItemId, item: &Item) -> Markup {
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
pub(super) fn pass_on_path(item: &ItemId, hearer: &PartyId) -> String {
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

fn issue_choice(view: &View<'_>, issues: &[Issue]) -> Vec<(String, String)> {
    let mut of = vec![(String::new(), say!(view, caucus.none_in_particular).into_owned())];
    of.extend(issues.iter().map(|issue| (issue.id.to_string(), issue.name.clone())));
    of
}

fn tell(view: &View<'_>, party: &PartyId, rule: CaucusRule) -> Markup {
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

fn heard(view: &View<'_>, party: &PartyId) -> Markup {
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

fn say(view: &View<'_>, party: &PartyId) -> Markup {
    let form = view.form("say").read_as_chosen();
    let alone = serde_json::json!({ "party": party.as_str() }).to_string();
    let mut to = vec![
        Readership::sent_as(&alone, say!(view, caucus.in_confidence), Compartment::Caucus(party.clone())),
        Readership::sent_as("\"table\"", say!(view, caucus.at_the_table), Compartment::Table),
    ];
    if super::opening::home(view) == "public" {
        to.push(Readership::sent_as("\"public\"", "", Compartment::Public));
    }
    let fields = html! {
        (form.audience(view, "to:json", &say!(view, caucus.who_will_read_it), &to, Some(&alone)))
        (form.text("wording", &say!(view, caucus.what), true, &say!(view, caucus.held_words_of_others_are_refused)))
        (form.choice("issue", &say!(view, caucus.on_the_issue), &issue_choice(view, &view.state.issues), "", ""))
    };
    form.ends(fields, &say!(view, caucus.say_it))
}

fn notes(view: &View<'_>, party: &PartyId) -> Markup {
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
