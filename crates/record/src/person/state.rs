//! The people of a party: what a reader knows of it.

use super::Departure;
use crate::state::{State, Trace};
use mediant_model::party::PersonRole;
use mediant_model::statement::Citation;
use mediant_model::{Date, PartyId, Person, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Somebody who left a party: from that day on the person does not speak for it, until a return.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Left {
    /// The first day without them.
    #[schemars(with = "String", extend("format" = "date"))]
    pub on: Date,
    /// How.
    pub how: Departure,
    /// Why.
    pub reason: Option<String>,
    /// Where it is reported.
    pub source: Option<Citation>,
    /// When and by whom.
    pub trace: Trace,
    /// The return, where there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back: Option<Back>,
}

/// Somebody who had left and speaks for the party again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Back {
    /// The first day with them.
    #[schemars(with = "String", extend("format" = "date"))]
    pub on: Date,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Where it is reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Citation>,
    /// When and by whom.
    pub trace: Trace,
}

impl State {
    /// A person of a party.
    pub fn person(&self, party: &PartyId, person: &PersonId) -> Option<&Person> {
        self.party(party)?.people.iter().find(|known| &known.id == person)
    }

    /// The departure of a person who does not speak for the party on the day; `None` for who has not left, or is back.
    pub fn departed(&self, party: &PartyId, person: &PersonId, today: Date) -> Option<&Left> {
        let left = self.left.get(&(party.clone(), person.clone()))?;
        let is_back = left.back.as_ref().is_some_and(|back| back.on <= today);
        (left.on <= today && !is_back).then_some(left)
    }

    /// Whether the person still speaks for the party on the day, mandates aside.
    pub fn speaks(&self, party: &PartyId, person: &PersonId, today: Date) -> bool {
        self.person(party, person).is_some() && self.departed(party, person, today).is_none()
    }

    /// Whether the person decides for the party on the day.
    pub fn in_office(&self, party: &PartyId, person: &PersonId, today: Date) -> bool {
        let decides = self.person(party, person).is_some_and(|known| known.role == PersonRole::Principal);
        decides && self.speaks(party, person, today)
    }
}
