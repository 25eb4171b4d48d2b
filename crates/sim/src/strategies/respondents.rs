//! Parties that answer a mediator's questions.

use crate::{Action, Inquiry, Strategy, Turn};
use mediant_mediate::Answer;

/// Answers every question of a mediator as its utility has it.
pub struct Candid;

impl Strategy for Candid {
    /// It answers and makes no offers: at a table of offers it walks away.
    fn act(&mut self, _turn: &Turn<'_>) -> Action {
        Action::Walk
    }
}

/// Answers truly but for its walk-away, which it claims to be higher: `share` of the way to its best package.
pub struct Overstating {
    share: f64,
}

impl Overstating {
    /// With a share of the way from its true walk-away, 0, to its best package, 1.
    pub fn new(share: f64) -> Self {
        Self { share }
    }
}

impl Strategy for Overstating {
    /// It answers and makes no offers: at a table of offers it walks away.
    fn act(&mut self, _turn: &Turn<'_>) -> Action {
        Action::Walk
    }

    fn reply(&mut self, inquiry: &Inquiry<'_>) -> Answer {
        let least = inquiry.own.reservation();
        inquiry.true_answer(least + self.share * (1.0 - least))
    }
}
