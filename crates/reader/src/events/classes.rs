//! Classes of words that do the same work (`data/classes.toml`).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// Words, or pairs of words, with their classes.
#[derive(Debug)]
pub struct Classes(BTreeMap<String, BTreeSet<String>>);

/// The classes of this crate.
pub fn classes() -> &'static Classes {
    static CLASSES: OnceLock<Classes> = OnceLock::new();
    #[allow(clippy::expect_used, reason = "a file in this crate that every test reads")]
    CLASSES.get_or_init(|| {
        let lists: BTreeMap<String, Vec<String>> = toml::from_str(include_str!("../../data/classes.toml"))
            .expect("the crate's own lists can be read");
        let mut words: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (class, members) in lists {
            for member in members {
                words.entry(member).or_default().insert(class.clone());
            }
        }
        Classes(words)
    })
}

impl Classes {
    /// The classes of a base form, or of two that stand side by side.
    ///
    /// ```
    /// use mediant_reader::events::classes::classes;
    ///
    /// assert!(classes().of("step down").any(|class| class == "resign"));
    /// ```
    pub fn of(&self, words: &str) -> impl Iterator<Item = &str> {
        self.0.get(words).into_iter().flatten().map(String::as_str)
    }
}
