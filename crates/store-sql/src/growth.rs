//! How far a record is known to have grown, and the wait for more.

use mediant_record::store::StoreError;
use std::future::Future;
use std::time::Duration;
use tokio::sync::watch;

/// The longest wait. Then the waiter reads for itself, so that one who is never told (the network swallowed the
/// notice, the disk is gone) still learns how things are.
const WAIT_MAX: Duration = Duration::from_secs(30);

/// The greatest position that this handle has heard of, whoever appended it.
#[derive(Debug, Default)]
pub struct Growth {
    position: watch::Sender<u64>,
}

impl Growth {
    /// Tells everybody who waits that the record reaches this position.
    pub fn reached(&self, position: u64) {
        self.position.send_if_modified(|known| {
            let is_news = position > *known;
            *known = position.max(*known);
            is_news
        });
    }

    /// Whether anybody waits.
    pub fn is_awaited(&self) -> bool {
        self.position.receiver_count() > 0
    }

    /// Returns when the record may have grown beyond a position. `last_position` reads where it ends in the database.
    ///
    /// # Errors
    /// Those of `last_position`.
    pub async fn beyond(
        &self,
        position: u64,
        last_position: impl Future<Output = Result<u64, StoreError>>,
    ) -> Result<(), StoreError> {
        // Listening comes before looking: what is appended in between is heard of.
        let mut heard = self.position.subscribe();
        if *heard.borrow() > position {
            return Ok(());
        }
        self.reached(last_position.await?);
        // Both an end to the patience and an end to the store are reasons to go and look.
        let _ = tokio::time::timeout(WAIT_MAX, heard.wait_for(|known| *known > position)).await;
        Ok(())
    }
}
