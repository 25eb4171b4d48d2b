//! The single text: what happened.

use super::AnswerClause;
use super::{AnsweredClause, Clause, ClauseAnswer, ClauseId, Draft, DraftId};
use crate::authority::Authority;
use crate::command::Command;
use crate::compartment::Compartment;
use crate::confirmation::{PartyAct, Weight};
use crate::event::Fact;
use crate::state::{Named, State, Trace};
use mediant_model::{PartyId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A draft of the single text was put before those who may read this.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct DraftPut {
    /// Its id.
    pub draft: DraftId,
    /// Its number among the drafts of this compartment, from 1.
    pub number: u32,
    /// Its title.
    pub title: String,
    /// Its clauses in order.
    pub clauses: Vec<Clause>,
    /// The draft of this compartment that it replaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<DraftId>,
    /// What the mediator says about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Fact for DraftPut {
    const KIND: &'static str = "draft_put";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        // A draft is the mediator's own, shown to one party, or on the table.
        matches!(compartment, Compartment::Mediator | Compartment::Table | Compartment::Caucus(_))
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        Some(self.draft.as_str())
    }

    fn act_of(&self, _: &State) -> Option<PartyAct> {
        // The mediator does it, or says it of itself.
        None
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { draft, number, title, clauses, replaces, note } = self;
        state.redraft(&clauses, &trace.compartment);
        state.drafts.insert(draft, Draft { number, title, clauses, replaces, note, trace: trace.clone() });
        Some(())
    }
}

/// A party answered to a clause.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct ClauseAnswered {
    /// The draft.
    pub draft: DraftId,
    /// The clause.
    pub clause: ClauseId,
    /// The party.
    pub party: PartyId,
    /// Who answered for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// What.
    pub answer: ClauseAnswer,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Fact for ClauseAnswered {
    const KIND: &'static str = "clause_answered";
    const ENDS_AUTHORITY: bool = false;

    fn may_stand_in(&self, compartment: &Compartment) -> bool {
        matches!(compartment, Compartment::Table) || compartment.is_caucus_of(&self.party)
    }

    fn names(&self) -> Vec<Named> {
        Vec::new()
    }

    fn made(&self) -> Option<&str> {
        None
    }

    fn act_of(&self, state: &State) -> Option<PartyAct> {
        let draft = state.drafts.get(&self.draft)?;
        let clause = draft.clauses.iter().find(|known| known.id == self.clause)?;
        let undone_by = Authority::on(&self.party, clause.issue.iter().cloned().collect());
        let weight = match self.answer {
            ClauseAnswer::Accept | ClauseAnswer::AcceptAdReferendum => Weight::Gives,
            ClauseAnswer::Bracket { .. } | ClauseAnswer::Amend { .. } | ClauseAnswer::Reject => Weight::Takes,
        };
        let matter = format!("clause {}", self.clause);
        Some(PartyAct::new(&self.party, self.person.as_ref(), weight, matter, undone_by))
    }

    fn asked_anew(self, r#in: Compartment) -> Option<Command> {
        let Self { draft, clause, party, person: _, answer, note } = self;
        Some(AnswerClause { r#in, draft, clause, party, person: None, answer, note }.into())
    }

    fn fold(self, state: &mut State, trace: &Trace) -> Option<()> {
        let Self { draft, clause, party, person, answer, note } = self;
        let read = state.drafts.get(&draft)?.clauses.iter().find(|known| known.id == clause)?.clone();
        let issues = read.issue.iter().cloned().collect();
        let footing = state.footing(&party, person.as_ref(), &issues, trace.at);
        let changed_in = BTreeSet::new();
        let answered = AnsweredClause {
            draft,
            clause: read,
            changed_in,
            footing,
            person,
            answer,
            note,
            trace: trace.clone(),
        };
        state.clause_answers.insert((clause, party), answered);
        Some(())
    }
}
