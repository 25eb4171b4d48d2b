//! Reports: dated texts, and what was decided about what a reader of texts suggests in them.

mod command;
mod entering;
mod event;
mod shape;
mod state;

pub use command::{AddReport, DecideSuggestions, EnterSuggestion, UndoDecision};
pub use event::{DecisionUndone, ReportAdded, SuggestionEntered, SuggestionsDecided};
pub use shape::{Decided, Entered, Entry, Fields, ReportId, Resolution, in_one_line};
pub use state::{ReportOnRecord, Step};
