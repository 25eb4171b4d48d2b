//! Sentences of the timeline about mediations.

use super::{Told, named, why};
use crate::view::View;
use crate::words;
use maud::{Markup, html};
use mediant_record::mediation::{
    MediationCancelled, MediationConcluded, MediationOpened, MediationOutcome, MediationProgressed,
    MediationProposed, MediationResumed, MediationTold, QuestioningRuleChanged,
};
use mediant_words::say;

impl Told for QuestioningRuleChanged {
    fn told(&self, view: &View<'_>) -> Markup {
        match self.coupled {
            true => html! { (say!(view, timeline.in_a_mediation_a_partys_questions)) },
            false => html! { (say!(view, timeline.in_a_mediation_a_partys_questions_depend)) },
        }
    }
}

impl Told for MediationOpened {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { title, parties, left_out, .. } = self;
        html! {
            (say!(view, timeline.the_mediation_opened_asked_are, named = named(title), parties = view.parties(parties)))
            @if let Some(left_out) = left_out { " " (crate::pages::mediation::left_out::of(view, left_out)) }
        }
    }
}

impl Told for MediationTold {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { mediation, .. } = self;
        html! { (say!(view, timeline.we_answered_in_the_mediation, mediation_name = mediation_name(view, mediation))) }
    }
}

impl Told for MediationProgressed {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { mediation, party, forms, questions, .. } = self;
        html! {
            (say!(view, timeline.answered_in_the_mediation, party = view.party(party), mediation_name = mediation_name(view, mediation), forms = forms, questions = questions))
        }
    }
}

impl Told for MediationConcluded {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { mediation } = self;
        html! { (say!(view, timeline.the_questioning_of_the_mediation, mediation_name = mediation_name(view, mediation))) }
    }
}

impl Told for MediationProposed {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { mediation, outcome } = self;
        let mediation = mediation_name(view, mediation);
        match outcome {
            MediationOutcome::Package { .. } => {
                say!(view, timeline.mediation_came_to_package, mediation = mediation)
            }
            MediationOutcome::NoDeal { proven_if: Some(condition), .. } => {
                let condition = words::said(condition);
                say!(
                    view,
                    timeline.mediation_came_to_no_deal_if,
                    mediation = mediation,
                    condition = condition
                )
            }
            MediationOutcome::NoDeal { proven_if: None, .. } => {
                say!(view, timeline.mediation_came_to_no_deal, mediation = mediation)
            }
            MediationOutcome::NothingFound => {
                say!(view, timeline.mediation_came_to_nothing, mediation = mediation)
            }
        }
    }
}

impl Told for MediationResumed {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { mediation, .. } = self;
        html! { (say!(view, timeline.the_mediation_goes_on, mediation_name = mediation_name(view, mediation))) }
    }
}

impl Told for MediationCancelled {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { mediation, reason } = self;
        html! { (say!(view, timeline.the_mediation_was_called_off, mediation_name = mediation_name(view, mediation), why = why(reason))) }
    }
}

fn mediation_name(view: &View<'_>, mediation: &mediant_record::mediation::MediationId) -> Markup {
    let known = view.state.mediations.get(mediation);
    html! { "“" bdi { (known.map(|mediation| mediation.title.clone()).unwrap_or_default()) } "”" }
}
