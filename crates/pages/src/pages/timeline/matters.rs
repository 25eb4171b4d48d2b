//! Sentences of the timeline about what the talks are about: issues, statements on them, briefs.

use super::{Told, named, why};
use crate::view::View;
use crate::{standing, when, words};
use maud::{Markup, html};
use mediant_record::brief::{BriefDeposited, BriefDrafted, BriefEstimated};
use mediant_record::issue::{IssueAdded, IssueDisclosed, IssueSplit, OptionAdded};
use mediant_record::statement::{Stated, StatementWithdrawn};
use mediant_words::say;

impl Told for IssueAdded {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { issue } = self;
        html! { (say!(view, timeline.the_issue_was_added, named = named(&issue.name))) }
    }
}

impl Told for OptionAdded {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { issue, option } = self;
        html! { (say!(view, timeline.the_option_was_added_to, named = named(&option.name), issue = view.issue(issue))) }
    }
}

impl Told for IssueDisclosed {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { issue, .. } = self;
        html! { (say!(view, timeline.the_substance_of_was_disclosed, issue = view.issue(issue))) }
    }
}

impl Told for IssueSplit {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { issue, into } = self;
        html! { (say!(view, timeline.was_split_into, issue = view.issue(issue), listed = words::listed(view, into.iter().map(|part| named(&part.name))))) }
    }
}

impl Told for Stated {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { content, .. } = self;
        html! {
            @if let Some(party) = content.party() { (view.party(party)) ": " }
            span.what { (standing::kind(view, content)) ": " } (standing::meaning(view, content, None))
            @if let Some(by) = &content.provenance().by { " (" (view.speaker(by)) ")" }
        }
    }
}

impl Told for StatementWithdrawn {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { statement, on, reason } = self;
        let stated = match view.state.statements.get(statement) {
            Some(stated) => html! {
                span.what { (standing::kind(view, &stated.content)) ": " } (standing::meaning(view, &stated.content, None))
            },
            None => html! { (say!(view, timeline.a_statement)) },
        };
        say!(view, timeline.no_longer_holds, day = when::day(*on), stated = stated, why = why(reason))
    }
}

impl Told for BriefDrafted {
    fn told(&self, view: &View<'_>) -> Markup {
        html! { (say!(view, timeline.we_worked_on_our_brief)) }
    }
}

impl Told for BriefDeposited {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { party, version, .. } = self;
        html! { (say!(view, timeline.deposited_its_brief_version, party = view.party(party), version = version)) }
    }
}

impl Told for BriefEstimated {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { party, .. } = self;
        html! { (say!(view, timeline.the_mediator_estimated_the_brief_of, party = view.party(party))) }
    }
}
