//! That there is an agreement, who signed it, and who ratified it: what a reader knows of it.

use super::Agreed;
use crate::state::{State, Trace};
use mediant_model::{Date, PartyId, Quorum};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// An agreement on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Agreement {
    /// About what.
    pub about: Agreed,
    /// Whose acceptance it rests on.
    pub accepted_by: BTreeSet<PartyId>,
    /// Whose acceptance was only recorded on their word when it was declared.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub reported: BTreeSet<PartyId>,
    /// When and by whom.
    pub trace: Trace,
}

/// A signature or ratification on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Deed {
    /// The party.
    pub party: PartyId,
    /// The day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub on: Date,
    /// Who signed, or by which act.
    pub by: Option<String>,
    /// When and by whom.
    pub trace: Trace,
}

impl State {
    /// Whether acceptance by these parties is enough under the rule of agreement: the quorum is reached and every
    /// party with a veto is among them.
    pub fn carries(&self, accepted: &BTreeSet<PartyId>) -> bool {
        let Some(opening) = &self.opening else { return false };
        let rule = &opening.agreement;
        let parties: BTreeSet<&PartyId> = self.negotiating().map(|party| &party.id).collect();
        let counting = accepted.iter().filter(|party| parties.contains(party)).count();
        let needed = match rule.quorum {
            Quorum::Unanimity => parties.len(),
            Quorum::AtLeast(count) => count,
        };
        !parties.is_empty() && counting >= needed && rule.veto.iter().all(|party| accepted.contains(party))
    }
}
