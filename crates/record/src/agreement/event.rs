//! That there is an agreement, who signed it, and who ratified it: what happened.

use super::{Agreed, Agreement, Deed};
use super::{RecordRatification, RecordSignature};
use crate::command::Command;
use crate::compartment::Compartment;
use crate::confirmation::{PartyAct, Weight};
use crate::event::Fact;
use crate::state::{Named, State, Trace};
use mediant_model::{Date, PartyId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// There is an agreement.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct AgreementReached {
    /// About what.
    pub about: Agreed,
    /// The parties whose acceptance it rests on.
    pub accepted_by: BTreeSet<PartyId>,
    /// Those of them whose acceptance the mediator or the team recorded, and which they had not confirmed by then. Absent in
    /// records of before.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub reported: BTreeSet<PartyId>,
}

impl Fact for AgreementReached {
    const KIND: &'static str = "agreement_reached";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        // What the talks are, and where they stand: for the table, or for everybody.
        compartment.is_open()
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
        let Self { about, accepted_by, reported } = self;
        state.agreements.push(Agreement { about, accepted_by, reported, trace: trace.clone() });
        Some(())
    }
}

/// A party signed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Signed {
    /// The party.
    pub party: PartyId,
    /// Who signed for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// The day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub on: Date,
}

impl Fact for Signed {
    const KIND: &'static str = "signed";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        // What the talks are, and where they stand: for the table, or for everybody.
        compartment.is_open()
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        None
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        Some(PartyAct::on_the_whole(&self.party, self.person.as_ref(), Weight::Gives, "signature"))
    }

    fn asked_anew(self, r#in: Compartment) -> Option<Command> {
        Some(RecordSignature { r#in, party: self.party, person: None, on: Some(self.on) }.into())
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { party, person, on } = self;
        let by = person.map(|person| person.to_string());
        state.signatures.push(Deed { party, on, by, trace: trace.clone() });
        Some(())
    }
}

/// A party ratified what it signed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Ratified {
    /// The party.
    pub party: PartyId,
    /// The day.
    #[schemars(with = "String", extend("format" = "date"))]
    pub on: Date,
    /// By which body or act.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_act_of: Option<String>,
}

impl Fact for Ratified {
    const KIND: &'static str = "ratified";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        // What the talks are, and where they stand: for the table, or for everybody.
        compartment.is_open()
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        None
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        Some(PartyAct::on_the_whole(&self.party, None, Weight::Gives, "ratification"))
    }

    fn asked_anew(self, r#in: Compartment) -> Option<Command> {
        let Self { party, on, by_act_of } = self;
        Some(RecordRatification { r#in, party, on: Some(on), by_act_of }.into())
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { party, on, by_act_of } = self;
        state.ratifications.push(Deed { party, on, by: by_act_of, trace: trace.clone() });
        Some(())
    }
}
