//! The one task that writes.

mod deciding;

use crate::service::Inner;
use crate::service::ending::Known;
use crate::service::error::{AskError, OpenError};
use crate::service::projection::{End, Projection};
use crate::service::queue::RequestQueue;
use crate::service::receipt::Receipt;
use crate::service::request::Asked;
use crate::signing::Signature;
use deciding::{Decided, party_of};
use mediant_model::PartyId;
use mediant_record::actor::ActingAccount;
use mediant_record::end::End as RecordEnd;
use mediant_record::id::EventId;
use mediant_record::mediation::{Exchange, MediationOutcome};
use mediant_record::seal::Place;
use mediant_record::store::{Batch, SealedEntry, StoreError};
use mediant_record::{Actor, Command, Placed, ReadBrief, codec};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::oneshot;

/// How often a batch is tried anew that others were faster than.
const ATTEMPTS_MAX: u32 = 100;

/// Something asked for, and where the answer goes.
pub(in crate::service) struct QueuedRequest {
    pub actor: Actor,
    pub command: Command,
    /// What was signed of it.
    pub signature: Option<Signature>,
    /// How long it is as it is written.
    pub bytes: usize,
    pub request: Option<Asked>,
    /// The account through which it was asked for.
    pub account: Option<ActingAccount>,
    /// What was worked out for it beforehand.
    pub worked: Option<Worked>,
    /// Its brief, read beforehand.
    pub read: Option<ReadBrief>,
    pub reply: oneshot::Sender<Result<Receipt, AskError>>,
}

/// An outcome, and the answers that it was worked out from.
pub(in crate::service) struct Worked {
    pub told: BTreeMap<PartyId, Vec<Exchange>>,
    pub outcome: MediationOutcome,
}

/// Carries out what is asked for, as long as the desk is open.
pub(in crate::service) async fn write(inner: Arc<Inner>, requests: Arc<RequestQueue>) {
    let projection = inner.projection().as_ref().clone();
    let mut writer = Writer { projection, spare: None, inner, fails: false };
    loop {
        let batch = requests.batch().await;
        let answers = writer.carry_out(&batch).await;
        for (queued, answer) in batch.into_iter().zip(answers) {
            // Whoever asked may have gone; what was decided stays.
            let _ = queued.reply.send(answer);
        }
    }
}

struct Writer {
    inner: Arc<Inner>,
    /// The record as it will be when the batch at hand is on disk.
    projection: Projection,
    /// A projection that was read from before and may still be.
    spare: Option<Arc<Projection>>,
    /// Whether the last batch could not be written.
    fails: bool,
}

/// Why a batch was not made.
enum BatchError {
    /// The store does not answer: nothing can be carried out.
    All(OpenError),
    /// The request at this place cannot be carried out, for a reason that is no refusal. The others of its batch can.
    One(usize, OpenError),
}

/// A batch in the making.
struct Made {
    answers: Vec<Result<Receipt, AskError>>,
    entries: Vec<SealedEntry>,
}

impl Writer {
    /// The answer to each request, once everything that was decided is on disk.
    async fn carry_out(&mut self, requests: &[QueuedRequest]) -> Vec<Result<Receipt, AskError>> {
        // Requests that came to nothing through a fault of ours: no request shares the fate of another's.
        let mut faulty = BTreeSet::new();
        for attempt in 1..=ATTEMPTS_MAX {
            let after = match self.catch_up() {
                Ok(()) => self.projection.position(),
                Err(error) => return self.give_up(requests, &error).await,
            };
            let made = match self.make(requests, &faulty).await {
                Ok(made) => made,
                Err(BatchError::All(error)) => return self.give_up(requests, &error).await,
                Err(BatchError::One(at, error)) => {
                    let kind = requests.get(at).map(|queued| queued.command.kind());
                    tracing::error!(%error, kind, "a command could not be carried out");
                    faulty.insert(at);
                    self.start_over().await;
                    continue;
                }
            };
            if made.entries.is_empty() {
                // A refusal may rest on what another process has changed since.
                if attempt > 1 || made.answers.iter().all(Result::is_ok) || !self.others_wrote().await {
                    return made.answers;
                }
                continue;
            }
            let batch = Batch { after, entries: made.entries, documents: Vec::new() };
            match self.append(batch).await {
                Ok(true) => {
                    if std::mem::take(&mut self.fails) {
                        tracing::info!("commands are carried out again");
                    }
                    return made.answers;
                }
                Ok(false) => self.start_over().await,
                Err(error) => return self.give_up(requests, &error).await,
            }
            // Others were faster. Somebody always gets through; let it not always be the same one.
            tokio::time::sleep(Duration::from_micros(u64::from(attempt.min(20)) * 50)).await;
        }
        self.give_up(requests, &OpenError::Store(StoreError::Conflict)).await
    }

    /// Whether another process wrote since: then the projection knows it now.
    async fn others_wrote(&mut self) -> bool {
        let before = self.projection.position();
        self.inner.catch_up().await.is_ok() && self.inner.projection().position() > before
    }

    /// Takes in what is on disk by now.
    fn catch_up(&mut self) -> Result<(), OpenError> {
        let read = self.inner.projection();
        let same = self.projection.event(1).map(|placed| &placed.recorded.id)
            == read.event(1).map(|placed| &placed.recorded.id);
        // After a deletion the projection was made anew, and events that were known are not any more: nothing is to be decided
        // on them.
        let same = same && self.projection.closed() == read.closed();
        if same && read.position() == self.projection.position() {
            return Ok(());
        }
        if !same || self.projection.follow(&read).is_err() {
            self.spare = None;
            self.projection = read.as_ref().clone();
        }
        Ok(())
    }

    /// Forgets what was decided and not written.
    async fn start_over(&mut self) {
        if let Err(error) = self.inner.catch_up().await {
            tracing::warn!(%error, "the record cannot be read at the moment");
        }
        self.projection = self.inner.projection().as_ref().clone();
    }

    async fn give_up(
        &mut self,
        requests: &[QueuedRequest],
        error: &OpenError,
    ) -> Vec<Result<Receipt, AskError>> {
        tracing::error!(%error, commands = requests.len(), "commands could not be carried out");
        self.fails = true;
        self.start_over().await;
        requests.iter().map(|_| Err(AskError::Unavailable)).collect()
    }

    /// Decides every request in turn, each on what its actor will know by then, and seals what comes of it.
    async fn make(
        &mut self,
        requests: &[QueuedRequest],
        faulty: &BTreeSet<usize>,
    ) -> Result<Made, BatchError> {
        let mut made_now = Made { answers: Vec::with_capacity(requests.len()), entries: Vec::new() };
        for (at, queued) in requests.iter().enumerate() {
            if faulty.contains(&at) {
                made_now.answers.push(Err(AskError::Faulty));
                continue;
            }
            let reader = queued.actor.role.reader();
            let answer = match self.decide(queued, &reader) {
                Ok(Decided::Before(receipt)) => Ok(receipt),
                Err(error) => Err(error),
                Ok(Decided::Now(events)) => {
                    let id = events.iter().find_map(|placed| placed.recorded.event.made().map(str::to_owned));
                    let waits = waiting(&events);
                    let told: Vec<Placed> = events.iter().filter_map(|placed| self.told(placed)).collect();
                    for placed in told.into_iter().chain(events) {
                        let entry = self.seal(placed).await.map_err(|error| match error {
                            OpenError::Store(StoreError::Unavailable(_)) => BatchError::All(error),
                            _ => BatchError::One(at, error),
                        })?;
                        made_now.entries.push(entry);
                    }
                    let view = self.projection.view(&reader);
                    let revision = view.map(|view| view.state.revision()).unwrap_or_default();
                    let waits_for = view.and_then(|view| party_of(view, waits.as_ref()));
                    Ok(Receipt::new(revision, id, waits_for))
                }
            };
            made_now.answers.push(answer);
        }
        Ok(made_now)
    }

    /// Seals an event for the end of its stream and takes it into the projection.
    async fn seal(&mut self, placed: Placed) -> Result<SealedEntry, OpenError> {
        let compartment = placed.compartment.clone();
        self.inner.key_for(Some(&compartment)).await?;
        let end = self.projection.end(&compartment);
        let place = Place {
            position: self.projection.position() + 1,
            sequence: end.sequence + 1,
            previous: end.link,
        };
        let codec::Apart { event, request } = codec::encode_apart(&placed.recorded)
            .map_err(|why| OpenError::unreadable(&compartment, place.sequence, &why))?;
        let world = &self.inner.world;
        let mut random = |bytes: &mut [u8]| world.fill(bytes);
        // Nobody waits within this line: the lock is free again at its end.
        let entry = self.inner.keyring().seal_beside(&compartment, place, (&event, &request), &mut random)?;
        let end = End { sequence: entry.sequence, link: entry.link };
        self.projection
            .add(Arc::new(placed), event.len() + request.len(), end)
            .map_err(|why| OpenError::misplaced(&compartment, entry.sequence, &why))?;
        Ok(entry)
    }

    /// Appends a batch, and where the record ends then, and lets everybody read it. `false` when others wrote first and nothing of
    /// it was written.
    async fn append(&mut self, batch: Batch) -> Result<bool, OpenError> {
        let after = batch.after;
        if !self.put(batch).await? {
            return Ok(false);
        }
        let inner = self.inner.clone();
        let turn = inner.catching_up.lock().await;
        let read = inner.projection();
        if read.position() == after && read.closed() == self.projection.closed() {
            drop(read);
            self.publish();
            let forgotten = inner.forget_deleted().await;
            inner.tell();
            forgotten?;
            return Ok(true);
        }
        drop(turn);
        inner.catch_up().await?;
        Ok(true)
    }

    /// Writes a batch with the end that it comes to. `false` when others wrote first and nothing of it was written.
    async fn put(&self, mut batch: Batch) -> Result<bool, OpenError> {
        let inner = &self.inner;
        let mut ending = inner.ending().await;
        let (position, order) = (self.projection.position(), self.projection.order());
        let audit = inner.latest_audit();
        let (roster, mut streams) = (ending.end.roster, ending.end.streams);
        // The first entry of a stream; or the record is from before the list was kept.
        if streams == 0 || batch.entries.iter().any(|entry| entry.sequence == 1) {
            batch.documents.push(inner.listed(self.projection.ends().keys(), streams)?);
            streams = streams.saturating_add(1);
        }
        let end = RecordEnd { position, order, roster, audit, streams };
        batch.documents.push(inner.written(&end, ending.version)?);
        match inner.store.append(&batch).await {
            Ok(()) => {
                *ending = Known { end, version: ending.version.saturating_add(1) };
                Ok(true)
            }
            Err(StoreError::Conflict) => {
                inner.read_ending(&mut ending).await?;
                Ok(false)
            }
            Err(error) => {
                // Whether it was written is not known: look.
                let entries = inner.store.entries_after(batch.after, 1).await?;
                let first = batch.entries.first().map(|entry| entry.commitment);
                if entries.first().map(|entry| entry.commitment) != first {
                    return Err(error.into());
                }
                inner.read_ending(&mut ending).await?;
                Ok(true)
            }
        }
    }

    /// Lets everybody read the projection at hand, and goes on with the one that was read until now, or one before, once nobody
    /// reads it any more. Where somebody still does, a page that takes long, it goes on with a copy: nobody waits for a
    /// reader.
    fn publish(&mut self) {
        let published = Arc::new(std::mem::replace(&mut self.projection, Projection::empty()));
        let before = std::mem::replace(&mut *self.inner.projection_mut(), published.clone());
        let mut free = None;
        let mut held = None;
        for projection in [Some(before), self.spare.take()].into_iter().flatten() {
            match Arc::try_unwrap(projection) {
                Ok(projection) if free.is_none() => free = Some(projection),
                Ok(_) => {}
                Err(projection) => held = held.or(Some(projection)),
            }
        }
        self.spare = held;
        let follows = |mut projection: Projection| {
            // After a deletion a projection was made anew, and what an older one holds is not to be known any more.
            (projection.closed() == published.closed() && projection.follow(&published).is_ok())
                .then_some(projection)
        };
        self.projection = free.and_then(follows).unwrap_or_else(|| published.as_ref().clone());
    }
}

/// The first of these events that waits for a party's word.
fn waiting(events: &[Placed]) -> Option<EventId> {
    events.iter().find(|placed| placed.recorded.waits).map(|placed| placed.recorded.id.clone())
}
