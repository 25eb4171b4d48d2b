//! Which file it was: its SHA-256.

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

/// SHA-256 of some bytes, as 64 hexadecimal digits in lower case.
pub fn sha256(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}
