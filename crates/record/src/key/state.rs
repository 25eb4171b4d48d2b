//! Keys and signed acts: what a reader knows of it.

use super::{ActDigest, KeyId, KeyRole, Site};
use crate::compartment::Compartment;
use crate::state::{Named, State, Trace};
use mediant_model::{PartyId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A key on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct KeyOnRecord {
    /// The party it signs for.
    pub party: PartyId,
    /// Who holds it.
    pub person: PersonId,
    /// As what.
    pub role: KeyRole,
    /// Its public line.
    pub public: String,
    /// The site that a passkey is bound to.
    pub site: Option<Site>,
    /// Whether it was the first of its party.
    pub is_first: bool,
    /// The key that signed for it.
    pub vouched_by: Option<KeyId>,
    /// The parties that said that its twelve words were read, and who said it for them.
    pub confirmed_by: BTreeMap<PartyId, (Option<PersonId>, Trace)>,
    /// Why and when it was revoked, where it was.
    pub revoked: Option<(Option<String>, Trace)>,
    /// When and by whom it was registered.
    pub trace: Trace,
}

/// A signed act on record. Its envelope stands in the event of this index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ActOnRecord {
    /// The act.
    pub act: ActDigest,
    /// The key that signed it.
    pub key: KeyId,
    /// When and by whom.
    pub trace: Trace,
}

/// Who stands up for a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Vouched {
    /// It is the first of its party.
    First,
    /// The holder of this key signed for it.
    By(KeyId),
    /// Every party at the table said that its twelve words were read.
    Confirmed,
    /// Nobody.
    Nobody,
}

impl State {
    /// Who stands up for a key.
    pub fn vouched(&self, key: &KeyOnRecord) -> Vouched {
        let table = |party: &PartyId| self.is_known_in(&Named::Party(party.clone()), &Compartment::Table);
        let mut parties = self.negotiating().filter(|party| table(&party.id));
        if key.is_first {
            Vouched::First
        } else if let Some(voucher) = &key.vouched_by {
            Vouched::By(voucher.clone())
        } else if key.confirmed_by.contains_key(&key.party)
            && parties.all(|party| key.confirmed_by.contains_key(&party.id))
        {
            Vouched::Confirmed
        } else {
            Vouched::Nobody
        }
    }

    /// The keys that a person acts with today: those that were not revoked; and of these, where somebody stands up for one,
    /// no other.
    pub fn keys_of(&self, party: &PartyId, person: &PersonId) -> Vec<(&KeyId, &KeyOnRecord)> {
        let own = self.keys.iter().filter(|(_, key)| &key.party == party && &key.person == person);
        let live: Vec<_> = own.filter(|(_, key)| key.revoked.is_none()).collect();
        let vouched: Vec<_> =
            live.iter().copied().filter(|(_, key)| self.vouched(key) != Vouched::Nobody).collect();
        if vouched.is_empty() { live } else { vouched }
    }

    /// The last act on record that a key signed.
    pub fn last_act(&self, key: &KeyId) -> Option<&ActOnRecord> {
        self.acts.iter().rev().find(|act| &act.key == key)
    }
}
