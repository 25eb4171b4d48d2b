//! Which file it was: its SHA-256.

use sha2::{Digest, Sha256};
use std::fmt::Write;

/// SHA-256 of some bytes, as 64 hexadecimal digits in lower case.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}
