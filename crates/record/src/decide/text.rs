//! The single text.

use super::Decision;
use crate::Compartment;
use crate::command::ClauseWish;
use crate::event::{Clause, ClauseAnswer, Event};
use crate::id::{ClauseId, DraftId};
use crate::limits::not_empty;
use crate::refusal::{Reason, Refusal};
use crate::state::{Draft, State};
use crate::wording::stretches;
use mediant_model::spelling::quoted;
use std::collections::BTreeSet;

impl Decision<'_, '_> {
    pub(super) fn put_draft(
        &mut self,
        compartment: Compartment,
        title: String,
        wishes: Vec<ClauseWish>,
        replaces: Option<DraftId>,
        note: Option<String>,
    ) -> Result<(), Refusal> {
        not_empty(&title, "title")?;
        if wishes.is_empty() {
            return Err(Refusal::invalid("clauses", "a draft without a clause settles nothing"));
        }
        let state = self.state;
        let latest = state.latest_draft(&compartment);
        if latest.map(|(id, _)| id) != replaces.as_ref() {
            return Err(replaced(latest, replaces.as_ref(), "replaces"));
        }
        let number = latest.map_or(0, |(_, draft)| draft.number) + 1;
        let mut clauses = Vec::new();
        let mut seen = BTreeSet::new();
        for (at, wish) in wishes.into_iter().enumerate() {
            let clause = self.clause(wish, &compartment, &format!("clauses.{at}"))?;
            if !seen.insert(clause.id.clone()) {
                let message = format!("the clause {} stands twice", quoted(clause.id.as_str()));
                return Err(Refusal::invalid(format!("clauses.{at}.id"), message));
            }
            clauses.push(clause);
        }
        let draft = DraftId::new(self.id());
        self.record(compartment, Event::DraftPut { draft, number, title, clauses, replaces, note })
    }

    fn clause(
        &mut self,
        wish: ClauseWish,
        compartment: &Compartment,
        field: &str,
    ) -> Result<Clause, Refusal> {
        let ClauseWish { id, heading, issue, text } = wish;
        not_empty(&heading, &format!("{field}.heading"))?;
        not_empty(&text, &format!("{field}.text"))?;
        stretches(&text).map_err(|unbalanced| {
            Refusal::invalid(format!("{field}.text"), unbalanced.to_string())
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
                    return Err(Refusal::unknown(format!("{field}.id"), message)
                        .help("leave `id` out for a new clause"));
                }
                id
            }
            None => ClauseId::new(self.id()),
        };
        Ok(Clause { id, heading, issue, text })
    }

    pub(super) fn answer_clause(&mut self, compartment: Compartment, event: Event) -> Result<(), Refusal> {
        let Event::ClauseAnswered { draft, clause, party, person, answer, note } = event else {
            return Ok(());
        };
        self.negotiating(&party, "party")?;
        let (text, home) = {
            let (draft, clause) = current_clause(self.state, &draft, &clause)?;
            (clause.text.clone(), draft.trace.compartment.clone())
        };
        if !compartment.is_within(&home) {
            return Err(Refusal::invalid("in", "not everybody who would read the answer knows the draft")
                .help("answer where the draft was shown"));
        }
        match &answer {
            ClauseAnswer::Amend { text } => {
                not_empty(text, "text")?;
                stretches(text).map_err(|unbalanced| Refusal::invalid("text", unbalanced.to_string()))?;
            }
            ClauseAnswer::Bracket { words } => {
                not_empty(words, "words")?;
                if !text.contains(words.as_str()) {
                    return Err(Refusal::invalid("words", "these words are not in the clause")
                        .help("copy them from the clause, or amend it"));
                }
            }
            ClauseAnswer::Accept | ClauseAnswer::AcceptAdReferendum | ClauseAnswer::Reject => {}
        }
        let accepts = matches!(answer, ClauseAnswer::Accept | ClauseAnswer::AcceptAdReferendum);
        if accepts && crate::wording::is_bracketed(&text) {
            return Err(Refusal::not_now("this clause holds words that are not agreed")
                .at("clause")
                .help("say which bracket you ask for, or amend the clause"));
        }
        self.record(compartment, Event::ClauseAnswered { draft, clause, party, person, answer, note })
    }
}

/// A clause of a draft that nothing has replaced.
pub(super) fn current_clause<'s>(
    state: &'s State,
    draft: &DraftId,
    clause: &ClauseId,
) -> Result<(&'s Draft, &'s Clause), Refusal> {
    let unknown = || Refusal::unknown("draft", format!("there is no draft {}", quoted(draft.as_str())));
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
        Refusal::unknown("clause", format!("the draft has no clause {}", quoted(clause.as_str())))
    })?;
    Ok((known, found))
}

fn replaced(latest: Option<(&DraftId, &Draft)>, read: Option<&DraftId>, field: &str) -> Refusal {
    let message = match (latest, read) {
        (Some((_, latest)), Some(_)) => {
            format!("draft {} (“{}”) has taken the place of the one you read", latest.number, latest.title)
        }
        (Some((_, latest)), None) => {
            format!("there is a draft here already: number {} (“{}”)", latest.number, latest.title)
        }
        (None, _) => "there is no such draft here".to_owned(),
    };
    Refusal::new(Reason::Stale, message).at(field).help("read the latest draft, then try again")
}
