//! Parties that vote on a single text.

use crate::{Action, Ballot, Own, Random, Strategy, Turn};

/// Votes for what is worth at least as much as the text (Klein, Faratin, Sayama & Bar-Yam 2003: the hill climber).
pub struct HillClimber;

impl Strategy for HillClimber {
    /// It votes and makes no offers: at a table of offers it walks away.
    fn act(&mut self, _turn: &Turn<'_>) -> Action {
        Action::Walk
    }
}

/// Votes for what is worth less as well, with a probability that falls with what is lost and with time: exp(−loss /
/// temperature), the temperature falling by a straight line to 0 (the same paper: the annealer, after
/// Metropolis et al. 1953).
pub struct Annealer {
    temperature: f64,
    random: Random,
}

impl Annealer {
    /// With a temperature in worths, on the scale from worst to best package.
    pub fn new(temperature: f64) -> Self {
        Self { temperature, random: Random::new(0) }
    }
}

impl Strategy for Annealer {
    fn begin(&mut self, _own: &Own<'_>, random: Random) {
        self.random = random;
    }

    /// It votes and makes no offers: at a table of offers it walks away.
    fn act(&mut self, _turn: &Turn<'_>) -> Action {
        Action::Walk
    }

    fn vote(&mut self, ballot: &Ballot<'_>) -> bool {
        let loss = ballot.own.worth(ballot.text) - ballot.own.worth(ballot.draft);
        let heat = self.temperature * (1.0 - ballot.time);
        // One draw each time, so that its chances do not depend on what was voted on before.
        let draw = self.random.unit();
        loss <= 0.0 || (heat > 0.0 && draw < (-loss / heat).exp())
    }
}
