//! A negotiation's record: how it begins, under which rules, and that it is closed.

mod command;
mod event;
mod shape;
mod state;

pub use command::{ChangeAgreementRule, ChangeCaucusRule, CloseCase, ImportCase, OpenCase};
pub use event::{AgreementRuleChanged, CaseClosed, CaseOpened, CaucusRuleChanged};
pub use shape::CaucusRule;
pub use state::Opening;
