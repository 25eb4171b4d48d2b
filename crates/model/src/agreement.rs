//! What makes a deal.

use crate::PartyId;

/// Whose acceptance makes a deal, and what a deal must settle.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default, deny_unknown_fields)
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AgreementRule {
    /// How many parties must accept.
    pub quorum: Quorum,
    /// Parties without whose acceptance nothing passes, whatever the quorum.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub veto: Vec<PartyId>,
    /// Whether nothing is agreed until everything is agreed.
    pub nothing_until_everything: bool,
    /// Whether a deal may leave issues open: every issue then has the option "left open".
    pub partial: bool,
}

/// How many acceptances a deal needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Quorum {
    /// Every party accepts.
    Unanimity,
    /// At least this many parties accept. Without a veto a party can be outvoted, red lines and all.
    AtLeast(usize),
}

impl Default for AgreementRule {
    /// Unanimity over a deal that settles every issue.
    fn default() -> Self {
        Self { quorum: Quorum::Unanimity, veto: Vec::new(), nothing_until_everything: true, partial: false }
    }
}

impl AgreementRule {
    /// How many of `party_count` parties must accept.
    ///
    /// ```
    /// use mediant_model::{AgreementRule, Quorum};
    ///
    /// assert_eq!(AgreementRule::default().acceptances(7), 7);
    /// assert_eq!(AgreementRule { quorum: Quorum::AtLeast(5), ..AgreementRule::default() }.acceptances(7), 5);
    /// ```
    pub fn acceptances(&self, party_count: usize) -> usize {
        match self.quorum {
            Quorum::Unanimity => party_count,
            Quorum::AtLeast(count) => count,
        }
    }
}
