//! Compartments that are deleted for good: what can be asked for, and how it is decided.

use super::CompartmentDeleted;
use crate::actor::Role;
use crate::authority::{Authority, Word};
use crate::command::{Act, Moment};
use crate::compartment::Compartment;
use crate::decide::Decision;
use crate::limits::Limits;
use crate::refusal::Refusal;
use crate::state::State;
use mediant_model::spelling::quoted;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Delete a compartment for good: its key is destroyed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct DeleteCompartment {
    /// Which: the caucus of a party, or a report.
    pub compartment: Compartment,
}

impl Act for DeleteCompartment {
    const KIND: &'static str = "delete_compartment";
    const WHEN: Moment = Moment::Ever;
    const LIMITS: Limits = Limits::NAMES;

    fn may_come_from(&self, role: &Role) -> bool {
        matches!(role, Role::Mediator)
    }

    fn takes(&self, _: &State) -> Authority {
        Authority::Nothing
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), Refusal> {
        let Self { compartment } = self;
        match &compartment {
            Compartment::Caucus(party) => decision.negotiating(party, "compartment")?,
            Compartment::Report(report)
                if decision.state.reports.contains_key(report)
                    || decision.state.deleted.contains(&compartment) => {}
            Compartment::Report(report) => {
                let message = format!("there is no report {}", quoted(report.as_str()));
                return Err(Refusal::unknown("compartment", message));
            }
            // The mediator's own stream says what was deleted, and what is open to several is not one's to delete.
            Compartment::Public | Compartment::Table | Compartment::Mediator | Compartment::Delegation(_) => {
                let message = "only a caucus or a report can be deleted on its own";
                return Err(Refusal::invalid("compartment", message)
                    .help("to delete a whole record, delete its data folder or database"));
            }
        }
        if decision.state.deleted.contains(&compartment) {
            return Err(Refusal::not_now("this was deleted already"));
        }
        decision.record(Compartment::Mediator, CompartmentDeleted { deleted: compartment })
    }
}
