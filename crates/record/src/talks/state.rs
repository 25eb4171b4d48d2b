//! Whether the talks go on, rest, or were broken off: what a reader knows of it.

use crate::state::{State, Trace};
use mediant_model::{Date, PartyId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How the talks stand as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Nothing was opened yet.
    #[default]
    NotOpened,
    /// They go on.
    Going,
    /// They rest.
    Paused {
        /// Until when.
        #[schemars(with = "Option<String>", extend("format" = "date"))]
        until: Option<Date>,
        /// Why.
        reason: Option<String>,
        /// When and by whom.
        trace: Trace,
    },
    /// They were broken off.
    BrokenOff {
        /// By whom.
        party: Option<PartyId>,
        /// Why.
        reason: Option<String>,
        /// When and by whom.
        trace: Trace,
    },
    /// The case is closed.
    Closed {
        /// How it ended.
        outcome: Option<String>,
        /// When and by whom.
        trace: Trace,
    },
}

impl State {
    /// Whether something may be added to the record now.
    pub fn is_going(&self) -> bool {
        self.stage == Stage::Going
    }
}
