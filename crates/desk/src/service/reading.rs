//! What readers get: each from what that reader knows.

use super::{Desk, Projection, projection};
use mediant_attest::Digest;
use mediant_model::PartyId;
use mediant_model::case::Reader;
use mediant_record::state::Revision;
use mediant_record::{CommandError, Compartment, Placed, State};
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::watch;

/// An event as a reader may know it.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its place among the events that the reader may read, from 1.
    pub index: u64,
    /// The event and the compartment it stands in.
    pub placed: Arc<Placed>,
}

/// Where a stream ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StreamEnd {
    /// How many events it holds.
    pub sequence: u64,
    /// The link of the last one: whoever keeps it can tell later whether anything before was changed.
    pub link: [u8; 32],
}

impl Desk {
    /// Reads what a reader knows, as it is now; the record goes on meanwhile. `None` for a party that is not on record.
    pub fn read<T>(&self, reader: &Reader, look: impl FnOnce(&State) -> T) -> Option<T> {
        self.inner.projection().view(reader).map(|view| look(&view.state))
    }

    /// The events that a reader may read, newest first, before an index, at most `limit`.
    pub fn timeline(&self, reader: &Reader, before: Option<u64>, limit: usize) -> Vec<Line> {
        let projection = self.inner.projection();
        let Some(view) = projection.view(reader) else { return Vec::new() };
        let all = view.positions.len() as u64;
        let end = before.map_or(all, |before| before.saturating_sub(1).min(all));
        let indices = (1..=end).rev().take(limit);
        indices.filter_map(|index| line(&projection, view, index)).collect()
    }

    /// The events that a reader may read, oldest first, after a revision, at most `limit`. `None` where some of the events
    /// up to it were deleted since: then what is left is counted anew.
    pub fn lines_since(&self, reader: &Reader, revision: &Revision, limit: usize) -> Option<Vec<Line>> {
        let projection = self.inner.projection();
        // Nothing is there of a party that is not on record, and while the record is read anew.
        let Some(view) = projection.view(reader).filter(|view| view.state.seen > 0) else {
            return Some(Vec::new());
        };
        let last = revision.seen.checked_sub(1).and_then(|before| usize::try_from(before).ok());
        let last = last.and_then(|before| projection.event(*view.positions.get(before)?));
        let goes_on = (revision.seen > 0) == last.is_some()
            && last.map(|placed| &placed.recorded.id) == revision.latest.as_ref();
        goes_on.then(|| lines_after(&projection, view, revision.seen, limit))
    }

    /// The revision at which a reader had read so many events, where nothing that it might have read was deleted yet and
    /// there are as many.
    pub fn revision_at(&self, reader: &Reader, seen: u64) -> Option<Revision> {
        let projection = self.inner.projection();
        let deleted = &projection.view(&Reader::Mediator)?.state.deleted;
        if deleted.iter().any(|compartment| compartment.is_read_by(reader)) {
            return None;
        }
        let last = usize::try_from(seen.checked_sub(1)?).ok()?;
        let last = projection.event(*projection.view(reader)?.positions.get(last)?)?;
        Some(Revision { seen, latest: Some(last.recorded.id.clone()) })
    }

    /// How many events nobody can read any more. It grows with every deletion, and only then.
    pub fn deleted_events(&self) -> usize {
        self.inner.projection().closed()
    }

    /// The events that a reader may read, oldest first, after an index, at most `limit`.
    pub fn lines_after(&self, reader: &Reader, after: u64, limit: usize) -> Vec<Line> {
        let projection = self.inner.projection();
        projection.view(reader).map_or_else(Vec::new, |view| lines_after(&projection, view, after, limit))
    }

    /// Which version a reader reads, now and whenever it changes.
    pub fn news(&self, reader: &Reader) -> watch::Receiver<Revision> {
        let revision = self.read(reader, State::revision).unwrap_or_default();
        let mut news = self.inner.news();
        let sender = news.entry(reader.clone()).or_insert_with(|| watch::channel(revision).0);
        sender.subscribe()
    }

    /// What a party would see on the mediator's account of it: what is public, at the table and in its caucus; not what
    /// the party keeps to itself.
    ///
    /// `None` for a party that is not on record.
    pub fn preview(&self, party: &PartyId) -> Option<State> {
        let reader = Reader::Party(party.clone());
        let projection = self.inner.projection();
        let view = projection.view(&reader)?;
        let mut state = State::new(&reader);
        let placed = view.positions.iter().filter_map(|position| projection.event(*position));
        for placed in placed.filter(|placed| placed.compartment.is_read_by(&Reader::Mediator)) {
            state.apply(placed).ok()?;
        }
        Some(state)
    }

    /// As whom somebody reads now: whose party is not on record yet reads what is public.
    pub fn reads_as(&self, reader: &Reader) -> Reader {
        if self.inner.projection().view(reader).is_some() { reader.clone() } else { Reader::Public }
    }

    /// The streams that a reader may read, and where each ends. Those of the public for a party that is not on record:
    /// how much was said at a table shows nobody who does not sit there.
    pub fn stream_ends(&self, reader: &Reader) -> BTreeMap<Compartment, StreamEnd> {
        let reader = self.reads_as(reader);
        let projection = self.inner.projection();
        let ends = projection.ends().iter().filter(|(compartment, _)| compartment.is_read_by(&reader));
        ends.map(|(compartment, end)| {
            (compartment.clone(), StreamEnd { sequence: end.sequence, link: end.link })
        })
        .collect()
    }

    /// What acts name the case by.
    ///
    /// # Errors
    /// Nothing stands at the table yet.
    pub fn case_id(&self) -> Result<Digest, CommandError> {
        self.inner.projection().table().case_id()
    }

    /// The events of the signed acts that a reader may read, oldest first.
    pub fn signed_acts(&self, reader: &Reader) -> Vec<Arc<Placed>> {
        let projection = self.inner.projection();
        let Some(view) = projection.view(reader) else { return Vec::new() };
        let acts = view.state.acts.iter();
        acts.filter_map(|act| Some(line(&projection, view, act.trace.index)?.placed)).collect()
    }
}

fn lines_after(projection: &Projection, view: &projection::View, after: u64, limit: usize) -> Vec<Line> {
    let all = view.positions.len() as u64;
    let indices = (after.saturating_add(1)..=all).take(limit);
    indices.filter_map(|index| line(projection, view, index)).collect()
}

fn line(projection: &Projection, view: &projection::View, index: u64) -> Option<Line> {
    let at = usize::try_from(index.checked_sub(1)?).ok()?;
    let placed = projection.event(*view.positions.get(at)?)?.clone();
    Some(Line { index, placed })
}
