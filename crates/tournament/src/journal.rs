//! What was played, line by line, so that an interruption loses nothing that was finished.
//!
//! The first line says of which tournament and part the journal is; every other holds a record. Each line begins with a
//! checksum of its rest: 16 hexadecimal digits of BLAKE3.

use crate::grid::Shard;
use crate::play::Record;
use crate::tournament::Tournament;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The first line of a journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// The version of the form: 1.
    pub mediant_journal: u32,
    /// The tournament's title.
    pub title: String,
    /// Its fingerprint ([`Tournament::fingerprint`]).
    pub tournament: String,
    /// Which part, from 1.
    pub shard: u32,
    /// Of how many.
    pub of: u32,
}

/// A journal read back.
#[derive(Clone, Debug, PartialEq)]
pub struct Journal {
    /// Which tournament it is of.
    pub heading: Heading,
    /// Its records, in the order in which they were kept.
    pub records: Vec<Record>,
    /// How many bytes its whole lines take; what follows is a line that was cut off.
    pub whole_bytes: usize,
}

/// Why a text is no journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JournalError {
    /// The first line is not there, or not whole.
    NoHeading,
    /// It has a version that is not known here.
    Version(u32),
    /// This line, counted from 1, is not what was written, although others follow it.
    Line(usize),
}

impl fmt::Display for JournalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoHeading => write!(f, "it does not begin like a journal"),
            Self::Version(version) => write!(f, "it has version {version}, which is not known here"),
            Self::Line(line) => write!(f, "line {line} is not what was written"),
        }
    }
}

impl Heading {
    /// The version that is written.
    pub const VERSION: u32 = 1;

    /// The heading of a part of a tournament.
    pub fn new(tournament: &Tournament, shard: Shard) -> Self {
        Self {
            mediant_journal: Self::VERSION,
            title: tournament.specification().title.clone(),
            tournament: tournament.fingerprint(),
            shard: shard.number(),
            of: shard.of(),
        }
    }

    /// Whether it is of the same tournament, whatever the part.
    pub fn is_of(&self, tournament: &Tournament) -> bool {
        self.tournament == tournament.fingerprint()
    }
}

/// A line of a journal, with its line break.
///
/// # Errors
/// A float that is not a number, which no record holds.
pub fn line(content: &impl Serialize) -> Result<String, serde_json::Error> {
    let text = serde_json::to_string(content)?;
    Ok(format!("{} {text}\n", checksum(&text)))
}

/// Reads a journal. A last line without its line break, or that is not whole, is left out: that is how an
/// interruption ends.
///
/// # Errors
/// It does not begin like a journal, or a line in its midst is damaged.
pub fn read(text: &[u8]) -> Result<Journal, JournalError> {
    let mut lines = text.split_inclusive(|byte| *byte == b'\n');
    let first = lines.next().and_then(content).ok_or(JournalError::NoHeading)?;
    let version: Version = serde_json::from_str(first).map_err(|_| JournalError::NoHeading)?;
    if version.mediant_journal != Heading::VERSION {
        return Err(JournalError::Version(version.mediant_journal));
    }
    let heading: Heading = serde_json::from_str(first).map_err(|_| JournalError::NoHeading)?;
    // The checksum, a blank and the line break.
    let mut whole_bytes = first.len() + CHECKSUM + 2;
    let mut records = Vec::new();
    let mut lines = lines.enumerate().peekable();
    while let Some((place, line)) = lines.next() {
        match content(line).and_then(|text| serde_json::from_str::<Record>(text).ok()) {
            Some(record) => {
                whole_bytes += line.len();
                records.push(record);
            }
            None if lines.peek().is_none() => break,
            None => return Err(JournalError::Line(place + 2)),
        }
    }
    Ok(Journal { heading, records, whole_bytes })
}

/// Reads lines of records that were not kept in a journal but handed over, without a heading. Each must be whole.
///
/// # Errors
/// A line is damaged or cut off.
pub fn records(text: &[u8]) -> Result<Vec<Record>, JournalError> {
    let lines = text.split_inclusive(|byte| *byte == b'\n').enumerate();
    lines
        .map(|(place, line)| {
            let record = content(line).and_then(|text| serde_json::from_str(text).ok());
            record.ok_or(JournalError::Line(place + 1))
        })
        .collect()
}

#[derive(Deserialize)]
struct Version {
    mediant_journal: u32,
}

const CHECKSUM: usize = 16;

fn checksum(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().chars().take(CHECKSUM).collect()
}

/// What a whole line says.
fn content(line: &[u8]) -> Option<&str> {
    let line = std::str::from_utf8(line).ok()?.strip_suffix('\n')?;
    let (sum, text) = line.split_once(' ')?;
    (checksum(text) == sum).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::play::Played;
    use mediant_sim::{Ending, Fault};

    fn journal() -> (String, Vec<Record>) {
        let heading =
            Heading { mediant_journal: 1, title: "a\nb".into(), tournament: "f".into(), shard: 1, of: 2 };
        let played = |unit: u64| Played {
            package: unit.is_multiple_of(2).then(|| vec![1, 0, 3]),
            ending: Ending::Lost { party: 1, fault: Fault::Panicked { message: "ü\n\"x\"".into() } },
            rounds: 7,
            time: 0.1 + 0.2,
            moves: 14,
            units: vec![i64::MIN, i64::MAX],
            discounted: vec![1.0 / 3.0, 5e-324],
        };
        let records: Vec<Record> =
            (0..5).map(|unit| Record { unit, played: vec![played(unit); 2] }).collect();
        let lines = records.iter().map(|record| line(record).unwrap());
        (std::iter::once(line(&heading).unwrap()).chain(lines).collect(), records)
    }

    #[test]
    fn what_was_kept_is_read_back_to_the_last_bit() {
        let (text, records) = journal();
        let read = read(text.as_bytes()).unwrap();
        assert_eq!(read.records, records);
        assert_eq!(read.whole_bytes, text.len());
    }

    #[test]
    fn wherever_it_is_cut_off_whole_lines_are_kept() {
        let (text, records) = journal();
        let first = text.find('\n').unwrap() + 1;
        assert_eq!(read(b""), Err(JournalError::NoHeading));
        assert_eq!(read(&text.as_bytes()[..first - 1]), Err(JournalError::NoHeading));
        for end in first..=text.len() {
            let cut = &text.as_bytes()[..end];
            let read = read(cut).unwrap();
            let whole = cut.iter().filter(|byte| **byte == b'\n').count() - 1;
            assert_eq!(read.records, records[..whole]);
            assert_eq!(read.whole_bytes, cut.iter().rposition(|byte| *byte == b'\n').unwrap() + 1);
        }
    }

    #[test]
    fn records_handed_over_are_whole_or_refused() {
        let (text, all) = journal();
        let first = text.find('\n').unwrap() + 1;
        assert_eq!(records(&text.as_bytes()[first..]), Ok(all));
        assert_eq!(records(b""), Ok(Vec::new()));
        assert_eq!(records(text.as_bytes()), Err(JournalError::Line(1)));
        assert_eq!(records(&text.as_bytes()[first..text.len() - 1]), Err(JournalError::Line(5)));
    }

    #[test]
    fn a_changed_line_is_noticed() {
        let (text, _) = journal();
        let place = text.find("\"rounds\":7").unwrap();
        let altered = text.replacen("\"rounds\":7", "\"rounds\":8", 1);
        let line = text[..place].matches('\n').count() + 1;
        assert_eq!(read(altered.as_bytes()), Err(JournalError::Line(line)));
    }
}
