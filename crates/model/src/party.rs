//! Parties, the people who speak for them, and what those people may offer.

use crate::{Date, IssueId, PartyId, PersonId};

/// A party to the negotiation, or the third party.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Party {
    /// Its id.
    pub id: PartyId,
    /// Its name to show.
    pub name: String,
    /// Whether it negotiates or mediates.
    pub role: PartyRole,
    /// The people who speak for it, in the order of the file.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub people: Vec<Person>,
    /// Voices within the party.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub factions: Vec<Faction>,
}

/// What a party does at the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum PartyRole {
    /// Its acceptance counts.
    Negotiating,
    /// It mediates: it has no acceptance to give and no brief.
    Third,
}

/// Somebody who speaks or signs for a party.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Person {
    /// Unique in the case.
    pub id: PersonId,
    /// Name to show.
    pub name: String,
    /// Office held, such as "foreign minister".
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub office: Option<String>,
    /// Place in the delegation.
    pub role: PersonRole,
    /// Whether the person leads the delegation.
    #[cfg_attr(feature = "serde", serde(default))]
    pub leads: bool,
    /// The faction the person speaks for.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub faction: Option<String>,
    /// What the person may offer or accept.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub mandates: Vec<Mandate>,
}

/// A person's place on a party's side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum PersonRole {
    /// Decides for the party and gives mandates.
    Principal,
    /// Speaks under a mandate.
    Delegate,
    /// Advises; speaks for nobody.
    Adviser,
    /// Shuttles for the third party.
    Envoy,
    /// Speaks in public without a seat in the delegation.
    Voice,
}

/// What a delegate may offer or accept, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Mandate {
    /// The issues it covers; `None` for all.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub issues: Option<Vec<IssueId>>,
    /// First day.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::wire::DaySchema>"))]
    pub from: Option<Date>,
    /// Last day it was given for.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::wire::DaySchema>"))]
    pub until: Option<Date>,
    /// Set when it ended before its time.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub ended: Option<MandateEnd>,
    /// Where this is stated.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub source: Option<crate::statement::Citation>,
}

/// How a mandate ended before its time.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MandateEnd {
    /// The day from which it no longer holds.
    #[cfg_attr(feature = "schema", schemars(with = "crate::wire::DaySchema"))]
    pub on: Date,
    /// Why: resignation, revocation, replacement.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub reason: Option<String>,
}

impl Mandate {
    /// Whether it holds on the day and covers the issue.
    pub fn holds(&self, on: Date, issue: Option<&IssueId>) -> bool {
        self.from.is_none_or(|from| from <= on)
            && self.until.is_none_or(|until| on <= until)
            && self.ended.as_ref().is_none_or(|end| on < end.on)
            && match (&self.issues, issue) {
                (Some(covered), Some(issue)) => covered.contains(issue),
                _ => true,
            }
    }
}

/// A voice within a party.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Faction {
    /// Unique in the party.
    pub id: String,
    /// Name to show.
    pub name: String,
    /// Whether the party cannot accept without it.
    #[cfg_attr(feature = "serde", serde(default))]
    pub veto: bool,
}
