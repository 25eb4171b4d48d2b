//! Two copies held against each other; a link that was noted; the table that a signer saw.

use super::{Copy, Reader};
use crate::{AttestError, Pin};

/// How a stream of a copy stands to the same stream of another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// Both have the same events.
    Same,
    /// It has the other's events, and others after them.
    Continues {
        /// How many the other one has.
        then: u64,
        /// How many it has.
        now: u64,
    },
    /// The other one has its events, and others after them.
    Shorter {
        /// How many the other one has.
        then: u64,
        /// How many it has.
        now: u64,
    },
    /// Up to the event before this one they are the same.
    Parts {
        /// The first event, from 1, that is another.
        at: u64,
    },
}

/// A stream of both copies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Its name.
    pub stream: String,
    /// How the one stands to the other.
    pub relation: Relation,
}

/// Where a link stands in a copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The stream.
    pub stream: String,
    /// The event, from 1.
    pub event: u64,
}

/// A link noted on paper has at least so many digits: 64 bits.
const LINK_DIGITS_MIN: usize = 16;

impl Copy {
    /// Holds this copy against another one: stream by stream, of those that both readers have.
    ///
    /// Of one reader's copies the older one's streams are all looked for. Two readers share the table's and the public's.
    /// Both copies are to be [checked](Copy::check) first: the links of a copy that does not hold say nothing.
    ///
    /// # Errors
    /// They are of two cases.
    pub fn against(&self, other: &Self) -> Result<Vec<Stretch>, AttestError> {
        if self.case_id != other.case_id && !self.is_public_part_of(other) && !other.is_public_part_of(self) {
            return Err(AttestError::new("case_id", "the two copies are of two records"));
        }
        let one_reader = self.reader == other.reader;
        let shared = other.streams.iter().filter(|stream| {
            let name = stream.stream.as_str();
            one_reader || self.reader.reads(name) && other.reader.reads(name)
        });
        Ok(shared
            .map(|theirs| {
                let name = theirs.stream.as_str();
                let links = |copy: &Self| -> Vec<_> {
                    let entries = copy.stream(name).map(|stream| stream.entries.iter());
                    entries.into_iter().flatten().map(|entry| entry.link).collect()
                };
                Stretch { stream: name.to_owned(), relation: relation(&links(self), &links(other)) }
            })
            .collect())
    }

    /// Whether this is everybody's copy, who do not read how the case began, and its public events begin as the other's do.
    fn is_public_part_of(&self, other: &Self) -> bool {
        let first = |copy: &Self| copy.stream("public").and_then(|public| Some(public.entries.first()?.link));
        let mine = first(self);
        self.reader == Reader::Public && (mine.is_none() || mine == first(other))
    }

    /// Where the link stands whose digits begin with these; blanks and hyphens between them do not count.
    ///
    /// # Errors
    /// Fewer than 16 digits, or other characters.
    pub fn find(&self, digits: &str) -> Result<Vec<Found>, AttestError> {
        let digits: String = digits
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .map(|c| c.to_ascii_lowercase())
            .collect();
        let hexadecimal = digits.chars().all(|digit| digit.is_ascii_hexdigit());
        if !hexadecimal || !(LINK_DIGITS_MIN..=64).contains(&digits.len()) {
            return Err(AttestError::new(
                "link",
                "a link has 64 hexadecimal digits, and is known by its first 16 at the least",
            ));
        }
        let entries =
            self.streams.iter().flat_map(|stream| stream.entries.iter().map(move |entry| (stream, entry)));
        let found = entries.filter(|(_, entry)| entry.link.to_string().starts_with(&digits));
        Ok(found
            .map(|(stream, entry)| Found { stream: stream.stream.as_str().to_owned(), event: entry.sequence })
            .collect())
    }

    /// Whether the table that a signer saw is the one of this copy. `None` where the copy ends before.
    pub fn has_table(&self, pin: &Pin) -> Option<bool> {
        let entries = self.stream("table").map_or(&[][..], |stream| &stream.entries);
        let Some(last) = pin.length.checked_sub(1) else { return Some(pin.link == crate::chain::START) };
        let entry = usize::try_from(last).ok().and_then(|last| entries.get(last))?;
        Some(entry.link == pin.link)
    }

    /// Whether this is a copy of a reader who has the table's stream.
    pub fn is_of_the_table(&self) -> bool {
        !matches!(self.reader, Reader::Public)
    }
}

fn relation<T: PartialEq>(now: &[T], then: &[T]) -> Relation {
    let same = now.iter().zip(then).take_while(|(now, then)| now == then).count() as u64;
    let (now, then) = (now.len() as u64, then.len() as u64);
    match (same == now, same == then) {
        (true, true) => Relation::Same,
        (false, true) => Relation::Continues { then, now },
        (true, false) => Relation::Shorter { then, now },
        (false, false) => Relation::Parts { at: same + 1 },
    }
}
