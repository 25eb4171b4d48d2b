//! The sides of the talks: who acts, and how much of the report they have.

use std::collections::BTreeMap;
use std::fmt;

use crate::events::Scene;
use crate::names::actors::is_actor;
use crate::names::cast::Named;
use crate::report::Excerpt;
use crate::said::speaker::noun_words;

/// Somebody who acts in a report: a party with a name, or a group by its noun.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Party(usize),
    Group(String),
}

/// How much of the report each side has.
#[derive(Clone, Default)]
pub struct Sides(BTreeMap<Side, usize>);

impl fmt::Debug for Sides {
    /// How many there are, not who.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sides({})", self.0.len())
    }
}

impl Sides {
    /// Counts the sides of a report: as subjects, as owners of people and things, as parties of people.
    pub fn new(scene: &Scene<'_>) -> Self {
        let mut sides = Self::default();
        for (place, sentence) in scene.document.sentences.iter().enumerate() {
            for (word, told) in sentence.words.iter().enumerate() {
                if (told.kind() == "nsubj" || told.relation == "nmod:poss")
                    && let Some((side, _)) = side(scene, place, word)
                {
                    *sides.0.entry(side).or_default() += 1;
                }
            }
        }
        for person in &scene.cast.people {
            if let Some(party) = person.party {
                *sides.0.entry(Side::Party(party)).or_default() += 2;
            }
        }
        sides
    }

    fn weight(&self, side: &Side) -> usize {
        self.0.get(side).copied().unwrap_or(0)
    }
}

/// The side that a word names, with the words.
fn side<'t>(scene: &Scene<'t>, place: usize, word: usize) -> Option<(Side, Excerpt<'t>)> {
    let sentence = scene.sentence(place);
    let told = &sentence.words[word];
    let mention = scene
        .cast
        .mentions
        .iter()
        .find(|(mention, _)| mention.sentence == place && mention.words.contains(&word));
    if let Some((mention, named)) = mention {
        return match named {
            Named::Party(party) => Some((Side::Party(*party), mention.at)),
            Named::Person(person) => {
                let party = scene.cast.people.get(*person)?.party?;
                Some((Side::Party(party), *scene.cast.parties.get(party)?.at.first()?))
            }
        };
    }
    if told.tag.starts_with("NN") && is_actor(&told.lemma) {
        // `the Norlandic side`, `Norland's government`: the country rather than the noun.
        let words = noun_words(sentence, word)?;
        let owner = scene
            .cast
            .mentions
            .iter()
            .find(|(mention, named)| words.contains(mention.at) && matches!(named, Named::Party(_)));
        return match owner {
            Some((mention, Named::Party(party))) => Some((Side::Party(*party), mention.at)),
            _ => Some((Side::Group(told.lemma.clone()), words)),
        };
    }
    None
}

/// How much of the report the side that a word names has.
pub fn weight_of(scene: &Scene<'_>, sides: &Sides, place: usize, word: usize) -> usize {
    side(scene, place, word).map_or(0, |(side, _)| sides.weight(&side))
}
