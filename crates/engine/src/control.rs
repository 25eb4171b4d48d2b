//! Budgets and cancellation, passed in, and how a budget is dealt out.

use std::sync::atomic::{AtomicBool, Ordering};

/// Asked by long searches whether to go on.
///
/// The engine has no clock: whoever calls it decides what a budget is.
pub trait Control: Sync {
    /// Whether the search should stop now and say what it knows. Called often; must be cheap.
    fn should_stop(&self) -> bool;

    /// How much of the budget is spent, in millionths, never falling; 0 where there is no budget.
    ///
    /// By this a budget is dealt out among questions ([`Share`]); without it the first question may take all of it.
    fn spent(&self) -> u32 {
        0
    }

    /// At how much spent the search is to stop.
    fn until(&self) -> u32 {
        WHOLE
    }

    /// Told that the end of the budget, or of a part of it, may have left an answer open.
    fn left_open(&self) {}

    /// Told what is being done and, where known, the share done in per mille.
    fn progress(&self, _stage: &str, _per_mille: Option<u32>) {}
}

/// All of a budget, in the units of [`Control::spent`].
const WHOLE: u32 = 1_000_000;

/// A control that never stops anything and ignores what it is told of progress.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unlimited;

impl Control for Unlimited {
    fn should_stop(&self) -> bool {
        false
    }
}

/// A budget that remembers whether it, or any part of it, ended a search.
pub struct Budget<'a> {
    control: &'a dyn Control,
    ended: AtomicBool,
}

impl<'a> Budget<'a> {
    /// The whole of the budget.
    pub fn new(control: &'a dyn Control) -> Self {
        Self { control, ended: AtomicBool::new(false) }
    }

    /// Whether it left anything open.
    pub fn has_ended(&self) -> bool {
        self.ended.load(Ordering::Relaxed)
    }
}

impl Control for Budget<'_> {
    fn should_stop(&self) -> bool {
        let stops = self.control.should_stop();
        if stops {
            self.left_open();
        }
        stops
    }

    fn spent(&self) -> u32 {
        self.control.spent()
    }

    fn until(&self) -> u32 {
        self.control.until()
    }

    fn left_open(&self) {
        self.ended.store(true, Ordering::Relaxed);
        self.control.left_open();
    }

    fn progress(&self, stage: &str, per_mille: Option<u32>) {
        self.control.progress(stage, per_mille);
    }
}

/// A part of a budget, for one question of several.
///
/// What a question does not use is there for those after it. A question that is stopped leaves its answer open, never
/// wrong; while none is stopped, shares change nothing.
pub struct Share<'a> {
    control: &'a dyn Control,
    until: u32,
}

impl<'a> Share<'a> {
    /// One of so many equal parts of what is left of a budget.
    pub fn one_of(parts: u32, control: &'a dyn Control) -> Self {
        let (spent, until) = (control.spent(), control.until());
        Self { control, until: until.min(spent.saturating_add(until.saturating_sub(spent) / parts.max(1))) }
    }
}

impl Control for Share<'_> {
    fn should_stop(&self) -> bool {
        if self.until < WHOLE && self.control.spent() >= self.until {
            self.left_open();
            return true;
        }
        self.control.should_stop()
    }

    fn spent(&self) -> u32 {
        self.control.spent()
    }

    fn until(&self) -> u32 {
        self.until
    }

    fn left_open(&self) {
        self.control.left_open();
    }

    fn progress(&self, stage: &str, per_mille: Option<u32>) {
        self.control.progress(stage, per_mille);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicU32;

    /// A clock that is moved by hand.
    #[derive(Default)]
    struct Clock(AtomicU32);

    impl Control for Clock {
        fn should_stop(&self) -> bool {
            self.spent() >= WHOLE
        }

        fn spent(&self) -> u32 {
            self.0.load(Ordering::Relaxed)
        }
    }

    #[test]
    fn what_a_share_leaves_is_there_for_the_next() {
        let clock = Clock::default();
        let budget = Budget::new(&clock);
        let first = Share::one_of(4, &budget);
        clock.0.store(100_000, Ordering::Relaxed);
        assert!(!first.should_stop() && !budget.has_ended());
        // Three parts of what is left: 300,000 each.
        let second = Share::one_of(3, &budget);
        clock.0.store(399_999, Ordering::Relaxed);
        assert!(!second.should_stop());
        clock.0.store(400_000, Ordering::Relaxed);
        assert!(second.should_stop() && budget.has_ended() && !budget.should_stop());
        // A part of a part ends with it at the latest.
        let part = Share::one_of(1, &second);
        assert!(part.should_stop());
        clock.0.store(WHOLE, Ordering::Relaxed);
        assert!(budget.should_stop() && Share::one_of(2, &budget).should_stop());
    }

    #[test]
    fn without_a_budget_no_share_ends() {
        let budget = Budget::new(&Unlimited);
        assert!(!Share::one_of(1000, &budget).should_stop() && !budget.has_ended());
    }
}
