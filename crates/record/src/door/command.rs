//! A party's own door: what can be asked for, and how it is decided.

use super::{DoorAgreed, DoorAnnounced, DoorClosed, DoorId, DoorOpened, OpenedBy};
use crate::actor::Role;
use crate::authority::{Authority, Word};
use crate::command::{Act, Moment};
use crate::compartment::Compartment;
use crate::decide::Decision;
use crate::limits::{Limits, not_empty};
use crate::refusal::CommandError;
use crate::state::State;
use mediant_model::spelling::quoted;
use mediant_model::{PartyId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Let an account of a party come in: asked for by the desk when somebody takes an invitation up, on the word of whoever
/// invited.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct OpenDoor {
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
    /// Whether the account was closed before doors were kept.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub closed: bool,
    /// Whether the desk saw the wait of an announced door pass, though the clock was put back meanwhile.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub waited: bool,
}

impl Act for OpenDoor {
    const KIND: &'static str = "open_door";
    const WHEN: Moment = Moment::Ever;
    const LIMITS: Limits = Limits::NAMES;

    fn may_come_from(&self, role: &Role) -> bool {
        match self.let_in_by {
            OpenedBy::Principal => {
                matches!((role, self.role.party()), (Role::Principal(own), Some(party)) if own == party)
            }
            OpenedBy::Mediator | OpenedBy::Announced | OpenedBy::Before => matches!(role, Role::Mediator),
        }
    }

    fn takes(&self, _: &State) -> Authority {
        self.role.party().map_or(Authority::Nothing, |party| Authority::Office(party.clone()))
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { door, role, person, let_in_by, key, closed, waited } = self;
        let party = party_of(&role)?;
        decision.is_unused(&door, let_in_by == OpenedBy::Announced)?;
        match let_in_by {
            OpenedBy::Mediator if decision.state.has_come(&party) => return Err(has_come(&party)),
            OpenedBy::Announced => decision.has_waited(&door, &role, person.as_ref(), waited)?,
            OpenedBy::Mediator | OpenedBy::Principal | OpenedBy::Before => {}
        }
        let caucus = Compartment::Caucus(party);
        decision.record(caucus.clone(), DoorOpened { door: door.clone(), role, person, let_in_by, key })?;
        if closed {
            decision.record(caucus, DoorClosed { door })?;
        }
        Ok(())
    }
}

/// Announce a new door to a party whose principal has come already: for a delegation that lost its accounts.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct AnnounceDoor {
    /// The account that will come in by it.
    pub door: DoorId,
    /// As what.
    pub role: Role,
    /// Which person of the party it is for, where it is for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
}

impl Act for AnnounceDoor {
    const KIND: &'static str = "announce_door";
    const WHEN: Moment = Moment::Ever;
    const LIMITS: Limits = Limits::NAMES;

    fn may_come_from(&self, role: &Role) -> bool {
        matches!(role, Role::Mediator)
    }

    fn takes(&self, _: &State) -> Authority {
        Authority::Nothing
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { door, role, person } = self;
        let party = party_of(&role)?;
        decision.is_unused(&door, false)?;
        decision.negotiating(&party, "role")?;
        if !decision.state.has_come(&party) {
            return Err(CommandError::not_now(format!(
                "no principal of {} has come yet",
                quoted(party.as_str())
            ))
            .at("role")
            .help("invite somebody: a new door is for a party that has come"));
        }
        if !decision.state.doors_waiting(&party).is_empty() {
            return Err(CommandError::not_now(format!(
                "a new door to {} waits already",
                quoted(party.as_str())
            ))
            .at("role")
            .help("wait until it opens, or close it first"));
        }
        decision.record(Compartment::Caucus(party), DoorAnnounced { door, role, person })
    }
}

/// Agree to a door that the mediator announced to one's party: it opens without waiting.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct AgreeToDoor {
    /// The door.
    pub door: DoorId,
}

impl Act for AgreeToDoor {
    const KIND: &'static str = "agree_to_door";
    const WHEN: Moment = Moment::Ever;
    const LIMITS: Limits = Limits::NAMES;

    fn may_come_from(&self, role: &Role) -> bool {
        matches!(role, Role::Principal(_) | Role::Delegate(_))
    }

    fn takes(&self, state: &State) -> Authority {
        let party = state.doors.get(&self.door).and_then(|door| door.party());
        party.map_or(Authority::Nothing, |party| Authority::Voice(party.clone()))
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { door } = self;
        let party = decision.door_of(&door)?;
        let waiting = decision.state.doors.get(&door).and_then(|known| known.waiting());
        match waiting {
            None => Err(CommandError::not_now("this door does not wait for anybody's agreement").at("door")),
            Some(waiting) if waiting.agreed.is_some() => {
                Err(CommandError::not_now("somebody of your party agreed already").at("door"))
            }
            Some(_) => decision.record(Compartment::Caucus(party), DoorAgreed { door }),
        }
    }
}

/// Close a door: the account does not come in any more, or a door that was announced stays shut for good.
///
/// A principal closes any of the party's, but not the last by which somebody comes in. Anybody of the party shuts one that
/// was announced. The mediator closes a party's as long as no principal of it has come, and takes back what it announced.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct CloseDoor {
    /// The door.
    pub door: DoorId,
}

impl Act for CloseDoor {
    const KIND: &'static str = "close_door";
    const WHEN: Moment = Moment::Ever;
    const LIMITS: Limits = Limits::NAMES;

    fn may_come_from(&self, role: &Role) -> bool {
        matches!(role, Role::Mediator) || role.party().is_some()
    }

    fn takes(&self, state: &State) -> Authority {
        let Some(door) = state.doors.get(&self.door) else { return Authority::Nothing };
        match door.party() {
            None => Authority::Nothing,
            Some(party) if door.waiting().is_some() => Authority::Seat(party.clone()),
            Some(party) => Authority::Office(party.clone()),
        }
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { door } = self;
        let party = decision.door_of(&door)?;
        let state = decision.state;
        let known = state.doors.get(&door);
        if known.is_some_and(|known| known.closed.is_some()) {
            return Err(CommandError::not_now("this door is closed already").at("door"));
        }
        if known.is_some_and(|known| known.is_open()) {
            if decision.actor.role.mediates() && state.has_come(&party) {
                return Err(CommandError::not_allowed(format!(
                    "a principal of {} has come, and closes the party's accounts",
                    quoted(party.as_str())
                ))
                .at("door")
                .help("ask a principal of the party"));
            }
            if !decision.actor.role.mediates() && !decision.leaves_somebody(&party, &door) {
                return Err(CommandError::not_now(
                    "this is the last account of your party that comes in: nobody could shut a new door any more",
                )
                .at("door")
                .help("invite somebody first, and close this account when they have come in"));
            }
        }
        decision.record(Compartment::Caucus(party), DoorClosed { door })
    }
}

fn party_of(role: &Role) -> Result<PartyId, CommandError> {
    role.party().cloned().ok_or_else(|| {
        CommandError::invalid("role", "only parties have doors")
            .help("name a principal, a delegate or an adviser")
    })
}

/// Why the mediator lets nobody in for a party any more.
fn has_come(party: &PartyId) -> CommandError {
    let message =
        format!("a principal of {} has come, and from then on invites its people", quoted(party.as_str()));
    CommandError::not_allowed(message)
        .at("role")
        .help("ask a principal of the party; where the delegation lost its accounts, announce a new door")
}

impl Decision<'_, '_> {
    /// The party that a door leads to, as far as who asks knows of it.
    fn door_of(&self, door: &DoorId) -> Result<PartyId, CommandError> {
        let party = self.state.doors.get(door).and_then(|known| known.party().cloned());
        party.ok_or_else(|| CommandError::unknown("door", "there is no such door"))
    }

    /// The door's name was not used for another.
    fn is_unused(&self, door: &DoorId, announced: bool) -> Result<(), CommandError> {
        not_empty(door.as_str(), "door")?;
        if !announced && self.state.doors.contains_key(door) {
            return Err(CommandError::invalid("door", "there is this door already"));
        }
        Ok(())
    }

    /// The announced door is for these, nobody shut it, and it need not wait any longer.
    fn has_waited(
        &self,
        door: &DoorId,
        role: &Role,
        person: Option<&PersonId>,
        waited: bool,
    ) -> Result<(), CommandError> {
        let known = self.state.doors.get(door);
        let known = known.filter(|known| &known.role == role && known.person.as_ref() == person);
        let Some(known) = known else {
            return Err(CommandError::unknown("door", "no such door was announced"));
        };
        let Some(waiting) = known.waiting() else {
            return Err(CommandError::not_now("this door was shut, or somebody came in by it").at("door"));
        };
        let clock = role.party().map(|party| self.state.clock(party, self.context.now));
        if waited || clock >= Some(waiting.opens()) {
            return Ok(());
        }
        Err(CommandError::not_now(format!("this door opens on {}", waiting.opens()))
            .at("door")
            .help("wait until then; it opens at once when somebody of the party agrees"))
    }

    /// Whether somebody still comes in for the party by another door.
    fn leaves_somebody(&self, party: &PartyId, door: &DoorId) -> bool {
        let today = self.context.today;
        self.state.doors_of(party).into_iter().any(|(id, other)| {
            let left = other.person.as_ref().and_then(|person| self.state.departed(party, person, today));
            id != door && other.is_open() && left.is_none()
        })
    }
}
