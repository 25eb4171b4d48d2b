//! What inference from a party's answers stands on.

use serde::Serialize;

/// Whether anything is inferred from a party's answers beyond their very words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Footing {
    /// As far as is known the party may value issues one by one and have answered truly. What is inferred from its
    /// answers assumes that.
    Assumed,
    /// Its answers fit nobody who values issues one by one: the assumption is false, and nothing rests on it.
    Contradicted,
    /// Its brief, which is at hand, counts combinations of issues or a cap: the assumption is false, and nothing rests
    /// on it.
    Joined,
}

impl Footing {
    /// Whether anything is inferred.
    pub fn is_assumed(self) -> bool {
        self == Self::Assumed
    }
}

/// What inference from answers assumes, in words, to be shown beside everything that rests on it: "if …".
pub const ASSUMPTION: &str = "each side values the issues one by one and answered truly";
