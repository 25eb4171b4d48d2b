//! Sentences of the timeline about what was put right, confirmed or contested.

use super::{Told, covers, holder, plan_words, session_name, why};
use crate::view::View;
use crate::{mended, when};
use maud::{Markup, html};
use mediant_record::confirmation::{ReportConfirmed, ReportContested};
use mediant_record::mending::{
    ClauseCorrected, MandateCorrected, Retired, Reworded, SessionCorrected, StatementCorrected, TakenOut,
};
use mediant_words::say;

impl Told for ReportConfirmed {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { report, party, .. } = self;
        html! {
            (say!(view, timeline.confirmed_what_was_recorded, party = view.party(party), recorded_words = recorded_words(view, report)))
        }
    }
}

impl Told for ReportContested {
    fn told(&self, view: &View<'_>) -> Markup {
        let Self { report, party, reason, .. } = self;
        html! {
            (say!(view, timeline.contested_what_was_recorded, party = view.party(party), why = why(reason), recorded_words = recorded_words(view, report)))
        }
    }
}

impl Told for Reworded {
    fn told(&self, view: &View<'_>) -> Markup {
        mended::reworded(view, self)
    }
}

impl Told for TakenOut {
    fn told(&self, view: &View<'_>) -> Markup {
        mended::taken_out(view, self)
    }
}

impl Told for Retired {
    fn told(&self, view: &View<'_>) -> Markup {
        mended::retired(view, self)
    }
}

impl Told for StatementCorrected {
    fn told(&self, view: &View<'_>) -> Markup {
        mended::statement(view, self)
    }
}

impl Told for SessionCorrected {
    fn told(&self, view: &View<'_>) -> Markup {
        let session = session_name(view, &self.session);
        let (plan, why) = (plan_words(view, &self.plan), why(&self.reason));
        match &self.held {
            Some(held) => {
                let day = when::day(held.on);
                say!(
                    view,
                    timeline.session_corrected_held,
                    session = session,
                    plan = plan,
                    day = day,
                    why = why
                )
            }
            None => say!(view, timeline.session_corrected, session = session, plan = plan, why = why),
        }
    }
}

impl Told for MandateCorrected {
    fn told(&self, view: &View<'_>) -> Markup {
        let (holder, covers) = (holder(view, &self.mandate), covers(view, &self.issues));
        match (self.from.map(when::day), self.until.map(when::day)) {
            (Some(from), Some(until)) => {
                say!(
                    view,
                    timeline.mandate_corrected_between,
                    holder = holder,
                    covers = covers,
                    from = from,
                    until = until
                )
            }
            (Some(from), None) => {
                say!(view, timeline.mandate_corrected_from, holder = holder, covers = covers, from = from)
            }
            (None, Some(until)) => {
                say!(view, timeline.mandate_corrected_until, holder = holder, covers = covers, until = until)
            }
            (None, None) => say!(view, timeline.mandate_corrected, holder = holder, covers = covers),
        }
    }
}

impl Told for ClauseCorrected {
    fn told(&self, view: &View<'_>) -> Markup {
        mended::clause(view, self)
    }
}

/// What a party confirmed or contested.
fn recorded_words(view: &View<'_>, report: &mediant_record::id::EventId) -> Markup {
    match view.state.reported_by(report) {
        Some(act) => super::sentence(view, &act.event),
        None => html! { (say!(view, timeline.an_entry_that_is_gone)) },
    }
}
