//! Invitations: links that make one account each.

use super::audit::{AuditEntry, Happening};
use super::error::AccountError;
use super::roster::{Account, Invited, Roster};
use super::session::SignInSession;
use super::token::Token;
use super::{Accounts, Signed, doors, password, spelling};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan};
use mediant_model::PersonId;
use mediant_record::door::{CloseDoor, DoorId};
use mediant_record::{Actor, Command, Role, State};
use schemars::JsonSchema;
use serde::Serialize;
use std::fmt;

/// Characters in a name at most.
const NAME_MAX: usize = 100;
/// Invitations of the mediator that may be open at a time.
const OPEN_MAX: usize = 1_000;
/// Invitations of one party's principals that may be open at a time.
const OPEN_OF_A_PARTY_MAX: usize = 100;

/// An invitation, just made. Its link is shown this once.
#[derive(Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Invitation {
    /// Its id, which does not lead to the link.
    pub id: String,
    /// The path of the link, such as `/invitation/TOKEN`.
    pub link_path: String,
    /// The role of the account that comes of it.
    pub role: Role,
    /// Which person of the case it is for, where it is for one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// A name that is proposed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// From when on it can be accepted, where it leads to a new door: earlier when somebody of the party agrees.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub opens: Option<Timestamp>,
    /// Until when it can be accepted.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub expires: Timestamp,
}

impl fmt::Debug for Invitation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Invitation({}, {}, link confidential)", self.id, self.role.word())
    }
}

/// How an invitation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "Standing")]
pub enum InvitationStatus {
    /// It can be accepted.
    Open,
    /// It was accepted.
    Accepted,
    /// It was not accepted in time.
    Expired,
    /// It leads to a new door that waits.
    Waiting,
    /// Whom it is for has left, whoever made it may not invite any more, or its door was shut.
    Void,
}

/// Who is to be invited.
pub(super) struct Wish {
    pub role: Role,
    pub person: Option<PersonId>,
    pub name: Option<String>,
    pub valid: Span,
    /// At the first start, for whoever will mediate.
    pub first: bool,
    /// The door that was announced for it.
    pub door: Option<DoorId>,
    /// The principal in whose name it is made, where that is not by an account.
    pub in_name_of: Option<Actor>,
}

impl Wish {
    pub fn new(role: Role, person: Option<PersonId>, name: Option<String>, valid: Span) -> Self {
        Self { role, person, name, valid, first: false, door: None, in_name_of: None }
    }
}

/// An invitation as it is listed, without its link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct InvitationOnList {
    /// Its id.
    pub id: String,
    /// The role of the account that comes of it.
    pub role: Role,
    /// Which person of the case it is for, where it is for one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// A name that is proposed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// When it was made.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub made: Timestamp,
    /// Until when it can be accepted.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub expires: Timestamp,
    /// How it stands.
    pub standing: InvitationStatus,
}

impl Accounts {
    /// Invites somebody, on the authority of whoever runs the desk: as the mediator does.
    ///
    /// # Errors
    /// A principal of the party has come, and invites itself; the time it is valid is no time; too many invitations are
    /// open; the store does not answer.
    pub async fn invite(
        &self,
        role: Role,
        person: Option<PersonId>,
        name: Option<String>,
        valid: Span,
    ) -> Result<Invitation, AccountError> {
        self.not_come_yet(&role)?;
        self.can_let_in(&role)?;
        self.draw_invitation(None, Wish::new(role, person, name, valid)).await
    }

    /// Invites somebody in the name of a principal, as that principal does on the desk: for demonstrations, in which nobody
    /// sits behind the parties' accounts.
    ///
    /// # Errors
    /// Whoever is named is no principal in office of the party; as [`Accounts::invite`].
    pub async fn invite_in_name_of(
        &self,
        principal: &Actor,
        role: Role,
        person: Option<PersonId>,
        valid: Span,
    ) -> Result<Invitation, AccountError> {
        let is_own = principal.role.party().is_some() && oversees(&principal.role, &role);
        if !is_own || !self.may_invite(&principal.role, principal.person.as_ref()) {
            return Err(AccountError::NotAllowed("a principal in office invites the people of the party"));
        }
        self.can_let_in(&role)?;
        let in_name_of = Some(principal.clone());
        self.draw_invitation(None, Wish { in_name_of, ..Wish::new(role, person, None, valid) }).await
    }

    /// The invitation of the first start, for whoever will mediate; `None` where somebody does already. An earlier one
    /// that was not accepted is void from now on. It is valid for a day.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn first_invitation(&self) -> Result<Option<Invitation>, AccountError> {
        if self.shelf.look().await?.1.has_mediator() {
            return Ok(None);
        }
        let wish = Wish { first: true, ..Wish::new(Role::Mediator, None, None, 24.hours()) };
        self.draw_invitation(None, wish).await.map(Some)
    }

    /// Invites somebody on the authority of somebody: a principal in office its own party's people, further principals
    /// included; the mediator everybody else, and a party's as long as no principal of it has come.
    ///
    /// # Errors
    /// The role does not allow it, or who asks is no principal in office; party or person are not on record as far as who
    /// asks may know, or the person has left; as [`Accounts::invite`].
    pub async fn invite_as(
        &self,
        by: &SignInSession,
        role: Role,
        person: Option<PersonId>,
        name: Option<String>,
        valid: Span,
    ) -> Result<Invitation, AccountError> {
        if by.role.party().is_none() && oversees(&by.role, &role) {
            self.not_come_yet(&role)?;
        }
        let name = self.may_be_invited(by, &role, person.as_ref(), name)?;
        let wish = Wish::new(role, person, name, valid);
        let invitation = self.draw_invitation(Some(by), wish).await?;
        let entry = AuditEntry::new(Happening::Invited, self.desk.world().now(), "");
        self.note(entry.of(&by.account, &by.name)).await?;
        Ok(invitation)
    }

    /// Whether somebody may invite somebody at all; the name that is proposed, as it is spelt.
    ///
    /// # Errors
    /// As [`Accounts::invite_as`].
    pub(super) fn may_be_invited(
        &self,
        by: &SignInSession,
        role: &Role,
        person: Option<&PersonId>,
        name: Option<String>,
    ) -> Result<Option<String>, AccountError> {
        if !oversees(&by.role, role) || !self.may_invite(&by.role, by.person.as_ref()) {
            return Err(AccountError::NotAllowed(
                "principals in office invite the people of their own party, and the mediator everybody else",
            ));
        }
        if person.is_some() && person == by.person.as_ref() {
            return Err(AccountError::NotAllowed(
                "nobody invites themselves: ask another principal of your party, or the mediator for a new door",
            ));
        }
        if let Some(departed) = self.departed(role, person) {
            let message = format!("{} speaks for {} no longer", departed.person, departed.party);
            return Err(AccountError::invalid("person", message, "record the return first"));
        }
        let known = |state: &State| is_on_record(state, role, person);
        self.desk.read(&by.reader(), known).unwrap_or(Err(AccountError::Unknown))?;
        self.can_let_in(role)?;
        name.map(|name| checked_name(&name)).transpose()
    }

    /// What an open link is for, shown before it is accepted.
    ///
    /// # Errors
    /// The link leads nowhere, was used, is too old; the store does not answer.
    pub async fn invitation(&self, token: &str) -> Result<InvitationOnList, AccountError> {
        let key = Token::parse(token).ok_or(AccountError::NoSuchLink)?.hash();
        let now = self.desk.world().now();
        let (_, roster) = self.shelf.look().await?;
        let invited = open(&roster, &key, now)?;
        self.stands(&roster, invited)?;
        Ok(on_list(&key, invited, now))
    }

    /// Accepts an invitation: makes the account and signs it in.
    ///
    /// `from` is the network address it comes from.
    ///
    /// # Errors
    /// The link leads nowhere, was used, is too old, or whoever made it may not invite any more; name, password or time zone
    /// cannot be taken; too many attempts; the store does not answer. But for the last, the link can be used as before; after
    /// that the account may be there, and whoever signs in to it gets its door.
    pub async fn accept(
        &self,
        token: &str,
        name: &str,
        password: &str,
        time_zone: Option<&str>,
        from: &str,
    ) -> Result<Signed, AccountError> {
        let tried = self.tries.of_address(from).await?;
        let now = self.desk.world().now();
        let refused = |error: AccountError| async move {
            self.note(AuditEntry::new(Happening::InvitationRefused, now, from)).await.and(Err(error))
        };
        let Some(token) = Token::parse(token) else { return refused(AccountError::NoSuchLink).await };
        let key = token.hash();
        let (_, roster) = self.shelf.look().await?;
        if let Err(error) = open(&roster, &key, now).and_then(|invited| self.stands(&roster, invited)) {
            return refused(error).await;
        }
        let name = checked_name(name)?;
        let password = &spelling::password(password);
        password::check(password, &name)?;
        let time_zone = time_zone.map(checked_zone).transpose()?;
        let drawn = self.desk.world().id();
        let made = self
            .change_with_password(&name, password, from, |roster, hash| {
                let invited = open(roster, &key, now)?.clone();
                // A door that was announced is the account's that comes in by it.
                let account = invited.door.as_ref().map_or(drawn.clone(), |door| door.as_str().to_owned());
                let let_in = Some(roster.let_in(&invited));
                // Another account may have the same name and password. To say so would tell whoever holds an invitation
                // that a password it guessed is right.
                let made = Account {
                    name: name.clone(),
                    role: invited.role,
                    person: invited.person,
                    time_zone: time_zone.clone(),
                    password: hash.clone(),
                    made: now,
                    closed: None,
                    epoch: 0,
                    let_in,
                };
                if let Some(invited) = roster.invitations.get_mut(&key) {
                    invited.accepted = Some((now, account.clone()));
                }
                roster.accounts.insert(account.clone(), made.clone());
                Ok((account, made))
            })
            .await;
        let (account, made) = match made {
            Ok(made) => made,
            Err(error @ (AccountError::LinkUsed | AccountError::NoSuchLink)) => return refused(error).await,
            Err(error) => return Err(error),
        };
        if !self.comes_in(&account, &made).await? {
            // Somebody else came in first, or whoever invited may not any more.
            return refused(self.unmade(&key, &account).await).await;
        }
        tried.succeeded();
        self.note(AuditEntry::new(Happening::InvitationAccepted, now, from).of(&account, &name)).await?;
        self.begin(&account, &made, None).await
    }

    /// Takes back an account whose door could not be opened; why it does not come in.
    async fn unmade(&self, key: &str, account: &str) -> AccountError {
        let taken_back = self
            .shelf
            .change(|roster| {
                roster.accounts.remove(account);
                if let Some(invited) = roster.invitations.get_mut(key) {
                    invited.accepted = None;
                }
                Ok(())
            })
            .await;
        taken_back.err().unwrap_or(AccountError::LinkVoid)
    }

    /// The invitations that somebody oversees, newest first.
    ///
    /// # Errors
    /// The role does not allow it; the store does not answer.
    pub async fn invitations(&self, by: &SignInSession) -> Result<Vec<InvitationOnList>, AccountError> {
        self.for_overseers(by)?;
        let now = self.desk.world().now();
        let (_, roster) = self.shelf.look().await?;
        let overseen = roster.invitations.iter().filter(|(_, invited)| oversees(&by.role, &invited.role));
        let listed = overseen.map(|(key, invited)| {
            let entry = on_list(key, invited, now);
            let standing = match entry.standing {
                InvitationStatus::Open => match self.stands(&roster, invited) {
                    Ok(()) => InvitationStatus::Open,
                    Err(AccountError::Waits(_)) => InvitationStatus::Waiting,
                    Err(_) => InvitationStatus::Void,
                },
                other => other,
            };
            InvitationOnList { standing, ..entry }
        });
        let mut list: Vec<_> = listed.collect();
        list.sort_by(|a, b| b.made.cmp(&a.made).then_with(|| a.id.cmp(&b.id)));
        Ok(list)
    }

    /// Withdraws an invitation that was not accepted. With one that leads to a new door the door is shut.
    ///
    /// # Errors
    /// There is none that who asks oversees; it was accepted; it is a principal's, who has come; the store does not answer.
    pub async fn withdraw_invitation(&self, by: &SignInSession, id: &str) -> Result<(), AccountError> {
        // To whoever may not know of an invitation it is not there.
        self.for_overseers(by).map_err(|_| AccountError::Unknown)?;
        let (_, roster) = self.shelf.look().await?;
        if let Some(invited) = roster.invitations.get(id).filter(|invited| oversees(&by.role, &invited.role))
        {
            if by.role.party().is_none() && roster.side_of(invited).is_some() {
                self.not_come_yet(&invited.role)?;
            }
            if let Some(door) =
                invited.door.clone().filter(|door| self.opens(door) != Err(AccountError::LinkShut))
            {
                self.asked(by, Command::CloseDoor(CloseDoor { door })).await?;
            }
        }
        self.shelf
            .change(|roster| {
                let invited = roster.invitations.get(id).filter(|invited| oversees(&by.role, &invited.role));
                if invited.ok_or(AccountError::Unknown)?.accepted.is_some() {
                    return Err(AccountError::NotNow("this invitation was accepted: close the account"));
                }
                roster.invitations.remove(id);
                Ok(())
            })
            .await?;
        let entry = AuditEntry::new(Happening::InvitationWithdrawn, self.desk.world().now(), "");
        self.note(entry.of(&by.account, &by.name)).await
    }

    pub(super) async fn draw_invitation(
        &self,
        by: Option<&SignInSession>,
        wish: Wish,
    ) -> Result<Invitation, AccountError> {
        let Wish { role, person, name, valid, first, door, in_name_of } = wish;
        let token = Token::draw(self.desk.world().as_ref());
        let id = token.hash();
        let made = self.desk.world().now();
        // Who cannot come in before the wait is over has the time after that.
        let valid = if door.is_some() { doors::after_the_wait(valid) } else { Some(valid) };
        let until = |valid: Span| made.to_zoned_datetime(TimeZone::UTC).checked_add(valid).ok();
        let expires = valid.and_then(until).map(|until| until.timestamp());
        let expires = expires.filter(|until| *until > made).ok_or_else(|| {
            AccountError::invalid("valid_hours", "this is no time in the future", "name one in hours")
        })?;
        let invited = Invited {
            role: role.clone(),
            person: person.clone(),
            name: name.clone(),
            by: by.map(|by| by.account.clone()),
            made,
            expires,
            accepted: None,
            first,
            in_name_of: in_name_of.clone(),
            door,
        };
        self.shelf
            .change(|roster| {
                if first {
                    roster.invitations.retain(|_, other| !other.first || other.accepted.is_some());
                }
                // What others invite does not count: how many of theirs are open is theirs to know.
                let named = in_name_of.as_ref().map(|actor| &actor.role);
                let side = by.map(|by| &by.role).or(named).and_then(Role::party);
                let of_side = |other: &&Invited| roster.side_of(other) == side;
                let waiting = roster.invitations.values().filter(of_side);
                let waiting =
                    waiting.filter(|other| other.accepted.is_none() && other.expires > made).count();
                let most = if side.is_some() { OPEN_OF_A_PARTY_MAX } else { OPEN_MAX };
                if waiting >= most {
                    let message = format!("{waiting} of your invitations are open, and more are not taken");
                    return Err(AccountError::Full(message, "withdraw some"));
                }
                roster.invitations.insert(id.clone(), invited.clone());
                Ok(())
            })
            .await?;
        let link_path = format!("/invitation/{}", token.text());
        Ok(Invitation { id, link_path, role, person, name, opens: None, expires })
    }
}

/// The invitation under a key, if it can be accepted now.
pub(super) fn open<'a>(roster: &'a Roster, key: &str, now: Timestamp) -> Result<&'a Invited, AccountError> {
    let invited = roster.invitations.get(key).ok_or(AccountError::NoSuchLink)?;
    if invited.accepted.is_some() || (invited.first && roster.has_mediator()) {
        return Err(AccountError::LinkUsed);
    }
    if now >= invited.expires {
        return Err(AccountError::LinkExpired);
    }
    Ok(invited)
}

fn on_list(key: &str, invited: &Invited, now: Timestamp) -> InvitationOnList {
    let standing = match &invited.accepted {
        Some(_) => InvitationStatus::Accepted,
        None if now >= invited.expires => InvitationStatus::Expired,
        None => InvitationStatus::Open,
    };
    InvitationOnList {
        id: key.to_owned(),
        role: invited.role.clone(),
        person: invited.person.clone(),
        name: invited.name.clone(),
        made: invited.made,
        expires: invited.expires,
        standing,
    }
}

/// Whether accounts of a role are somebody's to give.
pub(super) fn oversees(by: &Role, role: &Role) -> bool {
    match by {
        Role::Mediator => true,
        Role::Principal(own) => role.party() == Some(own),
        Role::Team | Role::Delegate(_) | Role::Adviser(_) | Role::Observer => false,
    }
}

/// Whether party and person are on record, as far as the one knows whose state it is.
fn is_on_record(state: &State, role: &Role, person: Option<&PersonId>) -> Result<(), AccountError> {
    let Some(party) = role.party() else {
        return match person {
            Some(_) => Err(AccountError::invalid(
                "person",
                "only delegations have persons on record",
                "leave it out for this role",
            )),
            None => Ok(()),
        };
    };
    if !state.negotiating().any(|known| &known.id == party) {
        let message = format!("`{party}` is not on record as a party that negotiates");
        return Err(AccountError::invalid("role", message, "add the party first"));
    }
    match person {
        Some(person) if state.person(party, person).is_none() => {
            let message = format!("`{person}` is not on record as a person of `{party}`");
            Err(AccountError::invalid("person", message, "name the person first, or leave it out"))
        }
        _ => Ok(()),
    }
}

/// A name without spaces around it.
pub(super) fn checked_name(name: &str) -> Result<String, AccountError> {
    let name = spelling::name(name);
    let count = name.chars().count();
    if count == 0 || count > NAME_MAX || name.chars().any(char::is_control) {
        let help = format!("1 to {NAME_MAX} characters on one line are taken");
        return Err(AccountError::invalid("name", "this name is not taken", help));
    }
    if let Some(why) = spelling::deceives(&name) {
        return Err(AccountError::invalid(
            "name",
            why,
            "type the name on a keyboard of its language, letters alone",
        ));
    }
    Ok(name)
}

/// The name of a time zone that there is.
pub(super) fn checked_zone(name: &str) -> Result<String, AccountError> {
    let zone = TimeZone::get(name).ok();
    zone.as_ref().and_then(|zone| zone.iana_name()).map(str::to_owned).ok_or_else(|| {
        let message = format!("`{}` is not a time zone", name.chars().take(NAME_MAX).collect::<String>());
        AccountError::invalid("time_zone", message, "take one such as `Europe/Kyiv`")
    })
}
