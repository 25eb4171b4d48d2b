//! The parties of a report by the words that name them.

use std::collections::{BTreeMap, BTreeSet};

use super::fact::Fact;
use super::reading::Reading;
use crate::names::Party;
use crate::report::Excerpt;

/// The parties of a report. Looking one up costs little, however many there are.
pub struct Parties<'r> {
    all: &'r [Party<'r>],
    /// Places in `all`, by first and last byte of each of their names.
    by_words: BTreeMap<(usize, usize), usize>,
    /// Those that somebody belongs to or a suggestion is about. Other names may be places.
    counting: BTreeSet<usize>,
}

impl<'r> Parties<'r> {
    /// Those of a reading.
    pub fn new(reading: &'r Reading<'r>) -> Self {
        let cast = &reading.scene.cast;
        let mut by_words = BTreeMap::new();
        for (place, party) in cast.parties.iter().enumerate() {
            for words in &party.at {
                by_words.entry(ends(*words)).or_insert(place);
            }
        }
        let named = reading.suggestions.iter().filter_map(|found| party(&found.fact));
        let named = named.filter_map(|words| by_words.get(&ends(words)).copied());
        let counting = cast.people.iter().filter_map(|person| person.party).chain(named).collect();
        Self { all: &cast.parties, by_words, counting }
    }

    /// The usual name of the party that some words name; the words where they name none that is known.
    pub fn name(&self, words: Excerpt<'r>) -> &'r str {
        let party = self.by_words.get(&ends(words)).and_then(|&place| self.all.get(place));
        party.map_or(words.as_str(), |party| &party.name)
    }

    /// Those that somebody belongs to or a suggestion is about, by where they are first named.
    pub fn counting(&self) -> impl Iterator<Item = &'r Party<'r>> {
        self.counting.iter().filter_map(|&place| self.all.get(place))
    }
}

fn ends(words: Excerpt<'_>) -> (usize, usize) {
    (words.start(), words.end())
}

fn party<'t>(fact: &Fact<'t>) -> Option<Excerpt<'t>> {
    match fact {
        Fact::Statement { party, .. } | Fact::Alternative { party, .. } | Fact::Person { party, .. } => {
            party.map(|field| field.value)
        }
        Fact::Session { .. } | Fact::Status { .. } => None,
    }
}
