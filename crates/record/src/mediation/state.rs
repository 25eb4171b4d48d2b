//! A shuttle mediation: what a reader knows of it.

use super::{Exchange, LeftOut, Manner, MediatedIssue, MediationOutcome};
use crate::state::Trace;
use jiff::Timestamp;
use mediant_model::{PartyId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// How a mediation stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MediationStage {
    /// Parties are asked.
    Open,
    /// The questioning is over.
    Concluded {
        /// When and by whom.
        trace: Trace,
    },
    /// It was called off.
    Cancelled {
        /// Why.
        reason: Option<String>,
    },
}

/// How far a party has come in a mediation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Progress {
    /// Ranking forms that are in.
    pub forms: u32,
    /// Questions that are answered.
    pub questions: u32,
    /// Who answered last.
    pub person: Option<PersonId>,
    /// When.
    pub trace: Trace,
}

/// A mediation on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Mediation {
    /// Its title.
    pub title: String,
    /// Who is asked.
    pub parties: BTreeSet<PartyId>,
    /// The issues and options that it is about.
    pub issues: Vec<MediatedIssue>,
    /// What a party's questions may depend on.
    pub manner: Manner,
    /// How many questions a party is asked at most, forms aside.
    pub questions_max: u32,
    /// Until when answers are taken.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub closes: Timestamp,
    /// What it leaves out; absent where nobody said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_out: Option<LeftOut>,
    /// How it stands.
    pub stage: MediationStage,
    /// How far each party has come, as far as the reader may know.
    pub progress: BTreeMap<PartyId, Progress>,
    /// What it came to, each time that its questioning was over: for the mediator.
    pub outcomes: Vec<(MediationOutcome, Trace)>,
    /// When it was opened and by whom.
    pub trace: Trace,
}

impl Mediation {
    /// How many ranking forms there are: one for each issue, and one for the issues where there are several.
    pub fn forms(&self) -> u32 {
        let issues = u32::try_from(self.issues.len()).unwrap_or(u32::MAX);
        issues.saturating_add(u32::from(issues > 1))
    }
}

/// What the reader's own party answered to a question of a mediation. Its `Debug` is masked.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Who answered.
    pub person: Option<PersonId>,
    /// The question and the answer.
    pub exchange: Exchange,
    /// When and by whom.
    pub trace: Trace,
}

impl fmt::Debug for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Told(confidential)")
    }
}
