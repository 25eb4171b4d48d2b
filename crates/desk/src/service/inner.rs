//! What the desk and its tasks share: store, keys, and what was folded from them.

use super::{OpenError, PAGE, Projection, ending};
use crate::world::World;
use mediant_model::case::Reader;
use mediant_record::Compartment;
use mediant_record::keyring::{Keyring, KeyringError};
use mediant_record::state::Revision;
use mediant_record::store::{Held, SealedEntry, Store, StoreError};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use tokio::sync::watch;

/// What the desk and its tasks share.
pub(super) struct Inner {
    pub(super) store: Arc<dyn Store>,
    /// As long as the desk is open nobody wraps the keys anew.
    pub(super) _held: Held,
    pub(super) world: Arc<dyn World>,
    pub(super) keyring: RwLock<Keyring>,
    /// Never changed while somebody reads it: whoever reads takes it and lets go of the lock, and nobody waits for that.
    pub(super) projection: RwLock<Arc<Projection>>,
    /// Held while entries are taken from the store into the projection, so that they go in in order.
    pub(super) catching_up: tokio::sync::Mutex<()>,
    /// Compartments that were deleted and are gone from the store's keys and from the projection.
    pub(super) forgotten: Mutex<BTreeSet<Compartment>>,
    /// Where the record ends.
    pub(super) ending: ending::Ending,
    pub(super) news: Mutex<BTreeMap<Reader, watch::Sender<Revision>>>,
}

impl Inner {
    // A panic while a lock was held cannot leave what it guards half done in a way that reading would make worse.
    pub(super) fn projection(&self) -> Arc<Projection> {
        self.projection.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn projection_mut(&self) -> RwLockWriteGuard<'_, Arc<Projection>> {
        self.projection.write().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn keyring(&self) -> RwLockReadGuard<'_, Keyring> {
        self.keyring.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn keyring_mut(&self) -> RwLockWriteGuard<'_, Keyring> {
        self.keyring.write().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn forgotten(&self) -> MutexGuard<'_, BTreeSet<Compartment>> {
        self.forgotten.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn news(&self) -> MutexGuard<'_, BTreeMap<Reader, watch::Sender<Revision>>> {
        self.news.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes sure that the key of a compartment (`None`: of the documents) is on the keyring, making one if there never
    /// was one.
    pub(super) async fn key_for(&self, compartment: Option<&Compartment>) -> Result<(), OpenError> {
        let held = |keyring: &Keyring| match compartment {
            Some(compartment) => keyring.key(compartment).is_some(),
            None => keyring.opens_documents(),
        };
        if held(&self.keyring()) {
            return Ok(());
        }
        let made = {
            let mut random = |bytes: &mut [u8]| self.world.fill(bytes);
            self.keyring().make_key(compartment, &mut random)?
        };
        let mark = self.keyring().mark();
        match self.store.add_key(&made, mark.as_ref()).await {
            Ok(()) => Ok(self.keyring_mut().admit(&made)?),
            // Another process made one first, or it was destroyed.
            Err(StoreError::Conflict) => {
                self.read_keys().await?;
                if held(&self.keyring()) {
                    Ok(())
                } else {
                    Err(KeyringError::NoKey(compartment.cloned()).into())
                }
            }
            Err(error) => Err(error.into()),
        }
    }

    pub(super) async fn read_keys(&self) -> Result<(), OpenError> {
        let keys = self.store.keys().await?;
        let mut keyring = self.keyring_mut();
        for key in &keys {
            keyring.admit(key)?;
        }
        Ok(())
    }

    /// Takes everything into the projection that the store holds beyond it, and tells those who wait.
    pub(super) async fn catch_up(&self) -> Result<(), OpenError> {
        let _turn = self.catching_up.lock().await;
        loop {
            let position = self.projection().position();
            let entries = self.store.entries_after(position, PAGE).await?;
            if entries.is_empty() {
                break;
            }
            self.take(&entries).await?;
        }
        // Whatever the store did not let go of before.
        self.forget_deleted().await
    }

    /// Takes entries in that come next, keys of new streams included. To be called in turn.
    pub(super) async fn take(&self, entries: &[SealedEntry]) -> Result<(), OpenError> {
        let lacks_key = entries.iter().any(|entry| self.keyring().key(&entry.compartment).is_none());
        if lacks_key {
            self.read_keys().await?;
        }
        let keyring = self.keyring().clone();
        // Where somebody reads the projection at hand, a copy of it goes on.
        let taken = Arc::make_mut(&mut *self.projection_mut()).take(entries, &keyring);
        if let Err(error) = taken {
            // The projection may be half done: the next attempt starts from an empty one.
            *self.projection_mut() = Arc::new(Projection::empty());
            return Err(error);
        }
        let forgotten = self.forget_deleted().await;
        self.tell();
        forgotten
    }

    /// Drops what stood in compartments that were deleted: key, events, all that was known. What could not be dropped
    /// because the store did not answer is dropped at the next attempt. To be called in turn.
    pub(super) async fn forget_deleted(&self) -> Result<(), OpenError> {
        let deleted = self.projection().view(&Reader::Mediator).map(|view| view.state.deleted.clone());
        let mut pending = deleted.unwrap_or_default();
        pending.retain(|compartment| !self.forgotten().contains(compartment));
        if pending.is_empty() {
            return Ok(());
        }
        for compartment in &pending {
            self.store.destroy_key(compartment).await?;
        }
        let held = |keyring: &Keyring| pending.iter().any(|compartment| keyring.key(compartment).is_some());
        if held(&self.keyring()) {
            let mut keyring = self.keyring().clone();
            pending.iter().for_each(|compartment| keyring.forget(compartment));
            let mut projection = Projection::empty();
            loop {
                let entries = self.store.entries_after(projection.position(), PAGE).await?;
                if entries.is_empty() {
                    break;
                }
                projection.take(&entries, &keyring)?;
            }
            *self.projection_mut() = Arc::new(projection);
            let mut keyring = self.keyring_mut();
            pending.iter().for_each(|compartment| keyring.forget(compartment));
        }
        self.forgotten().append(&mut pending);
        Ok(())
    }

    /// Wakes every reader that listens, though there is nothing new.
    pub(super) fn wake(&self) {
        self.news().values().for_each(|sender| sender.send_modify(|_| ()));
    }

    /// Tells every reader that listens which version it reads; for whom nothing changed is not woken.
    pub(super) fn tell(&self) {
        let projection = self.projection();
        for (reader, sender) in self.news().iter() {
            let Some(view) = projection.view(reader) else { continue };
            let revision = view.state.revision();
            sender.send_if_modified(|known| {
                let changed = *known != revision;
                *known = revision;
                changed
            });
        }
    }
}
