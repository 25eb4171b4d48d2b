//! The people and parties of a report.

use std::fmt;

use super::lists::{Form, country, offices};
use super::mentions::{Kind, Mention, mentions};
use crate::document::Document;
use crate::report::Excerpt;

/// Somebody who is named in a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person<'t> {
    /// The fullest name.
    pub name: Excerpt<'t>,
    /// The first office that stands with a name of theirs.
    pub office: Option<Excerpt<'t>>,
    /// Their party, as a place in [`Cast::parties`].
    pub party: Option<usize>,
    /// Every place where they are named, in order.
    pub at: Vec<Excerpt<'t>>,
}

/// A country or body that people belong to or that acts itself; also a place, or a name that nothing tells more of.
#[derive(Clone, PartialEq, Eq)]
pub struct Party<'t> {
    /// A name for it: a country's usual one, or as the report first writes it.
    pub name: String,
    /// Every place where it is named, by any of its forms.
    pub at: Vec<Excerpt<'t>>,
}

impl fmt::Debug for Party<'_> {
    /// How often it is named: the name is the report's.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Party(named {} times)", self.at.len())
    }
}

/// Everybody in a report, and every name in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cast<'t> {
    /// People, by where they are first named.
    pub people: Vec<Person<'t>>,
    /// Countries, bodies, places and other names that are not known to be a person, by where they are first named.
    pub parties: Vec<Party<'t>>,
    /// Names in order, each with the person or party that it is.
    pub mentions: Vec<(Mention<'t>, Named)>,
}

/// Who a name names, as a place in the cast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    /// A place in [`Cast::people`].
    Person(usize),
    /// A place in [`Cast::parties`].
    Party(usize),
}

impl<'t> Cast<'t> {
    /// Gathers the people and parties of a document.
    ///
    /// A surname alone is the person who has it; a country's adjective, its capital and other names are the country; an adjective made of a name in the
    /// report is that name's.
    ///
    /// ```
    /// use mediant_reader::document::Document;
    /// use mediant_reader::names::Cast;
    /// use mediant_reader::parse::Model;
    /// use mediant_reader::report::{Options, Report};
    ///
    /// let text = "date 2031-05-14 Veldria's president, Ilse Marand, spoke. Marand will visit Oslo.\n\nVeldrian troops left.";
    /// let document = Document::read(Report::read(text, &Options::default())?, Model::english());
    /// let cast = Cast::new(&document);
    /// assert_eq!(cast.people.len(), 1);
    /// assert_eq!(cast.people[0].at.len(), 2);
    /// let party = &cast.parties[cast.people[0].party.ok_or("a party")?];
    /// assert_eq!(party.name, "Veldria");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(document: &Document<'t>) -> Self {
        let found = mentions(document);
        let mut cast = Self::default();
        // People with more than one name first, wherever they stand: a surname may come before.
        for mention in found.iter().filter(|mention| mention.kind == Kind::Person) {
            cast.meet(mention);
        }
        // Names before the adjectives made of them.
        let made: Vec<&Mention<'t>> = found
            .iter()
            .filter(|mention| mention.kind != Kind::Person && !is_made(mention.at.as_str()))
            .collect();
        for mention in made {
            if cast.person_by_surname(mention.at.as_str()).is_none() {
                cast.party_named(mention.at);
            }
        }
        for mention in &found {
            if mention.kind == Kind::Person
                && let Some(words) = mention.party
                && let Some(person) = cast.person(mention.at.as_str())
                && cast.people[person].party.is_none()
            {
                cast.people[person].party = Some(cast.party_named(words));
            }
        }
        for mention in found {
            let named = match cast.person(mention.at.as_str()) {
                Some(person) => Named::Person(person),
                None => Named::Party(cast.party_named(mention.at)),
            };
            let at = mention.at;
            match named {
                Named::Person(person) => push_new(&mut cast.people[person].at, at),
                Named::Party(party) => push_new(&mut cast.parties[party].at, at),
            }
            cast.mentions.push((mention, named));
        }
        cast
    }

    /// Takes a person in, or adds to one who is there.
    fn meet(&mut self, mention: &Mention<'t>) {
        let name = mention.at.as_str();
        let known = self.person(name);
        // A name that contains a known surname alone is the fuller name of the same person.
        let shorter = || self.people.iter().position(|person| is_surname_of(person.name.as_str(), name));
        match known.or_else(shorter) {
            Some(person) => {
                let person = &mut self.people[person];
                if name.len() > person.name.as_str().len() {
                    person.name = mention.at;
                }
                person.office = person.office.or(mention.office);
            }
            None => self.people.push(Person {
                name: mention.at,
                office: mention.office,
                party: None,
                at: Vec::new(),
            }),
        }
    }

    /// The person with this name, or with this surname.
    pub fn person(&self, name: &str) -> Option<usize> {
        self.people
            .iter()
            .position(|person| person.name.as_str() == name)
            .or_else(|| self.person_by_surname(name))
    }

    fn person_by_surname(&self, name: &str) -> Option<usize> {
        self.people.iter().position(|person| is_surname_of(name, person.name.as_str()))
    }

    /// The party that some words name; a new one where there is none yet.
    fn party_named(&mut self, words: Excerpt<'t>) -> usize {
        if let Some(party) = self.party(words.as_str()) {
            return party;
        }
        let name =
            country(words.as_str()).map_or_else(|| words.as_str().to_owned(), |(name, _)| name.to_owned());
        self.parties.push(Party { name, at: Vec::new() });
        self.parties.len() - 1
    }

    /// The party that some words name: its name, an adjective made of it, its seat.
    pub fn party(&self, words: &str) -> Option<usize> {
        let usual = country(words).map_or(words, |(name, _)| name);
        let exact = self.parties.iter().position(|party| party.name == usual);
        exact.or_else(|| self.parties.iter().position(|party| is_adjective_of(words, &party.name)))
    }
}

fn push_new<'t>(list: &mut Vec<Excerpt<'t>>, at: Excerpt<'t>) {
    if !list.contains(&at) {
        list.push(at);
    }
}

/// Whether a name is the last part of a fuller one: `Marand` of `Ilse Marand`, `van Oye` of `Tomas van Oye`.
fn is_surname_of(name: &str, full: &str) -> bool {
    full.len() > name.len() && full.strip_suffix(name).is_some_and(|before| before.ends_with([' ', '-']))
}

/// Whether a word may be an adjective made of a name.
fn is_made(word: &str) -> bool {
    country(word).is_some_and(|(_, form)| form == Form::Of) || super::mentions::names_party(word)
}

/// Whether a word is an adjective of a name: `Veldrian` of `Veldria`, `Norlandic` of `Norland`, `Korish` of `Kor`. The two share all but the
/// ending, and at least four letters.
fn is_adjective_of(word: &str, name: &str) -> bool {
    const ENDINGS: [&str; 13] =
        ["n", "ns", "an", "ans", "ian", "ians", "ish", "ese", "ic", "i", "is", "ean", "er"];
    if word.contains(' ') || offices().is_office(word) {
        return false;
    }
    let stem = name.trim_end_matches(['a', 'e', 'i', 'o', 'y']);
    [name, stem].into_iter().any(|stem| {
        stem.chars().count() >= 4 && word.strip_prefix(stem).is_some_and(|ending| ENDINGS.contains(&ending))
    })
}
