//! Offices, titles, bodies and countries (`data/offices.toml`, `data/countries.toml`).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use serde::Deserialize;

/// Words for people and bodies, lower case.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offices {
    offices: BTreeSet<String>,
    anonymous: BTreeSet<String>,
    titles: BTreeSet<String>,
    bodies: BTreeSet<String>,
    groups: BTreeSet<String>,
    particles: BTreeSet<String>,
}

/// The lists of words in this crate.
pub fn offices() -> &'static Offices {
    static LISTS: OnceLock<Offices> = OnceLock::new();
    #[allow(clippy::expect_used, reason = "a file in this crate that every test reads")]
    LISTS.get_or_init(|| {
        toml::from_str(include_str!("../../data/offices.toml")).expect("the crate's own lists can be read")
    })
}

/// A word as the lists have it: lower case, singular, without its full stop.
fn plain(word: &str) -> String {
    word.trim_end_matches('.').to_lowercase()
}

/// Whether a list has a word or what it is the plural of.
fn has(list: &BTreeSet<String>, word: &str) -> bool {
    let word = plain(word);
    list.contains(&word) || word.strip_suffix('s').is_some_and(|single| list.contains(single))
}

impl Offices {
    /// The noun at the heart of an office: `minister`.
    pub fn is_office(&self, word: &str) -> bool {
        has(&self.offices, word)
    }

    /// A word for somebody who is not named: `diplomat`.
    pub fn is_anonymous(&self, word: &str) -> bool {
        has(&self.anonymous, word)
    }

    /// A form of address: `Mr`.
    pub fn is_title(&self, word: &str) -> bool {
        self.titles.contains(&plain(word))
    }

    /// A word for a group that acts: of the bodies' words those that are not places or papers.
    pub fn is_group(&self, word: &str) -> bool {
        self.groups.contains(word)
    }

    /// A word of a body's name: `Ministry`.
    pub fn is_body(&self, word: &str) -> bool {
        self.bodies.contains(&plain(word))
    }

    /// A small word inside a name: `van`.
    pub fn is_particle(&self, word: &str) -> bool {
        self.particles.contains(&plain(word))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Country {
    of: Vec<String>,
    #[serde(default)]
    seat: Vec<String>,
    #[serde(default)]
    also: Vec<String>,
}

/// How a word stands for a country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// As the country itself: `Norway`.
    Name,
    /// What its people and things are called.
    Of,
    /// Where its government sits.
    Seat,
}

/// The country that some words stand for: its usual name, and how they stand for it.
///
/// ```
/// use mediant_reader::names::lists::{Form, country};
///
/// assert_eq!(country("Ukrainian"), Some(("Ukraine", Form::Of)));
/// assert_eq!(country("Kremlin"), Some(("Russia", Form::Seat)));
/// assert_eq!(country("Norland"), None);
/// ```
pub fn country(words: &str) -> Option<(&'static str, Form)> {
    static LIST: OnceLock<BTreeMap<String, (String, Form)>> = OnceLock::new();
    #[allow(clippy::expect_used, reason = "a file in this crate that every test reads")]
    let list = LIST.get_or_init(|| {
        let countries: BTreeMap<String, Country> = toml::from_str(include_str!("../../data/countries.toml"))
            .expect("the crate's own lists can be read");
        let mut list = BTreeMap::new();
        for (name, country) in countries {
            let of = country
                .of
                .into_iter()
                .flat_map(|word| [format!("{word}s"), word])
                .map(|word| (word, Form::Of));
            let seat = country.seat.into_iter().map(|word| (word, Form::Seat));
            let names = country.also.into_iter().chain([name.clone()]).map(|word| (word, Form::Name));
            for (word, form) in of.chain(seat).chain(names) {
                list.insert(word, (name.clone(), form));
            }
        }
        list
    });
    list.get(words).map(|(name, form)| (name.as_str(), *form))
}
