//! In words, whose word an act is: the same words wherever it shows.

use super::{ReportStanding, ReportedAct};
use crate::actor::Role;
use crate::state::State;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use mediant_model::{PartyId, PersonId};

/// A piece of a sentence. Names and days are written as the place where it stands writes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words.
    Words(&'static str),
    /// A party's name.
    Party(&'a PartyId),
    /// A person's name.
    Person(&'a PersonId),
    /// A day.
    On(Timestamp),
    /// What somebody wrote.
    Said(&'a str),
}

impl ReportedAct {
    /// That it was recorded on the party's word, by whom, and what the party said to it, as a part of a sentence:
    /// `recorded by the mediator on North’s word, not confirmed`.
    pub fn in_words(&self) -> Vec<Piece<'_>> {
        use Piece::{On, Party, Person, Said, Words};
        let recorded = match self.trace.by.role {
            Role::Team => "recorded by the mediator’s team on ",
            _ => "recorded by the mediator on ",
        };
        let mut pieces = vec![Words(recorded), Party(&self.party), Words("’s word")];
        match &self.standing {
            ReportStanding::Counts => pieces.push(Words(", not confirmed")),
            ReportStanding::Waits => {
                pieces.extend([Words(", not confirmed: it waits for "), Party(&self.party)]);
                pieces.push(Words(", and does not count"));
            }
            ReportStanding::Confirmed { person, trace } => {
                pieces.push(Words(", confirmed by "));
                pieces.push(person.as_ref().map_or(Party(&self.party), Person));
                pieces.extend([Words(" on "), On(trace.at)]);
            }
            ReportStanding::Contested { person, reason, trace } => {
                pieces.push(Words(", contested by "));
                pieces.push(person.as_ref().map_or(Party(&self.party), Person));
                pieces.extend([Words(" on "), On(trace.at), Words(": it does not count")]);
                if let Some(reason) = reason {
                    pieces.extend([Words(" (“"), Said(reason), Words("”)")]);
                }
            }
            ReportStanding::Overtaken => {
                pieces.push(Words(", not confirmed, and overtaken since: it does not count"));
            }
        }
        pieces
    }
}

impl ReportedAct {
    /// The same as plain text: names as the state knows them, days in universal time as `2026-03-02`.
    pub fn text(&self, state: &State) -> String {
        let mut text = String::new();
        for piece in self.in_words() {
            match piece {
                Piece::Words(words) => text.push_str(words),
                Piece::Party(party) => {
                    text.push_str(state.party(party).map_or(party.as_str(), |known| known.name.as_str()));
                }
                Piece::Person(person) => {
                    let known = state.person(&self.party, person);
                    text.push_str(known.map_or(person.as_str(), |known| known.name.as_str()));
                }
                Piece::On(at) => text.push_str(&TimeZone::UTC.to_datetime(at).date().to_string()),
                Piece::Said(words) => text.push_str(words),
            }
        }
        text
    }
}
