//! Rounds: what happened.

use super::{Question, QuestionId, Reveal, Round, RoundId, RoundState, Sealed, SealedAnswers};
use crate::compartment::Compartment;
use crate::confirmation::PartyAct;
use crate::event::Fact;
use crate::state::{Named, State, Trace};
use jiff::Timestamp;
use mediant_model::{PartyId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A round opened: answers stay hidden until it closes.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct RoundOpened {
    /// Its id.
    pub round: RoundId,
    /// Its title.
    pub title: String,
    /// What is asked.
    pub questions: Vec<Question>,
    /// When it closes at the latest.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub closes: Timestamp,
    /// What shows when it closes.
    pub reveal: Reveal,
}

impl Fact for RoundOpened {
    const KIND: &'static str = "round_opened";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        matches!(compartment, Compartment::Table)
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        Some(self.round.as_str())
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        // The mediator does it, or says it of itself.
        None
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { round, title, questions, closes, reveal } = self;
        let opened = Round {
            title,
            questions,
            closes,
            reveal,
            state: RoundState::Open,
            received: Default::default(),
            shown: Default::default(),
            trace: trace.clone(),
        };
        state.rounds.insert(round, opened);
        Some(())
    }
}

/// A party answered in a round. Read by nobody, the party included, before the round closes.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct RoundAnswered {
    /// The round.
    pub round: RoundId,
    /// The party.
    pub party: PartyId,
    /// Who answered for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// What.
    pub answers: SealedAnswers,
}

impl Fact for RoundAnswered {
    const KIND: &'static str = "round_answered";
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

    fn fold(self, state: &mut State, _: &Trace) -> Option<()> {
        let Self { round, person, answers, .. } = self;
        state.rounds.get(&round)?;
        state.sealed.insert(round, Sealed { person, answers });
        Some(())
    }
}

/// A party's answer is in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct RoundAnswerReceived {
    /// The round.
    pub round: RoundId,
    /// The party.
    pub party: PartyId,
    /// Who answered for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
}

impl Fact for RoundAnswerReceived {
    const KIND: &'static str = "round_answer_received";
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
        // Nobody records it but the party's own account.
        None
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { round, party, person } = self;
        state.rounds.get_mut(&round)?.received.insert(party, (person, trace.clone()));
        Some(())
    }
}

/// A round closed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct RoundClosed {
    /// Which.
    pub round: RoundId,
    /// The questions that enough parties accepted under the rule of agreement.
    pub overlap: BTreeSet<QuestionId>,
}

impl Fact for RoundClosed {
    const KIND: &'static str = "round_closed";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
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
        let Self { round, overlap } = self;
        let own = state.reader().clone();
        let known = state.rounds.get_mut(&round)?;
        known.state = RoundState::Closed { overlap, trace: trace.clone() };
        // Now a party may read again what it answered itself.
        if let (mediant_model::case::Reader::Party(party), Some(sealed)) = (own, state.sealed.get(&round)) {
            known.shown.insert(party, sealed.answers.clone());
        }
        Some(())
    }
}

/// The answers of a round that closed, where the round says that they show.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct RoundAnswersShown {
    /// Which.
    pub round: RoundId,
    /// Who answered what.
    pub answers: BTreeMap<PartyId, SealedAnswers>,
}

impl Fact for RoundAnswersShown {
    const KIND: &'static str = "round_answers_shown";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        matches!(compartment, Compartment::Table | Compartment::Mediator)
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
        let Self { round, answers } = self;
        state.rounds.get_mut(&round)?.shown.extend(answers);
        Some(())
    }
}

/// A round was called off; its answers are never shown.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct RoundCancelled {
    /// Which.
    pub round: RoundId,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Fact for RoundCancelled {
    const KIND: &'static str = "round_cancelled";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
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
        let Self { round, reason } = self;
        state.rounds.get_mut(&round)?.state = RoundState::Cancelled { reason };
        Some(())
    }
}
