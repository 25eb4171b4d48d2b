//! Reports: what happened.

use super::{Decided, Entered, ReportId, ReportOnRecord, Step};
use crate::compartment::Compartment;
use crate::confirmation::PartyAct;
use crate::event::Fact;
use crate::state::{Named, State, Trace};
use crate::words::Words;
use mediant_model::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A report was added: a dated text that is read for what it states. It stands in a compartment of its own, and so does what is
/// decided about it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct ReportAdded {
    /// Its id, as its compartment's.
    pub report: ReportId,
    /// What it is called.
    pub name: String,
    /// The day it is of.
    #[schemars(with = "String", extend("format" = "date"))]
    pub on: Date,
    /// Whether it was published, so that everybody could read it.
    pub published: bool,
    /// The text.
    pub text: Words,
    /// SHA-256 of the text, as 64 hexadecimal digits in lower case.
    pub sha256: String,
}

impl Fact for ReportAdded {
    const KIND: &'static str = "report_added";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        // A report and every word that was decided about it go with one key.
        let Self { report, .. } = self;
        matches!(compartment, Compartment::Report(own) if own == report)
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        Some(self.report.as_str())
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        // The mediator does it, or says it of itself.
        None
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { report, name, on, published, text, sha256 } = self;
        let added = ReportOnRecord {
            name,
            on,
            published,
            text,
            sha256,
            steps: Vec::new(),
            entered: Default::default(),
            trace: trace.clone(),
        };
        state.reports.insert(report, added);
        Some(())
    }
}

/// Suggestions of a report were accepted, rejected or skipped, in one step.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct SuggestionsDecided {
    /// The report.
    pub report: ReportId,
    /// One decision a suggestion.
    pub decisions: Vec<Decided>,
}

impl Fact for SuggestionsDecided {
    const KIND: &'static str = "suggestions_decided";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        // A report and every word that was decided about it go with one key.
        let Self { report, .. } = self;
        matches!(compartment, Compartment::Report(own) if own == report)
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        None
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        // The mediator does it, or says it of itself.
        None
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { report, decisions } = self;
        state.reports.get_mut(&report)?.steps.push(Step { decisions, trace: trace.clone() });
        Some(())
    }
}

/// The latest step of decisions about a report was taken back.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct DecisionUndone {
    /// The report.
    pub report: ReportId,
}

impl Fact for DecisionUndone {
    const KIND: &'static str = "decision_undone";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        // A report and every word that was decided about it go with one key.
        let Self { report } = self;
        matches!(compartment, Compartment::Report(own) if own == report)
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        None
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        // The mediator does it, or says it of itself.
        None
    }

    fn fold(self, state: &mut State, _: &Trace) -> Option<()> {
        let Self { report } = self;
        state.reports.get_mut(&report)?.steps.pop()?;
        Some(())
    }
}

/// An accepted suggestion went on record: the act stands before this, where it was accepted for.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct SuggestionEntered {
    /// The report.
    pub report: ReportId,
    /// The suggestion's key.
    pub suggestion: String,
    /// What came of it.
    pub entered: Entered,
}

impl Fact for SuggestionEntered {
    const KIND: &'static str = "suggestion_entered";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        // A report and every word that was decided about it go with one key.
        let Self { report, .. } = self;
        matches!(compartment, Compartment::Report(own) if own == report)
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        None
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        // The mediator does it, or says it of itself.
        None
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { report, suggestion, entered } = self;
        state.reports.get_mut(&report)?.entered.insert(suggestion, (entered, trace.clone()));
        Some(())
    }
}
