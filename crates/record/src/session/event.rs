//! Meetings: what happened.

use super::{Plan, SessionId, SessionOnRecord, SessionState};
use crate::compartment::Compartment;
use crate::confirmation::PartyAct;
use crate::event::Fact;
use crate::state::{Named, State, Trace};
use mediant_model::{Date, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A session is to be.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct SessionPlanned {
    /// Its id.
    pub session: SessionId,
    /// When, where, with whom.
    pub plan: Plan,
}

impl Fact for SessionPlanned {
    const KIND: &'static str = "session_planned";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        // A session is known to those it is told to, and a caucus's words to those who were there.
        !matches!(compartment, Compartment::Delegation(_) | Compartment::Report(_))
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        Some(self.session.as_str())
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        // The mediator does it, or says it of itself.
        None
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { session, plan } = self;
        let (state_now, versions) = (SessionState::Planned, Vec::new());
        let planned = SessionOnRecord { plan, state: state_now, versions, trace: trace.clone() };
        state.sessions.insert(session, planned);
        Some(())
    }
}

/// A session was put off, or its plan changed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct SessionMoved {
    /// Which.
    pub session: SessionId,
    /// The new plan.
    pub plan: Plan,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Fact for SessionMoved {
    const KIND: &'static str = "session_moved";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        // A session is known to those it is told to, and a caucus's words to those who were there.
        !matches!(compartment, Compartment::Delegation(_) | Compartment::Report(_))
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
        let Self { session, plan, reason } = self;
        let known = state.sessions.get_mut(&session)?;
        known.plan = plan;
        known.state = SessionState::Moved { reason };
        Some(())
    }
}

/// A session took place.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct SessionHeld {
    /// Which.
    pub session: SessionId,
    /// The day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub on: Date,
    /// Who was there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<PersonId>,
    /// What can be said of it to those who may read this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
}

impl Fact for SessionHeld {
    const KIND: &'static str = "session_held";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        // A session is known to those it is told to, and a caucus's words to those who were there.
        !matches!(compartment, Compartment::Delegation(_) | Compartment::Report(_))
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
        let Self { session, on, people, summary } = self;
        state.sessions.get_mut(&session)?.state = SessionState::Held { on, people, summary };
        Some(())
    }
}

/// A session will not take place.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct SessionCancelled {
    /// Which.
    pub session: SessionId,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Fact for SessionCancelled {
    const KIND: &'static str = "session_cancelled";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        // A session is known to those it is told to, and a caucus's words to those who were there.
        !matches!(compartment, Compartment::Delegation(_) | Compartment::Report(_))
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
        let Self { session, reason } = self;
        state.sessions.get_mut(&session)?.state = SessionState::Cancelled { reason };
        Some(())
    }
}
