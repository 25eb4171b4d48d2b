//! How long a negotiation may take.

/// When a negotiation ends at the latest, and how much a strategy may do in a move.
#[derive(Clone, Copy)]
pub struct Limits<'a> {
    /// At most so many rounds; at least 1.
    pub rounds: u32,
    /// How many questions about its own side a strategy may ask in one move before it is taken to loop.
    pub effort: u64,
    /// Where the deadline is one of time: who tells it. Without one, time is the share of the rounds gone.
    pub clock: Option<&'a dyn Clock>,
    /// With a clock: an answer later than this share of the deadline beyond it loses the negotiation; one
    /// that is less late ends it without a deal.
    pub grace: f64,
}

impl Limits<'_> {
    /// What a move is allowed unless somebody says otherwise: some seconds.
    pub const EFFORT: u64 = 100_000_000;

    /// A deadline of so many rounds.
    pub fn rounds(rounds: u32) -> Self {
        Self { rounds, effort: Self::EFFORT, clock: None, grace: 0.05 }
    }

    /// The time in a round, from 0, where rounds tell it: `(round + 1) / (rounds + 1)`, so that the rounds stand
    /// evenly between beginning and deadline, at neither of them.
    pub fn time_of(&self, round: u32) -> f64 {
        (f64::from(round) + 1.0) / (f64::from(self.rounds) + 1.0)
    }
}

/// Tells the time. The simulator has no clock of its own: whoever runs it decides what time is.
pub trait Clock {
    /// The time gone since the beginning, as a share of the deadline: 1 at the deadline, more beyond.
    fn share(&self) -> f64;
}
