//! Meetings.

use super::Decision;
use crate::Compartment;
use crate::event::{Event, Plan};
use crate::id::SessionId;
use crate::refusal::Refusal;
use crate::state::{Named, SessionOnRecord, SessionState};
use mediant_model::spelling::quoted;
use mediant_model::{Date, PersonId};

impl Decision<'_, '_> {
    pub(super) fn plan_session(&mut self, compartment: Compartment, plan: Plan) -> Result<(), Refusal> {
        self.plan_fits(&plan, &compartment)?;
        let session = SessionId::new(self.id());
        self.record(compartment, Event::SessionPlanned { session, plan })
    }

    pub(super) fn move_session(
        &mut self,
        session: SessionId,
        plan: Plan,
        reason: Option<String>,
    ) -> Result<(), Refusal> {
        let compartment = self.upcoming(&session)?.trace.compartment.clone();
        self.plan_fits(&plan, &compartment)?;
        self.record(compartment, Event::SessionMoved { session, plan, reason })
    }

    pub(super) fn hold_session(
        &mut self,
        session: SessionId,
        on: Option<Date>,
        people: Vec<PersonId>,
        summary: Option<String>,
    ) -> Result<(), Refusal> {
        let planned = self.upcoming(&session)?;
        let compartment = planned.trace.compartment.clone();
        let on = on.or(planned.plan.on).unwrap_or(self.context.today);
        let people = if people.is_empty() { planned.plan.people.clone() } else { people };
        if on > self.context.today {
            return Err(Refusal::invalid("on", format!("{on} is still to come"))
                .help("record a session once it took place"));
        }
        self.people_known(&people, &compartment, "people")?;
        self.record(compartment, Event::SessionHeld { session, on, people, summary })
    }

    pub(super) fn cancel_session(
        &mut self,
        session: SessionId,
        reason: Option<String>,
    ) -> Result<(), Refusal> {
        let compartment = self.upcoming(&session)?.trace.compartment.clone();
        self.record(compartment, Event::SessionCancelled { session, reason })
    }

    pub(super) fn upcoming(&self, id: &SessionId) -> Result<&SessionOnRecord, Refusal> {
        let unknown = || Refusal::unknown("session", format!("there is no session {}", quoted(id.as_str())));
        let session = self.state.sessions.get(id).ok_or_else(unknown)?;
        match session.state {
            SessionState::Planned | SessionState::Moved { .. } => Ok(session),
            SessionState::Held { on, .. } => {
                Err(Refusal::not_now(format!("this session took place on {on}")).at("session"))
            }
            SessionState::Cancelled { .. } => {
                Err(Refusal::not_now("this session was cancelled").at("session").help("plan another one"))
            }
        }
    }

    pub(super) fn plan_fits(&self, plan: &Plan, compartment: &Compartment) -> Result<(), Refusal> {
        if plan.parties.is_empty() {
            return Err(Refusal::invalid("plan.parties", "nobody meets").help("name the parties that meet"));
        }
        for party in &plan.parties {
            self.known(&Named::Party(party.clone()), compartment, "plan.parties")?;
        }
        self.people_known(&plan.people, compartment, "plan.people")?;
        if let Some(time) = &plan.time
            && !is_time(time)
        {
            return Err(Refusal::invalid("plan.time", format!("{} is not a time of day", quoted(time)))
                .help("write it as HH:MM, such as 14:30"));
        }
        for citation in plan.source.iter().chain(&plan.also) {
            self.known(&Named::Source(citation.source.clone()), compartment, "plan.source")?;
        }
        Ok(())
    }

    /// Everybody named belongs to a party, and is known to those who may read of it.
    fn people_known(
        &self,
        people: &[PersonId],
        compartment: &Compartment,
        field: &str,
    ) -> Result<(), Refusal> {
        for person in people {
            let of = self.state.parties.iter().find(|party| party.people.iter().any(|p| &p.id == person));
            let Some(party) = of else {
                return Err(Refusal::unknown(field, format!("there is no {}", quoted(person.as_str())))
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
