//! What a party said to what was recorded on its word: what happened.

use crate::compartment::Compartment;
use crate::confirmation::PartyAct;
use crate::event::Fact;
use crate::id::EventId;
use crate::state::{Named, State, Trace};
use mediant_model::{PartyId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A party confirmed what was recorded on its word. What waited for that counts from here on.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct ReportConfirmed {
    /// The event that recorded it.
    pub report: EventId,
    /// The party on whose word it was recorded.
    pub party: PartyId,
    /// Who confirmed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
}

impl Fact for ReportConfirmed {
    const KIND: &'static str = "report_confirmed";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        // Where the act stands: whoever reads that reads what the party said to it, and nobody else does.
        compartment.is_open() || compartment.is_caucus_of(&self.party)
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        None
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        // Nobody records it but the party's own account.
        None
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { report, party, person } = self;
        state.confirm(&report, &party, person, trace)
    }
}

/// A party contested what was recorded on its word: it counts no more.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct ReportContested {
    /// The event that recorded it.
    pub report: EventId,
    /// The party on whose word it was recorded.
    pub party: PartyId,
    /// Who contested it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Fact for ReportContested {
    const KIND: &'static str = "report_contested";
    // A mandate that the mediator recorded ends with it.
    const ENDS_AUTHORITY: bool = true;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        // As the confirmation.
        compartment.is_open() || compartment.is_caucus_of(&self.party)
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        None
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        // Nobody records it but the party's own account.
        None
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { report, party, person, reason } = self;
        state.contest(&report, &party, (person, reason), trace)
    }
}
