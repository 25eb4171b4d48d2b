//! Words that announce what somebody said (`data/cues.toml`).

use std::collections::BTreeSet;
use std::sync::OnceLock;

use serde::Deserialize;

/// The lists, by base form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cues {
    saying: BTreeSet<String>,
    thinking: BTreeSet<String>,
    acting: BTreeSet<String>,
    nouns: BTreeSet<String>,
}

/// The lists in this crate.
pub fn cues() -> &'static Cues {
    static LISTS: OnceLock<Cues> = OnceLock::new();
    #[allow(clippy::expect_used, reason = "a file in this crate that every test reads")]
    LISTS.get_or_init(|| {
        toml::from_str(include_str!("../../data/cues.toml")).expect("the crate's own lists can be read")
    })
}

impl Cues {
    /// A verb that reports words: `say`.
    pub fn says(&self, lemma: &str) -> bool {
        self.saying.contains(lemma)
    }

    /// A verb that reports what somebody holds: `believe`.
    pub fn thinks(&self, lemma: &str) -> bool {
        self.thinking.contains(lemma)
    }

    /// A verb that says what somebody wants or refuses: `reject`.
    pub fn acts(&self, lemma: &str) -> bool {
        self.acting.contains(lemma)
    }

    /// A noun that has a clause as its content: `condition`.
    pub fn holds(&self, lemma: &str) -> bool {
        self.nouns.contains(lemma)
    }
}
