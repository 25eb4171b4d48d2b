//! The draft of a form, as its author alone has it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Digits of a version: 128 bits.
const DIGITS: usize = 32;

/// What somebody has typed into a form and not sent yet.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormDraft {
    /// The account of its author.
    pub account: String,
    /// The name of the form.
    pub name: String,
    /// When it was kept last.
    pub at: Timestamp,
    /// The form's fields.
    pub fields: Vec<(String, String)>,
    /// Where this is a form that came back and not what is kept: the version that stands there; empty for none.
    #[serde(skip)]
    pub over: Option<String>,
}

impl fmt::Debug for FormDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FormDraft({} fields, confidential)", self.fields.len())
    }
}

impl FormDraft {
    /// What tells this version of it from others, as the form carries it.
    pub fn version(&self) -> String {
        if let Some(over) = &self.over {
            return over.clone();
        }
        let mut content = form_urlencoded::Serializer::new(String::new());
        content.extend_pairs(&self.fields);
        blake3::hash(content.finish().as_bytes()).to_hex().as_str().chars().take(DIGITS).collect()
    }
}
