//! What an act of a party is. Which events are one, each of them says itself ([`Fact::act_of`](crate::event::Fact::act_of)).

use crate::authority::Authority;
use mediant_model::{PartyId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What an act does to the party whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// It gives something away, or lets somebody do so: it waits for the party where a principal of it has come.
    Gives,
    /// It takes something back: it counts at once.
    Takes,
    /// Neither: it counts at once.
    Neither,
}

/// An act that is a party's, whoever records it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyAct {
    /// The party.
    pub party: PartyId,
    /// On whose word, where the event says so.
    pub person: Option<PersonId>,
    /// What it does to the party.
    pub weight: Weight,
    /// What it is about: a later act on the same matter takes the place of one that waits.
    pub matter: String,
    /// What it takes to contest it.
    pub undone_by: Authority,
}

impl PartyAct {
    /// What a party does, or what somebody records that it did.
    pub(crate) fn new(
        party: &PartyId,
        person: Option<&PersonId>,
        weight: Weight,
        matter: String,
        undone_by: Authority,
    ) -> Self {
        Self { party: party.clone(), person: person.cloned(), weight, matter, undone_by }
    }

    /// An act on the talks as a whole.
    pub(crate) fn on_the_whole(
        party: &PartyId,
        person: Option<&PersonId>,
        weight: Weight,
        matter: &str,
    ) -> Self {
        Self::new(party, person, weight, matter.to_owned(), Authority::MandateOnAll(party.clone()))
    }
}
