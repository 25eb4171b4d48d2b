//! Keys and signed acts: what commands and events carry.

use crate::actor::Role;
use crate::id::id;
use mediant_model::{PartyId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

id! {
    /// A public key: SHA-256 of its SPKI, in hexadecimal.
    KeyId
    /// A signed act: SHA-256 of its text, in hexadecimal.
    ActDigest
}

/// As what somebody signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum KeyRole {
    /// As one who decides for the party.
    Principal,
    /// As one who speaks for it under a mandate.
    Delegate,
}

impl KeyRole {
    /// As what an account of this role signs; `None` for one that acts for nobody.
    pub fn of(role: &Role) -> Option<Self> {
        match role {
            Role::Principal(_) => Some(Self::Principal),
            Role::Delegate(_) => Some(Self::Delegate),
            Role::Mediator | Role::Team | Role::Adviser(_) | Role::Observer => None,
        }
    }
}

/// The site that a passkey is bound to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Site {
    /// The domain: `desk.example`.
    pub relying_party: String,
    /// The page's origin: `https://desk.example`.
    pub origin: String,
    /// What the browser calls the passkey, in Base64 for addresses.
    pub credential: String,
}

/// Who stands up for a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Vouching {
    /// The holder of this key, by the signed act that stands next to this.
    Key(KeyId),
    /// A party says that its twelve words were read to each other over another channel.
    Party {
        /// The party that says so.
        party: PartyId,
        /// Who says it for the party.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<PersonId>,
    },
}
