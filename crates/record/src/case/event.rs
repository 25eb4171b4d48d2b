//! A negotiation's record: what happened.

use super::{CaseOpening, CaucusRule};
use crate::compartment::Compartment;
use crate::confirmation::PartyAct;
use crate::event::Fact;
use crate::state::{Named, State, Trace};
use crate::talks::Stage;
use mediant_model::AgreementRule;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The record of a negotiation begins.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct CaseOpened {
    /// The title.
    pub title: String,
    /// A short name that briefs refer to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// What makes a deal.
    pub agreement: AgreementRule,
    /// What a caucus's words may do.
    pub caucus_rule: CaucusRule,
}

impl Fact for CaseOpened {
    const KIND: &'static str = "case_opened";
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
        let Self { title, reference, agreement, caucus_rule } = self;
        state.opening = Some(CaseOpening { title, reference, agreement, caucus_rule, trace: trace.clone() });
        state.stage = Stage::Going;
        Some(())
    }
}

/// The rule of agreement was changed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct AgreementRuleChanged {
    /// What makes a deal from now on.
    pub agreement: AgreementRule,
}

impl Fact for AgreementRuleChanged {
    const KIND: &'static str = "agreement_rule_changed";
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

    fn fold(self, state: &mut State, _: &Trace) -> Option<()> {
        let Self { agreement } = self;
        state.opening.as_mut()?.agreement = agreement;
        Some(())
    }
}

/// The confidentiality regime was changed. What was told before keeps its release.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct CaucusRuleChanged {
    /// What holds from now on.
    pub caucus_rule: CaucusRule,
}

impl Fact for CaucusRuleChanged {
    const KIND: &'static str = "caucus_rule_changed";
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

    fn fold(self, state: &mut State, _: &Trace) -> Option<()> {
        let Self { caucus_rule } = self;
        state.opening.as_mut()?.caucus_rule = caucus_rule;
        Some(())
    }
}

/// The case was closed: nothing is added any more.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct CaseClosed {
    /// How it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
}

impl Fact for CaseClosed {
    const KIND: &'static str = "case_closed";
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
        let Self { outcome } = self;
        state.stage = Stage::Closed { outcome, trace: trace.clone() };
        Some(())
    }
}
