//! The name that whoever asks gives a request, and what the request says: the same request, sent twice, counts once; another
//! one under the same name is not taken for it.

use crate::hex;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A request as it is recorded with the events that it caused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Its name.
    pub name: String,
    /// What it says.
    pub digest: RequestDigest,
}

/// What a request says, as a hash under a key that no reader holds; see [`crate::keyring::Keyring::request_digest`].
///
/// It stands in every event that the request caused, so whoever reads one of them must not be able to find out by trying
/// what the others hold.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct RequestDigest(
    #[serde(with = "hex::field")]
    #[schemars(with = "String")]
    [u8; 32],
);

impl RequestDigest {
    /// From its bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl fmt::Debug for RequestDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RequestDigest({}…)", hex::encode(&self.0).chars().take(8).collect::<String>())
    }
}

/// A request that was carried out, as a state remembers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarriedOut {
    /// The index of the last event that it caused.
    pub last: u64,
    /// What it said; `None` where it was recorded before that was kept.
    pub digest: Option<RequestDigest>,
}
