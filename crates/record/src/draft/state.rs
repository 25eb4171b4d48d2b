//! The single text: what a reader knows of it.

use super::{Clause, ClauseAnswer, DraftId};
use crate::compartment::Compartment;
use crate::state::{Footing, State, Tally, Trace};
use crate::wording::is_bracketed;
use mediant_model::{PartyId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A draft on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Draft {
    /// Its number in its compartment.
    pub number: u32,
    /// Its title.
    pub title: String,
    /// Its clauses.
    pub clauses: Vec<Clause>,
    /// What it replaces.
    pub replaces: Option<DraftId>,
    /// What the mediator says about it.
    pub note: Option<String>,
    /// When and by whom.
    pub trace: Trace,
}

/// What a party answered to a clause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AnsweredClause {
    /// The draft that was read.
    pub draft: DraftId,
    /// The clause as it stood: the answer counts for later drafts as long as all of it stays, words, heading and what it
    /// settles.
    #[serde(flatten)]
    pub clause: Clause,
    /// Where the clause was changed or left out since. Though the old one came back there, the party is asked anew.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub changed_in: BTreeSet<Compartment>,
    /// What it rests on, where it accepts.
    pub footing: Footing,
    /// Who answered.
    pub person: Option<PersonId>,
    /// What.
    pub answer: ClauseAnswer,
    /// Why.
    pub note: Option<String>,
    /// When and by whom.
    pub trace: Trace,
}

impl AnsweredClause {
    /// Whether it accepts, ad referendum or not, and stands on the authority it was given under.
    pub fn is_acceptance(&self) -> bool {
        use ClauseAnswer as A;
        matches!(self.answer, A::Accept | A::AcceptAdReferendum) && !self.footing.taken_away
    }
}

impl AnsweredClause {
    /// Whether it counts for a clause as it stands in a compartment's latest draft.
    pub(crate) fn counts_for(&self, clause: &Clause, place: &Compartment) -> bool {
        let accepts = matches!(self.answer, ClauseAnswer::Accept | ClauseAnswer::AcceptAdReferendum);
        self.clause == *clause && !self.changed_in.contains(place) && (!accepts || self.is_acceptance())
    }
}

/// How a clause stands among those whose answers the reader may read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClauseStanding {
    /// Enough parties accepted it, and it holds no bracket.
    Accepted,
    /// Enough parties accepted it, some of them subject to their principal.
    AcceptedAdReferendum,
    /// It holds a bracket, or somebody asks for other words.
    Bracketed,
    /// Somebody refuses it.
    Rejected,
    /// Answers are missing.
    Open,
}

impl ClauseStanding {
    /// Its word: `accepted`, `accepted_ad_referendum`, `bracketed`, `rejected`, `open`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::AcceptedAdReferendum => "accepted_ad_referendum",
            Self::Bracketed => "bracketed",
            Self::Rejected => "rejected",
            Self::Open => "open",
        }
    }
}

/// A clause with its answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClauseState<'a> {
    /// The clause.
    pub clause: &'a Clause,
    /// How it stands.
    pub standing: ClauseStanding,
    /// Who accepted it.
    pub tally: Tally,
    /// The answers that count for it as it stands.
    pub answers: BTreeMap<PartyId, &'a AnsweredClause>,
    /// The answers that count no more: the clause was changed since, or the authority was taken away.
    pub outdated: BTreeMap<PartyId, &'a AnsweredClause>,
}

impl State {
    /// The drafts of a compartment, oldest first.
    pub fn drafts_in<'a>(&'a self, compartment: &'a Compartment) -> Vec<(&'a DraftId, &'a Draft)> {
        let here = self.drafts.iter().filter(|(_, draft)| &draft.trace.compartment == compartment);
        let mut drafts: Vec<_> = here.collect();
        drafts.sort_by_key(|(_, draft)| draft.number);
        drafts
    }

    /// The latest draft of a compartment.
    pub fn latest_draft<'a>(&'a self, compartment: &'a Compartment) -> Option<(&'a DraftId, &'a Draft)> {
        self.drafts_in(compartment).pop()
    }

    /// A draft's clauses with the answers the reader may read.
    pub fn clauses<'a>(&'a self, draft: &'a Draft) -> Vec<ClauseState<'a>> {
        let place = &draft.trace.compartment;
        draft.clauses.iter().map(|clause| self.clause_state(clause, place)).collect()
    }

    fn clause_state<'a>(&'a self, clause: &'a Clause, place: &Compartment) -> ClauseState<'a> {
        let all = self.negotiating().filter_map(|party| {
            let answer = self.clause_answers.get(&(clause.id.clone(), party.id.clone()))?;
            Some((party.id.clone(), answer))
        });
        let (answers, outdated): (BTreeMap<_, _>, BTreeMap<_, _>) =
            all.partition(|(_, answer)| answer.counts_for(clause, place));
        let mut tally = Tally::default();
        for party in self.negotiating() {
            let into = match answers.get(&party.id).map(|answered| &answered.answer) {
                Some(ClauseAnswer::Accept) => &mut tally.accepted,
                Some(ClauseAnswer::AcceptAdReferendum) => &mut tally.ad_referendum,
                Some(ClauseAnswer::Bracket { .. } | ClauseAnswer::Amend { .. } | ClauseAnswer::Reject) => {
                    &mut tally.refused
                }
                None => &mut tally.silent,
            };
            into.insert(party.id.clone());
        }
        let disputed = answers.values().any(|answered| {
            matches!(answered.answer, ClauseAnswer::Bracket { .. } | ClauseAnswer::Amend { .. })
        });
        let standing = if is_bracketed(&clause.text) {
            ClauseStanding::Bracketed
        } else if self.carries(&tally.accepted) {
            ClauseStanding::Accepted
        } else if self.carries(&tally.accepted.union(&tally.ad_referendum).cloned().collect()) {
            ClauseStanding::AcceptedAdReferendum
        } else if disputed {
            ClauseStanding::Bracketed
        } else if !tally.refused.is_empty() {
            ClauseStanding::Rejected
        } else {
            ClauseStanding::Open
        };
        ClauseState { clause, standing, tally, answers, outdated }
    }
}

impl State {
    /// Notes which answers a new draft of a compartment outdates there: those that counted for the draft before and whose
    /// clause does not stand as it was.
    pub(crate) fn redraft(&mut self, clauses: &[Clause], compartment: &Compartment) {
        let before =
            self.latest_draft(compartment).map(|(_, draft)| draft.clauses.clone()).unwrap_or_default();
        for answer in self.clause_answers.values_mut() {
            if before.contains(&answer.clause) && !clauses.contains(&answer.clause) {
                answer.changed_in.insert(compartment.clone());
            }
        }
    }
}
