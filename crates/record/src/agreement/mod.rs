//! That there is an agreement, who signed it, and who ratified it.

mod command;
mod event;
mod shape;
mod state;

pub use command::{DeclareAgreement, RecordRatification, RecordSignature};
pub use event::{AgreementReached, Ratified, Signed};
pub use shape::Agreed;
pub use state::{Agreement, Deed};
