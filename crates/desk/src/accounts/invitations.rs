//! Invitations: links that make one account each.

use super::audit::{AuditEntry, Happening};
use super::error::AccountError;
use super::roster::{Account, Invited, Roster};
use super::session::Session;
use super::token::Token;
use super::{Accounts, Signed, password, spelling};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan};
use mediant_model::PersonId;
use mediant_record::{Role, State};
use schemars::JsonSchema;
use serde::Serialize;
use std::fmt;

/// Characters in a name at most.
const NAME_MAX: usize = 100;
/// Invitations that may be open at a time.
const OPEN_MAX: usize = 1_000;

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
pub enum Standing {
    /// It can be accepted.
    Open,
    /// It was accepted.
    Accepted,
    /// It was not accepted in time.
    Expired,
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
    pub standing: Standing,
}

impl Accounts {
    /// Invites somebody, on the authority of whoever runs the desk.
    ///
    /// # Errors
    /// The time it is valid is no time; too many invitations are open; the store does not answer.
    pub async fn invite(
        &self,
        role: Role,
        person: Option<PersonId>,
        name: Option<String>,
        valid: Span,
    ) -> Result<Invitation, AccountError> {
        self.draw_invitation(None, role, person, name, valid, false).await
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
        self.draw_invitation(None, Role::Mediator, None, None, 24.hours(), true).await.map(Some)
    }

    /// Invites somebody on the authority of somebody: the mediator invites anybody, a principal the delegates and
    /// advisers of its own party.
    ///
    /// # Errors
    /// The role does not allow it; party or person are not on record as far as who asks may know; as
    /// [`Accounts::invite`].
    pub async fn invite_as(
        &self,
        by: &Session,
        role: Role,
        person: Option<PersonId>,
        name: Option<String>,
        valid: Span,
    ) -> Result<Invitation, AccountError> {
        if !oversees(&by.role, &role) {
            return Err(AccountError::NotAllowed(
                "the mediator invites, and principals invite delegates and advisers of their own party",
            ));
        }
        let known = |state: &State| is_on_record(state, &role, person.as_ref());
        self.desk.read(&by.reader(), known).unwrap_or(Err(AccountError::Unknown))?;
        let name = name.map(|name| checked_name(&name)).transpose()?;
        let invitation = self.draw_invitation(Some(by), role, person, name, valid, false).await?;
        let entry = AuditEntry::new(Happening::Invited, self.desk.world().now(), "");
        self.note(entry.of(&by.account, &by.name)).await?;
        Ok(invitation)
    }

    /// What an open link is for, shown before it is accepted.
    ///
    /// # Errors
    /// The link leads nowhere, was used, is too old; the store does not answer.
    pub async fn invitation(&self, token: &str) -> Result<InvitationOnList, AccountError> {
        let key = Token::parse(token).ok_or(AccountError::NoSuchLink)?.hash();
        let now = self.desk.world().now();
        let (_, roster) = self.shelf.look().await?;
        open(&roster, &key, now).map(|invited| on_list(&key, invited, now))
    }

    /// Accepts an invitation: makes the account and signs it in.
    ///
    /// `from` is the network address it comes from.
    ///
    /// # Errors
    /// The link leads nowhere, was used, is too old; name, password or time zone cannot be taken; too many attempts; the
    /// store does not answer. But for the last, the link can be used as before.
    pub async fn accept(
        &self,
        token: &str,
        name: &str,
        password: &str,
        time_zone: Option<&str>,
        from: &str,
    ) -> Result<Signed, AccountError> {
        self.limit_address(from)?;
        let now = self.desk.world().now();
        let refused = |error: AccountError| async move {
            self.note(AuditEntry::new(Happening::InvitationRefused, now, from)).await.and(Err(error))
        };
        let Some(token) = Token::parse(token) else { return refused(AccountError::NoSuchLink).await };
        let key = token.hash();
        let (_, roster) = self.shelf.look().await?;
        if let Err(error) = open(&roster, &key, now) {
            return refused(error).await;
        }
        let name = checked_name(name)?;
        let password = &spelling::password(password);
        password::check(password, &name)?;
        let time_zone = time_zone.map(checked_zone).transpose()?;
        let account = self.desk.world().id();
        let made = self
            .change_with_password(&name, password, |roster, hash| {
                let invited = open(roster, &key, now)?.clone();
                if roster.account_of(&name, hash).is_some() {
                    // Whoever gets here knows another account's password and could sign in there.
                    let help = "choose another one";
                    return Err(AccountError::invalid("password", "this password is not taken", help));
                }
                let made = Account {
                    name: name.clone(),
                    role: invited.role,
                    person: invited.person,
                    time_zone: time_zone.clone(),
                    password: hash.clone(),
                    made: now,
                    closed: None,
                    epoch: 0,
                };
                if let Some(invited) = roster.invitations.get_mut(&key) {
                    invited.accepted = Some((now, account.clone()));
                }
                roster.accounts.insert(account.clone(), made.clone());
                Ok(made)
            })
            .await;
        let made = match made {
            Ok(made) => made,
            Err(error @ (AccountError::LinkUsed | AccountError::NoSuchLink)) => return refused(error).await,
            Err(error) => return Err(error),
        };
        self.give_back_address(from);
        self.note(AuditEntry::new(Happening::InvitationAccepted, now, from).of(&account, &name)).await?;
        self.begin(&account, &made).await
    }

    /// The invitations that somebody oversees, newest first.
    ///
    /// # Errors
    /// The role does not allow it; the store does not answer.
    pub async fn invitations(&self, by: &Session) -> Result<Vec<InvitationOnList>, AccountError> {
        if !matches!(by.role, Role::Mediator | Role::Principal(_)) {
            return Err(AccountError::NotAllowed("the mediator and principals see invitations"));
        }
        let now = self.desk.world().now();
        let (_, roster) = self.shelf.look().await?;
        let overseen = roster.invitations.iter().filter(|(_, invited)| oversees(&by.role, &invited.role));
        let mut list: Vec<_> = overseen.map(|(key, invited)| on_list(key, invited, now)).collect();
        list.sort_by(|a, b| b.made.cmp(&a.made).then_with(|| a.id.cmp(&b.id)));
        Ok(list)
    }

    /// Withdraws an invitation that was not accepted.
    ///
    /// # Errors
    /// There is none that who asks oversees; it was accepted; the store does not answer.
    pub async fn withdraw_invitation(&self, by: &Session, id: &str) -> Result<(), AccountError> {
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

    async fn draw_invitation(
        &self,
        by: Option<&Session>,
        role: Role,
        person: Option<PersonId>,
        name: Option<String>,
        valid: Span,
        first: bool,
    ) -> Result<Invitation, AccountError> {
        let token = Token::draw(self.desk.world().as_ref());
        let id = token.hash();
        let made = self.desk.world().now();
        let expires =
            made.to_zoned_datetime(TimeZone::UTC).checked_add(valid).ok().map(|until| until.timestamp());
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
        };
        self.shelf
            .change(|roster| {
                if first {
                    roster.invitations.retain(|_, other| !other.first || other.accepted.is_some());
                }
                let waiting = roster.invitations.values();
                let waiting =
                    waiting.filter(|other| other.accepted.is_none() && other.expires > made).count();
                if waiting >= OPEN_MAX {
                    return Err(AccountError::NotNow("too many invitations are open: withdraw some"));
                }
                roster.invitations.insert(id.clone(), invited.clone());
                Ok(())
            })
            .await?;
        Ok(Invitation { id, link_path: format!("/invitation/{}", token.text()), role, person, name, expires })
    }
}

/// The invitation under a key, if it can be accepted now.
fn open<'a>(roster: &'a Roster, key: &str, now: Timestamp) -> Result<&'a Invited, AccountError> {
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
        Some(_) => Standing::Accepted,
        None if now >= invited.expires => Standing::Expired,
        None => Standing::Open,
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
fn oversees(by: &Role, role: &Role) -> bool {
    match by {
        Role::Mediator => true,
        Role::Principal(own) => {
            matches!(role, Role::Delegate(party) | Role::Adviser(party) if party == own)
        }
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
