//! How often something may be done.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// How many at once, and how soon one more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// How many may come at once.
    pub burst: u32,
    /// After how long one more may come.
    pub every: Duration,
}

/// Asked more often than a share allows: try again later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateError {
    /// How long to wait.
    pub wait: Duration,
}

impl RateError {
    /// The whole seconds to wait, at least one.
    pub fn wait_s(self) -> u64 {
        self.wait.as_millis().div_ceil(1_000).max(1).try_into().unwrap_or(u64::MAX)
    }
}

/// Counts by key, of which it remembers a bounded number.
pub struct Rates<K> {
    rate: Rate,
    /// When the bucket of each key will be full again: all that its level depends on.
    full_at: Mutex<BTreeMap<K, Instant>>,
}

impl<K: Ord + Clone> Rates<K> {
    /// Keys that are remembered at most: those that were not seen for longest are forgotten.
    const KEYS_MAX: usize = 16_384;

    /// At this rate for each key.
    pub fn new(rate: Rate) -> Self {
        Self { rate, full_at: Mutex::new(BTreeMap::new()) }
    }

    /// One more for a key.
    ///
    /// # Errors
    /// The key had too many.
    pub fn take(&self, key: &K) -> Result<(), RateError> {
        self.reserve(key, 1, Duration::ZERO).map(drop)
    }

    /// So many more for a key, now or within `patience`: how long to wait before they are due. They count from now on, so
    /// that those who wait are due one after the other.
    ///
    /// # Errors
    /// They are due later than that.
    pub fn reserve(&self, key: &K, count: u32, patience: Duration) -> Result<Duration, RateError> {
        let now = Instant::now();
        let mut full_at = self.full_at();
        if full_at.len() >= Self::KEYS_MAX && !full_at.contains_key(key) {
            forget(&mut full_at, now);
        }
        let taken = self.rate.every.saturating_mul(count);
        let next = full_at.get(key).map_or(now, |at| (*at).max(now)) + taken;
        let most = now + self.rate.every.saturating_mul(self.rate.burst);
        let wait = next.saturating_duration_since(most);
        if wait > patience {
            return Err(RateError { wait: wait - patience });
        }
        full_at.insert(key.clone(), next);
        Ok(wait)
    }

    /// The last so many were fine and do not count.
    pub fn give_back(&self, key: &K, count: u32) {
        if let Some(at) = self.full_at().get_mut(key)
            && let Some(before) = at.checked_sub(self.rate.every.saturating_mul(count))
        {
            *at = before;
        }
    }

    /// Counts stay usable whatever happened to another thread.
    fn full_at(&self) -> MutexGuard<'_, BTreeMap<K, Instant>> {
        self.full_at.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Makes room: first what is full again and says nothing, then the fuller half of the rest.
fn forget<K: Ord + Clone>(full_at: &mut BTreeMap<K, Instant>, now: Instant) {
    let before = full_at.len();
    full_at.retain(|_, at| *at > now);
    if full_at.len() > before / 2 {
        let mut levels: Vec<Instant> = full_at.values().copied().collect();
        let middle = levels.len() / 2;
        let (_, median, _) = levels.select_nth_unstable(middle);
        let median = *median;
        full_at.retain(|_, at| *at > median);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Rate = Rate { burst: 3, every: Duration::from_secs(10) };

    #[tokio::test(start_paused = true)]
    async fn a_burst_is_let_through_and_then_one_at_a_time() {
        let rates = Rates::new(RATE);
        for _ in 0..3 {
            rates.take(&"a").unwrap();
        }
        assert_eq!(rates.take(&"a").unwrap_err().wait_s(), 10);
        rates.take(&"b").unwrap();
        tokio::time::advance(Duration::from_secs(10)).await;
        rates.take(&"a").unwrap();
        assert!(rates.take(&"a").is_err());
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_too_early_is_due_in_order_and_no_later_than_whoever_asks_will_wait() {
        let rates = Rates::new(RATE);
        let patience = Duration::from_secs(25);
        let waits: Vec<_> = (0..6).map(|_| rates.reserve(&"a", 1, patience)).collect();
        let seconds = |wait: &Result<Duration, RateError>| wait.as_ref().map(Duration::as_secs).ok();
        assert_eq!(
            waits.iter().map(seconds).collect::<Vec<_>>(),
            [0, 0, 0, 10, 20].map(Some).into_iter().chain([None]).collect::<Vec<_>>()
        );
        assert_eq!(waits[5], Err(RateError { wait: Duration::from_secs(5) }));
        tokio::time::advance(Duration::from_secs(5)).await;
        assert_eq!(rates.reserve(&"a", 1, patience), Ok(patience));
    }

    #[tokio::test(start_paused = true)]
    async fn what_was_given_back_does_not_count() {
        let rates = Rates::new(RATE);
        for _ in 0..10 {
            rates.take(&"a").unwrap();
            rates.give_back(&"a", 1);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn many_keys_do_not_fill_the_memory_nor_free_the_one_that_had_too_many() {
        let rates = Rates::new(RATE);
        let guilty = usize::MAX;
        while rates.take(&guilty).is_ok() {}
        for key in 0..3 * Rates::<usize>::KEYS_MAX {
            rates.take(&key).unwrap();
        }
        assert!(rates.full_at().len() <= Rates::<usize>::KEYS_MAX);
        assert!(rates.take(&guilty).is_err());
    }
}
