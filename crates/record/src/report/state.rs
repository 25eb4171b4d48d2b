//! Reports: what a reader knows of it.

use super::{Decided, Entered, Resolution};
use crate::state::Trace;
use crate::words::Words;
use mediant_model::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Decisions that were taken in one step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Step {
    /// The decisions, about one suggestion each.
    pub decisions: Vec<Decided>,
    /// When and by whom.
    pub trace: Trace,
}

/// A report on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReportOnRecord {
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
    /// What was decided, the oldest step first; steps that were taken back are not there.
    pub steps: Vec<Step>,
    /// What came of accepted suggestions, by their keys.
    pub entered: BTreeMap<String, (Entered, Trace)>,
    /// When it was added and by whom.
    pub trace: Trace,
}

impl ReportOnRecord {
    /// The latest decision about a suggestion, and the step it was taken in.
    pub fn decision(&self, suggestion: &str) -> Option<(&Decided, &Step)> {
        self.steps.iter().rev().find_map(|step| {
            let decided = step.decisions.iter().find(|decided| decided.suggestion == suggestion)?;
            Some((decided, step))
        })
    }

    /// The latest decision about every suggestion that was decided about, by the suggestions' keys.
    pub fn decisions(&self) -> BTreeMap<&str, &Decided> {
        let all = self.steps.iter().flat_map(|step| &step.decisions);
        all.map(|decided| (decided.suggestion.as_str(), decided)).collect()
    }

    /// Suggestions that were accepted and are not on record yet.
    pub fn waiting(&self) -> Vec<&Decided> {
        let all = self.decisions().into_values();
        all.filter(|decided| {
            decided.resolution == Resolution::Accept && !self.entered.contains_key(&decided.suggestion)
        })
        .collect()
    }

    /// Those of the latest step that can be taken back no more: they are on record.
    pub(crate) fn settled_in(&self, step: &Step) -> BTreeSet<String> {
        let all = step.decisions.iter().map(|decided| &decided.suggestion);
        all.filter(|suggestion| self.entered.contains_key(*suggestion)).cloned().collect()
    }
}
