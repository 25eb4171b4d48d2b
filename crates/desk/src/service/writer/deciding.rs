//! What comes of one request: refused, carried out before, or events, on what the one who asks knows by then.

use super::{QueuedRequest, Writer};
use crate::service::error::AskError;
use crate::service::projection::View;
use crate::service::receipt::Receipt;
use crate::signing::{self, When};
use mediant_model::PartyId;
use mediant_model::case::Reader;
use mediant_record::deletion::{self, CompartmentDeleted};
use mediant_record::id::EventId;
use mediant_record::key::add_act;
use mediant_record::mediation::{ConcludeMediation, Exchange, MediationOutcome};
use mediant_record::round::{CloseRound, Sealed};
use mediant_record::state::Revision;
use mediant_record::{Command, CommandError, Context, Event, Placed, Request, State, decide_read};
use std::collections::BTreeMap;

impl Writer {
    /// What a party is told of the deletion that an event is: how long the stream was, which its readers do not count.
    pub(super) fn told(&self, placed: &Placed) -> Option<Placed> {
        let Event::CompartmentDeleted(CompartmentDeleted { deleted }) = &placed.recorded.event else {
            return None;
        };
        let end = self.projection.end(deleted);
        deletion::told(placed, end.sequence, end.link, EventId::new(self.inner.world.id()))
    }

    pub(super) fn decide(&self, queued: &QueuedRequest, reader: &Reader) -> Result<Decided, AskError> {
        let view = self.projection.view(reader).ok_or(AskError::UnknownReader)?;
        let request = self.request(queued)?;
        if let Some(request) = &request
            && let Some(before) = view.state.request(&request.name)
        {
            // Whose words are others, or are not known any more, is not to be told that this is done.
            let is_same = before.digest == Some(request.digest);
            return if is_same {
                Ok(Decided::Before(self.receipt(view, &request.name, before.last)))
            } else {
                Err(AskError::NameTaken)
            };
        }
        self.projection.shares().check(&queued.actor, queued.bytes).map_err(AskError::Refused)?;
        let world = &self.inner.world;
        // What an act brings into being has the id that was signed.
        let mut signed_id = queued.signature.as_ref().and_then(|signed| signed.made(&queued.command));
        let mut ids = || signed_id.take().unwrap_or_else(|| world.id());
        let mut context = Context {
            now: world.now(),
            today: world.today(),
            ids: &mut ids,
            sealed: self.sealed(&queued.command),
            outcome: self.outcome(queued),
            request,
            account: queued.account.clone(),
        };
        let mut events =
            decide_read(&view.state, &queued.actor, &queued.command, &mut context, queued.read.as_ref())
                .map_err(AskError::Refused)?;
        // A party's own state does not say that its caucus was deleted: that stands in the mediator's stream. There is no
        // key any more to seal anything with.
        let deleted = self.projection.view(&Reader::Mediator).map(|view| &view.state.deleted);
        let gone = |placed: &&Placed| deleted.is_some_and(|deleted| deleted.contains(&placed.compartment));
        if let Some(placed) = events.iter().find(gone) {
            let message = format!("`{}` was deleted, and nothing is added to it", placed.compartment);
            return Err(AskError::Refused(CommandError::not_now(message)));
        }
        self.sign(queued, &view.state, &mut events).map_err(AskError::Refused)?;
        Ok(Decided::Now(events))
    }

    /// Puts what was signed behind the events that carry it out.
    fn sign(
        &self,
        queued: &QueuedRequest,
        state: &State,
        events: &mut Vec<Placed>,
    ) -> Result<(), CommandError> {
        let world = &self.inner.world;
        let when = When { now: world.now(), today: state.day(world.today()) };
        let made = events.iter().find_map(|placed| placed.recorded.event.made().map(str::to_owned));
        let (actor, command, signature) = (&queued.actor, &queued.command, queued.signature.as_ref());
        let table = self.projection.table();
        let held = signing::held(state, &table, when, actor, command, signature, made.as_deref())?;
        if is_taken(state, events) {
            return Err(CommandError::not_now("the id in the act is another thing's")
                .at("signed")
                .help("take the act anew, and sign that"));
        }
        if let Some(act) = held {
            add_act(events, act, world.id());
        }
        Ok(())
    }

    /// What names a queued request, as it is recorded.
    fn request(&self, queued: &QueuedRequest) -> Result<Option<Request>, AskError> {
        let Some(asked) = &queued.request else { return Ok(None) };
        let digest = self.inner.keyring().request_digest(&asked.name, &asked.content);
        let digest = digest.map_err(|error| {
            tracing::error!(%error, "requests cannot be told apart");
            AskError::Unavailable
        })?;
        Ok(Some(Request { name: asked.name.clone(), digest }))
    }

    /// The receipt that was given for a request.
    fn receipt(&self, view: &View, request: &str, last: u64) -> Receipt {
        let positions = view.positions.iter().take(usize::try_from(last).unwrap_or(usize::MAX));
        let events = positions.filter_map(|position| self.projection.event(*position));
        let of_request = events.filter(|placed| placed.recorded.request.as_deref() == Some(request));
        let (mut latest, mut id, mut waits) = (None, None, None);
        for placed in of_request {
            if waits.is_none() && placed.recorded.waits {
                waits = Some(placed.recorded.id.clone());
            }
            latest = Some(placed.recorded.id.clone());
            id = id.or_else(|| placed.recorded.event.made().map(str::to_owned));
        }
        // As it was when it was asked for, whatever the party said since.
        Receipt::new(Revision { seen: last, latest }, id, party_of(view, waits.as_ref()))
    }

    /// The answers that closing a round has to count.
    fn sealed(&self, command: &Command) -> BTreeMap<PartyId, Sealed> {
        let Command::CloseRound(CloseRound { round }) = command else { return BTreeMap::new() };
        let answers = self.projection.views().filter_map(|(reader, view)| match reader {
            Reader::Party(party) => Some((party.clone(), view.state.sealed_answers(round)?.clone())),
            Reader::Mediator | Reader::Public => None,
        });
        answers.collect()
    }

    /// What was worked out for a request, where it still rests on the answers that are on record.
    fn outcome(&self, queued: &QueuedRequest) -> Option<MediationOutcome> {
        let Command::ConcludeMediation(ConcludeMediation { mediation }) = &queued.command else {
            return None;
        };
        let worked = queued.worked.as_ref()?;
        let holds = |(party, told): (&PartyId, &Vec<Exchange>)| {
            let view = self.projection.view(&Reader::Party(party.clone()));
            view.is_some_and(|view| view.state.told_in(mediation).iter().map(|told| &told.exchange).eq(told))
        };
        worked.told.iter().all(holds).then(|| worked.outcome.clone())
    }
}

/// Whether what was decided would take the id of something that is there.
fn is_taken(state: &State, events: &[Placed]) -> bool {
    events.iter().any(|placed| match &placed.recorded.event {
        Event::MandateGiven(given) => state.mandates.contains_key(&given.mandate),
        Event::PackageProposed(proposed) => state.packages.contains_key(&proposed.package),
        _ => false,
    })
}

pub(super) enum Decided {
    /// The request was carried out before.
    Before(Receipt),
    /// These events carry it out.
    Now(Vec<Placed>),
}

/// The party on whose word something was recorded.
pub(super) fn party_of(view: &View, event: Option<&EventId>) -> Option<PartyId> {
    Some(view.state.reported_by(event?)?.party.clone())
}
