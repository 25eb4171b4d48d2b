//! Text that must not reach a log.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::sync::Arc;

/// Text that must not reach a log: its `Debug` is masked.
// Copies share the text: it stands once in memory, however many readers know of it.
#[derive(Clone, PartialEq, Eq, JsonSchema)]
#[serde(transparent)]
pub struct Words(#[schemars(with = "String")] Arc<str>);

impl Words {
    /// The text. An explicit call, so that nobody prints it by accident.
    pub fn read(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Words {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for Words {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl Serialize for Words {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Words(confidential)")
    }
}
