//! A suggestion as a review knows it: by a key that is the same in every run.

use std::fmt;
use std::ops::Range;

use super::fields::Fields;
use crate::report::Excerpt;
use crate::suggest::{Fact, Parties, Reading, Suggestion};

/// Who made a suggestion: the reader of this crate, or a model.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Author {
    /// The reader of this crate.
    Reader,
    /// A model, by its name.
    Model(String),
}

impl Author {
    /// As files write it: `reader`, or the model's name.
    pub fn name(&self) -> &str {
        match self {
            Self::Reader => "reader",
            Self::Model(name) => name,
        }
    }

    /// Of a name.
    pub fn from_name(name: &str) -> Self {
        if name == "reader" { Self::Reader } else { Self::Model(name.to_owned()) }
    }
}

/// What tells a suggestion from every other of a report, in every run.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// Who suggests it.
    pub author: Author,
    /// `statement`, `session`, `status`, `alternative` or `person`.
    pub kind: String,
    /// What it says of its kind, where several of a kind may stand at the same words: of `status` and `person`.
    pub event: Option<String>,
    /// Its words as bytes of the file.
    pub at: (usize, usize),
    /// Further words of it.
    pub also: Vec<(usize, usize)>,
    /// The words at `at`, letter for letter.
    pub words: String,
}

impl Key {
    /// Of a suggestion.
    pub fn new(author: &Author, found: &Suggestion<'_>) -> Self {
        let bytes = |range: Range<usize>| (range.start, range.end);
        Self {
            author: author.clone(),
            kind: found.fact.kind().to_owned(),
            event: matches!(found.fact, Fact::Status { .. } | Fact::Person { .. })
                .then(|| found.fact.event().to_owned()),
            at: bytes(found.at.range()),
            also: found.also.iter().map(|also| bytes(also.range())).collect(),
            words: found.at.as_str().to_owned(),
        }
    }

    /// Whether a text has the words where the key says.
    pub fn stands_in(&self, text: &str) -> bool {
        let whole = Excerpt::whole(text);
        whole.part(self.at.0..self.at.1).is_some_and(|at| at.as_str() == self.words)
            && self.also.iter().all(|also| whole.part(also.0..also.1).is_some())
    }
}

impl fmt::Debug for Key {
    /// Author, kind and place: what a report says may be confidential.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({}, {} at {}..{})", self.author.name(), self.kind, self.at.0, self.at.1)
    }
}

/// A suggestion to be decided about.
#[derive(Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Its key, the same in every run on the same report.
    pub key: Key,
    /// The paragraph, from 1.
    pub paragraph: usize,
    /// What it says.
    pub fields: Fields,
    /// What found it.
    pub rule: String,
    /// In hundredths, how often one like it was right; of a model's there is none.
    pub confidence: Option<u8>,
    /// Whether it stands above the default line.
    pub shown: bool,
}

impl Proposal {
    /// Suggestions made of a report, by whom, in their order. Of two with one key the second is left out.
    pub fn all<'t>(reading: &'t Reading<'t>, suggestions: &[Suggestion<'t>], author: &Author) -> Vec<Self> {
        let parties = Parties::new(reading);
        let mut all: Vec<Self> = Vec::new();
        let mut keys = std::collections::BTreeSet::new();
        for found in suggestions {
            let key = Key::new(author, found);
            if keys.insert(key.clone()) {
                all.push(Self {
                    key,
                    paragraph: found.paragraph + 1,
                    fields: Fields::from_fact(&found.fact, &parties),
                    rule: found.rule.to_owned(),
                    confidence: (*author == Author::Reader).then_some(found.confidence),
                    shown: found.shown,
                });
            }
        }
        all
    }

    /// Whether a model suggests it.
    pub fn is_of_a_model(&self) -> bool {
        matches!(self.key.author, Author::Model(_))
    }
}

impl fmt::Debug for Proposal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Proposal({:?}, P{})", self.key, self.paragraph)
    }
}
