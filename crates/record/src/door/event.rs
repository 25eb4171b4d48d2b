//! A party's own door: what happened.

use super::state::{Announced, Door};
use super::{DoorId, OpenedBy};
use crate::actor::Role;
use crate::compartment::Compartment;
use crate::confirmation::PartyAct;
use crate::event::Fact;
use crate::state::{Named, State, Trace};
use mediant_model::PersonId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An account of a party may come in from here on.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct DoorOpened {
    /// The account.
    pub door: DoorId,
    /// As what it comes in: the party's principal, delegate or adviser.
    pub role: Role,
    /// Which person of the party it is, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// On whose word.
    pub let_in_by: OpenedBy,
    /// The key that the account signs with, where it came with one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}

impl Fact for DoorOpened {
    const KIND: &'static str = "door_opened";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        // Everybody who comes in for the party reads who does, and the mediator does.
        self.role.party().is_some_and(|party| compartment.is_caucus_of(party))
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        Some(self.door.as_str())
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        // A door says itself on whose word it was opened.
        None
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { door, role, person, let_in_by, key } = self;
        let before = state.doors.get(&door);
        // What was opened or closed once is not opened again.
        if before.is_some_and(|before| before.opened.is_some() || before.closed.is_some()) {
            return None;
        }
        let announced = before.and_then(|before| before.announced.clone());
        state.clocks.entry(role.party()?.clone()).or_insert(trace.at);
        let opened = Some((let_in_by, trace.clone()));
        state.doors.insert(door, Door { role, person, key, announced, opened, closed: None });
        Some(())
    }
}

/// An account of a party does not come in any more, or a door that was announced stays shut for good.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct DoorClosed {
    /// The account.
    pub door: DoorId,
}

impl Fact for DoorClosed {
    const KIND: &'static str = "door_closed";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        matches!(compartment, Compartment::Caucus(_))
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        None
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        // A door says itself on whose word it was opened.
        None
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let door = state.own_door(&self.door, trace)?;
        door.closed.get_or_insert_with(|| trace.clone());
        Some(())
    }
}

/// The mediator wants to let somebody in for a party whose principal has come already. Everybody of the party is told, and
/// can shut it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct DoorAnnounced {
    /// The account that will come in by it.
    pub door: DoorId,
    /// As what.
    pub role: Role,
    /// Which person of the party it is for, where it is for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
}

impl Fact for DoorAnnounced {
    const KIND: &'static str = "door_announced";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        self.role.party().is_some_and(|party| compartment.is_caucus_of(party))
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        Some(self.door.as_str())
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        // A door says itself on whose word it was opened.
        None
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { door, role, person } = self;
        if state.doors.contains_key(&door) {
            return None;
        }
        let from = state.clock(role.party()?, trace.at);
        let announced = Some(Announced { from, trace: trace.clone(), agreed: None });
        state.doors.insert(door, Door { role, person, key: None, announced, opened: None, closed: None });
        Some(())
    }
}

/// Somebody of the party agrees to a door that the mediator announced: it opens without waiting.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct DoorAgreed {
    /// The door.
    pub door: DoorId,
}

impl Fact for DoorAgreed {
    const KIND: &'static str = "door_agreed";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        matches!(compartment, Compartment::Caucus(_))
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
        let door = state.own_door(&self.door, trace)?;
        door.announced.as_mut()?.agreed.get_or_insert_with(|| trace.clone());
        Some(())
    }
}
