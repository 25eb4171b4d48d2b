//! Mistakes that are put right: names and words, what was entered by mistake, what was said, held or given wrongly.
//!
//! A mending is an event like others: what stood before stays on record. What it touches ([`Touched`]) is worked out before it is
//! done, from what the one who asks knows, and the command says that it was seen. Whatever a party accepted in words that are
//! changed falls: the party is asked anew. What was declared agreed in them keeps its words.

mod command;
mod correcting;
mod event;
mod removing;
mod shape;
mod state;
mod touched;

pub use command::{Retire, Reword, TakeOut};
pub use correcting::{
    ClauseCorrected, CorrectClause, CorrectMandate, CorrectSession, CorrectStatement, MandateCorrected,
    SessionCorrected, StatementCorrected,
};
pub use event::{Retired, Reworded, TakenOut};
pub use shape::{HeldAs, Subject};
pub use state::{FormerWords, Retirement, TakenAway};
pub use touched::{Touch, Touched};
