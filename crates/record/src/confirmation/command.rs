//! What a party says to what was recorded on its word: what can be asked for, and how it is decided.

use super::{ReportConfirmed, ReportContested, ReportStanding, ReportedAct};
use crate::actor::Role;
use crate::authority::{Authority, Word};
use crate::command::{Act, Moment};
use crate::decide::Decision;
use crate::id::EventId;
use crate::limits::Limits;
use crate::refusal::CommandError;
use crate::state::State;
use mediant_model::PersonId;
use mediant_model::spelling::quoted;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Confirm what the mediator or the team recorded on your party's word: it is. What waited for that counts from then on.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct ConfirmReport {
    /// The event that recorded it.
    pub report: EventId,
    /// Who confirms; whoever asks, where not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
}

impl Act for ConfirmReport {
    const KIND: &'static str = "confirm_report";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits::NAMES;

    fn may_come_from(&self, role: &Role) -> bool {
        matches!(role, Role::Principal(_) | Role::Delegate(_))
    }

    fn takes(&self, state: &State) -> Authority {
        match state.reported_by(&self.report) {
            // To give what waits takes what giving it takes.
            Some(act) if act.waits() => match act.asked_anew() {
                Some(command) => command.takes(state),
                None => act.undone_by.clone(),
            },
            Some(act) => act.undone_by.clone(),
            None => Authority::Nothing,
        }
    }

    fn word(&self) -> Word<'_> {
        Word::Of(self.person.as_ref())
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { report, .. } = self;
        let act = decision.open_report(&report)?;
        let (party, compartment) = (act.party.clone(), act.trace.compartment.clone());
        if act.waits() {
            let Some(command) = act.asked_anew() else {
                return Err(CommandError::not_now("this cannot be confirmed")
                    .at("report")
                    .help("do it yourself"));
            };
            decision.could_be(command)?;
        }
        let person = decision.word_of.clone();
        decision.record(compartment, ReportConfirmed { report, party, person })
    }
}

/// Contest what the mediator or the team recorded on your party's word: it is not, and counts no more.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct ContestReport {
    /// The event that recorded it.
    pub report: EventId,
    /// Why. Whoever reads what was recorded reads this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Act for ContestReport {
    const KIND: &'static str = "contest_report";
    const WHEN: Moment = Moment::Ever;
    const LIMITS: Limits = Limits { texts: &["reason"], file: None };

    fn may_come_from(&self, role: &Role) -> bool {
        matches!(role, Role::Principal(_) | Role::Delegate(_))
    }

    fn takes(&self, state: &State) -> Authority {
        state.reported_by(&self.report).map_or(Authority::Nothing, |act| act.undone_by.clone())
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { report, reason } = self;
        let act = decision.open_report(&report)?;
        let (party, compartment) = (act.party.clone(), act.trace.compartment.clone());
        let person = decision.word_of.clone();
        decision.record(compartment, ReportContested { report, party, person, reason })
    }
}

impl<'d> Decision<'d, '_> {
    /// What was recorded on the word of the party of whoever asks, and was not answered yet.
    fn open_report(&self, id: &EventId) -> Result<&'d ReportedAct, CommandError> {
        let unknown = || {
            let message = format!("nothing was recorded on your party's word under {}", quoted(id.as_str()));
            CommandError::unknown("report", message).help("the timeline shows the id of what was recorded")
        };
        let state: &'d State = self.state;
        let act = state.reported_by(id).ok_or_else(unknown)?;
        let why = match &act.standing {
            ReportStanding::Counts | ReportStanding::Waits => return Ok(act),
            ReportStanding::Confirmed { .. } => "this was confirmed already",
            ReportStanding::Contested { .. } => "this was contested already",
            ReportStanding::Overtaken => "something else was said on this since, and it does not count",
        };
        Err(CommandError::not_now(why).at("report").help("say what holds now by an act of your own"))
    }
}
