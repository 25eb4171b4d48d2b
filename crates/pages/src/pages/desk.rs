//! The mediator's first page: where the talks stand, what is next, what may be said to whom.

use crate::shell::{Here, Page};
use crate::view::View;
use crate::words::{self, Tone};
use crate::{next, pages, phase, standing, when, whose_word};
use maud::{Markup, html};
use mediant_engine::report::SectionSubject;
use mediant_insight::{Insight, InsightError};
use mediant_model::PartyId;
use mediant_record::Compartment;
use mediant_record::item::Release;
use mediant_record::talks::Stage;
use mediant_render::html::{Level, section, verdict};
use std::collections::{BTreeMap, BTreeSet};

/// The mediator’s first page: where the talks stand, and what to do next.
pub fn page(view: &View<'_>, insight: Result<&Insight, &InsightError>) -> Page {
    if view.state.stage == Stage::NotOpened {
        return pages::opening::page(view);
    }
    let main = html! {
        p.lede { (summary(view, insight.ok())) }
        (hurdle(view, insight))
        @if view.state.issues.is_empty() {
            p.empty { "No issue is on the table yet." }
        } @else {
            h2 { "Issues" }
            (standing::table(view, insight.ok()))
        }
        (pages::issue::adding(view))
        @if let Some(interests) = standing::interests(view) { h2 { "What they need" } (interests) }
        @if let Some(table) = standing::alternatives(view) {
            h2 { "Alternatives to a deal" }
            (table)
            p.lede { a href="/outlook" { "What time does to the room for a deal" } }
        }
        (pages::conclusion::section(view))
    };
    let open = spoken_openly(view);
    let aside = html! {
        (whose_word::for_mediator(view))
        (next::section(view))
        @for party in view.state.negotiating() { (sayable(view, &open, &party.id)) }
        (previews(view))
        (mandates(view))
    };
    Page { title: "Where we stand".to_owned(), here: Here::Desk, main, aside: Some(aside) }
}

/// Issues and their states in a sentence.
pub(super) fn summary(view: &View<'_>, insight: Option<&Insight>) -> Markup {
    let count = view.state.issues.len();
    let mut words: Vec<(&'static str, usize)> = Vec::new();
    for issue in &view.state.issues {
        let (word, _) = standing::status(view, insight, issue);
        match words.iter_mut().find(|(known, _)| *known == word) {
            Some((_, times)) => *times += 1,
            None => words.push((word, 1)),
        }
    }
    let rule = view.state.opening.as_ref().map(|opening| &opening.agreement);
    html! {
        (words::counted(count, "issue", "issues"))
        @if !words.is_empty() { ": " }
        @for (at, (word, times)) in words.iter().enumerate() {
            @if at > 0 { ", " }
            (times) " " (word)
        }
        "."
        @if let Some(rule) = rule {
            " " (pages::opening::rule_in_words(view, rule))
            @if rule.nothing_until_everything { " Nothing is agreed until everything is agreed." }
        }
    }
}

/// Why there is no deal, or that there is one, in the words of the report.
pub(super) fn hurdle(view: &View<'_>, insight: Result<&Insight, &InsightError>) -> Markup {
    if let Some(agreed) = phase::headline(view) {
        return agreed;
    }
    match insight {
        Ok(insight) => html! {
            section.hurdle aria-label="Is there a deal?" {
                (verdict(&insight.report.verdict))
                @if let Some(found) = section(&insight.report, SectionSubject::Conflicts, Level::H2) { (found) }
                @if let Some(found) = section(&insight.report, SectionSubject::Openings, Level::H2) { (found) }
                p.checked { small { "Checked: " (insight.report.checked) ". " (grounds(view, insight)) } }
            }
        },
        Err(InsightError::TooEarly | InsightError::Underway | InsightError::UnknownReader) => html! {},
        Err(InsightError::Unclear(why)) => html! {
            section.hurdle aria-label="Is there a deal?" {
                p { (words::status(Tone::Open, "Not analysed.")) " What is on record does not fit together:" }
                ul { @for reason in why { li { (words::said(reason)) } } }
            }
        },
    }
}

/// Which briefs the answer rests on.
fn grounds(view: &View<'_>, insight: &Insight) -> Markup {
    let of = |party: &PartyId| match (insight.estimated.contains(party), view.own_party()) {
        (true, _) => html! { "your estimate of the brief of " (view.party(party)) },
        (false, Some(_)) => html! { "our own brief" },
        (false, None) => html! { "the brief of " (view.party(party)) (whose_word::of_brief(view, party)) },
    };
    let briefs = insight.posed.briefs.iter().map(|brief| of(&brief.party));
    let all = insight.estimated.is_empty() && insight.posed.briefs.len() == view.state.negotiating().count();
    html! {
        @if insight.posed.briefs.is_empty() { "No brief is at hand: this rests on statements alone." }
        @else if all {
            "It rests on statements and on the brief of every party."
            @for brief in &insight.posed.briefs { (whose_word::of_brief(view, &brief.party)) }
        }
        @else { "It rests on statements and on " (words::listed(briefs)) "." }
        @for (party, why) in &insight.unread_briefs {
            " The brief of " (view.party(party)) " does not fit the case any more: "
            @for (at, reason) in why.iter().enumerate() { @if at > 0 { "; " } (words::said(reason)) }
        }
        @for (issue, option) in &insight.left_out {
            " Your option “" bdi { (view.option_name(issue, option)) } "” of " (view.issue(issue))
            " is left out of it: a party that gave a brief does not know of it. Bring it onto the table to have it counted."
        }
    }
}

/// How many statements of each party everybody at the table may read, of those that hold.
fn spoken_openly<'a>(view: &'a View<'_>) -> BTreeMap<&'a PartyId, usize> {
    let open = view.state.statements.values().filter(|stated| {
        matches!(stated.trace.compartment, Compartment::Public | Compartment::Table)
            && stated.content.provenance().counts(Some(view.today))
    });
    let mut counts = BTreeMap::new();
    for party in open.filter_map(|stated| stated.content.party()) {
        *counts.entry(party).or_insert(0) += 1;
    }
    counts
}

/// What may be said to a party: what waits to be passed on, and how much is held.
fn sayable(view: &View<'_>, open: &BTreeMap<&PartyId, usize>, hearer: &PartyId) -> Markup {
    let others = view.state.items.iter().filter(|(_, item)| &item.party != hearer);
    let (held, free): (Vec<_>, Vec<_>) = others.partition(|(_, item)| item.release == Release::Held);
    let waiting: Vec<_> = free
        .into_iter()
        .filter(|(_, item)| !item.passed_on.iter().any(|passed| pages::caucus::reaches(&passed.to, hearer)))
        .collect();
    let public: usize = open.iter().filter(|(speaker, _)| **speaker != hearer).map(|(_, count)| count).sum();
    if public == 0 && waiting.is_empty() && held.is_empty() {
        return html! {};
    }
    let tellers: BTreeSet<&PartyId> = held.iter().map(|(_, item)| &item.party).collect();
    html! {
        section {
            h2 { "What may I say to " (view.party(hearer)) "?" }
            ul.sayable {
                @if public > 0 {
                    li { span.kind { "at the table" } " "
                        a href=(words::preview(hearer)) { (words::counted(public, "statement", "statements")) " of others" }
                        ", which it can read itself" }
                }
                @for (id, item) in &waiting {
                    li {
                        (words::release_tag(item.release))
                        a href=(pages::caucus::pass_on_path(id, hearer)) { (words::said(&pages::shortened(item.text.read()))) }
                        small { "told by " (view.party(&item.party)) " · not passed on to " (view.party(hearer)) " yet" (whose_word::of_item(view, id, item)) }
                    }
                }
                @if !held.is_empty() {
                    li {
                        (words::release_tag(Release::Held)) (words::counted(held.len(), "item", "items")) " told by "
                        (view.parties(tellers))
                        ": nothing may pass"
                    }
                }
            }
        }
    }
}

/// Ways to see what each party and everybody sees.
fn previews(view: &View<'_>) -> Markup {
    html! {
        section {
            h2 { "Preview what they see" }
            ul {
                @for party in view.state.negotiating() { li { a href=(words::preview(&party.id)) { bdi { (party.name) } } } }
                li { a href="/preview/public" { "everybody" } }
            }
        }
    }
}

/// Mandates that end soon or have ended: at most this many days ahead.
const SOON_DAYS: i32 = 14;

fn mandates(view: &View<'_>) -> Markup {
    let soon = view.today.checked_add(jiff::Span::new().days(SOON_DAYS)).unwrap_or(view.today);
    let mut ending: Vec<(String, Markup)> = Vec::new();
    for (id, given) in &view.state.mandates {
        let who = html! { (view.person(&given.person)) " (" (view.party(&given.party)) ")" };
        let name = view.person_name(&given.person);
        if let Some((on, reason)) = &given.ended {
            ending.push((
                name,
                html! { (who) ": " (words::status(Tone::Ended, "ended")) " " (when::day(*on))
                @if let Some(reason) = reason { small { (words::said(reason)) } }
                (whose_word::of_end(view, id, given)) },
            ));
        } else if let Some(until) = given.until.filter(|until| *until <= soon) {
            let over = until < view.today;
            ending.push((name, html! { (who) ": "
                @if over { (words::status(Tone::Ended, "ran out")) } @else { (words::status(Tone::Partly, "ends soon")) }
                " " (when::day(until)) }));
        }
    }
    ending.sort_by(|a, b| a.0.cmp(&b.0));
    let nobody: Vec<&PartyId> = view
        .state
        .negotiating()
        .map(|party| &party.id)
        .filter(|party| !pages::people::can_somebody_accept(view, party))
        .collect();
    html! {
        section {
            h2 { "Mandates" }
            @if ending.is_empty() && nobody.is_empty() { p { "No mandate ends within two weeks." } }
            ul {
                @for (_, line) in &ending { li { (line) } }
                @if !nobody.is_empty() { li { (words::status(Tone::Blocked, "nobody")) " can accept today for " (view.parties(nobody)) } }
            }
            p { a href="/people" { "People and mandates" } }
        }
    }
}
