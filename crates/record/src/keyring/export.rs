//! A single compartment's key as text, for a party or an auditor.

use crate::chain::digest;
use crate::seal::CompartmentKey;
use crate::{Compartment, hex};
use std::fmt;
use zeroize::Zeroizing;

/// The key of one compartment, with which one can verify and read that compartment and nothing else.
///
/// As text it has four lines: a header, the compartment's name in JSON's quotes, the key, and a checksum over both.
#[derive(Clone, Debug)]
pub struct ExportedKey {
    /// Whose key.
    pub compartment: Compartment,
    /// The key.
    pub key: CompartmentKey,
}

/// The first line.
const HEADER: &str = "mediant compartment key 1";

impl ExportedKey {
    /// The key as text. Whoever reads it reads the compartment.
    pub fn to_text(&self) -> Zeroizing<String> {
        let name = serde_json::Value::String(self.compartment.name());
        let digits = Zeroizing::new(hex::encode(self.key.bytes()));
        let checksum = hex::encode(&self.checksum());
        Zeroizing::new(format!(
            "{HEADER}\ncompartment {name}\nkey {}\nchecksum {checksum}\n",
            digits.as_str()
        ))
    }

    /// The key in a text. Blanks around its lines do not matter.
    ///
    /// # Errors
    /// [`KeyTextError`].
    pub fn from_text(text: &str) -> Result<Self, KeyTextError> {
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        if lines.next() != Some(HEADER) {
            return Err(KeyTextError::Header);
        }
        let mut line =
            |word: &str| lines.next().and_then(|line| line.strip_prefix(word)).map(str::trim_start);
        let compartment = line("compartment ")
            .and_then(|name| serde_json::from_str::<String>(name).ok())
            .and_then(|name| Compartment::named(&name))
            .ok_or(KeyTextError::Compartment)?;
        let key = line("key ").and_then(hex::decode).map(CompartmentKey::new).ok_or(KeyTextError::Key)?;
        let checksum: Option<[u8; 8]> = line("checksum ").and_then(hex::decode);
        let exported = Self { compartment, key };
        if checksum != Some(exported.checksum()) || lines.next().is_some() {
            return Err(KeyTextError::Checksum);
        }
        Ok(exported)
    }

    fn checksum(&self) -> [u8; 8] {
        let name = self.compartment.name();
        let [a, b, c, d, e, f, g, h, ..] =
            digest("mediant record 2026-11: checksum of a key", &[name.as_bytes(), self.key.bytes()]);
        [a, b, c, d, e, f, g, h]
    }
}

/// What is wrong with the text of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyTextError {
    /// The first line is not the header of a compartment's key.
    Header,
    /// The line of the compartment.
    Compartment,
    /// The line of the key.
    Key,
    /// The checksum does not fit the compartment and the key, or lines follow it.
    Checksum,
}

impl fmt::Display for KeyTextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header => write!(f, "line 1: expected `{HEADER}`"),
            Self::Compartment => {
                f.write_str("line 2: expected `compartment` and a compartment's name in quotes")
            }
            Self::Key => f.write_str("line 3: expected `key` and 64 hexadecimal digits"),
            Self::Checksum => f.write_str("line 4: the checksum does not fit: a line above was mistyped"),
        }
    }
}

impl std::error::Error for KeyTextError {}
