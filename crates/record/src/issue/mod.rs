//! Matters to settle, and the ways to settle them.

mod command;
mod event;
mod several;
mod state;
mod table;

pub use command::{AddIssue, AddOption, DiscloseIssue, SplitIssue};
pub use event::{IssueAdded, IssueDisclosed, IssueSplit, OptionAdded};
pub use several::{AddIssues, NewIssue, NewNumbers};
pub use state::FormerIssue;
pub(crate) use state::names_of;
