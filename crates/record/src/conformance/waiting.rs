//! Waiting for what is new. A store may wake early, so the tests ask only that it wakes.

use super::{Place, batch};
use crate::Compartment;
use crate::store::Store;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;

/// Far beyond what any store needs to notice an append; only a store that never wakes takes as long.
const PATIENCE: Duration = Duration::from_secs(10);

/// Who asks for what is there has it at once, in a handle that has seen nothing yet as well.
pub async fn what_is_there_is_not_waited_for(place: &dyn Place) {
    let store = place.open().await;
    store.append(&batch(0, &[(&Compartment::Table, 1), (&Compartment::Public, 1)])).await.unwrap();
    for handle in [&store, &place.open().await] {
        for position in 0..2 {
            timeout(PATIENCE, handle.wait_beyond(position)).await.unwrap().unwrap();
        }
    }
}

/// Every waiter is woken by every append, and one who stopped waiting harms nobody.
pub async fn an_append_wakes_every_waiter(place: &dyn Place) {
    let store = place.open().await;
    for position in 0..3 {
        let waiters: Vec<_> = (0..20).map(|_| tokio::spawn(saw_beyond(store.clone(), position))).collect();
        let stopped = timeout(Duration::from_millis(50), saw_beyond(store.clone(), position)).await;
        assert!(stopped.is_err(), "nothing was appended after {position}");
        store.append(&batch(position, &[(&Compartment::Table, position + 1)])).await.unwrap();
        for waiter in waiters {
            timeout(PATIENCE, waiter).await.unwrap().unwrap();
        }
    }
}

/// A second handle stands for another process: its appends wake this one's waiters, and the other way round.
pub async fn an_append_by_another_handle_wakes(place: &dyn Place) {
    let handles = [place.open().await, place.open().await];
    for position in 0..6 {
        let writer = &handles[usize::from(position % 2 == 0)];
        let waiters: Vec<_> =
            handles.iter().map(|handle| tokio::spawn(saw_beyond(handle.clone(), position))).collect();
        // Time for the waiters to begin to wait; if they have not, they find the entry there.
        tokio::time::sleep(Duration::from_millis(50)).await;
        writer.append(&batch(position, &[(&Compartment::Table, position + 1)])).await.unwrap();
        for waiter in waiters {
            timeout(PATIENCE, waiter).await.unwrap().unwrap();
        }
    }
}

/// Waits and reads, again and again, as a follower of the record does, until there is an entry after the position.
async fn saw_beyond(store: Arc<dyn Store>, position: u64) {
    while store.entries_after(position, 1).await.unwrap().is_empty() {
        store.wait_beyond(position).await.unwrap();
    }
}
