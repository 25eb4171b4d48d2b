//! What a mediation leaves out: before it opens, and of one that has opened.

use crate::view::View;
use crate::{standing, words};
use maud::{Markup, html};
use mediant_model::{Issue, IssueId, IssueKind, OptionId};
use mediant_record::Compartment;
use mediant_record::mediation::{LeftOut, Mediation, OPTIONS_MAX};
use mediant_record::statement::Statement;

/// Why each issue counts by itself.
const COMBINATIONS: &str = "combinations that count for themselves, where two things together are worth more or less than each by itself";

/// Whether a mediation can be about the issue: it is settled by a number, or by one of a few options that the table knows.
pub(super) fn can_be_asked(view: &View<'_>, issue: &Issue) -> bool {
    why_not(view, issue).is_none()
}

/// Why a mediation cannot be about an issue.
fn why_not(view: &View<'_>, issue: &Issue) -> Option<String> {
    let table = view.state.choosable_in(&Compartment::Table);
    match table.issues.iter().find(|known| known.id == issue.id).map(|known| &known.kind) {
        None => Some("the table does not know it".to_owned()),
        Some(IssueKind::Withheld) => Some("its substance is not disclosed at the table".to_owned()),
        Some(IssueKind::Range(_)) => {
            view.state.values_to_ask(&issue.id).is_none().then(|| "it has one value only".to_owned())
        }
        Some(IssueKind::Discrete(options)) if options.len() < 2 => {
            Some("the table knows fewer than two ways to settle it".to_owned())
        }
        Some(IssueKind::Discrete(options)) if options.len() > OPTIONS_MAX => Some(format!(
            "it has {} options, and more than {OPTIONS_MAX} cannot be put in order",
            options.len()
        )),
        Some(IssueKind::Discrete(_)) => None,
    }
}

/// What is left out whatever is chosen, and what is with an issue that is not ticked: stands on the form.
pub(super) fn before(view: &View<'_>) -> Markup {
    let numbers = view.state.issues.iter().filter_map(|issue| {
        let (all, round) = view.state.values_to_ask(&issue.id)?;
        Some((issue, all, round))
    });
    let numbers: Vec<_> = numbers.collect();
    let never = view.state.issues.iter().filter_map(|issue| Some((issue, why_not(view, issue)?)));
    let never: Vec<_> = never.collect();
    let tied = standing::statements(view.state, |stated| {
        let binds = matches!(
            stated.content,
            Statement::RedLine(_) | Statement::Precondition(_) | Statement::Linkage(_)
        );
        let mut issues = stated.content.issues();
        issues.sort();
        issues.dedup();
        let at_table = matches!(stated.trace.compartment, Compartment::Table | Compartment::Public);
        binds && at_table && issues.len() > 1 && stated.content.provenance().counts(Some(view.today))
    });
    html! {
        section data-part="leaves-out" aria-label="What it leaves out" {
            h2 { "What it leaves out" }
            ul {
                li { "In every mediation: " (COMBINATIONS) "." }
                @for (issue, all, round) in &numbers {
                    li {
                        bdi { (issue.name) } ": it asks about " (listed(view, &issue.id, round)) " first"
                        @if all.len() > round.len() { ", and about " (all.len() - round.len()) " values between them where it matters" }
                        "."
                        @if issue.option_count() > all.len() { " The other " (issue.option_count() - all.len()) " values are left out." }
                    }
                }
                @for (issue, why) in &never { li { bdi { (issue.name) } ": " (why) "." } }
                li { "Issues that you do not tick, parties that you do not ask, and what hangs on them." }
                @for entry in &tied {
                    li { "With one of its issues not ticked: " (standing::meaning(view, &entry.1.content, None)) "." }
                }
            }
            p { small { "Everybody at the table reads what is left out." } }
        }
    }
}

/// What was left out of a mediation, in a sentence.
pub(in crate::pages) fn of(view: &View<'_>, left_out: &LeftOut) -> Markup {
    let parts = parts(view, left_out);
    html! { @if !parts.is_empty() { "It leaves out " (words::listed(view, parts)) "." } }
}

/// The same on the mediation's own page: one below the other where they are many.
pub(super) fn on_its_page(view: &View<'_>, left_out: &LeftOut) -> Markup {
    let parts = parts(view, left_out);
    html! {
        div data-part="left-out" {
            @if parts.len() > 2 {
                p { "It leaves out:" }
                ul { @for part in parts { li { (part) } } }
            } @else { p { (of(view, left_out)) } }
        }
    }
}

fn parts(view: &View<'_>, left_out: &LeftOut) -> Vec<Markup> {
    let LeftOut { issues, values, statements, combinations } = left_out;
    let mut parts: Vec<Markup> = Vec::new();
    if !issues.is_empty() {
        parts.push(html! { (view.issues(issues)) });
    }
    if !values.is_empty() {
        parts.push(html! { "some of the values of " (view.issues(values)) });
    }
    for id in statements {
        if let Some(stated) = view.state.statements.get(id) {
            let party = stated.content.party();
            parts.push(html! { "what " @match party { Some(party) => (view.party(party)), None => "binds everybody" } @if party.is_some() { " said" } ", “" (standing::meaning(view, &stated.content, None)) "”" });
        }
    }
    if *combinations {
        parts.push(html! { (COMBINATIONS) });
    }
    parts
}

/// The values of a number that a mediation asks about; nothing for an issue that lists its options.
pub(super) fn values_asked(view: &View<'_>, mediation: &Mediation) -> Markup {
    html! {
        @for mediated in mediation.issues.iter().filter(|mediated| mediated.is_number()) {
            " Of " (view.issue(&mediated.issue)) " it asks about " (listed(view, &mediated.issue, &mediated.round)) " first"
            @if mediated.options.len() > mediated.round.len() { ", and about values between them where it matters" } "."
        }
    }
}

/// Values of a number in words.
pub(super) fn listed(view: &View<'_>, issue: &IssueId, values: &[OptionId]) -> Markup {
    words::listed(view, values.iter().map(|value| html! { bdi { (view.option_name(issue, value)) } }))
}
