//! Keys and signed acts: what happened.

use super::{ActDigest, ActOnRecord, KeyId, KeyOnRecord, KeyRole, Site, Vouching};
use crate::compartment::Compartment;
use crate::confirmation::PartyAct;
use crate::event::{Event, Fact, Placed, Recorded};
use crate::id::EventId;
use crate::state::{Named, State, Trace};
use mediant_model::{PartyId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Somebody of a party registered a key.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct KeyRegistered {
    /// Its id.
    pub key: KeyId,
    /// The party it signs for.
    pub party: PartyId,
    /// Who holds it.
    pub person: PersonId,
    /// As what.
    pub role: KeyRole,
    /// Its public line: `ed25519` or `passkey`, and its SPKI in Base64.
    pub public: String,
    /// The site that a passkey is bound to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<Site>,
}

impl Fact for KeyRegistered {
    const KIND: &'static str = "key_registered";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        // Both sides read each other's twelve words.
        matches!(compartment, Compartment::Table)
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        Some(self.key.as_str())
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        // Nobody records it but the party's own account.
        None
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { key, party, person, role, public, site } = self;
        state.party(&party)?;
        if state.keys.contains_key(&key) {
            return None;
        }
        let is_first = state.keys.values().all(|known| known.party != party);
        let known = KeyOnRecord {
            party,
            person,
            role,
            public,
            site,
            is_first,
            vouched_by: None,
            confirmed_by: BTreeMap::new(),
            revoked: None,
            trace: trace.clone(),
        };
        state.keys.insert(key, known);
        Some(())
    }
}

/// Somebody stood up for a key.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct KeyVouched {
    /// Which.
    pub key: KeyId,
    /// Who.
    pub voucher: Vouching,
}

impl Fact for KeyVouched {
    const KIND: &'static str = "key_vouched";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        matches!(compartment, Compartment::Table)
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        None
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        // Nobody records it but the party's own account.
        None
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { key, voucher } = self;
        let known = state.keys.get_mut(&key)?;
        match voucher {
            Vouching::Key(voucher) => {
                known.vouched_by.get_or_insert(voucher);
            }
            Vouching::Party { party, person } => {
                known.confirmed_by.insert(party, (person, trace.clone()));
            }
        }
        Some(())
    }
}

/// A key counts no more.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct KeyRevoked {
    /// Which.
    pub key: KeyId,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Fact for KeyRevoked {
    const KIND: &'static str = "key_revoked";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        matches!(compartment, Compartment::Table)
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        None
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        // Nobody records it but the party's own account.
        None
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { key, reason } = self;
        let known = state.keys.get_mut(&key)?;
        known.revoked.get_or_insert((reason, trace.clone()));
        Some(())
    }
}

/// What the event before it says was signed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct ActSigned {
    /// The act.
    pub act: ActDigest,
    /// The key that signed it.
    pub key: KeyId,
    /// The act with its signature, as it came: JSON, as `docs/reference/acts.md` has it.
    pub envelope: String,
}

impl Fact for ActSigned {
    const KIND: &'static str = "act_signed";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        // An act has the words that stand at the table. Though the table says in public that it signed, its words are its own.
        matches!(compartment, Compartment::Table)
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        None
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        // Nobody records it but the party's own account.
        None
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { act, key, envelope: _ } = self;
        state.keys.get(&key)?;
        if state.acts.iter().any(|known| known.act == act) {
            return None;
        }
        // The envelope itself is read from its event: it is long, and every reader's state would hold it.
        state.acts.push(ActOnRecord { act, key, trace: trace.clone() });
        Some(())
    }
}

/// Puts a signed act behind the events that carry out what it says, in one batch with them.
pub fn add_act(events: &mut Vec<Placed>, act: ActSigned, id: String) {
    let Some(last) = events.last() else { return };
    let recorded =
        Recorded { id: EventId::new(id), day: None, event: Event::from(act), ..last.recorded.clone() };
    events.push(Placed { compartment: Compartment::Table, recorded });
}
