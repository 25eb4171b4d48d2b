//! Everybody who has an account, and everybody who is invited: one sealed document.
//!
//! It is one document so that accepting an invitation is one step: the link is used and the account is there, or neither.

use super::device::Device;
use super::error::AccountError;
use super::password::{HashCost, PasswordHash};
use super::spelling;
use crate::service::{Desk, OpenError};
use jiff::{Timestamp, ToSpan};
use mediant_model::{PartyId, PersonId};
use mediant_record::door::DoorId;
use mediant_record::store::StoreError;
use mediant_record::{Actor, Role};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// How old what is remembered may be. Other servers' changes count after this time at the latest.
pub(super) const FRESH: Duration = Duration::from_secs(1);
/// How often a change is tried that others got ahead of.
const ATTEMPTS_MAX: u32 = 16;

/// Accounts and invitations.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Roster {
    /// From this and a name the salt of its passwords follows.
    pepper: [u8; 32],
    /// What a password's hash costs in this record.
    pub cost: HashCost,
    /// Every account by its id, closed ones included.
    pub accounts: BTreeMap<String, Account>,
    /// By the hash of the token.
    pub invitations: BTreeMap<String, Invited>,
}

/// Somebody who signs in, and what they may do.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Account {
    pub name: String,
    pub role: Role,
    pub person: Option<PersonId>,
    pub time_zone: Option<String>,
    pub password: PasswordHash,
    pub made: Timestamp,
    pub closed: Option<Timestamp>,
    /// Sign-ins under another number have ended.
    pub epoch: u32,
    /// On whose word its door is opened. Absent where it was made before doors were kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub let_in: Option<LetIn>,
}

/// On whose word the door of an account is opened.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum LetIn {
    /// The mediator's, as long as no principal of the party has come.
    Mediator(Actor),
    /// A principal's of the party.
    Principal(Actor),
    /// The mediator's, who announced it.
    Announced(Actor),
}

/// A link that was made and not used yet, and what it lets its holder become.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Invited {
    pub role: Role,
    pub person: Option<PersonId>,
    pub name: Option<String>,
    /// The account that invites; none where the desk itself does.
    pub by: Option<String>,
    pub made: Timestamp,
    pub expires: Timestamp,
    /// When, and the account that came of it.
    pub accepted: Option<(Timestamp, String)>,
    /// Made at the first start, for whoever keeps the record: void once somebody does.
    pub first: bool,
    /// The principal in whose name it was made, where that was not by an account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_name_of: Option<Actor>,
    /// The door that the mediator announced, where it leads to one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub door: Option<DoorId>,
}

impl Roster {
    fn new(desk: &Desk, cost: HashCost) -> Self {
        let mut pepper = [0; 32];
        desk.world().fill(&mut pepper);
        Self { pepper, cost, accounts: BTreeMap::new(), invitations: BTreeMap::new() }
    }

    /// The salt of a name's passwords.
    ///
    /// It is the same for every account of the name, and there is one for every name: so signing in is one hash whether
    /// there is no account of the name, one or several, and names need not be unique. A name that could be taken would
    /// tell one party who has an account at another.
    pub fn salt(&self, name: &str) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new_keyed(&self.pepper);
        hasher.update(b"salt of a name");
        hasher.update(folded(name).as_bytes());
        *hasher.finalize().as_bytes()
    }

    /// What stands for a name that nobody has: the same for the same name, and nothing to anybody else.
    pub fn stand_in(&self, name: &str) -> String {
        let mut hasher = blake3::Hasher::new_keyed(&self.pepper);
        hasher.update(b"stand-in of a name");
        hasher.update(folded(name).as_bytes());
        hasher.finalize().to_hex().chars().take(8).collect()
    }

    /// The accounts of a name, closed ones included.
    pub fn named(&self, name: &str) -> impl Iterator<Item = (&String, &Account)> {
        let name = folded(name);
        self.accounts.iter().filter(move |(_, account)| folded(&account.name) == name)
    }

    /// The open account of this name and password: where several have both, the one that the browser signed in to before,
    /// else the oldest.
    pub fn account_of(
        &self,
        name: &str,
        password: &PasswordHash,
        before: Option<&str>,
    ) -> Option<(&String, &Account)> {
        // No early end: the time says nothing about which one it is.
        let fits: Vec<(&String, &Account)> = self
            .named(name)
            .filter(|(_, account)| account.password.is(password) & account.closed.is_none())
            .collect();
        let known = fits.iter().find(|(id, _)| Some(id.as_str()) == before).copied();
        known.or_else(|| fits.into_iter().min_by(|(a, x), (b, y)| (x.made, a).cmp(&(y.made, b))))
    }

    /// The code of a browser that signed in to a name.
    pub fn device_code(&self, name: &str, device: &Device) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new_keyed(&self.pepper);
        hasher.update(b"browser that is known to a name");
        for part in [device.nonce.as_str(), device.account.as_str(), &folded(name)] {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        *hasher.finalize().as_bytes()
    }

    /// The party whose principal invited; `None` where the mediator did, or the desk itself.
    pub fn side_of<'a>(&'a self, invited: &'a Invited) -> Option<&'a PartyId> {
        if let Some(actor) = &invited.in_name_of {
            return actor.role.party();
        }
        self.accounts.get(invited.by.as_ref()?)?.role.party()
    }

    /// On whose word the door of whoever takes an invitation up is opened.
    pub fn let_in(&self, invited: &Invited) -> LetIn {
        let by = invited.by.as_ref().and_then(|by| self.accounts.get(by));
        let account = by.map(|by| Actor { role: by.role.clone(), person: by.person.clone() });
        let actor = account.or(invited.in_name_of.clone()).unwrap_or(Actor::new(Role::Mediator));
        if invited.door.is_some() {
            LetIn::Announced(actor)
        } else if actor.role.party().is_some() {
            LetIn::Principal(actor)
        } else {
            LetIn::Mediator(actor)
        }
    }

    /// Whether somebody mediates who can sign in.
    pub fn has_mediator(&self) -> bool {
        self.accounts.values().any(|account| account.role == Role::Mediator && account.closed.is_none())
    }

    /// Drops invitations that have been over for a month.
    pub fn tidy(&mut self, now: Timestamp) {
        let month = 720.hours();
        let kept = |invited: &Invited| {
            let over = invited.accepted.as_ref().map_or(invited.expires, |(at, _)| *at);
            over.checked_add(month).is_ok_and(|until| now < until)
        };
        self.invitations.retain(|_, invited| kept(invited));
    }
}

/// The name in the form that counts: case and spaces do not, nor how its characters are put together.
pub(super) fn folded(name: &str) -> String {
    spelling::name(name).split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// The roster in its place, remembered for a moment.
pub(super) struct Shelf {
    desk: Arc<Desk>,
    cost: HashCost,
    kept: Mutex<Option<(Instant, Arc<Roster>)>>,
    /// Held while what is remembered is read anew: a thousand who need it at the same time read it once.
    renewing: tokio::sync::Mutex<()>,
    /// Changes of this process go one after the other; those of others are noticed by the version.
    changing: tokio::sync::Mutex<()>,
}

impl Shelf {
    pub fn new(desk: Arc<Desk>, cost: HashCost) -> Self {
        Self {
            desk,
            cost,
            kept: Mutex::new(None),
            renewing: tokio::sync::Mutex::new(()),
            changing: tokio::sync::Mutex::new(()),
        }
    }

    /// The roster, at most a moment old.
    pub async fn glance(&self) -> Result<Arc<Roster>, AccountError> {
        if let Some(roster) = self.fresh() {
            return Ok(roster);
        }
        let _turn = self.renewing.lock().await;
        match self.fresh() {
            Some(roster) => Ok(roster),
            None => Ok(self.look().await?.1),
        }
    }

    fn fresh(&self) -> Option<Arc<Roster>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().filter(|(at, _)| at.elapsed() < FRESH).map(|(_, roster)| roster.clone())
    }

    /// The roster as it is, and its version. Where somebody put an older one back it does not count: the one that was known last
    /// does, and nothing can be changed.
    pub async fn look(&self) -> Result<(u64, Arc<Roster>), AccountError> {
        // The time before reading: what is changed while it is read is not taken for known.
        let at = Instant::now();
        let read = match self.desk.roster().await {
            Err(OpenError::End(fault)) => {
                tracing::error!(%fault, "an older roster was put back, and is not taken");
                let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
                let known = kept.as_ref().map(|(_, roster)| (0, roster.clone()));
                return known.ok_or(AccountError::Unavailable);
            }
            read => read?,
        };
        let (version, roster) = match read {
            Some((version, text)) => {
                let roster = serde_json::from_slice(&text).map_err(|error| {
                    tracing::error!(%error, "the roster of accounts cannot be read");
                    AccountError::Unavailable
                })?;
                (version, Arc::new(roster))
            }
            None => (0, Arc::new(Roster::new(&self.desk, self.cost))),
        };
        self.keep(at, &roster);
        Ok((version, roster))
    }

    /// Changes the roster; with what the change makes. The change may be tried more than once.
    pub async fn change<T>(
        &self,
        mut change: impl FnMut(&mut Roster) -> Result<T, AccountError>,
    ) -> Result<T, AccountError> {
        let _turn = self.changing.lock().await;
        for _ in 0..ATTEMPTS_MAX {
            let (version, roster) = self.look().await?;
            let mut roster = Arc::unwrap_or_clone(roster);
            let made = change(&mut roster)?;
            roster.tidy(self.desk.world().now());
            let text = serde_json::to_vec(&roster).map_err(|error| {
                tracing::error!(%error, "the roster of accounts cannot be written");
                AccountError::Unavailable
            })?;
            let at = Instant::now();
            match self.desk.put_roster(version, &text).await {
                Ok(()) => {
                    self.keep(at, &Arc::new(roster));
                    return Ok(made);
                }
                Err(OpenError::Store(StoreError::Conflict)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        tracing::warn!("the roster of accounts is changed by others all the time");
        Err(AccountError::Unavailable)
    }

    /// Remembers the roster, unless a newer one is remembered.
    fn keep(&self, at: Instant, roster: &Arc<Roster>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.as_ref().is_none_or(|(known, _)| *known <= at) {
            *kept = Some((at, roster.clone()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_spaces_of_a_name_do_not_count() {
        assert_eq!(folded("  Олена \t КОВАЛЬ"), folded("олена коваль"));
        assert_ne!(folded("Anna Koval"), folded("AnnaKoval"));
    }
}
