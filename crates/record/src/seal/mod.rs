//! How an event is sealed: XChaCha20-Poly1305 under the key of its compartment.
//!
//! What is encrypted is the salt of the commitment and the plain text, [padded](size_class) to a size class. The
//! stream's name, the sequence and the version of this format are associated data: a sealed event opens in its place
//! alone. Where an event stands in the record as a whole is not part of the seal.
//!
//! There are two forms of a sealed event. In the first everything that is sealed is committed to. In the second something
//! stands *beside* what is committed to, sealed with it: the name of the request that caused the event. So the bytes that are
//! committed to can be handed to a reader who is not to know that.

mod cipher;
mod padding;

pub use padding::size_class;

pub(crate) use cipher::{Nonce, TAG_BYTES, open, seal};
pub(crate) use padding::{pad, unpad};

use crate::store::SealedEntry;
use crate::{Compartment, chain};
use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// The version of the sealed format, for everything but events with something beside them.
pub const VERSION: u8 = 1;

/// The version of the format of an event with something beside what is committed to.
pub const VERSION_BESIDE: u8 = 2;

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

/// What was sealed of an event.
#[derive(Clone, PartialEq, Eq)]
pub struct Opened {
    /// The salt of the commitment.
    pub salt: [u8; 32],
    /// The bytes that are committed to.
    pub event: Vec<u8>,
    /// What stands beside them; `None` in the form of before, in which everything is committed to.
    pub beside: Option<Vec<u8>>,
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
pub struct SealError;

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

    /// Seals the plain text of an event, commits to it and links it, in the form of before: everything is committed to.
    ///
    /// # Errors
    /// [`SealError`].
    pub fn seal_event(
        &self,
        compartment: &Compartment,
        place: Place,
        plain: &[u8],
        random: &mut Random<'_>,
    ) -> Result<SealedEntry, SealError> {
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
            sealed: seal(
                &self.0,
                &nonce,
                &event_data(VERSION, compartment, place.sequence),
                pad(&[&salt, plain]),
            )?,
        })
    }

    /// Seals an event with something beside it that is not committed to.
    ///
    /// # Errors
    /// [`SealError`].
    pub fn seal_event_beside(
        &self,
        compartment: &Compartment,
        place: Place,
        (event, beside): (&[u8], &[u8]),
        random: &mut Random<'_>,
    ) -> Result<SealedEntry, SealError> {
        let salt = draw(random);
        let nonce = draw(random);
        let commitment = chain::commitment(&salt, event);
        let length = (event.len() as u64).to_le_bytes();
        let data = event_data(VERSION_BESIDE, compartment, place.sequence);
        Ok(SealedEntry {
            position: place.position,
            compartment: compartment.clone(),
            sequence: place.sequence,
            commitment,
            link: chain::link(&place.previous, compartment, place.sequence, &commitment),
            nonce,
            sealed: seal(&self.0, &nonce, &data, pad(&[&salt, &length, event, beside]))?,
        })
    }

    /// The plain text of an event, which its commitment is held against. Its link is not looked at.
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn open_event(&self, entry: &SealedEntry) -> Result<Opened, OpenError> {
        self.open_event_at(&entry.compartment, entry.sequence, entry)
    }

    /// The plain text of an event that belongs in this place, whatever the entry itself says of its place.
    pub(crate) fn open_event_at(
        &self,
        compartment: &Compartment,
        sequence: u64,
        entry: &SealedEntry,
    ) -> Result<Opened, OpenError> {
        let opened = |version| {
            let data = event_data(version, compartment, sequence);
            open(&self.0, &entry.nonce, &data, &entry.sealed).map(Zeroizing::new)
        };
        let opened = match opened(VERSION_BESIDE) {
            Some(padded) => unpad(&padded).and_then(Opened::with_beside),
            None => unpad(&opened(VERSION).ok_or(OpenError::Seal)?).and_then(Opened::of_before),
        };
        let opened = opened.ok_or(OpenError::Form)?;
        if chain::commitment(&opened.salt, &opened.event) != entry.commitment {
            return Err(OpenError::Commitment);
        }
        Ok(opened)
    }
}

impl Opened {
    fn of_before(text: &[u8]) -> Option<Self> {
        let (salt, event) = text.split_first_chunk()?;
        Some(Self { salt: *salt, event: event.to_vec(), beside: None })
    }

    fn with_beside(text: &[u8]) -> Option<Self> {
        let (salt, rest) = text.split_first_chunk()?;
        let (length, rest) = rest.split_first_chunk()?;
        let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
        let (event, beside) = rest.split_at_checked(length)?;
        Some(Self { salt: *salt, event: event.to_vec(), beside: Some(beside.to_vec()) })
    }
}

impl fmt::Debug for Opened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Opened(confidential)")
    }
}

/// What a sealed event is tied to.
fn event_data(version: u8, compartment: &Compartment, sequence: u64) -> Vec<u8> {
    associated_in(version, &[b"event", compartment.name().as_bytes(), &sequence.to_le_bytes()])
}

/// Associated data: the version and fields, each after its length, so that no two lists give the same bytes.
pub(crate) fn associated(fields: &[&[u8]]) -> Vec<u8> {
    associated_in(VERSION, fields)
}

fn associated_in(version: u8, fields: &[&[u8]]) -> Vec<u8> {
    let mut bytes = b"mediant record".to_vec();
    bytes.push(version);
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

impl fmt::Display for SealError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text is too long to be sealed")
    }
}

impl std::error::Error for SealError {}
