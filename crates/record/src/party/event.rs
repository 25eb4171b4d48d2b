//! Who is party to the talks: what happened.

use crate::compartment::Compartment;
use crate::confirmation::PartyAct;
use crate::event::Fact;
use crate::state::{Named, State, Trace};
use mediant_model::Party;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A party joined.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct PartyJoined {
    /// The party, without people.
    pub party: Party,
}

impl Fact for PartyJoined {
    const KIND: &'static str = "party_joined";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        // What the talks are, and where they stand: for the table, or for everybody.
        compartment.is_open()
    }

    fn names(&self) -> Vec<Named> {
        let Self { party } = self;
        vec![Named::Party(party.id.clone())]
    }

    fn made(&self) -> Option<&str> {
        None
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        // The mediator does it, or says it of itself.
        None
    }

    fn fold(self, state: &mut State, _: &Trace) -> Option<()> {
        let Self { party } = self;
        state.parties.push(Party { people: Vec::new(), ..party });
        Some(())
    }
}
