//! The record opened: every event in order, and what each reader knows.

use super::error::OpenError;
use super::share::Shares;
use crate::signing::Table;
use mediant_model::PartyRole;
use mediant_model::case::Reader;
use mediant_record::keyring::{Keyring, KeyringError};
use mediant_record::party::PartyJoined;
use mediant_record::state::ApplyError;
use mediant_record::store::SealedEntry;
use mediant_record::{Compartment, Event, Placed, State, chain, codec};
use std::collections::BTreeMap;
use std::sync::Arc;

/// An event, and how long it is as it is written.
#[derive(Clone)]
struct Written {
    placed: Arc<Placed>,
    bytes: usize,
}

/// What one reader knows, and which events that rests on.
#[derive(Clone)]
pub(super) struct View {
    pub state: State,
    /// The positions of the events that the reader may read, in order: never shown, only used to find them.
    pub positions: Vec<u64>,
}

/// Where a stream ends.
#[derive(Clone, Copy)]
pub(super) struct End {
    pub sequence: u64,
    pub link: [u8; 32],
}

/// The record up to a position.
#[derive(Clone)]
pub(super) struct Projection {
    /// Event by position, from 1; `None` where the key was destroyed.
    events: Vec<Option<Written>>,
    /// How many of the events nobody can read.
    closed: usize,
    ends: BTreeMap<Compartment, End>,
    /// The digest of the order of all streams among one another.
    order: [u8; 32],
    /// Whether an event was read that was written by a version that also writes where the record ends.
    states_end: bool,
    /// The first link that the whole table reads: what acts name the case by.
    first: Option<[u8; 32]>,
    /// Every link of the stream `table`, in order: acts pin them.
    table: Vec<[u8; 32]>,
    /// Copies of a projection share what neither changed.
    views: BTreeMap<Reader, Arc<View>>,
    share: Shares,
}

impl Projection {
    /// The projection of a record without events.
    pub fn empty() -> Self {
        let views = [Reader::Mediator, Reader::Public].map(|reader| {
            let state = State::new(&reader);
            (reader, Arc::new(View { state, positions: Vec::new() }))
        });
        Self {
            events: Vec::new(),
            closed: 0,
            ends: BTreeMap::new(),
            order: chain::START,
            states_end: false,
            first: None,
            table: Vec::new(),
            views: views.into(),
            share: Shares::default(),
        }
    }

    /// The last position.
    pub fn position(&self) -> u64 {
        self.events.len() as u64
    }

    /// The digest of the order of all streams among one another.
    pub fn order(&self) -> [u8; 32] {
        self.order
    }

    /// Whether an event was read that was written by a version that also writes where the record ends.
    pub fn states_end(&self) -> bool {
        self.states_end
    }

    /// Where the stream ends.
    pub fn end(&self, compartment: &Compartment) -> End {
        self.ends.get(compartment).copied().unwrap_or(End { sequence: 0, link: chain::START })
    }

    /// How many events nobody can read. Where one projection holds more of them than another of the same length, a compartment
    /// was deleted in between.
    pub fn closed(&self) -> usize {
        self.closed
    }

    /// The streams and where they end.
    pub fn ends(&self) -> &BTreeMap<Compartment, End> {
        &self.ends
    }

    /// The table as acts name it.
    pub fn table(&self) -> Table<'_> {
        Table { first: self.first, links: &self.table }
    }

    /// What a reader knows; `None` for a party that is not on record.
    pub fn view(&self, reader: &Reader) -> Option<&View> {
        self.views.get(reader).map(Arc::as_ref)
    }

    /// How much each party wrote.
    pub fn shares(&self) -> &Shares {
        &self.share
    }

    /// Every reader with what it knows.
    pub fn views(&self) -> impl Iterator<Item = (&Reader, &View)> {
        self.views.iter().map(|(reader, view)| (reader, view.as_ref()))
    }

    /// The event at a position.
    pub fn event(&self, position: u64) -> Option<&Arc<Placed>> {
        let index = usize::try_from(position.checked_sub(1)?).ok()?;
        self.events.get(index)?.as_ref().map(|written| &written.placed)
    }

    /// Takes the next event in.
    ///
    /// # Errors
    /// It does not fit some reader's state. The projection is not to be used any more then.
    pub fn add(&mut self, placed: Arc<Placed>, bytes: usize, end: End) -> Result<(), ApplyError> {
        self.ends.insert(placed.compartment.clone(), end);
        self.order = chain::order(&self.order, &end.link);
        self.link(&placed.compartment, &end);
        self.share.count(&placed.recorded.by, bytes);
        self.events.push(Some(Written { placed: placed.clone(), bytes }));
        let position = self.position();
        for (reader, view) in &mut self.views {
            if placed.compartment.is_read_by(reader) {
                let view = Arc::make_mut(view);
                view.state.apply(&placed)?;
                view.positions.push(position);
            }
        }
        if let Event::PartyJoined(PartyJoined { party }) = &placed.recorded.event
            && party.role == PartyRole::Negotiating
        {
            let reader = Reader::Party(party.id.clone());
            if !self.views.contains_key(&reader) {
                let view = self.fold(&reader)?;
                self.views.insert(reader, Arc::new(view));
            }
        }
        Ok(())
    }

    /// Keeps the link of an event that the table reads.
    fn link(&mut self, compartment: &Compartment, end: &End) {
        if compartment.is_read_by(&Reader::Public) || *compartment == Compartment::Table {
            self.first.get_or_insert(end.link);
        }
        if *compartment == Compartment::Table {
            self.table.push(end.link);
        }
    }

    /// An event whose key was destroyed: it counts, and nobody reads it.
    fn add_closed(&mut self, compartment: Compartment, end: End) {
        self.link(&compartment, &end);
        self.ends.insert(compartment, end);
        self.order = chain::order(&self.order, &end.link);
        self.events.push(None);
        self.closed += 1;
    }

    /// What a reader knows who is new: everything it may read, from the beginning.
    fn fold(&self, reader: &Reader) -> Result<View, ApplyError> {
        let mut view = View { state: State::new(reader), positions: Vec::new() };
        for (written, position) in self.events.iter().zip(1..) {
            let Some(Written { placed, .. }) = written else { continue };
            if placed.compartment.is_read_by(reader) {
                view.state.apply(placed)?;
                view.positions.push(position);
            }
        }
        Ok(view)
    }

    /// Takes over what another projection holds beyond this one.
    ///
    /// # Errors
    /// As [`Projection::add`].
    pub fn follow(&mut self, other: &Self) -> Result<(), ApplyError> {
        let (known, links) = (self.events.len(), self.table.len());
        for written in other.events.iter().skip(known) {
            match written {
                Some(Written { placed, bytes }) => {
                    let end = other.end(&placed.compartment);
                    self.add(placed.clone(), *bytes, end)?;
                }
                None => {
                    self.events.push(None);
                    self.closed += 1;
                }
            }
        }
        self.ends = other.ends.clone();
        self.order = other.order;
        self.states_end = other.states_end;
        // What was added was given the end of its stream, which is not its own link where more came.
        self.first = other.first;
        self.table.truncate(links);
        self.table.extend(other.table.iter().skip(links));
        Ok(())
    }

    /// Takes stored entries in that come next. An entry without a key on the keyring counts as closed for good: whoever
    /// calls this has looked for new keys before.
    ///
    /// # Errors
    /// An entry cannot be used. The projection is not to be used any more then.
    pub fn take(&mut self, entries: &[SealedEntry], keyring: &Keyring) -> Result<(), OpenError> {
        for entry in entries {
            let end = End { sequence: entry.sequence, link: entry.link };
            let opened = match keyring.open_whole(entry) {
                Ok(opened) => opened,
                Err(KeyringError::NoKey(_)) => {
                    self.add_closed(entry.compartment.clone(), end);
                    continue;
                }
                Err(error) => return Err(error.into()),
            };
            self.states_end |= opened.beside.is_some();
            let bytes = opened.event.len() + opened.beside.as_ref().map_or(0, Vec::len);
            let recorded = codec::decode_opened(&opened)
                .map_err(|why| OpenError::unreadable(&entry.compartment, entry.sequence, &why))?;
            let placed = Arc::new(Placed { compartment: entry.compartment.clone(), recorded });
            self.add(placed, bytes, end)
                .map_err(|why| OpenError::misplaced(&entry.compartment, entry.sequence, &why))?;
        }
        Ok(())
    }
}
