//! How a negotiation ended.

use crate::{Offer, Scenario};
use serde::{Deserialize, Serialize};
use std::fmt;

/// How a negotiation ended, without the way there.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The package agreed on.
    pub agreement: Option<Offer>,
    /// How it ended.
    pub ending: Ending,
    /// How many rounds were begun.
    pub rounds: u32,
    /// When it ended, as a share of the deadline in 0..=1.
    pub time: f64,
    /// How many moves were made: offers, acceptances, votes.
    pub moves: u64,
    /// What each party has, exactly, in the problem's units, before any discount: its utility of the agreement;
    /// without one its walk-away value; where it lost by a fault, its worst package if that is less.
    pub units: Vec<i64>,
    /// The same on the scale of the input, discounted: `u·d^time`.
    pub discounted: Vec<f64>,
}

/// How a negotiation ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "how")]
pub enum Ending {
    /// With a deal.
    Agreement,
    /// The deadline passed.
    Deadline,
    /// A party walked away.
    Walked {
        /// The party that walked away, by its number at the table.
        party: usize,
    },
    /// A party lost by a fault.
    Lost {
        /// The party at fault, by its number at the table.
        party: usize,
        /// What it did wrong.
        fault: Fault,
    },
}

/// What a strategy did wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum Fault {
    /// Its code panicked.
    Panicked {
        /// What it said.
        message: String,
    },
    /// It asked more questions about its side than a move is allowed: it loops.
    TooMuchEffort,
    /// It answered after the deadline.
    Late,
    /// It put forward what is no package of the scenario, or one that a linkage excludes.
    NoSuchPackage,
    /// Its answer does not fit the mediator's question.
    NoSuchAnswer,
    /// It accepted although nothing stood.
    NothingToAccept,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Panicked { message } => write!(f, "its strategy panicked: {message}"),
            Self::TooMuchEffort => write!(f, "its strategy did not come to an end of a move"),
            Self::Late => write!(f, "its strategy answered after the deadline"),
            Self::NoSuchPackage => write!(f, "its strategy offered what is no package"),
            Self::NoSuchAnswer => write!(f, "its strategy's answer does not fit the question"),
            Self::NothingToAccept => write!(f, "its strategy accepted although nothing was offered"),
        }
    }
}

/// Where a negotiation stands when it ends.
#[derive(Clone, Debug)]
pub(crate) struct Close {
    pub agreement: Option<Offer>,
    pub ending: Ending,
}

impl Close {
    pub fn agreed(offer: Offer) -> Self {
        Self { agreement: Some(offer), ending: Ending::Agreement }
    }

    pub fn without(ending: Ending) -> Self {
        Self { agreement: None, ending }
    }

    /// What everybody has.
    pub fn outcome(self, scenario: &Scenario, rounds: u32, time: f64, moves: u64) -> Outcome {
        let units = match &self.agreement {
            Some(offer) => scenario.units(offer),
            None => (0..scenario.party_count())
                .filter_map(|party| Some((party, scenario.side(party)?)))
                .map(|(party, side)| match self.ending {
                    Ending::Lost { party: lost, .. } if lost == party => {
                        side.floor.min(side.reservation_units)
                    }
                    _ => side.reservation_units,
                })
                .collect(),
        };
        let time = time.clamp(0.0, 1.0);
        let discounted = units
            .iter()
            .enumerate()
            .map(|(party, units)| {
                let shown = scenario.problem().shown(party, *units);
                let discount = scenario.discount(party);
                if discount == 1.0 { shown } else { shown * discount.powf(time) }
            })
            .collect();
        Outcome { agreement: self.agreement, ending: self.ending, rounds, time, moves, units, discounted }
    }
}
