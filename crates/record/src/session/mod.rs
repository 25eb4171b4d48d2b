//! Meetings: planned, moved, held, cancelled.

mod command;
mod event;
mod shape;
mod state;

pub use command::{CancelSession, HoldSession, MoveSession, PlanSession};
pub use event::{SessionCancelled, SessionHeld, SessionMoved, SessionPlanned};
pub use shape::{Plan, SessionId};
pub(crate) use state::model_session;
pub use state::{FormerSession, SessionOnRecord, SessionState};
