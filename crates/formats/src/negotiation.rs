//! What every reader takes and gives.

use crate::diagnostic::Diagnostic;
use mediant_model::{Brief, Case};
use std::fmt;

/// A case, the briefs that came with it, and what was decided or lost on reading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Negotiation {
    /// The case that was read.
    pub case: Case,
    /// The briefs, at most one a party.
    pub briefs: Vec<Brief>,
    /// What a report should say about the reading, in sentences.
    pub notes: Vec<String>,
}

/// A file's name and content. Confidential: its `Debug` shows the size only.
#[derive(Clone, PartialEq, Eq)]
pub struct InputFile {
    /// The name, as diagnostics should show it.
    pub name: String,
    /// The content as it came, whatever its encoding.
    pub bytes: Vec<u8>,
}

/// What a reader returns: the negotiation with warnings, or every problem at once.
pub type ReadResult = Result<(Negotiation, Vec<Diagnostic>), Vec<Diagnostic>>;

impl InputFile {
    /// No file may be larger than this: 16 MB.
    pub const SIZE_MAX: usize = 16 << 20;

    /// A file of this name and content.
    pub fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), bytes: bytes.into() }
    }

    /// The content as UTF-8 text, without a byte order mark.
    ///
    /// # Errors
    /// The file is larger than [`InputFile::SIZE_MAX`], or not UTF-8.
    pub fn text(&self) -> Result<&str, Diagnostic> {
        if self.bytes.len() > Self::SIZE_MAX {
            let size_mb = self.bytes.len().div_ceil(1 << 20);
            let message = format!("this file has {size_mb} MB, more than the {} MB that are read", 16);
            return Err(
                Diagnostic::of_file(&self.name, message).help("split it, or check that it is the right file")
            );
        }
        match std::str::from_utf8(&self.bytes) {
            Ok(text) => Ok(text.strip_prefix('\u{feff}').unwrap_or(text)),
            Err(error) => {
                let before = self.bytes.get(..error.valid_up_to()).unwrap_or_default();
                let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
                let message = format!("this file is not UTF-8 text (line {line}, byte {})", before.len());
                Err(Diagnostic::of_file(&self.name, message).help("save it as UTF-8"))
            }
        }
    }
}

impl fmt::Debug for InputFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "InputFile({:?}, {} bytes)", self.name, self.bytes.len())
    }
}
