//! When work ends that nobody waits for, or that took its time.

use mediant_engine::Control;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::time::Instant;

/// Asked by work whether to go on. Copies are of one question.
#[derive(Clone, Debug)]
pub struct Stop {
    asked: Arc<AtomicBool>,
    abandoned: Arc<AtomicBool>,
    budget: Duration,
    until: Option<Instant>,
}

impl Stop {
    /// For work that may take so long from when it begins.
    pub fn within(budget: Duration) -> Self {
        Self { asked: Arc::default(), abandoned: Arc::default(), budget, until: None }
    }

    /// The work begins now. Waiting for a place does not count: who waits behind others would be told less than they.
    #[must_use]
    pub fn begun(mut self) -> Self {
        self.until = Some(Instant::now() + self.budget);
        self
    }

    /// Ends it at its next occasion, with what it has by then.
    pub fn ask(&self) {
        self.asked.store(true, Ordering::Relaxed);
    }

    /// Ends it at its next occasion: nobody waits for it any more.
    pub fn abandon(&self) {
        self.abandoned.store(true, Ordering::Relaxed);
        self.ask();
    }

    /// Whether nobody waits any more: then what was found is cut off, and is not to be kept as if it were all.
    pub fn is_abandoned(&self) -> bool {
        self.abandoned.load(Ordering::Relaxed)
    }
}

impl Control for Stop {
    fn should_stop(&self) -> bool {
        self.asked.load(Ordering::Relaxed) || self.until.is_some_and(|until| Instant::now() >= until)
    }

    fn spent(&self) -> u32 {
        let Some(until) = self.until else { return 0 };
        let left = until.saturating_duration_since(Instant::now()).as_micros();
        let all = self.budget.as_micros();
        let spent = all.saturating_sub(left).saturating_mul(1_000_000).checked_div(all);
        spent.and_then(|spent| u32::try_from(spent).ok()).unwrap_or(1_000_000)
    }
}
