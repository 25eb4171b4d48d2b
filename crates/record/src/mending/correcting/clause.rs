//! A clause of which it was put down wrongly what it settles.

use crate::actor::Role;
use crate::agreement::Agreed;
use crate::authority::{Authority, Word};
use crate::command::{Act, Moment};
use crate::compartment::Compartment;
use crate::confirmation::PartyAct;
use crate::decide::Decision;
use crate::draft::{ClauseId, DraftId, current_clause};
use crate::event::Fact;
use crate::limits::Limits;
use crate::refusal::CommandError;
use crate::round::{Matter, RoundState};
use crate::state::{Named, State, Trace};
use mediant_model::IssueId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Put right which issue a clause of the latest draft settles. Its words stay; who accepted it is asked anew.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct CorrectClause {
    /// The draft that was read.
    pub draft: DraftId,
    /// The clause.
    pub clause: ClauseId,
    /// The issue it settles; none where not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issue: Option<IssueId>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// That it was seen what this touches: the mark that a refusal gives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub touches: Option<String>,
}

impl Act for CorrectClause {
    const KIND: &'static str = "correct_clause";
    const WHEN: Moment = Moment::Opened;
    const LIMITS: Limits = Limits { texts: &["reason"], file: None };

    fn may_come_from(&self, role: &Role) -> bool {
        role.mediates()
    }

    fn takes(&self, _: &State) -> Authority {
        Authority::Nothing
    }

    fn word(&self) -> Word<'_> {
        Word::Unsaid
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let command = self.clone().into();
        let Self { draft, clause, issue, reason, touches } = self;
        let (known, stands) = current_clause(decision.state, &draft, &clause)?;
        let compartment = known.trace.compartment.clone();
        if stands.issue == issue {
            return Err(CommandError::invalid("issue", "it settles that already"));
        }
        if let Some(issue) = &issue {
            decision.issue_known(issue, &compartment, "issue")?;
        }
        let asked = decision.state.rounds.values().any(|round| {
            let asks = |matter: &Matter| matches!(matter, Matter::Clause { clause: of, .. } if *of == clause);
            round.state == RoundState::Open && round.questions.iter().any(|question| asks(&question.matter))
        });
        if asked {
            return Err(CommandError::not_now("parties are answering to this clause in a round")
                .at("clause")
                .help("close the round or call it off first"));
        }
        let agreed = decision.state.agreements.iter();
        if agreed
            .into_iter()
            .any(|known| matches!(&known.about, Agreed::Draft { draft: of, .. } if *of == draft))
        {
            return Err(CommandError::not_now("an agreement was declared about this draft")
                .at("draft")
                .help("put a new draft"));
        }
        decision.is_seen(&command, touches.as_deref())?;
        decision.record(compartment, ClauseCorrected { draft, clause, issue, reason })
    }
}

/// It was put right what a clause settles.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct ClauseCorrected {
    /// The draft.
    pub draft: DraftId,
    /// The clause.
    pub clause: ClauseId,
    /// The issue it settles from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issue: Option<IssueId>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Fact for ClauseCorrected {
    const KIND: &'static str = "clause_corrected";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        matches!(compartment, Compartment::Mediator | Compartment::Table | Compartment::Caucus(_))
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        None
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        // A mending says itself who recorded it; what a party accepted in other words it is asked anew.
        None
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { draft, clause, issue, .. } = self;
        let mut clauses = state.drafts.get(&draft)?.clauses.clone();
        clauses.iter_mut().find(|known| known.id == clause)?.issue = issue;
        // As if it were put anew: who accepted it while it settled something else is asked anew, though it comes back.
        state.redraft(&clauses, &trace.compartment);
        state.drafts.get_mut(&draft)?.clauses = clauses;
        Some(())
    }
}
