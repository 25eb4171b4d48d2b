//! A copy of the record for one reader, which shows without a key whether the record is still the one it was.
//!
//! What it holds and what it proves `mediant_attest::copy` says. Here is who gets which words: every event of the reader's own
//! compartments, but for what nobody is shown (answers in rounds, also one's own), for events whose key was destroyed, and for
//! events of before that hold the name of a request.

use super::error::OpenError;
use super::{Desk, PAGE};
use jiff::Timestamp;
use mediant_attest::copy::{Copy, Entry, Reader as CopyReader, Stream};
use mediant_attest::{AttestError, Digest, Line, Moment, chain};
use mediant_model::case::Reader;
use mediant_record::keyring::{Keyring, KeyringError};
use mediant_record::store::SealedEntry;
use mediant_record::{Compartment, Event, codec};
use std::collections::BTreeMap;

/// What stands for the title of a case that the reader does not know.
const UNTITLED: &str = "(not public)";

/// What a copy is made from: the reader's streams, still sealed.
pub struct SealedCopy {
    reader: Reader,
    title: String,
    /// The stream whose first event the whole table read first.
    first: Option<Compartment>,
    made: Timestamp,
    streams: BTreeMap<Compartment, Vec<SealedEntry>>,
    keyring: Keyring,
}

/// Why there is no copy.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// An event does not open: it was altered since the desk read it.
    #[error(transparent)]
    Altered(KeyringError),
    /// A name cannot stand in a copy.
    #[error("{0}")]
    Unfit(AttestError),
}

impl From<AttestError> for CopyError {
    fn from(why: AttestError) -> Self {
        Self::Unfit(why)
    }
}

impl Desk {
    /// The streams that a reader may read, as they are stored, up to what the reader knows now.
    ///
    /// Cost: reads every entry of these streams once.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn sealed_copy(&self, reader: &Reader) -> Result<SealedCopy, OpenError> {
        let reader = self.reads_as(reader);
        let projection = self.inner.projection();
        let mut streams: BTreeMap<Compartment, Vec<SealedEntry>> =
            always(&reader).into_iter().map(|compartment| (compartment, Vec::new())).collect();
        let view = projection.view(&reader);
        let placed = view.into_iter().flat_map(|view| &view.positions);
        let first = placed
            .filter_map(|position| projection.event(*position))
            .map(|placed| &placed.compartment)
            .find(|compartment| matches!(compartment, Compartment::Public | Compartment::Table))
            .cloned();
        let opening = view.and_then(|view| view.state.opening.as_ref());
        let title = opening.map_or(UNTITLED, |opening| opening.title.as_str()).to_owned();
        let ends = projection.ends().iter().filter(|(compartment, _)| compartment.is_read_by(&reader));
        for (compartment, end) in ends {
            let mut entries: Vec<SealedEntry> = Vec::new();
            while let Some(after) = Some(entries.len() as u64).filter(|after| *after < end.sequence) {
                let limit = usize::try_from(end.sequence - after).unwrap_or(PAGE).min(PAGE);
                let page = self.inner.store.stream_after(compartment, after, limit).await?;
                if page.is_empty() {
                    break;
                }
                entries.extend(page);
            }
            streams.insert(compartment.clone(), entries);
        }
        let (made, keyring) = (self.inner.world.now(), self.inner.keyring().clone());
        Ok(SealedCopy { reader, title, first, made, streams, keyring })
    }
}

/// The streams that a reader has even while nothing stands in them.
fn always(reader: &Reader) -> Vec<Compartment> {
    match reader {
        Reader::Public => vec![Compartment::Public],
        Reader::Mediator => vec![Compartment::Public, Compartment::Table, Compartment::Mediator],
        Reader::Party(party) => vec![
            Compartment::Public,
            Compartment::Table,
            Compartment::Caucus(party.clone()),
            Compartment::Delegation(party.clone()),
        ],
    }
}

impl SealedCopy {
    /// The copy, with the words that the reader may have.
    ///
    /// Cost: opens every entry once.
    ///
    /// # Errors
    /// An entry does not open; a name cannot stand in a copy.
    pub fn opened(&self) -> Result<Copy, CopyError> {
        let case_id = self.first.as_ref().and_then(|first| self.streams.get(first)?.first());
        let case_id = case_id.map_or(chain::START, |entry| Digest(entry.link));
        let reader = match &self.reader {
            Reader::Public => CopyReader::Public,
            Reader::Mediator => CopyReader::Mediator,
            Reader::Party(party) => CopyReader::Party(Line::new(party.as_str())?),
        };
        let made = Moment::new(self.made.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())?;
        let streams = self.streams.iter().map(|(compartment, entries)| self.stream(compartment, entries));
        let streams = streams.collect::<Result<Vec<_>, _>>()?;
        Ok(Copy::new(Line::of_name(&self.title)?, case_id, reader, made, streams))
    }

    fn stream(&self, compartment: &Compartment, entries: &[SealedEntry]) -> Result<Stream, CopyError> {
        let entries = entries.iter().map(|entry| self.entry(entry)).collect::<Result<Vec<_>, _>>()?;
        Ok(Stream { stream: Line::new(compartment.name())?, length: entries.len() as u64, entries })
    }

    fn entry(&self, entry: &SealedEntry) -> Result<Entry, CopyError> {
        let opened = match self.keyring.open_whole(entry) {
            Ok(opened) => Some(opened),
            // Deleted: what it says nobody knows any more.
            Err(KeyringError::NoKey(_)) => None,
            Err(error) => return Err(CopyError::Altered(error)),
        };
        let shown = opened.filter(|opened| {
            let recorded = codec::decode_opened(opened);
            recorded.is_ok_and(|recorded| !matches!(recorded.event, Event::RoundAnswered(_)))
                && codec::is_without_request(opened)
        });
        let (salt, event) = shown
            .and_then(|opened| Some((Digest(opened.salt), String::from_utf8(opened.event).ok()?)))
            .unzip();
        let (commitment, link) = (Digest(entry.commitment), Digest(entry.link));
        Ok(Entry { sequence: entry.sequence, commitment, link, salt, event })
    }
}

impl std::fmt::Debug for SealedCopy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SealedCopy(confidential)")
    }
}
