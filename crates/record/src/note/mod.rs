//! Notes.

mod command;
mod event;
mod shape;
mod state;

pub use command::WriteNote;
pub use event::NoteWritten;
pub use shape::NoteId;
pub use state::Note;
