//! What is said, of every kind: what happened.

use super::{Statement, StatementId, StatementOnRecord};
use crate::compartment::Compartment;
use crate::confirmation::PartyAct;
use crate::event::Fact;
use crate::state::{Named, State, Trace};
use mediant_model::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Somebody said something.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Stated {
    /// Its id.
    pub statement: StatementId,
    /// What.
    pub content: Statement,
}

impl Fact for Stated {
    const KIND: &'static str = "stated";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        // A statement says itself who may know it.
        let Self { content, .. } = self;
        *compartment == Compartment::from_publicity(&content.provenance().publicity)
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        Some(self.statement.as_str())
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        // What is said of a party says itself how it is known: its standing and its source.
        None
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { statement, content } = self;
        let versions = Vec::new();
        let stated = StatementOnRecord { content, withdrawn_because: None, versions, trace: trace.clone() };
        state.statements.insert(statement, stated);
        Some(())
    }
}

/// A statement was taken back, or turned out not to hold.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct StatementWithdrawn {
    /// Which.
    pub statement: StatementId,
    /// The first day on which it no longer counts.
    #[schemars(with = "String", extend("format" = "date"))]
    pub on: Date,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Fact for StatementWithdrawn {
    const KIND: &'static str = "statement_withdrawn";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        !matches!(compartment, Compartment::Delegation(_) | Compartment::Report(_))
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        None
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        // What is said of a party says itself how it is known: its standing and its source.
        None
    }

    fn fold(self, state: &mut State, _: &Trace) -> Option<()> {
        let Self { statement, on, reason } = self;
        let stated = state.statements.get_mut(&statement)?;
        stated.content.provenance_mut().until = Some(on);
        stated.withdrawn_because = reason;
        Some(())
    }
}
