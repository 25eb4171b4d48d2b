//! Sentences of the timeline about communiqués and reports.

use super::{Told, named};
use crate::view::View;
use crate::{when, whose_word, words};
use maud::{Markup, html};
use mediant_record::communique::{CommuniqueAgreed, CommuniqueProposed, CommuniquePublished};
use mediant_record::report::{DecisionUndone, ReportAdded, SuggestionEntered, SuggestionsDecided};
use mediant_words::say;

impl Told for CommuniqueProposed {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { text, wording, .. } = self;
        html! { (say!(view, timeline.a_communique_was_proposed_wording, wording = wording, said = words::said(&crate::pages::shortened(text)))) }
    }
}

impl Told for CommuniqueAgreed {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { party, wording, .. } = self;
        html! { (say!(view, timeline.agreed_to_wording_of_a_communique, party = view.party(party), wording = wording)) }
    }
}

impl Told for CommuniquePublished {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { text, reported, .. } = self;
        html! {
            (say!(view, timeline.a_communique_was_published, said = words::said(&crate::pages::shortened(text)), only_recorded = whose_word::only_recorded(view, reported)))
        }
    }
}

impl Told for ReportAdded {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { name, on, .. } = self;
        html! { (say!(view, timeline.the_report_of_was_added, named = named(name), day = when::day(*on))) }
    }
}

impl Told for SuggestionsDecided {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { report, decisions } = self;
        say!(view, timeline.suggestions_decided, count = decisions.len(), report = report_name(view, report))
    }
}

impl Told for DecisionUndone {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { report } = self;
        html! { (say!(view, timeline.the_latest_decision_about_the_report, report_name = report_name(view, report))) }
    }
}

impl Told for SuggestionEntered {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { report, .. } = self;
        html! { (say!(view, timeline.a_suggestion_of_the_report_went, report_name = report_name(view, report))) }
    }
}

fn report_name(view: &View<'_>, report: &mediant_record::report::ReportId) -> Markup {
    let name = view.state.reports.get(report).map(|report| report.name.clone()).unwrap_or_default();
    html! { "“" bdi { (name) } "”" }
}
