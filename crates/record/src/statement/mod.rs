//! What is said, of every kind.

mod command;
mod event;
mod shape;
mod state;

pub use command::{MakeStatement, WithdrawStatement};
pub use event::{Stated, StatementWithdrawn};
pub use shape::{Statement, StatementId};
pub use state::{FormerStatement, StatementOnRecord};
