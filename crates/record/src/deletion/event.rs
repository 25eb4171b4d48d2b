//! Compartments that are deleted for good: what happened.

use super::{AskedDeletion, DeletedFromHere, DeletionAnswer};
use crate::compartment::Compartment;
use crate::confirmation::PartyAct;
use crate::event::Fact;
use crate::hex;
use crate::state::{Named, State, Trace};
use mediant_model::PartyId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The mediator asks a party whether its caucus may be deleted.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct DeletionAsked {
    /// Whose caucus it is.
    pub party: PartyId,
}

impl Fact for DeletionAsked {
    const KIND: &'static str = "deletion_asked";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        *compartment == Compartment::Caucus(self.party.clone())
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        None
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        // The mediator does it, or says it of itself.
        None
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { party } = self;
        let asked = AskedDeletion { trace: trace.clone(), answer: None };
        // Asked once: what was answered stands.
        state.deletions.entry(party).or_insert(asked);
        Some(())
    }
}

/// A party answers whether its caucus may be deleted.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct DeletionAnswered {
    /// Whose caucus it is.
    pub party: PartyId,
    /// Whether it may be deleted.
    pub agrees: bool,
}

impl Fact for DeletionAnswered {
    const KIND: &'static str = "deletion_answered";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        *compartment == Compartment::Caucus(self.party.clone())
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
        let Self { party, agrees } = self;
        state.deletions.get_mut(&party)?.answer = Some(DeletionAnswer { agrees, trace: trace.clone() });
        Some(())
    }
}

/// A compartment was deleted: its key is destroyed, its entries remain as sealed bytes that nobody can read.
///
/// That of a caucus or a report stands in the mediator's stream; that of a delegation's own stream in its caucus.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct CompartmentDeleted {
    /// Which.
    pub deleted: Compartment,
}

impl Fact for CompartmentDeleted {
    const KIND: &'static str = "compartment_deleted";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        match (compartment, &self.deleted) {
            (Compartment::Mediator, Compartment::Caucus(_) | Compartment::Report(_)) => true,
            (Compartment::Caucus(party), Compartment::Delegation(of)) => party == of,
            _ => false,
        }
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        None
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        // The mediator does it, or says it of itself.
        None
    }

    fn fold(self, state: &mut State, _: &Trace) -> Option<()> {
        let Self { deleted } = self;
        state.deleted.insert(deleted);
        Some(())
    }
}

/// What a party is told when its caucus is deleted, in the stream that it alone reads: how much stood there, and the last link,
/// by which a copy that it kept shows what.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct DeletionTold {
    /// Which.
    pub deleted: Compartment,
    /// How many entries it had.
    pub entries: u64,
    /// The link of the last one.
    #[serde(with = "hex::field")]
    #[schemars(with = "String")]
    pub link: [u8; 32],
}

impl Fact for DeletionTold {
    const KIND: &'static str = "deletion_told";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        match (compartment, &self.deleted) {
            (Compartment::Delegation(party), Compartment::Caucus(of)) => party == of,
            _ => false,
        }
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        None
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        // The mediator does it, or says it of itself.
        None
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { deleted, entries, link } = self;
        state.deleted.insert(deleted);
        state.deletion_told =
            Some(DeletedFromHere { entries, link: hex::encode(&link), trace: trace.clone() });
        Some(())
    }
}
