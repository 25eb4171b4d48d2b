//! XChaCha20-Poly1305 with a nonce of 24 random bytes.

use super::SealError;
use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::aead::{AeadInOut, KeyInit};
use zeroize::Zeroize;

/// A nonce: random, and long enough that two are never the same.
pub(crate) type Nonce = [u8; 24];

/// By how many bytes a sealed text is longer than the plain one.
pub(crate) const TAG_BYTES: usize = 16;

/// Encrypts in place. A buffer with room for the tag is never copied.
pub(crate) fn seal(
    key: &[u8; 32],
    nonce: &Nonce,
    associated: &[u8],
    mut plain: Vec<u8>,
) -> Result<Vec<u8>, SealError> {
    match cipher(key).encrypt_in_place(nonce.into(), associated, &mut plain) {
        Ok(()) => Ok(plain),
        Err(_) => {
            plain.zeroize();
            Err(SealError)
        }
    }
}

/// Decrypts, or says that key, nonce, associated data or sealed bytes do not belong together.
pub(crate) fn open(key: &[u8; 32], nonce: &Nonce, associated: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let mut buffer = sealed.to_vec();
    cipher(key).decrypt_in_place(nonce.into(), associated, &mut buffer).ok()?;
    Some(buffer)
}

fn cipher(key: &[u8; 32]) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(key.into())
}
