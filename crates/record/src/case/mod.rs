//! A negotiation's record: how it begins, under which rules, and that it is closed.

mod command;
mod event;
mod importing;
mod shape;
mod state;

pub use command::{ChangeAgreementRule, ChangeCaucusRule, CloseCase, OpenCase};
pub use event::{AgreementRuleChanged, CaseClosed, CaseOpened, CaucusRuleChanged};
pub use importing::ImportCase;
pub use shape::CaucusRule;
pub use state::CaseOpening;
