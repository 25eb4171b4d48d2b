//! Compartments that are deleted for good: what happened.

use crate::compartment::Compartment;
use crate::event::Fact;
use crate::state::{Named, State, Trace};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A compartment was deleted: its key is destroyed, its entries remain as sealed bytes that nobody can read.
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
        matches!(compartment, Compartment::Mediator)
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        None
    }

    fn fold(self, state: &mut State, _: &Trace) -> Option<()> {
        let Self { deleted } = self;
        state.deleted.insert(deleted);
        Some(())
    }
}
