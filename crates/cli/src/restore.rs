//! `mediant restore`: a backup into an empty place, of whichever kind.

use crate::arguments::record::Restore;
use crate::backup::{AT_A_TIME, events};
use crate::backup_file::Items;
use crate::failure::CliError;
use crate::vault::{self, unreachable};
use crate::{runtime, screen};
use mediant_formats::Diagnostic;
use mediant_record::backup::{Contents, Counts, Item};
use mediant_record::keyring::MasterDescription;
use mediant_record::store::{Batch, Document, DocumentWrite, SealedEntry, Store, StoreError, WrappedKey};
use mediant_record::verify::RecordVerifier;
use std::path::Path;

/// A document that was written more often than this is not one of ours.
const VERSIONS_MAX: u64 = 1 << 48;

/// Reads the file to its end before anything is written.
pub fn run(arguments: &Restore) -> Result<(), CliError> {
    let (description, counts) = verified(&arguments.file)?;
    runtime::block_on(async {
        let found = arguments.place.find(true).await?;
        if !vault::is_empty(&*found.store).await? {
            let message = format!("{} is not empty", found.name);
            return Err(CliError::usage(message, "restore into a folder or database that holds no record"));
        }
        let lost = |error: StoreError| unreachable(&found.name, &error);
        write(&arguments.file, &*found.store).await.map_err(|stopped| match stopped {
            RestoreError::Store(error) => lost(error),
            RestoreError::Told(failure) => failure,
        })?;
        // Last of all: a record that does not say how it opens was not restored to its end.
        vault::begin(&*found.store, &description).await?;
        let opens = match description {
            MasterDescription::Passphrase { .. } => "It opens with the passphrase it had.",
            MasterDescription::KeyFile { .. } => {
                "It opens with the key file it had: put it into the folder as `master.key`, or give `--key-file`."
            }
        };
        screen::print(&format!(
            "restored {} into {}\n{opens} Everybody has to sign in again.\n",
            events(counts.entries),
            found.name
        ))
    })?
}

/// That the file is whole, is a record's backup, and its chains hold.
fn verified(path: &Path) -> Result<(MasterDescription, Counts), CliError> {
    let mut items = Items::open(path)?;
    let mut description = None;
    let mut verifier = RecordVerifier::new(None);
    let mut faults = Vec::new();
    while let Some(item) = items.next()? {
        match item {
            Item::Master(of_record) => description = Some(of_record),
            Item::Entry(_) if description.is_none() => return Err(not_of_a_record(path)),
            Item::Entry(entry) => faults.extend(verifier.check(&entry)),
            Item::Document { document, .. } if document.version > VERSIONS_MAX => {
                let problem =
                    Diagnostic::of_file(path.display().to_string(), "a paper has an absurd version");
                return Err(CliError::Input(vec![problem.help("use another copy of the backup")]));
            }
            Item::Document { .. } | Item::Key(_) | Item::DestroyedKey(_) => {}
        }
    }
    let (contents, counts) = items.finish()?;
    faults.extend(verifier.finish().1);
    let name = path.display().to_string();
    if !faults.is_empty() {
        let told = faults.iter().map(|fault| Diagnostic::of_file(&name, fault.to_string()));
        return Err(CliError::Input(told.collect()));
    }
    match (contents, description) {
        (Contents::Record, Some(description)) => Ok((description, counts)),
        _ => Err(not_of_a_record(path)),
    }
}

fn not_of_a_record(path: &Path) -> CliError {
    let message = "this is the copy of one compartment, not of a record";
    let problem = Diagnostic::of_file(path.display().to_string(), message);
    CliError::Input(vec![problem.help("`mediant verify-record FILE` reads it")])
}

enum RestoreError {
    Store(StoreError),
    Told(CliError),
}

impl From<StoreError> for RestoreError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

async fn write(path: &Path, store: &dyn Store) -> Result<(), RestoreError> {
    let mut items = Items::open(path).map_err(RestoreError::Told)?;
    let mut batch: Vec<SealedEntry> = Vec::new();
    while let Some(item) = items.next().map_err(RestoreError::Told)? {
        match item {
            Item::Master(_) => {}
            Item::Document { collection, document } => restore_document(store, collection, document).await?,
            Item::Entry(entry) => {
                batch.push(entry);
                if batch.len() >= AT_A_TIME {
                    append(store, &mut batch).await?;
                }
            }
            Item::Key(key) => store.add_key(&key, None).await?,
            Item::DestroyedKey(compartment) => {
                // A compartment whose key was destroyed never gets one again: the store has to know.
                let nothing = WrappedKey {
                    compartment: Some(compartment.clone()),
                    nonce: [0; 24],
                    wrapped: Vec::new(),
                };
                store.add_key(&nothing, None).await?;
                store.destroy_key(&compartment).await?;
            }
        }
    }
    append(store, &mut batch).await?;
    Ok(())
}

async fn append(store: &dyn Store, entries: &mut Vec<SealedEntry>) -> Result<(), StoreError> {
    let Some(first) = entries.first() else { return Ok(()) };
    let batch = Batch {
        after: first.position.saturating_sub(1),
        entries: std::mem::take(entries),
        documents: Vec::new(),
    };
    store.append(&batch).await
}

/// A document is sealed for its version, so it has that version again.
async fn restore_document(
    store: &dyn Store,
    collection: String,
    document: Document,
) -> Result<(), StoreError> {
    store.put_documents(&[DocumentWrite { collection, known: 0, document }]).await
}
