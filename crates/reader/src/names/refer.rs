//! Whom words mean: a name, an office, a pronoun.

use super::cast::{Cast, Named};
use super::lists::{country, offices};
use crate::document::Document;
use crate::report::Excerpt;

/// Whom some words mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Referent {
    /// A person, as a place in [`Cast::people`].
    pub person: Option<usize>,
    /// A party, as a place in [`Cast::parties`]: the person's own, or the one that the words name.
    pub party: Option<usize>,
    /// Whether the words name nobody in particular: `a diplomat`.
    pub anonymous: bool,
    /// Where it was taken from, when not from the words themselves: the paragraph that named the person last, from 0.
    pub memory: Option<usize>,
    /// How many paragraphs back that is.
    pub distance: usize,
}

impl<'t> Cast<'t> {
    /// Whom `words`, which stand in sentence `sentence` of the document, mean.
    ///
    /// A name is looked up; that of an owner (`Marand's chief of staff`) names no more than the party. `the foreign minister` is who holds
    /// that office in the report, of those named so far where no party is told. `He` and `she` are the person named last before. Words with
    /// an indefinite article and no name are anonymous.
    pub fn refer(&self, document: &Document<'t>, sentence: usize, words: Excerpt<'t>) -> Referent {
        let inside: Vec<(Named, bool)> = self
            .mentions
            .iter()
            .filter(|(mention, _)| words.contains(mention.at) || mention.at.contains(words))
            .map(|(mention, named)| (*named, is_owner(words, mention.at)))
            .collect();
        let person = inside.iter().find_map(|(named, owner)| match named {
            Named::Person(person) if !owner => Some(*person),
            _ => None,
        });
        let party = inside.iter().find_map(|(named, _)| match named {
            Named::Party(party) => Some(*party),
            Named::Person(owner) => self.people[*owner].party,
        });
        if let Some(person) = person {
            return Referent {
                person: Some(person),
                party: self.people[person].party.or(party),
                ..Referent::default()
            };
        }
        let text = words.as_str().to_lowercase();
        if matches!(text.as_str(), "he" | "she" | "him" | "her" | "his") {
            return self.last_named(document, sentence, words);
        }
        if let Some(person) = self.holder(words, party) {
            let party = self.people[person].party.or(party);
            let paragraph = self.first_paragraph(document, person);
            return Referent { person: Some(person), party, memory: paragraph, ..Referent::default() };
        }
        let anonymous = party.is_none_or(|_| is_indefinite(&text)) && is_anonymous(&text);
        Referent {
            party: party.or_else(|| country(words.as_str()).and_then(|(name, _)| self.party(name))),
            anonymous,
            ..Referent::default()
        }
    }

    /// The person named last before a pronoun, in its paragraph or one before.
    fn last_named(&self, document: &Document<'t>, sentence: usize, pronoun: Excerpt<'t>) -> Referent {
        let before = self.mentions.iter().rev().filter(|(mention, _)| mention.at.end() <= pronoun.start());
        let mut people = before.filter_map(|(mention, named)| match named {
            Named::Person(person) => Some((mention, *person)),
            Named::Party(_) => None,
        });
        let Some(nearest) = people.next() else { return Referent::default() };
        // A subject of the same sentence as the nearest name is meant rather than an object.
        let same = std::iter::once(nearest)
            .chain(people.take_while(|(mention, _)| mention.sentence == nearest.0.sentence));
        let is_subject = |place: usize, word: usize| {
            let words = &document.sentences[place].words;
            document.sentences[place].way_up(word).take(3).any(|at| words[at].kind() == "nsubj")
        };
        let chosen = same
            .clone()
            .find(|(mention, _)| is_subject(mention.sentence, mention.words.start))
            .unwrap_or(nearest);
        let paragraph = document.sentences[chosen.0.sentence].paragraph;
        let distance = document.sentences[sentence].paragraph.saturating_sub(paragraph);
        Referent {
            person: Some(chosen.1),
            party: self.people[chosen.1].party,
            memory: Some(paragraph),
            distance,
            anonymous: false,
        }
    }

    /// Who holds the office that some words name, if just one person does, of this party where one is named.
    fn holder(&self, at: Excerpt<'_>, party: Option<usize>) -> Option<usize> {
        let words = at.as_str();
        if is_indefinite(&words.to_lowercase()) {
            return None;
        }
        // `the`, an owner and a country's adjective are no part of the office.
        let apart = |word: &&str| {
            let owner = word.ends_with("'s") || word.ends_with("’s") || word.ends_with("s'");
            word.eq_ignore_ascii_case("the") || owner || self.party(word).is_some()
        };
        let bare = words.split_whitespace().skip_while(apart).collect::<Vec<_>>().join(" ").to_lowercase();
        if bare.is_empty() {
            return None;
        }
        let holds = |office: &str| {
            let office = office.to_lowercase();
            bare == office || office.ends_with(&format!(" {bare}"))
        };
        let mut holders = self.people.iter().enumerate().filter(|(_, person)| {
            person.office.is_some_and(|office| holds(office.as_str()))
                && (party.is_none() || person.party.is_none() || person.party == party)
                && (party.is_some() || person.at.iter().any(|named| named.start() < at.end()))
        });
        let (first, _) = holders.next()?;
        holders.next().is_none().then_some(first)
    }

    fn first_paragraph(&self, document: &Document<'t>, person: usize) -> Option<usize> {
        let at = self.people[person].name;
        document.sentences.iter().find(|sentence| sentence.at.contains(at)).map(|sentence| sentence.paragraph)
    }
}

/// Whether a name among some words only tells whose the rest is: `Marand` of `Marand's chief of staff` and of `a spokesman for Ms Marand`.
fn is_owner(words: Excerpt<'_>, name: Excerpt<'_>) -> bool {
    if !words.contains(name) {
        return false;
    }
    let (before, behind) = (name.start() - words.start(), name.end() - words.start());
    let text = words.as_str();
    let marked = text.get(behind..).is_some_and(|rest| {
        rest.starts_with(['\'', '’']) && rest.trim_start_matches(['\'', '’', 's']).starts_with(' ')
    });
    let tied = text.get(..before).is_some_and(|rest| {
        let last = rest.split_whitespace().rev().find(|word| !offices().is_title(word) && *word != "the");
        matches!(last, Some("of" | "for"))
    });
    marked || tied
}

/// `a diplomat`, `two officials`, `diplomats`: no article that makes it somebody's.
fn is_indefinite(words: &str) -> bool {
    let first = words.split_whitespace().next().unwrap_or("");
    matches!(
        first,
        "a" | "an"
            | "some"
            | "several"
            | "many"
            | "one"
            | "two"
            | "three"
            | "other"
            | "senior"
            | "unnamed"
            | "anonymous"
    ) || words.split_whitespace().count() == 1 && words.ends_with('s')
}

fn is_anonymous(words: &str) -> bool {
    let lists = offices();
    let said = words.split(|c: char| !c.is_alphabetic()).any(|word| lists.is_anonymous(word));
    (is_indefinite(words)
        && (said || words.split(|c: char| !c.is_alphabetic()).any(|word| lists.is_office(word))))
        || (said && !words.starts_with("the "))
}
