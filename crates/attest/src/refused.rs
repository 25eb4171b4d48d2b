//! Why something is not accepted, and where.

use std::fmt;

/// Something that is not accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttestError {
    /// The field, as the text or the file names it: `date`, `clause 2 words`, `acts.3.signature`. Empty where it is about
    /// the whole.
    pub field: String,
    /// The line of the text, from 1, where it is about one.
    pub line: Option<usize>,
    /// What is wrong, in one sentence. It quotes no more than the field holds.
    pub why: String,
}

impl AttestError {
    /// At this field.
    pub fn new(field: impl Into<String>, why: impl Into<String>) -> Self {
        Self { field: field.into(), line: None, why: why.into() }
    }

    /// The same, of something within something else: `outer.field`.
    #[must_use]
    pub fn within(mut self, outer: &str) -> Self {
        self.field = if self.field.is_empty() { outer.to_owned() } else { format!("{outer}.{}", self.field) };
        self
    }

    /// The same, with the name of the field where it has none yet.
    #[must_use]
    pub(crate) fn named(mut self, field: &str) -> Self {
        if self.field.is_empty() {
            self.field = field.to_owned();
        }
        self
    }
}

impl fmt::Display for AttestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.field.as_str(), self.line) {
            ("", None) => f.write_str(&self.why),
            ("", Some(line)) => write!(f, "line {line}: {}", self.why),
            (field, None) => write!(f, "`{field}`: {}", self.why),
            (field, Some(line)) => write!(f, "`{field}` (line {line}): {}", self.why),
        }
    }
}

impl std::error::Error for AttestError {}
