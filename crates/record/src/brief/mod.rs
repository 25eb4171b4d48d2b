//! What a party wants, may refuse and would do without a deal: its own draft, what it deposits, what the mediator guesses.

mod command;
mod event;
mod state;

pub use command::{DepositBrief, DraftBrief, EstimateBrief, ReadBrief};
pub use event::{BriefDeposited, BriefDrafted, BriefEstimated};
pub use state::{BriefText, Briefs};
