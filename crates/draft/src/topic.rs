//! What a statement is about: the thing that its words name.

use crate::group::capital;
use crate::same;
use mediant_reader::document::Sentence;
use mediant_reader::events::Scene;
use mediant_reader::names::cast::Named;
use mediant_reader::suggest::Suggestion;
use std::collections::BTreeSet;

/// A thing that statements may be about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// The noun, in its base form.
    pub noun: String,
    /// The nouns before it, which tell it from others: `patrol` of `patrol boats`.
    pub kind: BTreeSet<String>,
    /// It as the report names it, with what stands before the noun.
    pub name: String,
    /// Whether it stands in the statement itself, not in what was said before it in the paragraph.
    pub own: bool,
}

/// Nouns that name no matter of their own: the talks themselves, who talks, when, and how much.
const NO_MATTER: &[&str] = &[
    "talk",
    "negotiation",
    "deal",
    "agreement",
    "accord",
    "side",
    "party",
    "country",
    "government",
    "ministry",
    "minister",
    "president",
    "official",
    "delegation",
    "delegate",
    "envoy",
    "mediator",
    "negotiator",
    "leader",
    "spokesman",
    "spokeswoman",
    "week",
    "day",
    "month",
    "year",
    "time",
    "today",
    "tomorrow",
    "yesterday",
    "morning",
    "evening",
    "night",
    "hour",
    "weekend",
    "people",
    "person",
    "man",
    "woman",
    "way",
    "part",
    "thing",
    "issue",
    "question",
    "matter",
    "subject",
    "meeting",
    "session",
    "round",
    "statement",
    "word",
    "obstacle",
    "hurdle",
    "point",
    "condition",
    "progress",
    "position",
    "reporter",
    "journalist",
    "news",
    "end",
    "line",
    "something",
    "anything",
    "nothing",
    "everything",
    "somebody",
    "nobody",
    "none",
    "one",
    "step",
    "basis",
    "kind",
    "sort",
    "number",
    "lot",
    "case",
    "place",
    "front",
    "partner",
    "colleague",
    "counterpart",
    "interview",
    "conference",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// The matter of a suggestion; `None` where its words and those before it in the paragraph name none.
///
/// The object of what is said before other nouns, and of `the sale of the harbour` the harbour. Neither people nor parties are a matter.
pub fn topic(scene: &Scene<'_>, found: &Suggestion<'_>, is_party: &dyn Fn(&str) -> bool) -> Option<Topic> {
    let places = scene.document.sentences.iter().enumerate();
    let here = places.filter(|(_, sentence)| sentence.paragraph == found.paragraph);
    let before = here.take_while(|(_, sentence)| sentence.at.start() < found.at.end());
    before.collect::<Vec<_>>().into_iter().rev().find_map(|(place, sentence)| {
        let inside = sentence.words_in(found.at);
        let own = best(scene, place, sentence, inside.clone(), is_party);
        let own = own.map(|noun| (noun, true));
        let (noun, own) = own
            .or_else(|| best(scene, place, sentence, 0..inside.start, is_party).map(|noun| (noun, false)))?;
        let (kind, name) = named(sentence, noun);
        Some(Topic { noun: sentence.words[noun].lemma.clone(), kind, name, own })
    })
}

fn best(
    scene: &Scene<'_>,
    place: usize,
    sentence: &Sentence<'_>,
    within: std::ops::Range<usize>,
    is_party: &dyn Fn(&str) -> bool,
) -> Option<usize> {
    let rank = |word: usize| match sentence.words[word].relation {
        "obj" => 0,
        "nsubj:pass" => 1,
        relation if relation.starts_with("obl") => 2,
        relation if relation.starts_with("nsubj") => 3,
        relation if relation.starts_with("nmod") => 4,
        _ => 5,
    };
    let mut nouns: Vec<(u32, usize)> = within
        .filter(|&word| sentence.words.get(word).is_some_and(|word| word.tag.starts_with("NN")))
        .map(|word| (rank(word), inner(sentence, word)))
        .filter(|&(_, word)| is_matter(scene, place, sentence, word, is_party))
        .collect();
    nouns.sort();
    nouns.first().map(|(_, word)| *word)
}

/// Of `sale of the harbour` the harbour, of `end of the use of the pier` the pier.
fn inner(sentence: &Sentence<'_>, word: usize) -> usize {
    let of = |noun: usize| {
        sentence.children(noun).find(|&child| {
            sentence.words[child].kind() == "nmod"
                && sentence.words[child].tag.starts_with("NN")
                && sentence.children(child).any(|mark| sentence.words[mark].lemma == "of")
        })
    };
    // The words make a tree: each step goes down in it, so that the way ends.
    std::iter::successors(Some(word), |&noun| of(noun)).last().unwrap_or(word)
}

fn is_matter(
    scene: &Scene<'_>,
    place: usize,
    sentence: &Sentence<'_>,
    word: usize,
    is_party: &dyn Fn(&str) -> bool,
) -> bool {
    let noun = &sentence.words[word];
    let letters = noun.lemma.chars().filter(|letter| letter.is_alphabetic()).count();
    letters > 2
        && !NO_MATTER.contains(&noun.lemma.as_str())
        && !scene.times_in(place).any(|time| time.at.contains(noun.at))
        && !scene.cast.mentions.iter().any(|(mention, named)| {
            mention.sentence == place
                && mention.words.contains(&word)
                && match named {
                    Named::Person(_) => true,
                    Named::Party(party) => {
                        scene.cast.people.iter().any(|person| person.party == Some(*party))
                            || scene.cast.parties.get(*party).is_some_and(|party| is_party(&party.name))
                    }
                }
        })
}

/// The nouns right before a noun, and the noun with these and its adjectives.
fn named(sentence: &Sentence<'_>, noun: usize) -> (BTreeSet<String>, String) {
    let mut first = noun;
    while let Some(before) = first.checked_sub(1) {
        let word = &sentence.words[before];
        let belongs = word.head == Some(noun) && matches!(word.kind(), "compound" | "amod" | "flat");
        if !belongs {
            break;
        }
        first = before;
    }
    let words: Vec<&str> = sentence.words[first..=noun].iter().map(|word| word.at.as_str()).collect();
    let kind = (first..noun).filter(|&at| sentence.words[at].kind() == "compound");
    // As an id has them: then an issue that was read back is known again.
    let ids = kind.map(|at| same::id(&sentence.words[at].lemma, "", &BTreeSet::new()));
    let kind = ids.flat_map(|id| id.split('_').map(str::to_owned).collect::<Vec<_>>());
    (kind.filter(|word| !word.is_empty()).collect(), capital(&words.join(" ")))
}
