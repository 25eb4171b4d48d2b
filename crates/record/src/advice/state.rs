//! Recommendations: what a reader knows of them.

use super::Advised;
use crate::package::Verdict;
use crate::state::{State, Trace};
use mediant_model::PersonId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The latest recommendation on something. Its `Debug` is masked.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Recommendation {
    /// Who recommends it.
    pub person: Option<PersonId>,
    /// What is recommended.
    pub verdict: Verdict,
    /// Why.
    pub note: Option<String>,
    /// When and by whom.
    pub trace: Trace,
}

impl fmt::Debug for Recommendation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Recommendation(confidential)")
    }
}

impl State {
    /// What was recommended to the reader's own party last on something.
    pub fn recommended(&self, on: &Advised) -> Option<&Recommendation> {
        self.recommendations.get(on)
    }
}
