//! Threads for work, a few at a time.

use super::turns::{BusyError, Turns};
use std::sync::Arc;
use std::thread::available_parallelism;

/// Requests of one who asks that may wait for a place.
const WAITING_MAX: usize = 256;

/// Places in which work is done, shared by those who ask for it.
///
/// Apart from places for one sort of work, no thread is waited for: a request that waits here holds no thread.
#[derive(Clone)]
pub struct Workshop {
    turns: Arc<Turns<String>>,
}

impl Workshop {
    /// A place for each processor, two at least, of which nobody holds more than half.
    pub fn new() -> Self {
        let places = available_parallelism().map_or(2, usize::from).max(2);
        Self { turns: Turns::new(places, places / 2, WAITING_MAX) }
    }

    /// Does the work once it is the turn of `whose`. `None` where the work failed.
    ///
    /// Work that has begun goes on to its end whether or not anybody waits for it: what may take long asks a
    /// [`super::Stop`].
    ///
    /// # Errors
    /// Too much of the same waits already.
    pub async fn run<T: Send + 'static>(
        &self,
        whose: &str,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<Option<T>, BusyError> {
        let turn = self.turns.turn(whose.to_owned()).await?;
        let work = move || {
            // Given back when the work is done, not when whoever waited goes away.
            let _turn = turn;
            work()
        };
        Ok(tokio::task::spawn_blocking(work).await.ok())
    }
}

impl Default for Workshop {
    fn default() -> Self {
        Self::new()
    }
}
