//! The master key: from a passphrase, or from a key file.

use crate::chain::digest;
use crate::hex;
use crate::seal::{Random, draw};
use crate::store::MasterMark;
#[cfg(feature = "passphrase")]
use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};
use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// The key that wraps all other keys of a record.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct MasterKey([u8; 32]);

/// The first line of a key file. The second is the key, 64 hexadecimal digits.
const HEADER: &str = "mediant master key 1";

impl MasterKey {
    /// A new key, to be written to a key file.
    pub fn generate(random: &mut Random<'_>) -> Self {
        Self(draw(random))
    }

    /// The text of the key file. Whoever reads it reads the record.
    pub fn key_file_text(&self) -> Zeroizing<String> {
        let digits = Zeroizing::new(hex::encode(&self.0));
        Zeroizing::new(format!("{HEADER}\n{}\n", digits.as_str()))
    }

    /// The key in a key file. Blanks around its two lines do not matter.
    ///
    /// # Errors
    /// [`MasterError::NotAKeyFile`].
    pub fn from_key_file_text(text: &str) -> Result<Self, MasterError> {
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let header = lines.next() == Some(HEADER);
        let key = lines.next().and_then(hex::decode).map(Self);
        key.filter(|_| header && lines.next().is_none()).ok_or(MasterError::NotAKeyFile)
    }

    /// The secret itself.
    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// By which a record knows under which master key its keys are wrapped. It says nothing of the key.
    pub fn mark(&self) -> MasterMark {
        MasterMark(digest("mediant record 2026-11: mark of a master key", &[&self.0]))
    }

    /// By which a key file is recognised without opening anything. It says nothing of the key.
    fn fingerprint(&self) -> [u8; 32] {
        digest("mediant record 2026-11: fingerprint of a key file", &[&self.0])
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(…)")
    }
}

/// How the master key of a record is come by. No secret: it is kept beside the record, unsealed, as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum MasterDescription {
    /// It is derived from a passphrase with argon2id.
    Passphrase {
        /// What the derivation costs.
        cost: PassphraseCost,
        /// The salt.
        #[serde(with = "hex::field")]
        salt: [u8; 32],
    },
    /// It is in a key file.
    KeyFile {
        /// By which the file is recognised.
        #[serde(with = "hex::field")]
        fingerprint: [u8; 32],
    },
}

/// What it costs to derive the master key from a passphrase, and so to try one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassphraseCost {
    /// Memory, in KiB; at most 1 GiB.
    pub memory_kib: u32,
    /// Passes over the memory; at most 64.
    pub passes: u32,
    /// Lanes; at most 16.
    pub lanes: u32,
}

impl Default for PassphraseCost {
    /// 64 MiB, 3 passes, 1 lane.
    fn default() -> Self {
        Self { memory_kib: 64 * 1024, passes: 3, lanes: 1 }
    }
}

#[cfg(feature = "passphrase")]
impl PassphraseCost {
    /// The parameters of argon2id. The bounds keep a forged description from using up the machine.
    fn params(self) -> Option<Params> {
        let bounded = self.memory_kib <= 1024 * 1024 && self.passes <= 64 && self.lanes <= 16;
        bounded.then(|| Params::new(self.memory_kib, self.passes, self.lanes, Some(32)).ok())?
    }
}

impl MasterDescription {
    /// For a new passphrase.
    pub fn of_passphrase(cost: PassphraseCost, random: &mut Random<'_>) -> Self {
        Self::Passphrase { cost, salt: draw(random) }
    }

    /// For the key in a key file.
    pub fn of_key_file(key: &MasterKey) -> Self {
        Self::KeyFile { fingerprint: key.fingerprint() }
    }

    /// The master key from the passphrase, which counts byte for byte. Whether it is the right one shows when
    /// [`super::Keyring::unwrap`] opens the keys.
    ///
    /// # Errors
    /// [`MasterError::EmptyPassphrase`]; [`MasterError::OtherKind`] when the record has a key file;
    /// [`MasterError::Cost`]; [`MasterError::OutOfMemory`].
    #[cfg(feature = "passphrase")]
    pub fn unlock_with_passphrase(&self, passphrase: &str) -> Result<MasterKey, MasterError> {
        let Self::Passphrase { cost, salt } = self else { return Err(MasterError::OtherKind) };
        if passphrase.is_empty() {
            return Err(MasterError::EmptyPassphrase);
        }
        let params = cost.params().ok_or(MasterError::Cost)?;
        let mut key = MasterKey([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.as_bytes(), salt, &mut key.0)
            .map_err(|error| match error {
                argon2::Error::OutOfMemory => MasterError::OutOfMemory,
                _ => MasterError::Cost,
            })?;
        Ok(key)
    }

    /// The master key from the text of the key file.
    ///
    /// # Errors
    /// [`MasterError::OtherKind`] when the record has a passphrase; [`MasterError::NotAKeyFile`];
    /// [`MasterError::OtherKeyFile`].
    pub fn unlock_with_key_file(&self, text: &str) -> Result<MasterKey, MasterError> {
        let Self::KeyFile { fingerprint } = self else { return Err(MasterError::OtherKind) };
        let key = MasterKey::from_key_file_text(text)?;
        if key.fingerprint() == *fingerprint { Ok(key) } else { Err(MasterError::OtherKeyFile) }
    }
}

/// Why there is no master key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MasterError {
    /// An empty passphrase protects nothing.
    EmptyPassphrase,
    /// A passphrase was given for a key file's record, or the other way round.
    OtherKind,
    /// The file is not a key file.
    NotAKeyFile,
    /// The key file is of another record.
    OtherKeyFile,
    /// The stated cost is beyond what argon2id can do or what is allowed.
    Cost,
    /// The memory that the stated cost asks for is not there.
    OutOfMemory,
}

impl fmt::Display for MasterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::EmptyPassphrase => "the passphrase is empty",
            Self::OtherKind => {
                "the record is opened in the other way: with a key file instead of a passphrase, or the reverse"
            }
            Self::NotAKeyFile => "the file is not a master key of Mediant, or a line of it is damaged",
            Self::OtherKeyFile => "the key file belongs to another record",
            Self::Cost => "the cost of the passphrase is out of bounds: at most 1 GiB, 64 passes, 16 lanes",
            Self::OutOfMemory => "there is not enough memory to derive the key from the passphrase",
        })
    }
}

impl std::error::Error for MasterError {}
