//! Recommendations: what happened.

use super::{Advised, Recommendation};
use crate::compartment::Compartment;
use crate::confirmation::PartyAct;
use crate::event::Fact;
use crate::package::Verdict;
use crate::state::{Named, State, Trace};
use mediant_model::{PartyId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Somebody of a party recommended an answer to it. The party alone reads it; a later one on the same takes its place.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Recommended {
    /// The party.
    pub party: PartyId,
    /// Who recommends it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// What it is about.
    pub on: Advised,
    /// What is recommended.
    pub verdict: Verdict,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Fact for Recommended {
    const KIND: &'static str = "recommended";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        // What a delegate advises its own side stays with that side: not even the mediator reads it.
        compartment.is_delegation_of(&self.party)
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
        let Self { person, on, verdict, note, .. } = self;
        let recommendation = Recommendation { person, verdict, note, trace: trace.clone() };
        state.recommendations.insert(on, recommendation);
        Some(())
    }
}
