//! Who sits in the seats of a story: each an account that came in by an invitation, as on any desk.

use crate::accounts::{AccountError, Signed};
use crate::app::AppState;
use crate::story::{Seat, Story};
use data_encoding::HEXLOWER;
use jiff::ToSpan;
use mediant_model::case::Reader;
use mediant_record::{Actor, Role};

/// The seat of whoever is invited on the story's desk: it is empty until they come in by their link.
pub(super) const INVITED: &str = "invited";

/// A seat, and who sits in it.
pub(super) enum Seated {
    /// Somebody of the story, with an account.
    Somebody { seat: &'static Seat, account: Account },
    /// Nobody: what is public.
    Public(&'static Seat),
    /// Whoever is invited.
    Invited,
}

/// What an account signs in with. Neither is shown or printed.
pub(super) struct Account {
    name: String,
    password: String,
}

impl Seated {
    /// Its part of the path.
    pub fn id(&self) -> &'static str {
        match self {
            Self::Somebody { seat, .. } | Self::Public(seat) => seat.id,
            Self::Invited => INVITED,
        }
    }

    /// The seat of the story, as the page to choose on shows it.
    pub fn shown(&self) -> Option<&'static Seat> {
        match self {
            Self::Somebody { seat, .. } | Self::Public(seat) => Some(seat),
            Self::Invited => None,
        }
    }

    /// The account that opens its pages.
    pub fn account(&self) -> Option<&Account> {
        match self {
            Self::Somebody { account, .. } => Some(account),
            Self::Public(_) | Self::Invited => None,
        }
    }
}

impl Account {
    /// Signs in, as whoever knows name and password does.
    pub async fn enter(&self, app: &AppState, from: &str) -> Result<Signed, AccountError> {
        app.accounts.sign_in(&self.name, &self.password, from, None).await
    }
}

/// Every seat of a story, taken.
///
/// # Errors
/// An account cannot be made.
pub(super) async fn taken(story: &'static Story, app: &AppState) -> Result<Vec<Seated>, AccountError> {
    let mut seats = Vec::new();
    for seat in story.seats {
        seats.push(match seat.role() {
            Some(role) => Seated::Somebody { seat, account: come_in(seat, role, app).await? },
            None => Seated::Public(seat),
        });
    }
    seats.push(Seated::Invited);
    Ok(seats)
}

async fn come_in(seat: &'static Seat, role: Role, app: &AppState) -> Result<Account, AccountError> {
    let mut drawn = [0_u8; 32];
    app.desk.world().fill(&mut drawn);
    let account = Account { name: name(seat, &role, app), password: HEXLOWER.encode(&drawn) };
    let person = seat.person.map(Into::into);
    let invitation = match principal(&role, app) {
        // Once a principal has come it invites its people itself.
        Some(principal) => app.accounts.invite_in_name_of(&principal, role, person, 1.hour()).await?,
        None => app.accounts.invite(role, person, None, 1.hour()).await?,
    };
    let token = invitation.link_path.rsplit('/').next().unwrap_or_default();
    app.accounts.accept(token, &account.name, &account.password, None, "").await?;
    Ok(account)
}

/// What is on the account: the person's name in the story.
fn name(seat: &Seat, role: &Role, app: &AppState) -> String {
    let named = |state: &mediant_record::State| {
        let people = state.parties.iter().flat_map(|party| &party.people);
        let mut own = people.filter(|person| seat.person.is_some_and(|id| person.id.as_str() == id));
        own.next().map(|person| person.name.clone())
    };
    app.desk.read(&role.reader(), named).flatten().unwrap_or_else(|| seat.whom.to_owned())
}

/// The principal in whose name somebody of a party is invited, where one has come.
fn principal(role: &Role, app: &AppState) -> Option<Actor> {
    let party = role.party()?;
    let today = app.desk.world().today();
    let found = |state: &mediant_record::State| {
        state.has_come(party).then_some(())?;
        let mut people = state.party(party)?.people.iter();
        people.find(|person| state.in_office(party, &person.id, today)).map(|person| person.id.clone())
    };
    let person = app.desk.read(&Reader::Mediator, found).flatten()?;
    Some(Actor::person(Role::Principal(party.clone()), person))
}
