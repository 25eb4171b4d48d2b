//! The hash chain of a stream.
//!
//! Every entry carries a *commitment* to its plain text and a *link*, which covers the link before it, the stream's
//! name, the entry's place and the commitment. So a stream can be verified by anybody, without a key: nothing in it
//! can be changed, moved, repeated or left out. Who has the key also sees that every commitment opens to the text
//! that was sealed. The commitment is salted, so that short texts cannot be guessed from it; the position in the
//! record as a whole is in neither, so that the chain of one compartment says nothing of the others.

use crate::Compartment;

/// What stands for the link before the first one.
pub const START: [u8; 32] = [0; 32];

/// The commitment to a plain text under a random salt.
pub fn commitment(salt: &[u8; 32], plain: &[u8]) -> [u8; 32] {
    digest("mediant record 2026-11: commitment to an event", &[salt, plain])
}

/// The link of an entry: over the link before it, the stream's name, the entry's sequence and its commitment.
pub fn link(
    previous: &[u8; 32],
    compartment: &Compartment,
    sequence: u64,
    commitment: &[u8; 32],
) -> [u8; 32] {
    digest(
        "mediant record 2026-11: link of a stream",
        &[previous, compartment.name().as_bytes(), &sequence.to_le_bytes(), commitment],
    )
}

/// The digest of the order of all streams among one another, after an entry with this link came.
///
/// For the keeper of the record alone; see [`crate::verify::Heads`].
pub fn order(before: &[u8; 32], link: &[u8; 32]) -> [u8; 32] {
    digest("mediant record 2026-11: order of the streams", &[before, link])
}

/// A hash for one purpose over fields, each after its length in bytes (64 bits, little-endian), so that no two
/// lists of fields run together into the same bytes.
pub(crate) fn digest(purpose: &str, fields: &[&[u8]]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new_derive_key(purpose);
    for field in fields {
        hasher.update(&(field.len() as u64).to_le_bytes());
        hasher.update(field);
    }
    *hasher.finalize().as_bytes()
}
