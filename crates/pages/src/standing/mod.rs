//! Where each issue stands, and what was said on it.

mod besides;
mod issue;

pub use besides::{alternatives, interests};
pub use issue::{IssueStanding, status, table, whose_status};

use super::condition;
use super::view::View;
use super::when;
use super::words;
use maud::{Markup, html};
use mediant_model::{Date, IssueId, PartyId};
use mediant_record::state::State;
use mediant_record::statement::{Statement, StatementId, StatementOnRecord};
use mediant_words::say;
use std::collections::BTreeMap;

/// A statement with its id.
pub type Entry<'a> = (&'a StatementId, &'a StatementOnRecord);

/// The statements for which `keep` holds, newest first.
pub fn statements(state: &State, keep: impl Fn(&StatementOnRecord) -> bool) -> Vec<Entry<'_>> {
    let mut all: Vec<Entry<'_>> = state.statements.iter().filter(|(_, stated)| keep(stated)).collect();
    all.sort_by_cached_key(|(_, stated)| std::cmp::Reverse((said_on(stated), stated.trace.index)));
    all
}

/// What still holds of what was said, by party and issue. Worked out once for a page: a record may hold many statements.
pub struct Holding<'a> {
    by: BTreeMap<&'a PartyId, BTreeMap<&'a IssueId, Vec<Entry<'a>>>>,
}

impl<'a> Holding<'a> {
    /// What holds on a day.
    pub fn new(state: &'a State, today: Date) -> Self {
        let mut by: BTreeMap<_, BTreeMap<_, Vec<Entry<'a>>>> = BTreeMap::new();
        for entry in &state.statements {
            let content = &entry.1.content;
            let Some(party) = content.party().filter(|_| content.provenance().counts(Some(today))) else {
                continue;
            };
            let mut issues = content.issues();
            issues.sort();
            issues.dedup();
            for issue in issues {
                by.entry(party).or_default().entry(issue).or_default().push(entry);
            }
        }
        for said in by.values_mut().flat_map(BTreeMap::values_mut) {
            said.sort_by_cached_key(|(_, stated)| std::cmp::Reverse((said_on(stated), stated.trace.index)));
        }
        Self { by }
    }

    /// What a party said on an issue, newest first.
    pub fn on(&self, party: &PartyId, issue: &IssueId) -> &[Entry<'a>] {
        self.by.get(party).and_then(|of| of.get(issue)).map(Vec::as_slice).unwrap_or_default()
    }
}

/// The day on which something was said; the day it was recorded where nobody knows.
fn said_on(stated: &StatementOnRecord) -> Date {
    let recorded = || jiff::tz::TimeZone::UTC.to_datetime(stated.trace.at).date();
    stated.content.provenance().on.unwrap_or_else(recorded)
}

/// The kind of a statement in a word.
pub fn kind(view: &View<'_>, content: &Statement) -> String {
    match content {
        Statement::Position(_) => say!(view, standing.position).into_owned(),
        Statement::Interest(_) => say!(view, standing.interest).into_owned(),
        Statement::RedLine(line) => words::standing(view, line.standing, &say!(view, standing.red_line)),
        Statement::Precondition(condition) => {
            words::standing(view, condition.standing, &say!(view, standing.precondition))
        }
        Statement::Linkage(_) => say!(view, standing.linkage).into_owned(),
        Statement::Alternative(_) => say!(view, standing.without_a_deal).into_owned(),
        Statement::Answer(answer) => words::stance(view, answer.stance).into_owned(),
        Statement::Remark(_) => say!(view, standing.remark).into_owned(),
        Statement::Confidence(_) => say!(view, standing.not_disclosed).into_owned(),
        Statement::Deadline(deadline) => {
            say!(view, standing.by_day, day = deadline.on.to_string()).into_owned()
        }
    }
}

/// What a statement says: its author's words, and beside them what was ticked, since words alone may say less, or something else.
/// Either by itself where the other is missing.
///
/// What [`kind`] says is not said again: it stands before this wherever statements are shown.
pub fn meaning(view: &View<'_>, content: &Statement, within: Option<&IssueId>) -> Markup {
    let text = content.provenance().text.as_deref();
    match (text, ticked(view, content, within)) {
        (Some(text), Some(ticked)) => html! { (words::said(text)) " · " span.ticked { (ticked) } },
        (Some(text), None) => words::said(text),
        (None, Some(ticked)) => ticked,
        (None, None) => match content {
            Statement::Answer(answer) => html! { (words::stance(view, answer.stance)) },
            Statement::Position(position) => {
                html! { (say!(view, standing.has_a_position_on, issue_name = html! { bdi { (view.issue_name(&position.issue)) } })) }
            }
            _ => html! { (say!(view, standing.said_without_words_on_record)) },
        },
    }
}

/// What was chosen for a statement, beside its kind and its words; the issue is named unless it is known where this stands.
fn ticked(view: &View<'_>, content: &Statement, within: Option<&IssueId>) -> Option<Markup> {
    let shown = |of: &mediant_model::Condition| match within {
        Some(issue) => condition::on_issue(view, of, issue),
        None => condition::words(view, of),
    };
    let on = |issue: &IssueId| {
        (within != Some(issue)).then(
            || html! { (say!(view, standing.on, issue_name = html! { bdi { (view.issue_name(issue)) } })) },
        )
    };
    match content {
        Statement::Position(position) => match &position.wants {
            Some(wants) => Some(html! { (say!(view, standing.wants, shown = shown(wants))) }),
            None => on(&position.issue),
        },
        Statement::Interest(_) => None,
        Statement::Remark(remark) => remark.issue.as_ref().and_then(on),
        Statement::Alternative(alternative) => {
            alternative.trend.map(|trend| html! { (words::trend(view, Some(trend))) })
        }
        Statement::RedLine(line) => {
            let never = match within {
                Some(issue) => condition::never_on_issue(view, &line.never, issue),
                None => condition::words(view, &line.never),
            };
            Some(html! { (say!(view, standing.never, shown = never)) })
        }
        Statement::Precondition(precondition) => {
            let settled = (!precondition.settled.is_empty()).then(|| view.issues(&precondition.settled));
            match (settled, &precondition.require) {
                (Some(settled), Some(require)) => Some(say!(
                    view,
                    standing.settled_and_required,
                    issues = settled,
                    condition = shown(require)
                )),
                (Some(settled), None) => {
                    Some(say!(view, standing.no_deal_that_leaves_open, issues = settled))
                }
                (None, Some(require)) => {
                    Some(say!(view, standing.only_with_this, condition = shown(require)))
                }
                (None, None) => Some(html! {}),
            }
        }
        Statement::Linkage(linkage) => Some(html! {
            (say!(view, standing.only_with, words = condition::words(view, &linkage.when), words_2 = condition::words(view, &linkage.then)))
        }),
        Statement::Answer(answer) => on(&answer.issue),
        Statement::Confidence(confidence) => Some(html! {
            (say!(view, standing.keep_the_substance_of_to_themselves, parties = view.parties(&confidence.parties), issues = view.issues(&confidence.issues)))
        }),
        Statement::Deadline(deadline) => Some(if deadline.issues.is_empty() {
            say!(view, standing.the_last_day, day = when::day(deadline.on))
        } else {
            say!(
                view,
                standing.the_last_day_for,
                issues = view.issues(&deadline.issues),
                day = when::day(deadline.on)
            )
        }),
    }
}

/// Who said it, when, where, who may know, and whether somebody else recorded it: what the mediator put on record of a party does not
/// read like what the party put there.
pub fn provenance(view: &View<'_>, stated: &StatementOnRecord) -> Markup {
    let provenance = stated.content.provenance();
    let by = &stated.trace.by.role;
    html! {
        small {
            @if let Some(by) = &provenance.by { (view.speaker(by)) " · " }
            @if let Some(on) = provenance.on { (when::day(on)) " · " }
            @for source in provenance.sources() { (view.citation(source)) " · " }
            @if by.mediates() && stated.content.party().is_some() { (say!(view, standing.recorded_by_the, role = words::role(view, by, |party| view.party_name(party)))) }
            @else { (say!(view, standing.on_record_since, day = when::day(view.who.zone.day_of(stated.trace.at)))) }
            @if let Some(until) = provenance.until { " · " (say!(view, standing.withdrawn_on, day = when::day(until))) }
        }
    }
}

/// A statement in a table or list: where it stands, its kind, what it says, where it comes from.
pub fn line(view: &View<'_>, (_, stated): Entry<'_>, within: Option<&IssueId>) -> Markup {
    html! {
        (words::place_tag(view, &stated.trace.compartment, |party| view.party_name(party)))
        span.what { (kind(view, &stated.content)) ": " }
        (meaning(view, &stated.content, within))
        (provenance(view, stated))
    }
}
