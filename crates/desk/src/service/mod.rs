//! The one layer under API, pages and command line.
//!
//! A command is decided on the state of whoever asks, its events are sealed, chained and appended to the store, and only
//! then does anybody read of them. One task writes: it takes the commands that wait, decides them one after the other,
//! and appends the events of all of them as one batch, so that many who write at once wait for the disk once. Another
//! task follows what other processes write into the same store.

mod asker;
mod asking;
mod audit;
mod copy;
mod documents;
mod ending;
mod error;
mod follower;
mod inner;
mod kept;
mod projection;
mod queue;
mod reading;
mod receipt;
mod request;
mod share;
mod writer;

pub use asker::Asker;
pub use copy::{CopyError, SealedCopy};
pub use error::{AskError, OpenError};
pub use reading::{Line, StreamEnd};
pub use receipt::Receipt;
pub use share::{BYTES_MAX, EVENTS_MAX};

use crate::work::Workshop;
use crate::world::World;
use inner::Inner;
use mediant_record::keyring::{Keyring, MasterKey};
use mediant_record::store::{Hold, Store};
use projection::Projection;
use queue::RequestQueue;
use request::Asked;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use tokio::task::JoinHandle;

/// Entries that are read from the store at a time.
const PAGE: usize = 1_000;

/// A record, opened for those who work with it.
pub struct Desk {
    inner: Arc<Inner>,
    requests: Arc<RequestQueue>,
    /// Where what commands need is worked out before they are decided.
    preparing: Workshop,
    tasks: Mutex<Vec<JoinHandle<()>>>,
}

impl Desk {
    /// Opens a record and starts to write and follow it. To be called within a tokio runtime.
    ///
    /// # Errors
    /// The store does not answer, the key is wrong, the record is damaged, or it ends elsewhere than it says: it, or its
    /// accounts, are older than they were.
    pub async fn open(
        store: Arc<dyn Store>,
        master: MasterKey,
        world: Arc<dyn World>,
    ) -> Result<Arc<Self>, OpenError> {
        // Held first: the keys that are read then stay as they are wrapped.
        let held = store.hold(Hold::Shared).await?;
        let mark = master.mark();
        let keyring = Keyring::unwrap(master, &store.keys().await?)?;
        store.note_master(&mark).await?;
        let inner = Arc::new(Inner {
            store,
            _held: held,
            world,
            keyring: RwLock::new(keyring),
            projection: RwLock::new(Arc::new(Projection::empty())),
            catching_up: tokio::sync::Mutex::new(()),
            forgotten: Mutex::new(BTreeSet::new()),
            ending: ending::Ending::default(),
            news: Mutex::new(BTreeMap::new()),
        });
        inner.key_for(None).await?;
        inner.begin_ending().await?;
        inner.begin_audit().await?;
        let requests = Arc::new(RequestQueue::default());
        let tasks = vec![
            tokio::spawn(writer::write(inner.clone(), requests.clone())),
            tokio::spawn(follower::follow(inner.clone())),
            tokio::spawn(follower::close_rounds(inner.clone(), requests.clone())),
        ];
        Ok(Arc::new(Self { inner, requests, preparing: Workshop::new(), tasks: Mutex::new(tasks) }))
    }

    /// The clock and the randomness.
    pub fn world(&self) -> &Arc<dyn World> {
        &self.inner.world
    }

    /// The store. For verifying, backing up and the documents; events are appended through [`Desk::ask`] alone.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.inner.store
    }

    /// The keys, as they are now.
    pub fn keyring(&self) -> Keyring {
        self.inner.keyring().clone()
    }

    /// Reads what other processes wrote, now rather than soon.
    ///
    /// # Errors
    /// The store does not answer, or an entry cannot be used.
    pub async fn catch_up(&self) -> Result<(), OpenError> {
        self.inner.catch_up().await
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let tasks = self.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        tasks.iter().for_each(JoinHandle::abort);
    }
}
