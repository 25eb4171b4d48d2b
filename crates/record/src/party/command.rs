//! Who is party to the talks: what can be asked for, and how it is decided.

use super::PartyJoined;
use crate::actor::Role;
use crate::authority::{Authority, Word};
use crate::command::{Act, Moment};
use crate::compartment::Compartment;
use crate::decide::Decision;
use crate::limits::{Limits, not_empty};
use crate::refusal::CommandError;
use crate::state::State;
use mediant_model::Party;
use mediant_model::spelling::quoted;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Add a party.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct AddParty {
    /// `public` or `table`.
    pub r#in: Compartment,
    /// The party; people and mandates come with commands of their own.
    pub party: Party,
}

impl Act for AddParty {
    const KIND: &'static str = "add_party";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits { texts: &["reason", "words"], file: None };

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
        let Self { r#in: compartment, party } = self;
        if decision.state.party(&party.id).is_some() {
            let message = format!("there is a party {} already", quoted(party.id.as_str()));
            return Err(CommandError::invalid("party.id", message));
        }
        if party.id.as_str().contains(':') {
            return Err(CommandError::invalid("party.id", "a party's id holds no `:`"));
        }
        not_empty(party.id.as_str(), "party.id")?;
        not_empty(&party.name, "party.name")?;
        if !party.people.is_empty() {
            return Err(CommandError::invalid("party.people", "people come with commands of their own")
                .help("add the party first, then name its people"));
        }
        let before = decision.state.known_in(&compartment);
        let mut after = before.clone();
        after.parties.push(party.clone());
        decision.makes_sense(&before, &after, "party")?;
        decision.record(compartment, PartyJoined { party })
    }
}
