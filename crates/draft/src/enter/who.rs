//! Parties and people: who is known, who is new, who cannot be told apart.

use super::{Entry, inline, plain};
use crate::group::{Group, capital, group};
use crate::index::KnownPerson;
use crate::page::Row;
use crate::same;
use crate::whose::{Whose, whose};
use mediant_reader::names::lists::offices;
use mediant_reader::names::{Cast, Person};
use mediant_reader::report::Excerpt;
use mediant_reader::suggest::{Field, From, Suggestion};
use toml_edit::Value;

/// Offices of those who decide.
const PRINCIPALS: &[&str] =
    &["president", "prime minister", "premier", "chancellor", "king", "queen", "emir", "sultan"];

/// Words of the offices of those who take no side.
const MEDIATES: [&str; 4] = ["mediator", "facilitator", "conciliator", "arbiter"];

impl<'a, 't> Entry<'a, 't> {
    /// The party that some words name, by its id; a new one where the case has none.
    pub fn party(&mut self, words: Excerpt<'t>, found: &Suggestion<'t>) -> String {
        let cast = &self.scene.cast;
        let place = cast.parties.iter().position(|party| party.at.contains(&words));
        let place = place.or_else(|| cast.party(words.as_str()));
        let name =
            place.and_then(|place| cast.parties.get(place)).map_or(words.as_str(), |party| &party.name);
        if let Some(known) = self.index.party(name) {
            return known.id.clone();
        }
        // A body's name may be cut short; words that are no name of the report's may be a group's.
        if let Some(full) = self.fuller(name) {
            return self.party(full, found);
        }
        if place.is_none()
            && let Some(group) = group(self.scene, words)
            && let Some(id) = self.group(group, found)
        {
            return id;
        }
        // A name that the report tells nothing of may be a person's whom the case knows.
        if let [one] = self.index.people_named(name, None).as_slice() {
            return self.index.people[*one].party.clone();
        }
        let third = place.is_some_and(|place| mediates(cast, place));
        let mark = self.mark(found);
        self.index.meet(self.page, &capital(&plain(bare(name))), third, &mark)
    }

    /// The one longer name of the report that ends with a body's word: `Ridge Council` of `the Council`.
    fn fuller(&self, name: &str) -> Option<Excerpt<'t>> {
        let short = bare(name);
        if short.contains(' ') || !offices().is_body(short) {
            return None;
        }
        let ends = |full: &str| full.strip_suffix(short).is_some_and(|before| before.ends_with(' '));
        let mut full = self.scene.cast.parties.iter().filter(|party| ends(&party.name));
        let first = full.next()?.at.first().copied();
        first.filter(|_| full.next().is_none())
    }

    /// The party of a suggestion: the one it names, else that of the person whom the case knows.
    pub fn party_of(
        &mut self,
        party: Option<Field<'t, Excerpt<'t>>>,
        who: Option<Field<'t, Excerpt<'t>>>,
        found: &Suggestion<'t>,
    ) -> Option<String> {
        match party {
            // What a person wrote is the name, and nothing is looked for behind it.
            Some(Field { value, from: From::Person }) => {
                let name = plain(value.as_str());
                if let Some(known) = self.index.party(&name) {
                    return Some(known.id.clone());
                }
                let mark = self.mark(found);
                return Some(self.index.meet(self.page, &name, false, &mark));
            }
            Some(party) => return Some(self.party(party.value, found)),
            None => {}
        }
        let who = who?.value;
        match self.named(who) {
            Some((at, person)) => match self.index.people_named(person.name.as_str(), None).as_slice() {
                [one] => Some(self.index.people[*one].party.clone()),
                [] => self.told_beside(at, person, found),
                _ => None,
            },
            None => group(self.scene, who).and_then(|group| self.group(group, found)),
        }
    }

    /// The party of a person whom the case does not know, by what stands beside their name; a mediator's is a third one.
    fn told_beside(&mut self, at: usize, person: &Person<'t>, found: &Suggestion<'t>) -> Option<String> {
        match whose(self.scene, at) {
            Some(Whose::Named(words)) => Some(self.party(words, found)),
            Some(Whose::Group(group)) => self.group(group, found),
            None => {
                let office = person.office?.as_str().to_lowercase();
                if !MEDIATES.iter().any(|word| office.contains(word)) {
                    return None;
                }
                let third: Vec<String> = self
                    .index
                    .parties
                    .iter()
                    .filter(|party| party.third)
                    .map(|party| party.id.clone())
                    .collect();
                match third.as_slice() {
                    [] => {
                        let mark = self.mark(found);
                        Some(self.index.meet(self.page, "Mediation", true, &mark))
                    }
                    [one] => Some(one.clone()),
                    _ => None,
                }
            }
        }
    }

    /// The party that a group without a name is: the only one known that it may be; a new one where none is known. `None`: it may be
    /// one of several.
    fn group(&mut self, group: Group, found: &Suggestion<'t>) -> Option<String> {
        if let Some(known) = self.index.party(&group.name) {
            return Some(known.id.clone());
        }
        match self.index.groups(&group).as_slice() {
            [] => {
                let mark = self.mark(found);
                let id = self.index.meet(self.page, &plain(&group.name), false, &mark);
                self.index.is_group(&id, group);
                Some(id)
            }
            [one] => Some(one.clone()),
            _ => None,
        }
    }

    /// The person whom some words name, and their place in the cast.
    fn named(&self, words: Excerpt<'_>) -> Option<(usize, &'a Person<'t>)> {
        let people = &self.scene.cast.people;
        let is = |(_, person): &(usize, &Person<'_>)| person.at.contains(&words) || person.name == words;
        people.iter().enumerate().find(is)
    }

    /// The person of a party whom some words name, as a place in the index; a new one where the case has none.
    ///
    /// `None`: the words name no person, or one who cannot be told from another.
    pub fn person(&mut self, words: Excerpt<'_>, party: &str, found: &Suggestion<'_>) -> Option<usize> {
        let Some((_, person)) = self.named(words) else { return self.known(words.as_str(), party) };
        let (name, office) =
            (plain(person.name.as_str()), person.office.map(|office| plain(office.as_str())));
        match self.index.people_named(&name, Some(party)).as_slice() {
            [] if !self.index.people_named(&name, None).is_empty() => None,
            [] => Some(self.meet(&name, office, party, found)),
            [one] => {
                self.recognise(*one, &name, office);
                Some(*one)
            }
            _ => None,
        }
    }

    /// The one person of a party whom the case knows by this name.
    fn known(&self, name: &str, party: &str) -> Option<usize> {
        match self.index.people_named(name, Some(party)).as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }

    fn meet(&mut self, name: &str, office: Option<String>, party: &str, found: &Suggestion<'_>) -> usize {
        let last = name.split_whitespace().next_back().unwrap_or(name);
        let taken = self.index.person_ids();
        let short = same::id(last, "person", &taken);
        let is_free = !short.ends_with(|letter: char| letter.is_ascii_digit());
        let id = if is_free { short } else { same::id(name, "person", &taken) };
        let third = self.index.party_by_id(party).is_some_and(|party| party.third);
        let role = role(office.as_deref().unwrap_or(""), third);
        let mark = self.mark(found);
        let row = Row::default().with("name", name).with_some("office", office.clone()).with("role", role);
        self.page.person(party, &id, row, &[&mark]);
        self.index.people.push(KnownPerson {
            id,
            party: party.to_owned(),
            names: vec![name.to_owned()],
            office,
            mandate: None,
        });
        self.index.people.len() - 1
    }

    /// Somebody known under another spelling or in another office: one person, and a person decides what stands.
    fn recognise(&mut self, at: usize, name: &str, office: Option<String>) {
        let known = &mut self.index.people[at];
        let is_new = |old: &str, new: &str| same::folded(old) != same::folded(new);
        let is_surname = |old: &String| same::folded(old).ends_with(&same::folded(name));
        if !known.names.iter().any(|old| !is_new(old, name) || is_surname(old)) {
            let note = format!("`{}` is called {name} here: taken to be the same person", known.id);
            known.names.push(name.to_owned());
            self.notes.push(note);
        }
        match (&known.office, office) {
            (Some(old), Some(new)) if is_new(old, &new) => {
                self.notes.push(format!("`{}` holds another office here: {new}, not {old}", known.id));
                known.office = Some(new);
            }
            (None, Some(new)) => {
                self.notes.push(format!("`{}` holds an office here: {new}", known.id));
                known.office = Some(new);
            }
            _ => {}
        }
    }

    /// Who said it, as files write it: a person's id or a description; nothing where it is the party itself.
    pub fn speaker(&mut self, words: Excerpt<'_>, party: &str, found: &Suggestion<'_>) -> Option<Value> {
        if let Some(person) = self.person(words, party, found) {
            return Some(self.index.people[person].id.as_str().into());
        }
        let text = plain(words.as_str()).split_whitespace().collect::<Vec<_>>().join(" ");
        let is_itself = self.index.party(&text).is_some_and(|known| known.id == party);
        match text.contains(' ') {
            _ if is_itself || text.is_empty() => None,
            true => Some(text.into()),
            false => Some(inline([("described", Some(text.into()))]).into()),
        }
    }
}

/// A name without its article.
fn bare(name: &str) -> &str {
    name.strip_prefix("the ").or_else(|| name.strip_prefix("The ")).unwrap_or(name)
}

/// Whether somebody of a party is called a mediator.
fn mediates(cast: &Cast<'_>, party: usize) -> bool {
    let office =
        |person: &Person<'_>| person.office.map(|office| office.as_str().to_lowercase()).unwrap_or_default();
    let people = cast.people.iter().filter(|person| person.party == Some(party));
    people.map(office).any(|office| MEDIATES.iter().any(|word| office.contains(word)))
}

/// A person's place on a party's side, by their office.
fn role(office: &str, third: bool) -> &'static str {
    let office = office.to_lowercase();
    let is = |words: &[&str]| words.iter().any(|word| office.contains(word));
    if is(&["vice", "deputy", "former"]) {
        if is(&["negotiat", "envoy", "delegat"]) && !is(&["former"]) { "delegate" } else { "voice" }
    } else if third && is(&["envoy", "mediator", "facilitator"]) {
        "envoy"
    } else if PRINCIPALS.iter().any(|word| office == *word || office.ends_with(&format!(" {word}"))) {
        "principal"
    } else if is(&["negotiat", "envoy", "delegat"]) {
        "delegate"
    } else {
        "voice"
    }
}
