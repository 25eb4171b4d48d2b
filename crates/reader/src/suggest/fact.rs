//! A suggestion and its fields.

use std::fmt;

use jiff::civil::Date;

use crate::report::Excerpt;
use crate::said::Manner;

/// Where a field's value was taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From<'t> {
    /// Words of the report.
    Words(Excerpt<'t>),
    /// A paragraph before, from 0: who spoke, who holds an office, whom a pronoun means.
    Memory(usize),
    /// The report's own day.
    Dateline,
    /// A person who looked at the suggestion.
    Person,
}

/// A value with where it was taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field<'t, T> {
    /// The value itself.
    pub value: T,
    /// Where it was taken from.
    pub from: From<'t>,
}

/// How a party stands to what is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stance {
    /// Agrees to all of it.
    Accepts,
    /// Agrees to a part, or with changes.
    AcceptsInPart,
    /// Says that it will not have it.
    RulesOut,
    /// Says what it wants.
    Demands,
    /// Agrees if something else happens.
    Precondition,
    /// Would talk about it.
    Open,
    /// Takes no position.
    None,
    /// Says what it needs something for. The reader cannot tell this from a position; a person who looks at a suggestion can.
    Interest,
}

impl Stance {
    /// Every stance that the reader suggests, in the order of the classifier's answers.
    pub const ALL: [Self; 7] = [
        Self::Accepts,
        Self::AcceptsInPart,
        Self::RulesOut,
        Self::Demands,
        Self::Precondition,
        Self::Open,
        Self::None,
    ];

    /// Every stance that a person may choose.
    pub const CHOICES: [Self; 8] = [
        Self::Accepts,
        Self::AcceptsInPart,
        Self::RulesOut,
        Self::Demands,
        Self::Precondition,
        Self::Open,
        Self::Interest,
        Self::None,
    ];
}

/// What becomes of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SessionState {
    /// It was held.
    Held,
    /// It is to be held.
    Planned,
    /// It will not be held.
    Cancelled,
    /// It will be held on another day or elsewhere.
    Moved,
}

impl SessionState {
    /// Every state, in the order of the answers of the classifier.
    pub const ALL: [Self; 4] = [Self::Held, Self::Planned, Self::Cancelled, Self::Moved];
}

/// How the talks stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StatusKind {
    /// What stands in the way.
    Hurdle,
    /// What is settled.
    Agreed,
    /// The talks do not move.
    Stalled,
    /// What is kept from others.
    Confidentiality,
    /// By which day something is to be done.
    Deadline,
}

impl StatusKind {
    /// Every kind, in the order in which messages list them.
    pub const ALL: [Self; 5] =
        [Self::Hurdle, Self::Agreed, Self::Stalled, Self::Confidentiality, Self::Deadline];
}

/// Where a party's situation without a deal goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// It gets better.
    Improves,
    /// It gets worse.
    Worsens,
}

impl Way {
    /// Both ways, in the order of the answers of the classifier.
    pub const ALL: [Self; 2] = [Self::Improves, Self::Worsens];
}

/// What becomes of a person of the talks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PersonChange {
    /// Leaves of their own will.
    Resigned,
    /// Is sent away.
    Dismissed,
    /// Comes into an office.
    Appointed,
    /// Gives way to somebody else.
    Replaced,
    /// Is dead: the person died.
    Died,
}

impl PersonChange {
    /// Every change, in the order in which messages list them.
    pub const ALL: [Self; 5] = [Self::Resigned, Self::Dismissed, Self::Appointed, Self::Replaced, Self::Died];
}

/// An event's name, as files write it.
pub trait Event: Copy {
    /// `rules out`, `held`, `hurdle`, `worsens`, `resigned`.
    fn name(self) -> &'static str;
}

impl Event for Stance {
    fn name(self) -> &'static str {
        match self {
            Self::Accepts => "accepts",
            Self::AcceptsInPart => "accepts in part",
            Self::RulesOut => "rules out",
            Self::Demands => "demands",
            Self::Precondition => "precondition",
            Self::Open => "open",
            Self::None => "none",
            Self::Interest => "interest",
        }
    }
}

impl Event for SessionState {
    fn name(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Planned => "planned",
            Self::Cancelled => "cancelled",
            Self::Moved => "moved",
        }
    }
}

impl Event for StatusKind {
    fn name(self) -> &'static str {
        match self {
            Self::Hurdle => "hurdle",
            Self::Agreed => "agreed",
            Self::Stalled => "stalled",
            Self::Confidentiality => "confidentiality",
            Self::Deadline => "deadline",
        }
    }
}

impl Event for Way {
    fn name(self) -> &'static str {
        match self {
            Self::Improves => "improves",
            Self::Worsens => "worsens",
        }
    }
}

impl Event for PersonChange {
    fn name(self) -> &'static str {
        match self {
            Self::Resigned => "resigned",
            Self::Dismissed => "dismissed",
            Self::Appointed => "appointed",
            Self::Replaced => "replaced",
            Self::Died => "died",
        }
    }
}

/// What is suggested. A field that the report does not give, or not surely enough, is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact<'t> {
    /// Somebody said something.
    Statement {
        /// Who: a person's fullest name, or the words that name the office, body or source.
        speaker: Option<Field<'t, Excerpt<'t>>>,
        /// Whether the words name nobody in particular.
        anonymous: bool,
        /// Whose word it is.
        party: Option<Field<'t, Excerpt<'t>>>,
        /// In quotation marks or not; `None` of a position that nothing announces.
        manner: Option<Manner>,
        /// How the party stands.
        stance: Stance,
        /// When it was said.
        on: Option<Field<'t, Date>>,
        /// The words that announce it.
        cue: Option<Excerpt<'t>>,
    },
    /// The parties met or will meet.
    Session {
        /// What becomes of it.
        state: SessionState,
        /// The day on which they met or are to meet.
        on: Option<Field<'t, Date>>,
        /// Those who meet, each by the words that name them.
        participants: Vec<Excerpt<'t>>,
        /// The words that name the place of the meeting.
        place: Option<Excerpt<'t>>,
    },
    /// How the talks stand.
    Status {
        /// In which way.
        kind: StatusKind,
        /// When; of a deadline the day on which it falls.
        on: Option<Field<'t, Date>>,
    },
    /// What a party would do, or suffer, without a deal changes.
    Alternative {
        /// The party whose situation it is.
        party: Option<Field<'t, Excerpt<'t>>>,
        /// To the better or the worse.
        way: Way,
    },
    /// Somebody comes or goes.
    Person {
        /// Whether the person resigns, is sent away, comes in, is replaced or dies.
        change: PersonChange,
        /// The person it happens to, by the words that name them.
        who: Option<Field<'t, Excerpt<'t>>>,
        /// The day on which it happens.
        on: Option<Field<'t, Date>>,
        /// The party that the person belongs to.
        party: Option<Field<'t, Excerpt<'t>>>,
    },
}

impl Fact<'_> {
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
}

/// A suggested fact with its words.
#[derive(Clone, PartialEq, Eq)]
pub struct Suggestion<'t> {
    /// What is suggested.
    pub fact: Fact<'t>,
    /// The words of the report that state it.
    pub at: Excerpt<'t>,
    /// Further words of it, elsewhere in the same sentence.
    pub also: Vec<Excerpt<'t>>,
    /// The paragraph, from 0.
    pub paragraph: usize,
    /// What found it: `said`, `position` or `clause`.
    pub rule: &'static str,
    /// The product of the shares that classifier and judges gave to what they chose, from 0 to 1, in ten-thousandths.
    pub sure: u16,
    /// How often, of a hundred suggestions like it, the kind and every field were right.
    pub confidence: u8,
    /// Whether it stands above the default line.
    pub shown: bool,
}

impl fmt::Debug for Suggestion<'_> {
    /// Kind and place: what it says may be confidential.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Suggestion({} at {:?}, {} %)", self.fact.kind(), self.at.range(), self.confidence)
    }
}
