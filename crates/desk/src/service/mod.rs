//! The one layer under API, pages and command line.
//!
//! A command is decided on the state of whoever asks, its events are sealed, chained and appended to the store, and only
//! then does anybody read of them. One task writes: it takes the commands that wait, decides them one after the other,
//! and appends the events of all of them as one batch, so that many who write at once wait for the disk once. Another
//! task follows what other processes write into the same store.

pub mod civil;
mod copy;
mod ending;
mod error;
mod follower;
mod kept;
mod projection;
mod queue;
mod receipt;
mod request;
mod share;
mod writer;

pub use copy::{CopyError, SealedCopy};
pub use error::{AskError, OpenError};
use mediant_attest::Digest;
use mediant_record::key::KeyId;
use mediant_record::keyring::{Keyring, KeyringError, MasterKey};
use mediant_record::mediation::{ConcludeMediation, MediationId, MediationStage};
use mediant_record::state::Revision;
use mediant_record::store::{Document, Held, Hold, SealedEntry, Store, StoreError};
use mediant_record::{Actor, Command, CommandError, Compartment, Context, Placed, ReadBrief, State, decide};
pub use receipt::Receipt;
pub use share::{BYTES_MAX, EVENTS_MAX};

use crate::mediation::{self, Basis};
use crate::signing::{self, Filled, Signature};
use crate::work::Workshop;
use crate::world::World;
use mediant_model::case::Reader;
use mediant_model::{PartyId, PersonId};
use projection::Projection;
use queue::RequestQueue;
use request::Asked;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;

/// Entries that are read from the store at a time.
const PAGE: usize = 1_000;

/// A record, opened for those who work with it.
pub struct Desk {
    inner: Arc<Inner>,
    requests: Arc<RequestQueue>,
    /// Where what commands need is worked out before they are decided.
    preparing: Workshop,
    tasks: Mutex<Vec<JoinHandle<()>>>,
}

/// What the desk and its tasks share.
struct Inner {
    store: Arc<dyn Store>,
    /// As long as the desk is open nobody wraps the keys anew.
    _held: Held,
    world: Arc<dyn World>,
    keyring: RwLock<Keyring>,
    /// Never changed while somebody reads it: whoever reads takes it and lets go of the lock, and nobody waits for that.
    projection: RwLock<Arc<Projection>>,
    /// Held while entries are taken from the store into the projection, so that they go in in order.
    catching_up: tokio::sync::Mutex<()>,
    /// Compartments that were deleted and are gone from the store's keys and from the projection.
    forgotten: Mutex<BTreeSet<Compartment>>,
    /// Where the record ends.
    ending: ending::Ending,
    news: Mutex<BTreeMap<Reader, watch::Sender<Revision>>>,
}

/// An event as a reader may know it.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its place among the events that the reader may read, from 1.
    pub index: u64,
    /// The event and the compartment it stands in.
    pub placed: Arc<Placed>,
}

/// Where a stream ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StreamEnd {
    /// How many events it holds.
    pub sequence: u64,
    /// The link of the last one: whoever keeps it can tell later whether anything before was changed.
    pub link: [u8; 32],
}

impl Desk {
    /// Opens a record and starts to write and follow it. To be called within a tokio runtime.
    ///
    /// # Errors
    /// The store does not answer, the key is wrong, the record is damaged, or it ends elsewhere than it says: it, or its
    /// accounts, are older than they were.
    pub async fn open(
        store: Arc<dyn Store>,
        master: MasterKey,
        world: Arc<dyn World>,
    ) -> Result<Arc<Self>, OpenError> {
        // Held first: the keys that are read then stay as they are wrapped.
        let held = store.hold(Hold::Shared).await?;
        let mark = master.mark();
        let keyring = Keyring::unwrap(master, &store.keys().await?)?;
        store.note_master(&mark).await?;
        let inner = Arc::new(Inner {
            store,
            _held: held,
            world,
            keyring: RwLock::new(keyring),
            projection: RwLock::new(Arc::new(Projection::empty())),
            catching_up: tokio::sync::Mutex::new(()),
            forgotten: Mutex::new(BTreeSet::new()),
            ending: ending::Ending::default(),
            news: Mutex::new(BTreeMap::new()),
        });
        inner.key_for(None).await?;
        inner.begin_ending().await?;
        let requests = Arc::new(RequestQueue::default());
        let tasks = vec![
            tokio::spawn(writer::write(inner.clone(), requests.clone())),
            tokio::spawn(follower::follow(inner.clone())),
            tokio::spawn(follower::close_rounds(inner.clone(), requests.clone())),
        ];
        Ok(Arc::new(Self { inner, requests, preparing: Workshop::new(), tasks: Mutex::new(tasks) }))
    }

    /// Asks for something. The answer comes once it is on disk, or refused.
    ///
    /// A request that was carried out before, known by its name, is not carried out again: the same receipt comes back.
    ///
    /// # Errors
    /// The record says no; another command was carried out under the request's name; nobody reads as the actor's party;
    /// the store does not answer.
    pub async fn ask(
        &self,
        actor: &Actor,
        command: Command,
        request: Option<String>,
    ) -> Result<Receipt, AskError> {
        not_for_the_desk_alone(&command)?;
        let request = request.map(|name| Asked::command(name, &command));
        self.enqueue(actor, command, None, request).await
    }

    /// The same with a signature: what the command says is on record together with who signed it.
    ///
    /// # Errors
    /// As [`Desk::ask`]; and where the signature is missing, not the signer's, or of other words.
    pub async fn ask_signed(
        &self,
        actor: &Actor,
        command: Command,
        signature: Option<Signature>,
        request: Option<(String, Vec<u8>)>,
    ) -> Result<Receipt, AskError> {
        not_for_the_desk_alone(&command)?;
        let request = request.map(|(name, sent)| Asked::sent(name, &sent));
        self.enqueue(actor, command, signature, request).await
    }

    /// The act that somebody is to sign for a command.
    ///
    /// # Errors
    /// The command would be refused; nothing of it is signed; the one who asks has no such key.
    pub fn act_to_sign(
        &self,
        actor: &Actor,
        command: &Command,
        with: Option<&KeyId>,
    ) -> Result<Filled, CommandError> {
        let (projection, world) = (self.inner.projection(), &self.inner.world);
        let unknown = || CommandError::not_now("your party is not on record yet");
        let view = projection.view(&actor.role.reader()).ok_or_else(unknown)?;
        let mut ids = || world.id();
        let mut context = Context {
            now: world.now(),
            today: world.today(),
            ids: &mut ids,
            sealed: BTreeMap::new(),
            outcome: None,
            request: None,
        };
        decide(&view.state, actor, command, &mut context)?;
        signing::handed_out(&view.state, &projection.table(), &**world, actor, command, with)
    }

    /// What acts name the case by.
    ///
    /// # Errors
    /// Nothing stands at the table yet.
    pub fn case_id(&self) -> Result<Digest, CommandError> {
        self.inner.projection().table().case_id()
    }

    /// The events of the signed acts that a reader may read, oldest first.
    pub fn signed_acts(&self, reader: &Reader) -> Vec<Arc<Placed>> {
        let projection = self.inner.projection();
        let Some(view) = projection.view(reader) else { return Vec::new() };
        let acts = view.state.acts.iter();
        acts.filter_map(|act| Some(line(&projection, view, act.trace.index)?.placed)).collect()
    }

    /// Asks for a door to be opened, announced or closed, for whoever let somebody in: there is an account to it.
    ///
    /// # Errors
    /// As [`Desk::ask`].
    pub(crate) async fn ask_for_door(&self, actor: &Actor, command: Command) -> Result<Receipt, AskError> {
        self.enqueue(actor, command, None, None).await
    }

    /// The same, for a command that was put together here from what was sent and from what was on record by then: the
    /// same request is one that sent the same.
    ///
    /// # Errors
    /// As [`Desk::ask`].
    pub async fn ask_as_sent(
        &self,
        actor: &Actor,
        command: Command,
        request: String,
        sent: &[u8],
    ) -> Result<Receipt, AskError> {
        not_for_the_desk_alone(&command)?;
        self.enqueue(actor, command, None, Some(Asked::sent(request, sent))).await
    }

    async fn enqueue(
        &self,
        actor: &Actor,
        command: Command,
        signature: Option<Signature>,
        request: Option<Asked>,
    ) -> Result<Receipt, AskError> {
        civil::check(&command).map_err(AskError::Refused)?;
        let (reply, answer) = oneshot::channel();
        let whose = line_of(actor);
        let worked = self.worked(&whose, actor, &command).await?;
        let read = self.read_ahead(&whose, actor, &command).await?;
        let bytes = length_of(&command) + signature.as_ref().map_or(0, Signature::length);
        let actor = actor.clone();
        let queued = writer::QueuedRequest { actor, command, signature, bytes, request, worked, read, reply };
        self.requests.put(&whose, queued)?;
        answer.await.map_err(|_| AskError::Unavailable)?
    }

    /// The brief that a command holds, read. A long one takes longer than the writer, whom everybody waits for, may take.
    async fn read_ahead(
        &self,
        whose: &str,
        actor: &Actor,
        command: &Command,
    ) -> Result<Option<ReadBrief>, AskError> {
        if !matches!(
            command,
            Command::DepositBrief(_) | Command::EstimateBrief(_) | Command::ConfirmReport(_)
        ) {
            return Ok(None);
        }
        let (projection, actor, command) = (self.inner.projection(), actor.clone(), command.clone());
        let today = self.inner.world.today();
        let work = move || {
            let view = projection.view(&actor.role.reader())?;
            ReadBrief::ahead(&view.state, &actor, &command, today)
        };
        Ok(self.preparing.run(whose, work).await?.flatten())
    }

    /// What a command needs to have worked out before it can be decided: what a mediation comes to. It takes too long for
    /// the writer, whom everybody waits for.
    async fn worked(
        &self,
        whose: &str,
        actor: &Actor,
        command: &Command,
    ) -> Result<Option<writer::Worked>, AskError> {
        let Command::ConcludeMediation(ConcludeMediation { mediation }) = command else { return Ok(None) };
        if !command.may_come_from(&actor.role) {
            return Ok(None);
        }
        let Some(basis) = self.basis(mediation) else { return Ok(None) };
        let told = basis.told.clone();
        let work = move || mediation::outcome(&basis);
        let failed = || Err(vec!["the engine failed on this mediation".to_owned()]);
        match self.preparing.run(whose, work).await?.unwrap_or_else(failed) {
            Ok(outcome) => Ok(Some(writer::Worked { told, outcome })),
            Err(why) => Err(AskError::Refused(CommandError::not_now(why.join("; ")).at("mediation"))),
        }
    }

    /// What the outcome of a mediation that is open is worked out from.
    fn basis(&self, id: &MediationId) -> Option<Basis> {
        let today = self.inner.world.today();
        let projection = self.inner.projection();
        let state = &projection.view(&Reader::Mediator)?.state;
        let mediation = state.mediations.get(id)?.clone();
        if mediation.stage != MediationStage::Open {
            return None;
        }
        let told = |party: &PartyId| {
            let state = &projection.view(&Reader::Party(party.clone()))?.state;
            Some((party.clone(), state.told_in(id).iter().map(|told| told.exchange.clone()).collect()))
        };
        let told = mediation.parties.iter().map(told).collect::<Option<_>>()?;
        let deposited = |party: &PartyId| state.briefs.get(party)?.deposited.last().cloned();
        let briefs = mediation.parties.iter().filter_map(deposited).collect();
        Some(Basis { id: id.clone(), case: state.case(today), mediation, told, briefs })
    }

    /// Reads what a reader knows, as it is now; the record goes on meanwhile. `None` for a party that is not on record.
    pub fn read<T>(&self, reader: &Reader, look: impl FnOnce(&State) -> T) -> Option<T> {
        self.inner.projection().view(reader).map(|view| look(&view.state))
    }

    /// The events that a reader may read, newest first, before an index, at most `limit`.
    pub fn timeline(&self, reader: &Reader, before: Option<u64>, limit: usize) -> Vec<Line> {
        let projection = self.inner.projection();
        let Some(view) = projection.view(reader) else { return Vec::new() };
        let all = view.positions.len() as u64;
        let end = before.map_or(all, |before| before.saturating_sub(1).min(all));
        let indices = (1..=end).rev().take(limit);
        indices.filter_map(|index| line(&projection, view, index)).collect()
    }

    /// The events that a reader may read, oldest first, after a revision, at most `limit`. `None` where some of the events
    /// up to it were deleted since: then what is left is counted anew.
    pub fn lines_since(&self, reader: &Reader, revision: &Revision, limit: usize) -> Option<Vec<Line>> {
        let projection = self.inner.projection();
        // Nothing is there of a party that is not on record, and while the record is read anew.
        let Some(view) = projection.view(reader).filter(|view| view.state.seen > 0) else {
            return Some(Vec::new());
        };
        let last = revision.seen.checked_sub(1).and_then(|before| usize::try_from(before).ok());
        let last = last.and_then(|before| projection.event(*view.positions.get(before)?));
        let goes_on = (revision.seen > 0) == last.is_some()
            && last.map(|placed| &placed.recorded.id) == revision.latest.as_ref();
        goes_on.then(|| lines_after(&projection, view, revision.seen, limit))
    }

    /// The revision at which a reader had read so many events, where nothing that it might have read was deleted yet and
    /// there are as many.
    pub fn revision_at(&self, reader: &Reader, seen: u64) -> Option<Revision> {
        let projection = self.inner.projection();
        let deleted = &projection.view(&Reader::Mediator)?.state.deleted;
        if deleted.iter().any(|compartment| compartment.is_read_by(reader)) {
            return None;
        }
        let last = usize::try_from(seen.checked_sub(1)?).ok()?;
        let last = projection.event(*projection.view(reader)?.positions.get(last)?)?;
        Some(Revision { seen, latest: Some(last.recorded.id.clone()) })
    }

    /// How many events nobody can read any more. It grows with every deletion, and only then.
    pub fn deleted_events(&self) -> usize {
        self.inner.projection().closed()
    }

    /// The events that a reader may read, oldest first, after an index, at most `limit`.
    pub fn lines_after(&self, reader: &Reader, after: u64, limit: usize) -> Vec<Line> {
        let projection = self.inner.projection();
        projection.view(reader).map_or_else(Vec::new, |view| lines_after(&projection, view, after, limit))
    }

    /// Which version a reader reads, now and whenever it changes.
    pub fn news(&self, reader: &Reader) -> watch::Receiver<Revision> {
        let revision = self.read(reader, State::revision).unwrap_or_default();
        let mut news = self.inner.news();
        let sender = news.entry(reader.clone()).or_insert_with(|| watch::channel(revision).0);
        sender.subscribe()
    }

    /// What a party would see on the mediator's account of it: what is public, at the table and in its caucus; not what
    /// the party keeps to itself.
    ///
    /// `None` for a party that is not on record.
    pub fn preview(&self, party: &PartyId) -> Option<State> {
        let reader = Reader::Party(party.clone());
        let projection = self.inner.projection();
        let view = projection.view(&reader)?;
        let mut state = State::new(&reader);
        let placed = view.positions.iter().filter_map(|position| projection.event(*position));
        for placed in placed.filter(|placed| placed.compartment.is_read_by(&Reader::Mediator)) {
            state.apply(placed).ok()?;
        }
        Some(state)
    }

    /// As whom somebody reads now: whose party is not on record yet reads what is public.
    pub fn reads_as(&self, reader: &Reader) -> Reader {
        if self.inner.projection().view(reader).is_some() { reader.clone() } else { Reader::Public }
    }

    /// The streams that a reader may read, and where each ends. Those of the public for a party that is not on record:
    /// how much was said at a table shows nobody who does not sit there.
    pub fn stream_ends(&self, reader: &Reader) -> BTreeMap<Compartment, StreamEnd> {
        let reader = self.reads_as(reader);
        let projection = self.inner.projection();
        let ends = projection.ends().iter().filter(|(compartment, _)| compartment.is_read_by(&reader));
        ends.map(|(compartment, end)| {
            (compartment.clone(), StreamEnd { sequence: end.sequence, link: end.link })
        })
        .collect()
    }

    /// The clock and the randomness.
    pub fn world(&self) -> &Arc<dyn World> {
        &self.inner.world
    }

    /// The store. For verifying, backing up and the documents; events are appended through [`Desk::ask`] alone.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.inner.store
    }

    /// The keys, as they are now.
    pub fn keyring(&self) -> Keyring {
        self.inner.keyring().clone()
    }

    /// A document of the document store, opened, with its version.
    ///
    /// # Errors
    /// The store does not answer, or the document was altered.
    pub async fn document(&self, collection: &str, id: &str) -> Result<Option<(u64, Vec<u8>)>, OpenError> {
        let Some(document) = self.inner.store.document(collection, id).await? else { return Ok(None) };
        let plain = self.inner.keyring().open_document(collection, &document)?;
        Ok(Some((document.version, plain)))
    }

    /// The documents of a collection after an id, opened: id, version, content.
    ///
    /// # Errors
    /// As [`Desk::document`].
    pub async fn documents_after(
        &self,
        collection: &str,
        id: Option<&str>,
        limit: usize,
    ) -> Result<Vec<(String, u64, Vec<u8>)>, OpenError> {
        let documents = self.inner.store.documents_after(collection, id, limit).await?;
        let keyring = self.inner.keyring();
        let open = |document: Document| {
            let plain = keyring.open_document(collection, &document)?;
            Ok((document.id, document.version, plain))
        };
        documents.into_iter().map(open).collect()
    }

    /// Seals a document and puts it into the documents, over the version that the caller knows (0: none). Its new version.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when it has another version; the store does not answer.
    pub async fn put_document(
        &self,
        collection: &str,
        id: &str,
        known: u64,
        plain: &[u8],
    ) -> Result<u64, OpenError> {
        let sealed = {
            let keyring = self.inner.keyring();
            let mut random = |bytes: &mut [u8]| self.inner.world.fill(bytes);
            keyring.seal_document(collection, id, known + 1, plain, &mut random)?
        };
        Ok(self.inner.store.put_document(collection, id, known, &sealed).await?)
    }

    /// Takes a document out of the document store. Whether it was there.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn remove_document(&self, collection: &str, id: &str) -> Result<bool, OpenError> {
        Ok(self.inner.store.remove_document(collection, id).await?)
    }

    /// Reads what other processes wrote, now rather than soon.
    ///
    /// # Errors
    /// The store does not answer, or an entry cannot be used.
    pub async fn catch_up(&self) -> Result<(), OpenError> {
        self.inner.catch_up().await
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let tasks = self.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        tasks.iter().for_each(JoinHandle::abort);
    }
}

/// Refuses what the desk asks for itself when somebody is let in: a door without an account leads nowhere.
fn not_for_the_desk_alone(command: &Command) -> Result<(), AskError> {
    if !matches!(command, Command::OpenDoor(_) | Command::AnnounceDoor(_)) {
        return Ok(());
    }
    let refusal = CommandError::not_allowed("doors are opened by those who take an invitation up").help(
        "invite somebody, or have a new door announced: `/api/v1/invitations`, `/api/v1/doors/announce`",
    );
    Err(AskError::Refused(refusal))
}

/// How long a command is as it is written.
fn length_of(command: &Command) -> usize {
    struct Count(usize);
    impl std::io::Write for Count {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 += bytes.len();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut count = Count(0);
    // What cannot be written is refused when it is decided.
    let _ = serde_json::to_writer(&mut count, command);
    count.0
}

/// Who waits in one line for the writer.
fn line_of(actor: &Actor) -> String {
    let party = actor.role.party().map_or("", PartyId::as_str);
    let person = actor.person.as_ref().map_or("", PersonId::as_str);
    format!("{} {party:?} {person:?}", actor.role.word())
}

fn lines_after(projection: &Projection, view: &projection::View, after: u64, limit: usize) -> Vec<Line> {
    let all = view.positions.len() as u64;
    let indices = (after.saturating_add(1)..=all).take(limit);
    indices.filter_map(|index| line(projection, view, index)).collect()
}

fn line(projection: &Projection, view: &projection::View, index: u64) -> Option<Line> {
    let at = usize::try_from(index.checked_sub(1)?).ok()?;
    let placed = projection.event(*view.positions.get(at)?)?.clone();
    Some(Line { index, placed })
}

impl Inner {
    // A panic while a lock was held cannot leave what it guards half done in a way that reading would make worse.
    fn projection(&self) -> Arc<Projection> {
        self.projection.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn projection_mut(&self) -> RwLockWriteGuard<'_, Arc<Projection>> {
        self.projection.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn keyring(&self) -> RwLockReadGuard<'_, Keyring> {
        self.keyring.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn keyring_mut(&self) -> RwLockWriteGuard<'_, Keyring> {
        self.keyring.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn forgotten(&self) -> MutexGuard<'_, BTreeSet<Compartment>> {
        self.forgotten.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn news(&self) -> MutexGuard<'_, BTreeMap<Reader, watch::Sender<Revision>>> {
        self.news.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes sure that the key of a compartment (`None`: of the documents) is on the keyring, making one if there never
    /// was one.
    async fn key_for(&self, compartment: Option<&Compartment>) -> Result<(), OpenError> {
        let held = |keyring: &Keyring| match compartment {
            Some(compartment) => keyring.key(compartment).is_some(),
            None => keyring.opens_documents(),
        };
        if held(&self.keyring()) {
            return Ok(());
        }
        let made = {
            let mut random = |bytes: &mut [u8]| self.world.fill(bytes);
            self.keyring().make_key(compartment, &mut random)?
        };
        let mark = self.keyring().mark();
        match self.store.add_key(&made, mark.as_ref()).await {
            Ok(()) => Ok(self.keyring_mut().admit(&made)?),
            // Another process made one first, or it was destroyed.
            Err(StoreError::Conflict) => {
                self.read_keys().await?;
                if held(&self.keyring()) {
                    Ok(())
                } else {
                    Err(KeyringError::NoKey(compartment.cloned()).into())
                }
            }
            Err(error) => Err(error.into()),
        }
    }

    async fn read_keys(&self) -> Result<(), OpenError> {
        let keys = self.store.keys().await?;
        let mut keyring = self.keyring_mut();
        for key in &keys {
            keyring.admit(key)?;
        }
        Ok(())
    }

    /// Takes everything into the projection that the store holds beyond it, and tells those who wait.
    async fn catch_up(&self) -> Result<(), OpenError> {
        let _turn = self.catching_up.lock().await;
        loop {
            let position = self.projection().position();
            let entries = self.store.entries_after(position, PAGE).await?;
            if entries.is_empty() {
                break;
            }
            self.take(&entries).await?;
        }
        // Whatever the store did not let go of before.
        self.forget_deleted().await
    }

    /// Takes entries in that come next, keys of new streams included. To be called in turn.
    async fn take(&self, entries: &[SealedEntry]) -> Result<(), OpenError> {
        let lacks_key = entries.iter().any(|entry| self.keyring().key(&entry.compartment).is_none());
        if lacks_key {
            self.read_keys().await?;
        }
        let keyring = self.keyring().clone();
        // Where somebody reads the projection at hand, a copy of it goes on.
        let taken = Arc::make_mut(&mut *self.projection_mut()).take(entries, &keyring);
        if let Err(error) = taken {
            // The projection may be half done: the next attempt starts from an empty one.
            *self.projection_mut() = Arc::new(Projection::empty());
            return Err(error);
        }
        let forgotten = self.forget_deleted().await;
        self.tell();
        forgotten
    }

    /// Drops what stood in compartments that were deleted: key, events, all that was known. What could not be dropped
    /// because the store did not answer is dropped at the next attempt. To be called in turn.
    async fn forget_deleted(&self) -> Result<(), OpenError> {
        let deleted = self.projection().view(&Reader::Mediator).map(|view| view.state.deleted.clone());
        let mut pending = deleted.unwrap_or_default();
        pending.retain(|compartment| !self.forgotten().contains(compartment));
        if pending.is_empty() {
            return Ok(());
        }
        for compartment in &pending {
            self.store.destroy_key(compartment).await?;
        }
        let held = |keyring: &Keyring| pending.iter().any(|compartment| keyring.key(compartment).is_some());
        if held(&self.keyring()) {
            let mut keyring = self.keyring().clone();
            pending.iter().for_each(|compartment| keyring.forget(compartment));
            let mut projection = Projection::empty();
            loop {
                let entries = self.store.entries_after(projection.position(), PAGE).await?;
                if entries.is_empty() {
                    break;
                }
                projection.take(&entries, &keyring)?;
            }
            *self.projection_mut() = Arc::new(projection);
            let mut keyring = self.keyring_mut();
            pending.iter().for_each(|compartment| keyring.forget(compartment));
        }
        self.forgotten().append(&mut pending);
        Ok(())
    }

    /// Wakes every reader that listens, though there is nothing new.
    fn wake(&self) {
        self.news().values().for_each(|sender| sender.send_modify(|_| ()));
    }

    /// Tells every reader that listens which version it reads; for whom nothing changed is not woken.
    fn tell(&self) {
        let projection = self.projection();
        for (reader, sender) in self.news().iter() {
            let Some(view) = projection.view(reader) else { continue };
            let revision = view.state.revision();
            sender.send_if_modified(|known| {
                let changed = *known != revision;
                *known = revision;
                changed
            });
        }
    }
}
