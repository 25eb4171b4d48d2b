//! What the reader finds in a report.

use jiff::civil::Date;
use mediant_reader::report::{Options, Report, english};
use mediant_reader::review::{Author, Key, Proposal};
use mediant_reader::suggest::{Fact, Reading};
use std::fmt;
use std::ops::Range;

/// A report with what is suggested of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its paragraphs as bytes of the text. What stands before the first one is the header.
    pub paragraphs: Vec<Range<usize>>,
    /// What is suggested, in the order of the text.
    pub suggestions: Vec<Suggested>,
}

/// What the reader suggests, and what was decided about it.
#[derive(Clone, PartialEq, Eq)]
pub struct Suggested {
    /// The key under which the record knows it.
    pub key: String,
    /// What is suggested.
    pub proposal: Proposal,
    /// Whether the one who says it is not named.
    pub anonymous: bool,
}

impl fmt::Debug for Suggested {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Suggested({}, confidential)", self.key)
    }
}

impl Suggested {
    /// Its words as bytes of the text, the main ones first.
    pub fn ranges(&self) -> impl Iterator<Item = Range<usize>> {
        let key = &self.proposal.key;
        std::iter::once(key.at).chain(key.also.iter().copied()).map(|(start, end)| start..end)
    }
}

impl Found {
    /// Reads a report. Takes about 0.2 ms a word.
    ///
    /// # Errors
    /// Why it cannot be read, and what to do.
    pub fn new(text: &str, on: Date) -> Result<Self, String> {
        let options = Options { date: Some(on), ..Options::default() };
        let report = Report::read(text, &options).map_err(|fault| fault.to_string())?;
        english(&report).map_err(|fault| fault.to_string())?;
        let paragraphs = report.paragraphs().iter().map(|paragraph| paragraph.range()).collect();
        let reading = Reading::new(report);
        let anonymous = |key: &Key| {
            let mut all = reading.suggestions.iter().filter(|found| Key::new(&Author::Reader, found) == *key);
            all.any(|found| matches!(found.fact, Fact::Statement { anonymous: true, .. }))
        };
        let proposals = Proposal::all(&reading, &reading.suggestions, &Author::Reader);
        let suggested = |proposal: Proposal| Suggested {
            key: key(&proposal.key),
            anonymous: anonymous(&proposal.key),
            proposal,
        };
        Ok(Self { paragraphs, suggestions: proposals.into_iter().map(suggested).collect() })
    }

    /// The suggestion of a key.
    pub fn suggestion(&self, key: &str) -> Option<&Suggested> {
        self.suggestions.iter().find(|suggested| suggested.key == key)
    }
}

/// A key as the record writes it: who suggests it, its kind, what it says of that where several of a kind stand at the same words, and
/// its bytes. It says where the words stand, not what they are.
fn key(key: &Key) -> String {
    let bytes = |(start, end): &(usize, usize)| format!("{start}-{end}");
    let also: String = key.also.iter().map(|range| format!("+{}", bytes(range))).collect();
    let event = key.event.as_deref().unwrap_or("");
    format!("{}/{}/{event}/{}{also}", key.author.name(), key.kind, bytes(&key.at))
}
