//! What is wrong with a case or a brief, everything at once.

use crate::{Brief, Case, Finding};

/// Words of the condition language, which no issue may be called.
pub const RESERVED_WORDS: [&str; 3] = ["all", "any", "not"];

/// Every problem of a case.
pub fn validate_case(_case: &Case) -> Vec<Finding> {
    Vec::new()
}

/// Every problem of a brief for a case.
pub fn validate_brief(_case: &Case, _brief: &Brief) -> Vec<Finding> {
    Vec::new()
}
