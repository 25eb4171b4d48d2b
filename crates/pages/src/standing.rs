//! Where each issue stands, and what was said on it.

use super::condition;
use super::view::View;
use super::when;
use super::words::{self, Tone};
use maud::{Markup, html};
use mediant_insight::Insight;
use mediant_model::statement::Stance;
use mediant_model::{Date, Issue, IssueId, IssueKind, PartyId};
use mediant_record::Compartment;
use mediant_record::draft::ClauseStanding;
use mediant_record::state::State;
use mediant_record::statement::{Statement, StatementId, StatementOnRecord};
use mediant_words::say;
use std::borrow::Cow;
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

/// Where an issue stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IssueStanding {
    /// It stands in a deal's way.
    Blocked,
    /// Somebody refuses.
    Refused,
    /// Somebody accepts, or a part of it.
    PartlyAccepted,
    /// Nobody accepts or refuses.
    Open,
    /// It is not said what it is about.
    Withheld,
    /// Everybody accepts.
    Agreed,
    /// Everybody accepts, some of them subject to their principals.
    AgreedAdReferendum,
    /// Everybody accepts the clauses that settle it.
    AgreedInTheText,
}

impl IssueStanding {
    /// In a word, with its sign and colour.
    pub fn word(self, view: &View<'_>) -> (Cow<'static, str>, Tone) {
        match self {
            Self::Blocked => (say!(view, standing.is_blocked), Tone::Blocked),
            Self::Refused => (say!(view, standing.is_refused), Tone::Blocked),
            Self::PartlyAccepted => (say!(view, standing.is_partly_accepted), Tone::Partly),
            Self::Open => (say!(view, standing.is_open), Tone::Open),
            Self::Withheld => (say!(view, standing.is_withheld), Tone::Held),
            Self::Agreed => (say!(view, standing.is_agreed), Tone::Agreed),
            Self::AgreedAdReferendum => (say!(view, standing.is_agreed_ad_referendum), Tone::Partly),
            Self::AgreedInTheText => (say!(view, standing.is_agreed_in_the_text), Tone::Agreed),
        }
    }
}

/// Where an issue stands.
pub fn status(view: &View<'_>, insight: Option<&Insight>, issue: &Issue) -> IssueStanding {
    // What was agreed stands in nobody's way any more.
    if view.state.agreement_on_the_whole().is_none() && is_hurdle(insight, &issue.id) {
        return IssueStanding::Blocked;
    }
    if let Some(settled) = settled_in_the_text(view.state, &issue.id) {
        return settled;
    }
    let answers: Vec<Option<Stance>> =
        view.state.negotiating().map(|party| latest_answer(view, &party.id, &issue.id)).collect();
    let given: Vec<Stance> = answers.iter().flatten().copied().collect();
    let accepts = |stance: &Stance| matches!(stance, Stance::Accepts | Stance::AcceptsAdReferendum);
    let partly =
        |stance: &Stance| accepts(stance) || matches!(stance, Stance::AcceptsInPart | Stance::NearlyAgreed);
    if given.is_empty() {
        return match issue.kind {
            IssueKind::Withheld => IssueStanding::Withheld,
            IssueKind::Discrete(_) | IssueKind::Range(_) => IssueStanding::Open,
        };
    }
    if given.contains(&Stance::Rejects) {
        return IssueStanding::Refused;
    }
    if given.len() == answers.len() && given.iter().all(accepts) {
        let conditional = given.contains(&Stance::AcceptsAdReferendum);
        return if conditional { IssueStanding::AgreedAdReferendum } else { IssueStanding::Agreed };
    }
    if given.iter().any(partly) { IssueStanding::PartlyAccepted } else { IssueStanding::Open }
}

/// Where an issue stands: what one party answered is said to be that party's, as long as not everybody accepts.
pub fn whose_status(view: &View<'_>, insight: Option<&Insight>, issue: &Issue) -> Markup {
    let stands = status(view, insight, issue);
    let (word, tone) = stands.word(view);
    let of_some = matches!(stands, IssueStanding::Refused | IssueStanding::PartlyAccepted);
    let answers = view.state.negotiating().filter_map(|party| {
        let stance = latest_answer(view, &party.id, &issue.id)?;
        Some(html! { (view.party(&party.id)) ": " (words::stance(view, stance)) })
    });
    let answers: Vec<Markup> = answers.collect();
    html! {
        @if of_some { span.status.(tone.class()) { (words::listed(view, answers)) } }
        @else if stands == IssueStanding::Open && !answers.is_empty() { (words::status(tone, word)) ": " (words::listed(view, answers)) }
        @else { (words::status(tone, word)) }
    }
}

fn is_hurdle(insight: Option<&Insight>, issue: &IssueId) -> bool {
    let found = insight.and_then(|insight| {
        let index = insight.posed.problem.issue_index(issue)?;
        Some(insight.analysis.no_deal.as_ref()?.hurdles.contains(&index))
    });
    found.unwrap_or(false)
}

/// Where the clauses on the table that settle the issue are all accepted.
fn settled_in_the_text(state: &State, issue: &IssueId) -> Option<IssueStanding> {
    let (_, draft) = state.latest_draft(&Compartment::Table)?;
    let clauses = state.clauses(draft);
    let standings: Vec<ClauseStanding> = clauses
        .iter()
        .filter(|clause| clause.clause.issue.as_ref() == Some(issue))
        .map(|clause| clause.standing)
        .collect();
    let accepted = |standing: &ClauseStanding| {
        matches!(standing, ClauseStanding::Accepted | ClauseStanding::AcceptedAdReferendum)
    };
    if standings.is_empty() || !standings.iter().all(accepted) {
        return None;
    }
    let conditional = standings.contains(&ClauseStanding::AcceptedAdReferendum);
    Some(if conditional { IssueStanding::AgreedAdReferendum } else { IssueStanding::AgreedInTheText })
}

fn latest_answer(view: &View<'_>, party: &PartyId, issue: &IssueId) -> Option<Stance> {
    let answers = view.holding().on(party, issue).iter().filter_map(|(_, stated)| match &stated.content {
        Statement::Answer(answer) => Some((stated, answer)),
        _ => None,
    });
    let latest = answers.max_by_key(|(stated, answer)| (answer.provenance.on, stated.trace.index));
    latest.map(|(_, answer)| answer.stance)
}

/// A table of all issues: how each stands, and what each party said, newest first.
pub fn table(view: &View<'_>, insight: Option<&Insight>) -> Markup {
    let parties: Vec<_> = view.state.negotiating().collect();
    // From three parties on columns are too narrow to read beside the menu and what is next: then each cell names who said it.
    let wide = parties.len() <= 2;
    html! {
        table.issues {
            caption { (say!(view, standing.what_each_party_has_said)) }
            thead {
                tr {
                    th scope="col" { (say!(view, standing.issue)) }
                    th scope="col" { (say!(view, standing.status)) }
                    @if wide {
                        @for party in &parties { th scope="col" { bdi { (party.name) } } }
                    } @else {
                        th scope="col" { (say!(view, standing.said)) }
                    }
                }
            }
            tbody {
                @for issue in &view.state.issues {
                    tr {
                        th scope="row" {
                            (view.issue(&issue.id))
                            @if issue.kind == IssueKind::Withheld { " " span.kind.held { (say!(view, standing.not_disclosed)) } }
                        }
                        td data-of=(say!(view, standing.status)) { (whose_status(view, insight, issue)) }
                        @if wide {
                            @for party in &parties {
                                td data-of=(party.name) { (cell(view, view.holding().on(&party.id, &issue.id), &issue.id)) }
                            }
                        } @else {
                            td data-of=(say!(view, standing.said)) {
                                @if parties.iter().all(|party| view.holding().on(&party.id, &issue.id).is_empty()) { span.quiet { (say!(view, standing.nothing_yet)) } }
                                @for party in &parties {
                                    @let said = view.holding().on(&party.id, &issue.id);
                                    @if !said.is_empty() {
                                        div.voice { strong { bdi { (party.name) } } " " (cell(view, said, &issue.id)) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// At most this many statements are shown in a cell.
const SHOWN_MAX: usize = 3;

fn cell(view: &View<'_>, said: &[Entry<'_>], issue: &IssueId) -> Markup {
    html! {
        @if said.is_empty() { span.quiet { (say!(view, standing.nothing_yet)) } }
        @for entry in said.iter().take(SHOWN_MAX) { div.voice { (line(view, *entry, Some(issue))) } }
        @if said.len() > SHOWN_MAX {
            small { a href=(view.link(&format!("/issue/{}", words::step(issue.as_str())))) {
                (say!(view, standing.and_more, said = said.len() - SHOWN_MAX, said_2 = html! { span.hidden { " " (say!(view, standing.on, issue_name = html! { bdi { (view.issue_name(issue)) } })) } }))
            } }
        }
    }
}

/// What each party is known to need: behind its positions, and of no one issue.
pub fn interests(view: &View<'_>) -> Option<Markup> {
    let all = statements(view.state, |stated| {
        matches!(stated.content, Statement::Interest(_))
            && stated.content.provenance().counts(Some(view.today))
    });
    (!all.is_empty()).then(|| {
        html! {
            table.interests {
                caption { (say!(view, standing.what_each_party_needs_and_why)) }
                thead { tr { th scope="col" { (say!(view, standing.party)) } th scope="col" { (say!(view, standing.interests)) } } }
                tbody {
                    @for party in view.state.negotiating() {
                        @let own: Vec<_> = all.iter().filter(|(_, stated)| stated.content.party() == Some(&party.id)).collect();
                        @if !own.is_empty() {
                            tr {
                                th scope="row" { bdi { (party.name) } }
                                td data-of=(say!(view, standing.interests)) { @for entry in own { div.voice { (line(view, *entry, None)) } } }
                            }
                        }
                    }
                }
            }
        }
    })
}

/// What each party does without a deal.
pub fn alternatives(view: &View<'_>) -> Option<Markup> {
    let all = statements(view.state, |stated| matches!(stated.content, Statement::Alternative(_)));
    let holding = all.iter().filter_map(|entry| match &entry.1.content {
        Statement::Alternative(alternative) if alternative.provenance.counts(Some(view.today)) => {
            Some((entry.1, alternative))
        }
        _ => None,
    });
    let holding: Vec<_> = holding.collect();
    (!holding.is_empty()).then(|| {
        html! {
            table {
                caption { (say!(view, standing.what_each_party_is_known)) }
                thead { tr {
                    th scope="col" { (say!(view, standing.party)) } th scope="col" { (say!(view, standing.trend)) } th scope="col" { (say!(view, standing.without_a_deal_2)) }
                } }
                tbody {
                    @for (stated, alternative) in &holding {
                        tr {
                            th scope="row" { (view.party(&alternative.party)) }
                            td data-of=(say!(view, standing.trend)) { (words::trend(view, alternative.trend)) }
                            td data-of=(say!(view, standing.without_a_deal_2)) {
                                // Its trend has a column of its own.
                                @match &alternative.provenance.text {
                                    Some(text) => (words::said(text)),
                                    None => (say!(view, standing.said_without_words_on_record)),
                                }
                                (provenance(view, stated))
                            }
                        }
                    }
                }
            }
        }
    })
}
