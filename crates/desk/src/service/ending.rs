//! Where the record ends, as this desk knows it, and that nobody put something older in its place.

use super::error::OpenError;
use super::{Desk, Inner};
use mediant_model::case::Reader;
use mediant_record::end::{self, End, EndFault};
use mediant_record::store::{Document, DocumentWrite, StoreError};
use mediant_record::verify::RecordHead;
use mediant_record::{Compartment, stream_list};
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::Mutex;

/// How often the end is read that others write all the time.
const ATTEMPTS_MAX: u32 = 100;

/// What this desk knows of the end.
#[derive(Default)]
pub(super) struct Ending {
    /// Held from before the end is written until it is known to be: this process does not get in its own way.
    known: Mutex<Known>,
    /// The latest version of the accounts that was read or written.
    roster: AtomicU64,
    /// The same of the head of the list of sign-ins.
    pub(super) audit: AtomicU64,
}

/// The end that was read or written last.
#[derive(Clone, Copy, Default)]
pub(super) struct Known {
    pub end: End,
    /// The version of its document.
    pub version: u64,
}

impl Inner {
    /// Looks whether the record ends where it says; a record from before gets its end written down.
    pub(super) async fn begin_ending(&self) -> Result<(), OpenError> {
        let mut known = self.ending.known.lock().await;
        let mut seen = None;
        for _ in 0..ATTEMPTS_MAX {
            self.catch_up().await?;
            // Before the end, which is not behind it then, where the record is sound.
            let list = self.store.document(stream_list::COLLECTION, stream_list::ID).await?;
            let written = self.store.document(end::COLLECTION, end::ID).await?;
            let roster = self.store.document(end::ROSTER_COLLECTION, end::ROSTER_ID).await?;
            let roster = roster.map_or(0, |roster| roster.version);
            let projection = self.projection();
            let head = RecordHead { position: projection.position(), order: projection.order() };
            let Some(document) = written else {
                if projection.states_end() {
                    return Err(EndFault::Absent.into());
                }
                let end = End { position: head.position, order: head.order, roster, audit: 0, streams: 0 };
                match self.store.put_documents(&[self.written(&end, 0)?]).await {
                    Err(StoreError::Conflict) => continue,
                    put => put?,
                }
                *known = Known { end, version: 1 };
                break;
            };
            let end = End::open(&self.keyring(), &document)?;
            if end.position > head.position && seen != Some(document.version) {
                // Others wrote meanwhile, or the entries are gone: the next look tells.
                seen = Some(document.version);
                continue;
            }
            let is_there = |name: &Compartment| projection.ends().contains_key(name);
            let streams = stream_list::faults(end.streams, list.as_ref(), &self.keyring(), is_there);
            if let Some(fault) = streams.into_iter().chain(end.faults(&head, roster)).next() {
                return Err(fault.into());
            }
            *known = Known { end, version: document.version };
            break;
        }
        self.ending.roster.fetch_max(known.end.roster, Ordering::SeqCst);
        self.ending.audit.fetch_max(known.end.audit, Ordering::SeqCst);
        self.keys_are_there()
    }

    /// A stream without a key is one that was deleted, and an event says so.
    fn keys_are_there(&self) -> Result<(), OpenError> {
        let projection = self.projection();
        let keyring = self.keyring();
        let deleted = projection.view(&Reader::Mediator).map(|view| &view.state.deleted);
        let gone = projection.ends().keys().find(|compartment| {
            keyring.key(compartment).is_none()
                && deleted.is_none_or(|deleted| !deleted.contains(*compartment))
        });
        gone.map_or(Ok(()), |compartment| Err(OpenError::KeyGone(compartment.clone())))
    }

    /// The end as it is known, for whoever is about to write another one.
    pub(super) async fn ending(&self) -> tokio::sync::MutexGuard<'_, Known> {
        self.ending.known.lock().await
    }

    /// An end, sealed, over the version that is known.
    pub(super) fn written(&self, end: &End, known: u64) -> Result<DocumentWrite, OpenError> {
        let mut random = |bytes: &mut [u8]| self.world.fill(bytes);
        Ok(end.write(&self.keyring(), known, &mut random)?)
    }

    /// The list of streams, sealed, over the version that is known.
    pub(super) fn listed<'a>(
        &self,
        streams: impl Iterator<Item = &'a Compartment>,
        known: u64,
    ) -> Result<DocumentWrite, OpenError> {
        let mut random = |bytes: &mut [u8]| self.world.fill(bytes);
        Ok(stream_list::write(streams, &self.keyring(), known, &mut random)?)
    }

    /// What of the list of streams is not as the end states it; which of them are there each reader's own streams show.
    async fn list_faults(&self, stated: u64) -> Result<Vec<EndFault>, OpenError> {
        let list = self.store.document(stream_list::COLLECTION, stream_list::ID).await?;
        Ok(stream_list::faults(stated, list.as_ref(), &self.keyring(), |_| true))
    }

    /// Reads the end anew, after others wrote it.
    ///
    /// # Errors
    /// It is older than the one that was known, or gone.
    pub(super) async fn read_ending(&self, known: &mut Known) -> Result<(), OpenError> {
        let document = self.store.document(end::COLLECTION, end::ID).await?;
        let document = document.ok_or(EndFault::Absent)?;
        let end = End::open(&self.keyring(), &document)?;
        if document.version < known.version || end.position < known.end.position {
            let fault = EndFault::Elsewhere { stated: known.end.position, found: end.position };
            tracing::error!(%fault, "an older end of the record was put back");
            return Err(fault.into());
        }
        if end.roster < known.end.roster {
            let fault = EndFault::OlderRoster { stated: known.end.roster, found: end.roster };
            tracing::error!(%fault, "an older end of the record was put back");
            return Err(fault.into());
        }
        if end.audit < known.end.audit {
            let fault = EndFault::OlderAudit { stated: known.end.audit, found: end.audit };
            tracing::error!(%fault, "an older end of the record was put back");
            return Err(fault.into());
        }
        if let Some(fault) = self.list_faults(end.streams.max(known.end.streams)).await?.into_iter().next() {
            tracing::error!(%fault, "the list of streams was put back, or altered");
            return Err(fault.into());
        }
        *known = Known { end, version: document.version };
        self.ending.roster.fetch_max(end.roster, Ordering::SeqCst);
        self.ending.audit.fetch_max(end.audit, Ordering::SeqCst);
        Ok(())
    }

    /// What is not as the desk knows it, of the record as a whole; nothing that one reader may know and another may not.
    pub(super) async fn end_faults(&self) -> Result<Vec<EndFault>, OpenError> {
        // Held so that nothing of this process is written meanwhile; what others wrote is looked at again.
        let known = *self.ending().await;
        let mut seen = None;
        for _ in 0..ATTEMPTS_MAX {
            let Some(document) = self.store.document(end::COLLECTION, end::ID).await? else {
                return Ok(vec![EndFault::Absent]);
            };
            let end = match End::open(&self.keyring(), &document) {
                Ok(end) => end,
                Err(fault) => return Ok(vec![fault]),
            };
            let roster = self.store.document(end::ROSTER_COLLECTION, end::ROSTER_ID).await?;
            let roster = roster.map_or(0, |roster| roster.version);
            let last = self.store.entries_after(end.position.saturating_sub(1), 2).await?;
            let is_last =
                last.iter().map(|entry| entry.position).eq((end.position > 0).then_some(end.position));
            let mut faults = Vec::new();
            if !is_last || end.position < known.end.position {
                let found = last.last().map_or(0, |entry| entry.position);
                faults.push(EndFault::Elsewhere { stated: end.position.max(known.end.position), found });
            }
            let stated = end.roster.max(known.end.roster);
            if roster < stated {
                faults.push(EndFault::OlderRoster { stated, found: roster });
            }
            faults.extend(self.list_faults(end.streams.max(known.end.streams)).await?);
            faults.extend(self.audit_faults(end.audit.max(known.end.audit)).await?);
            if faults.is_empty() || seen == Some(document.version) {
                return Ok(faults);
            }
            seen = Some(document.version);
        }
        Ok(Vec::new())
    }
}

impl Desk {
    /// What is not as it was of the record as a whole, on this machine: where it ends, and its accounts. It says nothing of
    /// any compartment.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn end_faults(&self) -> Result<Vec<EndFault>, OpenError> {
        self.inner.end_faults().await
    }

    /// The accounts, opened, with their version.
    ///
    /// # Errors
    /// They are older than the desk knew them, or gone; as [`Desk::document`].
    pub async fn roster(&self) -> Result<Option<(u64, Vec<u8>)>, OpenError> {
        // Known before they are read: what is written meanwhile is newer than what is read.
        let stated = self.inner.ending.roster.load(Ordering::SeqCst);
        let read = self.document(end::ROSTER_COLLECTION, end::ROSTER_ID).await?;
        let found = read.as_ref().map_or(0, |(version, _)| *version);
        if found < stated {
            return Err(EndFault::OlderRoster { stated, found }.into());
        }
        self.inner.ending.roster.fetch_max(found, Ordering::SeqCst);
        Ok(read)
    }

    /// Writes the accounts over the version that the caller knows (0: none), and with them where the record ends.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when others wrote meanwhile; an older end was put back; the store does not answer.
    pub async fn put_roster(&self, known: u64, plain: &[u8]) -> Result<(), OpenError> {
        let inner = &self.inner;
        let version = known.saturating_add(1);
        // Nobody writes over a roster that was put back.
        if version <= inner.ending.roster.load(Ordering::SeqCst) {
            return Err(StoreError::Conflict.into());
        }
        let content = {
            let mut random = |bytes: &mut [u8]| inner.world.fill(bytes);
            let keyring = inner.keyring();
            keyring.seal_document(end::ROSTER_COLLECTION, end::ROSTER_ID, version, plain, &mut random)?
        };
        let document = Document { id: end::ROSTER_ID.to_owned(), version, content };
        let collection = end::ROSTER_COLLECTION.to_owned();
        let mut ending = inner.ending().await;
        let end = End { roster: version, audit: inner.latest_audit(), ..ending.end };
        let writes = [DocumentWrite { collection, known, document }, inner.written(&end, ending.version)?];
        match inner.store.put_documents(&writes).await {
            Ok(()) => {
                *ending = Known { end, version: ending.version.saturating_add(1) };
                inner.ending.roster.fetch_max(version, Ordering::SeqCst);
                Ok(())
            }
            Err(StoreError::Conflict) => {
                inner.read_ending(&mut ending).await?;
                Err(StoreError::Conflict.into())
            }
            Err(error) => {
                // Whether it was written is not known: what is there counts.
                inner.read_ending(&mut ending).await?;
                Err(error.into())
            }
        }
    }
}
