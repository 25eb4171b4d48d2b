//! What was said: by whom, when, where, and who may know it.

use crate::{Condition, Date, IssueId, Number, PartyId, PersonId, SourceId};
use std::fmt;

/// A document that statements rest on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Source {
    /// Its id.
    pub id: SourceId,
    /// Its title.
    pub title: String,
    /// When it appeared.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::wire::DaySchema>"))]
    pub date: Option<Date>,
    /// Where to find it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub url: Option<String>,
    /// SHA-256 of the file that was read, as 64 hexadecimal digits in lower case: tells that file from every other.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub sha256: Option<String>,
}

/// A place in a source: `report:P6`.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Citation {
    /// The source.
    pub source: SourceId,
    /// The place in it, such as `P6` or `p. 12`.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub place: Option<String>,
    /// The words of the source that say it, letter for letter, at most 25 of them.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub words: Option<String>,
}

impl Citation {
    /// More words are not quoted: a case is no copy of its sources.
    pub const WORDS_MAX: usize = 25;
}

impl fmt::Debug for Citation {
    /// Where it stands, not what it says.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Citation")
            .field("source", &self.source)
            .field("place", &self.place)
            .finish_non_exhaustive()
    }
}

/// Who said something.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Speaker {
    /// A person of the case.
    Person(PersonId),
    /// Somebody described but not named, such as "an unnamed official".
    Described(String),
}

/// Who may know of a statement.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Publicity {
    /// Everybody.
    Public,
    /// The third party and every party.
    Table,
    /// The third party and this party alone.
    Caucus(PartyId),
    /// The third party alone.
    Mediator,
}

/// How firmly a red line or precondition is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Standing {
    /// Declared in public.
    Public,
    /// Told in confidence.
    Told,
    /// The analyst's or mediator's reading, not the party's word.
    Inferred,
}

/// Where a statement comes from and who may know it.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Provenance {
    /// Who said it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub by: Option<Speaker>,
    /// When it was said. Before this date it does not count.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::wire::DaySchema>"))]
    pub on: Option<Date>,
    /// The day from which it no longer counts, when it was withdrawn.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::wire::DaySchema>"))]
    pub until: Option<Date>,
    /// Where it is recorded.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub source: Option<Citation>,
    /// Further sources that say the same.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub also: Vec<Citation>,
    /// Who may know it.
    pub publicity: Publicity,
    /// It in a sentence, in the author's words.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub text: Option<String>,
}

impl Provenance {
    /// Known to `publicity`, and nothing else said about it.
    pub fn known_to(publicity: Publicity) -> Self {
        Self { by: None, on: None, until: None, source: None, also: Vec::new(), publicity, text: None }
    }

    /// Every source that it is recorded in, the first one first.
    pub fn sources(&self) -> impl Iterator<Item = &Citation> {
        self.source.iter().chain(&self.also)
    }

    /// Whether the statement counts on the day; without a day every statement that was never withdrawn does.
    pub fn counts(&self, on: Option<Date>) -> bool {
        match on {
            Some(day) => self.on.is_none_or(|said| said <= day) && self.until.is_none_or(|end| day < end),
            None => self.until.is_none(),
        }
    }
}

/// What a party says it wants on an issue. Not a preference.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Position {
    /// Whose.
    pub party: PartyId,
    /// On what.
    pub issue: IssueId,
    /// What it asks for, where it can be said in options.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub wants: Option<Condition>,
    /// Where it comes from; `text` says it in words.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub provenance: Provenance,
}

/// The need behind positions.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Interest {
    /// Whose.
    pub party: PartyId,
    /// Where it comes from; `text` says it in words.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub provenance: Provenance,
}

/// Packages a party declares unacceptable.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RedLine {
    /// Whose.
    pub party: PartyId,
    /// The packages it will never accept.
    pub never: Condition,
    /// How firmly it is known.
    pub standing: Standing,
    /// Where it comes from.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub provenance: Provenance,
}

/// What must hold before a party takes a deal.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Precondition {
    /// Whose.
    pub party: PartyId,
    /// Issues that a deal must not leave open.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub settled: Vec<IssueId>,
    /// What the deal must satisfy.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub require: Option<Condition>,
    /// How firmly it is known.
    pub standing: Standing,
    /// Where it comes from.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub provenance: Provenance,
}

/// An option of one issue only with given options of another.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Linkage {
    /// The party it binds; `None` when it holds for every package.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub party: Option<PartyId>,
    /// When this holds …
    pub when: Condition,
    /// … this must hold too.
    pub then: Condition,
    /// Where it comes from.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub provenance: Provenance,
}

/// What a party does without a deal.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Alternative {
    /// Whose.
    pub party: PartyId,
    /// Where it is going for the party, as far as stated.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub trend: Option<Trend>,
    /// Where it comes from; `text` describes it, `on` dates it.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub provenance: Provenance,
}

/// Where an alternative is going for the party that has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Trend {
    /// Better for the party: it needs a deal less.
    Improving,
    /// Worse for the party: it needs a deal more.
    Worsening,
    /// Unchanged.
    Steady,
}

/// A walk-away value from a date on. Confidential in a brief.
#[derive(Clone, PartialEq, Eq)]
pub struct ReservationValue {
    /// The first day it holds; `None` from the start.
    pub from: Option<Date>,
    /// The least utility that might be accepted.
    pub low: Number,
    /// The utility that is certain to be accepted; equal to `low` unless a range was stated.
    pub high: Number,
    /// Why it is what it is.
    pub because: Option<String>,
}

impl fmt::Debug for ReservationValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReservationValue(from {:?}, confidential)", self.from)
    }
}

/// What a party answered to an issue or to the proposals on it.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Answer {
    /// Who answered.
    pub party: PartyId,
    /// On what.
    pub issue: IssueId,
    /// What.
    pub stance: Stance,
    /// Where it comes from.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub provenance: Provenance,
}

/// An answer to an issue as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Stance {
    /// Agreed.
    Accepts,
    /// Some of it.
    AcceptsInPart,
    /// Agreed, subject to the principal.
    AcceptsAdReferendum,
    /// Worked out with the third party, not yet final.
    NearlyAgreed,
    /// Not agreed, still talking.
    Open,
    /// Refused.
    Rejects,
}

/// A public remark that settles nothing, by one voice of a party or by the third party.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Remark {
    /// Whose voice.
    pub party: PartyId,
    /// The issue it is about.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub issue: Option<IssueId>,
    /// Where it comes from; `text` restates it.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub provenance: Provenance,
}

/// A meeting.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Session {
    /// The parties that meet, the third party included.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub parties: Vec<PartyId>,
    /// Who is there.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub people: Vec<PersonId>,
    /// Whether it took place.
    pub status: SessionStatus,
    /// The day.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::wire::DaySchema>"))]
    pub on: Option<Date>,
    /// The place.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub place: Option<String>,
    /// Where it comes from.
    #[cfg_attr(feature = "serde", serde(flatten, with = "crate::wire::Told"))]
    pub provenance: Provenance,
}

/// Whether a session took place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum SessionStatus {
    /// It is to take place.
    Planned,
    /// It took place.
    Held,
    /// It was put off to another day.
    Moved,
    /// It will not take place.
    Cancelled,
}

/// An agreement not to disclose something.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Confidence {
    /// Who agreed to it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub parties: Vec<PartyId>,
    /// The issues whose substance is withheld.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub issues: Vec<IssueId>,
    /// Where it comes from.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub provenance: Provenance,
}

/// A day by which something is to be done.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Deadline {
    /// The last day.
    #[cfg_attr(feature = "schema", schemars(with = "crate::wire::DaySchema"))]
    pub on: Date,
    /// Who set it, as far as that is known.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub party: Option<PartyId>,
    /// The issues that it is for; none where it is for the talks as a whole.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub issues: Vec<IssueId>,
    /// Where it comes from; `text` says what is to be done.
    #[cfg_attr(feature = "serde", serde(flatten, with = "crate::wire::Told"))]
    pub provenance: Provenance,
}

/// What was said in confidence never reaches a log: its `Debug` says no more than that it exists.
macro_rules! masked_unless_at_the_table {
    ($($name:ident { $($field:ident),* })*) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self.provenance.publicity {
                    Publicity::Public | Publicity::Table => {
                        f.debug_struct(stringify!($name))$(.field(stringify!($field), &self.$field))*.finish()
                    }
                    Publicity::Caucus(_) | Publicity::Mediator => {
                        f.write_str(concat!(stringify!($name), "(confidential)"))
                    }
                }
            }
        }
    )*};
}
masked_unless_at_the_table! {
    Position { party, issue, wants, provenance }
    Interest { party, provenance }
    RedLine { party, never, standing, provenance }
    Precondition { party, settled, require, standing, provenance }
    Linkage { party, when, then, provenance }
    Alternative { party, trend, provenance }
    Answer { party, issue, stance, provenance }
    Remark { party, issue, provenance }
    Session { parties, people, status, on, place, provenance }
    Confidence { parties, issues, provenance }
    Deadline { on, party, issues, provenance }
}

impl fmt::Debug for Provenance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.publicity {
            Publicity::Public | Publicity::Table => f
                .debug_struct("Provenance")
                .field("by", &self.by)
                .field("on", &self.on)
                .field("until", &self.until)
                .field("source", &self.source)
                .field("also", &self.also)
                .field("text", &self.text)
                .finish(),
            Publicity::Caucus(_) | Publicity::Mediator => f.write_str("Provenance(confidential)"),
        }
    }
}
