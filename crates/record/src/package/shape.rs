//! Proposed packages and what each party answers: what commands and events carry.

use crate::id::id;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

id! {
    /// A proposed package.
    PackageId
}

/// A yes or a no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Accepted.
    Accept,
    /// Accepted, subject to the principal.
    AcceptAdReferendum,
    /// Refused.
    Reject,
}

impl Verdict {
    /// Whether it is an acceptance, ad referendum or not.
    pub fn accepts(self) -> bool {
        matches!(self, Self::Accept | Self::AcceptAdReferendum)
    }
}
