//! One claim of a model: a kind and words.

use std::fmt;

use serde::Deserialize;

use crate::suggest::{Event, PersonChange, SessionState, Stance, StatusKind, Way};

/// What a claim says that its words are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Something said, and how the party stands.
    Statement(Stance),
    /// A session, and what becomes of it.
    Session(SessionState),
    /// How the talks stand.
    Status(StatusKind),
    /// Where a party's situation without a deal goes.
    Alternative(Way),
    /// Somebody comes or goes.
    Person(PersonChange),
}

/// A claim in form. Its words are the model's: they are looked for in the report and go nowhere else.
#[derive(Clone, PartialEq, Eq)]
pub struct Claim {
    /// What it claims.
    pub what: What,
    /// The words that state it.
    pub words: String,
    /// The paragraph that they stand in, from 1, where the model gave it.
    pub paragraph: Option<usize>,
    /// Words that name the speaker, or the person who comes or goes.
    pub who: Option<String>,
    /// Words that name the party.
    pub party: Option<String>,
    /// Words that name the day.
    pub day: Option<String>,
}

impl fmt::Debug for Claim {
    /// What it claims, without the words: they may be a confidential report's.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Claim({:?}, {} bytes)", self.what, self.words.len())
    }
}

/// A claim as the schema writes it. A field that the schema does not have, such as a place, makes it a claim out of form.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    kind: String,
    words: String,
    #[serde(default)]
    paragraph: Option<usize>,
    #[serde(default)]
    stance: Option<String>,
    #[serde(default)]
    status: Option<String>,
    #[serde(default)]
    what: Option<String>,
    #[serde(default)]
    direction: Option<String>,
    #[serde(default)]
    event: Option<String>,
    #[serde(default)]
    who: Option<String>,
    #[serde(default)]
    party: Option<String>,
    #[serde(default)]
    day: Option<String>,
}

impl Claim {
    /// Reads a claim; `None` of one that is not in form: another kind, a value that its kind does not have, a field of another
    /// kind, a field that nothing has.
    ///
    /// ```
    /// use mediant_reader::claims::{Claim, What};
    /// use mediant_reader::suggest::SessionState;
    /// use serde_json::json;
    ///
    /// let claim = Claim::read(&json!({"kind": "session", "status": "held", "words": "met in Bern"}));
    /// assert_eq!(claim.map(|claim| claim.what), Some(What::Session(SessionState::Held)));
    /// let with_place = json!({"kind": "session", "status": "held", "words": "met in Bern", "start": 12});
    /// assert_eq!(Claim::read(&with_place), None);
    /// ```
    pub fn read(value: &serde_json::Value) -> Option<Self> {
        let written = Written::deserialize(value).ok()?;
        let given = [&written.stance, &written.status, &written.what, &written.direction, &written.event];
        if given.iter().filter(|field| field.is_some()).count() != 1 {
            return None;
        }
        let what = match written.kind.as_str() {
            "statement" => named(&Stance::ALL, written.stance.as_deref()).map(What::Statement),
            "session" => named(&SessionState::ALL, written.status.as_deref()).map(What::Session),
            "status" => named(&StatusKind::ALL, written.what.as_deref()).map(What::Status),
            "alternative" => named(&Way::ALL, written.direction.as_deref()).map(What::Alternative),
            "person" => named(&PersonChange::ALL, written.event.as_deref()).map(What::Person),
            _ => None,
        }?;
        Some(Self {
            what,
            words: written.words,
            paragraph: written.paragraph,
            who: written.who,
            party: written.party,
            day: written.day,
        })
    }
}

/// The value of a list that has this name.
fn named<E: Event>(all: &[E], name: Option<&str>) -> Option<E> {
    all.iter().copied().find(|value| Some(value.name()) == name)
}
