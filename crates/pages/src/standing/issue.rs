//! Where an issue stands, and the table of who stands where.

use super::{Entry, line};
use crate::view::View;
use crate::words::{self, Tone};
use maud::{Markup, html};
use mediant_insight::Insight;
use mediant_model::statement::Stance;
use mediant_model::{Issue, IssueId, IssueKind, PartyId};
use mediant_record::Compartment;
use mediant_record::draft::ClauseStanding;
use mediant_record::state::State;
use mediant_record::statement::Statement;
use mediant_words::say;
use std::borrow::Cow;

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
