//! Who accepted something, who did not, and who has not said.

use mediant_model::PartyId;
use std::collections::BTreeSet;

/// Who accepted something and who did not, under the rule of agreement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Those who accepted.
    pub accepted: BTreeSet<PartyId>,
    /// Those who accepted subject to their principal.
    pub ad_referendum: BTreeSet<PartyId>,
    /// Those who refused, or asked for something else.
    pub refused: BTreeSet<PartyId>,
    /// Those who have not answered.
    pub silent: BTreeSet<PartyId>,
}
