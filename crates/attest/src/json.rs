//! What is wrong with a JSON document, without a word of what it holds.

use crate::AttestError;
use serde_json::error::Category;

/// An error of reading JSON, with its line.
pub(crate) fn refused(error: serde_json::Error) -> AttestError {
    let why = match error.classify() {
        Category::Io | Category::Eof => "it ends too soon".to_owned(),
        Category::Syntax => format!("it is not JSON (column {})", error.column()),
        Category::Data => error.to_string(),
    };
    AttestError { line: Some(error.line()), ..AttestError::new("", why) }
}
