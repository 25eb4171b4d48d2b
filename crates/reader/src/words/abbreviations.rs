//! Words whose full stop is their own (`data/abbreviations.toml`).

use std::collections::BTreeSet;
use std::sync::OnceLock;

use serde::Deserialize;

/// The lists. Words stand without their last full stop.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Abbreviations {
    titles: BTreeSet<String>,
    others: BTreeSet<String>,
    openers: BTreeSet<String>,
    prefixes: BTreeSet<String>,
}

/// The lists in this crate.
pub fn abbreviations() -> &'static Abbreviations {
    static LISTS: OnceLock<Abbreviations> = OnceLock::new();
    #[allow(clippy::expect_used, reason = "a file in this crate that every test reads")]
    LISTS.get_or_init(|| {
        toml::from_str(include_str!("../../data/abbreviations.toml"))
            .expect("the crate's own lists can be read")
    })
}

impl Abbreviations {
    /// Whether a word without its full stop is a title or the like, which no sentence ends with.
    pub fn is_title(&self, word: &str) -> bool {
        self.titles.contains(word)
    }

    /// Whether a full stop behind this word is its own: a listed one, an initial, letters with stops between them.
    pub fn owns_stop(&self, word: &str) -> bool {
        self.is_title(word) || self.others.contains(word) || is_initials(word)
    }

    /// Whether a word, by how it is written, begins a sentence even behind an abbreviation.
    pub fn opens(&self, word: &str) -> bool {
        self.openers.contains(word)
    }

    /// Whether what stands before a hyphen stays with the word behind it, as in `non-member`.
    pub fn keeps_hyphen(&self, before: &str) -> bool {
        self.prefixes.contains(&before.to_lowercase())
    }
}

/// `J`, `U.S`: single letters with full stops between them, the first a capital or all small as in `a.m`.
pub fn is_initials(word: &str) -> bool {
    let single = |part: &str| {
        let mut letters = part.chars();
        letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
    };
    let mut parts = word.split('.');
    let capital = word.starts_with(char::is_uppercase);
    word.split('.').all(single) && (capital || parts.by_ref().count() > 1)
}
