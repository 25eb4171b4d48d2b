//! The people of a party: what happened.

use super::{Back, Departure, Left};
use crate::authority::Authority;
use crate::compartment::Compartment;
use crate::confirmation::{PartyAct, Weight};
use crate::event::Fact;
use crate::state::{Loss, Named, State, Trace};
use mediant_model::party::PersonRole;
use mediant_model::statement::Citation;
use mediant_model::{Date, PartyId, Person, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A person was named, or what is known about the person changed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct PersonNamed {
    /// The party the person belongs to.
    pub party: PartyId,
    /// The person, without mandates.
    pub person: Person,
    /// Whether what is not said here stays as it was known: office, faction, who leads. Absent in records of before, where it was
    /// wiped.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub keeps: bool,
}

impl Fact for PersonNamed {
    const KIND: &'static str = "person_named";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        // A party's people and mandates: known to all, or between the party and the mediator.
        compartment.is_open() || compartment.is_caucus_of(&self.party)
    }

    fn names(&self) -> Vec<Named> {
        let Self { party, person, .. } = self;
        vec![Named::Person(party.clone(), person.id.clone())]
    }

    fn made(&self) -> Option<&str> {
        None
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        // The mediator does it, or says it of itself.
        None
    }

    fn fold(self, state: &mut State, _: &Trace) -> Option<()> {
        let Self { party, mut person, keeps } = self;
        let of_party = state.parties.iter_mut().find(|known| known.id == party)?;
        // Each reader keeps what it knows: what is known to some of a person does not go to others by that.
        if keeps && let Some(known) = of_party.people.iter().find(|known| known.id == person.id) {
            person.office = person.office.or_else(|| known.office.clone());
            person.faction = person.faction.or_else(|| known.faction.clone());
            person.leads |= known.leads;
        }
        if person.leads {
            of_party.people.iter_mut().for_each(|other| other.leads = false);
        }
        let (id, decides) = (person.id.clone(), person.role == PersonRole::Principal);
        let decided = match of_party.people.iter_mut().find(|known| known.id == id) {
            Some(known) => std::mem::replace(known, person).role == PersonRole::Principal,
            None => {
                of_party.people.push(person);
                false
            }
        };
        if decided && !decides {
            state.lose(&party, &id, &Loss::Office);
        }
        Some(())
    }
}

/// Somebody stopped speaking for a party: every mandate of the person ends, and what the person accepted is asked anew.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct PersonLeft {
    /// The party.
    pub party: PartyId,
    /// Who.
    pub person: PersonId,
    /// The first day on which the person no longer speaks for the party.
    #[schemars(with = "String", extend("format" = "date"))]
    pub on: Date,
    /// How.
    pub how: Departure,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Where this is reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Citation>,
}

impl Fact for PersonLeft {
    const KIND: &'static str = "person_left";
    const ENDS_AUTHORITY: bool = true;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        // A party's people and mandates: known to all, or between the party and the mediator.
        compartment.is_open() || compartment.is_caucus_of(&self.party)
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        None
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        let over = Authority::OfficeOver(self.party.clone(), self.person.clone());
        Some(PartyAct::new(&self.party, None, Weight::Takes, format!("seat {}", self.person), over))
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { party, person, on, how, reason, source } = self;
        let of_party = state.parties.iter_mut().find(|known| known.id == party)?;
        let known = of_party.people.iter_mut().find(|known| known.id == person)?;
        known.leads = false;
        for mandate in state.mandates.values_mut().filter(|m| m.party == party && m.person == person) {
            mandate.end(on, reason.as_ref());
        }
        state.lose(&party, &person, &Loss::Person);
        let left = Left { on, how, reason, source, trace: trace.clone(), back: None };
        state.left.insert((party, person), left);
        Some(())
    }
}

/// Somebody who had left speaks for the party again; the mandates of before stay ended. It stands where the departure
/// stands.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct PersonReturned {
    /// The party.
    pub party: PartyId,
    /// Who.
    pub person: PersonId,
    /// The first day on which the person speaks for the party again.
    #[schemars(with = "String", extend("format" = "date"))]
    pub on: Date,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Where this is reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Citation>,
}

impl Fact for PersonReturned {
    const KIND: &'static str = "person_returned";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        // A party's people and mandates: known to all, or between the party and the mediator.
        compartment.is_open() || compartment.is_caucus_of(&self.party)
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        None
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        // Mandates are given anew: somebody who is back gives nothing away.
        let over = Authority::OfficeOver(self.party.clone(), self.person.clone());
        Some(PartyAct::new(&self.party, None, Weight::Neither, format!("seat {}", self.person), over))
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { party, person, on, reason, source } = self;
        let left = state.left.get_mut(&(party, person))?;
        left.back = Some(Back { on, reason, source, trace: trace.clone() });
        Some(())
    }
}
