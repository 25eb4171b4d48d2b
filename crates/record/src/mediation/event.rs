//! A shuttle mediation: what happened.

use super::{
    Exchange, LeftOut, Manner, MediatedIssue, Mediation, MediationId, MediationOutcome, MediationStage,
    Progress, Told,
};
use crate::compartment::Compartment;
use crate::confirmation::PartyAct;
use crate::event::Fact;
use crate::state::{Named, State, Trace};
use jiff::Timestamp;
use mediant_model::{PartyId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Whether the questions of a mediation may depend on what other parties answered was settled. They may not where
/// nothing was said.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct QuestioningRuleChanged {
    /// Whether they may from now on.
    pub coupled: bool,
}

impl Fact for QuestioningRuleChanged {
    const KIND: &'static str = "questioning_rule_changed";
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
        let Self { coupled } = self;
        state.coupled_allowed = coupled;
        Some(())
    }
}

/// A mediation opened: each party is asked alone.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct MediationOpened {
    /// Its id.
    pub mediation: MediationId,
    /// Its title.
    pub title: String,
    /// Who is asked.
    pub parties: BTreeSet<PartyId>,
    /// The issues and options that it is about, as they are now.
    pub issues: Vec<MediatedIssue>,
    /// What a party's questions may depend on.
    pub manner: Manner,
    /// How many questions a party is asked at most, forms aside.
    pub questions_max: u32,
    /// Until when answers are taken.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub closes: Timestamp,
    /// What it leaves out; absent where nobody said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_out: Option<LeftOut>,
}

impl Fact for MediationOpened {
    const KIND: &'static str = "mediation_opened";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        // That a party is asked is known to all, how far it has come to the mediator, what it says to itself alone.
        matches!(compartment, Compartment::Table)
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        Some(self.mediation.as_str())
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        // The mediator does it, or says it of itself.
        None
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { mediation, title, parties, issues, manner, questions_max, closes, left_out } = self;
        let opened = Mediation {
            title,
            parties,
            issues,
            manner,
            questions_max,
            closes,
            left_out,
            stage: MediationStage::Open,
            progress: Default::default(),
            outcomes: Vec::new(),
            trace: trace.clone(),
        };
        state.mediations.insert(mediation, opened);
        Some(())
    }
}

/// A party answered a question of a mediation. The party alone reads it; an answer to the same question that comes
/// later takes its place.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct MediationTold {
    /// The mediation.
    pub mediation: MediationId,
    /// The party.
    pub party: PartyId,
    /// Who answered for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// The question and the answer.
    pub exchange: Exchange,
}

impl Fact for MediationTold {
    const KIND: &'static str = "mediation_told";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
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
        let Self { mediation, person, exchange, .. } = self;
        state.mediations.get(&mediation)?;
        let all = state.told.entry(mediation).or_default();
        let told = Told { person, exchange, trace: trace.clone() };
        match all.iter_mut().find(|known| known.exchange.question == told.exchange.question) {
            Some(known) => *known = told,
            None => all.push(told),
        }
        Some(())
    }
}

/// How far a party has come in a mediation: how many answers are in, and nothing of them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct MediationProgressed {
    /// The mediation.
    pub mediation: MediationId,
    /// The party.
    pub party: PartyId,
    /// Who answered for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// Ranking forms that are in.
    pub forms: u32,
    /// Questions that are answered.
    pub questions: u32,
}

impl Fact for MediationProgressed {
    const KIND: &'static str = "mediation_progressed";
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
        // The mediator does it, or says it of itself.
        None
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { mediation, party, person, forms, questions } = self;
        let progress = Progress { forms, questions, person, trace: trace.clone() };
        state.mediations.get_mut(&mediation)?.progress.insert(party, progress);
        Some(())
    }
}

/// The questioning of a mediation is over.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct MediationConcluded {
    /// Which.
    pub mediation: MediationId,
}

impl Fact for MediationConcluded {
    const KIND: &'static str = "mediation_concluded";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        // That a party is asked is known to all, how far it has come to the mediator, what it says to itself alone.
        matches!(compartment, Compartment::Table)
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
        let Self { mediation } = self;
        state.mediations.get_mut(&mediation)?.stage = MediationStage::Concluded { trace: trace.clone() };
        Some(())
    }
}

/// What follows from everybody's answers in a mediation, as the desk worked it out.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct MediationProposed {
    /// Which.
    pub mediation: MediationId,
    /// What it came to.
    pub outcome: MediationOutcome,
}

impl Fact for MediationProposed {
    const KIND: &'static str = "mediation_proposed";
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
        let Self { mediation, outcome } = self;
        state.mediations.get_mut(&mediation)?.outcomes.push((outcome, trace.clone()));
        Some(())
    }
}

/// A mediation whose questioning was over goes on, with the answers that are in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct MediationResumed {
    /// Which.
    pub mediation: MediationId,
    /// How many questions a party is asked at most, forms aside and those answered before included.
    pub questions_max: u32,
    /// Until when answers are taken.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub closes: Timestamp,
}

impl Fact for MediationResumed {
    const KIND: &'static str = "mediation_resumed";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        // That a party is asked is known to all, how far it has come to the mediator, what it says to itself alone.
        matches!(compartment, Compartment::Table)
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
        let Self { mediation, questions_max, closes } = self;
        let known = state.mediations.get_mut(&mediation)?;
        known.stage = MediationStage::Open;
        (known.questions_max, known.closes) = (questions_max, closes);
        Some(())
    }
}

/// A mediation was called off: nothing is worked out from its answers.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct MediationCancelled {
    /// Which.
    pub mediation: MediationId,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Fact for MediationCancelled {
    const KIND: &'static str = "mediation_cancelled";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        // That a party is asked is known to all, how far it has come to the mediator, what it says to itself alone.
        matches!(compartment, Compartment::Table)
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
        let Self { mediation, reason } = self;
        state.mediations.get_mut(&mediation)?.stage = MediationStage::Cancelled { reason };
        Some(())
    }
}
