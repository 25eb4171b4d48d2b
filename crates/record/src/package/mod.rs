//! Proposed packages and what each party answers.

mod command;
mod event;
mod shape;
mod state;

pub use command::{AnswerPackage, ProposePackage};
pub use event::{PackageAnswered, PackageProposed};
pub use shape::{PackageId, Verdict};
pub use state::{PackageAnswer, ProposedPackage};
