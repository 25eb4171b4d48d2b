//! A negotiation's record: what a reader knows of it.

use super::CaucusRule;
use crate::state::Trace;
use mediant_model::AgreementRule;
use serde::{Deserialize, Serialize};

/// Title and rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseOpening {
    /// The title.
    pub title: String,
    /// What briefs call the case.
    pub reference: Option<String>,
    /// What makes a deal.
    pub agreement: AgreementRule,
    /// What a caucus's words may do.
    pub caucus_rule: CaucusRule,
    /// When and by whom.
    pub trace: Trace,
}
