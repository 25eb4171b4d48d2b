//! Reading a file.

use super::order::Order;
use super::{BackupError, CABINET, CHECKSUM_BYTES, Contents, Counts, Damage, ITEM_BYTES_MAX, Item, letter};
use crate::Compartment;
use crate::store::{Paper, SealedEntry, WrappedKey};

/// Turns the bytes of a file into items, chunk by chunk.
///
/// It holds at most one item and the chunk it was given last, as long as all items are taken before the next chunk
/// comes. That the file is whole is known only when [`Decoder::finish`] says so: whoever acts on the items reads the
/// file to its end first, and then once more.
#[derive(Debug)]
pub struct Decoder {
    input: Input,
    /// Known once the header was read.
    opened: Option<(Contents, Order)>,
    ended: bool,
}

/// What came of the file and was not taken yet.
#[derive(Debug)]
struct Input {
    pending: Vec<u8>,
    /// How many of the pending bytes were taken.
    taken: usize,
    /// How many bytes were taken of the file.
    offset: u64,
    hasher: blake3::Hasher,
}

/// The letter of an item and the length of its body come before the body.
const PREFIX_BYTES: usize = 5;

impl Default for Decoder {
    fn default() -> Self {
        Self::new()
    }
}

impl Decoder {
    /// A reader to which nothing came yet.
    pub fn new() -> Self {
        let input = Input { pending: Vec::new(), taken: 0, offset: 0, hasher: blake3::Hasher::new() };
        Self { input, opened: None, ended: false }
    }

    /// Takes the next chunk of the file.
    pub fn push(&mut self, chunk: &[u8]) {
        self.input.push(chunk);
    }

    /// What the file holds; known when the first item is.
    pub fn contents(&self) -> Option<Contents> {
        self.opened.as_ref().map(|(contents, _)| *contents)
    }

    /// The next item; `None` when another chunk has to come first, or at the end.
    ///
    /// # Errors
    /// Damage, with its place. Nothing can be read beyond it.
    pub fn next_item(&mut self) -> Result<Option<Item>, BackupError> {
        self.read().map_err(|damage| self.located(damage))
    }

    /// How much the file held, when it was whole and everything was taken.
    ///
    /// # Errors
    /// The file ends too early, or goes on after its end.
    pub fn finish(self) -> Result<Counts, BackupError> {
        match &self.opened {
            Some((_, order)) if self.ended && self.input.rest().is_empty() => Ok(order.counts),
            _ => Err(self.located(if self.ended { Damage::GoesOn } else { Damage::CutOff })),
        }
    }

    fn read(&mut self) -> Result<Option<Item>, Damage> {
        let Some((_, order)) = &mut self.opened else {
            let Some(contents) = header(self.input.rest())? else { return Ok(None) };
            self.input.take(contents.header().len());
            self.opened = Some((contents, Order::new(contents)));
            return self.read();
        };
        let rest = self.input.rest();
        if self.ended {
            return if rest.is_empty() { Ok(None) } else { Err(Damage::GoesOn) };
        }
        let Some(([letter, length @ ..], rest)) = rest.split_first_chunk::<PREFIX_BYTES>() else {
            return Ok(None);
        };
        let (letter, length) = (*letter, u32::from_le_bytes(*length) as usize);
        if !letter::ALL.contains(&letter) {
            return Err(Damage::UnknownItem(letter));
        }
        if length > ITEM_BYTES_MAX {
            return Err(Damage::TooLong);
        }
        let Some(body) = rest.get(..length) else { return Ok(None) };
        let item = if letter == letter::END {
            order.end()?;
            let (counts, checksum) = end(body)?;
            if counts != order.counts {
                return Err(Damage::Counts);
            }
            if self.input.hasher.finalize() != checksum {
                return Err(Damage::Checksum);
            }
            self.ended = true;
            None
        } else {
            let item = item(letter, body)?;
            order.take(&item)?;
            Some(item)
        };
        self.input.take(PREFIX_BYTES.saturating_add(length));
        Ok(item)
    }

    fn located(&self, damage: Damage) -> BackupError {
        let item = match &self.opened {
            Some((_, order)) => order.items().saturating_add(1).saturating_add(u64::from(self.ended)),
            None => 0,
        };
        BackupError { offset: self.input.offset, item, damage }
    }
}

impl Input {
    fn push(&mut self, chunk: &[u8]) {
        self.pending.drain(..self.taken);
        self.taken = 0;
        self.pending.extend_from_slice(chunk);
    }

    fn rest(&self) -> &[u8] {
        self.pending.get(self.taken..).unwrap_or_default()
    }

    fn take(&mut self, length: usize) {
        self.hasher.update(self.rest().get(..length).unwrap_or_default());
        self.taken = self.taken.saturating_add(length).min(self.pending.len());
        self.offset = self.offset.saturating_add(length as u64);
    }
}

/// What the header says that the file holds; `None` while it is not there in full.
fn header(start: &[u8]) -> Result<Option<Contents>, Damage> {
    for contents in [Contents::Record, Contents::Stream] {
        let header = contents.header().as_bytes();
        if start.starts_with(header) {
            return Ok(Some(contents));
        }
        if header.starts_with(start) {
            return Ok(None);
        }
        // The number and the end of the line are all that other versions change.
        if start.starts_with(header.strip_suffix(b"1\n").unwrap_or(header)) {
            return Err(Damage::OtherVersion);
        }
    }
    Err(Damage::NotABackup)
}

fn end(body: &[u8]) -> Result<(Counts, [u8; CHECKSUM_BYTES]), Damage> {
    let mut fields = Fields { body, part: "the end" };
    let counts = Counts {
        entries: fields.number()?,
        papers: fields.number()?,
        keys: fields.number()?,
        destroyed_keys: fields.number()?,
    };
    fields.last(counts, Fields::fixed)
}

fn item(letter: u8, body: &[u8]) -> Result<Item, Damage> {
    let fields = |part| Fields { body, part };
    match letter {
        letter::MASTER => serde_json::from_slice(body)
            .map(Item::Master)
            .map_err(|_| Damage::Malformed("the description of the master key")),
        letter::PAPER => {
            let mut fields = fields("a paper");
            let (drawer, id, version) = (fields.text()?, fields.text()?, fields.number()?);
            let ((drawer, id, version), content) = fields.last((drawer, id, version), Fields::bytes)?;
            Ok(Item::Paper { drawer, paper: Paper { id, version, content } })
        }
        letter::KEY => {
            let mut fields = fields("a key");
            let compartment = match fields.text()? {
                name if name == CABINET => None,
                name => Some(fields.compartment(&name)?),
            };
            let nonce = fields.fixed()?;
            let ((), wrapped) = fields.last((), Fields::bytes)?;
            Ok(Item::Key(WrappedKey { compartment, nonce, wrapped }))
        }
        _ => Err(Damage::UnknownItem(letter)),
    }
}
