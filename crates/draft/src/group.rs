//! A group that speaks without a name: the union, the growers.

use mediant_reader::document::Sentence;
use mediant_reader::events::Scene;
use mediant_reader::names::lists::offices;
use mediant_reader::report::Excerpt;

/// A group as a report names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its noun in its base form, with its article's number: `union`, `growers`.
    pub noun: String,
    /// The words before it that tell it from others, in lower case and without their `s`: `dock`, `worker` of `Dock workers' union`.
    pub kind: Vec<String>,
    /// The name as the report writes it.
    pub name: String,
}

impl Group {
    /// What a party's name says, where it is written like a group's noun with what tells it from others: `Dock workers' union`.
    pub fn of_name(name: &str) -> Option<Self> {
        let bare = |word: &str| {
            word.trim_end_matches(['\'', '’']).trim_end_matches("'s").trim_end_matches("’s").to_lowercase()
        };
        let mut words: Vec<String> =
            name.split_whitespace().map(bare).filter(|word| !word.is_empty() && word != "the").collect();
        // A word with a capital behind the first is a name's.
        let named = name.split_whitespace().skip(1).any(|word| word.starts_with(char::is_uppercase));
        let noun = words.pop().filter(|_| !named)?;
        // Base forms: `workers` tells as `worker` does.
        let single = |word: String| word.strip_suffix('s').map_or(word.clone(), str::to_owned);
        Some(Self { noun, kind: words.into_iter().map(single).collect(), name: name.to_owned() })
    }

    /// Whether both may be one group: the same noun, and what tells one from others does not speak against the other.
    pub fn may_be(&self, other: &Self) -> bool {
        let tells = |one: &Self, other: &Self| one.kind.iter().all(|word| other.kind.contains(word));
        self.noun == other.noun && (tells(self, other) || tells(other, self))
    }
}

/// Nouns of nobody in particular, of both sides at once, or of those who only watch.
const NO_GROUP: &[&str] = &[
    "side",
    "party",
    "delegation",
    "team",
    "group",
    "talk",
    "negotiator",
    "official",
    "envoy",
    "mediator",
    "facilitator",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "source",
    "reporter",
    "journalist",
    "people",
    "person",
    "statement",
    "communique",
    "letter",
    "report",
    "minute",
    "diplomat",
    "observer",
    "analyst",
    "expert",
    "leader",
    "delegate",
    "member",
    "representative",
    "capital",
    "paper",
];

/// The group that some words of a report name, or for which somebody speaks whom they name: `a spokesman for the growers`.
///
/// Only a definite group is one: `the farmers` are, `farmers` and `some farmers` are nobody in particular.
pub fn group(scene: &Scene<'_>, words: Excerpt<'_>) -> Option<Group> {
    let sentence = scene.document.sentences.iter().find(|sentence| sentence.at.contains(words))?;
    let within = sentence.words_in(words);
    let head = within.clone().find(|&at| {
        let above = sentence.words[at].head;
        above.is_none_or(|above| !within.contains(&above)) && sentence.words[at].tag.starts_with("NN")
    })?;
    // The words make a tree: each step goes down in it, so that the way ends.
    let mut way = std::iter::successors(Some(head), |&noun| spoken_for(sentence, noun));
    way.find_map(|noun| at_noun(sentence, noun))
}

/// Of `spokesman for the growers` the growers, of `the union's leader` the union.
fn spoken_for(sentence: &Sentence<'_>, noun: usize) -> Option<usize> {
    sentence.children(noun).find(|&child| {
        let word = &sentence.words[child];
        let ties = |mark: usize| matches!(sentence.words[mark].lemma.as_str(), "of" | "for");
        word.tag.starts_with("NN")
            && (word.relation == "nmod:poss" || word.kind() == "nmod" && sentence.children(child).any(ties))
    })
}

/// The group that a noun of a sentence names; `None` where it names none, or none in particular.
pub fn at_noun(sentence: &Sentence<'_>, noun: usize) -> Option<Group> {
    let word = &sentence.words[noun];
    let several = word.tag == "NNS";
    let is_group = offices().is_group(&word.lemma)
        || several && mediant_reader::names::actors::is_actor(&word.lemma)
        || several && is_trade(&word.lemma);
    if !is_group || word.is_name() || NO_GROUP.contains(&word.lemma.as_str()) || !is_definite(sentence, noun)
    {
        return None;
    }
    let mut first = noun;
    while let Some(before) = first.checked_sub(1) {
        let told = &sentence.words[before];
        let belongs = told.tag == "POS"
            || told.tag == "HYPH"
            || told.head.is_some_and(|head| head == noun || (first..=noun).contains(&head))
                && matches!(told.kind(), "compound" | "amod" | "flat" | "nmod")
                && !matches!(told.tag, "DT" | "PRP$" | "CD");
        if !belongs {
            break;
        }
        first = before;
    }
    let words = sentence.words[first].at.to(word.at)?.as_str();
    let name = words.split_whitespace().collect::<Vec<_>>().join(" ");
    Group::of_name(&capital(&name))
}

/// Whether an article or an owner makes it a group that is known: `the growers`, `the dock workers' union`, `Norland's farmers`.
fn is_definite(sentence: &Sentence<'_>, noun: usize) -> bool {
    let article = |at: usize| {
        let word = &sentence.words[at];
        word.tag == "DT" && matches!(word.lemma.as_str(), "the" | "this" | "that" | "these" | "those")
    };
    sentence.children(noun).any(|child| {
        let owner = &sentence.words[child];
        article(child)
            || owner.relation == "nmod:poss" && (owner.is_name() || sentence.children(child).any(article))
    })
}

/// Whether a noun is made of what people do: `growers`, `shipowners`, `unionists`.
fn is_trade(lemma: &str) -> bool {
    lemma.len() > 5 && ["er", "or", "ist", "man"].iter().any(|ending| lemma.ends_with(ending))
}

/// With a capital at its beginning.
pub fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or(String::new(), |letter| letter.to_uppercase().chain(letters).collect())
}
