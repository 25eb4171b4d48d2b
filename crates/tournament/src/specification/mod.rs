//! What a tournament is to be: its file, as values.

mod read;

use crate::roster::Entrant;
use mediant_sim::{Limits, Protocol};
pub use read::{Pattern, read};

/// What a tournament is to be, without its scenarios.
#[derive(Clone, Debug)]
pub struct Specification {
    /// A title for reports.
    pub title: String,
    /// From which every negotiation's chance derives.
    pub seed: u64,
    /// How often every strategy meets every other in every scenario; at least 1.
    pub repetitions: u32,
    /// The deadline of each negotiation in rounds; at least 1.
    pub rounds: u32,
    /// How many questions about its own side a strategy may ask in one move before it is taken to loop.
    pub effort: u64,
    /// Who may say what when, in every negotiation.
    pub protocol: Protocol,
    /// Who takes which seats.
    pub roles: Roles,
    /// Whether strategies meet themselves.
    pub self_play: bool,
    /// The strategies; their labels differ.
    pub entrants: Vec<Entrant>,
}

/// Who takes which seats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Roles {
    /// Every strategy takes every party's seat: all ordered assignments.
    All,
    /// Each selection of strategies is seated once, in the order of the specification.
    Once,
}

impl Specification {
    /// The most repetitions, and the most rounds, that a file may ask for.
    pub const COUNT_MAX: u32 = 1_000_000_000;

    /// The limits of each negotiation.
    pub fn limits(&self) -> Limits<'static> {
        Limits { effort: self.effort, ..Limits::rounds(self.rounds) }
    }
}
