//! The fields of a suggestion as values of their own, which a person may edit.

use std::fmt;

use jiff::civil::Date;

use super::fault::DecisionError;
use crate::suggest::{Event, Fact, Parties, PersonChange, SessionState, Stance, StatusKind, Way};

/// What a suggestion says, beside its words. `None` where the report does not say, or not clearly.
#[derive(Clone, PartialEq, Eq)]
pub enum Fields {
    /// Somebody said something.
    Statement {
        /// How the party stands.
        stance: Stance,
        /// Who said it.
        speaker: Option<String>,
        /// For which party.
        party: Option<String>,
        /// The day on which it was said.
        on: Option<Date>,
        /// About which matter; the reader leaves that to whoever drafts a case.
        about: Option<String>,
    },
    /// The parties met or will meet.
    Session {
        /// What becomes of it.
        state: SessionState,
        /// The day on which they met or are to meet.
        on: Option<Date>,
        /// Those who meet, each as the report calls them.
        participants: Vec<String>,
        /// The place of the meeting.
        place: Option<String>,
    },
    /// How the talks stand.
    Status {
        /// In which way.
        kind: StatusKind,
        /// When; of a deadline the day on which it falls.
        on: Option<Date>,
        /// About which matter.
        about: Option<String>,
    },
    /// What a party has without a deal changes.
    Alternative {
        /// To the better or the worse.
        way: Way,
        /// The party whose situation it is.
        party: Option<String>,
    },
    /// Somebody comes or goes.
    Person {
        /// Whether the person resigns, is sent away, comes in, is replaced or dies.
        change: PersonChange,
        /// The person it happens to, as the report calls them.
        who: Option<String>,
        /// The day on which it happens.
        on: Option<Date>,
        /// The party that the person belongs to.
        party: Option<String>,
    },
}

/// A field that can be edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    /// What it says of its kind: a stance, whether a session was held, how a party's situation changes.
    Event,
    /// Who said it.
    Speaker,
    /// To whom it happens.
    Who,
    /// The party whose word, situation or person it is.
    Party,
    /// The day of what is told; of a deadline the day on which it falls.
    On,
    /// The matter of the talks that it is about.
    About,
    /// Those who met or are to meet.
    Participants,
    /// The place of a meeting.
    Place,
}

impl Slot {
    /// As files and screens write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Event => "what",
            Self::Speaker => "speaker",
            Self::Who => "who",
            Self::Party => "party",
            Self::On => "on",
            Self::About => "about",
            Self::Participants => "participants",
            Self::Place => "place",
        }
    }
}

/// Characters that a name, a place or a matter may have at most.
const LONGEST: usize = 200;

impl Fields {
    /// Those of a suggested fact.
    pub fn from_fact<'t>(fact: &Fact<'t>, parties: &Parties<'t>) -> Self {
        let name = |words: &str| Some(one_line(words)).filter(|name| !name.is_empty());
        match fact {
            Fact::Statement { speaker, party, stance, on, .. } => Self::Statement {
                stance: *stance,
                speaker: speaker.and_then(|speaker| name(speaker.value.as_str())),
                party: party.and_then(|party| name(parties.name(party.value))),
                on: on.map(|on| on.value),
                about: None,
            },
            Fact::Session { state, on, participants, place } => Self::Session {
                state: *state,
                on: on.map(|on| on.value),
                participants: participants
                    .iter()
                    .map(|words| participant(words.as_str()))
                    .filter(|name| !name.is_empty())
                    .collect(),
                place: place.and_then(|place| name(place.as_str())),
            },
            Fact::Status { kind, on } => Self::Status { kind: *kind, on: on.map(|on| on.value), about: None },
            Fact::Alternative { party, way } => Self::Alternative {
                way: *way,
                party: party.and_then(|party| name(parties.name(party.value))),
            },
            Fact::Person { change, who, on, party } => Self::Person {
                change: *change,
                who: who.and_then(|who| name(who.value.as_str())),
                on: on.map(|on| on.value),
                party: party.and_then(|party| name(parties.name(party.value))),
            },
        }
    }

    /// `statement`, `session`, `status`, `alternative` or `person`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Statement { .. } => "statement",
            Self::Session { .. } => "session",
            Self::Status { .. } => "status",
            Self::Alternative { .. } => "alternative",
            Self::Person { .. } => "person",
        }
    }

    /// What it says of its kind: `rules out`, `held`, `hurdle`, `worsens`, `resigned`.
    pub fn event(&self) -> &'static str {
        match self {
            Self::Statement { stance, .. } => stance.name(),
            Self::Session { state, .. } => state.name(),
            Self::Status { kind, .. } => kind.name(),
            Self::Alternative { way, .. } => way.name(),
            Self::Person { change, .. } => change.name(),
        }
    }

    /// The fields that can be edited, in the order in which they are shown.
    pub fn slots(&self) -> &'static [Slot] {
        match self {
            Self::Statement { .. } => &[Slot::Event, Slot::Speaker, Slot::Party, Slot::On, Slot::About],
            Self::Session { .. } => &[Slot::Event, Slot::On, Slot::Participants, Slot::Place],
            Self::Status { .. } => &[Slot::Event, Slot::On, Slot::About],
            Self::Alternative { .. } => &[Slot::Event, Slot::Party],
            Self::Person { .. } => &[Slot::Event, Slot::Who, Slot::Party, Slot::On],
        }
    }

    /// The values that a field may have, where they are few.
    pub fn choices(&self, slot: Slot) -> Option<Vec<&'static str>> {
        (slot == Slot::Event).then(|| match self {
            Self::Statement { .. } => names(&Stance::CHOICES),
            Self::Session { .. } => names(&SessionState::ALL),
            Self::Status { .. } => names(&StatusKind::ALL),
            Self::Alternative { .. } => names(&Way::ALL),
            Self::Person { .. } => names(&PersonChange::ALL),
        })
    }

    /// A field's value in one line, as [`Fields::with`] takes it; empty where there is none.
    pub fn value(&self, slot: Slot) -> String {
        let day = |day: &Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        match (slot, self) {
            (Slot::Event, _) => self.event().to_owned(),
            (Slot::Speaker, Self::Statement { speaker: text, .. })
            | (Slot::Who, Self::Person { who: text, .. })
            | (Slot::About, Self::Statement { about: text, .. } | Self::Status { about: text, .. })
            | (Slot::Place, Self::Session { place: text, .. })
            | (
                Slot::Party,
                Self::Statement { party: text, .. }
                | Self::Alternative { party: text, .. }
                | Self::Person { party: text, .. },
            ) => text.clone().unwrap_or_default(),
            (
                Slot::On,
                Self::Statement { on, .. }
                | Self::Session { on, .. }
                | Self::Status { on, .. }
                | Self::Person { on, .. },
            ) => day(on),
            (Slot::Participants, Self::Session { participants, .. }) => participants.join("; "),
            _ => String::new(),
        }
    }

    /// The same with another value in a field; white space alone means none. Several participants stand with `;` between them.
    ///
    /// # Errors
    /// The field is not one of this kind, or the value is not one of the field: no such day, none of the choices, too long.
    pub fn with(&self, slot: Slot, value: &str) -> Result<Self, DecisionError> {
        if !self.slots().contains(&slot) {
            return Err(DecisionError::NoSuchField { kind: self.kind(), slot });
        }
        let mut new = self.clone();
        match (&mut new, slot) {
            (new, Slot::Event) => new.choose(value.trim())?,
            (Self::Session { participants, .. }, Slot::Participants) => {
                let names = value.split(';').map(|name| text(slot, name)).collect::<Result<Vec<_>, _>>()?;
                *participants = names.into_iter().flatten().collect();
            }
            (
                Self::Statement { on, .. }
                | Self::Session { on, .. }
                | Self::Status { on, .. }
                | Self::Person { on, .. },
                Slot::On,
            ) => *on = day(value)?,
            (Self::Statement { speaker: field, .. }, Slot::Speaker)
            | (Self::Person { who: field, .. }, Slot::Who)
            | (Self::Statement { about: field, .. } | Self::Status { about: field, .. }, Slot::About)
            | (Self::Session { place: field, .. }, Slot::Place)
            | (
                Self::Statement { party: field, .. }
                | Self::Alternative { party: field, .. }
                | Self::Person { party: field, .. },
                Slot::Party,
            ) => *field = text(slot, value)?,
            // Every slot of a kind is matched above.
            _ => return Err(DecisionError::NoSuchField { kind: self.kind(), slot }),
        }
        Ok(new)
    }

    fn choose(&mut self, value: &str) -> Result<(), DecisionError> {
        match self {
            Self::Statement { stance, .. } => *stance = named(&Stance::CHOICES, value)?,
            Self::Session { state, .. } => *state = named(&SessionState::ALL, value)?,
            Self::Status { kind, .. } => *kind = named(&StatusKind::ALL, value)?,
            Self::Alternative { way, .. } => *way = named(&Way::ALL, value)?,
            Self::Person { change, .. } => *change = named(&PersonChange::ALL, value)?,
        }
        Ok(())
    }

    /// Whether every value is a plain line, and each that is not as in `before` one that [`Fields::with`] takes as it stands.
    ///
    /// What an author suggested may be longer than what a person may write.
    pub(super) fn checked(&self, before: Option<&Self>) -> Result<(), DecisionError> {
        for &slot in self.slots() {
            let value = self.value(slot);
            if before.is_some_and(|before| before.value(slot) == value) {
                continue;
            }
            match self.with(slot, &value) {
                Ok(same) if same == *self => {}
                Err(DecisionError::TooLong { .. }) if before.is_none() && one_line(&value) == value => {}
                Ok(_) => return Err(DecisionError::NotPlain { slot, value }),
                Err(refused) => return Err(refused),
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Fields {
    /// The kind alone: what a report says may be confidential.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fields({}: {})", self.kind(), self.event())
    }
}

fn names<T: Event>(all: &[T]) -> Vec<&'static str> {
    all.iter().map(|one| one.name()).collect()
}

/// The value of a name.
pub(super) fn named<T: Event>(all: &[T], name: &str) -> Result<T, DecisionError> {
    let found = all.iter().find(|one| one.name() == name).copied();
    found.ok_or_else(|| DecisionError::NotAChoice { written: one_line(name), choices: names(all) })
}

/// A day that the calendar has, as `2031-05-14`; `None` of white space.
pub(super) fn day(written: &str) -> Result<Option<Date>, DecisionError> {
    let written = written.trim();
    if written.is_empty() {
        return Ok(None);
    }
    let has_form = written.len() == 10
        && written.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !has_form {
        return Err(DecisionError::NotADay { written: one_line(written) });
    }
    written.parse().map(Some).map_err(|_| DecisionError::NoSuchDay { written: written.to_owned() })
}

fn text(slot: Slot, written: &str) -> Result<Option<String>, DecisionError> {
    let text = one_line(written);
    let length = text.chars().count();
    match length {
        0 => Ok(None),
        1..=LONGEST => Ok(Some(text)),
        _ => Err(DecisionError::TooLong { slot, length, limit: LONGEST }),
    }
}

/// Who met, as a field holds it: the sign between two names stands in none.
pub(super) fn participant(words: &str) -> String {
    one_line(&words.replace(';', ","))
}

/// Words in one line, one blank between them, without characters that steer a terminal or turn its line.
pub(super) fn one_line(words: &str) -> String {
    let misleads = |letter: char| {
        letter.is_control() || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let kept: String = words.chars().map(|letter| if misleads(letter) { ' ' } else { letter }).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}
