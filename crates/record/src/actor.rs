//! Who acts, and as whom.

use mediant_model::case::Reader;
use mediant_model::{PartyId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The place from which somebody acts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Mediates and keeps the record.
    Mediator,
    /// Works for the mediator and reads what the mediator reads.
    Team,
    /// Decides for a party and gives mandates.
    Principal(PartyId),
    /// Speaks for a party under a mandate.
    Delegate(PartyId),
    /// Reads what a party reads, and writes notes for it.
    Adviser(PartyId),
    /// Reads what is public.
    Observer,
}

impl Role {
    /// For whom pages are built that this role opens.
    pub fn reader(&self) -> Reader {
        match self {
            Self::Mediator | Self::Team => Reader::Mediator,
            Self::Principal(party) | Self::Delegate(party) | Self::Adviser(party) => {
                Reader::Party(party.clone())
            }
            Self::Observer => Reader::Public,
        }
    }

    /// The party the role belongs to.
    pub fn party(&self) -> Option<&PartyId> {
        match self {
            Self::Principal(party) | Self::Delegate(party) | Self::Adviser(party) => Some(party),
            Self::Mediator | Self::Team | Self::Observer => None,
        }
    }

    /// Whether it is the mediator's or the team's.
    pub fn mediates(&self) -> bool {
        matches!(self, Self::Mediator | Self::Team)
    }

    /// Whether it is a party's principal or delegate: may act for the party.
    pub fn acts_for(&self, party: &PartyId) -> bool {
        match self {
            Self::Principal(own) | Self::Delegate(own) => own == party,
            Self::Mediator | Self::Team | Self::Adviser(_) | Self::Observer => false,
        }
    }

    /// Its word: `mediator`, `team`, `principal`, `delegate`, `adviser`, `observer`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Mediator => "mediator",
            Self::Team => "team",
            Self::Principal(_) => "principal",
            Self::Delegate(_) => "delegate",
            Self::Adviser(_) => "adviser",
            Self::Observer => "observer",
        }
    }
}

/// The account of a desk through which something was asked for: two people of one role are told apart by it.
///
/// It is between the desk and those who act for the same side: no reader of another side is given it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ActingAccount {
    /// Its id, which stays when its holder takes another name.
    pub id: String,
    /// The name that its holder signed in with at the time.
    pub name: String,
}

impl std::fmt::Debug for ActingAccount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ActingAccount(confidential)")
    }
}

/// Somebody who acts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Actor {
    /// As what.
    pub role: Role,
    /// Which person of the case it is, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
}

impl Actor {
    /// An actor who is nobody in particular.
    pub fn new(role: Role) -> Self {
        Self { role, person: None }
    }

    /// An actor who is this person.
    pub fn person(role: Role, person: impl Into<PersonId>) -> Self {
        Self { role, person: Some(person.into()) }
    }
}
