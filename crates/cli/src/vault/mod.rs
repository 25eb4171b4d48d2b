//! A record's place: its store, and the master key that opens it.
//!
//! In a folder the record is one SQLite file, and beside it lies the key file, unless a passphrase or a key file
//! elsewhere opens it. How the master key is come by is written down in the store itself, unsealed, so that every
//! server on one database learns it from there.

mod folder;
mod key_file;
pub mod passphrase;

use crate::arguments::record::{Place, Unlock};
use crate::failure::CliError;
use crate::world;
use mediant_record::keyring::{
    Keyring, KeyringError, MasterDescription, MasterError, MasterKey, PassphraseCost,
};
use mediant_record::store::{Hold, Store, StoreError};
use mediant_store_postgres::PostgresStore;
use mediant_store_sqlite::SqliteStore;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The collection of the store's documents in which it is written how the master key is come by. Its documents are unsealed.
pub const COLLECTION: &str = "master";
/// What opens the record.
const CURRENT: &str = "current";
/// What is about to open it, while keys are wrapped anew.
const NEXT: &str = "next";

/// The file in the folder that is the record.
const RECORD_FILE: &str = "record.sqlite";
/// The key file in the folder.
const KEY_FILE: &str = "master.key";

/// A record that was opened.
pub struct Vault {
    /// Where it is kept.
    pub store: Arc<dyn Store>,
    /// What opens it.
    pub master: MasterKey,
    /// What it is called in messages.
    pub name: String,
}

/// A store that was found, without what opens it.
pub struct Found {
    /// Where the record is kept.
    pub store: Arc<dyn Store>,
    /// What it is called in messages.
    pub name: String,
    /// The folder, where it is in one.
    folder: Option<PathBuf>,
}

impl Place {
    /// Opens a record that is there.
    ///
    /// # Errors
    /// There is none, it cannot be reached, or what was given does not open it.
    pub async fn open(&self) -> Result<Vault, CliError> {
        let found = self.find(false).await?;
        match described(&*found.store).await? {
            Some(description) => self.unlock.unlocked(found, description).await,
            None => Err(nothing_there(&found.name)),
        }
    }

    /// Opens the record, and begins one where there is none.
    ///
    /// # Errors
    /// It cannot be made or reached, or what was given does not open it.
    pub async fn open_or_begin(&self) -> Result<Vault, CliError> {
        let found = self.find(true).await?;
        if let Some(description) = described(&*found.store).await? {
            return self.unlock.unlocked(found, description).await;
        }
        if !is_empty(&*found.store).await? {
            let message = format!("{} holds a record that was not restored to its end", found.name);
            return Err(CliError::usage(message, "restore the backup again, into an empty place"));
        }
        let description = self.unlock.new_description(&found)?;
        describe(&*found.store, CURRENT, &description).await?;
        // Somebody else may have begun it at the same time: then theirs counts.
        let description = described(&*found.store).await?.unwrap_or(description);
        self.unlock.unlocked(found, description).await
    }

    /// The store, in a folder that is made where `begin` allows it.
    ///
    /// # Errors
    /// There is none, or it cannot be made or reached.
    pub async fn find(&self, begin: bool) -> Result<Found, CliError> {
        if let Some(url) = &self.database {
            let store =
                PostgresStore::connect(url).await.map_err(|error| unreachable("the database", &error))?;
            return Ok(Found { store: Arc::new(store), name: "the database".to_owned(), folder: None });
        }
        let folder = match &self.data {
            Some(folder) => folder.clone(),
            None => folder::default_folder()?,
        };
        let file = folder.join(RECORD_FILE);
        let name = format!("`{}`", folder.display());
        if begin {
            folder::make(&folder)?;
        } else if !file.exists() {
            return Err(nothing_there(&name));
        }
        let opened =
            if begin { SqliteStore::create_or_open(&file).await } else { SqliteStore::open(&file).await };
        let store = opened.map_err(|error| unreachable(&name, &error))?;
        folder::make_private(&file)?;
        Ok(Found { store: Arc::new(store), name, folder: Some(folder) })
    }
}

impl Place {
    /// The master key of a record that is described, which may be in a file rather than in a store.
    ///
    /// # Errors
    /// What was given does not come to a key.
    pub fn key_for(&self, description: &MasterDescription, name: &str) -> Result<MasterKey, CliError> {
        self.unlock.key(description, self.data.as_deref(), name)
    }
}

impl Unlock {
    /// The key of a record that says how it is come by.
    async fn unlocked(&self, found: Found, description: MasterDescription) -> Result<Vault, CliError> {
        let Found { store, name, folder } = found;
        let keys = store.keys().await.map_err(|error| unreachable(&name, &error))?;
        let opened = self.key(&description, folder.as_deref(), &name);
        let opens = |master: &MasterKey| Keyring::unwrap(master.clone(), &keys);
        let wrong = match opened {
            Ok(master) => match opens(&master) {
                Ok(_) => return Ok(Vault { store, master, name }),
                Err(KeyringError::WrongKey) => wrong_key(&name),
                Err(error) => return Err(CliError::Internal(format!("{name}: {error}"))),
            },
            Err(failure) => failure,
        };
        // Where wrapping anew was interrupted, what was to come next may be what opens it.
        if let Some(next) = written(&*store, NEXT).await?
            && let Ok(master) = self.key(&next, folder.as_deref(), &name)
            && opens(&master).is_ok()
        {
            settle(&*store, &next).await?;
            return Ok(Vault { store, master, name });
        }
        Err(wrong)
    }

    fn key(
        &self,
        description: &MasterDescription,
        folder: Option<&Path>,
        name: &str,
    ) -> Result<MasterKey, CliError> {
        match description {
            MasterDescription::Passphrase { .. } => {
                if self.key_file.is_some() {
                    return Err(other_kind(name));
                }
                let passphrase = match &self.passphrase_file {
                    Some(path) => passphrase::in_file(path)?,
                    None => passphrase::asked(name)?,
                };
                description.unlock_with_passphrase(&passphrase).map_err(|error| refused(name, error))
            }
            MasterDescription::KeyFile { .. } => {
                if self.passphrase || self.passphrase_file.is_some() {
                    return Err(other_kind(name));
                }
                let path = self.key_path(folder, name)?;
                let text = key_file::read(&path)?;
                description.unlock_with_key_file(&text).map_err(|error| {
                    CliError::usage(
                        format!("`{}`: {error}", path.display()),
                        "give the key file that was made with the record: `--key-file FILE`",
                    )
                })
            }
        }
    }

    /// For a record that is about to begin.
    fn new_description(&self, found: &Found) -> Result<MasterDescription, CliError> {
        let secret = match (&self.passphrase_file, self.passphrase) {
            (Some(path), _) => NewSecret::Passphrase(passphrase::in_file(path)?),
            (None, true) => NewSecret::Passphrase(passphrase::asked_twice(&found.name)?),
            (None, false) => NewSecret::KeyFile(self.key_path(found.folder.as_deref(), &found.name)?),
        };
        secret.description()
    }

    fn key_path(&self, folder: Option<&Path>, name: &str) -> Result<PathBuf, CliError> {
        match (&self.key_file, folder) {
            (Some(path), _) => Ok(path.clone()),
            (None, Some(folder)) => Ok(folder.join(KEY_FILE)),
            (None, None) => {
                let message = format!("{name} is sealed, and it was not said what opens it");
                Err(CliError::usage(message, "give `--key-file FILE` or `--passphrase-file FILE`"))
            }
        }
    }
}

/// What is to open a record from now on.
pub enum NewSecret {
    /// A passphrase; its memory is wiped when it is dropped.
    Passphrase(zeroize::Zeroizing<String>),
    /// A key file, made where there is none.
    KeyFile(PathBuf),
}

impl NewSecret {
    /// A passphrase asked for at the terminal, twice.
    ///
    /// # Errors
    /// There is no terminal, or the two differ.
    pub fn asked(name: &str) -> Result<Self, CliError> {
        Ok(Self::Passphrase(passphrase::asked_twice(name)?))
    }

    /// The passphrase in a file.
    ///
    /// # Errors
    /// It cannot be read, or is empty.
    pub fn in_file(path: &Path) -> Result<Self, CliError> {
        Ok(Self::Passphrase(passphrase::in_file(path)?))
    }

    /// How the key is come by; the key file is there afterwards.
    fn description(&self) -> Result<MasterDescription, CliError> {
        match self {
            Self::Passphrase(passphrase) if passphrase.is_empty() => {
                Err(CliError::usage("the passphrase is empty", "choose one that nobody guesses"))
            }
            Self::Passphrase(_) => {
                Ok(MasterDescription::of_passphrase(PassphraseCost::default(), &mut world::fill))
            }
            Self::KeyFile(path) => Ok(MasterDescription::of_key_file(&key_file::read_or_make(path)?)),
        }
    }

    fn master(&self, description: &MasterDescription) -> Result<MasterKey, CliError> {
        let master = match self {
            Self::Passphrase(passphrase) => description.unlock_with_passphrase(passphrase),
            Self::KeyFile(path) => description.unlock_with_key_file(&key_file::read(path)?),
        };
        master.map_err(|error| refused("the new master key", error))
    }
}

impl Vault {
    /// Wraps every key under another master key.
    ///
    /// What is to come is written down before the keys change and counts after: whenever this is interrupted, one of
    /// the two opens the record.
    ///
    /// # Errors
    /// Somebody else works with the record, who would go on with the old key; the store cannot be reached.
    pub async fn rekey(&self, secret: &NewSecret) -> Result<(), CliError> {
        let lost = |error: StoreError| unreachable(&self.name, &error);
        let _alone = match self.store.hold(Hold::Alone).await {
            Err(StoreError::InUse) => return Err(in_use(&self.name)),
            held => held.map_err(lost)?,
        };
        let description = secret.description()?;
        let master = secret.master(&description)?;
        let keys = self.store.keys().await.map_err(lost)?;
        let damaged = |error: KeyringError| CliError::Internal(format!("{}: {error}", self.name));
        let keyring = Keyring::unwrap(self.master.clone(), &keys).map_err(damaged)?;
        let wrapped = keyring.rewrap(&master, &mut world::fill).map_err(damaged)?;
        describe(&*self.store, NEXT, &description).await?;
        self.store.rewrap_keys(&wrapped, &self.master.mark(), &master.mark()).await.map_err(lost)?;
        settle(&*self.store, &description).await
    }
}

fn in_use(name: &str) -> CliError {
    CliError::usage(
        format!("somebody works with the record in {name}: a server, or another command"),
        "end every server of this record, then wrap the keys anew; until then nothing is changed",
    )
}

/// Puts down that this is what opens the record now.
async fn settle(store: &dyn Store, description: &MasterDescription) -> Result<(), CliError> {
    describe(store, CURRENT, description).await?;
    store.remove_document(COLLECTION, NEXT).await.map_err(|error| unreachable("the record", &error))?;
    Ok(())
}

/// How the record's master key is come by; `None` where no record was begun.
///
/// # Errors
/// The store cannot be reached, or what is written there cannot be read.
pub async fn described(store: &dyn Store) -> Result<Option<MasterDescription>, CliError> {
    written(store, CURRENT).await
}

async fn written(store: &dyn Store, id: &str) -> Result<Option<MasterDescription>, CliError> {
    let document = store.document(COLLECTION, id).await.map_err(|error| unreachable("the record", &error))?;
    let Some(document) = document else { return Ok(None) };
    serde_json::from_slice(&document.content).map(Some).map_err(|_| {
        CliError::Internal("what the record says of its master key is damaged: restore a backup".to_owned())
    })
}

/// Writes down how the record's master key is come by.
///
/// # Errors
/// The store cannot be reached.
pub async fn begin(store: &dyn Store, description: &MasterDescription) -> Result<(), CliError> {
    describe(store, CURRENT, description).await
}

async fn describe(store: &dyn Store, id: &str, description: &MasterDescription) -> Result<(), CliError> {
    let content = serde_json::to_vec(description).map_err(|error| CliError::Internal(error.to_string()))?;
    let lost = |error: StoreError| unreachable("the record", &error);
    let known = store.document(COLLECTION, id).await.map_err(lost)?.map_or(0, |document| document.version);
    match store.put_document(COLLECTION, id, known, &content).await {
        // Somebody else wrote it at the same time; the caller reads what counts.
        Ok(_) | Err(StoreError::Conflict) => Ok(()),
        Err(error) => Err(lost(error)),
    }
}

/// Whether nothing was ever recorded there.
///
/// # Errors
/// The store cannot be reached.
pub async fn is_empty(store: &dyn Store) -> Result<bool, CliError> {
    let lost = |error: StoreError| unreachable("the record", &error);
    Ok(store.keys().await.map_err(lost)?.is_empty()
        && store.entries_after(0, 1).await.map_err(lost)?.is_empty()
        && store.collections().await.map_err(lost)?.is_empty())
}

fn nothing_there(name: &str) -> CliError {
    CliError::usage(
        format!("there is no record in {name}"),
        "begin one with `mediant serve` or `mediant record open`, or name its place with `--data DIR`",
    )
}

fn wrong_key(name: &str) -> CliError {
    CliError::usage(
        format!("this passphrase does not open the record in {name}"),
        "type it again: upper and lower case and blanks count",
    )
}

fn other_kind(name: &str) -> CliError {
    refused(name, MasterError::OtherKind)
}

fn refused(name: &str, error: MasterError) -> CliError {
    let help = match error {
        MasterError::OtherKind => "leave out the option, or give the other one",
        MasterError::EmptyPassphrase => "give the passphrase",
        MasterError::NotAKeyFile | MasterError::OtherKeyFile => "give the key file of this record",
        MasterError::Cost | MasterError::OutOfMemory => "try it on a machine with more memory",
    };
    CliError::usage(format!("{name}: {error}"), help)
}

/// The store cannot be used, for a reason outside.
pub fn unreachable(name: &str, error: &StoreError) -> CliError {
    CliError::Internal(format!("{name}: {error}"))
}
