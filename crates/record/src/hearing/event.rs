//! What a party, the table or everybody heard from the mediator: what happened.

use super::ConfirmHearing;
use super::{HeardId, HeardOnRecord};
use crate::authority::Authority;
use crate::command::Command;
use crate::compartment::Compartment;
use crate::confirmation::{PartyAct, Weight};
use crate::event::Fact;
use crate::state::{Named, State, Trace};
use crate::words::Words;
use mediant_model::{IssueId, PartyId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The mediator said something: the hearer's side of the record.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Heard {
    /// Its id.
    pub heard: HeardId,
    /// What.
    pub wording: Words,
    /// Whose words they are, where that may be said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<PartyId>,
    /// On which issue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issue: Option<IssueId>,
}

impl Fact for Heard {
    const KIND: &'static str = "heard";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        compartment.is_open() || matches!(compartment, Compartment::Caucus(_))
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        Some(self.heard.as_str())
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        // The mediator does it, or says it of itself.
        None
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { heard, wording, from, issue } = self;
        let said =
            HeardOnRecord { wording, from, issue, confirmed: Default::default(), trace: trace.clone() };
        state.heard.insert(heard, said);
        Some(())
    }
}

/// A hearer confirmed having heard.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct HearingConfirmed {
    /// What.
    pub heard: HeardId,
    /// The party that heard it.
    pub party: PartyId,
    /// Who confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
}

impl Fact for HearingConfirmed {
    const KIND: &'static str = "hearing_confirmed";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        matches!(compartment, Compartment::Table) || compartment.is_caucus_of(&self.party)
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        None
    }

    fn act_of(&self, state: &State) -> Option<PartyAct> {
        state.heard.get(&self.heard)?;
        let matter = format!("hearing {}", self.heard);
        let voice = Authority::Voice(self.party.clone());
        Some(PartyAct::new(&self.party, self.person.as_ref(), Weight::Gives, matter, voice))
    }

    fn asked_anew(self, _: Compartment) -> Option<Command> {
        Some(ConfirmHearing { heard: self.heard, party: self.party, person: None }.into())
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { heard, party, person } = self;
        state.heard.get_mut(&heard)?.confirmed.insert(party, (person, trace.clone()));
        Some(())
    }
}
