//! Meetings: what commands and events carry.

use crate::id::id;
use mediant_model::statement::{Citation, Speaker};
use mediant_model::{Date, PartyId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

id! {
    /// A session.
    SessionId
}

/// When, where and with whom a session is to be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Plan {
    /// The parties that meet, the third party included where it is one of the case's.
    pub parties: Vec<PartyId>,
    /// Who is to be there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<PersonId>,
    /// The day at the place of the session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub on: Option<Date>,
    /// The time of day there, as `HH:MM`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// The place's time zone, such as `Europe/Moscow`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// The place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// What is to be talked about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agenda: Vec<String>,
    /// What else is said about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Who told of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told_by: Option<Speaker>,
    /// When it was told of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub told_on: Option<Date>,
    /// Where this is reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Citation>,
    /// Further sources that report it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Citation>,
}
