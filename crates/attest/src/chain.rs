//! The construction of a record's chain, as `docs/reference/acts.md` specifies it and `mediant-record` has it in use.
//!
//! It is written a second time here, since whoever audits what a copy proves should not have to read the record. Both are
//! held to the same vectors.

use crate::Digest;

/// What stands for the link before the first one.
pub const START: Digest = Digest([0; 32]);

/// The commitment to an event's bytes under a random salt.
pub fn commitment(salt: &Digest, event: &[u8]) -> Digest {
    hash("mediant record 2026-11: commitment to an event", &[&salt.0, event])
}

/// The link of an entry: over the link before it, the stream's name, the entry's sequence and its commitment.
pub fn link(previous: &Digest, stream: &str, sequence: u64, commitment: &Digest) -> Digest {
    let fields = [&previous.0[..], stream.as_bytes(), &sequence.to_le_bytes(), &commitment.0];
    hash("mediant record 2026-11: link of a stream", &fields)
}

/// BLAKE3 in its mode for deriving keys, over fields each after its length in bytes (64 bits, little-endian).
fn hash(purpose: &str, fields: &[&[u8]]) -> Digest {
    let mut hasher = blake3::Hasher::new_derive_key(purpose);
    for field in fields {
        hasher.update(&(field.len() as u64).to_le_bytes());
        hasher.update(field);
    }
    Digest(*hasher.finalize().as_bytes())
}
