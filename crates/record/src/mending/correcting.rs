//! What was said, held, given or settled wrongly: what can be asked for, and what happened.

mod clause;
mod mandate;
mod session;
mod statement;

pub use clause::{ClauseCorrected, CorrectClause};
pub use mandate::{CorrectMandate, MandateCorrected};
pub use session::{CorrectSession, SessionCorrected};
pub use statement::{CorrectStatement, StatementCorrected};
