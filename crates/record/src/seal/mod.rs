//! How an event is sealed: XChaCha20-Poly1305 under the key of its compartment.
//!
//! What is encrypted is the salt of the commitment and the plain text, [padded](size_class) to a size class. The
//! stream's name, the sequence and the version of this format are associated data: a sealed event opens in its place
//! alone. Where an event stands in the record as a whole is not part of the seal.

mod cipher;
mod padding;

pub use padding::size_class;

pub(crate) use cipher::{Nonce, TAG_BYTES, open, seal};
pub(crate) use padding::{pad, unpad};

use crate::store::SealedEntry;
use crate::{Compartment, chain};
use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// The version of the sealed format.
pub const VERSION: u8 = 1;

/// Fills a slice with unpredictable bytes. The keeper of the record passes the operating system's generator.
pub type Random<'a> = dyn FnMut(&mut [u8]) + 'a;

/// Bytes drawn from a source of randomness.
pub(crate) fn draw<const N: usize>(random: &mut Random<'_>) -> [u8; N] {
    let mut bytes = [0; N];
    random(&mut bytes);
    bytes
}

/// The key of one compartment: who has it reads all of the compartment and nothing else.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct CompartmentKey([u8; 32]);

/// Where an event is to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// In the record as a whole, from 1.
    pub position: u64,
    /// In its stream, from 1.
    pub sequence: u64,
    /// The link of the entry before it in its stream; [`chain::START`] when it is the first.
    pub previous: [u8; 32],
}

/// Why a sealed event does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenError {
    /// The key is another, or the place, the nonce or the sealed bytes were altered.
    Seal,
    /// It was sealed with this key, but not in the form of this format.
    Form,
    /// It opens, but the commitment is to something else.
    Commitment,
}

/// A text is too long for the cipher (256 GiB).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong;

impl CompartmentKey {
    /// A key of these bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// A new key.
    pub fn generate(random: &mut Random<'_>) -> Self {
        Self(draw(random))
    }

    /// The secret itself.
    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Seals the plain text of an event, commits to it and links it.
    ///
    /// # Errors
    /// [`TooLong`].
    pub fn seal_event(
        &self,
        compartment: &Compartment,
        place: Place,
        plain: &[u8],
        random: &mut Random<'_>,
    ) -> Result<SealedEntry, TooLong> {
        let salt = draw(random);
        let nonce = draw(random);
        let commitment = chain::commitment(&salt, plain);
        Ok(SealedEntry {
            position: place.position,
            compartment: compartment.clone(),
            sequence: place.sequence,
            commitment,
            link: chain::link(&place.previous, compartment, place.sequence, &commitment),
            nonce,
            sealed: seal(&self.0, &nonce, &event_data(compartment, place.sequence), pad(&[&salt, plain]))?,
        })
    }

    /// The plain text of an event, which its commitment is held against. Its link is not looked at.
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn open_event(&self, entry: &SealedEntry) -> Result<Vec<u8>, OpenError> {
        self.open_event_at(&entry.compartment, entry.sequence, entry)
    }

    /// The plain text of an event that belongs in this place, whatever the entry itself says of its place.
    pub(crate) fn open_event_at(
        &self,
        compartment: &Compartment,
        sequence: u64,
        entry: &SealedEntry,
    ) -> Result<Vec<u8>, OpenError> {
        let padded = open(&self.0, &entry.nonce, &event_data(compartment, sequence), &entry.sealed)
            .map(Zeroizing::new)
            .ok_or(OpenError::Seal)?;
        let (salt, plain) = unpad(&padded).and_then(<[u8]>::split_first_chunk).ok_or(OpenError::Form)?;
        if chain::commitment(salt, plain) != entry.commitment {
            return Err(OpenError::Commitment);
        }
        Ok(plain.to_vec())
    }
}

/// What a sealed event is tied to.
fn event_data(compartment: &Compartment, sequence: u64) -> Vec<u8> {
    associated(&[b"event", compartment.name().as_bytes(), &sequence.to_le_bytes()])
}

/// Associated data: the version and fields, each after its length, so that no two lists give the same bytes.
pub(crate) fn associated(fields: &[&[u8]]) -> Vec<u8> {
    let mut bytes = b"mediant record".to_vec();
    bytes.push(VERSION);
    for field in fields {
        bytes.extend_from_slice(&(field.len() as u64).to_le_bytes());
        bytes.extend_from_slice(field);
    }
    bytes
}

impl fmt::Debug for CompartmentKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CompartmentKey(…)")
    }
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Seal => "the seal is broken, or the key is another",
            Self::Form => "what was sealed is not in the form of a recorded event",
            Self::Commitment => "the commitment is to another text than the one that was sealed",
        })
    }
}

impl std::error::Error for OpenError {}

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text is too long to be sealed")
    }
}

impl std::error::Error for TooLong {}
