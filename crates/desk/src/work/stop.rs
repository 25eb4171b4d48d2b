//! When work ends that nobody waits for, or that took its time.

use mediant_engine::Control;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::time::Instant;

/// Asked by work whether to go on. Copies are of one wish.
#[derive(Clone, Debug)]
pub struct Stop {
    asked: Arc<AtomicBool>,
    budget: Duration,
    until: Option<Instant>,
}

impl Stop {
    /// For work that may take so long from when it begins.
    pub fn within(budget: Duration) -> Self {
        Self { asked: Arc::default(), budget, until: None }
    }

    /// The work begins now. Waiting for a place does not count: who waits behind others would be told less than they.
    #[must_use]
    pub fn begun(mut self) -> Self {
        self.until = Some(Instant::now() + self.budget);
        self
    }

    /// Ends it at its next occasion.
    pub fn ask(&self) {
        self.asked.store(true, Ordering::Relaxed);
    }
}

impl Control for Stop {
    fn should_stop(&self) -> bool {
        self.asked.load(Ordering::Relaxed) || self.until.is_some_and(|until| Instant::now() >= until)
    }
}
