//! Compartments that are deleted for good: what can be asked for, and how it is decided.

use super::{CompartmentDeleted, DeletionAnswered, DeletionAsked, MayDelete};
use crate::actor::Role;
use crate::authority::{Authority, Word};
use crate::command::{Act, Moment};
use crate::compartment::Compartment;
use crate::decide::Decision;
use crate::limits::Limits;
use crate::refusal::CommandError;
use crate::report::ReportId;
use crate::state::State;
use mediant_model::PartyId;
use mediant_model::spelling::quoted;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Ask a party whether its caucus may be deleted.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct AskToDelete {
    /// Whose caucus it is.
    pub party: PartyId,
}

impl Act for AskToDelete {
    const KIND: &'static str = "ask_to_delete";
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

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { party } = self;
        decision.negotiating(&party, "party")?;
        if decision.state.deletions.contains_key(&party) {
            return Err(CommandError::not_now("the party was asked already").help("what it answers stands"));
        }
        decision.record(Compartment::Caucus(party.clone()), DeletionAsked { party })
    }
}

/// Answer whether the party's caucus may be deleted; an answer may be changed until it is.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct AnswerDeletion {
    /// Whose caucus it is.
    pub party: PartyId,
    /// Whether it may be deleted.
    pub agrees: bool,
}

impl Act for AnswerDeletion {
    const KIND: &'static str = "answer_deletion";
    const WHEN: Moment = Moment::Ever;
    const LIMITS: Limits = Limits::NAMES;

    fn may_come_from(&self, role: &Role) -> bool {
        matches!(role, Role::Principal(_))
    }

    fn takes(&self, _: &State) -> Authority {
        Authority::Office(self.party.clone())
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { party, agrees } = self;
        decision.negotiating(&party, "party")?;
        if !decision.state.deletions.contains_key(&party) {
            return Err(CommandError::not_now("nobody asked whether the caucus may be deleted"));
        }
        decision.record(Compartment::Caucus(party.clone()), DeletionAnswered { party, agrees })
    }
}

/// Delete a compartment for good: its key is destroyed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct DeleteCompartment {
    /// Which: of the mediator the caucus of a party, which was asked, or a report; of a principal what its delegation keeps to
    /// itself.
    pub compartment: Compartment,
}

impl Act for DeleteCompartment {
    const KIND: &'static str = "delete_compartment";
    const WHEN: Moment = Moment::Ever;
    const LIMITS: Limits = Limits::NAMES;

    fn may_come_from(&self, role: &Role) -> bool {
        match &self.compartment {
            Compartment::Delegation(_) => matches!(role, Role::Principal(_)),
            _ => matches!(role, Role::Mediator),
        }
    }

    fn takes(&self, _: &State) -> Authority {
        match &self.compartment {
            Compartment::Delegation(party) => Authority::Office(party.clone()),
            _ => Authority::Nothing,
        }
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { compartment } = self;
        let place = match &compartment {
            Compartment::Caucus(party) => decision.may_delete_caucus(party)?,
            Compartment::Report(report) => decision.may_delete_report(report)?,
            Compartment::Delegation(party) => {
                decision.negotiating(party, "compartment")?;
                Compartment::Caucus(party.clone())
            }
            // The mediator's own stream says what was deleted, and what is open to several is not one's to delete.
            Compartment::Public | Compartment::Table | Compartment::Mediator => {
                let message =
                    "only a caucus, a report or what a delegation keeps to itself can be deleted on its own";
                return Err(CommandError::invalid("compartment", message)
                    .help("to delete a whole record, delete its data folder or database"));
            }
        };
        if decision.state.deleted.contains(&compartment) {
            return Err(CommandError::not_now("this was deleted already"));
        }
        if decision.state.deleted.contains(&place) {
            let message = "the caucus was deleted, and nothing would say that this was, too";
            return Err(CommandError::not_now(message).help("what the delegation keeps to itself stays"));
        }
        decision.record(place, CompartmentDeleted { deleted: compartment })
    }
}

impl Decision<'_, '_> {
    /// The party agreed, or did not answer in time; and it will read that its caucus was deleted.
    fn may_delete_caucus(&self, party: &PartyId) -> Result<Compartment, CommandError> {
        self.negotiating(party, "compartment")?;
        let caucus = Compartment::Caucus(party.clone());
        if self.state.deleted.contains(&caucus) {
            return Err(CommandError::not_now("this was deleted already"));
        }
        if self.state.deleted.contains(&Compartment::Delegation(party.clone())) {
            let message = "the party deleted what it kept to itself, and would read nowhere that its caucus was deleted";
            return Err(CommandError::not_now(message).help("the caucus stays"));
        }
        match self.state.may_delete(party, self.context.now) {
            MayDelete::Yes => Ok(Compartment::Mediator),
            MayDelete::NotAsked => {
                Err(CommandError::not_now("the party was not asked whether its caucus may be deleted")
                    .help("ask it first: `ask_to_delete`"))
            }
            MayDelete::Waits(until) => {
                Err(CommandError::not_now(format!("the party has not answered, and may until {until:.0}"))
                    .help("ask it for its answer, or wait until then"))
            }
            MayDelete::Refused => {
                Err(CommandError::not_now("the party refused")
                    .help("its refusal stands, unless it answers anew"))
            }
        }
    }

    fn may_delete_report(&self, report: &ReportId) -> Result<Compartment, CommandError> {
        let known = self.state.reports.contains_key(report)
            || self.state.deleted.contains(&Compartment::Report(report.clone()));
        if known {
            return Ok(Compartment::Mediator);
        }
        let message = format!("there is no report {}", quoted(report.as_str()));
        Err(CommandError::unknown("compartment", message))
    }
}
