//! Answers to several clauses of a draft in one step: recorded whole or not at all.

use super::command::{accepted_clause, answer_to, issues_of_clause};
use super::{ClauseAnswer, ClauseId, DraftId};
use crate::actor::Role;
use crate::authority::{Authority, Word};
use crate::command::{Act, Moment};
use crate::compartment::Compartment;
use crate::decide::Decision;
use crate::limits::Limits;
use crate::package::Verdict;
use crate::refusal::CommandError;
use crate::state::State;
use mediant_model::{PartyId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A clause with an answer that needs no words.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ClauseVerdict {
    /// The clause.
    pub clause: ClauseId,
    /// What.
    pub verdict: Verdict,
}

impl ClauseVerdict {
    fn answer(&self) -> ClauseAnswer {
        match self.verdict {
            Verdict::Accept => ClauseAnswer::Accept,
            Verdict::AcceptAdReferendum => ClauseAnswer::AcceptAdReferendum,
            Verdict::Reject => ClauseAnswer::Reject,
        }
    }
}

/// Answer several clauses of a draft at once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct AnswerClauses {
    /// `table`, or the party's caucus.
    pub r#in: Compartment,
    /// The draft that was read.
    pub draft: DraftId,
    /// The party.
    pub party: PartyId,
    /// Who answers for it; whoever asks, where not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// The clauses with their answers, each clause once.
    pub answers: Vec<ClauseVerdict>,
}

impl Act for AnswerClauses {
    const KIND: &'static str = "answer_clauses";
    const WHEN: Moment = Moment::Going;
    const LIMITS: Limits = Limits::NAMES;

    fn may_come_from(&self, role: &Role) -> bool {
        role.acts_for(&self.party)
    }

    fn takes(&self, state: &State) -> Authority {
        let Self { draft, party, answers, .. } = self;
        let binds = |answer: &&ClauseVerdict| {
            answer.verdict.accepts() || accepted_clause(state, draft, &answer.clause, party)
        };
        let bound: Vec<BTreeSet<_>> = answers
            .iter()
            .filter(binds)
            .map(|answer| issues_of_clause(state, draft, &answer.clause))
            .collect();
        if bound.is_empty() {
            return Authority::Voice(party.clone());
        }
        // A clause that settles no issue takes a mandate over all of them.
        if bound.iter().any(BTreeSet::is_empty) {
            return Authority::MandateOnAll(party.clone());
        }
        Authority::on(party, bound.into_iter().flatten().collect())
    }

    fn word(&self) -> Word<'_> {
        Word::Of(self.person.as_ref())
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { r#in: compartment, draft, party, answers, .. } = self;
        if answers.is_empty() {
            return Err(CommandError::invalid("answers", "there is no clause to answer"));
        }
        let mut named: BTreeSet<&ClauseId> = BTreeSet::new();
        for (at, answer) in answers.iter().enumerate() {
            if !named.insert(&answer.clause) {
                let field = format!("answers.{at}.clause");
                return Err(CommandError::invalid(field, "this clause is answered twice"));
            }
        }
        for answer in &answers {
            answer_to(
                decision,
                compartment.clone(),
                (&draft, &answer.clause),
                &party,
                answer.answer(),
                None,
            )?;
        }
        Ok(())
    }
}
