//! Everybody who reads a compartment, by name.

use mediant_model::{Date, PartyId};
use mediant_record::{Actor, Compartment, Role, State};

/// Of a party with more people than this the names are not listed.
const NAMED_MAX: usize = 8;

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
    pieces: Vec<Piece>,
}

impl Readers {
    /// Who reads a compartment, said to whoever acts, as far as the state knows them on the day. The names cost one pass over the
    /// people of the parties that read it.
    pub fn of(state: &State, to: &Actor, today: Date, place: &Compartment) -> Self {
        Self::of_all(state, to, today, std::slice::from_ref(place))
    }

    /// Who reads one of several compartments.
    pub fn of_all(state: &State, to: &Actor, today: Date, places: &[Compartment]) -> Self {
        let mut said = Self::default();
        if places.contains(&Compartment::Public) {
            said.words("everybody, in public");
            return said;
        }
        let reads = |party: &PartyId| {
            places.iter().any(|place| *place == Compartment::Table || place.party() == Some(party))
        };
        let mut groups: Vec<Vec<Piece>> = state
            .negotiating()
            .filter(|party| reads(&party.id))
            .map(|party| people(state, to, today, &party.id))
            .collect();
        let alone = |place: &Compartment| matches!(place, Compartment::Delegation(_));
        let is_mediators = !places.iter().all(alone);
        let of_parties = groups.len();
        if is_mediators {
            groups.push(vec![Piece::Words(mediator(&to.role).to_owned())]);
        }
        let last = groups.len().saturating_sub(1);
        for (at, group) in groups.into_iter().enumerate() {
            if at > 0 {
                said.words(if at == last { ", and " } else { ", " });
            }
            said.pieces.extend(group);
        }
        match (is_mediators, of_parties) {
            (true, 0) if places.contains(&Compartment::Table) => said.words(", and every party that joins"),
            (true, 0) | (false, _) => said.words(", and nobody else"),
            (true, _) => {}
        }
        said
    }

    /// The pieces in order.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The sentence without marks of direction: for a label or a message.
    pub fn text(&self) -> String {
        self.pieces
            .iter()
            .map(|piece| match piece {
                Piece::Words(text) | Piece::Name(text) => text.as_str(),
            })
            .collect()
    }

    fn words(&mut self, text: &str) {
        self.pieces.push(Piece::Words(text.to_owned()));
    }
}

fn mediator(to: &Role) -> &'static str {
    match to {
        Role::Mediator => "you with your team",
        Role::Team => "you with the mediator and the team",
        Role::Principal(_) | Role::Delegate(_) | Role::Adviser(_) | Role::Observer => {
            "the mediator with the team"
        }
    }
}

/// The people of a party who read what it reads: those on record who have not left, and whoever came in as nobody in particular.
fn people(state: &State, to: &Actor, today: Date, party: &PartyId) -> Vec<Piece> {
    let known = state.party(party);
    let name = Piece::Name(known.map_or_else(|| party.to_string(), |known| known.name.clone()));
    let is_own = to.role.party() == Some(party);
    let there = known.map(|known| known.people.as_slice()).unwrap_or_default();
    let there = there.iter().filter(|person| state.speaks(party, &person.id, today));
    let others = there.filter(|person| !is_own || to.person.as_ref() != Some(&person.id));
    let mut named: Vec<Piece> = Vec::new();
    if is_own {
        named.push(Piece::Words("you".to_owned()));
    }
    named.extend(others.map(|person| Piece::Name(person.name.clone())));
    let doors = state.doors_of(party).into_iter();
    let unnamed = doors.filter(|(_, door)| door.is_open() && door.person.is_none()).count();
    match unnamed.saturating_sub(usize::from(is_own && to.person.is_none())) {
        0 => {}
        more => named.push(Piece::Words(format!("{more} more"))),
    }
    if named.is_empty() || named.len() > NAMED_MAX {
        return vec![Piece::Words("everybody of ".to_owned()), name];
    }
    let last = named.len() - 1;
    let mut pieces = Vec::new();
    for (at, one) in named.into_iter().enumerate() {
        if at > 0 {
            pieces.push(Piece::Words(if at == last { " and " } else { ", " }.to_owned()));
        }
        pieces.push(one);
    }
    pieces.extend([Piece::Words(" of ".to_owned()), name]);
    pieces
}
