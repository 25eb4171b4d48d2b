//! A party's own door: what a reader knows of it.

use super::{DoorId, OpenedBy, WAIT};
use crate::actor::Role;
use crate::compartment::Compartment;
use crate::state::{State, Trace};
use jiff::Timestamp;
use mediant_model::{Date, PartyId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A door on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Door {
    /// As what somebody comes in by it.
    pub role: Role,
    /// Which person of the party that is, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// The key that the account signs with, where it came with one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Where the mediator announced it: when, and who agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub announced: Option<Announced>,
    /// On whose word it was opened, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened: Option<(OpenedBy, Trace)>,
    /// When and by whom it was closed: for good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<Trace>,
}

/// What is known of the announcement of a door.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Announced {
    /// From when on the wait is counted: see [`State::clock`].
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub from: Timestamp,
    /// When and by whom it was announced.
    pub trace: Trace,
    /// When and by whom it was agreed to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed: Option<Trace>,
}

impl Door {
    /// The party it leads to.
    pub fn party(&self) -> Option<&PartyId> {
        self.role.party()
    }

    /// Whether an account comes in by it.
    pub fn is_open(&self) -> bool {
        self.opened.is_some() && self.closed.is_none()
    }

    /// The announcement, where nobody has come in by the door and nobody has shut it.
    pub fn waiting(&self) -> Option<&Announced> {
        self.announced.as_ref().filter(|_| self.opened.is_none() && self.closed.is_none())
    }
}

impl Announced {
    /// From when on somebody can come in by the door, where nobody shuts it.
    pub fn opens(&self) -> Timestamp {
        if self.agreed.is_some() {
            self.from
        } else {
            self.from.saturating_add(WAIT).unwrap_or(Timestamp::MAX)
        }
    }
}

impl State {
    /// Whether a principal of the party has come in by a door of its own. It stays true when that door is closed.
    ///
    /// Who does not read the party's caucus does not know, and reads that nobody has. Once the caucus was deleted nobody can
    /// show that nobody had: to whoever knows of the deletion it stays true.
    pub fn has_come(&self, party: &PartyId) -> bool {
        let principal =
            |door: &Door| door.opened.is_some() && matches!(&door.role, Role::Principal(own) if own == party);
        self.doors.values().any(principal) || self.deleted.contains(&Compartment::Caucus(party.clone()))
    }

    /// Whether a principal who has come in by a door that is open is in office on the day.
    pub fn has_a_principal_in_office(&self, party: &PartyId, today: Date) -> bool {
        let open = self.doors.values().filter(|door| door.opened.is_some() && door.closed.is_none());
        let principals = open.filter(|door| matches!(&door.role, Role::Principal(own) if own == party));
        principals.filter_map(|door| door.person.as_ref()).any(|person| self.in_office(party, person, today))
    }

    /// Whether who decides and speaks for a party is not for somebody in this role to say: the mediator and the team, once the party can
    /// say it itself, since a principal has come and is in office. Where none is any more, the mediator may, and never the team:
    /// otherwise a party whose last principal left could never have another.
    pub fn is_the_partys_own_to_say(&self, party: &PartyId, role: &Role, today: Date) -> bool {
        role.mediates()
            && self.has_come(party)
            && (*role == Role::Team || self.has_a_principal_in_office(party, today))
    }

    /// The doors to a party, in the order in which they were announced or opened.
    pub fn doors_of(&self, party: &PartyId) -> Vec<(&DoorId, &Door)> {
        let mut doors: Vec<_> = self.doors.iter().filter(|(_, door)| door.party() == Some(party)).collect();
        let first = |door: &Door| {
            let announced = door.announced.as_ref().map(|announced| announced.trace.index);
            announced.or(door.opened.as_ref().map(|(_, trace)| trace.index))
        };
        doors.sort_by_key(|(_, door)| first(door));
        doors
    }

    /// The doors that the mediator announced to a party, and that neither opened nor were shut yet.
    pub fn doors_waiting(&self, party: &PartyId) -> Vec<(&DoorId, &Door, &Announced)> {
        let waiting = self.doors_of(party).into_iter();
        waiting.filter_map(|(id, door)| Some((id, door, door.waiting()?))).collect()
    }

    /// The time by which a party's doors wait: what the clock shows, or the latest time on record where the clock was put back
    /// behind that. It never runs backwards.
    ///
    /// It counts what the party and the mediator both read since the party's first door, so that both come to the same.
    pub fn clock(&self, party: &PartyId, now: Timestamp) -> Timestamp {
        self.clocks.get(party).map_or(now, |latest| *latest.max(&now))
    }

    /// Takes in the time of an event.
    pub(crate) fn keep_clocks(&mut self, trace: &Trace) {
        for (party, latest) in &mut self.clocks {
            if trace.compartment.is_open() || trace.compartment.is_caucus_of(party) {
                *latest = trace.at.max(*latest);
            }
        }
    }

    /// The door of an event that stands where the door does.
    pub(super) fn own_door(&mut self, id: &DoorId, trace: &Trace) -> Option<&mut Door> {
        let door = self.doors.get_mut(id)?;
        door.role.party().is_some_and(|party| trace.compartment.is_caucus_of(party)).then_some(door)
    }
}
