//! A trader without intelligence that makes no losses.

use crate::{Action, Own, Random, Strategy, Turn};

/// Draws a package evenly from those no worse than its walk-away value; takes what stands if it is worth at least
/// as much as the package drawn (Gode & Sunder 1993, the constrained zero-intelligence trader).
pub struct ZeroIntelligence {
    random: Random,
}

impl Default for ZeroIntelligence {
    fn default() -> Self {
        Self { random: Random::new(0) }
    }
}

impl Strategy for ZeroIntelligence {
    fn begin(&mut self, _own: &Own<'_>, random: Random) {
        self.random = random;
    }

    fn act(&mut self, turn: &Turn<'_>) -> Action {
        let own = &turn.own;
        let drawn = own.any_reaching(own.reservation(), &mut self.random);
        match turn.standing {
            Some(standing) if own.worth(standing) >= own.worth(&drawn).max(own.reservation()) => {
                Action::Accept
            }
            _ => Action::Offer(drawn),
        }
    }
}
