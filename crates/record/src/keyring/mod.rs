//! The keys of a record: one for each compartment and one for the documents, all wrapped by the master key.
//!
//! A keyring is unwrapped once, when the record is opened. Destroying a compartment's key in the store and forgetting
//! it here puts everything in the compartment out of everybody's reach; the chain still verifies by its links.

mod export;
mod master;

pub use export::{ExportedKey, KeyTextError};
pub use master::{MasterDescription, MasterError, MasterKey, PassphraseCost};

use crate::Compartment;
use crate::chain::digest;
use crate::request::RequestDigest;
use crate::seal::{
    CompartmentKey, Nonce, OpenError, Opened, Place, Random, SealError, associated, draw, open, pad, seal,
    unpad,
};
use crate::store::{Document, MasterMark, SealedEntry, WrappedKey};
use std::collections::BTreeMap;
use std::fmt;
use zeroize::Zeroizing;

/// The keys that are at hand.
///
/// It holds either the master key and every key of the record that was not destroyed, or a single compartment's key
/// that was [exported](ExportedKey) for somebody.
#[derive(Clone)]
pub struct Keyring {
    /// Absent where a single key was exported.
    master: Option<MasterKey>,
    /// `None` stands for the documents.
    keys: BTreeMap<Option<Compartment>, CompartmentKey>,
}

impl Keyring {
    /// The keyring of a record. A new record has no keys yet; see [`Keyring::make_key`].
    ///
    /// # Errors
    /// [`KeyringError::WrongKey`] when none of the keys opens under the master key, [`KeyringError::Damaged`] when
    /// only some do.
    pub fn unwrap(master: MasterKey, wrapped: &[WrappedKey]) -> Result<Self, KeyringError> {
        let mut keyring = Self { master: Some(master), keys: BTreeMap::new() };
        let mut damaged = None;
        for key in wrapped {
            if keyring.admit(key).is_err() {
                damaged = damaged.or(Some(&key.compartment));
            }
        }
        match damaged {
            Some(_) if keyring.keys.is_empty() => Err(KeyringError::WrongKey),
            Some(whose) => Err(KeyringError::Damaged(whose.clone())),
            None => Ok(keyring),
        }
    }

    /// The keyring of somebody who holds the key of one compartment alone.
    pub fn of_one(exported: ExportedKey) -> Self {
        Self { master: None, keys: BTreeMap::from([(Some(exported.compartment), exported.key)]) }
    }

    /// Makes a new key, of a compartment or (`None`) of the document store, and wraps it.
    ///
    /// It is not on the keyring yet: add it to the store first, then [admit](Keyring::admit) what the store holds,
    /// since somebody else may have made one at the same time.
    ///
    /// # Errors
    /// [`KeyringError::NoMaster`].
    pub fn make_key(
        &self,
        whose: Option<&Compartment>,
        random: &mut Random<'_>,
    ) -> Result<WrappedKey, KeyringError> {
        let master = self.master.as_ref().ok_or(KeyringError::NoMaster)?;
        wrap(master, whose, &CompartmentKey::generate(random), random)
    }

    /// Puts a key on the keyring that was wrapped under its master key.
    ///
    /// # Errors
    /// [`KeyringError::NoMaster`]; [`KeyringError::Damaged`] when the key does not open.
    pub fn admit(&mut self, wrapped: &WrappedKey) -> Result<(), KeyringError> {
        let master = self.master.as_ref().ok_or(KeyringError::NoMaster)?;
        let whose = &wrapped.compartment;
        let key = open(master.bytes(), &wrapped.nonce, &key_data(whose.as_ref()), &wrapped.wrapped)
            .map(Zeroizing::new)
            .and_then(|bytes| <[u8; 32]>::try_from(bytes.as_slice()).ok())
            .ok_or_else(|| KeyringError::Damaged(whose.clone()))?;
        self.keys.insert(whose.clone(), CompartmentKey::new(key));
        Ok(())
    }

    /// Takes a compartment's key off the keyring, after the store destroyed it.
    pub fn forget(&mut self, compartment: &Compartment) {
        self.keys.remove(&Some(compartment.clone()));
    }

    /// Every key, wrapped under another master key. After the store took them, [adopt](Keyring::adopt) it.
    ///
    /// # Errors
    /// [`KeyringError::NoMaster`]: who holds a single key cannot change the master key.
    pub fn rewrap(
        &self,
        master: &MasterKey,
        random: &mut Random<'_>,
    ) -> Result<Vec<WrappedKey>, KeyringError> {
        self.master.as_ref().ok_or(KeyringError::NoMaster)?;
        self.keys.iter().map(|(whose, key)| wrap(master, whose.as_ref(), key, random)).collect()
    }

    /// Makes this the master key from now on.
    pub fn adopt(&mut self, master: MasterKey) {
        self.master = Some(master);
    }

    /// Under which master key its keys are wrapped; `None` for a single exported key.
    pub fn mark(&self) -> Option<MasterMark> {
        self.master.as_ref().map(MasterKey::mark)
    }

    /// Whether it was unwrapped with the master key. A key that is not on such a keyring was destroyed or never made.
    pub fn is_complete(&self) -> bool {
        self.master.is_some()
    }

    /// The compartments whose keys are here, in their order.
    pub fn compartments(&self) -> impl Iterator<Item = &Compartment> {
        self.keys.keys().flatten()
    }

    /// Whether the key of the document store is here.
    pub fn opens_documents(&self) -> bool {
        self.keys.contains_key(&None)
    }

    /// The key of a compartment.
    pub fn key(&self, compartment: &Compartment) -> Option<&CompartmentKey> {
        self.keys.get(&Some(compartment.clone()))
    }

    /// Seals an event for its place in the record, in the form of before: everything is committed to.
    ///
    /// # Errors
    /// [`KeyringError::NoKey`]: another process may have made the key since, then it is in the store;
    /// [`KeyringError::TooLong`].
    pub fn seal(
        &self,
        compartment: &Compartment,
        place: Place,
        plain: &[u8],
        random: &mut Random<'_>,
    ) -> Result<SealedEntry, KeyringError> {
        let key = self.held(Some(compartment))?;
        Ok(key.seal_event(compartment, place, plain, random)?)
    }

    /// Seals an event for its place in the record, with something beside it that is not committed to.
    ///
    /// # Errors
    /// As [`Keyring::seal`].
    pub fn seal_beside(
        &self,
        compartment: &Compartment,
        place: Place,
        parts: (&[u8], &[u8]),
        random: &mut Random<'_>,
    ) -> Result<SealedEntry, KeyringError> {
        let key = self.held(Some(compartment))?;
        Ok(key.seal_event_beside(compartment, place, parts, random)?)
    }

    /// The bytes of an event that its commitment is held against. Links are for [`crate::verify`].
    ///
    /// # Errors
    /// As [`Keyring::open_whole`].
    pub fn open(&self, entry: &SealedEntry) -> Result<Vec<u8>, KeyringError> {
        self.open_whole(entry).map(|opened| opened.event)
    }

    /// The same, with the salt of the commitment and what stands beside.
    ///
    /// # Errors
    /// [`KeyringError::NoKey`]; [`KeyringError::Unopened`].
    pub fn open_whole(&self, entry: &SealedEntry) -> Result<Opened, KeyringError> {
        let key = self.held(Some(&entry.compartment))?;
        key.open_event(entry).map_err(|why| KeyringError::Unopened {
            compartment: entry.compartment.clone(),
            sequence: entry.sequence,
            why,
        })
    }

    /// Seals a document of the document store. `version` is the one that it will have in the store: one more than the version
    /// it is written over.
    ///
    /// # Errors
    /// [`KeyringError::NoKey`]; [`KeyringError::TooLong`].
    pub fn seal_document(
        &self,
        collection: &str,
        id: &str,
        version: u64,
        plain: &[u8],
        random: &mut Random<'_>,
    ) -> Result<Vec<u8>, KeyringError> {
        let key = self.held(None)?;
        let nonce: Nonce = draw(random);
        let mut content = nonce.to_vec();
        content.extend(seal(key.bytes(), &nonce, &document_data(collection, id, version), pad(&[plain]))?);
        Ok(content)
    }

    /// The plain text of a document.
    ///
    /// # Errors
    /// [`KeyringError::NoKey`]; [`KeyringError::UnopenedDocument`] when it was altered, or is not the document of this
    /// collection, id and version.
    pub fn open_document(&self, collection: &str, document: &Document) -> Result<Vec<u8>, KeyringError> {
        let key = self.held(None)?;
        document
            .content
            .split_first_chunk()
            .and_then(|(nonce, sealed)| {
                open(key.bytes(), nonce, &document_data(collection, &document.id, document.version), sealed)
            })
            .map(Zeroizing::new)
            .and_then(|padded| unpad(&padded).map(<[u8]>::to_vec))
            .ok_or_else(|| KeyringError::UnopenedDocument {
                collection: collection.to_owned(),
                id: document.id.clone(),
            })
    }

    /// What a request says, under its name: a hash that tells nobody what, keyed by the key of the document store, which no reader
    /// holds. The same on every server of a record, and after its keys were wrapped anew.
    ///
    /// # Errors
    /// [`KeyringError::NoKey`].
    pub fn request_digest(&self, name: &str, content: &[u8]) -> Result<RequestDigest, KeyringError> {
        let key = self.held(None)?;
        let fields = [&key.bytes()[..], name.as_bytes(), content];
        Ok(RequestDigest::new(digest("mediant record 2026-11: what a request says", &fields)))
    }

    fn held(&self, whose: Option<&Compartment>) -> Result<&CompartmentKey, KeyringError> {
        let whose = whose.cloned();
        self.keys.get(&whose).ok_or(KeyringError::NoKey(whose))
    }
}

/// A key, encrypted under the master key and tied to whose it is.
fn wrap(
    master: &MasterKey,
    whose: Option<&Compartment>,
    key: &CompartmentKey,
    random: &mut Random<'_>,
) -> Result<WrappedKey, KeyringError> {
    let nonce = draw(random);
    let mut plain = Vec::with_capacity(48);
    plain.extend_from_slice(key.bytes());
    Ok(WrappedKey {
        compartment: whose.cloned(),
        nonce,
        wrapped: seal(master.bytes(), &nonce, &key_data(whose), plain)?,
    })
}

/// What a wrapped key is tied to. No compartment is named `documents`.
fn key_data(whose: Option<&Compartment>) -> Vec<u8> {
    let name = whose.map_or_else(|| "cabinet".to_owned(), Compartment::name);
    associated(&[b"key", name.as_bytes()])
}

/// What a sealed document is tied to.
fn document_data(collection: &str, id: &str, version: u64) -> Vec<u8> {
    associated(&[b"paper", collection.as_bytes(), id.as_bytes(), &version.to_le_bytes()])
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keyring(…)")
    }
}

/// What a keyring cannot do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyringError {
    /// The passphrase or the key file is not the one of this record.
    WrongKey,
    /// This wrapped key (`None`: the document store's) was altered; others open.
    Damaged(Option<Compartment>),
    /// The key of this compartment (`None`: of the documents) is not here: destroyed, not made yet, or not exported.
    NoKey(Option<Compartment>),
    /// The master key is not here: the keyring holds a single exported key.
    NoMaster,
    /// A recorded event does not open.
    Unopened {
        /// The compartment it stands in.
        compartment: Compartment,
        /// Its place in the stream.
        sequence: u64,
        /// Why.
        why: OpenError,
    },
    /// A document does not open: it was altered, or stands in another's place.
    UnopenedDocument {
        /// The collection it lies in.
        collection: String,
        /// Its id there.
        id: String,
    },
    /// A text is too long to be sealed.
    TooLong,
}

impl From<SealError> for KeyringError {
    fn from(_: SealError) -> Self {
        Self::TooLong
    }
}

impl fmt::Display for KeyringError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whose = |whose: &Option<Compartment>| {
            whose.as_ref().map_or_else(|| "the cabinet".to_owned(), |compartment| format!("`{compartment}`"))
        };
        match self {
            Self::WrongKey => {
                f.write_str("the passphrase or the key file is not the one this record was sealed with")
            }
            Self::Damaged(key) => {
                write!(f, "the key of {} is damaged: restore it from a backup", whose(key))
            }
            Self::NoKey(key) => write!(f, "the key of {} is not here", whose(key)),
            Self::NoMaster => {
                f.write_str("this needs the master key, and only a single exported key is here")
            }
            Self::Unopened { compartment, sequence, why } => {
                write!(f, "event {sequence} of `{compartment}` does not open: {why}")
            }
            Self::UnopenedDocument { collection, id } => {
                write!(
                    f,
                    "the paper `{id}` of the drawer `{collection}` does not open: it was altered or moved"
                )
            }
            Self::TooLong => SealError.fmt(f),
        }
    }
}

impl std::error::Error for KeyringError {}
