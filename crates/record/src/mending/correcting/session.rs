//! A session that was put down wrongly.

use crate::actor::Role;
use crate::authority::{Authority, Word};
use crate::command::{Act, Moment};
use crate::compartment::Compartment;
use crate::confirmation::PartyAct;
use crate::decide::Decision;
use crate::event::Fact;
use crate::limits::Limits;
use crate::mending::HeldAs;
use crate::refusal::CommandError;
use crate::session::{FormerSession, Plan, SessionId, SessionState};
use crate::state::{Named, State, Trace};
use mediant_model::spelling::quoted;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Put right what is on record of a session: its plan, and of one that took place when, with whom and what can be said of it.
///
/// A session that is put off is moved, not corrected.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct CorrectSession {
    /// Which.
    pub session: SessionId,
    /// When, where, with whom.
    pub plan: Plan,
    /// What is right of one that took place; absent for every other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<HeldAs>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// That it was seen what this touches: the mark that a refusal gives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub touches: Option<String>,
}

impl Act for CorrectSession {
    const KIND: &'static str = "correct_session";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits { texts: &["text", "reason", "words", "agenda", "summary"], file: None };

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
        let command = self.clone().into();
        let Self { session, plan, held, reason, touches } = self;
        let unknown =
            || CommandError::unknown("session", format!("there is no session {}", quoted(session.as_str())));
        let known = decision.state.sessions.get(&session).ok_or_else(unknown)?;
        let compartment = known.trace.compartment.clone();
        match (&known.state, &held) {
            (SessionState::Held { .. }, None) => {
                return Err(CommandError::invalid("held", "this session took place")
                    .help("say when, and who was there"));
            }
            (
                SessionState::Planned | SessionState::Moved { .. } | SessionState::Cancelled { .. },
                Some(_),
            ) => {
                return Err(CommandError::invalid("held", "this session did not take place")
                    .help("record first that it was held"));
            }
            _ => {}
        }
        if let Some(held) = held.as_ref().filter(|held| held.on > decision.context.today) {
            return Err(CommandError::invalid("held.on", format!("{} is still to come", held.on)));
        }
        decision.plan_fits(&plan, &compartment)?;
        decision.people_known(
            held.as_ref().map_or(&[], |held| held.people.as_slice()),
            &compartment,
            "held.people",
        )?;
        decision.is_seen(&command, touches.as_deref())?;
        decision.record(compartment, SessionCorrected { session, plan, held, reason })
    }
}

/// What is on record of a session was put right. What stood there before stays on record.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct SessionCorrected {
    /// Which.
    pub session: SessionId,
    /// When, where, with whom.
    pub plan: Plan,
    /// What is right of one that took place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<HeldAs>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Fact for SessionCorrected {
    const KIND: &'static str = "session_corrected";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        !matches!(compartment, Compartment::Delegation(_) | Compartment::Report(_))
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        None
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        // A mending says itself who recorded it; what a party accepted in other words it is asked anew.
        None
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { session, plan, held, reason } = self;
        let known = state.sessions.get_mut(&session)?;
        let was = (std::mem::replace(&mut known.plan, plan), known.state.clone());
        if let Some(HeldAs { on, people, summary }) = held {
            known.state = SessionState::Held { on, people, summary };
        }
        known.versions.push(FormerSession { plan: was.0, state: was.1, reason, trace: trace.clone() });
        Some(())
    }
}
