//! The single text: what can be asked for, and how it is decided.

use super::{Clause, ClauseAnswer, ClauseAnswered, ClauseId, ClauseRequest, Draft, DraftId, DraftPut};
use crate::actor::Role;
use crate::authority::{Authority, Word};
use crate::command::{Act, Moment};
use crate::compartment::Compartment;
use crate::decide::Decision;
use crate::limits::{Limits, not_empty};
use crate::refusal::{CommandError, Reason};
use crate::state::State;
use crate::wording::{holds, stretches};
use mediant_model::spelling::quoted;
use mediant_model::{IssueId, PartyId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Put a draft of the single text before those who may read it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct PutDraft {
    /// `mediator`, `table`, or a party's caucus.
    pub r#in: Compartment,
    /// Its title.
    pub title: String,
    /// Its clauses in order.
    pub clauses: Vec<ClauseRequest>,
    /// The draft in the same place that it replaces, so that nobody writes over what they have not read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<DraftId>,
    /// What is said about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Act for PutDraft {
    const KIND: &'static str = "put_draft";
    const WHEN: Moment = Moment::Going;
    const LIMITS: Limits = Limits { texts: &["text", "note"], file: None };

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
        let Self { r#in: compartment, title, clauses: requests, replaces, note } = self;
        not_empty(&title, "title")?;
        if requests.is_empty() {
            return Err(CommandError::invalid("clauses", "a draft without a clause settles nothing"));
        }
        let state = decision.state;
        let latest = state.latest_draft(&compartment);
        if latest.map(|(id, _)| id) != replaces.as_ref() {
            return Err(replaced(latest, replaces.as_ref(), "replaces"));
        }
        let number = latest.map_or(0, |(_, draft)| draft.number) + 1;
        let mut clauses = Vec::new();
        let mut seen = BTreeSet::new();
        for (at, request) in requests.into_iter().enumerate() {
            let clause = decision.clause(request, &compartment, &format!("clauses.{at}"))?;
            if !seen.insert(clause.id.clone()) {
                let message = format!("the clause {} stands twice", quoted(clause.id.as_str()));
                return Err(CommandError::invalid(format!("clauses.{at}.id"), message));
            }
            clauses.push(clause);
        }
        let draft = DraftId::new(decision.id());
        decision.record(compartment, DraftPut { draft, number, title, clauses, replaces, note })
    }
}

/// Answer to a clause.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct AnswerClause {
    /// `table`, or the party's caucus.
    pub r#in: Compartment,
    /// The draft that was read.
    pub draft: DraftId,
    /// The clause.
    pub clause: ClauseId,
    /// The party.
    pub party: PartyId,
    /// Who answers for it; whoever asks, where not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// What.
    #[serde(flatten)]
    pub answer: ClauseAnswer,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Act for AnswerClause {
    const KIND: &'static str = "answer_clause";
    const WHEN: Moment = Moment::Going;
    const LIMITS: Limits = Limits { texts: &["text", "note", "words"], file: None };

    fn may_come_from(&self, role: &Role) -> bool {
        role.mediates() || role.acts_for(&self.party)
    }

    fn takes(&self, state: &State) -> Authority {
        let Self { draft, clause, party, answer, .. } = self;
        let accepts = matches!(answer, ClauseAnswer::Accept | ClauseAnswer::AcceptAdReferendum);
        if accepts || accepted_clause(state, draft, clause, party) {
            Authority::on(party, issues_of_clause(state, draft, clause))
        } else {
            Authority::Voice(party.clone())
        }
    }

    fn word(&self) -> Word<'_> {
        Word::Of(self.person.as_ref())
    }

    fn carry_out(self, decision: &mut Decision<'_, '_>) -> Result<(), CommandError> {
        let Self { r#in: compartment, draft, clause, party, answer, note, .. } = self;
        answer_to(decision, compartment, (&draft, &clause), &party, answer, note)
    }
}

/// Records a party's answer to a clause of a draft.
pub(super) fn answer_to(
    decision: &mut Decision<'_, '_>,
    compartment: Compartment,
    (draft, clause): (&DraftId, &ClauseId),
    party: &PartyId,
    answer: ClauseAnswer,
    note: Option<String>,
) -> Result<(), CommandError> {
    let person = decision.word_of.clone();
    decision.negotiating(party, "party")?;
    let (text, home) = {
        let (draft, clause) = current_clause(decision.state, draft, clause)?;
        (clause.text.clone(), draft.trace.compartment.clone())
    };
    if !compartment.is_within(&home) {
        return Err(CommandError::invalid("in", "not everybody who would read the answer knows the draft")
            .help("answer where the draft was shown"));
    }
    match &answer {
        ClauseAnswer::Amend { text } => {
            not_empty(text, "text")?;
            stretches(text).map_err(|unbalanced| CommandError::invalid("text", unbalanced.to_string()))?;
        }
        ClauseAnswer::Bracket { words } => {
            not_empty(words, "words")?;
            if !holds(&text, words) {
                return Err(CommandError::invalid("words", "these words are not in the clause")
                    .help("copy them from the clause, or amend it"));
            }
        }
        ClauseAnswer::Accept | ClauseAnswer::AcceptAdReferendum | ClauseAnswer::Reject => {}
    }
    let accepts = matches!(answer, ClauseAnswer::Accept | ClauseAnswer::AcceptAdReferendum);
    if accepts && crate::wording::is_bracketed(&text) {
        return Err(CommandError::not_now("this clause holds words that are not agreed")
            .at("clause")
            .help("say which bracket you ask for, or amend the clause"));
    }
    let (draft, clause, party) = (draft.clone(), clause.clone(), party.clone());
    decision.record(compartment, ClauseAnswered { draft, clause, party, person, answer, note })
}

impl Decision<'_, '_> {
    fn clause(
        &mut self,
        request: ClauseRequest,
        compartment: &Compartment,
        field: &str,
    ) -> Result<Clause, CommandError> {
        let ClauseRequest { id, heading, issue, text } = request;
        not_empty(&heading, &format!("{field}.heading"))?;
        not_empty(&text, &format!("{field}.text"))?;
        stretches(&text).map_err(|unbalanced| {
            CommandError::invalid(format!("{field}.text"), unbalanced.to_string())
                .help("a bracket is written [words|who asks for them]; a bracket as such \\[")
        })?;
        if let Some(issue) = &issue {
            self.issue_known(issue, compartment, &format!("{field}.issue"))?;
        }
        let id = match id {
            Some(id) => {
                let known = self.state.drafts.values().any(|draft| draft.clauses.iter().any(|c| c.id == id));
                if !known {
                    let message = format!("there is no clause {}", quoted(id.as_str()));
                    return Err(CommandError::unknown(format!("{field}.id"), message)
                        .help("leave `id` out for a new clause"));
                }
                id
            }
            None => ClauseId::new(self.id()),
        };
        Ok(Clause { id, heading, issue, text })
    }
}

/// A clause of a draft that nothing has replaced.
pub(crate) fn current_clause<'s>(
    state: &'s State,
    draft: &DraftId,
    clause: &ClauseId,
) -> Result<(&'s Draft, &'s Clause), CommandError> {
    let unknown = || CommandError::unknown("draft", format!("there is no draft {}", quoted(draft.as_str())));
    let known = state.drafts.get(draft).ok_or_else(unknown)?;
    let latest = state.latest_draft(&known.trace.compartment);
    if latest.map(|(id, _)| id) != Some(draft) {
        let was = known.clauses.iter().find(|known| &known.id == clause);
        let now = latest.and_then(|(_, latest)| latest.clauses.iter().find(|known| &known.id == clause));
        let mut refusal = replaced(latest, Some(draft), "draft");
        refusal.message.push_str(match (was, now) {
            (Some(was), Some(now)) if was == now => "; the clause reads as before",
            (Some(_), Some(_)) => "; the clause reads differently now",
            _ => "; the clause is not in it any more",
        });
        return Err(refusal);
    }
    let found = known.clauses.iter().find(|known| &known.id == clause);
    let found = found.ok_or_else(|| {
        CommandError::unknown("clause", format!("the draft has no clause {}", quoted(clause.as_str())))
    })?;
    Ok((known, found))
}

fn replaced(latest: Option<(&DraftId, &Draft)>, read: Option<&DraftId>, field: &str) -> CommandError {
    let message = match (latest, read) {
        (Some((_, latest)), Some(_)) => {
            format!("draft {} (“{}”) has taken the place of the one you read", latest.number, latest.title)
        }
        (Some((_, latest)), None) => {
            format!("there is a draft here already: number {} (“{}”)", latest.number, latest.title)
        }
        (None, _) => "there is no such draft here".to_owned(),
    };
    CommandError::new(Reason::Stale, message).at(field).help("read the latest draft, then try again")
}

/// Whether the party accepted the clause as it stands in the draft.
pub(super) fn accepted_clause(state: &State, draft: &DraftId, clause: &ClauseId, party: &PartyId) -> bool {
    let Some(draft) = state.drafts.get(draft) else { return false };
    let Some(stands) = draft.clauses.iter().find(|known| &known.id == clause) else { return false };
    let answer = state.clause_answers.get(&(clause.clone(), party.clone()));
    answer.is_some_and(|known| known.is_acceptance() && known.counts_for(stands, &draft.trace.compartment))
}

pub(crate) fn issues_of_clause(state: &State, draft: &DraftId, clause: &ClauseId) -> BTreeSet<IssueId> {
    let clauses = state.drafts.get(draft).map(|draft| draft.clauses.as_slice()).unwrap_or_default();
    let of = clauses.iter().filter(|known| &known.id == clause);
    of.filter_map(|clause| clause.issue.clone()).collect()
}
