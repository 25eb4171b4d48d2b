//! Everybody who reads a compartment, by name.

use mediant_model::{Date, PartyId};
use mediant_record::{Actor, Compartment, Role, State};
use mediant_words::{Language, say};
use std::borrow::Cow;

/// Of a party with more people than this the names are not listed.
const NAMED_MAX: usize = 8;

/// What stands around a name in the sentence, so that it is shown in its own direction: the signs of Unicode for that.
const ISOLATE: char = '\u{2068}';
const END: char = '\u{2069}';

/// A piece of the sentence: words of ours, or a name as it is on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Ours.
    Words(String),
    /// Of a person or a party.
    Name(String),
}

/// Who reads something, as one says it to whoever is about to send it: "Ana and Marek of the Farmers, and you with your team".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Readers {
    /// The sentence, with its names between the signs.
    said: String,
}

impl Readers {
    /// Who reads a compartment, said to whoever acts, as far as the state knows them on the day. The names cost one pass over the
    /// people of the parties that read it.
    pub fn of(state: &State, to: &Actor, today: Date, place: &Compartment, language: Language) -> Self {
        Self::of_all(state, to, today, std::slice::from_ref(place), language)
    }

    /// Who reads one of several compartments.
    pub fn of_all(
        state: &State,
        to: &Actor,
        today: Date,
        places: &[Compartment],
        language: Language,
    ) -> Self {
        if places.contains(&Compartment::Public) {
            return Self { said: say!(language, readers.everybody_in_public).into_owned() };
        }
        let reads = |party: &PartyId| {
            places.iter().any(|place| *place == Compartment::Table || place.party() == Some(party))
        };
        let mut groups: Vec<String> = state
            .negotiating()
            .filter(|party| reads(&party.id))
            .map(|party| people(state, to, today, &party.id, language))
            .collect();
        let alone = |place: &Compartment| matches!(place, Compartment::Delegation(_));
        let is_mediators = !places.iter().all(alone);
        let of_parties = groups.len();
        if is_mediators {
            groups.push(mediator(&to.role, language).into_owned());
        }
        let all = row(&groups, &say!(language, words.comma), &say!(language, readers.and_of_several));
        let said = match (is_mediators, of_parties) {
            (true, 0) if places.contains(&Compartment::Table) => {
                say!(language, readers.and_every_party_that_joins, readers = all).into_owned()
            }
            (true, 0) | (false, _) => say!(language, readers.and_nobody_else, readers = all).into_owned(),
            (true, _) => all,
        };
        Self { said }
    }

    /// The pieces in order.
    pub fn pieces(&self) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for part in self.said.split_inclusive([ISOLATE, END]) {
            let text = part.trim_end_matches([ISOLATE, END]);
            let is_name = part.ends_with(END);
            if is_name || !text.is_empty() {
                let text = text.to_owned();
                pieces.push(if is_name { Piece::Name(text) } else { Piece::Words(text) });
            }
        }
        pieces
    }

    /// The sentence without marks of direction: for a label or a message.
    pub fn text(&self) -> String {
        without_marks(&self.said)
    }
}

fn without_marks(text: &str) -> String {
    text.chars().filter(|sign| !matches!(*sign, ISOLATE | END)).collect()
}

/// A name of its own direction.
fn name(of: &str) -> String {
    format!("{ISOLATE}{}{END}", without_marks(of))
}

/// Parts in a row, with other words before the last.
fn row(parts: &[String], between: &str, before_last: &str) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{}{before_last}{last}", first.join(between)),
    }
}

fn mediator(to: &Role, language: Language) -> Cow<'static, str> {
    match to {
        Role::Mediator => say!(language, readers.you_with_your_team),
        Role::Team => say!(language, readers.you_with_the_mediator),
        Role::Principal(_) | Role::Delegate(_) | Role::Adviser(_) | Role::Observer => {
            say!(language, readers.the_mediator_with_the_team)
        }
    }
}

/// The people of a party who read what it reads: those on record who have not left, and whoever came in as nobody in particular.
fn people(state: &State, to: &Actor, today: Date, party: &PartyId, language: Language) -> String {
    let known = state.party(party);
    let called = known.map_or_else(|| name(party.as_str()), |known| name(&known.name));
    let is_own = to.role.party() == Some(party);
    let there = known.map(|known| known.people.as_slice()).unwrap_or_default();
    let there = there.iter().filter(|person| state.speaks(party, &person.id, today));
    let others = there.filter(|person| !is_own || to.person.as_ref() != Some(&person.id));
    let mut named: Vec<String> = Vec::new();
    if is_own {
        named.push(say!(language, readers.you).into_owned());
    }
    named.extend(others.map(|person| name(&person.name)));
    let doors = state.doors_of(party).into_iter();
    let unnamed = doors.filter(|(_, door)| door.is_open() && door.person.is_none()).count();
    match unnamed.saturating_sub(usize::from(is_own && to.person.is_none())) {
        0 => {}
        more => named.push(say!(language, readers.so_many_more, count = more).into_owned()),
    }
    if named.is_empty() || named.len() > NAMED_MAX {
        return say!(language, readers.everybody_of, party = called).into_owned();
    }
    let people = row(&named, &say!(language, words.comma), &say!(language, words.and));
    say!(language, readers.people_of, people = people, party = called).into_owned()
}
