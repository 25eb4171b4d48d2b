//! Meetings: what can be asked for, and how it is decided.

use super::{
    Plan, SessionCancelled, SessionHeld, SessionId, SessionMoved, SessionOnRecord, SessionPlanned,
    SessionState,
};
use crate::actor::Role;
use crate::authority::{Authority, Word};
use crate::command::{Act, Moment};
use crate::compartment::Compartment;
use crate::decide::Decision;
use crate::limits::Limits;
use crate::refusal::CommandError;
use crate::state::{Named, State};
use mediant_model::spelling::quoted;
use mediant_model::{Date, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Plan a session.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct PlanSession {
    /// Who may know of it.
    pub r#in: Compartment,
    /// When, where, with whom.
    pub plan: Plan,
}

impl Act for PlanSession {
    const KIND: &'static str = "plan_session";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits { texts: &["text", "words", "agenda"], file: None };

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
        let Self { r#in: compartment, plan } = self;
        decision.plan_fits(&plan, &compartment)?;
        let session = SessionId::new(decision.id());
        decision.record(compartment, SessionPlanned { session, plan })
    }
}

/// Put a session off, or change its plan.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct MoveSession {
    /// Which.
    pub session: SessionId,
    /// The new plan.
    pub plan: Plan,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Act for MoveSession {
    const KIND: &'static str = "move_session";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits { texts: &["text", "reason", "words", "agenda"], file: None };

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
        let Self { session, plan, reason } = self;
        let compartment = decision.upcoming(&session)?.trace.compartment.clone();
        decision.plan_fits(&plan, &compartment)?;
        decision.record(compartment, SessionMoved { session, plan, reason })
    }
}

/// Record that a session took place.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct HoldSession {
    /// Which.
    pub session: SessionId,
    /// The day; the planned one, or today, where not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub on: Option<Date>,
    /// Who was there; those planned where empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<PersonId>,
    /// What can be said of it to those who may know of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
}

impl Act for HoldSession {
    const KIND: &'static str = "hold_session";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits { texts: &["summary"], file: None };

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
        let Self { session, on, people, summary } = self;
        let planned = decision.upcoming(&session)?;
        let compartment = planned.trace.compartment.clone();
        let on = on.or(planned.plan.on).unwrap_or(decision.context.today);
        let people = if people.is_empty() { planned.plan.people.clone() } else { people };
        if on > decision.context.today {
            return Err(CommandError::invalid("on", format!("{on} is still to come"))
                .help("record a session once it took place"));
        }
        decision.people_known(&people, &compartment, "people")?;
        decision.record(compartment, SessionHeld { session, on, people, summary })
    }
}

/// Record that a session will not take place.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct CancelSession {
    /// Which.
    pub session: SessionId,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Act for CancelSession {
    const KIND: &'static str = "cancel_session";
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
        let Self { session, reason } = self;
        let compartment = decision.upcoming(&session)?.trace.compartment.clone();
        decision.record(compartment, SessionCancelled { session, reason })
    }
}

impl Decision<'_, '_> {
    /// A session that something refers to is known to everybody who reads that.
    pub(crate) fn session_known(
        &self,
        session: Option<&SessionId>,
        compartment: &Compartment,
    ) -> Result<(), CommandError> {
        let Some(id) = session else { return Ok(()) };
        match self.state.sessions.get(id) {
            Some(session) if compartment.is_within(&session.trace.compartment) => Ok(()),
            Some(_) => {
                Err(CommandError::invalid("session", "not everybody who reads this knows of that session")
                    .help("leave `session` out"))
            }
            None => {
                Err(CommandError::unknown("session", format!("there is no session {}", quoted(id.as_str()))))
            }
        }
    }

    pub(crate) fn upcoming(&self, id: &SessionId) -> Result<&SessionOnRecord, CommandError> {
        let unknown =
            || CommandError::unknown("session", format!("there is no session {}", quoted(id.as_str())));
        let session = self.state.sessions.get(id).ok_or_else(unknown)?;
        match session.state {
            SessionState::Planned | SessionState::Moved { .. } => Ok(session),
            SessionState::Held { on, .. } => {
                Err(CommandError::not_now(format!("this session took place on {on}")).at("session"))
            }
            SessionState::Cancelled { .. } => Err(CommandError::not_now("this session was cancelled")
                .at("session")
                .help("plan another one")),
        }
    }

    pub(crate) fn plan_fits(&self, plan: &Plan, compartment: &Compartment) -> Result<(), CommandError> {
        if plan.parties.is_empty() {
            return Err(
                CommandError::invalid("plan.parties", "nobody meets").help("name the parties that meet")
            );
        }
        for party in &plan.parties {
            self.known(&Named::Party(party.clone()), compartment, "plan.parties")?;
        }
        self.people_known(&plan.people, compartment, "plan.people")?;
        if let Some(time) = &plan.time
            && !is_time(time)
        {
            return Err(CommandError::invalid("plan.time", format!("{} is not a time of day", quoted(time)))
                .help("write it as HH:MM, such as 14:30"));
        }
        for citation in plan.source.iter().chain(&plan.also) {
            self.known(&Named::Source(citation.source.clone()), compartment, "plan.source")?;
        }
        Ok(())
    }

    /// Everybody named belongs to a party, and is known to those who may read of it.
    pub(crate) fn people_known(
        &self,
        people: &[PersonId],
        compartment: &Compartment,
        field: &str,
    ) -> Result<(), CommandError> {
        for person in people {
            let of = self.state.parties.iter().find(|party| party.people.iter().any(|p| &p.id == person));
            let Some(party) = of else {
                return Err(CommandError::unknown(field, format!("there is no {}", quoted(person.as_str())))
                    .help("name the person first"));
            };
            self.known(&Named::Person(party.id.clone(), person.clone()), compartment, field)?;
        }
        Ok(())
    }
}

fn is_time(text: &str) -> bool {
    let Some((hours, minutes)) = text.split_once(':') else { return false };
    let below = |part: &str, limit: u8| {
        part.len() == 2
            && part.bytes().all(|b| b.is_ascii_digit())
            && part.parse::<u8>().is_ok_and(|value| value < limit)
    };
    below(hours, 24) && below(minutes, 60)
}
