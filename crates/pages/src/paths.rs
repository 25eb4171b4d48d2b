//! Which page stands under which path.

use super::pages;
use super::pages::record::Facts;
use super::shell::Page;
use super::view::View;
use crate::draft::FormDraft;
use crate::percent;
use mediant_insight::interview::InterviewProgress;
use mediant_insight::reports::ReportRead;
use mediant_insight::{Insight, InsightError};
use mediant_model::{IssueId, PartyId};
use mediant_record::draft::DraftId;
use mediant_record::event::Placed;
use mediant_record::item::ItemId;
use mediant_record::mediation::MediationId;
use mediant_record::report::ReportId;
use mediant_record::{Compartment, Role};
use std::collections::BTreeMap;

/// What pages are made from beyond what their reader knows.
pub struct Sources<'a> {
    /// What the engine has to say to the reader.
    pub insight: Result<&'a Insight, &'a InsightError>,
    /// A stretch of the reader's events, for the timeline.
    pub lines: &'a [(u64, Placed)],
    /// Where the reader's party stands in each mediation that asks it.
    pub asked: &'a BTreeMap<MediationId, InterviewProgress>,
    /// What is known of the record as such, for the page about it.
    pub facts: &'a Facts,
    /// What the reader finds in the report that the page is about.
    pub report: Option<&'a ReportRead>,
    /// What the reader has begun in forms and not sent.
    pub drafts: &'a [FormDraft],
}

/// A query's fields in order.
pub type Query = [(String, String)];

/// The page under a path of one reader's desk; `None` where that reader has none there.
///
/// What does not exist and what the reader may not see are the same: no page.
pub fn page(view: &View<'_>, sources: &Sources<'_>, path: &str, query: &Query) -> Option<Page> {
    let steps = steps(path)?;
    let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
    let own = view.own_party();
    let insight = sources.insight.ok();
    let known = own.is_some() || view.is_mediators();
    match steps.as_slice() {
        [] => Some(match &own {
            Some(party) => pages::stand::partys(view, sources.insight, party),
            None if view.is_mediators() => pages::desk::page(view, sources.insight),
            None => pages::stand::public(view, sources.insight),
        }),
        ["new-case", "sides" | "issues"] if view.mediates() && view.state.opening.is_none() => {
            Some(pages::opening::page(view))
        }
        ["new-case", "sides"] if view.mediates() => Some(pages::beginning::sides(view)),
        ["new-case", "issues"] if view.mediates() => Some(pages::beginning::issues(view)),
        ["issue", id] => pages::issue::page(view, insight, &IssueId::new(*id)),
        ["timeline"] => Some(pages::timeline::page(view, sources.lines, number(query, "before"))),
        ["communiques"] => Some(pages::communiques::page(view)),
        ["agreement"] => pages::agreement::page(view),
        ["sessions"] if known => Some(pages::sessions::page(view)),
        ["people"] if known => Some(pages::people::page(view)),
        ["keys"] if known => Some(pages::keys::page(view)),
        ["rounds"] if known => Some(pages::rounds::page(view)),
        ["mediation"] if known => Some(pages::mediation::page(view, sources.asked)),
        ["outlook"] if known => Some(pages::outlook::page(view, sources.insight)),
        ["reports"] if view.is_mediators() => Some(pages::reports::page(view)),
        ["reports", id] if view.is_mediators() => {
            pages::report::page(view, &ReportId::new(*id), sources.report.unwrap_or(&ReportRead::Underway))
        }
        ["record"] if known && !view.preview => Some(pages::record::page(view, sources.facts)),
        ["accounts"] if !view.preview => match own {
            Some(party) => Some(pages::doors::page(view, sources.facts, &party)),
            None => (view.who.role == Role::Mediator).then(|| pages::doors::of_mediator(view, sources.facts)),
        },
        ["mend", rest @ ..] if known && !view.preview && view.who.session.is_some() => {
            pages::mending::page(view, rest)
        }
        ["account"] if view.who.session.is_some() && !view.preview => {
            Some(pages::account::account(view, None, None))
        }
        ["text"] if known => pages::text::page(view, value(query, "draft").map(DraftId::new).as_ref()),
        ["text", "compare"] if known => {
            let (from, to) = (value(query, "from")?, value(query, "to")?);
            pages::text::compare(view, &DraftId::new(from), &DraftId::new(to))
        }
        ["text", "new"] if view.mediates() => {
            let place = Compartment::named(value(query, "in")?)?;
            let from = value(query, "from").map(DraftId::new);
            pages::editor::page(
                view,
                &place,
                from.as_ref(),
                &pages::inference::from_query(view, "option.", query),
            )
        }
        ["caucus"] => pages::caucus::page(view, &own?),
        ["caucus", party] if view.is_mediators() => pages::caucus::page(view, &PartyId::new(*party)),
        ["pass-on", item, hearer] if view.is_mediators() => {
            pages::passing_on::page(view, &ItemId::new(*item), &PartyId::new(*hearer))
        }
        ["brief"] => {
            own.map(|party| pages::brief::page(view, insight, &party, draft_of(sources, &party), query))
        }
        ["brief", party] if view.mediates() => {
            let party = PartyId::new(*party);
            pages::brief::estimate(view, &party, draft_of(sources, &party), query)
        }
        ["packages"] => own.map(|_| pages::packages::page(view, insight)),
        ["deal"] if view.is_mediators() => Some(pages::deal::page(view, sources.insight)),
        ["deal", "package"] if view.is_mediators() => {
            pages::inference::page(view, insight, &pages::inference::from_query(view, "", query))
        }
        _ => None,
    }
}

/// What the reader has begun of a party's brief.
fn draft_of<'a>(sources: &Sources<'a>, party: &PartyId) -> Option<&'a FormDraft> {
    let name = super::brief_form::draft_name(party);
    sources.drafts.iter().find(|draft| draft.name == name)
}

/// The steps of a path, each as it was before it was written into one.
pub fn steps(path: &str) -> Option<Vec<String>> {
    path.split('/').filter(|step| !step.is_empty()).map(percent::decoded).collect()
}

/// A field of a query.
pub fn value<'q>(query: &'q Query, name: &str) -> Option<&'q str> {
    query
        .iter()
        .find(|(known, _)| known == name)
        .map(|(_, value)| value.as_str())
        .filter(|value| !value.is_empty())
}

/// A field of a query that is a number.
pub fn number(query: &Query, name: &str) -> Option<u64> {
    value(query, name)?.parse().ok()
}
