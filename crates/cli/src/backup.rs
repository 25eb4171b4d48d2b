//! `mediant backup`: the record as one file, all of it still sealed; or one compartment's stream.

use crate::arguments::record::Backup;
use crate::failure::CliError;
use crate::output_file::{self, Whole};
use crate::vault::{self, unreachable};
use crate::{runtime, screen};
use mediant_record::Compartment;
use mediant_record::backup::{BackupError, Contents, Counts, Encoder, Item};
use mediant_record::keyring::{ExportedKey, Keyring};
use mediant_record::store::{Document, Store, StoreError};
use mediant_record::{audit, end, stream_list};
use std::collections::BTreeSet;
use std::path::Path;

/// Entries or documents that are read at a time.
pub const AT_A_TIME: usize = 500;

/// Collections that are not saved: snapshots, which are worked out anew, and sign-ins, which must not outlive the record
/// they were made in.
const NOT_SAVED: [&str; 3] = [vault::COLLECTION, "snapshots", "signins"];

/// Saves what was asked for; the file is whole or not there.
pub fn run(arguments: &Backup) -> Result<(), CliError> {
    runtime::block_on(async {
        match (&arguments.compartment, &arguments.key_to) {
            (Some(name), Some(key_to)) => compartment(arguments, name, key_to).await,
            _ => record(arguments).await,
        }
    })?
}

/// Needs no key: what is sealed stays sealed.
async fn record(arguments: &Backup) -> Result<(), CliError> {
    let found = arguments.place.find(false).await?;
    let Some(description) = vault::described(&*found.store).await? else {
        let message = format!("there is no record in {}", found.name);
        return Err(CliError::usage(message, "name its place with `--data DIR` or `--database URL`"));
    };
    let mut file = File::begin(&arguments.file, Contents::Record)?;
    file.put(&Item::Master(description))?;
    let lost = |error: StoreError| unreachable(&found.name, &error);
    // A desk may write meanwhile: the end that is saved is that of the entries that are saved.
    let Settled { last, end, list } = settled(&*found.store).await.map_err(lost)?;
    // After the end, and before the entries of the list that it counts.
    let audit_head = found.store.document(audit::HEAD_COLLECTION, audit::HEAD_ID).await.map_err(lost)?;
    // Documents first, then entries, then keys: no document is ahead of the entries but the accounts, which may be newer, and no
    // entry is there without its key.
    let mut collections = found.store.collections().await.map_err(lost)?;
    collections.retain(|collection| !NOT_SAVED.contains(&collection.as_str()));
    for collection in collections {
        let read_before = match collection.as_str() {
            end::COLLECTION => Some(&end),
            audit::HEAD_COLLECTION => Some(&audit_head),
            stream_list::COLLECTION => Some(&list),
            _ => None,
        };
        if let Some(document) = read_before {
            for document in document.iter().cloned() {
                file.put(&Item::Document { collection: collection.clone(), document })?;
            }
            continue;
        }
        documents(&*found.store, &collection, &mut file).await.map_err(|error| error.of(&found.name))?;
    }
    let compartments =
        entries(&*found.store, last, &mut file).await.map_err(|error| error.of(&found.name))?;
    let keys = found.store.keys().await.map_err(lost)?;
    let held: BTreeSet<_> = keys.iter().filter_map(|key| key.compartment.clone()).collect();
    for key in keys {
        file.put(&Item::Key(key))?;
    }
    for destroyed in compartments.difference(&held) {
        file.put(&Item::DestroyedKey(destroyed.clone()))?;
    }
    let counts = file.finish()?;
    screen::print(&format!(
        "saved {} from {} into `{}`\nIt is sealed as the record is: keep what opens the record apart from it.\n",
        events(counts.entries),
        found.name,
        arguments.file.display()
    ))
}

/// Where a record ends while nobody writes.
struct Settled {
    /// The last position.
    last: u64,
    /// The document that says that the record ends there.
    end: Option<Document>,
    /// The list of the streams that there are by then.
    list: Option<Document>,
}

/// Where the record ends. What says so is sealed, so that all of it is read until nothing was written in between.
async fn settled(store: &dyn Store) -> Result<Settled, StoreError> {
    let mut last = 0;
    loop {
        let before = store.document(end::COLLECTION, end::ID).await?;
        while let Some(end) = store.entries_after(last, AT_A_TIME).await?.last() {
            last = end.position;
        }
        let list = store.document(stream_list::COLLECTION, stream_list::ID).await?;
        let after = store.document(end::COLLECTION, end::ID).await?;
        if before.as_ref().map(|end| end.version) == after.as_ref().map(|end| end.version) {
            return Ok(Settled { last, end: after, list });
        }
    }
}

async fn documents(store: &dyn Store, collection: &str, file: &mut File) -> Result<(), SaveError> {
    let mut last: Option<String> = None;
    loop {
        let documents = store.documents_after(collection, last.as_deref(), AT_A_TIME).await?;
        let Some(end) = documents.last() else { return Ok(()) };
        last = Some(end.id.clone());
        for document in documents {
            file.put(&Item::Document { collection: collection.to_owned(), document })?;
        }
    }
}

/// All entries up to the last one; the compartments they stand in.
async fn entries(store: &dyn Store, last: u64, file: &mut File) -> Result<BTreeSet<Compartment>, SaveError> {
    let (mut position, mut compartments) = (0, BTreeSet::new());
    loop {
        let mut entries = store.entries_after(position, AT_A_TIME).await?;
        entries.retain(|entry| entry.position <= last);
        let Some(end) = entries.last() else { return Ok(compartments) };
        position = end.position;
        for entry in entries {
            compartments.insert(entry.compartment.clone());
            file.put(&Item::Entry(entry))?;
        }
    }
}

/// A compartment's stream, and the key that opens it.
async fn compartment(arguments: &Backup, name: &str, key_to: &Path) -> Result<(), CliError> {
    let compartment = named(name)?;
    let vault = arguments.place.open().await?;
    let lost = |error: StoreError| unreachable(&vault.name, &error);
    let keys = vault.store.keys().await.map_err(lost)?;
    let keyring = Keyring::unwrap(vault.master.clone(), &keys)
        .map_err(|error| CliError::Internal(format!("{}: {error}", vault.name)))?;
    let Some(key) = keyring.key(&compartment) else {
        let message = format!("`{name}` has no key: nothing was recorded there, or it was deleted");
        return Err(CliError::usage(message, "name another compartment"));
    };
    let exported = ExportedKey { compartment: compartment.clone(), key: key.clone() };
    let mut file = File::begin(&arguments.file, Contents::Stream)?;
    let mut sequence = 0;
    loop {
        let entries = vault.store.stream_after(&compartment, sequence, AT_A_TIME).await.map_err(lost)?;
        let Some(end) = entries.last() else { break };
        sequence = end.sequence;
        for entry in entries {
            file.put(&Item::Entry(entry))?;
        }
    }
    output_file::write_new_private(key_to, exported.to_text().as_bytes()).map_err(|error| {
        CliError::usage(
            format!("`{}` cannot be made: {error}", key_to.display()),
            "name a file that is not there yet",
        )
    })?;
    let counts = file.finish()?;
    screen::print(&format!(
        "saved {} of `{name}` into `{}`\nWhoever has `{}` reads them: hand it over by another way.\n",
        events(counts.entries),
        arguments.file.display(),
        key_to.display()
    ))
}

/// The compartment of this name.
///
/// # Errors
/// There is no such compartment.
pub fn named(name: &str) -> Result<Compartment, CliError> {
    Compartment::named(name).ok_or_else(|| {
        let help = "it is `public`, `table`, `mediator`, `caucus:PARTY` or `delegation:PARTY`";
        CliError::usage(format!("`{name}` is no compartment"), help)
    })
}

/// So many events.
pub fn events(count: u64) -> String {
    format!("{count} {}", if count == 1 { "event" } else { "events" })
}

/// A file in the making.
struct File {
    encoder: Encoder,
    whole: Whole,
    pending: Vec<u8>,
}

impl File {
    fn begin(path: &Path, contents: Contents) -> Result<Self, CliError> {
        let whole = Whole::begin(path).map_err(|error| CliError::unwritten(path, &error))?;
        let mut pending = Vec::new();
        let encoder = Encoder::start(contents, &mut pending);
        Ok(Self { encoder, whole, pending })
    }

    fn put(&mut self, item: &Item) -> Result<(), CliError> {
        self.encoder.item(item, &mut self.pending).map_err(|error| misplaced(&error))?;
        self.flush()
    }

    fn finish(mut self) -> Result<Counts, CliError> {
        let encoder = std::mem::replace(&mut self.encoder, Encoder::start(Contents::Record, &mut Vec::new()));
        let counts = encoder.finish(&mut self.pending).map_err(|error| misplaced(&error))?;
        self.flush()?;
        let path = self.whole.path().to_owned();
        self.whole.finish().map_err(|error| CliError::unwritten(&path, &error))?;
        Ok(counts)
    }

    fn flush(&mut self) -> Result<(), CliError> {
        let written = self.whole.write(&self.pending);
        self.pending.clear();
        written.map_err(|error| CliError::unwritten(self.whole.path(), &error))
    }
}

/// What the store gives is out of order: the record is damaged, and `verify-record` says where.
fn misplaced(error: &BackupError) -> CliError {
    CliError::Internal(format!("the record is damaged, at {error}: `mediant verify-record` says where"))
}

/// Why saving stopped.
enum SaveError {
    Store(StoreError),
    Told(CliError),
}

impl SaveError {
    fn of(self, name: &str) -> CliError {
        match self {
            Self::Store(error) => unreachable(name, &error),
            Self::Told(failure) => failure,
        }
    }
}

impl From<StoreError> for SaveError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<CliError> for SaveError {
    fn from(failure: CliError) -> Self {
        Self::Told(failure)
    }
}
