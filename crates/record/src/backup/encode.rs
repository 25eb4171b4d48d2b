//! Writing a file.

use super::order::Order;
use super::{BackupError, BackupFormatError, Contents, Counts, DOCUMENTS, ITEM_BYTES_MAX, Item, letter};
use crate::Compartment;
use crate::store::SealedEntry;

/// Turns items into the bytes of a file.
#[derive(Debug)]
pub struct Encoder {
    contents: Contents,
    order: Order,
    hasher: blake3::Hasher,
    offset: u64,
}

impl Encoder {
    /// Begins a file: its first bytes go to the end of `out`.
    pub fn start(contents: Contents, out: &mut Vec<u8>) -> Self {
        let mut encoder =
            Self { contents, order: Order::new(contents), hasher: blake3::Hasher::new(), offset: 0 };
        encoder.write(contents.header().as_bytes(), out);
        encoder
    }

    /// Writes an item to the end of `out`. The copy of a stream states no positions, whatever the entry says.
    ///
    /// # Errors
    /// An item out of order or too long; then nothing was written.
    pub fn item(&mut self, item: &Item, out: &mut Vec<u8>) -> Result<(), BackupError> {
        let place = (self.offset, self.order.items().saturating_add(1));
        let located = |damage| BackupError { offset: place.0, item: place.1, damage };
        let (letter, body) = self.body(item).map_err(located)?;
        let length = u32::try_from(body.len()).ok().filter(|_| body.len() <= ITEM_BYTES_MAX);
        let length = length.ok_or(located(BackupFormatError::TooLong))?;
        self.order.take(item).map_err(located)?;
        self.write(&[letter], out);
        self.write(&length.to_le_bytes(), out);
        self.write(&body, out);
        self.write(&super::check(letter, &body), out);
        Ok(())
    }

    /// Ends the file; how much it holds. Without this it is refused as cut off.
    ///
    /// # Errors
    /// The description of the master key is missing from a record's backup.
    pub fn finish(self, out: &mut Vec<u8>) -> Result<Counts, BackupError> {
        let item = self.order.items().saturating_add(1);
        self.order.end().map_err(|damage| BackupError { offset: self.offset, item, damage })?;
        let Counts { entries, documents, keys, destroyed_keys } = self.order.counts;
        let mut body = Body::default();
        for number in [entries, documents, keys, destroyed_keys] {
            body.number(number);
        }
        body.fixed(self.hasher.finalize().as_bytes());
        out.push(letter::END);
        out.extend_from_slice(&(body.0.len() as u32).to_le_bytes());
        out.extend_from_slice(&body.0);
        out.extend_from_slice(&super::check(letter::END, &body.0));
        Ok(self.order.counts)
    }

    fn write(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        self.hasher.update(bytes);
        self.offset = self.offset.saturating_add(bytes.len() as u64);
        out.extend_from_slice(bytes);
    }

    fn body(&self, item: &Item) -> Result<(u8, Vec<u8>), BackupFormatError> {
        let mut body = Body::default();
        let letter = match item {
            Item::Master(description) => {
                body.0 = serde_json::to_vec(description)
                    .map_err(|_| BackupFormatError::Malformed("the description of the master key"))?;
                letter::MASTER
            }
            Item::Document { collection, document } => {
                body.text(collection);
                body.text(&document.id);
                body.number(document.version);
                body.bytes(&document.content);
                letter::DOCUMENT
            }
            Item::Entry(entry) => {
                body.entry(entry, self.contents);
                letter::ENTRY
            }
            Item::Key(key) => {
                body.text(&key.compartment.as_ref().map_or_else(|| DOCUMENTS.to_owned(), Compartment::name));
                body.fixed(&key.nonce);
                body.bytes(&key.wrapped);
                letter::KEY
            }
            Item::DestroyedKey(compartment) => {
                body.text(&compartment.name());
                letter::DESTROYED_KEY
            }
        };
        Ok((letter, body.0))
    }
}

/// The body of an item.
#[derive(Default)]
struct Body(Vec<u8>);

impl Body {
    fn entry(&mut self, entry: &SealedEntry, contents: Contents) {
        self.number(match contents {
            Contents::Record => entry.position,
            Contents::Stream => 0,
        });
        self.text(&entry.compartment.name());
        self.number(entry.sequence);
        self.fixed(&entry.commitment);
        self.fixed(&entry.link);
        self.fixed(&entry.nonce);
        self.bytes(&entry.sealed);
    }

    fn number(&mut self, number: u64) {
        self.fixed(&number.to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    /// A field longer than 32 bits can say makes the item too long, which is refused before anything is written.
    fn bytes(&mut self, bytes: &[u8]) {
        self.fixed(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes());
        self.fixed(bytes);
    }

    fn fixed(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }
}
