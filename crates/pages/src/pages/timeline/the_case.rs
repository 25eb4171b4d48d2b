//! Sentences of the timeline about the case as a whole: how it is opened and closed, its rules, whether the talks go on, what is deleted.

use super::{Told, named, why};
use crate::view::View;
use crate::{when, words};
use maud::{Markup, html};
use mediant_record::case::{AgreementRuleChanged, CaseClosed, CaseOpened, CaucusRuleChanged};
use mediant_record::deletion::{CompartmentDeleted, DeletionAnswered, DeletionAsked, DeletionTold};
use mediant_record::source::SourceNamed;
use mediant_record::talks::{TalksBrokenOff, TalksPaused, TalksResumed};
use mediant_words::say;

impl Told for CaseOpened {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { title, .. } = self;
        html! { (say!(view, timeline.the_case_was_opened, named = named(title))) }
    }
}

impl Told for AgreementRuleChanged {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { agreement } = self;
        html! { (say!(view, timeline.the_rule_of_agreement_was_changed, rule_in_words = crate::pages::opening::rule_in_words(view, agreement))) }
    }
}

impl Told for CaucusRuleChanged {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { caucus_rule } = self;
        html! { (say!(view, timeline.from_then_on, caucus_rule = words::caucus_rule(view, *caucus_rule))) }
    }
}

impl Told for SourceNamed {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { source } = self;
        html! { (say!(view, timeline.the_source_was_named, named = named(&source.title))) }
    }
}

impl Told for TalksPaused {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { until, reason } = self;
        match until {
            Some(until) => {
                say!(view, timeline.talks_rest_until, until = when::day(*until), why = why(reason))
            }
            None => say!(view, timeline.talks_rest, why = why(reason)),
        }
    }
}

impl Told for TalksResumed {
    fn told(&self, view: &View<'_>) -> Markup {
        html! { (say!(view, timeline.the_talks_go_on)) }
    }
}

impl Told for TalksBrokenOff {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { party, reason } = self;
        match party {
            Some(party) => say!(view, timeline.broken_off_by, party = view.party(party), why = why(reason)),
            None => say!(view, timeline.broken_off, why = why(reason)),
        }
    }
}

impl Told for CaseClosed {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { outcome } = self;
        html! { (say!(view, timeline.the_case_was_closed, why = why(outcome))) }
    }
}

impl Told for DeletionAsked {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { party } = self;
        html! { (say!(view, timeline.the_mediator_asks_whether_its_caucus, party = view.party(party))) }
    }
}

impl Told for DeletionAnswered {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { party, agrees } = self;
        let party = view.party(party);
        if *agrees {
            say!(view, timeline.agrees_to_deletion, party = party)
        } else {
            say!(view, timeline.refuses_deletion, party = party)
        }
    }
}

impl Told for CompartmentDeleted {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { deleted } = self;
        html! { (say!(view, timeline.deleted, known_to = html! { bdi { (words::known_to(view, deleted, |party| view.party_name(party))) } })) }
    }
}

impl Told for DeletionTold {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { entries, .. } = self;
        html! { (say!(view, timeline.the_mediator_deleted_our_caucus, entries = entries)) }
    }
}
