//! Whether the talks go on, rest, or were broken off: what can be asked for, and how it is decided.

use super::{Stage, TalksBrokenOff, TalksPaused, TalksResumed};
use crate::actor::Role;
use crate::authority::{Authority, Word};
use crate::command::{Act, Moment};
use crate::compartment::Compartment;
use crate::decide::Decision;
use crate::limits::Limits;
use crate::refusal::CommandError;
use crate::state::State;
use mediant_model::{Date, PartyId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Let the talks rest.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct PauseTalks {
    /// `public` or `table`.
    pub r#in: Compartment,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub until: Option<Date>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Act for PauseTalks {
    const KIND: &'static str = "pause_talks";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits { texts: &["reason"], file: None };

    fn may_come_from(&self, role: &Role) -> bool {
        role.mediates()
    }

    fn takes(&self, _: &State) -> Authority {
        Authority::Nothing
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { r#in: compartment, until, reason } = self;
        if !decision.state.is_going() {
            return Err(CommandError::not_now("the talks rest already"));
        }
        decision.record(compartment, TalksPaused { until, reason })
    }
}

/// Let the talks go on.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct ResumeTalks {
    /// `public` or `table`.
    pub r#in: Compartment,
}

impl Act for ResumeTalks {
    const KIND: &'static str = "resume_talks";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits::NAMES;

    fn may_come_from(&self, role: &Role) -> bool {
        role.mediates()
    }

    fn takes(&self, _: &State) -> Authority {
        Authority::Nothing
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { r#in: compartment } = self;
        if decision.state.is_going() {
            return Err(CommandError::not_now("the talks go on already"));
        }
        decision.record(compartment, TalksResumed {})
    }
}

/// Break the talks off.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct BreakOffTalks {
    /// `public` or `table`.
    pub r#in: Compartment,
    /// Who breaks them off; the mediator or all where not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<PartyId>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Act for BreakOffTalks {
    const KIND: &'static str = "break_off_talks";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits { texts: &["reason"], file: None };

    fn may_come_from(&self, role: &Role) -> bool {
        role.mediates() || self.party.as_ref().is_some_and(|party| role.acts_for(party))
    }

    fn takes(&self, _: &State) -> Authority {
        let Self { party, .. } = self;
        party.as_ref().map_or(Authority::Nothing, |party| Authority::MandateOnAll(party.clone()))
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { r#in: compartment, party, reason } = self;
        if let Some(party) = &party {
            decision.negotiating(party, "party")?;
        }
        if matches!(decision.state.stage, Stage::BrokenOff { .. }) {
            return Err(CommandError::not_now("the talks were broken off already"));
        }
        decision.record(compartment, TalksBrokenOff { party, reason })
    }
}
