//! The single text: drafts, their clauses, and what each party answers to a clause.

mod command;
mod event;
mod several;
mod shape;
mod state;

pub(crate) use command::current_clause;
pub(crate) use command::issues_of_clause;
pub use command::{AnswerClause, PutDraft};
pub use event::{ClauseAnswered, DraftPut};
pub use several::{AnswerClauses, ClauseVerdict};
pub use shape::{Clause, ClauseAnswer, ClauseId, ClauseRequest, DraftId};
pub use state::{AnsweredClause, ClauseStanding, ClauseState, Draft};
