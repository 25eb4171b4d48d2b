//! Accounts: who may come in, as whom, and who did.
//!
//! There is no account without an invitation. Everything lies sealed in the record's documents: one document with all accounts
//! and invitations, one for each sign-in, one for each entry of the audit. Of passwords, links and sign-ins only hashes
//! are kept.

mod attempts;
mod audit;
pub mod cookie;
mod departed;
mod device;
mod doors;
mod error;
mod invitations;
mod inviter;
mod passkeys;
mod password;
mod roster;
mod session;
mod signins;
mod spelling;
mod token;

pub use attempts::Attempts;
pub use audit::{AuditEntry, Happening};
pub use departed::Departed;
pub use error::AccountError;
pub use invitations::{Invitation, InvitationOnList, InvitationStatus};
pub use passkeys::{Challenge, PasskeyAnswer};
pub use password::{HashCost, PASSWORD_MAX, PASSWORD_MIN};
pub use session::{Recognised, SignInFirst, SignInSession, Visitor};
pub(crate) use session::{in_line, is_api};

use crate::service::Desk;
use crate::settings::Settings;
use attempts::Tries;
use axum::http::HeaderValue;
use device::Device;
use doors::{Waits, Way};
use invitations::oversees;
use jiff::Timestamp;
use mediant_model::{Date, PersonId};
use mediant_record::Role;
use mediant_record::door::OpenedBy;
use passkeys::Challenges;
use password::{Hashing, PasswordHash};
use roster::{Account, Roster, Shelf, folded};
use schemars::JsonSchema;
use serde::Serialize;
use signins::SignIns;
use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use token::Token;

/// Accounts, invitations, sign-ins and their audit.
pub struct Accounts {
    desk: Arc<Desk>,
    shelf: Shelf,
    sign_ins: SignIns,
    hashing: Hashing,
    tries: Tries,
    challenges: Challenges,
    waits: Waits,
}

/// Somebody who signed in just now.
#[derive(Clone)]
pub struct Signed {
    /// Who is signed in now, and as what.
    pub session: SignInSession,
    token: String,
    /// What the browser is known by from now on.
    device: String,
}

impl Signed {
    /// The values of the `Set-Cookie` headers: what keeps the session in the browser, and what tells the browser from
    /// others that try the same name.
    pub fn cookies(&self, settings: &Settings) -> [HeaderValue; 2] {
        [cookie::set(settings, &self.token), cookie::know(settings, &self.device)]
    }
}

impl fmt::Debug for Signed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.session.fmt(f)
    }
}

/// An account as it is listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AccountOnList {
    /// Its id.
    pub id: String,
    /// The name that its holder chose.
    pub name: String,
    /// As what it signs in.
    pub role: Role,
    /// Which person of the case it is, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// Where its days begin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// When it was made.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub made: Timestamp,
    /// When it was closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub closed: Option<Timestamp>,
    /// On whose word its door was opened, where it is a party's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub let_in_by: Option<OpenedBy>,
    /// The day on which its person left: from then on nobody signs in to it, until a return is recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub left: Option<Date>,
}

impl Accounts {
    /// The accounts of a record.
    pub fn new(desk: Arc<Desk>) -> Self {
        Self::with(desk, HashCost::default(), Attempts::default())
    }

    /// The same, with another cost of a password's hash (for a record that has no accounts yet) and other limits.
    pub fn with(desk: Arc<Desk>, cost: HashCost, attempts: Attempts) -> Self {
        Self {
            shelf: Shelf::new(desk.clone(), cost),
            sign_ins: SignIns::new(desk.clone()),
            hashing: Hashing::new(),
            tries: Tries::new(attempts),
            challenges: Challenges::default(),
            waits: Waits::default(),
            desk,
        }
    }

    /// Signs somebody in. `from` is the network address it comes from, `device` what the browser brought along from
    /// signing in before.
    ///
    /// It takes the same time whether there is an account of the name or not. A try that comes too soon after others waits
    /// for its time.
    ///
    /// # Errors
    /// Name and password do not belong together; the account's person has left, or it has no open door; too many attempts;
    /// the store does not answer.
    pub async fn sign_in(
        &self,
        name: &str,
        password: &str,
        from: &str,
        device: Option<&str>,
    ) -> Result<Signed, AccountError> {
        let (_, roster) = self.shelf.look().await?;
        let device = device.and_then(|text| Device::read(text, &roster, name));
        let tried = self.tries.with_name(&folded(name), from, device.as_ref()).await?;
        let password = &spelling::password(password);
        let longest = password.chars().take(PASSWORD_MAX).collect::<String>();
        let hash = self.hashing.hash(&longest, roster.salt(name), roster.cost, from).await?;
        let (_, roster) = self.shelf.look().await?;
        let known = device.as_ref().map(|device| device.account.as_str());
        let found = roster.account_of(name, &hash, known).filter(|_| longest.len() == password.len());
        let Some((id, account)) = found else {
            let now = self.desk.world().now();
            let known = roster.named(name).next().map(|(_, account)| account.name.clone());
            let shown = known.unwrap_or_else(|| format!("\"{}\"", roster.stand_in(name)));
            self.note(AuditEntry::new(Happening::SignInRefused, now, from).named(shown)).await?;
            return Err(AccountError::WrongNameOrPassword);
        };
        tried.succeeded();
        self.admit(id, account, from, device).await
    }

    /// Lets whoever showed that an account is theirs in by it, where it comes in.
    async fn admit(
        &self,
        id: &str,
        account: &Account,
        from: &str,
        device: Option<Device>,
    ) -> Result<Signed, AccountError> {
        let now = self.desk.world().now();
        if let Some(departed) = self.departed(&account.role, account.person.as_ref()) {
            let refused = AuditEntry::new(Happening::SignInRefused, now, from).of(id, &account.name);
            return self.note(refused).await.and(Err(AccountError::Departed(departed)));
        }
        if !self.comes_in(id, account).await? {
            let refused = AuditEntry::new(Happening::SignInRefused, now, from).of(id, &account.name);
            return self.note(refused).await.and(Err(AccountError::NoDoor));
        }
        self.note(AuditEntry::new(Happening::SignedIn, now, from).of(id, &account.name)).await?;
        self.begin(id, account, device).await
    }

    /// Whose the token in a cookie is: a session's, or one that somebody had who left.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn recognise(&self, token: &str) -> Result<Recognised, AccountError> {
        let Some(token) = Token::parse(token) else { return Ok(Recognised::Nobody) };
        let key = token.hash();
        let Some((id, account)) = self.current(&key).await? else { return Ok(Recognised::Nobody) };
        Ok(match self.departed(&account.role, account.person.as_ref()) {
            Some(departed) => Recognised::Departed(departed),
            None => Recognised::Session(session_of(&id, &account, &token, key)),
        })
    }

    /// Whether a session goes on. To be asked by what lasts longer than a request.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn goes_on(&self, session: &SignInSession) -> Result<bool, AccountError> {
        let current = self.current(&session.key).await?;
        Ok(current
            .is_some_and(|(_, account)| self.departed(&account.role, account.person.as_ref()).is_none()))
    }

    /// Signs a session out.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn sign_out(&self, session: &SignInSession, from: &str) -> Result<(), AccountError> {
        self.sign_ins.end(&session.key).await?;
        self.note_of(session, Happening::SignedOut, from).await
    }

    /// Ends every session of the account, this one included. Other servers notice within a second.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn sign_out_everywhere(&self, session: &SignInSession, from: &str) -> Result<(), AccountError> {
        self.change_own(session, |account| account.epoch += 1).await?;
        self.note_of(session, Happening::SignedOutEverywhere, from).await
    }

    /// Sets the time zone in which the account's days begin.
    ///
    /// # Errors
    /// There is no such time zone; the store does not answer.
    pub async fn set_time_zone(&self, session: &SignInSession, time_zone: &str) -> Result<(), AccountError> {
        let zone = invitations::checked_zone(time_zone)?;
        self.change_own(session, |account| account.time_zone = Some(zone.clone())).await
    }

    /// Changes the password, and ends every session but a new one.
    ///
    /// # Errors
    /// The current password is another; the new one cannot be taken; too many attempts; the store does not answer.
    pub async fn change_password(
        &self,
        session: &SignInSession,
        current: &str,
        new: &str,
        from: &str,
    ) -> Result<Signed, AccountError> {
        let tried = self.tries.of_address(from).await?;
        let (current, new) = (&spelling::password(current), &spelling::password(new));
        password::check(new, &session.name)?;
        let roster = self.shelf.glance().await?;
        let old = self.hashing.hash(current, roster.salt(&session.name), roster.cost, from).await?;
        let changed = self
            .change_with_password(&session.name, new, from, |roster, hash| {
                let account = roster.accounts.get_mut(&session.account).ok_or(AccountError::Unknown)?;
                if !account.password.is(&old) {
                    let help = "type it again";
                    return Err(AccountError::invalid("current", "this is not the current password", help));
                }
                account.password = hash.clone();
                account.epoch += 1;
                Ok(account.clone())
            })
            .await?;
        tried.succeeded();
        self.note_of(session, Happening::PasswordChanged, from).await?;
        self.begin(&session.account, &changed, None).await
    }

    /// The accounts that somebody oversees, by name: to the mediator all, to a principal in office those of the party.
    ///
    /// # Errors
    /// The role does not allow it; the store does not answer.
    pub async fn accounts(&self, by: &SignInSession) -> Result<Vec<AccountOnList>, AccountError> {
        self.for_overseers(by)?;
        let (_, roster) = self.shelf.look().await?;
        let overseen = roster.accounts.iter().filter(|(_, account)| oversees(&by.role, &account.role));
        let mut list: Vec<_> = overseen.map(|(id, account)| self.account_on_list(id, account)).collect();
        list.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.id.cmp(&b.id)));
        Ok(list)
    }

    /// Closes an account: its sessions end, and nobody signs in to it any more. A principal in office closes those of the
    /// party; the mediator every other, and a party's as long as no principal of it has come.
    ///
    /// # Errors
    /// The role does not allow it; there is no such account that who asks oversees; it is the last one of a mediator, or the
    /// last by which somebody comes in for the party; the store does not answer.
    pub async fn close_account(&self, by: &SignInSession, id: &str) -> Result<(), AccountError> {
        self.for_overseers(by)?;
        let now = self.desk.world().now();
        let (_, roster) = self.shelf.look().await?;
        let account = roster.accounts.get(id).filter(|account| oversees(&by.role, &account.role));
        let account = account.ok_or(AccountError::Unknown)?;
        // On record first: what is closed there does not come in, whatever the roster says.
        self.close_door(by, id, account).await?;
        let name = self
            .shelf
            .change(|roster| {
                let account = roster.accounts.get_mut(id).ok_or(AccountError::Unknown)?;
                let name = account.name.clone();
                account.closed.get_or_insert(now);
                let mediates = account.role == Role::Mediator;
                if mediates && !roster.has_mediator() {
                    return Err(AccountError::NotNow(
                        "this is the last account that keeps the record: invite another mediator first",
                    ));
                }
                Ok(name)
            })
            .await?;
        self.note(AuditEntry::new(Happening::AccountClosed, now, "").of(id, &name)).await
    }

    /// What happened to the accounts of a principal's party since a time, newest first, the newest 1,000 at most: who signed
    /// in, when, and from what network.
    ///
    /// # Errors
    /// Who asks is no principal in office; the store does not answer.
    pub async fn party_sign_ins(
        &self,
        by: &SignInSession,
        since: Timestamp,
    ) -> Result<Vec<AuditEntry>, AccountError> {
        if by.role.party().is_none() || !self.may_invite(&by.role, by.person.as_ref()) {
            return Err(AccountError::NotAllowed("a principal in office sees the sign-ins of the party"));
        }
        let (_, roster) = self.shelf.look().await?;
        let own = |entry: &AuditEntry| {
            let account = entry.account.as_ref().and_then(|account| roster.accounts.get(account));
            account.is_some_and(|account| account.role.party() == by.role.party())
        };
        let mut entries = audit::since(&self.desk, since, audit::OF_A_PARTY_MAX, own).await?;
        for entry in &mut entries {
            entry.from = entry.from.as_deref().map(network);
        }
        Ok(entries)
    }

    /// What happened since a time, newest first, the newest 10,000 at most.
    ///
    /// # Errors
    /// The role does not allow it; the store does not answer.
    pub async fn audit(&self, by: &SignInSession, since: Timestamp) -> Result<Vec<AuditEntry>, AccountError> {
        for_the_mediator(by)?;
        audit::since(&self.desk, since, audit::ENTRIES_MAX, |_| true).await
    }

    /// Takes out of the document store what is over: sign-ins that ended, entries of the audit older than a year.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn tidy(&self) -> Result<(), AccountError> {
        let (_, roster) = self.shelf.look().await?;
        self.sign_ins.tidy(|sign_in| account_signed_in(&roster, sign_in).is_some()).await?;
        let lives =
            |account: &str| roster.accounts.get(account).is_some_and(|account| account.closed.is_none());
        self.desk.tidy_drafts(lives).await?;
        audit::tidy(&self.desk).await
    }

    /// The account that the sign-in under a key is of, as long as that goes on.
    async fn current(&self, key: &str) -> Result<Option<(String, Account)>, AccountError> {
        let Some(sign_in) = self.sign_ins.current(key).await? else { return Ok(None) };
        let live = |roster: &Roster| {
            let account = account_signed_in(roster, &sign_in)?;
            // Who left and came back signs in anew.
            let before = self.returned(account).is_some_and(|back| sign_in.began() <= back);
            (!before).then(|| (sign_in.account.clone(), account.clone()))
        };
        let found = match live(&*self.shelf.glance().await?) {
            Some(found) => found,
            None => {
                // The account may have been made on another server a moment ago.
                let (_, roster) = self.shelf.look().await?;
                let Some(found) = live(&roster) else { return Ok(None) };
                found
            }
        };
        let (id, account) = &found;
        Ok(if self.comes_in(id, account).await? { Some(found) } else { None })
    }

    async fn begin(
        &self,
        id: &str,
        account: &Account,
        device: Option<Device>,
    ) -> Result<Signed, AccountError> {
        let token = self.sign_ins.begin(id, account.epoch).await?;
        let session = session_of(id, account, &token, token.hash());
        let device = device.filter(|device| device.account == id);
        let device = device.unwrap_or_else(|| Device::new(&token, id));
        let device = device.text(&*self.shelf.glance().await?, &account.name);
        Ok(Signed { session, token: token.text(), device })
    }

    async fn change_own(
        &self,
        session: &SignInSession,
        change: impl Fn(&mut Account),
    ) -> Result<(), AccountError> {
        self.shelf
            .change(|roster| {
                change(roster.accounts.get_mut(&session.account).ok_or(AccountError::Unknown)?);
                Ok(())
            })
            .await
    }

    /// Changes the roster with the hash of a password, which is worked out before: it takes a while.
    async fn change_with_password<T>(
        &self,
        name: &str,
        password: &str,
        from: &str,
        mut change: impl FnMut(&mut Roster, &PasswordHash) -> Result<T, AccountError>,
    ) -> Result<T, AccountError> {
        let (_, roster) = self.shelf.look().await?;
        let salt = roster.salt(name);
        let hash = self.hashing.hash(password, salt, roster.cost, from).await?;
        self.shelf
            .change(|roster| {
                // The first two servers of a new record each drew a pepper, and one of them was kept.
                if roster.salt(name) != salt {
                    return Err(AccountError::Unavailable);
                }
                change(roster, &hash)
            })
            .await
    }

    async fn note(&self, entry: AuditEntry) -> Result<(), AccountError> {
        audit::note(&self.desk, &entry).await
    }

    async fn note_of(
        &self,
        session: &SignInSession,
        what: Happening,
        from: &str,
    ) -> Result<(), AccountError> {
        let entry = AuditEntry::new(what, self.desk.world().now(), from);
        self.note(entry.of(&session.account, &session.name)).await
    }
}

impl Accounts {
    fn for_overseers(&self, by: &SignInSession) -> Result<(), AccountError> {
        if self.may_invite(&by.role, by.person.as_ref()) {
            return Ok(());
        }
        Err(AccountError::NotAllowed(
            "accounts are the mediator's, and within a party a principal's in office",
        ))
    }

    fn account_on_list(&self, id: &str, account: &Account) -> AccountOnList {
        AccountOnList {
            id: id.to_owned(),
            name: account.name.clone(),
            role: account.role.clone(),
            person: account.person.clone(),
            time_zone: account.time_zone.clone(),
            made: account.made,
            closed: account.closed.or(match self.way(id, account) {
                Way::Closed(at) => Some(at),
                Way::Open | Way::Missing => None,
            }),
            let_in_by: self.let_in_by(id),
            left: self.departed(&account.role, account.person.as_ref()).map(|departed| departed.on),
        }
    }
}

fn for_the_mediator(by: &SignInSession) -> Result<(), AccountError> {
    if by.role == Role::Mediator { Ok(()) } else { Err(AccountError::NotAllowed("this is the mediator's")) }
}

fn account_signed_in<'a>(roster: &'a Roster, sign_in: &signins::SignIn) -> Option<&'a Account> {
    let account = roster.accounts.get(&sign_in.account)?;
    (account.closed.is_none() && account.epoch == sign_in.epoch).then_some(account)
}

fn session_of(id: &str, account: &Account, token: &Token, key: String) -> SignInSession {
    let form_token = token.derive("mediant 2026 form token of a session");
    SignInSession {
        account: id.to_owned(),
        name: account.name.clone(),
        role: account.role.clone(),
        person: account.person.clone(),
        time_zone: account.time_zone.clone(),
        form_token: blake3::Hash::from_bytes(form_token).to_hex().to_string(),
        key,
    }
}

/// What counts as one address: whoever has one of version 6 has 2^64 of them.
pub(crate) fn network(from: &str) -> String {
    match from.parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        Ok(IpAddr::V4(address)) => address.to_string(),
        Err(_) => from.to_owned(),
    }
}
