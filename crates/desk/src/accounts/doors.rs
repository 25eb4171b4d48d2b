//! The doors of parties: an account of a party comes in as long as its door stands open on record.
//!
//! The roster says who has which password. Who comes in for a party stands in the party's caucus, where the party reads it: an
//! account is looked at against that whenever it is used. It is made first, and its door is opened then: an account
//! that was made while the record could not be reached has no door, does not come in, and gets it at the next sign-in.

use super::error::AccountError;
use super::invitations::Wish;
use super::roster::{Account, LetIn};
use super::session::SignInSession;
use super::{Accounts, AuditEntry, Happening, Invitation};
use crate::service::{AskError, Asker};
use jiff::{SignedDuration, Span, Timestamp, ToSpan};
use mediant_model::case::Reader;
use mediant_model::{PartyId, PersonId};
use mediant_record::deletion::DeleteCompartment;
use mediant_record::door::{AnnounceDoor, CloseDoor, DoorId, OpenDoor, OpenedBy, WAIT};
use mediant_record::{Actor, Command, Compartment, Role, State};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// How much of a wait one look at the clock can make up.
const LOOK_MAX: SignedDuration = SignedDuration::from_hours(1);

/// How an account stands to its door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// It comes in: its door is open, or it needs none.
    Open,
    /// No door was opened for it.
    Missing,
    /// Its door was closed, when.
    Closed(Timestamp),
}

impl Accounts {
    /// How an account stands to its door.
    ///
    /// Whoever belongs to no party needs none. As long as a party is not on record its accounts read what is public, and
    /// once its caucus was deleted no door stands anywhere: then the roster alone counts.
    pub(super) fn way(&self, id: &str, account: &Account) -> Way {
        let Some(party) = account.role.party() else { return Way::Open };
        let look = |state: &State| {
            if !keeps_doors(state, party) {
                return Way::Open;
            }
            let door = state.doors.get(&DoorId::new(id));
            match door.filter(|door| door.role == account.role && door.person == account.person) {
                Some(door) if door.is_open() => Way::Open,
                Some(door) => door.closed.as_ref().map_or(Way::Missing, |closed| Way::Closed(closed.at)),
                None => Way::Missing,
            }
        };
        self.desk.read(&Reader::Mediator, look).unwrap_or(Way::Missing)
    }

    /// Whether an account comes in. One whose door was never opened gets it now, where it may still be opened.
    ///
    /// # Errors
    /// The store does not answer.
    pub(super) async fn comes_in(&self, id: &str, account: &Account) -> Result<bool, AccountError> {
        if self.way(id, account) == Way::Missing {
            // It may have been opened on another server a moment ago.
            self.desk.catch_up().await?;
        }
        if self.way(id, account) == Way::Missing {
            let opened = self.open_door(id, account).await;
            if let Err(error @ (AccountError::Unavailable | AccountError::TooMany(_))) = opened {
                return Err(error);
            }
        }
        Ok(self.way(id, account) == Way::Open)
    }

    /// Opens the door of an account, on the word of whoever invited.
    ///
    /// # Errors
    /// It may not be opened; the store does not answer.
    pub(super) async fn open_door(&self, id: &str, account: &Account) -> Result<(), AccountError> {
        let (actor, let_in_by) = match &account.let_in {
            None => (Actor::new(Role::Mediator), OpenedBy::Before),
            Some(LetIn::Mediator(actor)) => (actor.clone(), OpenedBy::Mediator),
            Some(LetIn::Principal(actor)) => (actor.clone(), OpenedBy::Principal),
            Some(LetIn::Announced(actor)) => (actor.clone(), OpenedBy::Announced),
        };
        let door = DoorId::new(id);
        let open = OpenDoor {
            waited: let_in_by == OpenedBy::Announced && self.waits.is_over(&door),
            door,
            role: account.role.clone(),
            person: account.person.clone(),
            let_in_by,
            key: None,
            closed: account.closed.is_some(),
        };
        self.asked(&actor, Command::OpenDoor(open)).await
    }

    /// Opens the doors of the accounts that were made before doors were kept, closed ones included: what was closed then is
    /// on record as closed. To be called when a desk opens.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn keep_doors(&self) -> Result<(), AccountError> {
        let (_, roster) = self.shelf.look().await?;
        let before = roster.accounts.iter().filter(|(_, account)| account.let_in.is_none());
        let mut missing: Vec<_> =
            before.filter(|(id, account)| self.way(id, account) == Way::Missing).collect();
        missing.sort_by_key(|(id, account)| (account.made, *id));
        for (id, account) in missing {
            match self.open_door(id, account).await {
                Err(AccountError::Unavailable) => return Err(AccountError::Unavailable),
                Err(error) => tracing::warn!(%error, "an account has no door"),
                Ok(()) => {}
            }
        }
        Ok(())
    }

    /// Whether a principal of the party has come: from then on it invites its people itself.
    pub(super) fn has_come(&self, party: &PartyId) -> bool {
        self.desk.read(&Reader::Mediator, |state| state.has_come(party)).unwrap_or(false)
    }

    /// Refuses what only a principal of the party may do, once one has come.
    pub(super) fn not_come_yet(&self, role: &Role) -> Result<(), AccountError> {
        match role.party() {
            Some(party) if self.has_come(party) => {
                let named = |state: &State| state.party(party).map(|known| known.name.clone());
                let name = self.desk.read(&Reader::Mediator, named).flatten();
                Err(AccountError::TheirOwn(name.unwrap_or_else(|| party.to_string())))
            }
            _ => Ok(()),
        }
    }

    /// Refuses where nobody new can come in for a party, because its caucus is gone.
    pub(super) fn can_let_in(&self, role: &Role) -> Result<(), AccountError> {
        let Some(party) = role.party() else { return Ok(()) };
        let gone = |state: &State| state.deleted.contains(&Compartment::Caucus(party.clone()));
        if self.desk.read(&Reader::Mediator, gone).unwrap_or(false) {
            return Err(AccountError::NotNow(
                "the caucus of this party was deleted: nobody new comes in for it",
            ));
        }
        Ok(())
    }

    /// Announces a new door to a party whose principal has come already: everybody of the party is told on every page, and
    /// whoever is there can shut it. Its link opens after 48 hours, or when somebody of the party agrees; it is valid for
    /// the time that is given from the end of those 48 hours on.
    ///
    /// # Errors
    /// The role does not allow it; nobody of the party has come yet, or a door waits already; as
    /// [`Accounts::invite_as`].
    pub async fn announce(
        &self,
        by: &SignInSession,
        role: Role,
        person: Option<PersonId>,
        name: Option<String>,
        valid: Span,
    ) -> Result<Invitation, AccountError> {
        if by.role != Role::Mediator {
            return Err(AccountError::NotAllowed("the mediator announces new doors"));
        }
        let name = self.may_be_invited(by, &role, person.as_ref(), name)?;
        let door = DoorId::new(self.desk.world().id());
        let announce = AnnounceDoor { door: door.clone(), role: role.clone(), person: person.clone() };
        self.asked(by, Command::AnnounceDoor(announce)).await?;
        self.waits.look(&door, self.desk.world().now());
        let opens =
            self.desk.read(&Reader::Mediator, |state| Some(state.doors.get(&door)?.waiting()?.opens()));
        let wish = Wish { door: Some(door.clone()), ..Wish::new(role, person, name, valid) };
        let made = self.draw_invitation(Some(by), wish).await;
        let invitation = match made {
            Ok(invitation) => Invitation { opens: opens.flatten(), ..invitation },
            Err(error) => {
                // Nobody has its link: it is taken back.
                let close = Command::CloseDoor(CloseDoor { door });
                return self.asked(by, close).await.and(Err(error));
            }
        };
        let entry = AuditEntry::new(Happening::Invited, self.desk.world().now(), "");
        self.note(entry.of(&by.account, &by.name)).await?;
        Ok(invitation)
    }

    /// Refuses as long as the door of an announced invitation waits, and when it was shut.
    pub(super) fn opens(&self, door: &DoorId) -> Result<(), AccountError> {
        let now = self.desk.world().now();
        self.waits.look(door, now);
        let over = self.waits.is_over(door);
        let look = |state: &State| {
            let known = state.doors.get(door)?;
            let waiting = known.waiting()?;
            let clock = state.clock(known.party()?, now);
            Some(if over || clock >= waiting.opens() { None } else { Some(waiting.opens()) })
        };
        match self.desk.read(&Reader::Mediator, look).flatten() {
            None => Err(AccountError::LinkShut),
            Some(Some(opens)) => Err(AccountError::Waits(opens)),
            Some(None) => Ok(()),
        }
    }

    /// Looks at the clock for every door that waits. To be called again and again.
    pub fn watch_doors(&self) {
        let now = self.desk.world().now();
        let waiting = |state: &State| {
            let doors = state.doors.iter().filter(|(_, door)| door.waiting().is_some());
            doors.map(|(id, _)| id.clone()).collect::<Vec<_>>()
        };
        let waiting = self.desk.read(&Reader::Mediator, waiting).unwrap_or_default();
        self.waits.keep(&waiting);
        waiting.iter().for_each(|door| self.waits.look(door, now));
    }

    /// On whose word the door of an account was opened.
    pub(super) fn let_in_by(&self, id: &str) -> Option<OpenedBy> {
        let look =
            |state: &State| state.doors.get(&DoorId::new(id))?.opened.as_ref().map(|(by, _)| by.clone());
        self.desk.read(&Reader::Mediator, look).flatten()
    }

    /// Closes the door of an account on record, where it has one that is open.
    ///
    /// # Errors
    /// Who asks may not close it; it is the last one of its party; the store does not answer.
    pub(super) async fn close_door(
        &self,
        by: &SignInSession,
        id: &str,
        account: &Account,
    ) -> Result<(), AccountError> {
        let Some(party) = account.role.party() else { return Ok(()) };
        if by.role.party().is_none() {
            self.not_come_yet(&account.role)?;
        }
        let open = |state: &State| {
            keeps_doors(state, party) && state.doors.get(&DoorId::new(id)).is_some_and(|door| door.is_open())
        };
        if !self.desk.read(&Reader::Mediator, open).unwrap_or(false) {
            return Ok(());
        }
        self.asked(by, Command::CloseDoor(CloseDoor { door: DoorId::new(id) })).await
    }

    /// Before the mediator's command is asked for that deletes a caucus: whoever does not come in by a door there is closed in the roster,
    /// which alone counts from then on.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn keep_closed(&self, by: &Role, command: &Command) -> Result<(), AccountError> {
        let Command::DeleteCompartment(DeleteCompartment { compartment: Compartment::Caucus(party) }) =
            command
        else {
            return Ok(());
        };
        if *by != Role::Mediator {
            return Ok(());
        }
        self.desk.catch_up().await?;
        let (_, roster) = self.shelf.look().await?;
        let of_party = |account: &Account| account.closed.is_none() && account.role.party() == Some(party);
        let mut shut = Vec::new();
        for (id, account) in roster.accounts.iter().filter(|(_, account)| of_party(account)) {
            if !self.comes_in(id, account).await? {
                let since = match self.way(id, account) {
                    Way::Closed(at) => at,
                    Way::Open | Way::Missing => self.desk.world().now(),
                };
                shut.push((id.clone(), since));
            }
        }
        if shut.is_empty() {
            return Ok(());
        }
        self.shelf
            .change(|roster| {
                for (id, since) in &shut {
                    if let Some(account) = roster.accounts.get_mut(id) {
                        account.closed.get_or_insert(*since);
                    }
                }
                Ok(())
            })
            .await
    }

    /// Asks the record for something about a door.
    pub(super) async fn asked(&self, asker: impl Into<Asker>, command: Command) -> Result<(), AccountError> {
        match self.desk.ask_for_door(asker, command).await {
            Ok(_) => Ok(()),
            Err(AskError::Refused(refusal)) => Err(AccountError::Refused(refusal)),
            Err(AskError::Busy) => Err(crate::work::BusyError.into()),
            Err(AskError::UnknownReader | AskError::NameTaken | AskError::Faulty | AskError::Unavailable) => {
                Err(AccountError::Unavailable)
            }
        }
    }
}

/// Whether the doors of a party stand on record: it is a party, and its caucus was not deleted.
pub(super) fn keeps_doors(state: &State, party: &PartyId) -> bool {
    state.negotiating().any(|known| &known.id == party)
        && !state.deleted.contains(&Compartment::Caucus(party.clone()))
}

/// From now until a door has waited, in time for the invitation that leads to it.
pub(super) fn after_the_wait(valid: Span) -> Option<Span> {
    WAIT.as_hours().hours().checked_add(valid).ok()
}

/// How long doors were seen to wait.
///
/// On record a wait ends by the latest time that was ever recorded, so that a clock that is put back cannot shorten it. If
/// the clock was ahead and is put right, that would make the wait longer: so the desk adds up, too, by how much the clock
/// goes on from one look to the next. What goes back counts as nothing, and what leaps counts as an hour.
#[derive(Default)]
pub(super) struct Waits(Mutex<BTreeMap<DoorId, Seen>>);

struct Seen {
    last: Timestamp,
    waited: SignedDuration,
}

impl Waits {
    /// Takes in what the clock shows.
    pub fn look(&self, door: &DoorId, now: Timestamp) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let seen = seen.entry(door.clone()).or_insert(Seen { last: now, waited: SignedDuration::ZERO });
        let passed = now.duration_since(seen.last).clamp(SignedDuration::ZERO, LOOK_MAX);
        seen.waited = seen.waited.saturating_add(passed);
        seen.last = now;
    }

    /// Whether the door was seen to wait for its whole time.
    pub fn is_over(&self, door: &DoorId) -> bool {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.get(door).is_some_and(|seen| seen.waited >= WAIT)
    }

    /// Forgets the doors that wait no longer.
    fn keep(&self, waiting: &[DoorId]) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.retain(|door, _| waiting.contains(door));
    }
}
