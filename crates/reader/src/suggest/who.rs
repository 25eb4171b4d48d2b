//! Who: the person or body that some words mean, as the report names them.

use super::fact::{Field, From};
use super::party::{Sides, weight_of};
use crate::events::Scene;
use crate::names::Kind;
use crate::names::cast::Named;
use crate::names::lists::offices;
use crate::report::Excerpt;
use crate::said::speaker::noun_words;

/// Somebody that words mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Who<'t> {
    /// The name, or the words themselves.
    pub name: Field<'t, Excerpt<'t>>,
    /// The party, as words of the report.
    pub party: Option<Field<'t, Excerpt<'t>>>,
    /// Whether the words name nobody in particular.
    pub anonymous: bool,
    /// Whether a person was found.
    pub person: bool,
}

/// Whom some words mean.
pub fn meant<'t>(scene: &Scene<'t>, sentence: usize, words: Excerpt<'t>) -> Who<'t> {
    let referent = scene.cast.refer(&scene.document, sentence, words);
    let memory = referent.memory.map_or(From::Words(words), From::Memory);
    let person = referent.person.and_then(|person| scene.cast.people.get(person));
    let party = referent.party.and_then(|party| scene.cast.parties.get(party));
    Who {
        name: match person {
            Some(person) => Field { value: person.name, from: memory },
            None => Field { value: words, from: From::Words(words) },
        },
        party: party.and_then(|party| party.at.first()).map(|&at| Field { value: at, from: From::Words(at) }),
        anonymous: referent.anonymous,
        person: person.is_some(),
    }
}

/// Whom a word of a sentence means, with the words that belong to it. A word of a person's name, or the title before it, is the person,
/// however the tree has the name's words; `its commander` of `Its commander, Captain Marr,` is Captain Marr.
pub fn meant_by_word<'t>(scene: &Scene<'t>, place: usize, word: usize) -> Option<Who<'t>> {
    if let Some(at) = person_at(scene, place, word) {
        return Some(meant(scene, place, at));
    }
    let who = noun_words(scene.sentence(place), word).map(|words| meant(scene, place, words))?;
    if who.person || !scene.sentence(place).words[word].tag.starts_with("NN") {
        return Some(who);
    }
    Some(named_beside(scene, place, word).unwrap_or(who))
}

/// The words of the person's name that a word belongs to, or stands before as a title.
fn person_at<'t>(scene: &Scene<'t>, place: usize, word: usize) -> Option<Excerpt<'t>> {
    let told = scene.sentence(place).words.get(word)?;
    let text = told.at.as_str();
    let titles = told.is_name() && (offices().is_title(text) || offices().is_office(text));
    scene.cast.mentions.iter().find_map(|(mention, named)| {
        let here = mention.sentence == place && matches!(named, Named::Person(_));
        let named = mention.words.contains(&word) || titles && mention.words.start == word + 1;
        (here && named).then_some(mention.at)
    })
}

/// The person whom an apposition of a common noun names, or the name that the noun is an apposition of.
fn named_beside<'t>(scene: &Scene<'t>, place: usize, word: usize) -> Option<Who<'t>> {
    let sentence = scene.sentence(place);
    let told = &sentence.words[word];
    if told.is_name() || !offices().is_office(&told.lemma) {
        return None;
    }
    let above = told.head.filter(|_| told.kind() == "appos");
    let below = sentence.children(word).filter(|&child| sentence.words[child].kind() == "appos");
    let at = above.into_iter().chain(below).find_map(|other| person_at(scene, place, other))?;
    Some(meant(scene, place, at))
}

/// Who takes part in a session and where it is, by the names among some words, each as the report writes it there.
///
/// A name behind `in`, `at` or the like is a place. People take part, and parties: whoever has people in the report, is the subject of
/// something, or is a country or body.
pub fn session_names<'t>(
    scene: &Scene<'t>,
    sides: &Sides,
    place: usize,
    words: &[usize],
) -> (Vec<Excerpt<'t>>, Option<Excerpt<'t>>) {
    let sentence = scene.sentence(place);
    let (mut who, mut place_found) = (Vec::new(), None);
    let here = scene.cast.mentions.iter().filter(|(mention, _)| {
        mention.sentence == place && mention.words.clone().any(|at| words.contains(&at))
    });
    for (mention, named) in here {
        let inside = mention.words.clone().any(|at| {
            sentence.child(at, "case").is_some_and(|case| {
                case < at
                    && matches!(sentence.words[case].lemma.as_str(), "in" | "at" | "near" | "outside" | "on")
            })
        });
        let known = matches!(mention.kind, Kind::Country(_) | Kind::Body);
        let acts = mention.words.clone().any(|at| weight_of(scene, sides, place, at) >= 2);
        match named {
            Named::Person(_) => who.push(mention.at),
            Named::Party(_) if inside => place_found = place_found.or(Some(mention.at)),
            Named::Party(_) if known || acts => who.push(mention.at),
            Named::Party(_) => {}
        }
    }
    (who, place_found)
}
