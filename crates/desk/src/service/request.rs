//! The name of a request, and what makes another of the same name another one.

use mediant_record::Command;

/// A request as it is asked for.
#[derive(Clone)]
pub(super) struct Asked {
    pub name: String,
    /// What it says. A hash, so that confidences do not lie about; no secret keeps it from being guessed, so it is not
    /// recorded as it is.
    pub content: [u8; 32],
}

impl Asked {
    /// A command under a name.
    pub fn command(name: String, command: &Command) -> Self {
        // A command that was read from JSON can be written as JSON.
        let written = serde_json::to_vec(command).unwrap_or_default();
        Self::sent(name, &written)
    }

    /// Whatever was sent under a name.
    pub fn sent(name: String, content: &[u8]) -> Self {
        Self { name, content: *blake3::hash(content).as_bytes() }
    }
}
