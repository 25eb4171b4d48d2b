//! Whether the talks go on, rest, or were broken off.

mod command;
mod event;
mod state;

pub use command::{BreakOffTalks, PauseTalks, ResumeTalks};
pub use event::{TalksBrokenOff, TalksPaused, TalksResumed};
pub use state::Stage;
