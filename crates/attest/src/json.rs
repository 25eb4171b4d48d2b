//! What is wrong with a JSON document, without a word of what it holds.

use crate::Refused;
use serde_json::error::Category;

/// An error of reading JSON, with its line.
pub(crate) fn refused(error: serde_json::Error) -> Refused {
    let why = match error.classify() {
        Category::Io | Category::Eof => "it ends too soon".to_owned(),
        Category::Syntax => format!("it is not JSON (column {})", error.column()),
        Category::Data => error.to_string(),
    };
    Refused { line: Some(error.line()), ..Refused::new("", why) }
}
