//! Whether the talks go on, rest, or were broken off: what happened.

use super::Stage;
use crate::compartment::Compartment;
use crate::confirmation::{PartyAct, Weight};
use crate::event::Fact;
use crate::state::{Named, State, Trace};
use mediant_model::{Date, PartyId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The talks rest.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct TalksPaused {
    /// Until when, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub until: Option<Date>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Fact for TalksPaused {
    const KIND: &'static str = "talks_paused";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        // What the talks are, and where they stand: for the table, or for everybody.
        compartment.is_open()
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        None
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        // The mediator does it, or says it of itself.
        None
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { until, reason } = self;
        state.stage = Stage::Paused { until, reason, trace: trace.clone() };
        Some(())
    }
}

/// The talks go on.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct TalksResumed {}

impl Fact for TalksResumed {
    const KIND: &'static str = "talks_resumed";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        // What the talks are, and where they stand: for the table, or for everybody.
        compartment.is_open()
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        None
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        // The mediator does it, or says it of itself.
        None
    }

    fn fold(self, state: &mut State, _: &Trace) -> Option<()> {
        state.stage = Stage::Going;
        Some(())
    }
}

/// The talks were broken off.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct TalksBrokenOff {
    /// Who broke them off; `None` for the mediator or all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<PartyId>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Fact for TalksBrokenOff {
    const KIND: &'static str = "talks_broken_off";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        // What the talks are, and where they stand: for the table, or for everybody.
        compartment.is_open()
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        None
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        Some(PartyAct::on_the_whole(self.party.as_ref()?, None, Weight::Takes, "breaking off"))
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { party, reason } = self;
        state.stage = Stage::BrokenOff { party, reason, trace: trace.clone() };
        Some(())
    }
}
