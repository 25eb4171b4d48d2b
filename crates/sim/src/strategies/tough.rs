//! Never gives way.

use crate::{Action, Strategy, Turn};

/// Offers its best package always, and takes nothing that is worth less.
pub struct Tough;

impl Strategy for Tough {
    fn act(&mut self, turn: &Turn<'_>) -> Action {
        let best = turn.own.best();
        match turn.standing {
            Some(standing) if turn.own.worth(standing) >= turn.own.worth(&best) => Action::Accept,
            _ => Action::Offer(best),
        }
    }
}
