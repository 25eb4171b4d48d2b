//! Secrets that are handed out once and of which only a hash is kept.

use crate::world::World;
use std::fmt;

/// 256 random bits.
pub(super) struct Token([u8; 32]);

impl Token {
    /// A new one.
    pub fn draw(world: &dyn World) -> Self {
        let mut bytes = [0; 32];
        world.fill(&mut bytes);
        Self(bytes)
    }

    /// The token of this text; `None` where it is none.
    pub fn parse(text: &str) -> Option<Self> {
        blake3::Hash::from_hex(text).ok().map(|bytes| Self(bytes.into()))
    }

    /// As text: 64 hexadecimal digits.
    pub fn text(&self) -> String {
        blake3::Hash::from_bytes(self.0).to_hex().to_string()
    }

    /// Under which it is kept. It does not lead back to the token.
    pub fn hash(&self) -> String {
        blake3::hash(&self.0).to_hex().to_string()
    }

    /// A secret that follows from the token, one for each purpose.
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        blake3::derive_key(purpose, &self.0)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}
