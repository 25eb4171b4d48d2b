//! A copy of what one reader may read of a record, which shows whether the record is still the one it was.
//!
//! For every entry of the reader's compartments it has the sequence, the commitment and the link; and, where the reader may
//! read it, the salt and the bytes that were committed to. So it needs no key. It says nothing of other compartments.

mod compare;

pub use compare::{Found, Relation, Stretch};

use crate::{AttestError, Digest, Line, Moment, chain};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

/// A copy has at most so many bytes: 100 MiB.
pub const COPY_BYTES_MAX: usize = 100 * 1024 * 1024;

/// The version of the form.
const VERSION: u32 = 1;

/// What one reader may read of a record.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Copy {
    mediant_copy: u32,
    /// The title of the case.
    pub case: Line,
    /// The case: the link of the first event that the whole table reads.
    pub case_id: Digest,
    /// For whom it was made.
    pub reader: Reader,
    /// When.
    pub made: Moment,
    /// The streams of the compartments that the reader reads; none twice.
    pub streams: Vec<Stream>,
}

/// For whom a copy is. In JSON `public`, `mediator`, or `party:` and the id of the party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reader {
    /// Everybody.
    Public,
    /// The mediator and the team.
    Mediator,
    /// A party.
    Party(Line),
}

/// The stream of a compartment.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stream {
    /// The name of the compartment: `public`, `table`, `caucus:PARTY`, `delegation:PARTY`, `mediator`, `report:REPORT`.
    pub stream: Line,
    /// How many entries it has.
    pub length: u64,
    /// All of them, in order.
    pub entries: Vec<Entry>,
}

/// An entry of a stream.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Its place, from 1.
    pub sequence: u64,
    /// The commitment to the event.
    pub commitment: Digest,
    /// The link over the entries before it and the commitment.
    pub link: Digest,
    /// The salt of the commitment, where the reader may read the event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salt: Option<Digest>,
    /// The bytes that were committed to, which are JSON; with the salt, or not at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
}

/// What is wrong with a copy, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyFault {
    /// The stream.
    pub stream: String,
    /// The event, from 1; `None` where it is about the whole stream.
    pub event: Option<u64>,
    /// What is wrong.
    pub wrong: Wrong,
}

/// What can be wrong with a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// No reader has a compartment of this name, or this reader has not.
    Stream,
    /// The stream is there twice.
    Twice,
    /// The stream is not there. One without events is there, empty.
    Absent,
    /// The entry has another sequence than the one that has to come: it is missing, repeated or moved.
    Sequence,
    /// The link does not follow from the one before it.
    Link,
    /// The commitment is to other bytes.
    Commitment,
    /// A salt without bytes, or bytes without a salt.
    HalfOpen,
    /// The stream has another number of entries than it says.
    Length,
    /// Neither the public's nor the table's stream begins with the link that names the case: two records are mixed.
    Case,
}

impl Copy {
    /// A copy of these streams.
    pub fn new(case: Line, case_id: Digest, reader: Reader, made: Moment, streams: Vec<Stream>) -> Self {
        Self { mediant_copy: VERSION, case, case_id, reader, made, streams }
    }

    /// Reads a copy. What it says is not checked yet: see [`Copy::check`].
    ///
    /// # Errors
    /// It is longer than [`COPY_BYTES_MAX`], no copy, or of another version.
    pub fn from_json(text: &str) -> Result<Self, AttestError> {
        if text.len() > COPY_BYTES_MAX {
            return Err(AttestError::new("", format!("it has more than {COPY_BYTES_MAX} bytes")));
        }
        let copy: Self = serde_json::from_str(text).map_err(crate::json::refused)?;
        if copy.mediant_copy != VERSION {
            return Err(AttestError::new(
                "mediant_copy",
                format!("only version {VERSION} is known; update Mediant"),
            ));
        }
        Ok(copy)
    }

    /// The copy as a file.
    ///
    /// # Errors
    /// None that a copy can cause; serialisation reports them all the same.
    pub fn to_json(&self) -> Result<String, AttestError> {
        let text = serde_json::to_string(self);
        text.map(|text| text + "\n").map_err(|error| AttestError::new("", error.to_string()))
    }

    /// Everything that is wrong with the copy in itself. Cost: one hash over every entry and event.
    ///
    /// One altered entry is one fault: the chain goes on from the link that the entry states.
    pub fn check(&self) -> Vec<CopyFault> {
        let mut faults = Vec::new();
        let mut names = BTreeSet::new();
        for stream in &self.streams {
            let name = stream.stream.as_str();
            let mut fault = |event, wrong| faults.push(CopyFault { stream: name.to_owned(), event, wrong });
            if !names.insert(name) {
                fault(None, Wrong::Twice);
            }
            if !self.reader.reads(name) {
                fault(None, Wrong::Stream);
            }
            let mut previous = chain::START;
            for (place, entry) in (1..).zip(&stream.entries) {
                if entry.sequence != place {
                    // What follows has every other place, too.
                    fault(Some(place), Wrong::Sequence);
                    break;
                }
                if chain::link(&previous, name, entry.sequence, &entry.commitment) != entry.link {
                    fault(Some(place), Wrong::Link);
                }
                match (&entry.salt, &entry.event) {
                    (Some(salt), Some(event))
                        if chain::commitment(salt, event.as_bytes()) != entry.commitment =>
                    {
                        fault(Some(place), Wrong::Commitment);
                    }
                    (Some(_), None) | (None, Some(_)) => fault(Some(place), Wrong::HalfOpen),
                    _ => {}
                }
                previous = entry.link;
            }
            if stream.length != stream.entries.len() as u64 {
                fault(None, Wrong::Length);
            }
        }
        let absent = self.reader.own().into_iter().filter(|name| !names.contains(name.as_str()));
        faults.extend(absent.map(|stream| CopyFault { stream, event: None, wrong: Wrong::Absent }));
        let mut first =
            ["public", "table"].into_iter().filter_map(|name| self.stream(name)?.entries.first()).peekable();
        if first.peek().is_some() && first.all(|entry| entry.link != self.case_id) {
            faults.push(CopyFault { stream: "table".to_owned(), event: Some(1), wrong: Wrong::Case });
        }
        faults
    }

    /// The stream of this name.
    pub fn stream(&self, name: &str) -> Option<&Stream> {
        self.streams.iter().find(|stream| stream.stream.as_str() == name)
    }
}

impl Reader {
    /// The streams that a copy for this reader has in any case.
    fn own(&self) -> Vec<String> {
        let mut own = vec!["public".to_owned()];
        match self {
            Self::Public => {}
            Self::Mediator => own.extend(["table".to_owned(), "mediator".to_owned()]),
            Self::Party(party) => {
                own.extend(["table".to_owned(), format!("caucus:{party}"), format!("delegation:{party}")]);
            }
        }
        own
    }

    /// Whether the reader may have the stream of this name in a copy.
    fn reads(&self, stream: &str) -> bool {
        match (self, stream.split_once(':')) {
            (_, None) if stream == "public" => true,
            (Self::Mediator | Self::Party(_), None) if stream == "table" => true,
            (Self::Mediator, None) => stream == "mediator",
            (Self::Mediator, Some((kind, of))) => matches!(kind, "caucus" | "report") && !of.is_empty(),
            (Self::Party(party), Some((kind, of))) => {
                matches!(kind, "caucus" | "delegation") && of == party.as_str()
            }
            _ => false,
        }
    }
}

impl fmt::Display for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Public => f.write_str("public"),
            Self::Mediator => f.write_str("mediator"),
            Self::Party(party) => write!(f, "party:{party}"),
        }
    }
}

impl Serialize for Reader {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Reader {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match (text.as_str(), text.strip_prefix("party:")) {
            ("public", _) => Ok(Self::Public),
            ("mediator", _) => Ok(Self::Mediator),
            (_, Some(party)) => Line::new(party).map(Self::Party).map_err(serde::de::Error::custom),
            _ => Err(serde::de::Error::custom("a reader is `public`, `mediator`, or `party:` and an id")),
        }
    }
}

impl fmt::Display for CopyFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(event) = self.event {
            write!(f, "event {event} of ")?;
        }
        write!(f, "`{}`: {}", self.stream, self.wrong)
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Stream => "this reader has no such compartment",
            Self::Absent => "the compartment is not there, and this reader has it",
            Self::Twice => "the compartment is there twice",
            Self::Sequence => "another event stands here: one is missing, repeated or moved",
            Self::Link => "its link does not follow from the event before it",
            Self::Commitment => "its commitment is to other words than these",
            Self::HalfOpen => "of salt and event one is there without the other",
            Self::Length => "it has another number of events than it says: the copy was cut off or added to",
            Self::Case => "the record begins otherwise than the case it names: two records are mixed",
        })
    }
}

/// What a copy holds is confidential.
impl fmt::Debug for Copy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Copy({} streams)", self.streams.len())
    }
}

impl fmt::Debug for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Stream({} entries)", self.entries.len())
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Entry({}, confidential)", self.sequence)
    }
}
