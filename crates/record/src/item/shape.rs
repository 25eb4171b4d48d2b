//! What a party told in its caucus, how far that may travel, and where it went: what commands and events carry.

use crate::compartment::Compartment;
use crate::id::id;
use mediant_model::PartyId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

id! {
    /// An item told in a caucus.
    ItemId
}

/// How far an item told in a caucus may travel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Release {
    /// Nowhere.
    #[default]
    Held,
    /// Its substance, in other words and without saying whose it is.
    Substance,
    /// Its words, and whose they are.
    Verbatim,
    /// Its words, to everybody.
    Public,
}

impl Release {
    /// Its word: `held`, `substance`, `verbatim`, `public`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Substance => "substance",
            Self::Verbatim => "verbatim",
            Self::Public => "public",
        }
    }
}

/// To whom an item is passed on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// One party, in its caucus.
    Party(PartyId),
    /// Everybody at the table.
    Table,
    /// Everybody.
    Public,
}

impl Audience {
    /// Where they hear it.
    pub fn compartment(&self) -> Compartment {
        match self {
            Self::Party(party) => Compartment::Caucus(party.clone()),
            Self::Table => Compartment::Table,
            Self::Public => Compartment::Public,
        }
    }
}
