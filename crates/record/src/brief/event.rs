//! What a party wants, may refuse and would do without a deal: what happened.

use super::BriefText;
use super::DepositBrief;
use crate::command::Command;
use crate::compartment::Compartment;
use crate::confirmation::{PartyAct, Weight};
use crate::event::Fact;
use crate::state::{Named, State, Trace};
use crate::words::Words;
use mediant_model::PartyId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A party worked on its brief.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct BriefDrafted {
    /// The party.
    pub party: PartyId,
    /// The brief as a Mediant brief file.
    pub text: Words,
}

impl Fact for BriefDrafted {
    const KIND: &'static str = "brief_drafted";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        // A party's brief is its own until it gives it to the mediator; a guess about it is the mediator's.
        compartment.is_delegation_of(&self.party)
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
        let Self { party, text } = self;
        state.briefs.entry(party).or_default().draft =
            Some(BriefText { version: 0, text, trace: trace.clone() });
        Some(())
    }
}

/// A party put its brief into the mediator's hands, or amended it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct BriefDeposited {
    /// The party.
    pub party: PartyId,
    /// The version, from 1.
    pub version: u32,
    /// The brief as a Mediant brief file.
    pub text: Words,
}

impl Fact for BriefDeposited {
    const KIND: &'static str = "brief_deposited";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        compartment.is_caucus_of(&self.party)
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        None
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        Some(PartyAct::on_the_whole(&self.party, None, Weight::Gives, "brief"))
    }

    fn asked_anew(self, _: Compartment) -> Option<Command> {
        let Self { party, version, text } = self;
        Some(DepositBrief { party, text, replaces_version: version.saturating_sub(1) }.into())
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { party, version, text } = self;
        let brief = BriefText { version, text, trace: trace.clone() };
        state.briefs.entry(party).or_default().deposited.push(brief);
        Some(())
    }
}

/// The mediator noted what a party's brief might say.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct BriefEstimated {
    /// The party.
    pub party: PartyId,
    /// The estimate as a Mediant brief file.
    pub text: Words,
}

impl Fact for BriefEstimated {
    const KIND: &'static str = "brief_estimated";
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

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        // The mediator does it, or says it of itself.
        None
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { party, text } = self;
        state.briefs.entry(party).or_default().estimate =
            Some(BriefText { version: 0, text, trace: trace.clone() });
        Some(())
    }
}
