//! Whoever left is out: an account lasts as long as its person speaks for the party.
//!
//! Nothing is written into the roster. That somebody left, or is back, stands on record, and every server reads it there as
//! soon as it reads anything else: an account is looked at against the record whenever it is used, and by every open stream
//! whenever something is told and when a day begins.

use super::Accounts;
use super::doors::Way;
use super::roster::{Account, Invited, Roster};
use crate::accounts::AccountError;
use crate::http_error::{HttpError, ProblemKind};
use jiff::Timestamp;
use mediant_model::Date;
use mediant_model::PersonId;
use mediant_model::case::Reader;
use mediant_record::{Actor, Role, State};

/// Somebody who left, as the account's holder is told. It holds nothing but what the holder knew, and since when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Departed {
    /// The person's name.
    pub person: String,
    /// The party's name.
    pub party: String,
    /// The first day on which the person no longer speaks for it.
    pub on: Date,
}

impl From<Departed> for HttpError {
    fn from(departed: Departed) -> Self {
        let Departed { person, party, on } = departed;
        Self::new(ProblemKind::Departed, format!("{person} speaks for {party} no longer since {on}, and the account is out of use"))
            .help("what is public can be read without signing in; where this is a mistake, ask the mediator, who can record a return")
    }
}

impl Accounts {
    /// The departure that ended what a role and a person could do here.
    pub(super) fn departed(&self, role: &Role, person: Option<&PersonId>) -> Option<Departed> {
        let (party, person) = (role.party()?, person?);
        let today = self.desk.world().today();
        let look = |state: &State| {
            let left = state.departed(party, person, state.day(today))?;
            let known = state.party(party);
            let named = state.person(party, person);
            Some(Departed {
                person: named.map_or_else(|| person.to_string(), |named| named.name.clone()),
                party: known.map_or_else(|| party.to_string(), |known| known.name.clone()),
                on: left.on,
            })
        };
        self.desk.read(&Reader::Party(party.clone()), look).flatten()
    }

    /// When the person of an account came back last: what was signed in before is over.
    pub(super) fn returned(&self, account: &Account) -> Option<Timestamp> {
        let (party, person) = (account.role.party()?, account.person.as_ref()?);
        let look = |state: &State| {
            let left = state.left.get(&(party.clone(), person.clone()))?;
            left.back.as_ref().map(|back| back.trace.at)
        };
        self.desk.read(&Reader::Party(party.clone()), look).flatten()
    }

    /// Whether somebody gives accounts to others: the mediator, or a principal in office within the party.
    pub(super) fn may_invite(&self, role: &Role, person: Option<&PersonId>) -> bool {
        match role {
            Role::Mediator => true,
            Role::Principal(party) => {
                let actor = Actor { role: role.clone(), person: person.cloned() };
                let today = self.desk.world().today();
                let in_office = |state: &State| actor.is_in_office(state, party, state.day(today));
                self.desk.read(&role.reader(), in_office).unwrap_or(false)
            }
            Role::Team | Role::Delegate(_) | Role::Adviser(_) | Role::Observer => false,
        }
    }

    /// Whether an invitation still stands: whom it is for has not left, the principal who made it is one and comes in, and the
    /// party of one that the mediator made has not come by itself.
    ///
    /// # Errors
    /// Why not.
    pub(super) fn stands(&self, roster: &Roster, invited: &Invited) -> Result<(), AccountError> {
        if let Some(departed) = self.departed(&invited.role, invited.person.as_ref()) {
            return Err(AccountError::Departed(departed));
        }
        self.can_let_in(&invited.role)?;
        if let Some(door) = &invited.door {
            return self.opens(door);
        }
        if let Some(Actor { role, person }) = &invited.in_name_of {
            let inviting = self.may_invite(role, person.as_ref());
            return if inviting { Ok(()) } else { Err(AccountError::LinkVoid) };
        }
        let by = invited.by.as_ref().and_then(|by| Some((by, roster.accounts.get(by)?)));
        let Some((id, by)) = by.filter(|(_, by)| by.role.party().is_some()) else {
            return self.not_come_yet(&invited.role).map_err(|_| AccountError::LinkVoid);
        };
        let comes = by.closed.is_none() && self.way(id, by) == Way::Open;
        let inviting = comes && self.may_invite(&by.role, by.person.as_ref());
        if inviting { Ok(()) } else { Err(AccountError::LinkVoid) }
    }
}
