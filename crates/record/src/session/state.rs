//! Meetings: what a reader knows of it.

use super::Plan;
use crate::compartment::Compartment;
use crate::state::Trace;
use mediant_model::statement::{Provenance, Publicity, Session, SessionStatus};
use mediant_model::{Date, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a session stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SessionState {
    /// It is to be.
    Planned,
    /// It is to be, not as first planned.
    Moved {
        /// Why.
        reason: Option<String>,
    },
    /// It took place.
    Held {
        /// The day.
        #[schemars(with = "String", extend("format" = "date"))]
        on: Date,
        /// Who was there.
        people: Vec<PersonId>,
        /// What can be said of it.
        summary: Option<String>,
    },
    /// It will not take place.
    Cancelled {
        /// Why.
        reason: Option<String>,
    },
}

/// A session on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SessionOnRecord {
    /// When, where, with whom.
    pub plan: Plan,
    /// How it stands.
    pub state: SessionState,
    /// What was on record of it before it was put right, oldest version first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub versions: Vec<FormerSession>,
    /// When it was planned and by whom.
    pub trace: Trace,
}

/// What was on record of a session before it was put right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FormerSession {
    /// When, where, with whom.
    pub plan: Plan,
    /// How it stood.
    pub state: SessionState,
    /// Why it was put right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When and by whom it was put right.
    pub trace: Trace,
}

pub(crate) fn model_session(session: &SessionOnRecord) -> Session {
    use SessionState as S;
    let (status, on, people, text) = match &session.state {
        S::Planned => (SessionStatus::Planned, session.plan.on, &session.plan.people, None),
        S::Moved { reason } => (SessionStatus::Moved, session.plan.on, &session.plan.people, reason.clone()),
        S::Held { on, people, summary } => (SessionStatus::Held, Some(*on), people, summary.clone()),
        S::Cancelled { reason } => {
            (SessionStatus::Cancelled, session.plan.on, &session.plan.people, reason.clone())
        }
    };
    let publicity = match &session.trace.compartment {
        Compartment::Public => Publicity::Public,
        Compartment::Table => Publicity::Table,
        Compartment::Caucus(party) => Publicity::Caucus(party.clone()),
        Compartment::Mediator | Compartment::Delegation(_) | Compartment::Report(_) => Publicity::Mediator,
    };
    let agenda = (!session.plan.agenda.is_empty()).then(|| session.plan.agenda.join("; "));
    let provenance = Provenance {
        by: session.plan.told_by.clone(),
        on: session.plan.told_on,
        source: session.plan.source.clone(),
        also: session.plan.also.clone(),
        text: text.or_else(|| session.plan.text.clone()).or(agenda),
        ..Provenance::known_to(publicity)
    };
    Session {
        parties: session.plan.parties.clone(),
        people: people.clone(),
        status,
        on,
        place: session.plan.place.clone(),
        provenance,
    }
}
