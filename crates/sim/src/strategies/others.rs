//! What the others have put forward, kept up to date turn by turn.

use crate::acceptance::Heard;
use crate::{Offer, Turn};

/// Looks at every offer of the table once.
#[derive(Default)]
pub(super) struct Others {
    looked_at: usize,
    /// Their offers before the last, and the last, as worths to oneself.
    pub heard: Heard,
    /// The best of them to oneself, with its worth.
    pub best: Option<(Offer, f64)>,
}

impl Others {
    /// Their offers since the last time; what one's own red lines forbid counts as worth 0.
    pub fn fresh<'a>(&mut self, turn: &Turn<'a>) -> Vec<(&'a Offer, f64)> {
        let own = &turn.own;
        let fresh = turn.offers.iter().skip(self.looked_at).filter(|placed| placed.party != own.party());
        let fresh: Vec<(&Offer, f64)> =
            fresh.map(|placed| (&placed.offer, own.worth(&placed.offer).max(0.0))).collect();
        self.looked_at = turn.offers.len();
        for (offer, worth) in &fresh {
            self.heard.note(turn.time, *worth);
            if self.best.as_ref().is_none_or(|(_, best)| worth > best) {
                self.best = Some(((*offer).clone(), *worth));
            }
        }
        fresh
    }
}
