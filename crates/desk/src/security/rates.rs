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

/// Not now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMany {
    /// How long to wait.
    pub wait: Duration,
}

impl TooMany {
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
    pub fn take(&self, key: &K) -> Result<(), TooMany> {
        let now = Instant::now();
        let mut full_at = self.full_at();
        if full_at.len() >= Self::KEYS_MAX && !full_at.contains_key(key) {
            forget(&mut full_at, now);
        }
        let next = full_at.get(key).map_or(now, |at| (*at).max(now)) + self.rate.every;
        let most = now + self.rate.every.saturating_mul(self.rate.burst);
        if next > most {
            return Err(TooMany { wait: next - most });
        }
        full_at.insert(key.clone(), next);
        Ok(())
    }

    /// The last one was fine and does not count.
    pub fn give_back(&self, key: &K) {
        if let Some(at) = self.full_at().get_mut(key)
            && let Some(before) = at.checked_sub(self.rate.every)
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
    async fn what_was_given_back_does_not_count() {
        let rates = Rates::new(RATE);
        for _ in 0..10 {
            rates.take(&"a").unwrap();
            rates.give_back(&"a");
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
