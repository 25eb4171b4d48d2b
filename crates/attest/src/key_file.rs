//! Signatures of a key file: Ed25519 over the bytes of the act, as RFC 8032 has it.

use crate::{AttestError, PublicKey};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use std::fmt;

/// The secret of a key file. Zeroed when it is dropped, and never printed.
pub struct SecretKey(SigningKey);

impl SecretKey {
    /// The key of these 32 bytes, which the caller drew at random.
    pub fn new(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    /// The public key to it.
    pub fn public(&self) -> PublicKey {
        PublicKey::KeyFile { bytes: self.0.verifying_key().to_bytes() }
    }

    /// The signature of these bytes.
    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(…)")
    }
}

/// The point of a public key.
///
/// A point of small order is refused: with such a key one signature fits almost any text. So is a text of 32 bytes that is
/// not the only one of its point.
pub(crate) fn point(bytes: &[u8; 32]) -> Result<VerifyingKey, AttestError> {
    let key = VerifyingKey::from_bytes(bytes)
        .map_err(|_| AttestError::new("key", "it is no point of the curve"))?;
    if key.is_weak() {
        return Err(AttestError::new("key", "it is of small order: one signature would fit almost any text"));
    }
    if key.to_edwards().compress().to_bytes() != *bytes {
        return Err(AttestError::new("key", "it is not written in the one way that its point has"));
    }
    Ok(key)
}

/// Checks a signature, strictly: also the point in the signature is not of small order, and its scalar is reduced.
pub(crate) fn verify(key: &[u8; 32], message: &[u8], signature: &[u8]) -> Result<(), AttestError> {
    let refused = |why| AttestError::new("signature", why);
    let signature: &[u8; 64] =
        signature.try_into().map_err(|_| refused("an Ed25519 signature has 64 bytes"))?;
    point(key)?
        .verify_strict(message, &Signature::from_bytes(signature))
        .map_err(|_| refused("it is not this key's signature of this text"))
}
