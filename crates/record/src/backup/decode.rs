//! Reading a file.

use super::order::Order;
use super::{
    BackupError, BackupFormatError, CHECK_BYTES, CHECKSUM_BYTES, Contents, Counts, DOCUMENTS, ITEM_BYTES_MAX,
    Item, letter,
};
use crate::Compartment;
use crate::store::{Document, SealedEntry, WrappedKey};

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
            _ => Err(self.located(if self.ended {
                BackupFormatError::GoesOn
            } else {
                BackupFormatError::CutOff
            })),
        }
    }

    fn read(&mut self) -> Result<Option<Item>, BackupFormatError> {
        let Some((_, order)) = &mut self.opened else {
            let Some(contents) = header(self.input.rest())? else { return Ok(None) };
            self.input.take(contents.header().len());
            self.opened = Some((contents, Order::new(contents)));
            return self.read();
        };
        let rest = self.input.rest();
        if self.ended {
            return if rest.is_empty() { Ok(None) } else { Err(BackupFormatError::GoesOn) };
        }
        let Some(([letter, length @ ..], rest)) = rest.split_first_chunk::<PREFIX_BYTES>() else {
            return Ok(None);
        };
        let (letter, length) = (*letter, u32::from_le_bytes(*length) as usize);
        if !letter::ALL.contains(&letter) {
            return Err(BackupFormatError::UnknownItem(letter));
        }
        if length > ITEM_BYTES_MAX {
            return Err(BackupFormatError::TooLong);
        }
        let Some((body, check)) = rest.split_at_checked(length) else { return Ok(None) };
        let Some(check) = check.first_chunk::<CHECK_BYTES>() else { return Ok(None) };
        if super::check(letter, body) != *check {
            return Err(BackupFormatError::Checksum);
        }
        let item = if letter == letter::END {
            order.end()?;
            let (counts, checksum) = end(body)?;
            if counts != order.counts {
                return Err(BackupFormatError::Counts);
            }
            if self.input.hasher.finalize() != checksum {
                return Err(BackupFormatError::Checksum);
            }
            self.ended = true;
            None
        } else {
            let item = item(letter, body)?;
            order.take(&item)?;
            Some(item)
        };
        self.input.take(PREFIX_BYTES.saturating_add(length).saturating_add(CHECK_BYTES));
        Ok(item)
    }

    fn located(&self, damage: BackupFormatError) -> BackupError {
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
        let bytes = self.pending.get(self.taken..).and_then(|rest| rest.get(..length)).unwrap_or_default();
        self.hasher.update(bytes);
        self.taken = self.taken.saturating_add(length).min(self.pending.len());
        self.offset = self.offset.saturating_add(length as u64);
    }
}

/// What the header says that the file holds; `None` while it is not there in full.
fn header(start: &[u8]) -> Result<Option<Contents>, BackupFormatError> {
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
            return Err(BackupFormatError::OtherVersion);
        }
    }
    Err(BackupFormatError::NotABackup)
}

/// The counts and the checksum in the last item.
fn end(body: &[u8]) -> Result<(Counts, [u8; CHECKSUM_BYTES]), BackupFormatError> {
    let mut fields = Fields { rest: body, part: "the end" };
    let counts = Counts {
        entries: fields.number()?,
        documents: fields.number()?,
        keys: fields.number()?,
        destroyed_keys: fields.number()?,
    };
    let checksum = fields.fixed()?;
    fields.end()?;
    Ok((counts, checksum))
}

/// An item that is not the last.
fn item(letter: u8, body: &[u8]) -> Result<Item, BackupFormatError> {
    let mut fields = Fields { rest: body, part: "the item" };
    let item = match letter {
        letter::MASTER => Item::Master(fields.json("the description of the master key")?),
        letter::DOCUMENT => {
            fields.part = "the paper";
            let collection = fields.text()?;
            let document =
                Document { id: fields.text()?, version: fields.number()?, content: fields.bytes()?.to_vec() };
            Item::Document { collection, document }
        }
        letter::ENTRY => {
            fields.part = "the entry";
            Item::Entry(SealedEntry {
                position: fields.number()?,
                compartment: fields.compartment()?,
                sequence: fields.number()?,
                commitment: fields.fixed()?,
                link: fields.fixed()?,
                nonce: fields.fixed()?,
                sealed: fields.bytes()?.to_vec(),
            })
        }
        letter::KEY => {
            fields.part = "the key";
            Item::Key(WrappedKey {
                compartment: fields.compartment_or_documents()?,
                nonce: fields.fixed()?,
                wrapped: fields.bytes()?.to_vec(),
            })
        }
        letter::DESTROYED_KEY => {
            fields.part = "the destroyed key";
            Item::DestroyedKey(fields.compartment()?)
        }
        _ => return Err(BackupFormatError::UnknownItem(letter)),
    };
    fields.end()?;
    Ok(item)
}

/// The fields of an item's body.
struct Fields<'b> {
    rest: &'b [u8],
    /// What the item is, for errors.
    part: &'static str,
}

impl<'b> Fields<'b> {
    fn fixed<const N: usize>(&mut self) -> Result<[u8; N], BackupFormatError> {
        let (field, rest) = self.rest.split_first_chunk().ok_or(BackupFormatError::Malformed(self.part))?;
        self.rest = rest;
        Ok(*field)
    }

    fn number(&mut self) -> Result<u64, BackupFormatError> {
        Ok(u64::from_le_bytes(self.fixed()?))
    }

    fn bytes(&mut self) -> Result<&'b [u8], BackupFormatError> {
        let length = u32::from_le_bytes(self.fixed()?) as usize;
        let (field, rest) =
            self.rest.split_at_checked(length).ok_or(BackupFormatError::Malformed(self.part))?;
        self.rest = rest;
        Ok(field)
    }

    fn text(&mut self) -> Result<String, BackupFormatError> {
        String::from_utf8(self.bytes()?.to_vec()).map_err(|_| BackupFormatError::Malformed(self.part))
    }

    fn compartment(&mut self) -> Result<Compartment, BackupFormatError> {
        self.compartment_or_documents()?.ok_or(BackupFormatError::Malformed(self.part))
    }

    fn compartment_or_documents(&mut self) -> Result<Option<Compartment>, BackupFormatError> {
        match self.text()? {
            name if name == DOCUMENTS => Ok(None),
            name => Compartment::named(&name).map(Some).ok_or(BackupFormatError::Malformed(self.part)),
        }
    }

    /// All that is left, as JSON.
    fn json<T: serde::de::DeserializeOwned>(&mut self, part: &'static str) -> Result<T, BackupFormatError> {
        serde_json::from_slice(std::mem::take(&mut self.rest)).map_err(|_| BackupFormatError::Malformed(part))
    }

    fn end(&self) -> Result<(), BackupFormatError> {
        if self.rest.is_empty() { Ok(()) } else { Err(BackupFormatError::Malformed(self.part)) }
    }
}
