//! What it takes to act, and whether somebody has it.
//!
//! A role says what an account is for ([`Command::may_come_from`]); it was given once. What a person may do for a party
//! changes from day to day: somebody speaks for it until they leave, acts under a mandate until that ends, decides for it
//! while in office. [`Command::takes`] says for each command how much of that it takes, and [`crate::decide()`] asks once,
//! before anything else is looked at. Four rules hold:
//!
//! * who left acts for nobody, whatever is asked;
//! * what binds a party, or lets go what it holds, takes a live mandate on the issues, and so does what undoes an
//!   acceptance: nobody undoes with less than it took;
//! * what confers authority takes more than it confers, and nobody confers it on themselves: a principal in office names
//!   people and gives mandates, and principals are made and unmade by what the mediator records;
//! * an account that is nobody of the case has its role's voice, and binds nobody: no departure could end it.

use crate::actor::{Actor, Role};
use crate::command::Command;
use crate::refusal::{CommandError, Reason};
use crate::state::State;
use mediant_model::party::PersonRole;
use mediant_model::spelling::quoted;
use mediant_model::{Date, IssueId, PartyId, PersonId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a command takes of somebody who acts for a party.
///
/// The mediator and the team need none of it for themselves: they record what a party does. Whom they name as the one on
/// whose word that is has to have it.
///
/// ```
/// use mediant_record::authority::Authority;
/// use mediant_record::{Actor, Role, State};
/// use mediant_model::case::Reader;
///
/// // Nobody knows who this account is, so it speaks for its party and binds it to nothing.
/// let state = State::new(&Reader::Party("north".into()));
/// let somebody = Actor::new(Role::Delegate("north".into()));
/// let today = "2026-03-02".parse()?;
/// assert!(Authority::Voice("north".into()).of(&state, &somebody, today).is_ok());
/// assert!(Authority::MandateOnAll("north".into()).of(&state, &somebody, today).is_err());
/// assert!(Authority::Voice("south".into()).of(&state, &somebody, today).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Authority {
    /// Nothing: the role alone decides.
    Nothing,
    /// A seat: anybody of the delegation who has not left, advisers included.
    Seat(PartyId),
    /// A voice: a person who speaks for the party today, and does not only advise it.
    Voice(PartyId),
    /// A live mandate on each of these issues, or the principal's place.
    Mandate(PartyId, BTreeSet<IssueId>),
    /// A live mandate over all issues, or the principal's place.
    MandateOnAll(PartyId),
    /// A principal in office.
    Office(PartyId),
    /// A principal in office, for somebody else than oneself.
    OfficeOver(PartyId, PersonId),
    /// The person itself; for anybody else as [`Authority::OfficeOver`], and for a principal as
    /// [`Authority::NobodyOf`].
    OneselfOr(PartyId, PersonId),
    /// More than anybody of the party has: the mediator records it.
    NobodyOf(PartyId),
}

/// On whose word a command is.
pub enum Word<'c> {
    /// The command does not say: whoever asks, or what the mediator records as reported.
    Unsaid,
    /// The one named; whoever asks where nobody is. The mediator names somebody where it binds.
    Of(Option<&'c PersonId>),
    /// The same, and the mediator names somebody whatever it is.
    Needed(Option<&'c PersonId>),
}

impl Authority {
    /// A mandate on a matter that concerns these issues; where none is named it concerns all of them.
    pub fn on(party: &PartyId, issues: BTreeSet<IssueId>) -> Self {
        if issues.is_empty() {
            Self::MandateOnAll(party.clone())
        } else {
            Self::Mandate(party.clone(), issues)
        }
    }

    /// The party for which somebody acts.
    pub fn party(&self) -> Option<&PartyId> {
        match self {
            Self::Nothing => None,
            Self::Seat(party)
            | Self::Voice(party)
            | Self::Mandate(party, _)
            | Self::MandateOnAll(party)
            | Self::Office(party)
            | Self::OfficeOver(party, _)
            | Self::OneselfOr(party, _)
            | Self::NobodyOf(party) => Some(party),
        }
    }

    /// Whether somebody has it on a day, as far as the state knows whose it is. For pages, so that nothing is offered that
    /// would be refused.
    ///
    /// # Errors
    /// What is missing, and what to do.
    pub fn of(&self, state: &State, actor: &Actor, today: Date) -> Result<(), CommandError> {
        self.whose(state, actor, Word::Unsaid, today).map(|_| ())
    }

    /// The person who has it, where that is somebody.
    fn whose(
        &self,
        state: &State,
        actor: &Actor,
        word: Word<'_>,
        today: Date,
    ) -> Result<Option<PersonId>, CommandError> {
        still_speaks(state, actor, today)?;
        let Some(party) = self.party() else { return Ok(None) };
        let mediates = actor.role.mediates();
        if !mediates && actor.role.party() != Some(party) {
            return Err(
                CommandError::not_allowed("this is another party's").help("ask somebody whose part it is")
            );
        }
        let person = named(state, actor, party, &word)?;
        match &person {
            Some(person) => self.held(state, party, person, today)?,
            None if mediates => self.unnamed(&word)?,
            None => self.nobody()?,
        }
        Ok(person)
    }

    /// Refuses where a person of the party does not have it.
    fn held(
        &self,
        state: &State,
        party: &PartyId,
        person: &PersonId,
        today: Date,
    ) -> Result<(), CommandError> {
        let mandate = |issues: &BTreeSet<IssueId>| match state.missing_mandate(party, person, issues, today) {
            None => Ok(()),
            Some(missing) => Err(no_mandate(state, party, person, &missing, today)),
        };
        let office = || in_office(state, party, person, today);
        match self {
            Self::Nothing => Ok(()),
            Self::Seat(_) | Self::Voice(_) if !state.speaks(party, person, today) => {
                Err(no_mandate(state, party, person, &BTreeSet::new(), today))
            }
            Self::Voice(_) if role_of(state, party, person) == Some(PersonRole::Adviser) => {
                Err(CommandError::not_allowed(format!(
                    "{} advises the party, and does not speak for it",
                    quoted(person.as_str())
                ))
                .at("person")
                .help("somebody who speaks for the party does it"))
            }
            Self::Seat(_) | Self::Voice(_) => Ok(()),
            Self::Mandate(_, issues) => mandate(issues),
            Self::MandateOnAll(_) => mandate(&BTreeSet::new()),
            Self::Office(_) => office(),
            Self::OfficeOver(_, over) if over == person => {
                Err(CommandError::not_allowed("nobody gives authority to themselves")
                    .at("person")
                    .help("another principal of your party gives it, or the mediator records it"))
            }
            Self::OfficeOver(..) => office(),
            Self::OneselfOr(_, over) if over == person => Ok(()),
            Self::OneselfOr(_, over) if is_principal(state, party, over) => nobody_of(),
            Self::OneselfOr(..) => office(),
            Self::NobodyOf(_) => nobody_of(),
        }
    }

    /// Refuses where the mediator has to say on whose word something is, and does not.
    fn unnamed(&self, word: &Word<'_>) -> Result<(), CommandError> {
        match (self, word) {
            (Self::Mandate(..) | Self::MandateOnAll(_), Word::Of(_)) | (_, Word::Needed(_)) => {
                Err(CommandError::new(Reason::NoMandate, "it is not known who answers for the party")
                    .at("person")
                    .help("name the person whose word it is"))
            }
            _ => Ok(()),
        }
    }

    /// Refuses what an account that is nobody of the case cannot have.
    fn nobody(&self) -> Result<(), CommandError> {
        match self {
            Self::Nothing | Self::Seat(_) | Self::Voice(_) => Ok(()),
            Self::Mandate(..)
            | Self::MandateOnAll(_)
            | Self::Office(_)
            | Self::OfficeOver(..)
            | Self::OneselfOr(..)
            | Self::NobodyOf(_) => Err(CommandError::new(
                Reason::NoMandate,
                "it is not known which person of the party you are",
            )
            .at("person")
            .help(
                "ask the mediator to invite you as the person you are; until then you speak, and bind nobody",
            )),
        }
    }
}

/// On whose word a command is, where the one who asks may ask for it today.
///
/// # Errors
/// What is missing, and what to do. It rests on the state of the one who asks alone.
pub(crate) fn whose_word(
    state: &State,
    actor: &Actor,
    command: &Command,
    today: Date,
) -> Result<Option<PersonId>, CommandError> {
    command.takes(state).whose(state, actor, command.word(), today)
}

/// Refuses who has left, whatever is asked: the account is older than the departure.
fn still_speaks(state: &State, actor: &Actor, today: Date) -> Result<(), CommandError> {
    let (Some(party), Some(person)) = (actor.role.party(), &actor.person) else { return Ok(()) };
    match state.departed(party, person, today) {
        None => Ok(()),
        Some(left) => {
            let message = format!(
                "{} speaks for {} no longer since {}",
                quoted(person.as_str()),
                quoted(party.as_str()),
                left.on
            );
            Err(CommandError::new(Reason::NoMandate, message)
                .help("somebody who speaks for the party does it; the mediator can record a return"))
        }
    }
}

/// The one whose word it is: the person named, else whoever asks.
fn named(
    state: &State,
    actor: &Actor,
    party: &PartyId,
    word: &Word<'_>,
) -> Result<Option<PersonId>, CommandError> {
    let said = match word {
        Word::Of(said) | Word::Needed(said) => *said,
        Word::Unsaid => None,
    };
    let person = if actor.role.mediates() {
        said
    } else if said.is_some_and(|said| actor.person.as_ref() != Some(said)) {
        // Nobody of a party answers in another's name.
        return Err(CommandError::not_allowed("you cannot act in somebody else's name")
            .at("person")
            .help("leave `person` out"));
    } else {
        actor.person.as_ref()
    };
    let Some(person) = person else { return Ok(None) };
    known(state, party, person)?;
    Ok(Some(person.clone()))
}

fn known(state: &State, party: &PartyId, person: &PersonId) -> Result<(), CommandError> {
    if state.person(party, person).is_some() {
        return Ok(());
    }
    let message = format!("{} is nobody of {}", quoted(person.as_str()), quoted(party.as_str()));
    Err(CommandError::unknown("person", message).help("name the person first"))
}

pub(crate) fn role_of(state: &State, party: &PartyId, person: &PersonId) -> Option<PersonRole> {
    state.person(party, person).map(|known| known.role)
}

pub(crate) fn is_principal(state: &State, party: &PartyId, person: &PersonId) -> bool {
    role_of(state, party, person) == Some(PersonRole::Principal)
}

fn in_office(state: &State, party: &PartyId, person: &PersonId, today: Date) -> Result<(), CommandError> {
    if state.in_office(party, person, today) {
        return Ok(());
    }
    let message = format!("{} is no principal of {} today", quoted(person.as_str()), quoted(party.as_str()));
    Err(CommandError::not_allowed(message).help("a principal in office does it, or the mediator records it"))
}

fn nobody_of() -> Result<(), CommandError> {
    Err(CommandError::not_allowed(
        "nobody of a party names its first principal, or makes a principal less than that",
    )
    .help("tell the mediator, who records who decides for the party"))
}

fn no_mandate(
    state: &State,
    party: &PartyId,
    person: &PersonId,
    missing: &BTreeSet<IssueId>,
    today: Date,
) -> CommandError {
    let on = match missing.iter().map(|issue| quoted(issue.as_str())).collect::<Vec<_>>() {
        names if names.is_empty() => "all issues".to_owned(),
        names => names.join(", "),
    };
    let mut message =
        format!("{} has no live mandate of {} on {on}", quoted(person.as_str()), quoted(party.as_str()));
    let ended = state.mandates_of(party, person).filter_map(|(_, given)| {
        let taken = given.ended.as_ref().map(|(on, _)| *on).filter(|on| *on <= today);
        taken.or(given.until.filter(|until| *until < today))
    });
    if let Some(left) = state.departed(party, person, today) {
        message.push_str(&format!(": speaks for it no longer since {}", left.on));
    } else if let Some(last) = ended.max() {
        message.push_str(&format!(": the last one ended on {last}"));
    } else if state.mandates_of(party, person).next().is_none() {
        message.push_str(": none was ever given");
    }
    CommandError::new(Reason::NoMandate, message)
        .at("person")
        .help("a principal gives a mandate on these issues, or answers")
}

impl Actor {
    /// Whether the actor is a person who decides for this party today.
    pub fn is_in_office(&self, state: &State, party: &PartyId, today: Date) -> bool {
        matches!(&self.role, Role::Principal(own) if own == party)
            && Authority::Office(party.clone()).of(state, self, today).is_ok()
    }
}
