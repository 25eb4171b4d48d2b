//! From a request to events, or to the reason why not.
//!
//! A command is decided on the state of the one who asks: what that reader may not know cannot change the answer, not
//! even by a refusal. There are two exceptions: closing a round, which has to count answers that nobody may read, and
//! concluding a mediation, which works out a package from them; their refusals do not look at what was answered.

mod confidences;

use crate::actor::{ActingAccount, Actor};
use crate::brief::ReadBrief;
use crate::command::{Command, Moment};
use crate::compartment::Compartment;
use crate::confirmation::Weight;
use crate::event::{Event, Placed, Recorded};
use crate::id::EventId;
use crate::mediation::MediationOutcome;
use crate::refusal::CommandError;
use crate::request::Request;
use crate::round::Sealed;
use crate::state::{Named, State};
use crate::talks::Stage;
use crate::{authority, limits};
use jiff::Timestamp;
use mediant_model::spelling::quoted;
use mediant_model::{Date, IssueId, PartyId, PersonId};
use std::collections::BTreeMap;

/// What a decision needs of the world.
pub struct Context<'a> {
    /// The time.
    pub now: Timestamp,
    /// The day, where the record is kept.
    pub today: Date,
    /// A new id at each call: drawn at random, so that it says nothing.
    pub ids: &'a mut dyn FnMut() -> String,
    /// Each party's answer in the round that is to be closed; empty for every other command.
    pub sealed: BTreeMap<PartyId, Sealed>,
    /// What the desk worked out from every party's answers in the mediation that is to be concluded; `None` for every other
    /// command, and where answers came in meanwhile.
    pub outcome: Option<MediationOutcome>,
    /// The request, so that the same one counts once.
    pub request: Option<Request>,
    /// The account through which it is asked for; `None` where nobody signed in.
    pub account: Option<ActingAccount>,
}

impl std::fmt::Debug for Context<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Context").field("now", &self.now).finish_non_exhaustive()
    }
}

/// The events that carry a command out, in order. They fit the state, and that of every reader of their compartments.
///
/// # Errors
/// A [`CommandError`] that rests on the state of the one who asks alone.
pub fn decide(
    state: &State,
    actor: &Actor,
    command: &Command,
    context: &mut Context<'_>,
) -> Result<Vec<Placed>, CommandError> {
    decide_read(state, actor, command, context, None)
}

/// The same with the command's brief read before, of which nothing is read again as long as the case is the same.
///
/// # Errors
/// As [`decide`].
pub fn decide_read(
    state: &State,
    actor: &Actor,
    command: &Command,
    context: &mut Context<'_>,
    read: Option<&ReadBrief>,
) -> Result<Vec<Placed>, CommandError> {
    if !command.may_come_from(&actor.role) {
        let message = format!("as {} you cannot ask for this", actor.role.word());
        return Err(CommandError::not_allowed(message).help("ask somebody whose part it is"));
    }
    limits::check(command)?;
    context.today = state.day(context.today);
    let word_of = authority::whose_word(state, actor, command, context.today)?;
    stage_allows(state, command.when())?;
    let mut decision = Decision { state, actor, word_of, context, read, events: Vec::new() };
    command.clone().carry_out(&mut decision)?;
    Ok(decision.events)
}

/// Whether the talks are at a point at which this can be asked for.
fn stage_allows(state: &State, when: Moment) -> Result<(), CommandError> {
    match (&state.stage, when) {
        (Stage::NotOpened, Moment::First) => Ok(()),
        (Stage::NotOpened, _) => {
            Err(CommandError::not_now("nothing was opened yet").help("open a case, or import a case file"))
        }
        (_, Moment::First) => Err(CommandError::not_now("this record holds a case already")
            .help("keep another negotiation in a record of its own")),
        (Stage::Paused { .. } | Stage::BrokenOff { .. }, Moment::Going) => {
            Err(CommandError::not_now("the talks rest").help("resume them first"))
        }
        (Stage::Closed { .. }, Moment::Going | Moment::Opened) => {
            Err(CommandError::not_now("the case is closed"))
        }
        _ => Ok(()),
    }
}

/// A decision in the making: what it rests on, and the events it comes to so far.
pub struct Decision<'d, 'c> {
    pub(crate) state: &'d State,
    pub(crate) actor: &'d Actor,
    /// The person of the party on whose word it is, where that is known; they may do what is asked.
    pub(crate) word_of: Option<PersonId>,
    pub(crate) context: &'d mut Context<'c>,
    pub(crate) read: Option<&'d ReadBrief>,
    events: Vec<Placed>,
}

impl std::fmt::Debug for Decision<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Decision(confidential)")
    }
}

impl Decision<'_, '_> {
    /// A new id.
    pub(crate) fn id(&mut self) -> String {
        (self.context.ids)()
    }

    /// Puts an event down, where its kind may stand and the one who asks may read.
    pub(crate) fn record(
        &mut self,
        compartment: Compartment,
        event: impl Into<Event>,
    ) -> Result<(), CommandError> {
        let event = event.into();
        if !compartment.is_read_by(&self.state.reader()) || !event.may_stand_in(&compartment) {
            let message = format!("this cannot be recorded in {}", quoted(&compartment.name()));
            return Err(CommandError::invalid("in", message).help("choose who may know of it"));
        }
        if let Compartment::Caucus(party) | Compartment::Delegation(party) = &compartment {
            self.negotiating(party, "in")?;
        }
        if self.state.deleted.contains(&compartment) {
            return Err(CommandError::not_now(format!("{} was deleted", quoted(&compartment.name()))));
        }
        self.keeps_confidences(&compartment, &event)?;
        self.put(compartment, event);
        Ok(())
    }

    pub(crate) fn put(&mut self, compartment: Compartment, event: impl Into<Event>) {
        let event = event.into();
        let recorded = Recorded {
            id: EventId::new(self.id()),
            at: self.context.now,
            by: self.actor.clone(),
            request: self.context.request.as_ref().map(|request| request.name.clone()),
            day: event.ends_authority().then_some(self.context.today),
            waits: self.actor.role.mediates() && self.waits(&event),
            request_digest: self.context.request.as_ref().map(|request| request.digest),
            account: self.context.account.clone(),
            event,
        };
        self.events.push(Placed { compartment, recorded });
    }

    /// Whether what the mediator or the team records waits for the party on whose word it is: it gives something away, and
    /// the party has a principal at the desk who can say so itself.
    fn waits(&self, event: &Event) -> bool {
        let act = event.act_of(self.state);
        act.is_some_and(|act| act.weight == Weight::Gives && self.state.has_come(&act.party))
    }

    /// Whether whoever asks could carry this out themselves. Nothing comes of it.
    ///
    /// # Errors
    /// As deciding it.
    pub(crate) fn could_be(&mut self, command: Command) -> Result<(), CommandError> {
        stage_allows(self.state, command.when())?;
        let mut trial = Decision {
            state: self.state,
            actor: self.actor,
            word_of: self.word_of.clone(),
            context: &mut *self.context,
            read: self.read,
            events: Vec::new(),
        };
        command.carry_out(&mut trial)
    }

    /// The party exists and has an acceptance to give.
    pub(crate) fn negotiating(&self, party: &PartyId, field: &str) -> Result<(), CommandError> {
        if self.state.negotiating().any(|known| &known.id == party) {
            return Ok(());
        }
        let names: Vec<String> = self.state.negotiating().map(|known| quoted(known.id.as_str())).collect();
        let message = format!("{} does not negotiate here", quoted(party.as_str()));
        Err(CommandError::unknown(field, message).help(format!("it is one of {}", names.join(", "))))
    }

    /// Everybody who reads the compartment knows the thing.
    pub(crate) fn known(
        &self,
        named: &Named,
        compartment: &Compartment,
        field: &str,
    ) -> Result<(), CommandError> {
        if self.state.is_known_in(named, compartment) {
            return Ok(());
        }
        let (what, id) = match named {
            Named::Party(id) => ("party", id.to_string()),
            Named::Person(_, id) => ("person", id.to_string()),
            Named::Issue(id) => ("issue", id.to_string()),
            Named::Option(_, id) => ("option", id.to_string()),
            Named::Source(id) => ("source", id.to_string()),
        };
        let refusal = match self.state.home(named) {
            Some(home) => {
                let message = format!(
                    "the {what} {} is known in {} only, and this is for {}",
                    quoted(&id),
                    quoted(&home.name()),
                    quoted(&compartment.name())
                );
                CommandError::invalid(field, message).help("bring it before the same readers first")
            }
            None => CommandError::unknown(field, format!("there is no {what} {}", quoted(&id))),
        };
        Err(refusal)
    }

    pub(crate) fn issue_known(
        &self,
        issue: &IssueId,
        compartment: &Compartment,
        field: &str,
    ) -> Result<(), CommandError> {
        self.known(&Named::Issue(issue.clone()), compartment, field)?;
        if self.state.issues.iter().any(|known| &known.id == issue) {
            return Ok(());
        }
        let retired = self.state.split.iter().any(|split| &split.issue.id == issue && split.into.is_empty());
        let (word, help) =
            if retired { ("retired", "name another issue") } else { ("split", "name one of its parts") };
        let message = format!("the issue {} was {word}", quoted(issue.as_str()));
        Err(CommandError::unknown(field, message).help(help))
    }
}
