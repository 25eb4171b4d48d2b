//! The list of sign-ins: sealed entries among the documents, numbered, and beside them which numbers there have to be.
//!
//! Every entry is sealed for its id, so that nobody without the key can write one. What such a person can do is take entries out,
//! or put an older state of the list back. So each entry carries its number, consecutive from 1, and with each entry the
//! [head](AuditHead) of the list is written in the same step. The [end](crate::end) of the record says which version of the head
//! there was at least, when something was recorded last: a head that is gone, or older than that, is found. What came into the
//! list since then can be put back to that day together with the head, and nothing shows it.

use crate::end::EndFault;
use crate::keyring::{Keyring, KeyringError};
use crate::seal::Random;
use crate::store::{Document, DocumentWrite, Store, StoreError};
use serde::Deserialize;

/// The collection of the entries among the documents.
pub const COLLECTION: &str = "audit";
/// The collection of the head.
pub const HEAD_COLLECTION: &str = "audit_head";
/// The id of the head there.
pub const HEAD_ID: &str = "record";

/// Which entries the list has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditHead {
    /// The lowest number that has to be there; what is below is over, and may be taken out.
    pub first: u64,
    /// The number of the next entry: one more than the highest.
    pub next: u64,
}

impl Default for AuditHead {
    /// The head of an empty list.
    fn default() -> Self {
        Self { first: 1, next: 1 }
    }
}

impl AuditHead {
    /// The head in a document of the store.
    ///
    /// # Errors
    /// It does not open, or is no head.
    pub fn open(keyring: &Keyring, document: &Document) -> Result<Self, EndFault> {
        let plain = keyring.open_document(HEAD_COLLECTION, document).map_err(|_| EndFault::UnopenedAudit)?;
        serde_json::from_slice(&plain).map_err(|_| EndFault::UnopenedAudit)
    }

    /// The head as it is written over the version that is known; 0 where none is.
    ///
    /// # Errors
    /// [`KeyringError::NoKey`] without the key of the documents.
    pub fn write(
        &self,
        keyring: &Keyring,
        known: u64,
        random: &mut Random<'_>,
    ) -> Result<DocumentWrite, KeyringError> {
        let version = known.saturating_add(1);
        let Self { first, next } = self;
        let plain = format!(r#"{{"first":{first},"next":{next}}}"#);
        let content = keyring.seal_document(HEAD_COLLECTION, HEAD_ID, version, plain.as_bytes(), random)?;
        let document = Document { id: HEAD_ID.to_owned(), version, content };
        Ok(DocumentWrite { collection: HEAD_COLLECTION.to_owned(), known, document })
    }
}

/// The number in an opened entry; `None` in one from before entries had numbers.
pub fn number_of(plain: &[u8]) -> Option<u64> {
    #[derive(Deserialize)]
    struct Numbered {
        number: Option<u64>,
    }
    serde_json::from_slice::<Numbered>(plain).ok().and_then(|entry| entry.number)
}

/// Holds a list at rest against its head, entry by entry. The head is to be read before the entries and after the end of the
/// record: a desk may write meanwhile, and what it adds is not missed.
#[derive(Debug)]
pub struct AuditCheck<'k> {
    keyring: &'k Keyring,
    /// The version of the head, and what it says.
    head: Option<(u64, Result<AuditHead, EndFault>)>,
    found: u64,
    all_open: bool,
}

impl<'k> AuditCheck<'k> {
    /// Begins with the head, where there is one.
    pub fn new(keyring: &'k Keyring, head: Option<&Document>) -> Self {
        let head = head.map(|head| (head.version, AuditHead::open(keyring, head)));
        Self { keyring, head, found: 0, all_open: true }
    }

    /// Looks at an entry.
    pub fn take(&mut self, entry: &Document) {
        let Ok(plain) = self.keyring.open_document(COLLECTION, entry) else {
            self.all_open = false;
            return;
        };
        if let (Some(number), Some((_, Ok(head)))) = (number_of(&plain), &self.head)
            && (head.first..head.next).contains(&number)
        {
            self.found = self.found.saturating_add(1);
        }
    }

    /// What is wrong: `stated` is the version of the head as the end of the record says it; 0 where it says nothing.
    pub fn faults(self, stated: u64) -> Vec<EndFault> {
        let mut faults = Vec::new();
        match self.head {
            None if stated > 0 => faults.push(EndFault::OlderAudit { stated, found: 0 }),
            None => {}
            Some((version, _)) if version < stated => {
                faults.push(EndFault::OlderAudit { stated, found: version });
            }
            Some((_, Err(fault))) => faults.push(fault),
            Some((_, Ok(AuditHead { first, next }))) => {
                let missing = next.saturating_sub(first).saturating_sub(self.found);
                if missing > 0 {
                    faults.push(EndFault::AuditMissing { missing });
                }
            }
        }
        if !self.all_open && !faults.contains(&EndFault::UnopenedAudit) {
            faults.push(EndFault::UnopenedAudit);
        }
        faults
    }
}

/// Entries that are read at a time.
const AT_A_TIME: usize = 500;

/// Holds the list in a store against its head, and that against the version that is known of it; 0 where none is. What a desk
/// writes or takes out meanwhile is no fault.
///
/// # Errors
/// The store does not answer.
///
/// # Cost
/// Reads and opens every entry of the list: those of one year.
pub async fn faults(store: &dyn Store, keyring: &Keyring, stated: u64) -> Result<Vec<EndFault>, StoreError> {
    let mut before = store.document(HEAD_COLLECTION, HEAD_ID).await?;
    loop {
        let mut check = AuditCheck::new(keyring, before.as_ref());
        let mut after: Option<String> = None;
        loop {
            let entries = store.documents_after(COLLECTION, after.as_deref(), AT_A_TIME).await?;
            let Some(last) = entries.last() else { break };
            after = Some(last.id.clone());
            entries.iter().for_each(|entry| check.take(entry));
        }
        let faults = check.faults(stated);
        // Entries that are over are taken out after a head that no longer counts them: one that was read before does.
        let now = store.document(HEAD_COLLECTION, HEAD_ID).await?;
        if faults.is_empty() || now == before {
            return Ok(faults);
        }
        before = now;
    }
}
