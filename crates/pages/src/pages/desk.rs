//! The mediator's first page: where the talks stand, what is next, what may be said to whom.

use crate::shell::{Here, Page};
use crate::standing::IssueStanding;
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
use mediant_words::say;
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
            p.empty { (say!(view, desk.no_issue_is_on_the_table)) }
        } @else {
            h2 { (say!(view, desk.issues)) }
            (standing::table(view, insight.ok()))
        }
        (pages::issue::adding(view))
        @if let Some(interests) = standing::interests(view) { h2 { (say!(view, desk.what_they_need)) } (interests) }
        @if let Some(table) = standing::alternatives(view) {
            h2 { (say!(view, desk.alternatives_to_a_deal)) }
            (table)
            p.lede { a href="/outlook" { (say!(view, desk.what_time_does_to_the_room)) } }
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
    Page { title: say!(view, desk.where_we_stand).into_owned(), here: Here::Desk, main, aside: Some(aside) }
}

/// Issues and their states in a sentence.
pub(super) fn summary(view: &View<'_>, insight: Option<&Insight>) -> Markup {
    let count = view.state.issues.len();
    let mut standings: Vec<(IssueStanding, usize)> = Vec::new();
    for issue in &view.state.issues {
        let stands = standing::status(view, insight, issue);
        match standings.iter_mut().find(|(known, _)| *known == stands) {
            Some((_, times)) => *times += 1,
            None => standings.push((stands, 1)),
        }
    }
    let parts = standings.iter().map(|(stands, times)| {
        say!(view, desk.issues_that_stand_so, times = times, word = stands.word(view).0)
    });
    let row = (!standings.is_empty()).then(|| words::strung(view, parts));
    let rule = view.state.opening.as_ref().map(|opening| &opening.agreement);
    html! {
        @match row {
            Some(row) => (say!(view, desk.issues_stand, count = count, standings = row)),
            None => (say!(view, desk.issues_counted, count = count)),
        }
        @if let Some(rule) = rule {
            " " (pages::opening::rule_in_words(view, rule))
            @if rule.nothing_until_everything { " " (say!(view, desk.nothing_is_agreed_until_everything)) }
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
            section.hurdle aria-label=(say!(view, desk.is_there_a_deal)) {
                (verdict(&insight.report.verdict))
                @if let Some(found) = section(&insight.report, SectionSubject::Conflicts, Level::H2) { (found) }
                @if let Some(found) = section(&insight.report, SectionSubject::Openings, Level::H2) { (found) }
                p.checked { small { (say!(view, desk.checked, checked = insight.report.checked, grounds = grounds(view, insight))) } }
            }
        },
        Err(InsightError::TooEarly | InsightError::Underway | InsightError::UnknownReader) => html! {},
        Err(InsightError::Unclear(why)) => html! {
            section.hurdle aria-label=(say!(view, desk.is_there_a_deal)) {
                p { (say!(view, desk.what_is_on_record_does, status = words::status(Tone::Open, say!(view, desk.not_analysed)))) }
                ul { @for reason in why { li { (words::said(reason)) } } }
            }
        },
    }
}

/// Which briefs the answer rests on.
fn grounds(view: &View<'_>, insight: &Insight) -> Markup {
    let of = |party: &PartyId| match (insight.estimated.contains(party), view.own_party()) {
        (true, _) => html! { (say!(view, desk.your_estimate_of_the_brief_of, party = view.party(party))) },
        (false, Some(_)) => html! { (say!(view, desk.our_own_brief)) },
        (false, None) => {
            html! { (say!(view, desk.the_brief_of, party = view.party(party), of_brief = whose_word::of_brief(view, party))) }
        }
    };
    let briefs = insight.posed.briefs.iter().map(|brief| of(&brief.party));
    let all = insight.estimated.is_empty() && insight.posed.briefs.len() == view.state.negotiating().count();
    html! {
        @if insight.posed.briefs.is_empty() { (say!(view, desk.no_brief_is_at_hand)) }
        @else if all {
            (say!(view, desk.it_rests_on_statements))
            @for brief in &insight.posed.briefs { (whose_word::of_brief(view, &brief.party)) }
        }
        @else { (say!(view, desk.it_rests_on_statements_and_on, listed = words::listed(view, briefs))) }
        @for (party, why) in &insight.unread_briefs {
            " " (say!(view, desk.brief_does_not_fit, party = view.party(party), reasons = html! { @for (at, reason) in why.iter().enumerate() { @if at > 0 { "; " } (words::said(reason)) } }))
        }
        @for (issue, option) in &insight.left_out {
            " " (say!(view, desk.your_option_of_is_left_out, option_name = html! { bdi { (view.option_name(issue, option)) } }, issue = view.issue(issue)))
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
            h2 { (say!(view, desk.what_may_i_say_to, party = view.party(hearer))) }
            ul.sayable {
                @if public > 0 {
                    li { (say!(view, desk.which_it_can_read_itself, said = html! { span.kind { (say!(view, desk.at_the_table)) } }, link = html! { a href=(words::preview(hearer)) { (say!(view, desk.statements_of_others, count = public)) } })) }
                }
                @for (id, item) in &waiting {
                    li {
                        (words::release_tag(view, item.release))
                        a href=(pages::caucus::pass_on_path(id, hearer)) { (words::said(&pages::shortened(item.text.read()))) }
                        small { (say!(view, desk.told_by_not_passed, party = view.party(&item.party), party_2 = view.party(hearer), of_item = whose_word::of_item(view, id, item))) }
                    }
                }
                @if !held.is_empty() {
                    li {
                        (say!(view, desk.items_told_by_nothing_may_pass, release_tag = words::release_tag(view, Release::Held), count = held.len(), parties = view.parties(tellers)))
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
            h2 { (say!(view, desk.preview_what_they_see)) }
            ul {
                @for party in view.state.negotiating() { li { a href=(words::preview(&party.id)) { bdi { (party.name) } } } }
                li { a href="/preview/public" { (say!(view, desk.everybody)) } }
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
                html! { (who) ": " (words::status(Tone::Ended, say!(view, desk.ended))) " " (when::day(*on))
                @if let Some(reason) = reason { small { (words::said(reason)) } }
                (whose_word::of_end(view, id, given)) },
            ));
        } else if let Some(until) = given.until.filter(|until| *until <= soon) {
            let over = until < view.today;
            ending.push((name, html! { (who) ": "
                @if over { (words::status(Tone::Ended, say!(view, desk.ran_out))) } @else { (words::status(Tone::Partly, say!(view, desk.ends_soon))) }
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
            h2 { (say!(view, desk.mandates)) }
            @if ending.is_empty() && nobody.is_empty() { p { (say!(view, desk.no_mandate_ends_within_two_weeks)) } }
            ul {
                @for (_, line) in &ending { li { (line) } }
                @if !nobody.is_empty() { li { (say!(view, desk.can_accept_today_for, status = words::status(Tone::Blocked, say!(view, desk.nobody)), parties = view.parties(nobody))) } }
            }
            p { a href="/people" { (say!(view, desk.people_and_mandates)) } }
        }
    }
}
