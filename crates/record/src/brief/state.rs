//! What a party wants, may refuse and would do without a deal: what a reader knows of it.

use crate::state::Trace;
use crate::words::Words;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A brief as a file. Its `Debug` is masked.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BriefText {
    /// The version, from 1; 0 for a draft or an estimate.
    pub version: u32,
    /// The file.
    pub text: Words,
    /// When and by whom.
    pub trace: Trace,
}

impl fmt::Debug for BriefText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BriefText(version {}, confidential)", self.version)
    }
}

/// What is on record of a party's brief.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Briefs {
    /// The party's own draft.
    pub draft: Option<BriefText>,
    /// What it gave to the mediator, oldest version first.
    pub deposited: Vec<BriefText>,
    /// What the mediator thinks it might say.
    pub estimate: Option<BriefText>,
}
