//! Documents that statements rest on: what happened.

use crate::compartment::Compartment;
use crate::confirmation::PartyAct;
use crate::event::Fact;
use crate::state::{Named, State, Trace};
use mediant_model::statement::Source;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A document that statements rest on was named.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct SourceNamed {
    /// The document.
    pub source: Source,
}

impl Fact for SourceNamed {
    const KIND: &'static str = "source_named";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        !matches!(compartment, Compartment::Delegation(_) | Compartment::Report(_))
    }

    fn names(&self) -> Vec<Named> {
        let Self { source } = self;
        vec![Named::Source(source.id.clone())]
    }

    fn made(&self) -> Option<&str> {
        None
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        // The mediator does it, or says it of itself.
        None
    }

    fn fold(self, state: &mut State, _: &Trace) -> Option<()> {
        // A document that some knew may be named to more.
        let Self { source } = self;
        match state.sources.iter_mut().find(|known| known.id == source.id) {
            Some(known) => *known = source,
            None => state.sources.push(source),
        }
        Some(())
    }
}
