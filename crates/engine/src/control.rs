//! Budgets and cancellation, passed in.

/// Asked by long searches whether to go on.
///
/// The engine has no clock: whoever calls it decides what a budget is.
pub trait Control: Sync {
    /// Whether the search should stop now and say what it knows. Called often; must be cheap.
    fn should_stop(&self) -> bool;

    /// Told what is being done and, where known, the share done in per mille.
    fn progress(&self, _stage: &str, _per_mille: Option<u32>) {}
}

/// Never stops.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unlimited;

impl Control for Unlimited {
    fn should_stop(&self) -> bool {
        false
    }
}
