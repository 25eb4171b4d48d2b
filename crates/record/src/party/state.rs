//! Who is party to the talks: what a reader knows of it.

use crate::state::State;
use mediant_model::{Party, PartyId, PartyRole};

impl State {
    /// The party of this id.
    pub fn party(&self, id: &PartyId) -> Option<&Party> {
        self.parties.iter().find(|party| &party.id == id)
    }

    /// The parties whose acceptance counts, in the order in which they joined.
    pub fn negotiating(&self) -> impl Iterator<Item = &Party> {
        self.parties.iter().filter(|party| party.role == PartyRole::Negotiating)
    }
}
