//! What a mediation leaves out: before it opens, and of one that has opened.

use crate::view::View;
use crate::{standing, words};
use maud::{Markup, html};
use mediant_model::{Issue, IssueId, IssueKind, OptionId};
use mediant_record::Compartment;
use mediant_record::mediation::{LeftOut, Mediation, OPTIONS_MAX};
use mediant_record::statement::Statement;
use mediant_words::say;

/// Why a mediation cannot be about an issue.
enum WhyNot {
    /// The table does not know it.
    Unknown,
    /// Its substance is not disclosed there.
    Withheld,
    /// It is a number with one value.
    OneValue,
    /// There is at most one way to settle it.
    OneWay,
    /// There are too many ways to put them in order.
    TooMany(usize),
}

/// Whether a mediation can be about the issue: it is settled by a number, or by one of a few options that the table knows.
pub(super) fn can_be_asked(view: &View<'_>, issue: &Issue) -> bool {
    why_not(view, issue).is_none()
}

/// Why a mediation cannot be about an issue.
fn why_not(view: &View<'_>, issue: &Issue) -> Option<WhyNot> {
    let table = view.state.choosable_in(&Compartment::Table);
    match table.issues.iter().find(|known| known.id == issue.id).map(|known| &known.kind) {
        None => Some(WhyNot::Unknown),
        Some(IssueKind::Withheld) => Some(WhyNot::Withheld),
        Some(IssueKind::Range(_)) => {
            view.state.values_to_ask(&issue.id).is_none().then_some(WhyNot::OneValue)
        }
        Some(IssueKind::Discrete(options)) if options.len() < 2 => Some(WhyNot::OneWay),
        Some(IssueKind::Discrete(options)) if options.len() > OPTIONS_MAX => {
            Some(WhyNot::TooMany(options.len()))
        }
        Some(IssueKind::Discrete(_)) => None,
    }
}

/// That a mediation cannot be about an issue, and why.
fn cannot(view: &View<'_>, issue: &Issue, why: &WhyNot) -> Markup {
    let issue = html! { bdi { (issue.name) } };
    match why {
        WhyNot::Unknown => say!(view, left_out.the_table_does_not_know_it, issue = issue),
        WhyNot::Withheld => say!(view, left_out.its_substance_is_not_disclosed, issue = issue),
        WhyNot::OneValue => say!(view, left_out.it_has_one_value_only, issue = issue),
        WhyNot::OneWay => say!(view, left_out.fewer_than_two_ways_to_settle_it, issue = issue),
        WhyNot::TooMany(options) => {
            say!(
                view,
                left_out.too_many_to_put_in_order,
                issue = issue,
                options = *options,
                most = OPTIONS_MAX
            )
        }
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
        section data-part="leaves-out" aria-label=(say!(view, left_out.what_it_leaves_out)) {
            h2 { (say!(view, left_out.what_it_leaves_out)) }
            ul {
                li { (say!(view, left_out.in_every_mediation)) }
                @for (issue, all, round) in &numbers {
                    li {
                        @let (name, first) = (html! { bdi { (issue.name) } }, listed(view, &issue.id, round));
                        @if all.len() > round.len() {
                            (say!(view, left_out.it_asks_about_first_and_between, issue = name, values = first, between = all.len() - round.len()))
                        } @else { (say!(view, left_out.it_asks_about_first, issue = name, values = first)) }
                        @if issue.option_count() > all.len() { " " (say!(view, left_out.the_others_are_left_out, count = issue.option_count() - all.len())) }
                    }
                }
                @for (issue, why) in &never { li { (cannot(view, issue, why)) } }
                li { (say!(view, left_out.what_you_do_not_tick)) }
                @for entry in &tied {
                    li { (say!(view, left_out.with_one_of_its_issues_not_ticked, statement = standing::meaning(view, &entry.1.content, None))) }
                }
            }
            p { small { (say!(view, left_out.everybody_reads_what_is_left_out)) } }
        }
    }
}

/// What was left out of a mediation, in a sentence.
pub(in crate::pages) fn of(view: &View<'_>, left_out: &LeftOut) -> Markup {
    let parts = parts(view, left_out);
    html! { @if !parts.is_empty() { (say!(view, left_out.it_leaves_out, parts = words::listed(view, parts))) } }
}

/// The same on the mediation's own page: one below the other where they are many.
pub(super) fn on_its_page(view: &View<'_>, left_out: &LeftOut) -> Markup {
    let parts = parts(view, left_out);
    html! {
        div data-part="left-out" {
            @if parts.len() > 2 {
                p { (say!(view, left_out.it_leaves_out_list)) }
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
        parts.push(say!(view, left_out.some_of_the_values_of, issues = view.issues(values)));
    }
    for id in statements {
        if let Some(stated) = view.state.statements.get(id) {
            let said = standing::meaning(view, &stated.content, None);
            parts.push(match stated.content.party() {
                Some(party) => {
                    say!(view, left_out.what_a_party_said, party = view.party(party), statement = said)
                }
                None => say!(view, left_out.what_binds_everybody, statement = said),
            });
        }
    }
    if *combinations {
        parts.push(html! { (say!(view, left_out.combinations)) });
    }
    parts
}

/// The values of a number that a mediation asks about; nothing for an issue that lists its options.
pub(super) fn values_asked(view: &View<'_>, mediation: &Mediation) -> Markup {
    html! {
        @for mediated in mediation.issues.iter().filter(|mediated| mediated.is_number()) {
            @let (issue, first) = (view.issue(&mediated.issue), listed(view, &mediated.issue, &mediated.round));
            " "
            @if mediated.options.len() > mediated.round.len() {
                (say!(view, left_out.of_it_asks_about_first_and_between, issue = issue, values = first))
            } @else { (say!(view, left_out.of_it_asks_about_first, issue = issue, values = first)) }
        }
    }
}

/// Values of a number in words.
pub(super) fn listed(view: &View<'_>, issue: &IssueId, values: &[OptionId]) -> Markup {
    words::listed(view, values.iter().map(|value| html! { bdi { (view.option_name(issue, value)) } }))
}
