//! Who may read what is recorded: every event stands in one compartment.

use crate::report::ReportId;
use mediant_model::case::Reader;
use mediant_model::{PartyId, statement::Publicity};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A set of readers with a stream of events of its own: own sequence, own hash chain, own key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Compartment {
    /// Everybody.
    Public,
    /// The mediator and every party.
    Table,
    /// The mediator and this party.
    Caucus(PartyId),
    /// This party alone: not even the mediator.
    Delegation(PartyId),
    /// The mediator and the mediator's team alone.
    Mediator,
    /// The same, for one report: with its key the report can be deleted by itself.
    Report(ReportId),
}

impl Compartment {
    /// Whether the reader may read it, all of it or nothing.
    pub fn is_read_by(&self, reader: &Reader) -> bool {
        match (self, reader) {
            (Self::Public, _) => true,
            (Self::Table, Reader::Mediator | Reader::Party(_)) => true,
            (Self::Table, Reader::Public) => false,
            (Self::Caucus(_), Reader::Mediator) => true,
            (Self::Caucus(party) | Self::Delegation(party), Reader::Party(reader)) => party == reader,
            (Self::Caucus(_), Reader::Public) => false,
            (Self::Delegation(_), Reader::Mediator | Reader::Public) => false,
            (Self::Mediator | Self::Report(_), Reader::Mediator) => true,
            (Self::Mediator | Self::Report(_), Reader::Party(_) | Reader::Public) => false,
        }
    }

    /// Whether everybody who reads this compartment reads the other one, too.
    pub fn is_within(&self, wider: &Self) -> bool {
        match (self, wider) {
            (_, Self::Public) => true,
            (Self::Public, _) => false,
            (_, Self::Table) => true,
            (Self::Table, _) => false,
            // The same people read what is the mediator's and what is a report's.
            (Self::Mediator | Self::Report(_), Self::Mediator | Self::Report(_) | Self::Caucus(_)) => true,
            (Self::Mediator | Self::Report(_), Self::Delegation(_)) => false,
            (Self::Caucus(party), Self::Caucus(other)) => party == other,
            (Self::Caucus(_), Self::Delegation(_) | Self::Mediator | Self::Report(_)) => false,
            (Self::Delegation(party), Self::Caucus(other) | Self::Delegation(other)) => party == other,
            (Self::Delegation(_), Self::Mediator | Self::Report(_)) => false,
        }
    }

    /// The party whose it is, alone or with the mediator.
    pub fn party(&self) -> Option<&PartyId> {
        match self {
            Self::Caucus(party) | Self::Delegation(party) => Some(party),
            Self::Public | Self::Table | Self::Mediator | Self::Report(_) => None,
        }
    }

    /// The compartment in which something of this publicity is recorded.
    pub fn from_publicity(publicity: &Publicity) -> Self {
        match publicity {
            Publicity::Public => Self::Public,
            Publicity::Table => Self::Table,
            Publicity::Caucus(party) => Self::Caucus(party.clone()),
            Publicity::Mediator => Self::Mediator,
        }
    }

    /// The name of its stream: `public`, `table`, `mediator`, `caucus:PARTY`, `delegation:PARTY`, `report:REPORT`.
    pub fn name(&self) -> String {
        match self {
            Self::Public => "public".to_owned(),
            Self::Table => "table".to_owned(),
            Self::Mediator => "mediator".to_owned(),
            Self::Caucus(party) => format!("caucus:{party}"),
            Self::Delegation(party) => format!("delegation:{party}"),
            Self::Report(report) => format!("report:{report}"),
        }
    }

    /// The compartment whose stream has this name.
    pub fn named(name: &str) -> Option<Self> {
        match (name, name.split_once(':')) {
            ("public", _) => Some(Self::Public),
            ("table", _) => Some(Self::Table),
            ("mediator", _) => Some(Self::Mediator),
            (_, Some(("caucus", party))) => Some(Self::Caucus(party.into())),
            (_, Some(("delegation", party))) => Some(Self::Delegation(party.into())),
            (_, Some(("report", report))) => Some(Self::Report(ReportId::new(report))),
            _ => None,
        }
    }
}

impl fmt::Display for Compartment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name())
    }
}

impl Serialize for Compartment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.name())
    }
}

impl<'de> Deserialize<'de> for Compartment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::named(&name).ok_or_else(|| {
            serde::de::Error::custom(
                "a compartment is `public`, `table`, `mediator`, `caucus:PARTY`, `delegation:PARTY` or `report:REPORT`",
            )
        })
    }
}

impl schemars::JsonSchema for Compartment {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Compartment".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "pattern": "^(public|table|mediator|(caucus|delegation|report):.+)$",
            "description": "`public`, `table`, `mediator`, `caucus:PARTY`, `delegation:PARTY` or `report:REPORT`"
        })
    }
}

impl Compartment {
    /// Whether the table or everybody reads it.
    pub(crate) fn is_open(&self) -> bool {
        matches!(self, Self::Public | Self::Table)
    }

    /// Whether it is the caucus of this party.
    pub(crate) fn is_caucus_of(&self, party: &PartyId) -> bool {
        matches!(self, Self::Caucus(own) if own == party)
    }

    /// Whether it is what this party keeps to itself.
    pub(crate) fn is_delegation_of(&self, party: &PartyId) -> bool {
        matches!(self, Self::Delegation(own) if own == party)
    }
}
