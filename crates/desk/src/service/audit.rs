//! The list of sign-ins as this desk writes it: numbered entries, and the head that says which numbers there are.

use super::error::OpenError;
use super::{Desk, Inner};
use mediant_record::audit::{self, AuditHead};
use mediant_record::end::EndFault;
use mediant_record::store::{Document, DocumentWrite, StoreError};
use std::sync::atomic::Ordering;

/// How often the head is read that others write all the time.
const ATTEMPTS_MAX: u32 = 100;
/// Entries that are read at a time.
const PAGE: usize = 500;

impl Inner {
    /// Looks whether the list is there as the end of the record says. A list from before entries had numbers gets them, in the order
    /// of time, and then its head. Servers that do so at once write the same.
    pub(super) async fn begin_audit(&self) -> Result<(), OpenError> {
        let kept = self.store.document(audit::HEAD_COLLECTION, audit::HEAD_ID).await?;
        if kept.is_some() || self.latest_audit() > 0 {
            return self.audit_head().await.map(|_| ());
        }
        let mut next = AuditHead::default().next;
        let mut after: Option<String> = None;
        loop {
            let entries = self.store.documents_after(audit::COLLECTION, after.as_deref(), PAGE).await?;
            let Some(last) = entries.last() else { break };
            after = Some(last.id.clone());
            for entry in &entries {
                self.number(entry, next).await?;
                next = next.saturating_add(1);
            }
        }
        let head = AuditHead { next, ..AuditHead::default() };
        match self.store.put_documents(&[self.sealed_head(&head, 0)?]).await {
            // Another server was first: its head counts.
            Ok(()) | Err(StoreError::Conflict) => self.audit_head().await.map(|_| ()),
            Err(error) => Err(error.into()),
        }
    }

    /// Gives an entry from before its number, unless it has one.
    async fn number(&self, entry: &Document, number: u64) -> Result<(), OpenError> {
        let plain = self.keyring().open_document(audit::COLLECTION, entry)?;
        if audit::number_of(&plain).is_some() {
            return Ok(());
        }
        let Some(numbered) = numbered(&plain, number) else { return Err(EndFault::UnopenedAudit.into()) };
        let write = self.sealed_entry(&entry.id, entry.version, &numbered)?;
        match self.store.put_documents(&[write]).await {
            // Another server gave it the same one.
            Ok(()) | Err(StoreError::Conflict) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// The latest version of the head that this desk read or wrote, or that the end of the record tells of.
    pub(super) fn latest_audit(&self) -> u64 {
        self.ending.audit.load(Ordering::SeqCst)
    }

    /// The head, with its version.
    async fn audit_head(&self) -> Result<(u64, AuditHead), OpenError> {
        // Known before it is read: what is written meanwhile is newer than what is read.
        let stated = self.latest_audit();
        let document = self.store.document(audit::HEAD_COLLECTION, audit::HEAD_ID).await?;
        let found = document.as_ref().map_or(0, |head| head.version);
        let Some(document) = document.filter(|_| found >= stated) else {
            let fault = EndFault::OlderAudit { stated, found };
            tracing::error!(%fault, "the list of sign-ins is not as it was");
            return Err(fault.into());
        };
        let head = AuditHead::open(&self.keyring(), &document)?;
        self.ending.audit.fetch_max(found, Ordering::SeqCst);
        Ok((found, head))
    }

    /// What is not as it was of the list: its head, or entries of it.
    pub(super) async fn audit_faults(&self, stated: u64) -> Result<Vec<EndFault>, OpenError> {
        let keyring = self.keyring().clone();
        Ok(audit::faults(&*self.store, &keyring, stated.max(self.latest_audit())).await?)
    }

    fn sealed_head(&self, head: &AuditHead, known: u64) -> Result<DocumentWrite, OpenError> {
        let mut random = |bytes: &mut [u8]| self.world.fill(bytes);
        Ok(head.write(&self.keyring(), known, &mut random)?)
    }

    fn sealed_entry(&self, id: &str, known: u64, plain: &[u8]) -> Result<DocumentWrite, OpenError> {
        let version = known.saturating_add(1);
        let mut random = |bytes: &mut [u8]| self.world.fill(bytes);
        let content = self.keyring().seal_document(audit::COLLECTION, id, version, plain, &mut random)?;
        let document = Document { id: id.to_owned(), version, content };
        Ok(DocumentWrite { collection: audit::COLLECTION.to_owned(), known, document })
    }
}

/// An entry with its number in it; `None` where it is no JSON object.
fn numbered(plain: &[u8], number: u64) -> Option<Vec<u8>> {
    let mut entry: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(plain).ok()?;
    entry.insert("number".to_owned(), number.into());
    serde_json::to_vec(&entry).ok()
}

impl Desk {
    /// Writes an entry of the list of sign-ins, a JSON object, under its id, with the next number.
    ///
    /// # Errors
    /// The list is older than the desk knew it, or gone; the store does not answer.
    pub async fn note_sign_in(&self, id: &str, entry: &[u8]) -> Result<(), OpenError> {
        for _ in 0..ATTEMPTS_MAX {
            let (version, head) = self.inner.audit_head().await?;
            let Some(entry) = numbered(entry, head.next) else { return Err(EndFault::UnopenedAudit.into()) };
            let longer = AuditHead { next: head.next.saturating_add(1), ..head };
            if self.put_audit(version, &longer, Some((id, &entry))).await? {
                return Ok(());
            }
        }
        Err(StoreError::Conflict.into())
    }

    /// The lowest number that the list has to have; an entry below it may be taken out.
    ///
    /// # Errors
    /// As [`Desk::note_sign_in`].
    pub async fn first_sign_in(&self) -> Result<u64, OpenError> {
        Ok(self.inner.audit_head().await?.1.first)
    }

    /// Says that entries below a number are over. Where somebody writes at the same time it is left for the next time.
    ///
    /// # Errors
    /// As [`Desk::note_sign_in`].
    pub async fn end_sign_ins_before(&self, first: u64) -> Result<(), OpenError> {
        let (version, head) = self.inner.audit_head().await?;
        if first > head.first {
            self.put_audit(version, &AuditHead { first: first.min(head.next), ..head }, None).await?;
        }
        Ok(())
    }

    /// Writes the head over the version that is known, and an entry with it. `false` when others wrote first.
    async fn put_audit(
        &self,
        known: u64,
        head: &AuditHead,
        entry: Option<(&str, &[u8])>,
    ) -> Result<bool, OpenError> {
        let inner = &self.inner;
        let mut writes = vec![inner.sealed_head(head, known)?];
        if let Some((id, plain)) = entry {
            writes.push(inner.sealed_entry(id, 0, plain)?);
        }
        match inner.store.put_documents(&writes).await {
            Ok(()) => {
                inner.ending.audit.fetch_max(known.saturating_add(1), Ordering::SeqCst);
                Ok(true)
            }
            Err(StoreError::Conflict) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}
